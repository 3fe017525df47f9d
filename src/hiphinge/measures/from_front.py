"""What is measured from the front or from behind: stance, knees over the feet, tilts, weight to one side, the bar."""

from collections.abc import Callable
from functools import partial

import numpy as np

from hiphinge.anthropometry import FOOT, LEG, leg_length_m
from hiphinge.measures.estimates import change, estimate, missing, near_bottom, widened, widened_outward
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, Measurement, NotMeasurable, not_measurable
from hiphinge.measures.series import MotionSeries
from hiphinge.posture import (
    ANKLES_APART,
    ANKLES_LINE,
    FOOT_ASIDE,
    HANDS_APART,
    HANDS_HANG,
    HANDS_LINE,
    HANDS_UP,
    HIPS_APART,
    HIPS_LINE,
    HIPS_UP,
    KNEES_APART,
    LOOKS_DOWN,
    SHOULDERS_APART,
    SHOULDERS_LINE,
    TRUNK_UP,
    TURNED,
    WEIGHT_AHEAD,
    WEIGHT_ASIDE,
)
from hiphinge.posture import LEG as LEG_PX
from hiphinge.repetitions import Span
from hiphinge.signals import median_of

__all__ = ["IN_FRONT"]

OF_HIPS_SEEN, OF_LEG = 0.6, 0.12
"""The distance between the hip joints is the sum of these shares of the distance between a network's hips, and of the
leg: nobody sees the joints themselves. Fitted to rendered people, as what follows."""
KNEES_SEEN, FORWARD, BACK = 0.96, 0.96, 0.17
"""How much of what knees seem to move inside is a knee's, and how far they go along their feet, leg lengths: forward by
so much of what the hips go down, and back by so much of the trunk's lean. Of feet that point outward, a knee that stays
over its foot goes outward as it goes forward. Fitted to about 70 rendered people."""
MORE = 0.35
"""How much further than measured knees may be, as a share of it, in nine of ten: what moves far looks less."""
OUTWARD = (-0.2, 0.9)
"""Least and most sine of how far feet point outward; the program's own choice."""
HIDING_TRUNK, HIDDEN_KNEES = 0.1, 0.055
"""A trunk that looks shorter than this share of its length in standing has head and arms before the legs; how far off
knees are then, leg lengths, in nine of ten."""
KEPT = (0.7, 1.4)
"""Hips or shoulders that look narrower or wider at the bottom than these shares of standing were lost there."""
SHORTEST_TRUNK = 0.3
"""A trunk that looks shorter than this share of its length in standing hides its own hips and shoulders."""
SQUARE_DEG = 17.0
"""Tilts are measured of somebody who is turned from the camera by no more than this."""
PULL_SHARE = 2.0 / 3.0
APART_SHARE = 0.5
"""Hands nearer together than this share of the shoulders hold no bar, or were lost."""
HANGING_SHARE = 0.85
"""Arms that hang have their hands further apart than this share of the shoulders, or cross before the body."""
MOST_DOWN = 0.2
"""Before a camera at 2 m height and 2.5 m away shoulders look a fifth wider against the feet."""
SHOULDERS_SEEN = 0.975
"""A network places ankles a little too far apart and shoulders too near together: so much of the shoulders is seen, in
55 rendered people. A regression on shoulders, hips and legs was no better in people who were left out."""
MOST_TURNED = 0.4
"""Most of `TURNED` from the front."""
AHEAD_ERROR = 0.1
"""How far off a network's body is in how far the weight goes towards the camera, leg lengths, in nine of ten."""
ASSUMED_HEIGHTS = {ANKLES_LINE: 0.0, HIPS_LINE: 1.0, SHOULDERS_LINE: 1.58}
"""Heights of the lines across above the ankles in standing, leg lengths."""


def _hip_joints_px(series: MotionSeries) -> float | None:
    """Return the distance between the hip joints in standing, pixels."""
    hips, leg = (series.reference.values.get(name) for name in (HIPS_APART, LEG_PX))
    return None if hips is None or leg is None else OF_HIPS_SEEN * hips + OF_LEG * leg


def _shoulders_px(series: MotionSeries) -> float | None:
    return series.reference.values.get(SHOULDERS_APART)


def _shoulders_at_feet_px(series: MotionSeries) -> float | None:
    """Return how wide the shoulders in standing would look as far away as the feet, for a network's ankles, pixels.

    A camera above looks at the feet from farther away, and they seem nearer together than they are.
    """
    shoulders = _shoulders_px(series)
    nearer = float(np.clip(series.reference.values.get(LOOKS_DOWN, 0.0), -MOST_DOWN, MOST_DOWN))
    return None if shoulders is None else shoulders / SHOULDERS_SEEN * float(np.exp(-nearer))


