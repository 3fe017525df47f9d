"""Reads and checks what the options ask for, before anything runs."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.cli.units import Units, length_m, mass_kg
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from hiphinge.motion import Person

__all__ = ["given_calibration", "given_person", "known_exports", "known_plate_mm"]


def given_person(
    *, profile: Path | None, stature: str | None, mass: str | None, units: Units, whose: str | None = None
) -> "Person":
    """Return the person of the profile, else of that of whose log it goes to, with what the options say instead.

    Raises
    ------
    HiphingeError
        If the profile, the stature or the mass cannot be read.
    """
    from hiphinge.motion import Person  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.profile import profile_of, read_profile  # noqa: PLC0415  # likewise

    person = Person()
    if profile is not None:
        person = read_profile(profile)
    elif whose is not None:
        person = profile_of(whose)
    if stature is not None:
        person = replace(person, stature_m=length_m(stature, units=units))
    if mass is not None:
        person = replace(person, mass_kg=mass_kg(mass, units=units))
    return person


def given_calibration(calibration: str | None, *, whose: str | None) -> str | None:
    """Return the calibration that was asked for, else the one kept of whose log it goes to; None where there is none.

    Raises
    ------
    HiphingeError
        If what is kept of them cannot be read.
    """
    if calibration is not None or whose is None:
        return calibration
    from hiphinge.workflow.calibrations import is_calibrated  # noqa: PLC0415  # loads all that an analysis needs

    return whose if is_calibrated(whose) else None


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


def sensor_places(given: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return sensors and their places, from ``NAME=PLACE``; a place alone is that of the only sensor.

    Raises
    ------
    UsageError
        If a part is missing, or no place is called so.
    """
    from hiphinge.motion import SensorPlace  # noqa: PLC0415  # --help does without

    pairs = []
    for one in given:
        name, separator, place = one.rpartition("=")
        if (separator and not name.strip()) or not place.strip():
            message = f"--sensor should be the sensor's name and its place, such as left=T12, but is {one!r}."
            raise UsageError(message)
        pairs.append((name.strip(), SensorPlace.named(place.strip()).value))
    return tuple(pairs)
