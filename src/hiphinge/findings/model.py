"""What a measurement and a finding are, and what stands in their place when nothing can be said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hiphinge.motion import Interval

__all__ = ["Finding", "Level", "Measurement", "NotMeasurable", "Pattern", "PatternLabel"]

Level = Literal["fault", "information"]
PatternLabel = Literal["hinge", "squat", "stoop", "unclear"]


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """A value with its unit and, where it is an estimate, its 90 % interval and its repeatability.

    ``interval`` is absolute (body, clothes, camera); ``repeatability`` is the 90 % half-width of the error of a
    difference within one clip, in the same unit. ``time_s`` is the moment that shows it, where there is one.
    """

    value: float
    unit: str
    interval: Interval | None = None
    repeatability: float | None = None
    time_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class NotMeasurable:
    """One reason why something cannot be given, and one thing to do about it; ``id`` is the catalogue's reason."""

    id: str
    reason: str
    do: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule found in one repetition, with the moment that shows it.

    ``value`` and ``threshold`` are in ``unit``. ``id`` is a fault of the catalogue, which holds the sentences.
    """

    id: str
    level: Level
    value: float
    unit: str
    threshold: float
    time_s: float
    grade: str
    interval: Interval | None = None
    repeatability: float | None = None


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """Which movement it was, with the probability of each."""

    label: PatternLabel
    probability: Mapping[str, float] = field(default_factory=dict)
