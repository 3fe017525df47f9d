"""Puts a finished set of files into its folder, all or none, and touches no other files."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from hiphinge.errors import OutputError
from hiphinge.filesystem import move_into_place, staged_folder
from hiphinge.interruption import unbroken

__all__ = ["delivering"]

_DOCUMENT = "analysis.json"
_SCHEMA_START = "hiphinge.analysis/"


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
    with staged_folder(folder) as staging:
        with _named_as(folder, staging):
            yield staging
        with unbroken():
            _put_in_place(staging, folder, ours)


@contextmanager
def _named_as(folder: Path, staging: Path) -> Iterator[None]:
    """Let errors speak of the place that was asked for, not of the one beside it."""
    try:
        yield
    except OutputError as error:
        raise OutputError(str(error).replace(str(staging), str(folder))) from error


def _put_in_place(staging: Path, folder: Path, ours: Collection[str]) -> None:
    fresh = {entry.name for entry in staging.iterdir()}
    stale = [folder / name for name in set(ours) - fresh] if _holds_a_result(folder) else []
    for name in sorted(fresh, key=lambda name: name == _DOCUMENT):
        move_into_place(staging / name, folder / name)
    for path in stale:
        path.unlink(missing_ok=True)
    staging.rmdir()


def _holds_a_result(folder: Path) -> bool:
    try:
        document = json.loads((folder / _DOCUMENT).read_text(encoding="utf-8"))
        return str(document["schema"]).startswith(_SCHEMA_START)
    except (OSError, ValueError, TypeError, KeyError):
        return False