def _stance(repetition: RepetitionInput, *, id_: str, breadth_of: Callable[[MotionSeries], float | None]) -> Measured:
    """Return how far the ankles are apart, in breadths across the body in standing."""
    series = repetition.series
    apart, breadth = series.reference.values.get(ANKLES_APART), breadth_of(series)
    if apart is None or breadth is None or apart <= 0 or breadth <= 0:
        return missing(series, "feet_not_seen")
    return estimate(id_, apart / breadth, time_s=repetition.span.start_s)


def _knees_in_legs(series: MotionSeries, span: Span) -> tuple[float, float] | None:
    """Return how far the knees go inside the feet from standing to the bottom, the mean of both, leg lengths.

    Second, how much wider its interval is than usual, leg lengths.
    """
    standing, apart = series.reference.values, near_bottom(series, series.of(KNEES_APART), span)
    hips, trunk = (_kept(series, name, span) for name in (HIPS_UP, TRUNK_UP))
    if apart is None or hips is None or trunk is None or not {KNEES_APART, LEG_PX, FOOT_ASIDE} <= standing.keys():
        return None
    leg = standing[LEG_PX]
    outward = float(np.clip(standing[FOOT_ASIDE] / leg / (FOOT / LEG), *OUTWARD))
    leaning = float(np.sqrt(1.0 - min(max(trunk, 0.0), 1.0) ** 2))
    seen = KNEES_SEEN * (standing[KNEES_APART] - apart) / 2 / leg
    forward = FORWARD * (1.0 - hips) - BACK * leaning
    inward = seen * float(np.sqrt(1.0 - outward**2)) + forward * outward
    return inward, HIDDEN_KNEES if trunk < HIDING_TRUNK else 0.0


def _kept(series: MotionSeries, name: str, span: Span) -> float | None:
    """Return what is left of a length at the bottom, as a share of it in standing."""
    value, standing = near_bottom(series, series.of(name), span), series.reference.values.get(name)
    return None if value is None or not standing else value / standing


def _knees_inward(repetition: RepetitionInput) -> Measured:
    series = repetition.series
    inward, hips = _knees_in_legs(series, repetition.span), _hip_joints_px(series)
    if inward is None or not hips:
        return missing(series, "legs_hidden")
    share, unsure = (legs * series.reference.values[LEG_PX] / hips for legs in inward)
    return _of_knees("knees_inward", share, unsure, repetition)


def _knees_inward_m(repetition: RepetitionInput) -> Measured:
    """Return the same in metres, for a person whose stature is known."""
    inward, stature_m = _knees_in_legs(repetition.series, repetition.span), repetition.context.person.stature_m
    if inward is None:
        return missing(repetition.series, "legs_hidden")
    if stature_m is None:
        return not_measurable("stature_unknown")
    metres, unsure = (legs * leg_length_m(stature_m) for legs in inward)
    return _of_knees("knees_inward_m", metres, unsure, repetition)


def _of_knees(id_: str, value: float, unsure: float, repetition: RepetitionInput) -> Measurement:
    measured = widened(estimate(id_, value, time_s=repetition.span.bottom_s), unsure)
    return widened_outward(measured, MORE * abs(value))


def _line(repetition: RepetitionInput, *, id_: str, name: str, apart: str) -> Measured:
    """Return how a line across the body tilts from standing to the bottom, left side up, degrees."""
    series, span = repetition.series, repetition.span
    hidden = _too_deep_or_turned(series, span)
    if hidden is not None:
        return hidden
    changed, breadth = change(series, name, span), _kept(series, apart, span)
    if changed is None or breadth is None:
        return missing(series, "low_confidence")
    if apart == SHOULDERS_APART and not _arms_hang(series, span):
        return not_measurable("arms_not_hanging")
    if not KEPT[0] <= breadth <= KEPT[1]:
        return not_measurable("bends_too_deep")
    return estimate(id_, changed, time_s=span.bottom_s)


def _arms_hang(series: MotionSeries, span: Span) -> bool:
    """Tell whether both hands are apart and below their elbows: other arms move a network's shoulders."""
    below, apart = (near_bottom(series, series.of(name), span) for name in (HANDS_HANG, HANDS_APART))
    shoulders = _shoulders_px(series)
    if below is None or apart is None or shoulders is None:
        return False
    return below > 0 and apart > HANGING_SHARE * shoulders


def _too_deep_or_turned(series: MotionSeries, span: Span) -> NotMeasurable | None:
    if series.square_off_deg > SQUARE_DEG:
        return not_measurable("turned_from_camera")
    trunk = _kept(series, TRUNK_UP, span)
    return not_measurable("bends_too_deep") if trunk is not None and trunk < SHORTEST_TRUNK else None


