"""Tests from standing in the side view: the toe touch with its points, and how a person stands."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from hiphinge.analysis.tracks import FrameMeasurements
from hiphinge.anthropometry import LEG
from hiphinge.assessments.self_tests.body import BoolArray
from hiphinge.assessments.self_tests.result import SelfTestValue, missing
from hiphinge.catalogue import load
from hiphinge.measures import (
    Measured,
    Measurement,
    MotionSeries,
    estimate,
    not_measurable,
    with_bounds,
    with_half_width,
)
from hiphinge.motion import SIDE_EDGES, FloatArray, SideMotion, lean_deg
from hiphinge.motion.contour import TRUNK_SHARES, TRUNK_STATIONS
from hiphinge.posture import hands_end

__all__ = ["standing_posture", "toe_touch"]

ABOUT_S = 0.25
"""Values at the deepest moment are medians over so much before and after."""
FINGERTIP = 0.108
"""From the wrist to the fingertip, share of stature (Winter 2009, fig. 4.1)."""
_MOST_IN_REACH = 0.2
_SEAT_TO_SHOULDER = (-0.3, 1.05)
"""The trunk's stations between which the hollow of the lower back is looked for."""
_NECK = 1.2
_TOUCH_IDS = ("finger_height", "hip_back_travel", "lumbar_flexion_deg", "pelvis_tilt_deg", "trunk_inclination_deg")
_JOINTS = ("body_lean_deg", "head_ahead", "shoulder_ahead", "hip_ahead_of_ankle")
_CURVES = ("low_back_hollow", "upper_back_curve")


def toe_touch(tracks: FrameMeasurements) -> tuple[SelfTestValue, ...]:
    """Return reach, hips, back and points at the deepest moment of a toe touch."""
    side, series = tracks.seen, tracks.series
    trunk_deg = series.of("trunk_inclination_deg")
    if not np.isfinite(trunk_deg).any():
        return missing(("toe_touch_points", *_TOUCH_IDS), "person_not_seen")
    if np.nanmax(trunk_deg) < load().thresholds["test_toe_touch_leans"].value:
        return missing(("toe_touch_points", *_TOUCH_IDS), "no_movement")
    height = _fingers(side)
    at_s = _deepest_s(side, trunk_deg, height)
    about = np.abs(side.time_s - at_s) <= ABOUT_S
    found = {
        "finger_height": _at(height, about, "finger_height", at_s, "arms_hidden"),
        **{id_: _of_series(series, id_, about, at_s) for id_ in _TOUCH_IDS[1:]},
    }
    points = _touch_points(found, _hip_behind_heel(side, about), series, about)
    values = [SelfTestValue(quantity="toe_touch_points", measured=points)]
    return (*values, *(SelfTestValue(quantity=id_, measured=found[id_]) for id_ in _TOUCH_IDS))


def _fingers(side: SideMotion) -> FloatArray:
    """Return how high the fingertips are above the toes ``[time]``, share of leg length."""
    tips = hands_end(side, FINGERTIP / LEG * side.leg_length)[:, 1]
    floor = side.joint("toe")[:, 1]
    known = floor[np.isfinite(floor)]
    return np.asarray((tips - (np.median(known) if len(known) else np.nan)) / side.leg_length)


def _deepest_s(side: SideMotion, trunk_deg: FloatArray, height: FloatArray) -> float:
    """Return when the fingers are lowest while the trunk leans, or the lean is largest where no hand is seen."""
    with np.errstate(invalid="ignore"):
        leans = trunk_deg >= np.nanmax(trunk_deg) - load().thresholds["test_toe_touch_near"].value
    reach = np.where(leans, height, np.nan)
    place = int(np.nanargmin(reach)) if np.isfinite(reach).any() else int(np.nanargmax(trunk_deg))
    return float(side.time_s[place])


def _at(values: FloatArray, frames: BoolArray, id_: str, at_s: float, reason: str) -> Measured:
    known = values[frames & np.isfinite(values)]
    return estimate(id_, float(np.median(known)), time_s=at_s) if len(known) else not_measurable(reason)


def _of_series(series: MotionSeries, id_: str, frames: BoolArray, at_s: float) -> Measured:
    """Return a quantity at the moment, with its own bounds where it carries them."""
    known = frames & np.isfinite(series.of(id_))
    if not known.any():
        back = id_ in {"lumbar_flexion_deg", "pelvis_tilt_deg"}
        reason = (series.back_missing or "back_hidden") if back else "no_standing"
        return not_measurable(reason)
    value = float(np.median(series.of(id_)[known]))
    if id_ not in series.low:
        return estimate(id_, value, time_s=at_s)
    half_width = float(np.median((series.high_of(id_) - series.low_of(id_))[known])) / 2
    repeatability = load().accuracy[id_].repeatability
    return with_half_width(id_, value, half_width=half_width, repeatability=repeatability, time_s=at_s)


def _hip_behind_heel(side: SideMotion, frames: BoolArray) -> float:
    """Return how far the hip is behind the heel, share of leg length; NaN where either is hidden."""
    off = (side.joint("heel")[:, 0] - side.joint("hip")[:, 0])[frames] / side.leg_length
    return float(np.median(off[np.isfinite(off)])) if np.isfinite(off).any() else float("nan")


