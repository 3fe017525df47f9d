"""``hiphinge data``: exported, erased and imported; checked, thinned out, backed up and restored."""

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data/hiphinge"


@pytest.fixture
def anna(run: "Run") -> None:
    run("people", "add", "Anna B", "--adult", "--zone", "UTC")
    run("log", "rdl 3x8 60kg", "--at", "2026-01-02 03:04")
    run("ready", "--no", "--person", "Anna B")


def flat(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


@pytest.mark.usefixtures("anna")
def test_what_is_exported_erased_and_imported_is_there_again(run: "Run", tmp_path: Path) -> None:
    before = run("log").out
    done = run("data", "export", "anna b", "--out", "a.zip")
    assert (done.code, done.err) == (0, "")
    assert "Anna B: 3 sets, 0 analyses, 0 self-tests, 1 saved document, 0 files of recordings." in done.out
    assert zipfile.ZipFile(tmp_path / "a.zip").namelist() == ["log.json", "sets.csv", "saved/anna b.notes.json"]
    assert run("data", "erase", "anna b", "--yes").code == 0
    assert "Nothing is saved about anybody" in run("people").out
    gone = run("data", "erase", "anna b", "--yes")
    assert gone.code == 3
    assert "Nothing is kept about 'anna b'" in flat(gone.err)
    assert "Imported Anna B: 3 sets" in run("data", "import", "a.zip").out
    assert run("log").out == before
    assert "not answered" not in run("ready", "--show", "--person", "anna b").out


@pytest.mark.usefixtures("anna")
def test_nothing_is_erased_without_a_yes(run: "Run", monkeypatch: pytest.MonkeyPatch) -> None:
    refused = run("data", "erase", "Anna B")
    assert refused.code == 2
    assert "add --yes" in flat(refused.err)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    assert "Nothing was changed." in run("data", "erase", "Anna B").out
    assert "All 3 sets" in run("log").out


@pytest.mark.usefixtures("anna")
def test_one_kind_is_erased_alone(run: "Run") -> None:
    assert run("data", "erase", "anna b", "--only", "notes", "--yes").code == 0
    assert "anna b.notes.json" not in run("people").out
    assert "All 3 sets" in run("log").out
    assert run("data", "erase", "anna b", "--only", "diary", "--yes").code == 2


@pytest.mark.usefixtures("anna")
def test_a_backup_is_restored(run: "Run", tmp_path: Path) -> None:
    assert run("data", "backup", "b.sqlite").code == 0
    run("log", "--undo")
    assert run("data", "restore", "b.sqlite", "--yes").code == 0
    assert "All 3 sets" in run("log").out
    (tmp_path / "letter").write_bytes(b"Dear lifter" * 1000)
    refused = run("data", "restore", "letter", "--yes")
    assert refused.code == 3
    assert "should be a backup" in flat(refused.err)


@pytest.mark.usefixtures("anna")
def test_a_check_erases_stray_files_and_says_what_is_wrong(run: "Run", home: Path) -> None:
    (home / "files").mkdir()
    (home / "files" / "unfinished-1").touch()
    young = run("data", "check")
    assert young.code == 0
    assert "Stray files left" in young.out
    assert "Stray files erased: 1." in run("data", "check", "--now").out
    assert not list((home / "files").iterdir())


@pytest.mark.usefixtures("anna")
def test_old_videos_are_erased_on_demand(run: "Run") -> None:
    assert "Erased 0 videos" in run("data", "keep", "--videos", "30d").out
    assert run("data", "keep", "--videos", "-1d").code == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("none.zip", None, "does not exist"), ("a.zip", b"Dear lifter", "should be a whole export")],
)
def test_what_is_no_export_is_not_imported(
    run: "Run", tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ended = run("data", "import", name)
    assert ended.code == 3
    assert said in flat(ended.err)
    assert "Nothing is saved about anybody" in run("people").out


@pytest.mark.usefixtures("anna")
def test_an_export_is_imported_as_it_is(run: "Run") -> None:
    run("data", "export", "anna b", "--out", "a.zip")
    ended = run("data", "import", "a.zip", "--unit", "kg")
    assert ended.code == 2
    assert "give no option with it" in flat(ended.err)


@pytest.mark.usefixtures("anna")
def test_what_a_person_says_that_a_name_means_counts_when_they_log_it(run: "Run") -> None:
    assert run("data", "names", "--map", "my pull=romanian_deadlift").code == 0
    assert "my pull (romanian deadlift)" in run("log", "my pull 3x8 60kg").out


def test_old_videos_take_an_age_with_its_unit(run: "Run") -> None:
    for wrong in ("30", "d", "3m", "30.5d", "²d"):
        done = run("data", "keep", "--videos", wrong)
        assert done.code == 2
        assert "such as 30d or 4w" in flat(done.err)
    assert "more than 28 days ago" in run("data", "keep", "--videos", "4w").out
