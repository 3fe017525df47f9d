import errno
from pathlib import Path

import pytest

from hiphinge.errors import OutputError
from hiphinge.exports.whole import writing


def test_a_file_appears_when_it_is_done(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with writing(path) as unfinished:
        unfinished.write_text("new")
        assert not path.exists()
        assert unfinished.suffix == ".txt"
    assert path.read_text() == "new"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_when_it_fails_the_old_file_stays_and_nothing_lies_about(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail_half_way() -> None:
        with writing(path) as unfinished:
            unfinished.write_text("ne")
            message = "half way"
            raise ValueError(message)

    with pytest.raises(ValueError, match="half"):
        fail_half_way()
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_no_folder_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"), writing(tmp_path / "none" / "a.txt"):
        pass


def test_a_full_disk_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No space left"), writing(tmp_path / "a.txt"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_no_right_to_write_is_an_output_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(OutputError, match="Permission denied"), writing(tmp_path / "a.txt"):
        pass


def test_others_may_read_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    plain = tmp_path / "b.txt"
    plain.touch()
    with writing(path) as unfinished:
        unfinished.write_text("x")
    assert path.stat().st_mode == plain.stat().st_mode