def _touch_points(found: Mapping[str, Measured], behind: float, series: MotionSeries, frames: BoolArray) -> Measured:
    """Return how many of three questions are a yes, with those that are open in the interval.

    The fingers reach; the hips are behind the heels; neither hips nor lower back do nearly all of the bend.
    """
    limit = load().thresholds
    reach, slack = found["finger_height"], load().accuracy["hip_back_travel"].absolute
    answers = [
        _below(reach.value, limit["test_fingers_reach"].value, reach.repeatability or 0.0)
        if isinstance(reach, Measurement)
        else None,
        None if not np.isfinite(behind) else _below(-behind, 0.0, slack),
        _shared(series, frames),
    ]
    if all(one is None for one in answers):
        return not_measurable("low_confidence")
    low = sum(one is True for one in answers)
    high = low + sum(one is None for one in answers)
    return with_bounds("toe_touch_points", float(low), float(low), float(high), repeatability=1.0)


def _below(value: float, threshold: float, slack: float) -> bool | None:
    return None if abs(value - threshold) < slack else value <= threshold


def _shared(series: MotionSeries, frames: BoolArray) -> bool | None:
    """Return whether the lower back has a middling share of the bend; None where the back was not measured."""
    lumbar, hip = series.of("lumbar_flexion_deg"), series.of("hip_flexion_deg")
    known = frames & np.isfinite(lumbar) & np.isfinite(hip)
    if not known.any():
        return None
    bends = float(np.median(lumbar[known])), float(np.median(hip[known]))
    if sum(bends) <= 0:
        return None
    share = bends[0] / sum(bends)
    low, high = (load().thresholds[f"test_bend_shared_{end}"].value for end in ("least", "most"))
    slack = load().accuracy["lumbar_flexion_deg"].absolute / sum(bends)
    inside = min(share - low, high - share)
    return None if abs(inside) < slack / 2 else inside > 0


def standing_posture(tracks: FrameMeasurements, still: BoolArray) -> tuple[SelfTestValue, ...]:
    """Return where head, shoulders and hips are in quiet standing, and the depth of the back's curves.

    Parameters
    ----------
    still
        Frames ``[time]`` in which the person stands.
    """
    side = tracks.seen
    if tracks.standing.kind != "quiet" or not still.any():
        return missing((*_JOINTS, *_CURVES), "no_standing")
    at_s = float(np.median(side.time_s[still]))
    ear, shoulder, hip, ankle = (side.joint(name) for name in ("ear", "shoulder", "hip", "ankle"))
    leg = side.leg_length
    joints = {
        "body_lean_deg": lean_deg(shoulder - ankle),
        "head_ahead": (ear - shoulder)[:, 0] / leg,
        "shoulder_ahead": (shoulder - hip)[:, 0] / leg,
        "hip_ahead_of_ankle": (hip - ankle)[:, 0] / leg,
    }
    values = {id_: _at(series, still, id_, at_s, "low_confidence") for id_, series in joints.items()}
    curves = _curves(side, still)
    for place, id_ in enumerate(_CURVES):
        values[id_] = (
            not_measurable("outline_not_seen") if curves is None else estimate(id_, curves[place], time_s=at_s)
        )
    return tuple(SelfTestValue(quantity=id_, measured=measured) for id_, measured in values.items())


def _curves(side: SideMotion, still: BoolArray) -> tuple[float, float] | None:
    """Return the depth of the hollow and of the upper back's curve, shares of leg length; None where unseen.

    Notes
    -----
    The outline behind the trunk is the median over quiet standing. The hollow is the largest distance from its convex
    hull; the curve of the upper back is the largest distance behind the line from the hollow to the neck.
    """
    if side.contour is None:
        return None
    edge = side.contour[still][:, TRUNK_STATIONS, SIDE_EDGES.index("back")]
    known = np.isfinite(edge).all(axis=2).any(axis=0)
    within = known & (_SEAT_TO_SHOULDER[0] <= TRUNK_SHARES) & (TRUNK_SHARES <= _NECK)
    places = np.full((len(TRUNK_SHARES), 2), np.nan)
    places[within] = np.nanmedian(edge[:, within], axis=0)
    trunk = within & (_SEAT_TO_SHOULDER[1] >= TRUNK_SHARES)
    if trunk.sum() < len(TRUNK_SHARES) / 2 or not within[_SEAT_TO_SHOULDER[1] <= TRUNK_SHARES].any():
        return None
    hollow, deepest = _largest_gap(places[trunk])
    from_hollow = places[within][np.searchsorted(TRUNK_SHARES[within], TRUNK_SHARES[trunk][deepest]) :]
    return hollow / side.leg_length, _bulge(from_hollow) / side.leg_length


def _largest_gap(points: FloatArray) -> tuple[float, int]:
    """Return the largest distance of points ``[point, 2]``, from below up, in front of their hull behind, and where."""
    hull = [0]
    for place in range(1, len(points)):
        while len(hull) > 1 and _turn(points[hull[-2]], points[hull[-1]], points[place]) <= 0:
            hull.pop()
        hull.append(place)
    gaps = np.zeros(len(points))
    for first, last in pairwise(hull):
        gaps[first : last + 1] = _distances(points[first : last + 1])
    return float(np.max(gaps)), int(np.argmax(gaps))


def _turn(first: FloatArray, second: FloatArray, third: FloatArray) -> float:
    """Return on which side of the line between two points a third one is; positive: further forward, seen going up."""
    along, off = second - first, third - second
    return float(-(along[0] * off[1] - along[1] * off[0]))


def _distances(points: FloatArray) -> FloatArray:
    """Return how far points ``[point, 2]`` are in front of the line from the first to the last ``[point]``."""
    along = points[-1] - points[0]
    length = float(np.linalg.norm(along))
    off = points - points[0]
    return np.asarray((along[1] * off[:, 0] - along[0] * off[:, 1]) / length) if length > 0 else np.zeros(len(points))


def _bulge(points: FloatArray) -> float:
    return max(float(np.max(-_distances(points))), 0.0) if len(points) > 1 else 0.0
