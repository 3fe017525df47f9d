"""What every reader checks of a file: that it exists, can be read and does not change; independent of the format."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from hiphinge.errors import InputChangedError, InputEmptyError, InputMissingError, InputUnreadableError

__all__ = ["FileState", "checked_file", "ensure_unchanged", "read_head", "sha256_of", "state_of"]

_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class FileState:
    """Size and time of change: enough to notice that a file has changed, without reading it again."""

    size_bytes: int
    modified_ns: int


def checked_file(path: str | os.PathLike[str]) -> Path:
    """Return the path of a file after checking that it exists, is a file, is not empty and can be read.

    Raises
    ------
    InputMissingError
        If it does not exist.
    InputUnreadableError
        If it is a folder, or cannot be read.
    InputEmptyError
        If it has no bytes.
    """
    file = Path(path)
    if not _exists(file):
        message = f"There is no file {file}. Check the name and the folder."
        raise InputMissingError(message)
    if file.is_dir():
        message = f"{file} is a folder, but a file was expected. Give the file inside it."
        raise InputUnreadableError(message)
    if state_of(file).size_bytes == 0:
        message = f"{file} is empty (0 bytes). Copy or record it again."
        raise InputEmptyError(message)
    read_head(file, size_bytes=1)
    return file


def _exists(file: Path) -> bool:
    try:
        return file.exists()
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: OSError) -> InputUnreadableError:
    return InputUnreadableError(f"{file} cannot be read ({error.strerror or error}). Check its permissions.")


def state_of(path: Path) -> FileState:
    """Return size and time of change.

    Raises
    ------
    InputUnreadableError
        If the file system does not allow it.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return FileState(size_bytes=found.st_size, modified_ns=found.st_mtime_ns)


def ensure_unchanged(path: Path, *, before: FileState) -> None:
    """Make sure that a file has not changed since reading began.

    Raises
    ------
    InputChangedError
        If size or time of change differ, or the file is gone.
    """
    try:
        unchanged = state_of(path) == before
    except InputUnreadableError:
        unchanged = False
    if not unchanged:
        message = f"{path} changed while it was being read. Wait until it is copied or recorded, then start again."
        raise InputChangedError(message)


def read_head(path: Path, *, size_bytes: int) -> bytes:
    """Return the first bytes of a file.

    Raises
    ------
    InputUnreadableError
        If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(size_bytes)
    except OSError as error:
        raise _unreadable(path, error) from error


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, read block by block.

    Raises
    ------
    InputUnreadableError
        If it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
    except OSError as error:
        raise _unreadable(path, error) from error
    return digest.hexdigest()
