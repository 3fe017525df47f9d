"""What a finding and a movement pattern are; what a measurement is comes from `hiphinge.measures`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hiphinge.measures import Measurement, NotMeasurable
from hiphinge.motion import Interval

__all__ = ["Finding", "Level", "Measurement", "NotMeasurable", "Pattern", "PatternLabel"]

Level = Literal["fault", "information"]
PatternLabel = Literal["hinge", "squat", "stoop", "unclear"]


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
