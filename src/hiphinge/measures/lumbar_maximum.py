"""Lumbar flexion against the person's own maximum in a full bend."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.catalogue import load
from hiphinge.measures.estimates import back_not_measurable, largest_sustained
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, Measurement, not_measurable
from hiphinge.motion import Interval
from hiphinge.quantities import QUANTITIES

__all__ = ["LUMBAR_MAXIMUM"]

_LUMBAR, _LEAN = "lumbar_flexion_deg", "trunk_inclination_deg"


def _of_maximum(repetition: RepetitionInput) -> Measured:
    """Return the largest sustained lumbar flexion in percent of the person's own maximum."""
    series, span, person = repetition.series, repetition.span, repetition.context.person
    maximum_deg = person.lumbar_maximum_deg
    if maximum_deg is None:
        return not_measurable("maximum_unknown")
    lumbar = series.of(_LUMBAR)
    held = largest_sustained(series, lumbar, series.between(span.start_s, span.end_s))
    if held is None:
        return back_not_measurable(series)
    value, at_s = held
    frame = int(np.argmin(np.abs(series.time_s - at_s)))
    scale = 100.0 / maximum_deg
    maximum = person.lumbar_maximum_interval or Interval(low=maximum_deg, high=maximum_deg)
    of_high, of_low = (value * (end - maximum_deg) / maximum_deg for end in (maximum.high, maximum.low))
    below = np.hypot(lumbar[frame] - series.low_of(_LUMBAR)[frame], of_high)
    above = np.hypot(series.high_of(_LUMBAR)[frame] - lumbar[frame], of_low)
    return Measurement(
        value=value * scale,
        unit=QUANTITIES["lumbar_of_maximum"].unit,
        interval=Interval(low=float(value - below) * scale, high=float(value + above) * scale),
        repeatability=load().accuracy[_LUMBAR].repeatability * scale,
        time_s=at_s,
    )


def _lean_at_limit(repetition: RepetitionInput) -> Measured:
    """Return the trunk's lean, degrees, at which lumbar flexion crosses the limit near its maximum in the descent."""
    series, span, context = repetition.series, repetition.span, repetition.context
    if context.person.lumbar_maximum_deg is None:
        return not_measurable("maximum_unknown")
    if span.starts_at == "bottom":
        return not_measurable("starts_at_bottom")
    limit = load().faults["near_end_range"].threshold(context.exercise.id) / 100.0 * context.person.lumbar_maximum_deg
    descent = series.between(span.start_s, span.bottom_end_s) & np.isfinite(series.of(_LUMBAR))
    if not descent.any():
        return back_not_measurable(series)
    bounds = (series.high_of(_LUMBAR), series.of(_LUMBAR), series.low_of(_LUMBAR))
    earliest, crossing, latest = (_first(values > limit, descent) for values in bounds)
    if crossing is None:
        return not_measurable("limit_not_reached")
    lean = series.of(_LEAN)
    ends = [float(lean[crossing]), float(lean[earliest if earliest is not None else crossing])]
    ends.append(float(lean[latest]) if latest is not None else float(np.nanmax(lean[descent])))
    return Measurement(
        value=ends[0],
        unit=QUANTITIES["lean_at_lumbar_limit_deg"].unit,
        interval=Interval(low=min(ends), high=max(ends)),
        repeatability=load().accuracy["lean_at_lumbar_limit_deg"].repeatability,
        time_s=float(series.time_s[crossing]),
    )


def _first(beyond: NDArray[np.bool_], frames: NDArray[np.bool_]) -> int | None:
    places = np.flatnonzero(beyond & frames)
    return int(places[0]) if len(places) else None


LUMBAR_MAXIMUM = (
    Measure(quantity="lumbar_of_maximum", function=_of_maximum, inputs=(_LUMBAR,)),
    Measure(quantity="lean_at_lumbar_limit_deg", function=_lean_at_limit, inputs=(_LUMBAR, _LEAN)),
)
