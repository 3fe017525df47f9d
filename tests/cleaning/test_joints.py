"""Joints are drawn a little way, to where they belong, and never farther."""

import numpy as np
import pytest

from hiphinge.cleaning.joints import FAR_SHARE, HELD_ANKLE_SHARE, HIP_SHIFT, correct_joints
from hiphinge.motion import SIDE_JOINTS, FloatArray
from hiphinge.testing import SQUAT, Lift, Plan, record_markers

LEG = 0.491 * 1.75


def chain(plan: Plan | None = None) -> FloatArray:
    motion = record_markers(plan or Plan(lifts=(Lift(),))).motion
    return np.stack([motion.point(f"right_{joint}")[:, :2] for joint in SIDE_JOINTS], axis=1)


def joint(points: FloatArray, name: str) -> FloatArray:
    return points[:, SIDE_JOINTS.index(name)]


def clock(points: FloatArray) -> FloatArray:
    return np.arange(len(points)) / 100.0


def nowhere(points: FloatArray) -> FloatArray:
    return np.full_like(points, np.nan)


def test_a_person_who_stands_is_left_alone() -> None:
    points = chain(Plan(lifts=(), before_s=2.0))
    corrected = correct_joints(points, points, clock(points), leg_length=LEG)
    assert np.abs(corrected - points).max() < 0.003 * LEG


def test_a_bent_hip_is_drawn_up_the_trunk() -> None:
    points = chain()
    corrected = correct_joints(points, nowhere(points), clock(points), leg_length=LEG)
    moved = np.linalg.norm(joint(corrected, "hip") - joint(points, "hip"), axis=1)
    trunk = np.linalg.norm(joint(points, "shoulder") - joint(points, "hip"), axis=1)
    assert moved.max() == pytest.approx(HIP_SHIFT * trunk[0], rel=0.01)  # folded by about 90 degrees
    deepest = int(np.argmax(moved))
    way = joint(corrected, "hip")[deepest] - joint(points, "hip")[deepest]
    along = joint(points, "shoulder")[deepest] - joint(points, "hip")[deepest]
    assert float(way @ along) == pytest.approx(moved.max() * trunk[0], rel=1e-6)


def test_the_far_side_is_mixed_in_by_its_share() -> None:
    points = chain(Plan(lifts=(), before_s=1.0))
    far = points + np.array([0.04, 0.0])
    corrected = correct_joints(points, far, clock(points), leg_length=LEG)
    shoulder = joint(corrected, "shoulder") - joint(points, "shoulder")
    assert shoulder[:, 0] == pytest.approx(FAR_SHARE["shoulder"] * 0.04)


def test_a_far_side_that_is_lost_is_left_out() -> None:
    points = chain(Plan(lifts=(), before_s=1.0))
    alone = correct_joints(points, nowhere(points), clock(points), leg_length=LEG)
    assert np.array_equal(correct_joints(points, points + np.array([2.0, 0.0]), clock(points), leg_length=LEG), alone)


def test_a_standing_ankle_is_held() -> None:
    points = chain()
    shaking = points.copy()
    random = np.random.default_rng(0)
    shaking[:, SIDE_JOINTS.index("ankle")] += 0.01 * random.standard_normal((len(points), 2))
    ankle = joint(correct_joints(shaking, nowhere(points), clock(points), leg_length=LEG), "ankle")
    assert float(np.std(ankle[:, 0])) == pytest.approx((1 - HELD_ANKLE_SHARE) * 0.01, rel=0.2)


@pytest.mark.parametrize("seconds", [8, 60])
def test_a_step_is_no_wandering(seconds: int) -> None:
    points = chain(Plan(lifts=(), before_s=float(seconds)))
    half = len(points) // 2
    stepped = points.copy()
    stepped[half:, :, 0] += 0.4
    moved = joint(correct_joints(stepped, nowhere(points), clock(points), leg_length=LEG) - stepped, "ankle")
    gone = np.abs(moved[:, 0])
    assert (gone[: half - 10].max() < 1e-6) == (seconds == 60)  # a short recording has one place
    assert gone[-1] < 1e-6


def test_a_knee_that_bends_far_is_drawn_to_the_known_lengths() -> None:
    points = chain(Plan(movement=SQUAT, lifts=(Lift(),)))
    wrong = points.copy()
    deepest = int(np.argmin(joint(points, "hip")[:, 1]))
    wrong[deepest, SIDE_JOINTS.index("knee")] += (0.06, 0.03)
    true = joint(points, "knee")[deepest]
    raw = correct_joints(points, nowhere(points), clock(points), leg_length=LEG)[deepest, SIDE_JOINTS.index("knee")]
    corrected = correct_joints(wrong, nowhere(points), clock(points), leg_length=LEG)[
        deepest, SIDE_JOINTS.index("knee")
    ]
    assert np.linalg.norm(raw - true) < 0.02
    assert np.linalg.norm(corrected - true) < 0.75 * np.linalg.norm([0.06, 0.03])


def test_without_a_leg_nothing_is_settled() -> None:
    points = chain()
    assert correct_joints(points, points, clock(points), leg_length=float("nan")) is points


def test_unseen_joints_stay_unseen_and_spoil_nothing() -> None:
    points = chain()
    holed = points.copy()
    holed[50:80] = np.nan
    corrected = correct_joints(holed, holed, clock(points), leg_length=LEG)
    assert np.isnan(corrected).any(axis=(1, 2)).tolist() == np.isnan(holed).any(axis=(1, 2)).tolist()
    nobody = nowhere(points)
    assert np.isnan(correct_joints(nobody, nobody, clock(points), leg_length=LEG)).all()
