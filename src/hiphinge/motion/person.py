"""Who was observed, as far as it was told, and the interval that an estimate carries."""

from dataclasses import dataclass
from enum import StrEnum

from hiphinge.errors import UsageError

__all__ = ["CoefficientSet", "Interval", "Person"]


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
    """What is known of the person; None where it was not told.

    Raises
    ------
    UsageError
        If stature or mass is outside what a person can be (1.0 to 2.4 m, 25 to 300 kg).
    """

    stature_m: float | None = None
    mass_kg: float | None = None
    coefficients: CoefficientSet = CoefficientSet.MEAN

    def __post_init__(self) -> None:
        """Check stature and mass."""
        for name, value, low, high, unit in (
            ("stature", self.stature_m, 1.0, 2.4, "m"),
            ("mass", self.mass_kg, 25.0, 300.0, "kg"),
        ):
            if value is not None and not low <= value <= high:
                message = f"The {name} should be between {low:g} and {high:g} {unit}, but is {value:g} {unit}."
                raise UsageError(message)
