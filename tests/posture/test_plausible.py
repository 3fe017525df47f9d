"""Landmarks that nobody on their feet could have are no movement."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import analyse
from hiphinge.cleaning import clean
from hiphinge.kinematics import joint_angles
from hiphinge.motion import SIDE_JOINTS, SideMotion
from hiphinge.posture import implausible_poses
from hiphinge.testing import DEADLIFT, HINGE, SQUAT, SWING, Movement, Plan, record_video


def side_of(movement: Movement) -> SideMotion:
    return clean(record_video(Plan(movement=movement)).motion)


def trunk_of(side: SideMotion) -> np.ndarray:
    return joint_angles(side)["trunk_inclination_deg"]


@pytest.mark.parametrize("movement", [HINGE, DEADLIFT, SQUAT, SWING])
def test_whoever_moves_on_their_feet_is_plausible(movement: Movement) -> None:
    side = side_of(movement)
    assert not implausible_poses(side, trunk_of(side)).any()


def test_a_trunk_that_hangs_over_hips_that_stayed_is_not() -> None:
    side = side_of(HINGE)
    near = np.array(side.near)
    shoulder, hip = (SIDE_JOINTS.index(name) for name in ("shoulder", "hip"))
    still = side.time_s < 0.5
    length = np.linalg.norm(near[:, shoulder] - near[:, hip], axis=1)
    lean = np.radians(126.0)
    near[still, shoulder] = near[still, hip] + length[still, None] * [np.sin(lean), np.cos(lean)]
    broken = replace(side, near=near)
    found = implausible_poses(broken, trunk_of(broken))
    assert found[still].all()
    assert not found[~still].any()


@pytest.mark.parametrize("lean_deg", [170.0, -150.0])
def test_a_trunk_upside_down_is_not(lean_deg: float) -> None:
    side = side_of(HINGE)
    trunk = trunk_of(side)
    trunk[:10] = lean_deg
    found = implausible_poses(side, trunk)
    assert found[:10].all()
    assert not found[10:].any()


def test_a_head_turned_backwards_is_not() -> None:
    side = side_of(HINGE)
    near = np.array(side.near)
    ear, shoulder = (SIDE_JOINTS.index(name) for name in ("ear", "shoulder"))
    near[:10, ear] = 2 * near[:10, shoulder] - near[:10, ear]
    found = implausible_poses(replace(side, near=near), trunk_of(side))
    assert found[:10].all()
    assert not found[10:].any()


def tipped(side: SideMotion, frames: slice, *, back_deg: float) -> SideMotion:
    """Return the side view with the head tipped back about the shoulder in these frames."""
    near = np.array(side.near)
    ear, shoulder = (SIDE_JOINTS.index(name) for name in ("ear", "shoulder"))
    c, s = np.cos(np.radians(back_deg)), np.sin(np.radians(back_deg))
    neck = near[frames, ear] - near[frames, shoulder]
    near[frames, ear] = near[frames, shoulder] + neck @ np.array([[c, s], [-s, c]])
    return replace(side, near=near)


@pytest.mark.parametrize(("back_deg", "expected"), [(70.0, True), (40.0, False)])
def test_a_head_far_behind_an_upright_trunk_is_not(back_deg: float, *, expected: bool) -> None:
    side = side_of(HINGE)
    upright = slice(0, 8)
    assert trunk_of(side)[upright].max() < 15
    found = implausible_poses(tipped(side, upright, back_deg=back_deg), trunk_of(side))
    assert set(found[upright]) == {expected}
    assert not found[8:].any()


def test_a_head_lifted_from_a_bent_trunk_is() -> None:
    side = side_of(HINGE)
    deepest = int(np.nanargmax(trunk_of(side)))
    assert trunk_of(side)[deepest] > 60
    frames = slice(deepest - 2, deepest + 3)
    assert not implausible_poses(tipped(side, frames, back_deg=70.0), trunk_of(side)).any()


def test_a_lockout_whose_landmarks_fall_over_is_no_repetition() -> None:
    video = record_video(Plan())
    motion = video.motion
    at = (motion.time_s > motion.time_s[-1] - 0.7) & (motion.time_s < motion.time_s[-1] - 0.2)
    positions = np.array(motion.positions)
    for side in ("left", "right"):
        hip, shoulder, ear = (motion.layout.index(f"{side}_{name}") for name in ("hip", "shoulder", "ear"))
        for joint in (shoulder, ear):
            up = positions[at, hip, 1] - positions[at, joint, 1]
            positions[at, joint] = positions[at, hip] + np.stack([np.abs(up) * 0.8, up * 0.6], axis=1)
    broken = analyse(replace(motion, positions=positions))
    assert len(broken.counted) == len(video.counted)
