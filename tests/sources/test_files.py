import hashlib
from pathlib import Path

import pytest

from hiphinge.errors import InputChangedError, InputEmptyError, InputMissingError, InputUnreadableError
from hiphinge.sources.files import checked_file, ensure_unchanged, read_head, sha256_of, state_of


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match=r"set\.mp4"):
        checked_file(tmp_path / "set.mp4")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "set.mp4"
    file.touch()
    with pytest.raises(InputEmptyError, match="0 bytes"):
        checked_file(file)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadableError, match="folder"):
        checked_file(tmp_path)


def test_a_file_without_the_right_to_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "set.mp4"
    file.write_bytes(b"x")

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    for read in (checked_file, sha256_of):
        with pytest.raises(InputUnreadableError, match="Permission denied"):
            read(file)


def test_a_good_file_is_returned_as_a_path(tmp_path: Path) -> None:
    file = tmp_path / "set.mp4"
    file.write_bytes(b"frames")
    assert checked_file(str(file)) == file
    assert read_head(file, size_bytes=4) == b"fram"


def test_the_digest_is_that_of_the_whole_file(tmp_path: Path) -> None:
    data = bytes(range(256)) * 9_000
    file = tmp_path / "set.mp4"
    file.write_bytes(data)
    assert sha256_of(file) == hashlib.sha256(data).hexdigest()


def test_a_file_that_stays_is_not_called_changed(tmp_path: Path) -> None:
    file = tmp_path / "set.mp4"
    file.write_bytes(b"x")
    ensure_unchanged(file, before=state_of(file))


@pytest.mark.parametrize("fate", ["grows", "vanishes"])
def test_a_file_that_changes_is_noticed(tmp_path: Path, fate: str) -> None:
    file = tmp_path / "set.mp4"
    file.write_bytes(b"x")
    before = state_of(file)
    if fate == "grows":
        file.write_bytes(b"xy")
    else:
        file.unlink()
    with pytest.raises(InputChangedError, match="changed while it was being read"):
        ensure_unchanged(file, before=before)
