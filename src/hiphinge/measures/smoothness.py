"""How smoothly a descent and an ascent run: their jerk against the least that the same movement needs."""

from functools import partial
from typing import Literal

import numpy as np

from hiphinge.measures.estimates import estimate
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable
from hiphinge.motion import FloatArray
from hiphinge.signals import derivative, lowpass

__all__ = ["LEAST_JERK", "SMOOTHNESS", "smoothness_of"]

LEAST_JERK = 720.0 / 1.875**2
"""Dimensionless jerk of the smoothest way between two places: 720 A^2 / T^5 over its peak speed 1.875 A / T."""
CUTOFF_HZ = 4.0
MIN_FRAMES = 12
Way = Literal["descent", "ascent"]
_FOLD = "trunk_thigh_angle_deg"


def smoothness_of(angle_deg: FloatArray, time_s: FloatArray) -> float:
    """Return the root of the least possible jerk over the jerk of a movement: 1 is the smoothest, less is jerkier.

    A part of a movement, which neither starts nor ends at rest, may need less jerk than that; it counts as 1.

    Parameters
    ----------
    angle_deg, time_s
        The angle from the start of the movement to its end, ``[time]``, finite throughout, and its times in seconds.

    Source
    ------
    The dimensionless jerk of Hogan and Sternad 2009 (J. Mot. Behav. 41:529), normalised by peak speed, against that of
    a minimum-jerk movement (Flash and Hogan 1985, J. Neurosci. 5:1688); both from memory.
    """
    speed = derivative(angle_deg, time_s)
    jerk = derivative(derivative(speed, time_s), time_s)
    duration_s = float(time_s[-1] - time_s[0])
    peak = float(np.abs(speed).max())
    whole = float(np.trapezoid(jerk**2, time_s)) * duration_s**3
    return min(float(np.sqrt(LEAST_JERK * peak**2 / whole)), 1.0) if whole > 0 else 1.0


def _smoothness(repetition: RepetitionInput, *, way: Way) -> Measured:
    """Return how smooth the fold's way down or up is (`smoothness_of`)."""
    series, span = repetition.series, repetition.span
    if way == "descent" and span.starts_at == "bottom":
        return not_measurable("starts_at_bottom")
    if way == "ascent" and span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    start_s, end_s = (span.start_s, span.bottom_start_s) if way == "descent" else (span.bottom_end_s, span.end_s)
    frames = series.between(start_s, end_s)
    fold, time_s = series.of(_FOLD)[frames], series.time_s[frames]
    if len(fold) < MIN_FRAMES or not np.isfinite(fold).all():
        return not_measurable("frame_rate_low" if np.isfinite(fold).all() else "legs_hidden")
    smooth = lowpass(fold, time_s, cutoff_hz=CUTOFF_HZ)
    return estimate(f"{way}_smoothness", smoothness_of(smooth, time_s), time_s=(start_s + end_s) / 2)


SMOOTHNESS = tuple(
    Measure(quantity=f"{way}_smoothness", function=partial(_smoothness, way=way), inputs=(_FOLD,))
    for way in ("descent", "ascent")
)
