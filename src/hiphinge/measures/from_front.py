"""What is measured from the front or from behind: stance, knees over the feet, tilts, weight to one side, the bar."""

from functools import partial

import numpy as np

from hiphinge.anthropometry import leg_length_m
from hiphinge.measures.estimates import change, estimate, missing
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable
from hiphinge.measures.series import MotionSeries
from hiphinge.posture import (
    ANKLES_APART,
    HANDS_LINE,
    HIPS_APART,
    HIPS_LINE,
    KNEES_INWARD,
    LEG,
    SHOULDERS_APART,
    SHOULDERS_LINE,
    WEIGHT_ASIDE,
)
from hiphinge.signals import median_of

__all__ = ["IN_FRONT"]

LASTS_S = 0.15
"""A bar is tilted where it is for so long."""


def _apart(repetition: RepetitionInput) -> float | None:
    """Return the distance between the ankles over the repetition, pixels."""
    series, span = repetition.series, repetition.span
    apart = series.of(ANKLES_APART)[series.between(span.start_s, span.end_s)]
    return median_of(apart[np.isfinite(apart)]) if np.isfinite(apart).any() else None


def _stance(repetition: RepetitionInput, *, id_: str, across: str) -> Measured:
    series = repetition.series
    apart, breadth = _apart(repetition), series.reference.values.get(across)
    if apart is None:
        return not_measurable("feet_not_seen")
    if breadth is None:
        return missing(series, "low_confidence")
    return estimate(id_, apart / breadth, time_s=repetition.span.start_s)


def _knees_px(repetition: RepetitionInput) -> float | None:
    return change(repetition.series, KNEES_INWARD, repetition.span)


def _knees_inward(repetition: RepetitionInput) -> Measured:
    """Return how far the knees go towards each other from standing to the bottom, share of the hips' width."""
    series, px = repetition.series, _knees_px(repetition)
    hips = series.reference.values.get(HIPS_APART)
    if px is None or hips is None:
        return missing(series, "legs_hidden")
    return estimate("knees_inward", px / hips, time_s=repetition.span.bottom_s)


def _knees_inward_m(repetition: RepetitionInput) -> Measured:
    """Return the same in metres, for a person whose stature is known."""
    series, px = repetition.series, _knees_px(repetition)
    stature_m, leg = repetition.context.person.stature_m, series.reference.values.get(LEG)
    if px is None or leg is None:
        return missing(series, "legs_hidden")
    if stature_m is None:
        return not_measurable("stature_unknown")
    return estimate("knees_inward_m", px / leg * leg_length_m(stature_m), time_s=repetition.span.bottom_s)


def _changed(repetition: RepetitionInput, *, id_: str, name: str) -> Measured:
    changed = change(repetition.series, name, repetition.span)
    if changed is None:
        return missing(repetition.series, "low_confidence")
    return estimate(id_, changed, time_s=repetition.span.bottom_s)


def _bar_line(repetition: RepetitionInput) -> Measured:
    """Return the tilt of the hands' line, left side up, where it is largest on the way up, degrees."""
    series, span = repetition.series, repetition.span
    if not repetition.context.exercise.bar:
        return not_measurable("bar_not_named")
    tilt = series.of(HANDS_LINE) - level_deg(series)
    frames = np.flatnonzero(series.between(span.bottom_s, span.end_s) & np.isfinite(tilt))
    lasting = max(round(LASTS_S / series.step_s), 1)
    if len(frames) < lasting:
        return not_measurable("arms_hidden")
    held = np.lib.stride_tricks.sliding_window_view(tilt[frames], lasting)
    least = np.abs(held).min(axis=1) * (np.sign(held).min(axis=1) == np.sign(held).max(axis=1))
    first = int(np.argmax(least))
    value = float(np.median(held[first]))
    return estimate("bar_line_deg", value, time_s=float(series.time_s[frames[first + lasting // 2]]))


def level_deg(series: MotionSeries) -> float:
    """Return how a level line looks in the frame, degrees: as hips and shoulders do in standing."""
    lines = [series.reference.values.get(name) for name in (HIPS_LINE, SHOULDERS_LINE)]
    known = [line for line in lines if line is not None]
    return float(np.mean(known)) if known else 0.0


IN_FRONT = (
    Measure(
        quantity="stance_per_hips",
        function=partial(_stance, id_="stance_per_hips", across=HIPS_APART),
        inputs=(ANKLES_APART, HIPS_APART),
    ),
    Measure(
        quantity="stance_per_shoulders",
        function=partial(_stance, id_="stance_per_shoulders", across=SHOULDERS_APART),
        inputs=(ANKLES_APART, SHOULDERS_APART),
    ),
    Measure(quantity="knees_inward", function=_knees_inward, inputs=(KNEES_INWARD, HIPS_APART)),
    Measure(quantity="knees_inward_m", function=_knees_inward_m, inputs=(KNEES_INWARD, LEG)),
    Measure(
        quantity="hips_line_deg", function=partial(_changed, id_="hips_line_deg", name=HIPS_LINE), inputs=(HIPS_LINE,)
    ),
    Measure(
        quantity="shoulders_line_deg",
        function=partial(_changed, id_="shoulders_line_deg", name=SHOULDERS_LINE),
        inputs=(SHOULDERS_LINE,),
    ),
    Measure(
        quantity="weight_aside",
        function=partial(_changed, id_="weight_aside", name=WEIGHT_ASIDE),
        inputs=(WEIGHT_ASIDE,),
    ),
    Measure(quantity="bar_line_deg", function=_bar_line, inputs=(HANDS_LINE,)),
)
