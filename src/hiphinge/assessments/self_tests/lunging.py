"""Tests with one foot in front: how far the shin leans over a flat foot, and how still the trunk stays in a lunge."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hiphinge.assessments.self_tests.body import Body, BoolArray, fold_between_deg, median_of_known
from hiphinge.assessments.self_tests.result import SelfTestValue, missing
from hiphinge.catalogue import load
from hiphinge.measures import estimate, within_possible
from hiphinge.motion import BODY_SIDES, BodySide, FloatArray, lean_deg
from hiphinge.signals import largest_lasting, percentile_of, runs, runs_over_gaps

__all__ = ["lunge_control", "weight_bearing_lunge"]

LASTS_S = 0.3
LEAST_S = 0.8
"""A foot that is in front for less than this was on its way."""
CHANGES_S = 0.5
"""Nobody puts the other foot in front in less than this."""
LEAST_SEEN = 0.5
"""A shin that was seen for a smaller share of the video may not have been seen at its furthest."""
HEEL_FOLLOWS = 0.06
"""A network lets a heel that stays down rise above the toe with the shin's lean, by this share of leg length times its
sine: 0.06 to 0.07 in rendered people."""
LEAST_SHIN, LEAST_THIGH = 0.8, 0.7
"""A leg in front that is seen shorter than these shares of its length has its knee or its foot misplaced: deep in a
lunge a network may place both legs anywhere. In 2 of 47 rendered people a knee bend was off by 24 and 26 degrees, their
shins at 0.53 to 0.62; of all whose lengths were kept none was by more than 7."""
LEAST_THIGH_AT_WALL = 0.87
"""A thigh that is shorter than this while the knee goes to the wall has a knee that was left behind: of six such people
three were off by 7 to 16 degrees, of 35 others nobody by more than 5.2."""
BENDS_APART_DEG = 18.0
"""Knee bends of a video's lunges that are further apart than this are the network's, not the person's."""
_ABOUT_S = 0.12
"""How far the knee bends in a lunge is the median over so much before and after its lowest moment."""
_HEEL_RESTS_PERCENTILE = 20.0
_TOP_PERCENTILE = 90.0
_LONG_PERCENTILE = 80.0
_BEFORE_S = 0.6
"""How the trunk leans before a lunge is the median over so much before it."""


def weight_bearing_lunge(body: Body, side: BodySide | None) -> tuple[SelfTestValue, ...]:
    """Return how far the front shin leans while its heel stays down.

    Notes
    -----
    The front leg is the one whose ankle is further forward, frame by frame, whichever name the network gives it: it
    takes the leg behind for the one in front over and over where one hides the other.
    """
    if not body.is_known:
        return missing(("ankle_bend_deg",), "person_not_seen", sides=(side,))
    values: list[SelfTestValue] = []
    for name, front in _front_legs(body, side).items():
        named = side or name
        if np.isfinite(front.shin_deg[front.frames]).mean() < LEAST_SEEN:
            values += missing(("ankle_bend_deg",), "legs_hidden", sides=(named,))
            continue
        heel_down = _heel_down(front, body.leg)
        found = largest_lasting(front.shin_deg, body.time_s, front.frames & heel_down, lasting_s=LASTS_S)
        if found is None:
            values += missing(("ankle_bend_deg",), "heel_not_seen", sides=(named,))
            continue
        if not front.kept_lengths(np.abs(body.time_s - found[1]) <= LASTS_S, thigh=LEAST_THIGH_AT_WALL):
            values += missing(("ankle_bend_deg",), "low_confidence", sides=(named,))
            continue
        measured = within_possible("ankle_bend_deg", estimate("ankle_bend_deg", found[0], time_s=found[1]))
        values.append(SelfTestValue(quantity="ankle_bend_deg", side=named, measured=measured))
    return tuple(values) or missing(("ankle_bend_deg",), "no_front_foot", sides=(side,))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Front:
    """The leg in front: frames ``[time]`` in which it is, its angles in degrees, its heel and toe ``[time, 2]``.

    Lengths ``[time]`` are shares of how long both legs are seen for most of the time.
    """

    frames: BoolArray
    shin_deg: FloatArray
    knee_deg: FloatArray
    heel: FloatArray
    toe: FloatArray
    shin_length: FloatArray
    thigh_length: FloatArray

    def kept_lengths(self, frames: BoolArray, *, thigh: float = LEAST_THIGH) -> bool:
        """Tell whether the leg keeps its length in some frames ``[time]``, as it does where its joints are found."""
        return (
            median_of_known(self.shin_length[frames]) >= LEAST_SHIN
            and median_of_known(self.thigh_length[frames]) >= thigh
        )


