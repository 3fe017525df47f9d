"""Tests on the back: active knee extension, straight leg raise, Thomas, knee to chest; angles from the table's line."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiphinge.assessments.self_tests.body import Body, fold_between_deg
from hiphinge.assessments.self_tests.result import SelfTestValue, missing
from hiphinge.catalogue import load
from hiphinge.measures import estimate, within_possible
from hiphinge.motion import BODY_SIDES, BodySide, FloatArray
from hiphinge.signals import largest_lasting, runs

__all__ = ["LyingLeg", "active_knee_extension", "knee_to_chest", "lying_legs", "straight_leg_raise", "thomas"]

LASTS_S = 0.3
"""A value has to be held for so long; the program's own choice, as is what follows."""
_HIGH_PERCENTILE = 95.0
_LONG_PERCENTILE = 80.0
_FIRST_S = 0.7
"""A leg that lies at first is measured from where it lay for so long: what a hip joint is placed beside where it is
then cancels."""
HANGS_WITHIN_DEG = 8.0
"""A thigh so near to where it hangs lowest rests there; before, it may be still as well, held up with the other one."""
SPREAD_DEG = 20.0
"""A leg that hangs at rest is seen within this, eight of ten times; the program's own choice."""
HELD_WITHIN_DEG = 8.0
"""A thigh so near to its furthest is held there; the program's own choice."""
LEAST_HELD = 0.85
"""Between the first and the last frame in which a thigh is held at the chest it is there in this share of them: one
that is seen elsewhere, or not at all, more often is thrown to and fro. In 4 of 49 rendered people it was, in one of
these by 15 degrees on average."""
LET_DOWN_SHARE, LET_DOWN_S = 0.5, 0.6
"""A thigh that comes down to this share of its furthest for so long was let go, and a next pull is another one; the
program's own choice."""
LEAST_LENGTH = 0.7
"""From the side a thigh keeps its length: one that is seen shorter than this share of it has its knee or hip misplaced.
Three of 16 rendered people were, at 0.53 to 0.65, and all others at 0.79 or more."""
LEAST_OWN_LENGTH = 0.85
"""A hanging thigh that is seen shorter than this share of its own length has its knee misplaced: in 38 of 39 rendered
people it kept 0.89 or more, in the other one 0.78, with a knee 16 degrees off."""
_ACROSS, _UP = 0, 1


@dataclass(frozen=True, kw_only=True, eq=False)
class LyingLeg:
    """One leg of somebody who lies: angles from the table's line ``[time]``, and its knee bend, degrees.

    Thigh, shank and the line from hip to ankle are 0 flat, 90 upright, more towards the chest. ``hip`` and ``shoulder``
    are joints ``[time, 2]``, along the table and up; lengths are in the frame's unit, and ``nearer`` is the side of the
    person's body that is nearer to the camera.
    """

    side: BodySide
    thigh_deg: FloatArray
    shank_deg: FloatArray
    leg_deg: FloatArray
    knee_deg: FloatArray
    hip: FloatArray
    shoulder: FloatArray
    thigh_length: FloatArray
    nearer: BodySide

    @property
    def most_deg(self) -> float:
        """How high the thigh comes, degrees."""
        known = self.thigh_deg[np.isfinite(self.thigh_deg)]
        return float(np.percentile(known, _HIGH_PERCENTILE)) if len(known) else -np.inf

    @property
    def least_deg(self) -> float:
        """How low the thigh comes, degrees."""
        known = self.thigh_deg[np.isfinite(self.thigh_deg)]
        return float(np.percentile(known, 100 - _HIGH_PERCENTILE)) if len(known) else np.inf


def active_knee_extension(body: Body, side: BodySide | None) -> tuple[SelfTestValue, ...]:
    """Return how far the knee is short of straight where it is straightest with the thigh upright."""
    legs = lying_legs(body)
    if legs is None:
        return missing(("knee_short_deg",), _why_none(body), sides=(side,))
    moved, _ = legs
    named = side or moved.side
    with np.errstate(invalid="ignore"):
        upright = np.abs(moved.thigh_deg - 90.0) <= load().thresholds["test_thigh_upright"].value
    found = largest_lasting(-moved.knee_deg, body.time_s, upright, lasting_s=LASTS_S)
    if found is None:
        return missing(("knee_short_deg",), "thigh_not_upright", sides=(named,))
    return (_value("knee_short_deg", named, -found[0], found[1]),)


def straight_leg_raise(body: Body, side: BodySide | None) -> tuple[SelfTestValue, ...]:
    """Return how high the straight leg comes.

    Notes
    -----
    A network lets the hip of a raised leg rise with it, by 6 percent of the leg in rendered people. Of a straight leg
    the whole line from hip to ankle is measured, which that turns by half as much as the thigh, from where it lay
    at first.
    """
    legs = lying_legs(body)
    if legs is None:
        return missing(("leg_raise_deg",), _why_none(body), sides=(side,))
    moved, _ = legs
    named = side or moved.side
    with np.errstate(invalid="ignore"):
        straight = moved.knee_deg <= load().thresholds["test_knee_straight"].value
    found = largest_lasting(_from_rest(moved.leg_deg, body.time_s), body.time_s, straight, lasting_s=LASTS_S)
    if found is None or found[0] < load().thresholds["test_leg_lifted"].value:
        return missing(("leg_raise_deg",), "test_knee_bends", sides=(named,))
    return (_value("leg_raise_deg", named, *found),)


