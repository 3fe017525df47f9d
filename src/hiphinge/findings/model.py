"""What a judgement, a finding and a movement pattern are; measurements come from `hiphinge.measures`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hiphinge.measures import Measurement, NotMeasurable
from hiphinge.motion import Interval

__all__ = [
    "Finding",
    "Judgement",
    "Level",
    "Measurement",
    "NotMeasurable",
    "Outcome",
    "Pattern",
    "PatternLabel",
]

Level = Literal["fault", "information"]
Outcome = Literal["found", "near_line", "clear", "not_applicable", "not_measurable"]
"""``found``: beyond the threshold by the margin that the fault asks for. ``near_line``: past the threshold, but not by
that margin, or with the threshold inside the interval where the whole interval counts; neither found nor clear.
``clear``: measured, and on the right side of the threshold.
``not_applicable``: not looked for in this exercise, pattern or view. ``not_measurable``: looked for, but without a
value."""
PatternLabel = Literal["hinge", "squat", "stoop", "unclear"]


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The one answer of one rule for one repetition; reports, coaching and lessons read it and decide nothing again.

    Parameters
    ----------
    id
        A fault of the catalogue, which holds the sentences.
    outcome
        What came of it (`Outcome`).
    level
        What a finding of it is: a fault, or information.
    unit, threshold, grade
        Of the fault in this exercise; ``threshold`` is in ``unit``.
    value, interval, repeatability
        What was compared with the threshold, in ``unit``; None where there is no value.
    time_s
        The moment that shows it, seconds of the recording; None where there is no value.
    reason
        The catalogue's reason for ``not_applicable`` and ``not_measurable``; None otherwise.
    first_of_set
        Whether the rule compares repetitions and this one had none before it in its set: it was then compared only
        within itself, and says nothing about what stayed the same over the set.
    """

    id: str
    outcome: Outcome
    level: Level
    unit: str
    threshold: float
    grade: str
    value: float | None = None
    interval: Interval | None = None
    repeatability: float | None = None
    time_s: float | None = None
    reason: str | None = None
    first_of_set: bool = False

    @property
    def has_value(self) -> bool:
        """Whether a value was compared with the threshold: found, near the line or clear."""
        return self.outcome in {"found", "near_line", "clear"}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A judgement that was found, with the moment that shows it.

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
