"""The posture as the pose shows it when a test's value is taken: what a network's error in that value depends on.

In a side view both hips, and both knees of a squat, lie behind one another. A network that draws the joint of the leg
that moves away from where it is draws it away from the other one, too: how far both are apart tells how wrong it is.
"""

from collections.abc import Mapping

import numpy as np

from hiphinge.assessments.self_tests.body import OTHER_SIDE, Body, BoolArray, fold_between_deg, median_of_known
from hiphinge.assessments.self_tests.lying import LyingLeg, lying_legs
from hiphinge.motion import BODY_SIDES, BodySide, FloatArray, lean_deg
from hiphinge.motion.contour import TRUNK_SHARES, TRUNK_STATIONS

__all__ = ["seen_posture"]

HELD_S = 0.6
"""The posture is the median over so much before and after the moment of the value."""
FIRST_S = 0.6
"""Where the hips lay is the median over so much at first."""
LIES_WITHIN_DEG = 15.0
"""A leg so near to the table's line lies on it."""
BENT_DEG = 60.0
"""A knee that is bent so far, with the thigh upright, has not been straightened yet."""
UPRIGHT_DEG = 15.0
STANDS_SHARE = 0.97
"""Hips so near to their highest, over the ankles, are those of somebody who stands."""
_SEAT = (-0.4, -0.1)
"""The trunk's stations at the seat, shares of its length."""
_HIGH_PERCENTILE = 95.0
_LYING = frozenset({"active_knee_extension", "straight_leg_raise", "knee_to_chest", "thomas"})
_UPRIGHT = frozenset({"toe_touch", "waiters_bow_test", "squat_control", "weight_bearing_lunge", "lunge_control"})


def seen_posture(test_id: str, body: Body, at_s: float) -> Mapping[str, float]:
    """Return angles in degrees and lengths as shares of leg length at a moment of a test, and at rest, by name.

    Of who lies: thigh and shank of the leg that is moved, or hangs, 0 flat, and its hip along the table and above the
    other one; the same while it rests; how far both hips have moved since they lay at first, how much further up the
    thigh points when it is seen from there, how long the trunk is seen and how far its line rises from the table's at
    first, and where the other leg is. Of who stands: the trunk then and in standing, the bend of the nearer knee, how
    much more it is bent by how near its hip is to its ankle, how far it is above the other one, the nearer hip ahead of
    the other; how long trunk, thigh and shank are seen, and how much longer than in standing; and the breadth of the
    outline at the seat in standing, which clothes widen.
    What is not seen is left out; nothing is returned of other tests.
    """
    held = np.abs(body.time_s - at_s) <= HELD_S
    if not body.is_known or not held.any():
        return {}
    if test_id in _LYING:
        found = _of_who_lies(test_id, body, held)
    elif test_id in _UPRIGHT:
        found = _of_who_stands(body, held)
    else:
        found = {}
    return {name: value for name, value in found.items() if np.isfinite(value)}