def thomas(body: Body, side: BodySide | None) -> tuple[SelfTestValue, ...]:
    """Return where the hanging thigh rests and how far that knee is bent, while the other knee is held at the chest."""
    ids = ("thigh_above_table_deg", "hanging_knee_deg")
    legs = lying_legs(body)
    if legs is None:
        return missing(ids, _why_none(body), sides=(side,))
    hanging, held = sorted(legs, key=lambda leg: leg.least_deg)
    named = side or hanging.side
    if side is not None and side != hanging.nearer:
        return missing(ids, "tested_leg_far", sides=(named,))
    with np.errstate(invalid="ignore"):
        at_chest = held.thigh_deg >= load().thresholds["test_knee_held"].value
    rest = at_chest & _still(hanging.thigh_deg, body.time_s)
    lowest = largest_lasting(-hanging.thigh_deg, body.time_s, rest, lasting_s=LASTS_S)
    with np.errstate(invalid="ignore"):
        hangs = rest & (hanging.thigh_deg <= HANGS_WITHIN_DEG - (lowest[0] if lowest else np.inf))
    known = hangs & np.isfinite(hanging.knee_deg)
    if known.sum() * _step_s(body.time_s) < LASTS_S:
        return missing(ids, "pelvis_not_held", sides=(named,))
    first_s, last_s = body.time_s[known][[0, -1]]
    hung = at_chest & (body.time_s >= first_s) & (body.time_s <= last_s)
    if not _steady(hanging, hung) or not _thigh_kept_length(hanging, hanging, known, least=LEAST_OWN_LENGTH):
        return missing(ids, "low_confidence", sides=(named,))
    middle_s = float(np.median(body.time_s[known]))
    values = (float(np.median(series[known])) for series in (hanging.thigh_deg, hanging.knee_deg))
    return tuple(_value(id_, named, value, middle_s) for id_, value in zip(ids, values, strict=True))


def knee_to_chest(body: Body, side: BodySide | None) -> tuple[SelfTestValue, ...]:
    """Return how far the pulled thigh is held from the floor, and how far the other one has left it then.

    Notes
    -----
    A network throws a knee at the chest to and fro: the thigh is the median over the time in which it is held. Of
    several pulls, the furthest counts.
    """
    ids = ("thigh_fold_deg", "other_thigh_deg")
    legs = lying_legs(body)
    if legs is None:
        return missing(ids, _why_none(body), sides=(side,))
    pulled, other = legs
    named = side or pulled.side
    every = np.isfinite(pulled.thigh_deg)
    found = largest_lasting(pulled.thigh_deg, body.time_s, every, lasting_s=LASTS_S)
    if found is None or found[0] < load().thresholds["test_leg_lifted"].value:
        return missing(ids, "no_movement", sides=(named,))
    most_deg, at_s = found
    with np.errstate(invalid="ignore"):
        held = (
            every & (pulled.thigh_deg >= most_deg - HELD_WITHIN_DEG) & _pull_about(pulled, at_s, most_deg, body.time_s)
        )
    held_at = np.flatnonzero(held)
    thrown = len(held_at) < LEAST_HELD * (held_at[-1] - held_at[0] + 1)
    if thrown or not _thigh_kept_length(pulled, other, held):
        return missing(ids, "low_confidence", sides=(named,))
    fold_deg = float(np.median(pulled.thigh_deg[held]))
    first = body.time_s <= body.time_s[0] + _FIRST_S
    then = np.abs(body.time_s - at_s) <= LASTS_S
    flat, lifted = (other.thigh_deg[frames & np.isfinite(other.thigh_deg)] for frames in (first, then))
    fold = _value(ids[0], named, fold_deg, at_s)
    if not len(flat) or not len(lifted):
        return (fold, *missing(ids[1:], "legs_hidden", sides=(named,)))
    return (fold, _value(ids[1], named, float(np.median(lifted) - np.median(flat)), at_s))


def _pull_about(leg: LyingLeg, at_s: float, most_deg: float, time_s: FloatArray) -> NDArray[np.bool_]:
    """Return the frames ``[time]`` of the pull at a moment: from where the thigh was let go before it to after it."""
    places = np.flatnonzero(np.isfinite(leg.thigh_deg))
    down = leg.thigh_deg[places] < LET_DOWN_SHARE * most_deg
    spans_s = [(time_s[places[first]], time_s[places[end - 1]]) for first, end in runs(down)]
    let_down = [(begin, end) for begin, end in spans_s if end - begin >= LET_DOWN_S]
    after = max((end for _, end in let_down if end < at_s), default=-np.inf)
    before = min((begin for begin, _ in let_down if begin > at_s), default=np.inf)
    return np.asarray((time_s > after) & (time_s < before))


