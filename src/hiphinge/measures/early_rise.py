"""Whether the hips rise before the chest: how much the trunk's inclination grows early in the ascent."""

import numpy as np

from hiphinge.measures.estimates import estimate
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable
from hiphinge.measures.series import HIP_HEIGHT, MotionSeries
from hiphinge.repetitions import Span

__all__ = ["EARLY_RISE"]

LEAVING_SHARE = 0.05
"""Hips that are above their lowest position by this share of their whole rise have left it."""
_LEAN = "trunk_inclination_deg"
_OF_HIPS = (HIP_HEIGHT, "hip_flexion_deg", "trunk_thigh_angle_deg")


def _early_rise(repetition: RepetitionInput) -> Measured:
    """Return how much the trunk's inclination grows in the first third of the ascent, against its start, degrees.

    Hips that rise under a falling chest leave the trunk-thigh angle as it is, so the ascent starts with the hips here.
    Where nothing of hips and legs is known, it starts where the trunk begins to rise, and nothing can be said.
    """
    series, span = repetition.series, repetition.span
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    if not any(np.isfinite(series.of(id_)).any() for id_ in _OF_HIPS):
        return not_measurable("legs_hidden")
    trunk = series.of(_LEAN)
    start_s = _hips_leave_s(series, span)
    third_s = start_s + (span.end_s - start_s) / 3
    places = np.flatnonzero(series.between(start_s, third_s) & np.isfinite(trunk))
    if len(places) < 2:  # noqa: PLR2004 - a growth needs two frames
        return not_measurable("frame_rate_low")
    most = places[int(np.argmax(trunk[places]))]
    growth = float(trunk[most] - trunk[places[0]])
    return estimate("trunk_rise_early_deg", growth, time_s=float(series.time_s[most]))


def _hips_leave_s(series: MotionSeries, span: Span) -> float:
    """Return when the hips last leave their lowest position, seconds, at the latest when the fold begins to open."""
    height = series.of(HIP_HEIGHT)
    measured = np.isfinite(height)
    rising = measured & series.between(span.bottom_start_s, span.end_s)
    resting = measured & series.between(span.bottom_start_s, span.bottom_end_s)
    if not resting.any():
        return span.bottom_end_s
    lowest, highest = float(height[resting].min()), float(height[rising].max())
    low = resting & (height <= lowest + LEAVING_SHARE * (highest - lowest))
    return float(series.time_s[low][-1])


EARLY_RISE = (Measure(quantity="trunk_rise_early_deg", function=_early_rise, inputs=(_LEAN, HIP_HEIGHT)),)
