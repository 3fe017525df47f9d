"""The back's angles at the deepest moment with their own intervals, and how far head and low back leave a dowel."""

from dataclasses import replace
from functools import partial

from hiphinge.measures.estimates import estimate, missing, near_bottom
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, Measurement, NotMeasurable, not_measurable
from hiphinge.measures.series import MotionSeries
from hiphinge.motion import Interval
from hiphinge.quantities import QUANTITIES
from hiphinge.repetitions import Span

__all__ = ["BACK_AT_BOTTOM"]

_HOLLOW, _HEAD_GAP = "dowel_hollow", "dowel_head_gap"


def _at_bottom(repetition: RepetitionInput, *, id_: str) -> Measured:
    series, span = repetition.series, repetition.span
    return _with_bounds(series, span, id_) or _reason(series, span, id_)


def _with_bounds(series: MotionSeries, span: Span, id_: str) -> Measurement | None:
    bounds = (series.of(id_), series.low_of(id_), series.high_of(id_))
    value, low, high = (near_bottom(series, values, span) for values in bounds)
    if value is None or low is None or high is None:
        return None
    measured = estimate(id_, value, time_s=span.bottom_s)
    return replace(measured, interval=Interval(low=min(low, value), high=max(high, value)))


def _reason(series: MotionSeries, span: Span, id_: str) -> NotMeasurable:
    """Return why one quantity of the back has no value; the head's gap needs the head, too."""
    if series.back_missing is not None:
        return not_measurable(series.back_missing)
    if id_ != _HEAD_GAP or _with_bounds(series, span, _HOLLOW) is None:
        return not_measurable("back_hidden")
    return missing(series, "head_not_seen")


BACK_AT_BOTTOM = tuple(
    Measure(
        quantity=quantity.id,
        function=partial(_at_bottom, id_=quantity.id),
        inputs=(_HEAD_GAP, _HOLLOW) if quantity.id == _HEAD_GAP else (quantity.id,),
    )
    for quantity in QUANTITIES.values()
    if quantity.scope == "frame" and quantity.needs is not None
)