def _value(id_: str, side: BodySide, value: float, time_s: float) -> SelfTestValue:
    return SelfTestValue(quantity=id_, side=side, measured=within_possible(id_, estimate(id_, value, time_s=time_s)))


def _why_none(body: Body) -> str:
    """Return the id of the reason why the legs of somebody who lies cannot be measured."""
    if not body.is_known:
        return "person_not_seen"
    return "view_oblique" if _not_from_side(body) else "legs_hidden"


def _not_from_side(body: Body) -> bool:
    return body.hips_apart > load().thresholds["test_hips_apart"].value


def lying_legs(body: Body) -> tuple[LyingLeg, LyingLeg] | None:
    """Return the leg that comes up furthest, and the other one; None where they are not measurable from the side.

    Notes
    -----
    The table's line is the frame's axis nearest to the trunk. Up is the way of the leg that moves most, so that a frame
    that is turned by a quarter gives the same.
    """
    if not body.is_known or _not_from_side(body):
        return None
    trunk = body.middle("shoulder") - body.middle("hip")
    along = np.median(trunk[np.isfinite(trunk).all(axis=1)], axis=0)
    axis = int(abs(along[_UP]) > abs(along[_ACROSS]))
    legs_way = -np.sign(along[axis]) * np.eye(2)[axis]
    square = np.array([-legs_way[1], legs_way[0]])
    legs = [_leg(body, side, legs_way, square) for side in BODY_SIDES]
    angles = np.concatenate([leg.thigh_deg[np.isfinite(leg.thigh_deg)] for leg in legs])
    if not len(angles):
        return None
    if abs(np.percentile(angles, 100 - _HIGH_PERCENTILE)) > abs(np.percentile(angles, _HIGH_PERCENTILE)):
        legs = [_leg(body, side, legs_way, -square) for side in BODY_SIDES]
    first, second = sorted(legs, key=lambda leg: -leg.most_deg)
    return (first, second) if np.isfinite(first.most_deg) else None


def _leg(body: Body, side: BodySide, legs_way: FloatArray, up: FloatArray) -> LyingLeg:
    hip, knee, ankle, shoulder = (body.joints[side][name] for name in ("hip", "knee", "ankle", "shoulder"))
    lines = (knee - hip, ankle - knee, ankle - hip)
    thigh, shank, leg = (np.degrees(np.arctan2(line @ up, line @ legs_way)) for line in lines)
    # Who lies face up with the legs to the right shows the right side.
    right_is_nearer = legs_way[_ACROSS] * up[_UP] > legs_way[_UP] * up[_ACROSS]
    return LyingLeg(
        side=side,
        thigh_deg=thigh,
        shank_deg=shank,
        leg_deg=leg,
        knee_deg=fold_between_deg(ankle, knee, hip),
        hip=np.stack([hip @ legs_way, hip @ up], axis=-1),
        shoulder=np.stack([shoulder @ legs_way, shoulder @ up], axis=-1),
        thigh_length=np.linalg.norm(knee - hip, axis=1),
        nearer="right" if right_is_nearer else "left",
    )


def _thigh_kept_length(
    leg: LyingLeg, other: LyingLeg, frames: NDArray[np.bool_], *, least: float = LEAST_LENGTH
) -> bool:
    """Tell whether a thigh is about as long in some frames as both are for most of the time."""
    lengths = [one.thigh_length[np.isfinite(one.thigh_length)] for one in (leg, other)]
    usual = float(np.mean([np.percentile(some, _LONG_PERCENTILE) for some in lengths if len(some)]))
    return bool(np.nanmedian(leg.thigh_length[frames]) >= least * usual)


def _from_rest(leg_deg: FloatArray, time_s: FloatArray) -> FloatArray:
    """Return a leg's angle ``[time]`` from where it lay at first; from the table's line where it did not lie then."""
    first = leg_deg[(time_s <= time_s[0] + _FIRST_S) & np.isfinite(leg_deg)]
    rest = float(np.median(first)) if len(first) else 0.0
    lies = abs(rest) < load().thresholds["test_leg_lifted"].value
    return leg_deg - rest if lies else leg_deg


def _steady(leg: LyingLeg, frames: NDArray[np.bool_]) -> bool:
    """Tell whether a hanging leg is seen where it hangs: in clothes that hide it, a network throws it to and fro."""
    spreads = [
        np.subtract(*np.percentile(series[frames & np.isfinite(series)], (90, 10)))
        for series in (leg.thigh_deg, leg.knee_deg)
    ]
    return bool(max(spreads) <= SPREAD_DEG)


def _step_s(time_s: FloatArray) -> float:
    return float(np.median(np.diff(time_s)))


def _still(angle_deg: FloatArray, time_s: FloatArray) -> NDArray[np.bool_]:
    """Return the frames ``[time]`` in which an angle hardly changes."""
    speed = np.abs(np.gradient(angle_deg, time_s))
    with np.errstate(invalid="ignore"):
        return np.asarray(speed <= load().thresholds["test_limb_still"].value)
