"""How long descent, bottom and ascent take, seconds."""

import numpy as np

from hiphinge.measures.estimates import estimate
from hiphinge.measures.gains import LEAN
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable
from hiphinge.measures.series import MotionSeries

__all__ = ["DURATIONS"]

BEFORE_S, SEEN_SHARE = 0.5, 0.7
"""Somebody whose trunk is not seen in this share of the time just before a descent began it earlier: in eight such
descents of rendered people, 0.4 to 1.4 seconds were missing. Whose trunk is not seen just before an ascent ends may
have stood long before: in a real lift with the head out of the frame, a second or more was too much."""


def _descent(repetition: RepetitionInput) -> Measured:
    span = repetition.span
    if span.starts_at == "bottom":
        return not_measurable("starts_at_bottom")
    if not _seen_before(span.start_s, repetition.series):
        return not_measurable("times_hidden")
    middle_s = (span.start_s + span.bottom_start_s) / 2
    return estimate("descent_s", span.bottom_start_s - span.start_s, time_s=middle_s)


def _seen_before(time_s: float, series: MotionSeries) -> bool:
    """Tell whether the trunk is seen just before a time, where the source shows how it leans at all.

    Before the first frame, as where somebody corrected when a descent begins, nothing was missed.
    """
    seen = np.isfinite(series.of(LEAN))
    before = series.between(time_s - BEFORE_S, time_s)
    return not seen.any() or bool(seen[before].sum() >= SEEN_SHARE * before.sum())


def _bottom(repetition: RepetitionInput) -> Measured:
    span = repetition.span
    if span.starts_at == "bottom":
        return not_measurable("starts_at_bottom")
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    return estimate("bottom_s", span.bottom_end_s - span.bottom_start_s, time_s=span.bottom_s)


def _ascent(repetition: RepetitionInput) -> Measured:
    span = repetition.span
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    if not _seen_before(span.end_s, repetition.series):
        return not_measurable("times_hidden")
    return estimate("ascent_s", span.end_s - span.bottom_end_s, time_s=(span.end_s + span.bottom_end_s) / 2)


DURATIONS = (
    Measure(quantity="descent_s", function=_descent, inputs=(LEAN,), needs_view=False),
    Measure(quantity="bottom_s", function=_bottom, needs_view=False),
    Measure(quantity="ascent_s", function=_ascent, inputs=(LEAN,), needs_view=False),
)
