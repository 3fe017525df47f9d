"""From raw keypoints to a side view: gaps, jumps, noise, and what stands still."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from hiphinge.cleaning import clean
from hiphinge.cleaning.side_view import MAX_GAP_S
from hiphinge.motion import SIDE_JOINTS, FloatArray, Motion, SideMotion
from hiphinge.testing import Camera, Hidden, Laboratory, Lift, Plan, SyntheticRecording, record_markers, record_video

ONE = Plan(lifts=(Lift(),))


def changed(motion: Motion, joint: str, frames: slice, by: float | FloatArray) -> Motion:
    positions = motion.positions.copy()
    positions[frames, motion.layout.keypoints.index(joint)] += by
    return replace(motion, positions=positions)


def hidden(*stretches: tuple[float, float], joints: tuple[str, ...] = ()) -> SyntheticRecording:
    parts = tuple(Hidden(start_s=a, end_s=b, joints=joints) for a, b in stretches)
    return record_video(ONE, camera=Camera(hidden=parts))


@pytest.mark.parametrize("facing", ["left", "right"])
def test_forward_is_plus_x_and_up_is_plus_y(facing: str) -> None:
    side = clean(record_video(ONE, camera=Camera(facing=facing)).motion)  # type: ignore[arg-type] # one of the two words
    assert (side.joint("toe")[:, 0] > side.joint("heel")[:, 0]).all()
    assert (side.joint("shoulder")[0] > side.joint("hip")[0])[1]
    assert side.unit == "px"
    assert (side.near_side, side.view.facing) == (facing, facing)
    assert side.frame_rate_hz == pytest.approx(30.0)


def test_a_laboratory_is_in_metres_and_left_where_it_is() -> None:
    recording = record_markers(ONE, laboratory=Laboratory(heading_deg=70), stature_m=1.8)
    side = clean(recording.motion)
    assert side.unit == "m"
    assert side.leg_length == pytest.approx(1.8 * 0.491, abs=1e-3)
    assert side.joint("hip")[0, 1] == pytest.approx(recording.motion.point("right_hip")[0, 1], abs=1e-3)


def test_the_leg_is_as_long_as_in_the_synthetic_person() -> None:
    side = clean(record_video(ONE, camera=Camera(stature_px=1000.0)).motion)
    assert side.leg_length == pytest.approx(491.0, rel=0.02)


def test_a_short_gap_is_closed() -> None:
    recording = hidden((1.5, 1.8))
    side = clean(recording.motion)
    assert np.isfinite(side.near).all()
    whole = clean(record_video(ONE).motion)
    assert np.abs(side.near - whole.near).max() < 0.03 * whole.leg_length


def test_a_long_gap_stays_open() -> None:
    recording = hidden((1.5, 2.5))
    side = clean(recording.motion)
    within = (recording.motion.time_s >= 1.5) & (recording.motion.time_s < 2.5)
    assert np.isnan(side.near[within]).all()
    assert np.isfinite(side.near[~within]).all()
    assert (side.quality[within] == 0).all()


@pytest.mark.parametrize(("length_s", "closed"), [(MAX_GAP_S - 0.05, True), (MAX_GAP_S + 0.05, False)])
def test_where_the_line_lies(length_s: float, closed: bool) -> None:  # noqa: FBT001 - a parameter of the test
    side = clean(hidden((2.0, 2.0 + length_s - 1 / 30)).motion)
    assert bool(np.isfinite(side.near).all()) == closed


def test_gaps_at_either_end_stay_open() -> None:
    recording = hidden((0.0, 0.2), (5.2, 9.0))
    side = clean(recording.motion)
    assert np.isnan(side.near[[0, -1]]).all()


def test_one_joints_gap_is_its_own() -> None:
    side = clean(hidden((1.0, 2.0), joints=("ear",)).motion)
    ear = SIDE_JOINTS.index("ear")
    assert np.isnan(side.near[:, ear]).any()
    assert np.isfinite(np.delete(side.near, ear, axis=1)).all()


def test_a_turned_head_still_counts() -> None:
    motion = record_video(ONE).motion
    confidence = motion.confidence.copy()
    confidence[:, motion.layout.keypoints.index("right_ear")] = 0.15
    assert np.isfinite(clean(replace(motion, confidence=confidence)).joint("ear")).all()


@pytest.mark.parametrize("joint", ["right_knee", "right_shoulder", "right_hip"])
def test_a_jump_is_taken_out(joint: str) -> None:
    motion = record_video(ONE).motion
    side, whole = clean(changed(motion, joint, slice(15, 17), 120.0)), clean(motion)
    assert np.abs(side.near - whole.near).max() < 0.01 * whole.leg_length


def test_noise_is_smoothed() -> None:
    noisy, still = (record_video(ONE, camera=Camera(noise_px=noise)).motion for noise in (4.0, 0.0))
    left = clean(noisy).joint("hip") - clean(still).joint("hip")
    assert 0 < float(np.std(left)) < 0.65 * 4.0


def test_the_far_side_is_kept_as_a_check() -> None:
    side = clean(record_video(ONE, camera=Camera(yaw_deg=15)).motion)
    apart = np.linalg.norm(side.joint("shoulder", side="far") - side.joint("shoulder"), axis=1)
    assert np.median(apart) == pytest.approx(2 * 0.105 * 850 * np.sin(np.radians(15)), rel=0.3)


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_a_few_frames_are_no_accident(frames: int) -> None:
    motion = record_video(ONE).motion
    short = Motion(
        time_s=motion.time_s[:frames],
        positions=motion.positions[:frames],
        confidence=motion.confidence[:frames],
        layout=motion.layout,
        coordinate_frame=motion.coordinate_frame,
        origin=motion.origin,
    )
    assert len(clean(short)) == frames


def test_nobody_in_the_frame_is_no_accident() -> None:
    motion = record_video(ONE).motion
    side = clean(replace(motion, positions=np.full_like(motion.positions, np.nan), world_m=None))
    assert np.isnan(side.near).all()
    assert np.isnan(side.leg_length)


def near_leg_lifted() -> tuple[Motion, SideMotion]:
    """Return a video in which only the far leg stands, and the same with both standing, seen from the side."""
    motion = record_video(ONE, camera=Camera(facing="right")).motion
    usual = clean(motion)
    height_px = 0.5 * usual.leg_length * np.sin(np.pi * np.arange(len(motion)) / len(motion))
    away = np.stack([-0.9 * height_px, -height_px], axis=1)
    for part in ("knee", "ankle", "heel", "toe"):
        motion = changed(motion, f"{usual.near_side}_{part}", slice(None), away)
    return motion, usual


def test_who_stands_on_the_far_leg_is_measured_on_it() -> None:
    motion, usual = near_leg_lifted()
    seen = clean(motion)
    assert seen.near_side == usual.near_side
    for part in ("knee", "ankle", "toe"):
        assert np.abs(seen.joint(part) - usual.far[:, SIDE_JOINTS.index(part)]).max() < 0.1 * usual.leg_length


def test_a_far_foot_that_trembles_stands_all_the_same() -> None:
    motion, usual = near_leg_lifted()
    far = "left" if usual.near_side == "right" else "right"
    frames = slice(len(motion) // 2, len(motion) // 2 + 12)
    motion = changed(motion, f"{far}_ankle", frames, np.array([0.0, -0.18 * usual.leg_length]))
    assert clean(motion).on_far_leg
    assert not usual.on_far_leg


def test_a_step_is_no_standing_on_the_far_leg() -> None:
    motion, _ = near_leg_lifted()
    positions = record_video(ONE, camera=Camera(facing="right")).motion.positions.copy()
    early = slice(len(motion) // 2, len(motion) // 2 + round(0.09 * len(motion)))
    positions[early] = motion.positions[early]
    assert not clean(replace(motion, positions=positions)).on_far_leg


@pytest.mark.parametrize("side", ["left", "right"])
def test_one_hip_is_enough_on_the_far_leg(side: str) -> None:
    motion, _ = near_leg_lifted()
    confidence = motion.confidence.copy()
    confidence[:, motion.layout.keypoints.index(f"{side}_hip")] = 0.0
    assert np.isfinite(clean(replace(motion, confidence=confidence)).joint("hip")).all()


def test_the_standing_leg_brings_its_own_quality() -> None:
    motion, usual = near_leg_lifted()
    confidence = motion.confidence.copy()
    confidence[:, motion.layout.keypoints.index(f"{usual.near_side}_knee")] = 0.95
    far = "left" if usual.near_side == "right" else "right"
    confidence[:, motion.layout.keypoints.index(f"{far}_knee")] = 0.55
    seen = clean(replace(motion, confidence=confidence))
    assert seen.near_side == usual.near_side
    assert seen.quality[:, SIDE_JOINTS.index("knee")] == pytest.approx(0.55)


def test_the_input_is_not_touched() -> None:
    motion = record_video(ONE, camera=Camera(noise_px=3.0)).motion
    before = motion.positions.copy(), motion.confidence.copy()
    clean(motion)
    assert np.array_equal(motion.positions, before[0])
    assert np.array_equal(motion.confidence, before[1])


def test_a_motion_from_another_process_is_cleaned_as_the_original() -> None:
    motion = record_video(Plan(lifts=(Lift(),))).motion
    travelled = pickle.loads(pickle.dumps(motion))  # noqa: S301  # our own
    np.testing.assert_array_equal(clean(travelled).near, clean(motion).near)


def test_hands_behind_the_plate_that_they_hold_are_followed_by_the_elbows() -> None:
    """A plate that hides the hands all the time still hides the legs."""
    motion = record_video(Plan(lifts=(Lift(),), after_s=2.0)).motion
    elbows = (motion.point("left_elbow") + motion.point("right_elbow")) / 2
    across = np.full(len(motion), 200.0)
    plate = np.column_stack([elbows + np.array([0.0, 120.0]), across, across, np.ones(len(motion))])
    confidence = motion.confidence.copy()
    for joint in ("left_wrist", "right_wrist"):
        confidence[:, motion.layout.keypoints.index(joint)] = 0.0
    side = clean(replace(motion, plate=plate, confidence=confidence))
    assert np.isnan(side.joint("wrist")).all()
    assert side.behind_plate is not None


def with_near_leg_along_the_plate(sure: float, *, plate: bool = True) -> tuple[Motion, Motion, slice]:
    """Return a lift, the same with the near leg drawn half a shin too high for a while, and when."""
    motion, frames = record_video(ONE).motion, slice(10, 40)
    round_thing = np.column_stack([motion.point("left_hip"), np.full((len(motion), 2), 100.0), np.ones(len(motion))])
    motion = replace(motion, plate=round_thing if plate else None)
    drawn, confidence = motion, motion.confidence.copy()
    for joint in ("knee", "ankle", "heel", "toe"):
        drawn = changed(drawn, f"right_{joint}", frames, np.array([60.0, -120.0]))
        confidence[frames, motion.layout.keypoints.index(f"right_{joint}")] = sure
    return motion, replace(drawn, confidence=confidence), frames


def test_a_leg_that_is_drawn_along_the_plate_is_taken_from_the_far_one() -> None:
    true, drawn, frames = with_near_leg_along_the_plate(0.3)
    assert clean(true).near_side == "right"
    for joint in ("knee", "ankle"):
        off = clean(drawn).joint(joint) - clean(true).joint(joint)
        assert np.abs(off[frames]).max() < 0.03 * clean(true).leg_length


def test_a_leg_is_not_taken_from_the_far_one_where_the_network_is_sure_or_no_plate_is_in_view() -> None:
    for sure, plate in ((0.9, True), (0.3, False)):
        true, drawn, frames = with_near_leg_along_the_plate(sure, plate=plate)
        off = clean(drawn).joint("ankle") - clean(true).joint("ankle")
        middle = off[frames, 1][5:-5]
        assert not (np.abs(middle) < 50.0).any()
