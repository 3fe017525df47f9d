"""Synthetic recordings: what the camera and the laboratory do to a trajectory, and that the seed decides."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.motion import CoordinateFrame, Motion
from hiphinge.testing import Camera, Hidden, Laboratory, Lift, Plan, record_markers, record_video

PLAN = Plan(lifts=(Lift(),))


def width_px(motion: Motion, joint: str) -> float:
    return float(np.median(motion.point(f"left_{joint}")[:, 0] - motion.point(f"right_{joint}")[:, 0]))


def test_a_video_is_a_motion_of_the_right_shape() -> None:
    recording = record_video(PLAN)
    assert recording.motion.coordinate_frame is CoordinateFrame.IMAGE_PX
    assert recording.motion.positions.shape == (len(recording.motion), 33, 2)
    assert recording.motion.origin.size_px == (720, 1280)
    assert all(len(series) == len(recording.motion) for series in recording.truth.values())


def test_the_person_is_as_tall_as_given() -> None:
    motion = record_video(PLAN, camera=Camera(stature_px=1000.0)).motion
    assert motion.point("left_ankle")[0, 1] - motion.point("left_knee")[0, 1] == pytest.approx(246, abs=1)


def test_facing_left_is_the_mirror_of_facing_right() -> None:
    right, left = (record_video(PLAN, camera=Camera(facing=way)).motion for way in ("right", "left"))
    order = right.layout.mirrored_order()
    assert left.positions[:, order, 0] == pytest.approx(720 - right.positions[..., 0])
    assert left.positions[:, order, 1] == pytest.approx(right.positions[..., 1])
    assert left.confidence[:, order] == pytest.approx(right.confidence)


def test_from_the_side_both_sides_lie_on_each_other() -> None:
    assert width_px(record_video(PLAN).motion, "shoulder") == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("yaw_deg", "sign"), [(90.0, 1), (-90.0, -1)])
def test_from_the_front_the_left_shoulder_is_on_the_right(yaw_deg: float, sign: int) -> None:
    motion = record_video(PLAN, camera=Camera(yaw_deg=yaw_deg)).motion
    assert width_px(motion, "shoulder") == pytest.approx(sign * 2 * 0.105 * 850)


def test_depth_points_away_from_the_camera() -> None:
    motion = record_video(PLAN).motion
    assert motion.world_m is not None
    left, right = (motion.layout.keypoints.index(f"{side}_hip") for side in ("left", "right"))
    assert (motion.world_m[:, left, 2] > 0).all()  # facing right, the left side is the far one
    assert motion.world_m[:, left] == pytest.approx(-motion.world_m[:, right])
    assert record_video(PLAN, camera=Camera(sees_depth=False)).motion.world_m is None


@pytest.mark.parametrize(
    ("facing", "yaw_deg", "near"),
    [("right", 0, "right"), ("left", 0, "left"), ("right", 30, "right"), ("right", 170, "left")],
)
def test_the_side_towards_the_camera_is_seen_better(facing: str, yaw_deg: float, near: str) -> None:
    camera = Camera(facing=facing, yaw_deg=yaw_deg)  # type: ignore[arg-type] # one of the two words
    motion = record_video(PLAN, camera=camera).motion
    far = "left" if near == "right" else "right"
    assert (motion.confidence_of(f"{near}_hip") > motion.confidence_of(f"{far}_hip")).all()


def test_hidden_points_are_unsure_only_while_hidden() -> None:
    hidden = Hidden(start_s=1.0, end_s=1.5, joints=("knee", "left_ear"))
    motion = record_video(PLAN, camera=Camera(hidden=(hidden,))).motion
    within = (motion.time_s >= 1.0) & (motion.time_s < 1.5)
    for joint in ("left_knee", "right_knee", "left_ear"):
        assert (motion.confidence_of(joint) < 0.1).tolist() == within.tolist()
    for joint in ("right_ear", "left_hip"):
        assert motion.confidence_of(joint).min() > 0.5


def test_noise_is_as_large_as_given() -> None:
    still, noisy = (record_video(PLAN, camera=Camera(noise_px=noise)).motion.positions for noise in (0.0, 3.0))
    assert float(np.std(noisy - still)) == pytest.approx(3.0, rel=0.05)


def test_uneven_frames_keep_their_order_and_their_truth() -> None:
    recording = record_video(PLAN, camera=Camera(uneven=0.45))
    steps = np.diff(recording.motion.time_s)
    assert steps.min() > 0
    assert steps.max() > 1.3 * steps.min()
    even = record_video(PLAN)
    shared = np.interp(recording.motion.time_s, even.motion.time_s, even.truth["trunk_inclination_deg"])
    assert recording.truth["trunk_inclination_deg"] == pytest.approx(shared, abs=0.5)


def test_the_clock_may_begin_anywhere() -> None:
    early, late = record_video(PLAN), record_video(PLAN, camera=Camera(first_s=100.0))
    assert late.motion.time_s == pytest.approx(early.motion.time_s + 100.0)
    assert late.repetitions[0].start_s == pytest.approx(early.repetitions[0].start_s + 100.0)
    assert record_markers(PLAN, laboratory=Laboratory(first_s=7.0)).motion.time_s[0] == 7.0


def test_a_step_moves_the_feet_in_the_frame() -> None:
    plan = replace(PLAN, sets=2, step_m=0.5)
    motion = record_video(plan, camera=Camera(facing="left", stature_px=875.0), stature_m=1.75).motion
    ankle = motion.point("left_ankle")[:, 0]
    assert ankle[-1] - ankle[0] == pytest.approx(-250.0)


@pytest.mark.parametrize("heading_deg", [0.0, 90.0, 200.0])
def test_the_laboratory_turns_the_person_about_the_vertical(heading_deg: float) -> None:
    motion = record_markers(PLAN, laboratory=Laboratory(heading_deg=heading_deg, place_m=(2.0, -1.0))).motion
    foot = (motion.point("left_toe") - motion.point("left_heel"))[0]
    assert np.degrees(np.arctan2(foot[2], foot[0])) % 360 == pytest.approx(heading_deg)
    across = (motion.point("right_hip") - motion.point("left_hip"))[0]
    assert np.cross(foot * [1, 0, 1], [0, 1, 0]) @ across > 0  # forward, up, right
    middle = (motion.point("left_ankle") + motion.point("right_ankle"))[0] / 2
    assert middle[[0, 2]] == pytest.approx([2.0, -1.0])


def test_the_same_seed_gives_the_same_recording() -> None:
    camera = Camera(noise_px=2.0, uneven=0.2, hidden=(Hidden(start_s=1.0, end_s=1.2),))
    one, two, other = (record_video(PLAN, camera=camera, seed=seed).motion for seed in (4, 4, 5))
    assert np.array_equal(one.positions, two.positions)
    assert np.array_equal(one.time_s, two.time_s)
    assert not np.array_equal(one.positions, other.positions)


def test_what_counts_is_neither_attempt_nor_lowering() -> None:
    plan = Plan(lifts=(Lift(), Lift(depth=0.3), Lift()), ends_at="bottom")
    assert [r.kind for r in record_video(plan).repetitions] == ["repetition", "attempt", "lowering"]
    assert len(record_video(plan).counted) == 1
