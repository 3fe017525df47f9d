"""Which recordings are to be analysed, and which folder the results of each go to."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hiphinge.errors import UsageError

__all__ = ["Job", "jobs"]

_ENDING = ".hiphinge"


@dataclass(frozen=True, kw_only=True)
class Job:
    """One recording, and the folder that its results go to."""

    source: Path
    folder: Path


def jobs(sources: Sequence[Path], *, out: Path | None) -> tuple[Job, ...]:
    """Return a job for each recording: one goes to ``out`` itself, several to folders in it, by their names.

    Without ``out``, each goes to ``NAME.hiphinge`` in the current folder. Recordings of the same name are numbered.

    Raises
    ------
    UsageError
        If there is no recording.
    """
    if not sources:
        message = "At least one video or pose file should be given. Write: hiphinge analyze VIDEO"
        raise UsageError(message)
    if out is not None and len(sources) == 1:
        return (Job(source=sources[0], folder=out),)
    names = _distinct([_name(source) for source in sources])
    folders = [Path(f"{name}{_ENDING}") if out is None else out / name for name in names]
    return tuple(Job(source=s, folder=f) for s, f in zip(sources, folders, strict=True))


def _name(source: Path) -> str:
    """Return what a recording is called; a pose file inside ``NAME.hiphinge`` is ``NAME-again``.

    The new result must not replace the old one, which may hold frames of a video that has been deleted.
    """
    inside = source.absolute().parent
    return f"{inside.stem}-again" if source.stem == "pose" and inside.suffix == _ENDING else source.stem


def _distinct(names: list[str]) -> list[str]:
    taken: set[str] = set()
    found = []
    for name in names:
        free, number = name, 1
        while free in taken:
            number += 1
            free = f"{name}-{number}"
        taken.add(free)
        found.append(free)
    return found
