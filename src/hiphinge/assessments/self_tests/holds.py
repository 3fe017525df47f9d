"""Holds: planks and the trunk held level, from the moment the position is there until it is lost."""

from dataclasses import dataclass

import numpy as np

from hiphinge.assessments.self_tests.body import Body, BoolArray, fold_between_deg
from hiphinge.assessments.self_tests.result import SelfTestValue, missing
from hiphinge.catalogue import load
from hiphinge.measures import estimate
from hiphinge.motion import BodySide, FloatArray
from hiphinge.signals import largest_lasting, runs

__all__ = ["Hold", "held_value", "hold_in", "plank", "trunk_held_level"]

BASE_S = 1.0
"""How a hold begins is the median over its first second."""
GAP_S, LEAST_S = 0.5, 1.0
"""A position that is lost for less than the first was not lost; one that lasts less than the second was none."""
BACK_WITHIN_S = 3.0
"""Where one loss is forgiven, the position has to be back within this time."""
LASTS_S = 0.4
_ENDS_WITHIN_S = 0.3
"""A hold that reaches so near to the video's end was cut short by it."""
_FLOOR_PERCENTILE = 2.0
_ENDS_PERCENTILES = (5.0, 95.0)
HALFWAY_LEAST = 0.7
RISES = 0.08
"""Hips that come up by this share of leg length were on the floor before; the program's own choice."""
TRUNK_RISES_DEG = 15.0
"""A trunk that comes up by this hung before; the program's own choice."""
_BODY = ("shoulder", "hip", "knee", "ankle", "elbow", "wrist", "toe", "heel")


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A hold from its first frame to where it was lost, seconds; ``at_least`` where the video ended first."""

    start_s: float
    end_s: float
    at_least: bool

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.end_s - self.start_s


def hold_in(frames: BoolArray, time_s: FloatArray, *, losses: int = 1) -> Hold | None:
    """Return the longest hold in frames ``[time]``; it ends with its ``losses``-th loss of `GAP_S` or more.

    None where none lasts `LEAST_S`.
    """
    step_s = float(np.median(np.diff(time_s)))
    kept: list[list[float]] = []
    lost = 0
    for start, stop in runs(frames):
        first_s, last_s = float(time_s[start]), float(time_s[stop - 1]) + step_s
        gap_s = first_s - kept[-1][1] if kept else np.inf
        forgiven = GAP_S <= gap_s < BACK_WITHIN_S and lost + 1 < losses
        if gap_s < GAP_S or forgiven:
            lost += forgiven
            kept[-1][1] = last_s
        else:
            lost = 0
            kept.append([first_s, last_s])
    start_s, end_s = max(kept, key=lambda one: one[1] - one[0], default=(0.0, 0.0))
    if end_s - start_s < LEAST_S:
        return None
    return Hold(start_s=start_s, end_s=end_s, at_least=float(time_s[-1]) - end_s < _ENDS_WITHIN_S)


def held_value(hold: Hold, side: BodySide | None) -> SelfTestValue:
    """Return a hold's seconds as a value of the test."""
    seconds = estimate("hold_s", hold.seconds, time_s=hold.start_s)
    return SelfTestValue(quantity="hold_s", side=side, measured=seconds, at_least=hold.at_least)


def plank(body: Body, side: BodySide | None) -> tuple[SelfTestValue, ...]:
    """Return how long a plank on the forearms is held, and by how much its line changes; of a side plank its side."""
    ids = ("hold_s", "line_change_deg")
    if not body.is_known:
        return missing(ids, "person_not_seen", sides=(side,))
    limit = load().thresholds
    shoulder, hip, knee, ankle = (body.middle(name) for name in ("shoulder", "hip", "knee", "ankle"))
    floor = _floor(body)
    halfway = _halfway_up((hip[:, 1] - floor) / body.leg)
    sag_deg = _sag_deg(shoulder, hip, ankle)
    with np.errstate(invalid="ignore"):
        level = _off_level_deg(ankle, shoulder) <= limit["test_plank_level"].value
        off_floor = (hip[:, 1] - floor) / body.leg >= _hips_up(limit["test_plank_hips"].value, halfway)
        straight = fold_between_deg(ankle, knee, hip) <= limit["test_plank_knee"].value
        there = level & off_floor & straight
    there &= _as_high_as_held(there, shoulder[:, 1] - floor, body.time_s)
    hold = _while_alike(there, sag_deg, body.time_s, most=limit["test_hold_line"].value)
    if hold is None:
        return missing(ids, "no_hold", sides=(side,))
    within = (body.time_s >= hold.start_s) & (body.time_s < hold.end_s)
    return (held_value(hold, side), _change("line_change_deg", side, sag_deg, body.time_s, within))


