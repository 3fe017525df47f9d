"""The single-leg stand: how long each leg is stood on, and from the front how far the free side of the hips drops."""

import numpy as np

from hiphinge.assessments.self_tests.body import OTHER_SIDE, Body
from hiphinge.assessments.self_tests.holds import Hold, held_value, hold_in
from hiphinge.assessments.self_tests.result import SelfTestValue, missing
from hiphinge.catalogue import load
from hiphinge.measures import Measured, estimate, not_measurable
from hiphinge.motion import BODY_SIDES, BodySide, FloatArray
from hiphinge.signals import largest_lasting

__all__ = ["single_leg_stand"]

LASTS_S = 0.4
SHARE_OF_HELD = 0.3
"""A foot is up from this share of the height on which it is held, where that is lower than the threshold: a network
sees a foot lifted by less than it was. The program's own choice; a foot at calf height is then up where it should be.
"""
RESTS_S = 0.7
"""How both feet stand is the median over so long at first."""
RESTS_WITHIN = 0.2
"""From the side, one of two feet on the floor is seen higher than the other by up to this share of leg length: the lens
is above the floor, and one foot is nearer to it. More at first is a foot that is lifted already."""


def single_leg_stand(body: Body) -> tuple[SelfTestValue, ...]:
    """Return how long each leg is stood on alone, by the leg that stands, and how the hips tilt then.

    Notes
    -----
    A foot is lifted where its ankle is higher than the other one by a share of leg length, from how both stood at
    first. The stand ends when it comes down, or when the standing foot has moved.
    """
    if not body.is_known:
        return missing(("hold_s",), "person_not_seen")
    values: list[SelfTestValue] = []
    for stands in BODY_SIDES:
        hold = _stand(body, stands)
        if hold is None:
            continue
        values.append(held_value(hold, stands))
        values.append(SelfTestValue(quantity="hips_drop_deg", side=stands, measured=_hips_drop(body, stands, hold)))
    return tuple(values) or missing(("hold_s",), "no_foot_lifted")


def _stand(body: Body, stands: BodySide) -> Hold | None:
    ankle, free = (body.joints[side]["ankle"] for side in (stands, OTHER_SIDE[stands]))
    with np.errstate(invalid="ignore"):
        above, least = _above_other(free, ankle, body), load().thresholds["test_foot_lifted"].value
        lifted = above >= least
    hold = hold_in(lifted, body.time_s)
    if hold is None:
        return None
    within = (body.time_s >= hold.start_s) & (body.time_s < hold.end_s)
    held = float(np.median(above[within & np.isfinite(above)]))
    with np.errstate(invalid="ignore"):
        lifted = above >= min(least, SHARE_OF_HELD * held)
    place = np.median(ankle[within & np.isfinite(ankle[:, 0])], axis=0)
    with np.errstate(invalid="ignore"):
        stays = np.linalg.norm(ankle - place, axis=1) / body.leg < load().thresholds["test_foot_moves"].value
    return hold_in(lifted & stays, body.time_s)


def _above_other(free: FloatArray, stands: FloatArray, body: Body) -> FloatArray:
    """Return how far a foot is above the other one ``[time]``, share of leg length, from how both stood at first."""
    above = (free[:, 1] - stands[:, 1]) / body.leg
    first = above[(body.time_s <= body.time_s[0] + RESTS_S) & np.isfinite(above)]
    rest = float(np.median(first)) if len(first) else 0.0
    return above - rest if abs(rest) < RESTS_WITHIN else above


def _hips_drop(body: Body, stands: BodySide, hold: Hold) -> Measured:
    """Return how far the free side of the hips is lower than in standing on both feet, the largest that lasts."""
    if body.hips_apart < load().thresholds["test_hips_seen_apart"].value:
        return not_measurable("hidden_from_side")
    line_deg = _line_deg(body)
    ankles = [body.joints[side]["ankle"][:, 1] for side in BODY_SIDES]
    with np.errstate(invalid="ignore"):
        level = np.abs(ankles[0] - ankles[1]) / body.leg < load().thresholds["test_foot_lifted"].value / 2
    base = line_deg[level & np.isfinite(line_deg)]
    if not len(base):
        return not_measurable("no_standing")
    # The line rises to the left hip: standing on the left leg, the right side has dropped where it rises.
    drop = (line_deg - float(np.median(base))) * (1.0 if stands == "left" else -1.0)
    within = (body.time_s >= hold.start_s) & (body.time_s < hold.end_s)
    found = largest_lasting(drop, body.time_s, within, lasting_s=LASTS_S)
    return not_measurable("low_confidence") if found is None else estimate("hips_drop_deg", found[0], time_s=found[1])


def _line_deg(body: Body) -> FloatArray:
    """Return how far the line from the right hip to the left one rises ``[time]``, degrees."""
    line = body.joints["left"]["hip"] - body.joints["right"]["hip"]
    return np.asarray(np.degrees(np.arctan2(line[:, 1], np.abs(line[:, 0]))))
