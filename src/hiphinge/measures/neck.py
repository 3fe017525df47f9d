"""The head against the upper back at the bottom."""

import numpy as np

from hiphinge.measures.about_bottom import frames_about_bottom
from hiphinge.measures.estimates import back_not_measurable, estimate, with_reference_error
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured

__all__ = ["NECK"]

_HEAD, _LEAN = "head_angle_deg", "trunk_inclination_deg"
_TO_C7 = ("pelvis_tilt_deg", "lumbar_flexion_deg", "thoracic_flexion_deg")
"""Angles that add up to the back's tangent at C7/T1."""


def _neck(repetition: RepetitionInput) -> Measured:
    """Return the head line against the back's tangent at C7/T1, as a change from the reference posture, degrees.

    The head line is measured against the line from hip to shoulder, which does not follow a back that rounds.
    """
    series, span = repetition.series, repetition.span
    lean_deg = series.reference.values.get(_LEAN)
    if lean_deg is None:
        return back_not_measurable(series)
    tangent = sum((series.of(id_) for id_ in _TO_C7), np.zeros(len(series)))
    neck = series.of(_HEAD) + series.of(_LEAN) - lean_deg - tangent
    near = frames_about_bottom(series, span) & np.isfinite(neck)
    if not near.any():
        return back_not_measurable(series)
    return with_reference_error(estimate("neck_angle_deg", float(np.median(neck[near])), time_s=span.bottom_s), series)


NECK = (Measure(quantity="neck_angle_deg", function=_neck, inputs=(_HEAD, _LEAN, *_TO_C7)),)
