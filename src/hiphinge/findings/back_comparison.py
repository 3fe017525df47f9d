"""The lower back of one repetition, compared with what trained lifters show and with itself: a statement, no fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from hiphinge.catalogue import Band, load
from hiphinge.findings.model import Measurement, NotMeasurable
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.measures import Gain, lumbar_estimate
from hiphinge.motion import Interval

__all__ = ["CHANGE_FAULTS", "BackChange", "BackComparison", "BackLabel", "RangeEnd", "compare_back", "usual_range"]

BackLabel = Literal["below", "within", "above", "not_measurable"]
RangeEnd = Literal["lower", "upper"]
RANGE_FAULT = "more_than_usual"
"""The fault whose band is the range of trained lifters."""
CHANGE_FAULTS: Mapping[str, str] = MappingProxyType(
    {"lumbar_flexion_deg": "back_gives", "thoracic_flexion_deg": "thoracic_rounding"}
)
"""The parts of the back by quantity id, and the fault that a change of each is."""


@dataclass(frozen=True, kw_only=True)
class BackChange:
    """How much rounder a part of the back is than in what it is compared with, at the same trunk inclination.

    Attributes
    ----------
    part
        ``lumbar_flexion_deg`` or ``thoracic_flexion_deg``.
    between
        What was compared (`hiphinge.measures.GainComparison`).
    deg, interval
        The change and its 90 % interval, degrees, rounder positive.
    is_clear
        Whether the change is beyond what measurement and chance bring.
    time_s
        The moment that shows it, seconds of the recording.
    """

    part: str
    between: str
    deg: float
    interval: Interval
    is_clear: bool
    time_s: float


@dataclass(frozen=True, kw_only=True)
class BackComparison:
    """What is said of the back of one repetition.

    Attributes
    ----------
    label
        Where lumbar flexion at the bottom lies against the range of trained lifters, or ``not_measurable``.
    probability
        Of ``below``, ``within`` and ``above``; empty where not measurable.
    range_deg, citations, grade
        The range, degrees of lumbar flexion from standing, its evidence in the catalogue, and its grade.
    near
        The end of the range that is so close that the neighbouring word could be right as well; None otherwise.
    changes
        Every comparison of lower and upper back that was measured.
    reason
        Id in the catalogue of why it is not measurable; None where it is.
    """

    label: BackLabel
    range_deg: Interval
    grade: str
    citations: tuple[str, ...]
    probability: Mapping[str, float] = field(default_factory=dict)
    near: RangeEnd | None = None
    changes: tuple[BackChange, ...] = ()
    reason: str | None = None

    @property
    def is_high(self) -> bool:
        """Whether lumbar flexion is above the range of trained lifters, near its upper end, or may well be above it."""
        return self.label == "above" or self.near == "upper" or self.may_be_above

    @property
    def may_be_above(self) -> bool:
        """Whether lumbar flexion is above the range with a probability that has to be said."""
        return self.probability.get("above", 0.0) >= load().thresholds["back_may_be_above"].value


def usual_range(exercise: str) -> Interval:
    """Return what trained lifters show in an exercise, degrees of lumbar flexion from standing.

    Raises
    ------
    UnknownIdError
        If the catalogue has no such exercise.
    """
    fault = load().faults[RANGE_FAULT]
    low, high = fault.band(exercise).usual or fault.default.usual or (0.0, fault.threshold(exercise))
    return Interval(low=low, high=high)


def compare_back(
    lumbar: Measurement | NotMeasurable,
    *,
    exercise: str,
    gains: Mapping[str, Sequence[Gain]],
) -> BackComparison:
    """Compare the lower back at the bottom with trained lifters, and state how far the back changed.

    Parameters
    ----------
    lumbar
        Lumbar flexion at the bottom, degrees from standing, with its interval.
    exercise
        Id of the exercise, which has the range.
    gains
        For each part of the back, by quantity id, what was measured to change (`hiphinge.measures.SetComparison`).

    Notes
    -----
    The probabilities follow from the angle and its interval (`hiphinge.measures.lumbar_estimate`). The
    neighbouring word could be right where the estimate is within ``near_range_end`` of an end, or where no word
    reaches ``clear_back_word``.

    Raises
    ------
    UnknownIdError
        If the catalogue has no such exercise.
    """
    fault, ends = load().faults[RANGE_FAULT], usual_range(exercise)
    band = fault.band(exercise)
    changes = tuple(_change(part, gain, exercise) for part, found in gains.items() for gain in found)
    if isinstance(lumbar, NotMeasurable):
        return _without_label(band, ends, changes, reason=lumbar.id)
    interval = lumbar.interval or Interval(low=lumbar.value, high=lumbar.value)
    estimate = lumbar_estimate(lumbar.value, interval)
    above, at_least = estimate.chance_above(ends.high), estimate.chance_above(ends.low)
    chances: dict[BackLabel, float] = {"below": 1.0 - at_least, "within": at_least - above, "above": above}
    label = max(chances, key=lambda name: chances[name])
    return BackComparison(
        label=label,
        probability=FrozenMapping({str(name): chance for name, chance in chances.items()}),
        range_deg=ends,
        grade=band.grade,
        citations=band.citations,
        near=_near(estimate.mean_deg, ends, chances, label),
        changes=changes,
    )


def _without_label(band: Band, ends: Interval, changes: tuple[BackChange, ...], *, reason: str) -> BackComparison:
    return BackComparison(
        label="not_measurable",
        range_deg=ends,
        grade=band.grade,
        citations=band.citations,
        changes=changes,
        reason=reason,
    )


def _near(mean_deg: float, ends: Interval, chances: Mapping[BackLabel, float], label: BackLabel) -> RangeEnd | None:
    """Return the nearer end of the range where it is close, or where no word is likely enough."""
    thresholds = load().thresholds
    to_low, to_high = abs(mean_deg - ends.low), abs(mean_deg - ends.high)
    close = min(to_low, to_high) <= thresholds["near_range_end"].value
    if not close and chances[label] >= thresholds["clear_back_word"].value:
        return None
    return "lower" if to_low < to_high else "upper"


def _change(part: str, gain: Gain, exercise: str) -> BackChange:
    threshold = load().faults[CHANGE_FAULTS[part]].threshold(exercise)
    return BackChange(
        part=part,
        between=gain.between,
        deg=gain.value_deg,
        interval=Interval(low=gain.value_deg - gain.repeatability_deg, high=gain.value_deg + gain.repeatability_deg),
        is_clear=gain.value_deg - gain.repeatability_deg > threshold,
        time_s=gain.time_s,
    )
