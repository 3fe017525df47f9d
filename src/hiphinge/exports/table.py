"""What an export is, and the one table of them, filled through entry points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from hiphinge.analysis import Analysis
from hiphinge.documents import ProvenanceRecord
from hiphinge.errors import UnknownIdError
from hiphinge.plugins import PluginProblem, Plugins, load_group

__all__ = ["GROUP", "Export", "Writer", "export_named", "export_problems", "exports", "write_exports"]

GROUP = "hiphinge.exports"
"""Entry points of this group name an `Export`; built-ins are loaded in the same way as plug-ins."""


class Writer(Protocol):
    """Writes one analysis into one file, complete or not at all."""

    def __call__(self, path: Path, analysis: Analysis, *, provenance: ProvenanceRecord) -> None:
        """Write ``analysis`` to ``path``; raises `OutputError` if it cannot."""


@dataclass(frozen=True, kw_only=True)
class Export:
    """One row of the table: ``file_name`` is its name beside `analysis.json`."""

    id: str
    title: str
    file_name: str
    what: str
    write: Writer


@cache
def _loaded() -> Plugins[Export]:
    return load_group(GROUP, Export)


def exports() -> Mapping[str, Export]:
    """Return every export by id, built-ins and plug-ins, in order of id; a broken plug-in is passed over."""
    return _loaded().found


def export_problems() -> tuple[PluginProblem, ...]:
    """Return the plug-ins that cannot be used as an export, and why."""
    return _loaded().problems


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
        raise UnknownIdError.of(id_, kind="export", known=exports()) from None


def write_exports(
    folder: Path, ids: Iterable[str], analysis: Analysis, *, provenance: ProvenanceRecord
) -> tuple[Path, ...]:
    """Write one analysis in several formats into a folder, and return the files.

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
