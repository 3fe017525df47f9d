"""Reads and checks what the options ask for, before anything runs."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.cli.units import Units, length_m, mass_kg

if TYPE_CHECKING:
    from hiphinge.motion import Person

__all__ = ["given_person", "known_exports", "known_plate_mm"]


def given_person(*, profile: Path | None, stature: str | None, mass: str | None, units: Units) -> "Person":
    """Return the person of the profile, with what the options say instead.

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


def known_plate_mm(plate_mm: float | None) -> float | None:
    """Return the diameter of a plate, checked before any video is read.

    Raises
    ------
    UsageError
        If no plate has it.
    """
    from hiphinge.motion import check_plate_mm  # noqa: PLC0415  # --help does without

    check_plate_mm(plate_mm)
    return plate_mm
