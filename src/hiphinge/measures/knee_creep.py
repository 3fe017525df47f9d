"""Whether the knees keep bending at the end of the descent, where a hinge has only the hips left to move."""

import numpy as np

from hiphinge.measures.about_bottom import ABOUT_S
from hiphinge.measures.estimates import estimate
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable

__all__ = ["KNEE_CREEP"]

LAST_SHARE = 1.0 / 3.0
_KNEE = "knee_flexion_deg"


def _knee_creep(repetition: RepetitionInput) -> Measured:
    """Return how much the knees bend in the last third of the descent's time, degrees.

    A difference within one movement: what a camera or a plate does to the knee in both places does not count.
    """
    series, span = repetition.series, repetition.span
    if span.starts_at == "bottom":
        return not_measurable("starts_at_bottom")
    knee = series.of(_KNEE)
    last_s = span.bottom_start_s - LAST_SHARE * (span.bottom_start_s - span.start_s)
    half_s = min(ABOUT_S, LAST_SHARE * (span.bottom_start_s - last_s))
    ends = [series.between(at_s - half_s, at_s + half_s) & np.isfinite(knee) for at_s in (last_s, span.bottom_start_s)]
    if not all(end.any() for end in ends):
        return not_measurable("legs_hidden")
    before, after = (float(np.median(knee[end])) for end in ends)
    return estimate("knee_creep_deg", after - before, time_s=span.bottom_start_s)


KNEE_CREEP = (Measure(quantity="knee_creep_deg", function=_knee_creep, inputs=(_KNEE,)),)
