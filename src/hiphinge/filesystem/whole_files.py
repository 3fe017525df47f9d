"""The one writer: files are written beside their place and put there when they are whole; and small ones read."""

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from hiphinge.errors import InputUnreadableError, OutputError
from hiphinge.interruption import on_interruption, unbroken

__all__ = [
    "DISK_FULL",
    "check_writable",
    "move_into_place",
    "read_bytes",
    "read_secret",
    "remove_unfinished",
    "staged_folder",
    "write_bytes",
    "write_secret",
    "writing_file",
]

DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says where no space is left, or a quota is used up."""
_OWNER_ONLY, _OTHERS = 0o600, 0o077
_STAGING_PREFIX = ".hiphinge-unfinished-"


@contextmanager
def writing_file(path: Path, *, what: str = "The results", make_folders: bool = False) -> Iterator[Path]:
    """Yield a name to write to, and put the file at ``path`` when the block ends well.

    When the block fails or is interrupted, what was at ``path`` is still there.

    Parameters
    ----------
    what
        What is written, at the beginning of a message.
    make_folders
        Whether folders that are missing are created.

    Raises
    ------
    OutputError
        If it cannot be written: no such folder, no right, no space.
    """
    with _as_output_error(path, what), _staged(path.parent, what=what, make_folders=make_folders) as staging:
        yield staging / path.name
        with unbroken():
            move_into_place(staging / path.name, path)
            shutil.rmtree(staging, ignore_errors=True)


def write_bytes(path: Path, content: bytes, *, what: str, make_folders: bool = False) -> None:
    """Write a small file whole, so that it outlasts a power cut, too.

    Raises
    ------
    OutputError
        As `writing_file`.
    """
    with writing_file(path, what=what, make_folders=make_folders) as unfinished, unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_secret(path: Path, content: bytes, *, what: str, make_folders: bool = False) -> None:
    """Write a small file as `write_bytes` does that nobody but its owner may read, where the system knows owners.

    Raises
    ------
    OutputError
        As `writing_file`.
    """
    with writing_file(path, what=what, make_folders=make_folders) as unfinished:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def read_secret(path: Path, *, what: str) -> bytes | None:
    """Return the content of a small file, or None where there is none, or where others than its owner could read it.

    Raises
    ------
    InputUnreadableError
        As `read_bytes`.
    """
    content = read_bytes(path, what=what)
    if content is None or (sys.platform != "win32" and path.stat().st_mode & _OTHERS):
        return None
    return content


def read_bytes(path: Path, *, what: str) -> bytes | None:
    """Return the content of a small file, or None where there is none; ``what`` names it in a message.

    Raises
    ------
    InputUnreadableError
        If it may not be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"{what} {path} cannot be read: {error.strerror}."
        raise InputUnreadableError(message) from error


@contextmanager
def staged_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty folder inside ``folder`` for unfinished files; whoever puts them in place removes it.

    When the block fails or is interrupted, no trace of it stays; a folder that was created for it goes, too.

    Raises
    ------
    OutputError
        If something cannot be written.
    """
    with _as_output_error(folder), _staged(folder, make_folders=True) as staging:
        yield staging


def check_writable(folder: Path, *, make_folders: bool = True) -> None:
    """Raise if results could not be put into ``folder``; nothing stays behind.

    Parameters
    ----------
    make_folders
        Whether what writes them creates folders that are missing.

    Raises
    ------
    OutputError
        If ``folder`` is a file, or may not be created or written to.
    """
    with _as_output_error(folder), unbroken():
        created, staging = _stage(folder, make_folders=make_folders)
        _unstage(created, staging)


def move_into_place(unfinished: Path, path: Path) -> None:
    """Let a whole file on the same disk take the place of ``path``, in one step.

    Raises
    ------
    OSError
        If it cannot.
    """
    unfinished.replace(path)


def remove_unfinished(folder: Path) -> None:
    """Remove what processes that were killed left half-written in a folder; nobody may be writing there."""
    for staging in folder.glob(f"{_STAGING_PREFIX}*"):
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _staged(folder: Path, *, what: str = "The results", make_folders: bool) -> Iterator[Path]:
    with ExitStack() as interruptions:
        with unbroken():
            created, staging = _stage(folder, what=what, make_folders=make_folders)
            interruptions.enter_context(on_interruption(lambda: _unstage(created, staging)))
        try:
            yield staging
        except BaseException:
            _unstage(created, staging)
            raise


@contextmanager
def _as_output_error(place: Path, what: str = "The results") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        advice = "Make room there, or choose another place." if error.errno in DISK_FULL else "Choose another place."
        message = f"{what} should go to {place}, but that cannot be written: {reason}. {advice}"
        raise OutputError(message) from error


def _stage(folder: Path, *, what: str = "The results", make_folders: bool) -> tuple[list[Path], Path]:
    """Make the folder that takes the files until they are whole, on the same disk as ``folder``."""
    if folder.exists() and not folder.is_dir():
        message = f"{what} should go into a folder, but {folder} is a file. Choose another place."
        raise OutputError(message)
    created = [place for place in (folder, *folder.parents) if not place.exists()] if make_folders else []
    try:
        if make_folders:
            folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=_STAGING_PREFIX, dir=folder))
    except BaseException:
        _remove_empty(created)
        raise
    return created, staging


def _unstage(created: list[Path], staging: Path) -> None:
    shutil.rmtree(staging, ignore_errors=True)
    _remove_empty(created)


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return
