import json
from pathlib import Path

import pytest

from hiphinge.errors import OutputError
from hiphinge.filesystem import check_writable
from hiphinge.workflow.delivery import delivering

OURS = ("analysis.json", "report.html", "overlay.mp4")


def _everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def _deliver(folder: Path, **files: str) -> None:
    with delivering(folder, ours=OURS) as staging:
        for name, text in files.items():
            (staging / name.replace("_", ".")).write_text(text)


def _document() -> str:
    return json.dumps({"schema": "hiphinge.analysis/1"})


def test_files_arrive_together_and_nothing_else_stays(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    with delivering(out, ours=OURS) as staging:
        (staging / "one").write_text("1")
        assert not (out / "one").exists()
        (staging / "two").write_text("2")
    assert _everything(out) == ["one", "two"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_failure_leaves_no_folder_that_was_not_there(tmp_path: Path, error: type[BaseException]) -> None:
    def fail() -> None:
        with delivering(tmp_path / "a" / "b", ours=OURS) as staging:
            (staging / "one").write_text("1")
            raise error

    with pytest.raises(error):
        fail()
    assert _everything(tmp_path) == []


def test_a_failure_leaves_an_earlier_result_as_it_was(tmp_path: Path) -> None:
    _deliver(tmp_path, analysis_json=_document(), report_html="old")

    def fail() -> None:
        with delivering(tmp_path, ours=OURS) as staging:
            (staging / "report.html").write_text("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert _everything(tmp_path) == ["analysis.json", "report.html"]
    assert (tmp_path / "report.html").read_text() == "old"


def test_a_new_result_replaces_the_whole_old_one_and_leaves_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    _deliver(tmp_path, analysis_json=_document(), report_html="old", overlay_mp4="old")
    _deliver(tmp_path, analysis_json=_document(), report_html="new")
    assert _everything(tmp_path) == ["analysis.json", "notes.txt", "report.html"]
    assert (tmp_path / "report.html").read_text() == "new"


def test_a_report_beside_no_document_of_ours_is_somebody_elses_and_stays(tmp_path: Path) -> None:
    (tmp_path / "overlay.mp4").write_text("mine")
    (tmp_path / "analysis.json").write_text("[]")
    _deliver(tmp_path, analysis_json=_document())
    assert (tmp_path / "overlay.mp4").read_text() == "mine"


def test_a_file_where_the_folder_should_be_is_refused_and_kept(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.write_text("mine")
    with pytest.raises(OutputError, match="is a file"):
        check_writable(place)
    with pytest.raises(OutputError, match="is a file"):
        _deliver(place, one="1")
    assert place.read_text() == "mine"


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="cannot be written"):
        check_writable(tmp_path / "file" / "out")


def test_checking_leaves_nothing_behind(tmp_path: Path) -> None:
    check_writable(tmp_path / "a" / "b")
    assert _everything(tmp_path) == []


def test_a_failure_of_the_disk_is_an_error_of_the_output(tmp_path: Path) -> None:
    def full() -> None:
        with delivering(tmp_path / "out", ours=OURS):
            raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        full()
    assert _everything(tmp_path) == []


def test_an_error_names_the_place_that_was_asked_for(tmp_path: Path) -> None:
    def fail() -> None:
        with delivering(tmp_path / "out", ours=OURS) as staging:
            message = f"{staging / 'report.html'} cannot be written."
            raise OutputError(message)

    with pytest.raises(OutputError) as raised:
        fail()
    assert str(raised.value) == f"{tmp_path / 'out' / 'report.html'} cannot be written."