def _front_legs(body: Body, side: BodySide | None) -> Mapping[BodySide, _Front]:
    """Return the leg in front under its commonest name; both where each was, with the feet together between.

    Of both, a side that is given chooses; the only one has that name, whatever the network calls it.
    """
    feet = np.concatenate([(body.joints[side]["toe"] - body.joints[side]["heel"])[:, 0] for side in BODY_SIDES])
    known = feet[np.isfinite(feet)]
    ahead = -1.0 if len(known) and np.median(known) < 0 else 1.0
    apart = ahead * (body.joints["left"]["ankle"] - body.joints["right"]["ankle"])[:, 0] / body.leg
    with np.errstate(invalid="ignore"):
        in_front = np.abs(apart) >= load().thresholds["test_foot_in_front"].value
        left = (apart > 0)[:, None]
    joints = {
        name: np.where(left, body.joints["left"][name], body.joints["right"][name]) * np.array([ahead, 1.0])
        for name in ("hip", "knee", "ankle", "heel", "toe")
    }
    frames: dict[BodySide, BoolArray] = {name: np.zeros(len(apart), dtype=bool) for name in BODY_SIDES}
    step_s = float(np.median(np.diff(body.time_s)))
    for start, stop in runs_over_gaps(in_front, body.time_s, gap_s=CHANGES_S):
        within = np.zeros(len(apart), dtype=bool)
        within[start:stop] = in_front[start:stop]
        frames["left" if 2 * (left[:, 0] & within).sum() >= within.sum() else "right"] |= within
    shin_deg = lean_deg(joints["knee"] - joints["ankle"])
    knee_deg = fold_between_deg(joints["ankle"], joints["knee"], joints["hip"])
    lengths = {
        lower: np.linalg.norm(joints["knee"] - joints[lower], axis=1) / _usual_length(body, lower)
        for lower in ("ankle", "hip")
    }
    legs = {
        name: _Front(
            frames=some,
            shin_deg=shin_deg,
            knee_deg=knee_deg,
            heel=joints["heel"],
            toe=joints["toe"],
            shin_length=lengths["ankle"],
            thigh_length=lengths["hip"],
        )
        for name, some in frames.items()
        if some.sum() * step_s >= LEAST_S
    }
    return {side: legs[side]} if side in legs else legs


def lunge_control(body: Body, side: BodySide | None) -> tuple[SelfTestValue, ...]:
    """Return by how much the trunk leans more, or less, in lunges, and how far the front knee bends; middle values."""
    ids = ("trunk_sway_deg", "knee_flexion_deg")
    if not body.is_known:
        return missing(ids, "person_not_seen", sides=(side,))
    trunk_deg = lean_deg(body.middle("shoulder") - body.middle("hip"))
    values: list[SelfTestValue] = []
    for name, front in _front_legs(body, side).items():
        named = side or name
        dips = _dips(body, front.frames)
        if not dips:
            values += missing(ids, "no_movement", sides=(named,))
            continue
        at_s = float(body.time_s[dips[len(dips) // 2][1]])
        sways = [_sway(trunk_deg, body.time_s, dip) for dip in dips]
        about = [np.abs(body.time_s - body.time_s[lowest]) <= _ABOUT_S for _, lowest in dips]
        bends = [median_of_known(front.knee_deg[frames]) for frames in about if front.kept_lengths(frames)]
        bend = _middle(ids[1], named, bends, at_s)
        known = [one for one in bends if np.isfinite(one)]
        if known and max(known) - min(known) > BENDS_APART_DEG:
            bend = missing(ids[1:], "low_confidence", sides=(named,))[0]
        values += [_middle(ids[0], named, sways, at_s), bend]
    return tuple(values) or missing(ids, "no_front_foot", sides=(side,))


def _middle(id_: str, side: BodySide, values: list[float], at_s: float) -> SelfTestValue:
    known = [value for value in values if np.isfinite(value)]
    if not known:
        return missing((id_,), "low_confidence", sides=(side,))[0]
    return SelfTestValue(quantity=id_, side=side, measured=estimate(id_, float(np.median(known)), time_s=at_s))


def _usual_length(body: Body, name: str) -> float:
    """Return how long the lines from both knees to hips, or to ankles, are for most of the time; NaN if unseen."""
    lengths = [np.linalg.norm(body.joints[side]["knee"] - body.joints[side][name], axis=1) for side in BODY_SIDES]
    known = np.concatenate([length[np.isfinite(length)] for length in lengths])
    return percentile_of(known, _LONG_PERCENTILE) if len(known) else float("nan")


def _heel_down(front: _Front, leg_length: float) -> BoolArray:
    """Return the frames ``[time]`` in which a heel is no higher above the toe than where it rests."""
    above = (front.heel - front.toe)[:, 1] / leg_length - HEEL_FOLLOWS * np.sin(np.radians(front.shin_deg))
    known = above[front.frames & np.isfinite(above)]
    rests = float(np.percentile(known, _HEEL_RESTS_PERCENTILE)) if len(known) else np.nan
    with np.errstate(invalid="ignore"):
        return np.asarray(above <= rests + load().thresholds["test_heel_down"].value)


def _dips(body: Body, frames: BoolArray) -> list[tuple[int, int]]:
    """Return the first frame and the lowest one of each way down of the hips, while that foot is in front."""
    height = body.middle("hip")[:, 1] / body.leg
    known = height[frames & np.isfinite(height)]
    if not len(known):
        return []
    top = float(np.percentile(known, _TOP_PERCENTILE))
    with np.errstate(invalid="ignore"):
        low = frames & (height <= top - load().thresholds["test_lunge_drops"].value)
    step_s = float(np.median(np.diff(body.time_s)))
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
