"""What an export is, and the one table of them, filled through entry points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from hiphinge.analysis import Analysis
from hiphinge.errors import UnknownIdError
from hiphinge.exports.documenting import HowItCameAbout
from hiphinge.plugins import PluginProblem, Plugins, load_group

__all__ = ["GROUP", "Export", "Writer", "export_named", "export_problems", "exports", "write_exports"]

GROUP = "hiphinge.exports"
"""Entry points of this group name an `Export`; built-ins come through the same door as plug-ins."""


class Writer(Protocol):
    """Writes one answer into one file, whole or not at all."""

    def __call__(self, path: Path, analysis: Analysis, *, provenance: HowItCameAbout) -> None:
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
        message = f"No export is called {id_!r}. Known: {', '.join(exports())}."
        raise UnknownIdError(message) from None


def write_exports(
    folder: Path, ids: Iterable[str], analysis: Analysis, *, provenance: HowItCameAbout
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
