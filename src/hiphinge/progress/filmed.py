"""A set that was measured in a video: what trends, speed and the probe with a second task read."""

from collections.abc import Mapping
from dataclasses import dataclass

from hiphinge.dynamics.dose import Dose

__all__ = ["FilmedSet"]


@dataclass(frozen=True, kw_only=True, slots=True)
class FilmedSet:
    """A set that was measured in a video.

    Attributes
    ----------
    day
        Proleptic Gregorian ordinal of the day where the person was.
    values
        Median over the repetitions by quantity id, in the quantity's unit.
    judged, met
        How many repetitions could be judged, and how many of them had no fault.
    counting
        Whether it was done while counting backwards aloud.
    dose
        What the lower back held over its repetitions; None where load, height or body weight was not known.
    """

    day: int
    exercise: str
    values: Mapping[str, float]
    load_kg: float | None = None
    judged: int = 0
    met: int = 0
    counting: bool = False
    dose: Dose | None = None