def _of_who_lies(test_id: str, body: Body, held: BoolArray) -> dict[str, float]:
    legs = lying_legs(body)
    if legs is None:
        return {}
    moved, other = sorted(legs, key=lambda leg: leg.least_deg) if test_id == "thomas" else legs
    bent_at_rest = test_id == "active_knee_extension"
    apart = (moved.hip - other.hip) / body.leg
    first = body.time_s <= body.time_s[0] + FIRST_S
    lay, other_lay = (np.array([_middle(leg.hip[:, axis], first) for axis in range(2)]) for leg in (moved, other))
    seen_deg, angle = _middle(moved.thigh_deg, held), np.radians(moved.thigh_deg)
    knee = moved.hip + moved.thigh_length[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    from_rest = np.array([_middle(knee[:, axis], held) for axis in range(2)]) - (lay + other_lay) / 2
    trunk = np.linalg.norm(body.middle("shoulder") - body.middle("hip"), axis=1)
    with np.errstate(invalid="ignore"):
        upright = np.abs(moved.thigh_deg - 90.0) <= UPRIGHT_DEG
        rests = upright & (moved.knee_deg >= BENT_DEG) if bent_at_rest else np.abs(moved.leg_deg) <= LIES_WITHIN_DEG
    return {
        "thigh_deg": seen_deg,
        "thigh_from_rest_deg": float(np.degrees(np.arctan2(from_rest[1], from_rest[0]))) - seen_deg,
        "hip_rose": (_middle(moved.hip[:, 1], held) - lay[1]) / body.leg,
        "other_hip_along": (_middle(other.hip[:, 0], held) - other_lay[0]) / body.leg,
        "other_leg_deg": _middle(other.leg_deg, held),
        "trunk_line_deg": _trunk_line_deg(moved, other, first),
        "trunk_length": _middle(trunk, held) / body.leg,
        "shank_deg": _middle(moved.shank_deg, held),
        "thigh_length": _middle(moved.thigh_length, held) / body.leg,
        "hips_along": _middle(apart[:, 0], held),
        "hips_up": _middle(apart[:, 1], held),
        "rest_thigh_deg": _middle(moved.thigh_deg, rests),
        "rest_hips_along": _middle(apart[:, 0], rests),
        "rest_hips_up": _middle(apart[:, 1], rests),
    }


def _trunk_line_deg(moved: LyingLeg, other: LyingLeg, frames: BoolArray) -> float:
    """Return how far the line from hips to shoulders rises above the table's line, degrees.

    A trunk that lies seems to rise or to fall where the camera is not level.
    """
    hips, shoulders = (moved.hip + other.hip) / 2, (moved.shoulder + other.shoulder) / 2
    line = np.array([_middle((shoulders - hips)[:, axis], frames) for axis in range(2)])
    return float(np.degrees(np.arctan2(line[1], -line[0])))


def _of_who_stands(body: Body, held: BoolArray) -> dict[str, float]:
    ahead = _ahead(body)
    nearer: BodySide = "right" if ahead > 0 else "left"
    hip, knee, ankle, shoulder = (body.middle(name) for name in ("hip", "knee", "ankle", "shoulder"))
    trunk_deg = lean_deg((shoulder - hip) * np.array([ahead, 1.0]))
    height = hip[:, 1] - ankle[:, 1]
    known = height[np.isfinite(height)]
    most = float(np.percentile(known, _HIGH_PERCENTILE)) if len(known) else np.nan
    with np.errstate(invalid="ignore"):
        stands = (height >= STANDS_SHARE * most) & (np.abs(trunk_deg) <= UPRIGHT_DEG)
    hips, knees = (
        (body.joints[nearer][name] - body.joints[OTHER_SIDE[nearer]][name]) * np.array([ahead, 1.0]) / body.leg
        for name in ("hip", "knee")
    )
    knee_deg = fold_between_deg(*(body.joints[nearer][name] for name in ("ankle", "knee", "hip")))
    trunk, thigh, shank = (
        np.linalg.norm(upper - lower, axis=1) / body.leg
        for upper, lower in ((shoulder, hip), (hip, knee), (knee, ankle))
    )
    return {
        "trunk_deg": _middle(trunk_deg, held),
        "knee_deg": _middle(knee_deg, held),
        "knee_off_reach_deg": _knee_by_reach_deg(body, nearer, held=held, stands=stands) - _middle(knee_deg, held),
        "knees_up": _middle(knees[:, 1], held),
        "hips_along": _middle(hips[:, 0], held),
        "trunk_length": _middle(trunk, held),
        "thigh_length": _middle(thigh, held),
        "shank_length": _middle(shank, held),
        "trunk_grows": _middle(trunk, held) - _middle(trunk, stands),
        "thigh_grows": _middle(thigh, held) - _middle(thigh, stands),
        "standing_trunk_deg": _middle(trunk_deg, stands),
        "standing_knee_deg": _middle(knee_deg, stands),
        "standing_hips_along": _middle(hips[:, 0], stands),
        "standing_seat_width": _middle(_seat_width(body), stands) / body.leg,
    }


def _knee_by_reach_deg(body: Body, side: BodySide, *, held: BoolArray, stands: BoolArray) -> float:
    """Return how far a knee is bent, degrees, by how near the hip is to the ankle.

    Thigh and shank are taken to be as long as in standing: of a deep step a network draws the knee where one of both is
    too short.
    """
    hip, knee, ankle = (body.joints[side][name] for name in ("hip", "knee", "ankle"))
    thigh, shank = (
        _middle(np.linalg.norm(upper - lower, axis=1), stands) for upper, lower in ((hip, knee), (knee, ankle))
    )
    reach = _middle(np.linalg.norm(hip - ankle, axis=1), held)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = (reach**2 - thigh**2 - shank**2) / (2.0 * thigh * shank)
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def _seat_width(body: Body) -> FloatArray:
    """Return how broad the outline is below the hips' line ``[time]``; NaN where it was not seen."""
    if body.outline is None:
        return np.full(len(body.time_s), np.nan)
    edges = body.outline[:, TRUNK_STATIONS][:, (_SEAT[0] <= TRUNK_SHARES) & (_SEAT[1] > TRUNK_SHARES)]
    widths = np.linalg.norm(edges[:, :, 0] - edges[:, :, 1], axis=-1)
    return np.array([median_of_known(row) for row in widths])


def _ahead(body: Body) -> float:
    """Return which way in the frame the toes point: 1 right, -1 left."""
    feet = np.concatenate([(body.joints[side]["toe"] - body.joints[side]["heel"])[:, 0] for side in BODY_SIDES])
    known = feet[np.isfinite(feet)]
    return -1.0 if len(known) and np.median(known) < 0 else 1.0


def _middle(values: FloatArray, frames: BoolArray) -> float:
    return median_of_known(values[frames])
