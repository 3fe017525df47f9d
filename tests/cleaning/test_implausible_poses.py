"""Bodies that this person does not have are taken out, and only those."""

import numpy as np
import pytest

from hiphinge.cleaning.implausible_poses import without_implausible_poses
from hiphinge.motion import SIDE_JOINTS, FloatArray
from hiphinge.testing import SQUAT, Lift, Plan, record_markers

FRAME = 40
LEG_BELOW_HIP = {"knee", "ankle", "heel", "toe"}


def chain(plan: Plan | None = None) -> tuple[FloatArray, FloatArray]:
    """Return time and the right side of a synthetic person ``[time, joint, 2]``, without error."""
    motion = record_markers(plan or Plan(lifts=(Lift(),))).motion
    return motion.time_s, np.stack([motion.point(f"right_{joint}")[:, :2] for joint in SIDE_JOINTS], axis=1)


def kept(points: FloatArray, time_s: FloatArray, *, sure: float = 0.95, from_side: bool = True) -> FloatArray:
    confidence = np.full(points.shape[:2], sure)
    return without_implausible_poses(points, confidence, time_s, from_side=from_side)


def lost_joints(points: FloatArray) -> set[str]:
    return {joint for i, joint in enumerate(SIDE_JOINTS) if np.isnan(points[FRAME, i]).any()}


def moved(points: FloatArray, joint: str, place: tuple[float, float]) -> FloatArray:
    out = points.copy()
    out[FRAME, SIDE_JOINTS.index(joint)] += place
    return out


@pytest.mark.parametrize("plan", [Plan(), Plan(movement=SQUAT)])
def test_a_person_who_moves_keeps_everything(plan: Plan) -> None:
    time_s, points = chain(plan)
    assert np.array_equal(kept(points, time_s), points)


def test_a_trunk_that_is_far_too_long_takes_the_frame() -> None:
    time_s, points = chain()
    found = kept(moved(points, "shoulder", (0.0, 0.3)), time_s)
    assert lost_joints(found) == set(SIDE_JOINTS)
    assert np.isfinite(np.delete(found, FRAME, axis=0)).all()


def test_a_trunk_that_rounds_is_believed_while_the_leg_is_seen_well() -> None:
    time_s, points = chain()
    rounded = moved(points, "shoulder", (0.0, -0.15))  # 0.7 of its length
    assert lost_joints(kept(rounded, time_s)) == set()
    assert lost_joints(kept(rounded, time_s, sure=0.5)) == set(SIDE_JOINTS)


@pytest.mark.parametrize(("joint", "place"), [("knee", (0.0, 0.38)), ("ankle", (0.0, -0.5))])
def test_a_leg_that_does_not_fit_takes_the_leg(joint: str, place: tuple[float, float]) -> None:
    time_s, points = chain()
    assert lost_joints(kept(moved(points, joint, place), time_s)) == LEG_BELOW_HIP


def test_a_knee_bent_the_wrong_way_takes_the_leg() -> None:
    time_s, points = chain()
    assert lost_joints(kept(moved(points, "knee", (-0.2, 0.0)), time_s)) == LEG_BELOW_HIP


def test_a_hip_in_front_of_the_feet_takes_the_frame_from_the_side_only() -> None:
    time_s, points = chain()
    ahead = points.copy()
    for joint in ("hip", "shoulder", "ear", "elbow", "wrist"):
        ahead[FRAME, SIDE_JOINTS.index(joint)] += (0.19, 0.0)
    assert lost_joints(kept(ahead, time_s)) == set(SIDE_JOINTS)
    assert lost_joints(kept(ahead, time_s, from_side=False)) == set()


def test_seen_from_an_angle_a_lean_towards_the_camera_may_shorten() -> None:
    time_s, points = chain()
    short = moved(points, "shoulder", (0.0, -0.25))  # half of its length
    assert lost_joints(kept(short, time_s)) == set(SIDE_JOINTS)
    assert lost_joints(kept(short, time_s, from_side=False)) == set()


def hidden(points: FloatArray, *stretches: tuple[int, int]) -> FloatArray:
    out = points.copy()
    for start, stop in stretches:
        out[start:stop] = np.nan
    return out


@pytest.mark.parametrize(("frames", "believed"), [(20, False), (60, True)])
def test_a_glimpse_between_two_losses_is_of_something_else(frames: int, believed: bool) -> None:  # noqa: FBT001 - a parameter of the test
    time_s, points = chain()  # 100 frames a second
    stop = 200 + frames
    found = kept(hidden(points, (150, 200), (stop, stop + 50)), time_s)
    assert bool(np.isfinite(found[200:stop]).all()) == believed
    assert np.isfinite(found[:150]).all()
    assert np.isfinite(found[stop + 50 :]).all()


def test_a_blink_is_no_loss() -> None:
    time_s, points = chain()
    blinking = hidden(points, (150, 158), (170, 178), (190, 198))
    assert np.array_equal(kept(blinking, time_s), blinking, equal_nan=True)


def test_a_trunk_that_leaps_away_and_back_is_of_something_else() -> None:
    time_s, points = chain(Plan(lifts=(), before_s=2.0, after_s=2.0))
    leapt = points.copy()
    hip, shoulder = SIDE_JOINTS.index("hip"), SIDE_JOINTS.index("shoulder")
    away = points[200:220, shoulder] - points[200:220, hip]
    leapt[200:220, shoulder] = points[200:220, hip] + np.stack([away[:, 1], -away[:, 0]], axis=1)
    found = kept(leapt, time_s)
    assert np.isnan(found[200:220]).all()
    assert np.isfinite(np.delete(found, np.s_[200:220], axis=0)).all()


def test_what_was_not_seen_stays_unseen() -> None:
    time_s, points = chain()
    points[:, SIDE_JOINTS.index("ear")] = np.nan
    found = kept(points, time_s)
    assert np.isnan(found).sum() == np.isnan(points).sum()


def test_nobody_is_no_accident() -> None:
    assert np.isnan(kept(np.full((20, len(SIDE_JOINTS), 2), np.nan), np.arange(20) / 30)).all()


def test_few_frames_a_second_are_not_losses() -> None:
    time_s, points = chain()
    seldom = slice(None, None, 20)  # 5 frames a second
    assert np.array_equal(kept(points[seldom], time_s[seldom]), points[seldom], equal_nan=True)