def _weight_aside(repetition: RepetitionInput) -> Measured:
    """Return how far the weight goes to the left foot, in distances of the ankles.

    Of somebody turned from the camera, weight that goes forward or back goes to the side of the frame, too.
    """
    if repetition.context.exercise.load_place == "swing":
        return not_measurable("balance_moves")
    changed = change(repetition.series, WEIGHT_ASIDE, repetition.span)
    if changed is None:
        return missing(repetition.series, "feet_not_seen")
    standing, ahead = repetition.series.reference.values, change(repetition.series, WEIGHT_AHEAD, repetition.span)
    turned = float(np.clip(standing.get(TURNED, 0.0), -MOST_TURNED, MOST_TURNED))
    found = estimate("weight_aside", changed + turned * (ahead or 0.0), time_s=repetition.span.bottom_s)
    if not {LEG_PX, ANKLES_APART} <= standing.keys():
        return found
    return widened(found, abs(turned) * AHEAD_ERROR * standing[LEG_PX] / abs(standing[ANKLES_APART]))


def _bar_line(repetition: RepetitionInput) -> Measured:
    """Return the tilt of the line through both hands over the first part of the ascent, left end up, degrees."""
    series, span = repetition.series, repetition.span
    if not repetition.context.exercise.bar or not repetition.exercise_given:
        return not_measurable("bar_not_named")
    level = _level_deg(series)
    if level is None:
        return missing(series, "low_confidence")
    until_s = span.bottom_end_s + PULL_SHARE * (span.end_s - span.bottom_end_s)
    with np.errstate(invalid="ignore"):
        held = series.of(HANDS_APART) > APART_SHARE * series.reference.values.get(SHOULDERS_APART, float("nan"))
    frames = series.between(span.bottom_end_s, until_s)
    tilt = series.of(HANDS_LINE) - level[0] - level[1] * series.of(HANDS_UP) / series.of(LEG_PX)
    known = frames & held & np.isfinite(tilt)
    if 2 * known.sum() < frames.sum():
        return not_measurable("arms_hidden")
    return estimate("bar_line_deg", median_of(tilt[known]), time_s=(span.bottom_end_s + until_s) / 2)


def _level_deg(series: MotionSeries) -> tuple[float, float] | None:
    """Return how a level line across looks at the ankles' height, degrees, and what each leg length above that adds.

    From a camera that is turned, or stands higher, level lines look tilted, more so the further they are from its
    height: ankles, hips and shoulders of somebody who stands show how much.
    """
    standing = series.reference.values
    if not ASSUMED_HEIGHTS.keys() <= standing.keys():
        return None
    heights = np.array(list(ASSUMED_HEIGHTS.values()))
    per_leg, at_feet = np.polyfit(heights, np.array([standing[name] for name in ASSUMED_HEIGHTS]), deg=1)
    return float(at_feet), float(per_leg)


_OF_KNEES = (KNEES_APART, HIPS_UP, TRUNK_UP, FOOT_ASIDE, LEG_PX)
_OF_BAR = (HANDS_LINE, HANDS_UP, HANDS_APART, SHOULDERS_APART, ANKLES_LINE, HIPS_LINE, SHOULDERS_LINE, LEG_PX)
IN_FRONT = (
    Measure(
        quantity="stance_per_hips",
        function=partial(_stance, id_="stance_per_hips", breadth_of=_hip_joints_px),
        inputs=(ANKLES_APART, HIPS_APART, LEG_PX),
    ),
    Measure(
        quantity="stance_per_shoulders",
        function=partial(_stance, id_="stance_per_shoulders", breadth_of=_shoulders_at_feet_px),
        inputs=(ANKLES_APART, SHOULDERS_APART, LOOKS_DOWN),
    ),
    Measure(quantity="knees_inward", function=_knees_inward, inputs=(*_OF_KNEES, HIPS_APART)),
    Measure(quantity="knees_inward_m", function=_knees_inward_m, inputs=_OF_KNEES),
    Measure(
        quantity="hips_line_deg",
        function=partial(_line, id_="hips_line_deg", name=HIPS_LINE, apart=HIPS_APART),
        inputs=(HIPS_LINE, HIPS_APART, TRUNK_UP),
    ),
    Measure(
        quantity="shoulders_line_deg",
        function=partial(_line, id_="shoulders_line_deg", name=SHOULDERS_LINE, apart=SHOULDERS_APART),
        inputs=(SHOULDERS_LINE, SHOULDERS_APART, TRUNK_UP, HANDS_APART, HANDS_HANG),
    ),
    Measure(quantity="weight_aside", function=_weight_aside, inputs=(WEIGHT_ASIDE, WEIGHT_AHEAD, TURNED)),
    Measure(quantity="bar_line_deg", function=_bar_line, inputs=_OF_BAR),
)
