"""What was asked for on the command line, read and checked before anything runs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.cli.units import Units, length_m, mass_kg
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from hiphinge.motion import Person

__all__ = ["Job", "given_person", "jobs", "known_exports"]

_ENDING = ".hiphinge"


@dataclass(frozen=True, kw_only=True)
class Job:
    """One recording, and the folder that its results go to."""

    source: Path
    folder: Path


def jobs(sources: Sequence[Path], *, out: Path | None) -> tuple[Job, ...]:
    """Return what is to be done: one recording goes to ``out`` itself, several to folders in it, by their names.

    Without ``out``, each goes to ``NAME.hiphinge`` in the current folder. Recordings of one name are numbered.

    Raises
    ------
    UsageError
        If there is nothing to do.
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

    The new result must not take the place of the old one: that may hold pictures of a video that is gone.
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


def given_person(*, profile: Path | None, stature: str | None, mass: str | None, units: Units) -> "Person":
    """Return the person of the profile, with what the options say put over it.

    Raises
    ------
    HiphingeError
        If the profile, the stature or the mass cannot be read.
    """
    from hiphinge.motion import Person  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.profile import read_profile  # noqa: PLC0415  # likewise

    person = Person() if profile is None else read_profile(profile)
    if stature is not None:
        person = replace(person, stature_m=length_m(stature, units=units))
    if mass is not None:
        person = replace(person, mass_kg=mass_kg(mass, units=units))
    return person


def known_exports(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the formats of ``--export csv,trc --export c3d``, each once and in order.

    Raises
    ------
    UnknownIdError
        If there is none of a name.
    """
    names = dict.fromkeys(name.strip().lower() for text in texts for name in text.split(",") if name.strip())
    if names:
        from hiphinge.exports import export_named  # noqa: PLC0415  # --help does without

        for name in names:
            export_named(name)
    return tuple(names)
