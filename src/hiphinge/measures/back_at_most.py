"""How far the lower back bends at its most in a repetition, wherever in it that is."""

import numpy as np

from hiphinge.measures.estimates import back_not_measurable, estimate, largest_sustained
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, Measurement
from hiphinge.motion import Interval
from hiphinge.quantities import QUANTITIES

__all__ = ["BACK_AT_MOST"]

_LUMBAR, _MOST = "lumbar_flexion_deg", "lumbar_flexion_most_deg"


def _largest(repetition: RepetitionInput) -> Measured:
    """Return the largest lumbar flexion that lasts, degrees from standing, with the interval of that frame."""
    series, span = repetition.series, repetition.span
    held = largest_sustained(series, series.of(_LUMBAR), series.between(span.start_s, span.end_s))
    if held is None:
        return back_not_measurable(series)
    value, at_s = held
    frame = int(np.argmin(np.abs(series.time_s - at_s)))
    low, high = float(series.low_of(_LUMBAR)[frame]), float(series.high_of(_LUMBAR)[frame])
    return Measurement(
        value=value,
        unit=QUANTITIES[_MOST].unit,
        interval=Interval(low=min(low, value), high=max(high, value)),
        repeatability=estimate(_LUMBAR, value, time_s=at_s).repeatability,
        time_s=at_s,
    )


BACK_AT_MOST = (Measure(quantity=_MOST, function=_largest, inputs=(_LUMBAR,)),)
