"""Tests with one foot in front: how far the shin leans over a flat foot, and how still the trunk stays in a lunge."""

from collections.abc import Mapping
from typing import Literal

import numpy as np

from hiphinge.assessments.self_tests.body import OTHER_SIDE, BoolArray, fold_between_deg
from hiphinge.assessments.self_tests.result import SelfTestValue, missing
from hiphinge.catalogue import load
from hiphinge.measures import estimate, within_possible
from hiphinge.motion import BodySide, FloatArray, SideMotion, lean_deg
from hiphinge.signals import largest_lasting, runs

__all__ = ["lunge_control", "weight_bearing_lunge"]

LASTS_S = 0.3
LEAST_S = 0.8
"""A foot that is in front for less than this was on its way."""
LEAST_SEEN = 0.5
"""A shin that was seen for a smaller share of the video may not have been seen at its furthest."""
_HEEL_RESTS_PERCENTILE = 20.0
_TOP_PERCENTILE = 90.0
_BEFORE_S = 0.6
"""How the trunk leans before a lunge is the median over so much before it."""

_Which = Literal["near", "far"]


def weight_bearing_lunge(side: SideMotion, named: BodySide | None) -> tuple[SelfTestValue, ...]:
    """Return how far the front shin leans while its heel stays down."""
    fronts = _fronts(side)
    if not fronts:
        return missing(("ankle_bend_deg",), "no_front_foot", sides=(named,))
    values: list[SelfTestValue] = []
    for which, frames in fronts.items():
        ankle, knee, heel, toe = (side.joint(name, side=which) for name in ("ankle", "knee", "heel", "toe"))
        named_as = _name(side, which, named if len(fronts) == 1 else None)
        if np.isfinite(lean_deg(knee - ankle)).mean() < LEAST_SEEN:
            values += missing(("ankle_bend_deg",), "legs_hidden", sides=(named_as,))
            continue
        found = largest_lasting(
            lean_deg(knee - ankle),
            side.time_s,
            frames & _heel_down(heel, toe, frames, side.leg_length),
            lasting_s=LASTS_S,
        )
        if found is None:
            values += missing(("ankle_bend_deg",), "heel_not_seen", sides=(named_as,))
            continue
        measured = within_possible("ankle_bend_deg", estimate("ankle_bend_deg", found[0], time_s=found[1]))
        values.append(SelfTestValue(quantity="ankle_bend_deg", side=named_as, measured=measured))
    return tuple(values)


def lunge_control(side: SideMotion, named: BodySide | None) -> tuple[SelfTestValue, ...]:
    """Return by how much the trunk leans more, or less, in lunges, and how far the front knee bends; middle values."""
    ids = ("trunk_sway_deg", "knee_flexion_deg")
    fronts = _fronts(side)
    if not fronts:
        return missing(ids, "no_front_foot", sides=(named,))
    values: list[SelfTestValue] = []
    for which, frames in fronts.items():
        named_as = _name(side, which, named if len(fronts) == 1 else None)
        dips = _dips(side, frames)
        if not dips:
            values += missing(ids, "no_movement", sides=(named_as,))
            continue
        joints = [side.joint(name, side=which) for name in ("ankle", "knee", "hip")]
        bend_deg, trunk_deg = fold_between_deg(*joints), lean_deg(side.joint("shoulder") - side.joint("hip"))
        found = {
            "trunk_sway_deg": [_sway(trunk_deg, side.time_s, dip) for dip in dips],
            "knee_flexion_deg": [float(bend_deg[dip[1]]) for dip in dips],
        }
        at_s = float(side.time_s[dips[len(dips) // 2][1]])
        values += [_middle(id_, named_as, found[id_], at_s) for id_ in ids]
    return tuple(values)


def _middle(id_: str, side: BodySide, values: list[float], at_s: float) -> SelfTestValue:
    known = [value for value in values if np.isfinite(value)]
    if not known:
        return missing((id_,), "low_confidence", sides=(side,))[0]
    return SelfTestValue(quantity=id_, side=side, measured=estimate(id_, float(np.median(known)), time_s=at_s))


def _fronts(side: SideMotion) -> Mapping[_Which, BoolArray]:
    """Return the frames ``[time]`` in which the foot of each side is clearly in front, for those where that lasts."""
    apart = (side.joint("ankle")[:, 0] - side.joint("ankle", side="far")[:, 0]) / side.leg_length
    least = load().thresholds["test_foot_in_front"].value
    with np.errstate(invalid="ignore"):
        both: dict[_Which, BoolArray] = {"near": apart >= least, "far": apart <= -least}
    step_s = float(np.median(np.diff(side.time_s)))
    return {which: frames for which, frames in both.items() if frames.sum() * step_s >= LEAST_S}


def _name(side: SideMotion, which: _Which, named: BodySide | None) -> BodySide:
    return named or (side.near_side if which == "near" else OTHER_SIDE[side.near_side])


def _heel_down(heel: FloatArray, toe: FloatArray, frames: BoolArray, leg_length: float) -> BoolArray:
    """Return the frames ``[time]`` in which a heel is no higher above the toe than where it rests."""
    above = (heel - toe)[:, 1] / leg_length
    known = above[frames & np.isfinite(above)]
    rests = float(np.percentile(known, _HEEL_RESTS_PERCENTILE)) if len(known) else np.nan
    with np.errstate(invalid="ignore"):
        return np.asarray(above <= rests + load().thresholds["test_heel_down"].value)


def _dips(side: SideMotion, frames: BoolArray) -> list[tuple[int, int]]:
    """Return the first frame and the lowest one of each way down of the hips, while that foot is in front."""
    height = side.joint("hip")[:, 1] / side.leg_length
    known = height[frames & np.isfinite(height)]
    if not len(known):
        return []
    top = float(np.percentile(known, _TOP_PERCENTILE))
    with np.errstate(invalid="ignore"):
        low = frames & (height <= top - load().thresholds["test_lunge_drops"].value)
    step_s = float(np.median(np.diff(side.time_s)))
    return [
        (start, start + int(np.nanargmin(height[start:stop])))
        for start, stop in runs(low)
        if (stop - start) * step_s >= LASTS_S
    ]


def _sway(trunk_deg: FloatArray, time_s: FloatArray, dip: tuple[int, int]) -> float:
    start, lowest = dip
    before = trunk_deg[(time_s >= time_s[start] - 2 * _BEFORE_S) & (time_s <= time_s[start] - _BEFORE_S / 2)]
    during = trunk_deg[start : lowest + 1]
    if not np.isfinite(before).any() or not np.isfinite(during).any():
        return float("nan")
    return float(np.nanmax(np.abs(during - np.nanmedian(before))))