def trunk_held_level(body: Body) -> tuple[SelfTestValue, ...]:
    """Return how long the trunk is held level over the edge of a bench, until it drops for the second time."""
    ids = ("hold_s", "trunk_tilt_change_deg")
    if not body.is_known:
        return missing(ids, "person_not_seen")
    limit = load().thresholds
    shoulder, hip, knee = (body.middle(name) for name in ("shoulder", "hip", "knee"))
    trunk = shoulder - hip
    tilt_deg = np.degrees(np.arctan2(trunk[:, 1], np.abs(trunk[:, 0])))
    with np.errstate(invalid="ignore"):
        legs_level = _off_level_deg(knee, hip) <= limit["test_plank_level"].value
        there = legs_level & (np.abs(tilt_deg) <= limit["test_trunk_level"].value) & (tilt_deg >= _rises_past(tilt_deg))
    start = hold_in(there, body.time_s)
    if start is None:
        return missing(ids, "no_hold")
    base_deg = _base(tilt_deg, body.time_s, start)
    with np.errstate(invalid="ignore"):
        up = there & (tilt_deg >= base_deg - limit["test_trunk_drops"].value)
    hold = hold_in(up, body.time_s, losses=2) or start
    within = (body.time_s >= hold.start_s) & (body.time_s < hold.end_s)
    return (held_value(hold, None), _change(ids[1], None, -tilt_deg, body.time_s, within))


def _floor(body: Body) -> float:
    heights = np.concatenate([path[np.isfinite(path[:, 1]), 1] for name in _BODY for path in [body.middle(name)]])
    return float(np.percentile(heights, _FLOOR_PERCENTILE))


def _halfway_up(height: FloatArray) -> float:
    """Return the middle between the lowest and the highest place of the hips, where a video shows both; else 0.

    Whoever lies on their side has their hips nearly as high as in some planks.
    """
    known = height[np.isfinite(height)]
    low, high = np.percentile(known, _ENDS_PERCENTILES)
    return float((low + high) / 2) if high - low >= RISES else 0.0


def _rises_past(tilt_deg: FloatArray) -> float:
    """Return the middle between the trunk's lowest and highest tilt, where a video shows both; else no limit.

    Some trunks hang within what counts as level before they are lifted.
    """
    known = tilt_deg[np.isfinite(tilt_deg)]
    low, high = np.percentile(known, _ENDS_PERCENTILES)
    return float((low + high) / 2) if high - low >= TRUNK_RISES_DEG else -np.inf


def _hips_up(least: float, halfway: float) -> float:
    """Return from which height on hips are off the floor: halfway up, but not far below the least, where that is known.

    How high hips are in a plank is seen differently by the camera's height and the clothes; that they come up is not.
    """
    return max(HALFWAY_LEAST * least, halfway) if halfway > 0 else least


def _off_level_deg(lower: FloatArray, upper: FloatArray) -> FloatArray:
    """Return how far lines ``[time, 2]`` are from level ``[time]``, degrees, 0 to 90."""
    line = upper - lower
    return np.asarray(np.degrees(np.arctan2(np.abs(line[:, 1]), np.abs(line[:, 0]))))


def _sag_deg(shoulder: FloatArray, hip: FloatArray, ankle: FloatArray) -> FloatArray:
    """Return the bend at the hip between shoulder and ankle ``[time]``, degrees, positive with the hips below."""
    line = shoulder - ankle
    with np.errstate(invalid="ignore", divide="ignore"):
        share = ((hip - ankle) * line).sum(axis=1) / (line**2).sum(axis=1)
    below = (ankle + share[:, None] * line)[:, 1] - hip[:, 1]
    return np.asarray(np.sign(below) * fold_between_deg(ankle, hip, shoulder))


def _as_high_as_held(there: BoolArray, height: FloatArray, time_s: FloatArray) -> BoolArray:
    """Return the frames ``[time]`` in which a height is nearly that of the hold: not on the way up or down."""
    hold = hold_in(there, time_s)
    if hold is None:
        return there
    within = (time_s >= hold.start_s) & (time_s < hold.end_s) & np.isfinite(height)
    with np.errstate(invalid="ignore"):
        return np.asarray(height >= load().thresholds["test_held_height"].value * np.median(height[within]))


def _while_alike(there: BoolArray, line_deg: FloatArray, time_s: FloatArray, *, most: float) -> Hold | None:
    """Return the hold until its line differs from how it began by more than ``most``, degrees."""
    start = hold_in(there, time_s)
    if start is None:
        return None
    base_deg = _base(line_deg, time_s, start)
    with np.errstate(invalid="ignore"):
        alike = there & (np.abs(line_deg - base_deg) <= most)
    return hold_in(alike, time_s)


def _base(values: FloatArray, time_s: FloatArray, hold: Hold) -> float:
    first = values[(time_s >= hold.start_s) & (time_s < hold.start_s + BASE_S)]
    known = first[np.isfinite(first)]
    return float(np.median(known)) if len(known) else 0.0


def _change(
    id_: str, side: BodySide | None, values: FloatArray, time_s: FloatArray, within: BoolArray
) -> SelfTestValue:
    """Return the largest change from the hold's first second that lasts, in either direction, with its sign."""
    first_s = time_s[within][0] if within.any() else time_s[0]
    known = within & np.isfinite(values)
    base = np.median(values[known & (time_s < first_s + BASE_S)]) if known.any() else np.nan
    both = [largest_lasting(sign * (values - base), time_s, known, lasting_s=LASTS_S) for sign in (1.0, -1.0)]
    found = [(value, sign, at_s) for sign, one in zip((1.0, -1.0), both, strict=True) if one for value, at_s in [one]]
    if not found:
        return missing((id_,), "low_confidence", sides=(side,))[0]
    value, sign, at_s = max(found)
    return SelfTestValue(quantity=id_, side=side, measured=estimate(id_, sign * value, time_s=at_s))
