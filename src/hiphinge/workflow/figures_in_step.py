"""The figure of somebody in a self-test as they move: the joints that show it, over a common time."""

from collections.abc import Mapping

import numpy as np

from hiphinge.assessments.self_tests.body import OTHER_SIDE, Body, body_of
from hiphinge.catalogue import SelfTest
from hiphinge.motion import BODY_SIDES, SIDE_JOINTS, BodySide, FloatArray, Motion
from hiphinge.progress.side_by_side import in_step
from hiphinge.signals import runs
from hiphinge.workflow.compared_side import GRID

__all__ = ["figures_of"]

_THERE, _AWAY = 0.85, 0.1
"""A posture is held from this share of the way on, and left at the other; the program's own choice."""
_FIRST_S = 0.5
_LEGS = frozenset({"hip", "knee", "ankle", "heel", "toe"})
_HIGH_PERCENTILE = 95.0
_HANGS = "thomas"
_ACROSS, _UP = 0, 1


def figures_of(motion: Motion, test: SelfTest, *, lies: bool) -> FloatArray | None:
    """Return the joints over the common time ``[place, joint, 2]``; None where the movement was not seen.

    In leg lengths, forward and up: from the ankle of who stands, from the hip of who lies, the legs to the right.
    """
    body = body_of(motion, as_filmed=lies)
    if not body.is_known:
        return None
    joints = _turned(_joints(body, test, lies=lies), lies=lies)
    phases = _phases(joints, body.time_s, body.leg)
    if phases is None:
        return None
    at_first = joints[body.time_s <= body.time_s[0] + _FIRST_S, SIDE_JOINTS.index("hip" if lies else "ankle")]
    if not np.isfinite(at_first).all(axis=1).any():
        return None
    with np.errstate(invalid="ignore"):
        flat = ((joints - np.nanmedian(at_first, axis=0)) / body.leg).reshape(len(joints), -1)
    paths = [in_step(body.time_s, flat[:, n], phases=phases, grid=GRID) for n in range(flat.shape[1])]
    return np.array(paths).T.reshape(len(GRID), -1, 2)


def _joints(body: Body, test: SelfTest, *, lies: bool) -> FloatArray:
    """Return the joints ``[time, joint, 2]`` as in `SIDE_JOINTS`: of the tested leg, else the middle of both sides."""
    side = _tested_leg(body, test, lies=lies) if test.protocol is not None and test.protocol.sides else None
    paths = [
        body.joints[side][name] if side is not None and name in _LEGS else body.middle(name) for name in SIDE_JOINTS
    ]
    return np.stack(paths, axis=1)


def _tested_leg(body: Body, test: SelfTest, *, lies: bool) -> BodySide:
    """Return the leg that hangs, or else moves more, of somebody who lies, and the one in front in a step."""
    if test.id == _HANGS:
        return min(BODY_SIDES, key=lambda side: _middle(body.joints[side]["knee"], _UP))
    if lies:
        return max(
            BODY_SIDES, key=lambda side: sum(_travel(body.joints[side][name], body) for name in ("knee", "ankle"))
        )
    feet = np.concatenate([(body.joints[side]["toe"] - body.joints[side]["heel"])[:, 0] for side in BODY_SIDES])
    ahead = np.sign(np.nanmedian(feet)) if np.isfinite(feet).any() else 1.0
    paths = [body.joints[side]["ankle"] - body.joints[OTHER_SIDE[side]]["ankle"] for side in BODY_SIDES]
    apart = [ahead * _middle(path, _ACROSS) for path in paths]
    return BODY_SIDES[int(np.argmax(apart))]


def _middle(path: FloatArray, axis: int) -> float:
    known = path[np.isfinite(path).all(axis=1)]
    return float(np.median(known[:, axis])) if len(known) else 0.0


def _travel(path: FloatArray, body: Body) -> float:
    known = path[np.isfinite(path).all(axis=1)]
    return float(np.ptp(known, axis=0).max()) / body.leg if len(known) else 0.0


def _turned(joints: FloatArray, *, lies: bool) -> FloatArray:
    """Return joints of somebody who faces right, or lies with the legs to the right."""
    upper, lower = ("shoulder", "hip") if lies else ("heel", "toe")
    along = (joints[:, SIDE_JOINTS.index(lower)] - joints[:, SIDE_JOINTS.index(upper)])[:, 0]
    known = along[np.isfinite(along)]
    way = -1.0 if len(known) and np.median(known) < 0 else 1.0
    return np.asarray(joints * np.array([way, 1.0]))


def _phases(joints: FloatArray, time_s: FloatArray, leg: float) -> Mapping[str, tuple[float, float]] | None:
    """Return when the posture is gone to and left, seconds, named as the phases of a repetition; None if it never is.

    How far the body is on its way is how far its joints are on average from where they were at first.
    """
    at_first = time_s <= time_s[0] + _FIRST_S
    known = np.isfinite(joints[at_first]).all(axis=2).any(axis=0)
    if not known.any():
        return None
    rest = np.nanmedian(joints[at_first][:, known], axis=0)
    off = np.linalg.norm(joints[:, known] - rest, axis=2)
    seen = np.isfinite(off).any(axis=1)
    moved = np.full(len(time_s), np.nan)
    moved[seen] = np.nanmean(off[seen], axis=1) / leg
    moved = np.interp(time_s, time_s[seen], moved[seen])
    most = float(np.percentile(moved, _HIGH_PERCENTILE))
    if most <= 0.0:
        return None
    start, stop = max(runs(moved >= _THERE * most), key=lambda one: one[1] - one[0])
    away = np.flatnonzero(moved <= _AWAY * most)
    before, after = away[away < start], away[away >= stop]
    begins, ends = (before[-1] if len(before) else 0), (after[0] if len(after) else len(time_s) - 1)
    return {
        "descent": (float(time_s[begins]), float(time_s[start])),
        "ascent": (float(time_s[stop - 1]), float(time_s[ends])),
    }
