"""The one writer: whole or not at all, whatever comes between."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from hiphinge.errors import OutputError
from hiphinge.filesystem import move_into_place, write_bytes, writing_file


def test_a_file_appears_when_it_is_done(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with writing_file(path) as unfinished:
        unfinished.write_text("new")
        assert not path.exists()
        assert unfinished.suffix == ".txt"
    assert path.read_text() == "new"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_when_it_fails_the_old_file_stays_and_nothing_lies_about(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail_half_way() -> None:
        with writing_file(path) as unfinished:
            unfinished.write_text("ne")
            message = "half way"
            raise ValueError(message)

    with pytest.raises(ValueError, match="half"):
        fail_half_way()
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_no_folder_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"), writing_file(tmp_path / "none" / "a.txt"):
        pass


def test_a_full_disk_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No space left"), writing_file(tmp_path / "a.txt"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_no_right_to_write_is_an_output_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(OutputError, match="Permission denied"), writing_file(tmp_path / "a.txt"):
        pass


def test_others_may_read_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    plain = tmp_path / "b.txt"
    plain.touch()
    with writing_file(path) as unfinished:
        unfinished.write_text("x")
    assert path.stat().st_mode == plain.stat().st_mode


def test_folders_are_made_where_that_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "report.html"
    with writing_file(path, make_folders=True) as staged:
        staged.write_text("new")
    assert path.read_text() == "new"

    def fail() -> None:
        with writing_file(path, make_folders=True) as staged:
            staged.write_text("newer")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert path.read_text() == "new"
    assert [entry.name for entry in path.parent.iterdir()] == ["report.html"]


def test_folders_that_were_made_go_when_it_fails(tmp_path: Path) -> None:
    def fail() -> None:
        with writing_file(tmp_path / "a" / "b" / "c.txt", make_folders=True):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_the_file_stays(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OutputError, match=r"The page should go to .*a\.txt"):
        write_bytes(tmp_path / "a.txt", b"new", what="The page")
    assert [(entry.name, entry.is_dir()) for entry in tmp_path.iterdir()] == [("a.txt", True)]


def test_bytes_are_on_the_disk_before_they_take_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    def put(unfinished: Path, path: Path) -> None:
        steps.append("in place")
        move_into_place(unfinished, path)

    monkeypatch.setattr("os.fsync", lambda _number: steps.append("on the disk"))
    monkeypatch.setattr("hiphinge.filesystem.whole_files.move_into_place", put)
    write_bytes(tmp_path / "a.txt", b"new", what="The page")
    assert steps == ["on the disk", "in place"]
    assert (tmp_path / "a.txt").read_bytes() == b"new"


WRITES_HALF = """
import sys
from pathlib import Path
from hiphinge.filesystem import writing_file
with writing_file(Path(sys.argv[1])) as unfinished:
    unfinished.write_text("ne")
    print("half", flush=True)
    input()
"""


def test_a_process_that_is_killed_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    command = [sys.executable, "-c", WRITES_HALF, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        process.kill()
    assert path.read_text() == "old"
    with writing_file(path) as unfinished:
        unfinished.write_text("new")
    assert path.read_text() == "new"
