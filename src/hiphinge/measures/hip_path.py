"""The hip's path from the reference posture to the bottom, and the hip travel of a balanced body."""

import numpy as np

from hiphinge.anthropometry import segments_of
from hiphinge.measures.estimates import change, estimate, missing
from hiphinge.measures.measure import LiftContext, Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, NotMeasurable, not_measurable
from hiphinge.measures.series import HIP_AHEAD, HIP_HEIGHT
from hiphinge.posture import balanced_hip_travel

__all__ = ["HIP_PATH"]

MIN_KNEE_FOR_RATIO_DEG = 8.0
_FOLD, _KNEE, _LEAN = "trunk_thigh_angle_deg", "knee_flexion_deg", "trunk_inclination_deg"


def _drop(repetition: RepetitionInput) -> Measured:
    series, span = repetition.series, repetition.span
    rise = change(series, HIP_HEIGHT, span)
    if rise is None:
        return missing(series, "low_confidence")
    return estimate("hip_drop", -rise / series.leg_length, time_s=span.bottom_s)


def _direction(repetition: RepetitionInput) -> Measured:
    series, span = repetition.series, repetition.span
    rise, ahead = change(series, HIP_HEIGHT, span), change(series, HIP_AHEAD, span)
    if rise is None or ahead is None:
        return missing(series, "low_confidence")
    return estimate("hip_path_deg", float(np.degrees(np.arctan2(-ahead, -rise))), time_s=span.bottom_s)


def _hip_knee_ratio(repetition: RepetitionInput) -> Measured:
    series, span = repetition.series, repetition.span
    fold, knee = change(series, _FOLD, span), change(series, _KNEE, span)
    if fold is None or knee is None:
        return missing(series, "legs_hidden")
    if knee < MIN_KNEE_FOR_RATIO_DEG:
        return not_measurable("knee_hardly_bends")
    return estimate("hip_knee_ratio", fold / knee, time_s=span.bottom_s)


def _expected_travel(repetition: RepetitionInput) -> Measured:
    series, span, context = repetition.series, repetition.span, repetition.context
    trunk, knee = change(series, _LEAN, span), change(series, _KNEE, span)
    if trunk is None or knee is None:
        return missing(series, "legs_hidden")
    load_on_back = _load_on_back(context)
    if isinstance(load_on_back, NotMeasurable):
        return load_on_back
    segments = segments_of(context.person.coefficients)
    value = balanced_hip_travel(trunk, max(knee, 0.0), segments=segments, load_on_back=load_on_back)
    return estimate("hip_travel_expected", float(value), time_s=span.bottom_s)


def _load_on_back(context: LiftContext) -> float | NotMeasurable:
    """Return the load on the back as a share of body mass, or what has to be given to know it."""
    if context.exercise.load_place != "back":
        return 0.0
    if context.load_kg is None:
        return not_measurable("load_unknown")
    if context.person.mass_kg is None:
        return not_measurable("mass_unknown")
    return context.load_kg / context.person.mass_kg


HIP_PATH = (
    Measure(quantity="hip_drop", function=_drop, inputs=(HIP_HEIGHT,)),
    Measure(quantity="hip_path_deg", function=_direction, inputs=(HIP_HEIGHT, HIP_AHEAD)),
    Measure(quantity="hip_knee_ratio", function=_hip_knee_ratio, inputs=(_FOLD, _KNEE)),
    Measure(quantity="hip_travel_expected", function=_expected_travel, inputs=(_LEAN, _KNEE)),
)
