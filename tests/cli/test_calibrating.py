"""``hiphinge calibrate`` and the options of ``analyze`` that use another recording of the same person."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hiphinge.exports import write_pose

if TYPE_CHECKING:
    from tests.cli.conftest import Run

    from hiphinge.motion import Motion


@pytest.fixture
def bends(rendered: "Motion", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("hiphinge.analysis.calibrating.MIN_MAXIMUM_DEG", 1.0)
    monkeypatch.setattr("hiphinge.analysis.calibrating.MIN_LEAN_DEG", 60.0)
    write_pose(tmp_path / "bends.parquet", rendered)
    return tmp_path / "bends.parquet"


def _standing(folder: Path) -> dict[str, object]:
    document = json.loads((folder / "analysis.json").read_text(encoding="utf-8"))
    return dict(document["standing"])


def test_a_person_is_calibrated_listed_used_and_forgotten(run: "Run", bends: Path, tmp_path: Path) -> None:
    result = run("calibrate", bends, "--person", "Anna")
    assert (result.code, result.err) == (0, "")
    assert "How you stand, from" in result.out
    assert "Your maximum: your lower back bends by" in result.out
    assert "hiphinge calibrate --forget Anna" in result.out
    assert "Anna" in run("calibrate", "--list").out
    used = run("analyze", bends, "--calibration", "anna", "--no-report", "--out", "out")
    assert used.code == 0
    assert _standing(tmp_path / "out")["kind"] == "calibration"
    assert "Erased" in run("calibrate", "--forget", "anna").out
    assert "Nobody is calibrated yet" in run("calibrate", "--list").out
    assert not list((tmp_path / "data").rglob("*.json"))


def test_a_calibration_goes_to_the_file_that_was_asked_for(run: "Run", bends: Path, tmp_path: Path) -> None:
    result = run("calibrate", bends, "--out", "me.json")
    assert result.code == 0
    assert (tmp_path / "me.json").is_file()
    assert not (tmp_path / "data").exists()
    assert run("analyze", bends, "--calibration", "me.json", "--no-report", "--quiet").code == 0
    assert run("calibrate", "--forget", "me.json").code == 0
    assert not (tmp_path / "me.json").exists()


def test_quiet_prints_nothing(run: "Run", bends: Path) -> None:
    for arguments in (("calibrate", bends), ("calibrate", "--forget", "me")):
        ended = run(*arguments, "--quiet")
        assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_several_recordings_share_one_standing_that_is_read_once(
    run: "Run", bends: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hiphinge import workflow

    read, asked = workflow.measure_standing, list[Path]()

    def read_and_count(path: Path, **given: Any) -> object:
        asked.append(path)
        return read(path, **given)

    monkeypatch.setattr("hiphinge.workflow.measure_standing", read_and_count)
    (tmp_path / "again.parquet").write_bytes(bends.read_bytes())
    ended = run("analyze", bends, "again.parquet", "--neutral", bends, "--no-report", "--out", "out")
    assert ended.code == 0
    assert asked == [bends]
    for name in ("bends", "again"):
        standing = _standing(tmp_path / "out" / name)
        assert (standing["kind"], standing["recording"]) == ("calibration", "bends.parquet")


def test_the_report_says_where_the_standing_was_taken(run: "Run", bends: Path, tmp_path: Path) -> None:
    assert run("analyze", bends, "--neutral", bends, "--out", "out").code == 0
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "From another recording (bends.parquet" in page


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("calibrate",), 2, "Give one of these"),
        (("calibrate", "bends.parquet", "--list"), 2, "Give one of these"),
        (("calibrate", "bends.parquet", "--out", "me.txt"), 2, "should end in .json"),
        (("calibrate", "bends.parquet", "--person", "../me"), 2, "up to 40 letters"),
        (("calibrate", "nothing.mp4"), 3, "nothing.mp4"),
        (("calibrate", "bends.parquet", "--end", "4.2"), 4, "should show 3 slow full bends, but shows 1"),
        (("calibrate", "--forget", "bob"), 3, "no calibration of 'bob'"),
        (("analyze", "bends.parquet", "--calibration", "bob"), 3, "no calibration of 'bob'"),
        (("analyze", "bends.parquet", "--neutral", "nothing.mp4"), 3, "nothing.mp4"),
    ],
)
@pytest.mark.usefixtures("bends")
def test_what_cannot_be_done_is_refused_with_what_to_do(
    run: "Run", arguments: tuple[str, ...], code: int, said: str
) -> None:
    ended = run(*arguments)
    assert ended.code == code
    assert said in " ".join(ended.err.split())
