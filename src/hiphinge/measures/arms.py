"""What the arms do: how low the hands reach, elbows that bend in a pull, arms that rise before the hips in a swing."""

import numpy as np

from hiphinge.measures.about_bottom import ABOUT_S
from hiphinge.measures.estimates import estimate, largest_sustained, near_bottom
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable
from hiphinge.measures.series import MotionSeries
from hiphinge.motion import FloatArray
from hiphinge.posture import ARM, ELBOW, HAND_HEIGHT
from hiphinge.repetitions import Span
from hiphinge.signals import derivative, lowpass

__all__ = ["ARMS"]

MIN_FRAMES = 6
CUTOFF_HZ = 6.0
PULL_SHARE = 2.0 / 3.0
"""The pull is the first part of the ascent; at the lockout a lifter may shrug or set the weight right."""
_FOLD = "trunk_thigh_angle_deg"


def _hand_height(repetition: RepetitionInput) -> Measured:
    """Return how far the near wrist is above the ankle at the bottom, share of leg length."""
    series, span = repetition.series, repetition.span
    height = near_bottom(series, series.of(HAND_HEIGHT), span)
    return not_measurable("arms_hidden") if height is None else estimate("hand_height", height, time_s=span.bottom_s)


def _elbow_bend(repetition: RepetitionInput) -> Measured:
    """Return how much more the elbow is bent in the pull, and holds it, than at the bottom, degrees."""
    series, span = repetition.series, repetition.span
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    elbow = series.of(ELBOW)
    at_bottom = elbow[(np.abs(series.time_s - span.bottom_end_s) <= ABOUT_S) & np.isfinite(elbow)]
    until_s = span.bottom_end_s + PULL_SHARE * (span.end_s - span.bottom_end_s)
    found = largest_sustained(series, elbow, series.between(span.bottom_end_s, until_s))
    if not len(at_bottom) or found is None:
        return not_measurable("arms_hidden")
    value, at_s = found
    return estimate("elbow_bend_deg", value - float(np.median(at_bottom)), time_s=at_s)


def _shoulder_lead(repetition: RepetitionInput) -> Measured:
    """Return how much of its way the arm is ahead when the hips open fastest, degrees beyond half of its way.

    Positive where the shoulder peaks before the hips: hips that drive the swing open fastest while the arm still
    hangs. Source: the order of peaks in `swing-experts` of the catalogue.
    """
    series, span = repetition.series, repetition.span
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    up = np.flatnonzero(series.between(span.bottom_end_s, span.end_s))
    arm, fold = series.of(ARM)[up], series.of(_FOLD)[up]
    if len(up) < MIN_FRAMES or not (np.isfinite(arm).all() and np.isfinite(fold).all()):
        return not_measurable("arms_hidden")
    arm = np.degrees(np.unwrap(np.radians(arm)))
    fastest = int(np.argmin(_speed(fold, series, span)[up]))
    way = float(arm[-1] - arm[0])
    return estimate(
        "shoulder_lead_deg", float(arm[fastest] - arm[0]) - way / 2, time_s=float(series.time_s[up[fastest]])
    )


def _speed(fold: FloatArray, series: MotionSeries, span: Span) -> FloatArray:
    """Return the speed of the fold in the ascent ``[time]``, degrees a second; 0 elsewhere."""
    up = np.flatnonzero(series.between(span.bottom_end_s, span.end_s))
    speed = np.zeros(len(series))
    time_s = series.time_s[up]
    speed[up] = derivative(lowpass(fold, time_s, cutoff_hz=CUTOFF_HZ), time_s)
    return speed


ARMS = (
    Measure(quantity="hand_height", function=_hand_height, inputs=(HAND_HEIGHT,)),
    Measure(quantity="elbow_bend_deg", function=_elbow_bend, inputs=(ELBOW,)),
    Measure(quantity="shoulder_lead_deg", function=_shoulder_lead, inputs=(ARM, _FOLD)),
)
