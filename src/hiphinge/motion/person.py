"""What is given about the person, and the interval of an estimate."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args

from hiphinge.errors import UsageError

__all__ = ["BackAim", "CoefficientSet", "Interval", "Person", "check_load", "check_plate_mm"]

_SMALLEST_PLATE_MM, _LARGEST_PLATE_MM = 100.0, 600.0
_MAX_LOAD_KG = 600.0


BackAim = Literal["less", "same", "more"]
"""What a person wants of their back in a bend: less movement, the same each time, or more."""


class CoefficientSet(StrEnum):
    """Which published table of segment masses fits the person best (de Leva 1996)."""

    FEMALE = "female"
    MALE = "male"
    MEAN = "mean"


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A closed interval, usually of 90 %."""

    low: float
    high: float

    def __post_init__(self) -> None:
        """Check the order."""
        if not self.low <= self.high:
            message = f"An interval should run upward, but came as {self.low} to {self.high}."
            raise UsageError(message)

    @property
    def width(self) -> float:
        """Length of the interval."""
        return self.high - self.low


@dataclass(frozen=True, kw_only=True)
class Person:
    """What is given about the person; None where it was not given.

    Attributes
    ----------
    lumbar_maximum_deg, lumbar_maximum_interval
        The person's maximum of lumbar flexion in a full bend, degrees from the reference posture, and its 90 %
        interval.
    back_aim
        What the person wants of their back; cues follow it.

    Raises
    ------
    UsageError
        If the aim is none of the three, or stature, mass or maximum is outside what a person can be (1.0 to 2.4 m, 25
        to 300 kg, 0 to 150 degrees).
    """

    stature_m: float | None = None
    mass_kg: float | None = None
    coefficients: CoefficientSet = CoefficientSet.MEAN
    lumbar_maximum_deg: float | None = None
    lumbar_maximum_interval: Interval | None = None
    back_aim: BackAim | None = None

    def __post_init__(self) -> None:
        """Check stature, mass, maximum and aim."""
        if self.back_aim is not None and self.back_aim not in get_args(BackAim):
            message = f"The aim for the back should be one of {', '.join(get_args(BackAim))}, but is {self.back_aim!r}."
            raise UsageError(message)
        for name, value, low, high, unit in (
            ("stature", self.stature_m, 1.0, 2.4, "m"),
            ("mass", self.mass_kg, 25.0, 300.0, "kg"),
            ("own maximum of lumbar flexion", self.lumbar_maximum_deg, 0.0, 150.0, "deg"),
        ):
            if value is not None and not low <= value <= high:
                message = f"The {name} should be between {low:g} and {high:g} {unit}, but is {value:g} {unit}."
                raise UsageError(message)


def check_load(load_kg: float | None) -> None:
    """Check a load in kilograms; None is a load that was not given.

    Raises
    ------
    UsageError
        If it is negative or more than 600 kg.
    """
    if load_kg is not None and not 0 <= load_kg <= _MAX_LOAD_KG:
        message = f"The load should be between 0 and {_MAX_LOAD_KG:g} kg, but is {load_kg:g} kg."
        raise UsageError(message)


def check_plate_mm(plate_mm: float | None) -> None:
    """Refuse a diameter that no plate has, millimetres.

    Raises
    ------
    UsageError
        If it is not between 100 and 600 mm.
    """
    if plate_mm is not None and not _SMALLEST_PLATE_MM <= plate_mm <= _LARGEST_PLATE_MM:
        message = (
            f"A plate should be {_SMALLEST_PLATE_MM:g} to {_LARGEST_PLATE_MM:g} mm across, but {plate_mm:g} mm was "
            "given. Measure the largest plate from edge to edge; a competition plate has 450 mm."
        )
        raise UsageError(message)
