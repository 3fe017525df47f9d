"""Puts a finished set of files where it was asked for: whole or not at all, and nobody else's file is touched."""

import json
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from hiphinge.errors import OutputError
from hiphinge.interruption import on_interruption, unbroken

__all__ = ["check_writable", "delivering", "delivering_file"]

_STAGING_PREFIX = ".hiphinge-unfinished-"
_DOCUMENT = "analysis.json"
_SCHEMA_START = "hiphinge.analysis/"


def check_writable(folder: Path) -> None:
    """Raise if results could not be put into ``folder``; nothing stays behind.

    Raises
    ------
    OutputError
        If ``folder`` is a file, or may not be made or written to.
    """
    with _as_output_error(folder), unbroken():
        made, staging = _stage(folder)
        shutil.rmtree(staging)
        _remove_empty(made)


@contextmanager
def delivering(folder: Path, *, ours: Collection[str]) -> Iterator[Path]:
    """Yield an empty folder to write into, and put what is in it into ``folder`` when the block ends well.

    When the block fails or is interrupted, ``folder`` is as it was before.

    Parameters
    ----------
    ours
        Names that results have. Those of an earlier result that the new one does not have are removed, so that one
        folder never speaks of two recordings; other files stay.

    Raises
    ------
    OutputError
        If something cannot be written.
    """
    with _as_output_error(folder), _staged(folder) as staging:
        with _named_as(folder, staging):
            yield staging
        with unbroken():
            _put(staging, folder, ours)


@contextmanager
def delivering_file(path: Path) -> Iterator[Path]:
    """Yield a name to write to, and put the file at ``path`` when the block ends well.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with _as_output_error(path), _staged(path.parent) as staging:
        yield staging / path.name
        with unbroken():
            (staging / path.name).replace(path)
            shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """Yield a folder inside ``folder`` for unfinished files; if the block fails, no trace of it stays."""
    with ExitStack() as interruptions:
        with unbroken():
            made, staging = _stage(folder)
            interruptions.enter_context(on_interruption(lambda: _unstage(made, staging)))
        try:
            yield staging
        except BaseException:
            _unstage(made, staging)
            raise


@contextmanager
def _named_as(folder: Path, staging: Path) -> Iterator[None]:
    """Let errors speak of the place that was asked for, not of the one beside it."""
    try:
        yield
    except OutputError as error:
        raise OutputError(str(error).replace(str(staging), str(folder))) from error


@contextmanager
def _as_output_error(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"The results should go to {place}, but that cannot be written: {reason}. Choose another place."
        raise OutputError(message) from error


def _stage(folder: Path) -> tuple[list[Path], Path]:
    """Make the folder that takes the files until they are whole, on the same disk as ``folder``."""
    if folder.exists() and not folder.is_dir():
        message = f"The results should go into a folder, but {folder} is a file. Choose another place."
        raise OutputError(message)
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=_STAGING_PREFIX, dir=folder))
    except BaseException:
        _remove_empty(made)
        raise
    return made, staging


def _unstage(made: list[Path], staging: Path) -> None:
    shutil.rmtree(staging, ignore_errors=True)
    _remove_empty(made)


def _put(staging: Path, folder: Path, ours: Collection[str]) -> None:
    fresh = {entry.name for entry in staging.iterdir()}
    stale = [folder / name for name in set(ours) - fresh] if _holds_a_result(folder) else []
    for name in sorted(fresh, key=lambda name: name == _DOCUMENT):
        (staging / name).replace(folder / name)
    for path in stale:
        path.unlink(missing_ok=True)
    staging.rmdir()


def _holds_a_result(folder: Path) -> bool:
    try:
        document = json.loads((folder / _DOCUMENT).read_text(encoding="utf-8"))
        return str(document["schema"]).startswith(_SCHEMA_START)
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return
