"""What an export is, and the one table of them, filled through entry points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from hiphinge.analysis import Analysis
from hiphinge.documents import ProvenanceRecord
from hiphinge.errors import MissingComponentError, UnknownIdError

__all__ = ["GROUP", "Export", "Writer", "export_named", "exports", "write_exports"]

GROUP = "hiphinge.exports"
"""Entry points of this group name an `Export`; built-ins come through the same door as plug-ins."""


class Writer(Protocol):
    """Writes one answer into one file, whole or not at all."""

    def __call__(self, path: Path, analysis: Analysis, *, provenance: ProvenanceRecord) -> None:
        """Write ``analysis`` to ``path``; raises `OutputError` if it cannot."""


@dataclass(frozen=True, kw_only=True)
class Export:
    """One row of the table: ``file_name`` is what it is called beside `analysis.json`."""

    id: str
    title: str
    file_name: str
    what: str
    write: Writer


@cache
def exports() -> Mapping[str, Export]:
    """Return every export by id, built-ins and plug-ins, in order of id.

    Raises
    ------
    MissingComponentError
        If a plug-in cannot be loaded.
    """
    loaded = [_loaded(entry) for entry in entry_points(group=GROUP)]
    return MappingProxyType({found.id: found for found in sorted(loaded, key=lambda found: found.id)})


def _loaded(entry: EntryPoint) -> Export:
    try:
        found = entry.load()
    except Exception as error:
        message = f"The export {entry.name!r} ({entry.value}) cannot be loaded: {error}. Update or remove that package."
        raise MissingComponentError(message) from error
    if not isinstance(found, Export):
        message = f"The export {entry.name!r} ({entry.value}) is no `Export`. Update or remove that package."
        raise MissingComponentError(message)
    return found


def export_named(id_: str) -> Export:
    """Return an export by id.

    Raises
    ------
    UnknownIdError
        If there is none of that id.
    """
    try:
        return exports()[id_]
    except KeyError:
        message = f"No export is called {id_!r}. Known: {', '.join(exports())}."
        raise UnknownIdError(message) from None


def write_exports(
    folder: Path, ids: Iterable[str], analysis: Analysis, *, provenance: ProvenanceRecord
) -> tuple[Path, ...]:
    """Write one answer in several formats into a folder, and return the files.

    Raises
    ------
    UnknownIdError
        If there is no export of an id; then nothing is written.
    OutputError
        If a file cannot be written.
    """
    wanted = [export_named(id_) for id_ in ids]
    files = []
    for export in wanted:
        export.write(folder / export.file_name, analysis, provenance=provenance)
        files.append(folder / export.file_name)
    return tuple(files)
