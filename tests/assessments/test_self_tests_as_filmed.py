"""Self-tests as networks and cameras give them: limbs exchanged, joints thrown about, trunks seen short."""

from dataclasses import replace

import numpy as np
import pytest
from tests.assessments.posed import (
    FOURS,
    PRONE,
    birds,
    front_foot,
    hanging,
    held,
    on_one_leg,
    pulled,
    way,
)

from hiphinge.assessments import measure_self_test
from hiphinge.assessments.self_tests.body import body_of
from hiphinge.measures import Measured, Measurement, NotMeasurable
from hiphinge.motion import BodySide, Motion
from hiphinge.motion.contour import CONTOUR_STATIONS, TRUNK_STATIONS
from hiphinge.testing import Limbs, record_limbs, record_video
from hiphinge.workflow.demonstrations import motion_of_test

NEAR_AND_FAR: tuple[BodySide, BodySide] = ("right", "left")
"""Of a body that is posed face up, its legs to the right of the frame."""


def with_legs_exchanged(motion: Motion, times_s: tuple[tuple[float, float], ...]) -> Motion:
    """Return a recording in which the network takes one leg for the other in some stretches."""
    names = motion.layout.keypoints
    other = {"left": "right", "right": "left"}
    order = np.arange(len(names))
    for place, name in enumerate(names):
        side, _, joint = name.partition("_")
        if joint in {"knee", "ankle", "heel", "toe"}:
            order[place] = names.index(f"{other[side]}_{joint}")
    within = np.any([(motion.time_s >= start) & (motion.time_s < end) for start, end in times_s], axis=0)
    return replace(
        motion,
        positions=np.where(within[:, None, None], motion.positions[:, order], motion.positions),
        confidence=np.where(within[:, None], motion.confidence[:, order], motion.confidence),
    )


@pytest.mark.parametrize("times_s", [((3.0, 3.2), (4.0, 5.5), (6.0, 6.1)), ((2.3, 4.5), (5.5, 8.8))])
def test_a_stand_on_one_leg_lasts_though_the_legs_are_exchanged(times_s: tuple[tuple[float, float], ...]) -> None:
    keys, truth = on_one_leg(6.0)
    motion = with_legs_exchanged(record_limbs(keys, frame_rate_hz=20.0), times_s)
    found = measure_self_test("single_leg_stand", motion, side="left").value("hold_s", "left")
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(truth["hold_s", "left"][0], abs=0.5)


def test_a_bird_dog_whose_legs_are_called_the_same_is_named_by_the_arms() -> None:
    motion = record_limbs(birds("left", "right"), frame_rate_hz=20.0)
    halfway = float(motion.time_s[-1]) / 2
    same = with_legs_exchanged(motion, ((halfway, 99.0),))
    found = [measure_self_test("bird_dog_test", same, side=side).value("hold_s", side) for side in ("left", "right")]
    assert [one.value for one in found if isinstance(one, Measurement)] == pytest.approx([6.4, 6.4], abs=0.6)


def test_hands_that_are_exchanged_in_some_frames_do_not_end_a_bird_dog() -> None:
    motion = record_limbs(birds("left"), frame_rate_hz=20.0)
    off = (motion.time_s % 1.5 < 0.8)[:, None, None]
    wrists = [motion.layout.keypoints.index(f"{side}_wrist") for side in ("left", "right")]
    positions = motion.positions.copy()
    floor = positions[:1, wrists]
    positions[:, wrists] = np.where(off & (motion.time_s[:, None, None] < 5.0), floor, positions[:, wrists])
    found = measure_self_test("bird_dog_test", replace(motion, positions=positions), side="left").value(
        "hold_s", "left"
    )
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(6.4, abs=0.6)


def test_a_hidden_leg_that_only_seems_to_be_up_does_not_lengthen_a_bird_dog() -> None:
    motion = record_limbs(birds("left", "right"), frame_rate_hz=20.0)
    names = motion.layout.keypoints
    ankle, hip = (names.index(f"right_{joint}") for joint in ("ankle", "hip"))
    positions = motion.positions.copy()
    thrown = (motion.time_s >= 18.4) & (motion.time_s < 20.5)
    positions[thrown, ankle, 1] = positions[thrown, hip, 1]
    found = measure_self_test("bird_dog_test", replace(motion, positions=positions), side="right").value(
        "hold_s", "right"
    )
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(6.4, abs=0.6)


def test_a_trunk_that_hangs_little_is_not_held_before_it_is_lifted() -> None:
    on_bench = replace(PRONE, hip_up=0.45)
    hangs = replace(on_bench, trunk=115.0)
    keys = way((0.0, hangs), (2.0, hangs), (2.6, on_bench), (8.6, on_bench), (9.2, hangs), (11.0, hangs))
    found = measure_self_test("back_endurance", record_limbs(keys, frame_rate_hz=20.0)).value("hold_s")
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(6.5, abs=0.5)


def test_a_bow_in_which_one_leg_was_misplaced_gives_no_knee_and_no_hip() -> None:
    motion = record_video().motion
    places = [motion.layout.keypoints.index(f"left_{joint}") for joint in ("hip", "knee", "ankle")]
    positions = motion.positions.copy()
    knee, ankle = (motion.positions[:, place] for place in places[1:])
    positions[:, places[1]] = knee + 0.5 * np.linalg.norm(knee - ankle, axis=1)[:, None] * np.array([1.0, 0.0])
    thrown = replace(motion, positions=positions)
    as_it_was, misplaced = (measure_self_test("waiters_bow_test", one) for one in (motion, thrown))
    assert isinstance(as_it_was.value("knee_flexion_deg"), Measurement)
    for quantity in ("knee_flexion_deg", "hip_flexion_deg", "lumbar_share"):
        assert misplaced.value(quantity).id == "low_confidence"  # type: ignore[union-attr]  # not measured


def test_a_hanging_leg_that_is_thrown_about_is_not_measured() -> None:
    keys, _ = hanging(10.0, 55.0)
    motion = record_limbs(keys, frame_rate_hz=20.0)
    knee = motion.layout.index("right_knee")
    assert knee is not None
    positions = motion.positions.copy()
    thrown = (motion.time_s > 3.0) & (motion.time_s % 1.0 < 0.5)
    positions[:, knee] = np.where(thrown[:, None], positions[:, knee] - np.array([0.0, 60.0]), positions[:, knee])
    found = measure_self_test("thomas", replace(motion, positions=positions)).value("hanging_knee_deg", "right")
    assert isinstance(found, NotMeasurable)


@pytest.mark.parametrize("turned_deg", [0, 90, 270])
def test_a_hanging_leg_on_the_far_side_is_not_measured_and_the_near_one_is(turned_deg: int) -> None:
    motion = record_limbs(hanging(10.0, 55.0)[0], turned_deg=turned_deg)
    near, far = (measure_self_test("thomas", motion, side=side).values[0].measured for side in NEAR_AND_FAR)
    assert isinstance(near, Measurement)
    assert isinstance(far, NotMeasurable)
    assert far.id == "tested_leg_far"


def test_a_thigh_that_is_thrown_further_for_a_moment_is_read_where_it_is_held() -> None:
    motion = record_limbs(pulled(110.0, 0.0)[0], frame_rate_hz=20.0)
    hip = motion.layout.index("left_hip")
    assert hip is not None
    positions = motion.positions.copy()
    positions[np.abs(motion.time_s - 3.5) < 0.35, hip, 0] += 12.0
    thrown, held_still = (
        measure_self_test("knee_to_chest", one, side="left").value("thigh_fold_deg", "left")
        for one in (replace(motion, positions=positions), motion)
    )
    assert isinstance(thrown, Measurement)
    assert isinstance(held_still, Measurement)
    assert thrown.value == pytest.approx(held_still.value, abs=2.0)


def test_a_thigh_that_is_seen_far_too_short_is_not_measured() -> None:
    motion = record_limbs(pulled(110.0, 0.0)[0], frame_rate_hz=20.0)
    hip, knee = (motion.layout.keypoints.index(f"left_{joint}") for joint in ("hip", "knee"))
    positions = motion.positions.copy()
    pulls = motion.time_s > 2.0
    positions[pulls, knee] = 0.55 * positions[pulls, knee] + 0.45 * positions[pulls, hip]
    short = replace(motion, positions=positions)
    found = measure_self_test("knee_to_chest", short, side="left").value("thigh_fold_deg", "left")
    assert isinstance(found, NotMeasurable)
    assert found.id == "low_confidence"


def test_a_hold_of_the_bird_dog_lasts_though_the_foot_changes_its_name_meanwhile() -> None:
    motion = record_limbs(birds("left", "right"), frame_rate_hz=20.0)
    names, positions = motion.layout.keypoints, motion.positions.copy()
    feet = [names.index(f"{side}_ankle") for side in ("left", "right")]
    middle = np.flatnonzero((motion.time_s > 3.5) & (motion.time_s < 5.5))[:, None]
    positions[middle, feet] = positions[middle, feet[::-1]]
    renamed = measure_self_test("bird_dog_test", replace(motion, positions=positions))
    for side in ("left", "right"):
        found = renamed.value("hold_s", side)
        assert isinstance(found, Measurement)
        assert found.value == pytest.approx(6.3, abs=0.5)


@pytest.mark.parametrize("bend", [0.12, -0.12])
def test_a_back_that_hollows_or_rounds_in_the_bird_dog_does_so_whichever_way_the_person_looks(bend: float) -> None:
    drawn = record_limbs(birds("left", "right", bend=bend), frame_rate_hz=20.0)
    assert drawn.contour is not None
    mirrored = replace(drawn, positions=drawn.positions * np.array([-1.0, 1.0]), contour=drawn.contour[..., ::-1])
    for motion in (drawn, mirrored):
        found = measure_self_test("bird_dog_test", motion).value("back_line_change_deg", "left")
        assert isinstance(found, Measurement)
        # The outline is a parabola: the median of its rise over the middle of the trunk is 0.96 of its most.
        assert found.value == pytest.approx(np.degrees(2.0 * np.arctan(2.0 * 0.96 * bend / 0.8)), abs=2.0)


def test_a_buttock_that_comes_up_with_the_leg_is_no_back_that_hollows() -> None:
    drawn = record_limbs(birds("left", "right"), frame_rate_hz=20.0)
    assert drawn.contour is not None
    up = drawn.contour.copy()
    seat = TRUNK_STATIONS & np.array([share < 0.2 for _, _, share in CONTOUR_STATIONS])
    raised = (drawn.time_s > 3.0) & (drawn.time_s < 8.6)
    up[np.ix_(raised, seat)] *= 1.6
    found = measure_self_test("bird_dog_test", replace(drawn, contour=up)).value("back_line_change_deg", "left")
    assert isinstance(found, Measurement)
    assert abs(found.value) < 1.5


@pytest.mark.parametrize("unseen", [True, False])
def test_a_hand_that_is_not_seen_may_be_up_and_one_that_is_seen_on_the_floor_is_not(*, unseen: bool) -> None:
    motion = record_limbs(birds("left", "right"), frame_rate_hz=20.0)
    wrists = [motion.layout.keypoints.index(f"{side}_wrist") for side in ("left", "right")]
    positions, confidence = motion.positions.copy(), motion.confidence.copy()
    positions[:, wrists] = positions[:1, wrists]
    if unseen:
        confidence[motion.time_s > 2.0, wrists[1]] = 0.0
    found = measure_self_test("bird_dog_test", replace(motion, positions=positions, confidence=confidence))
    for side in ("left", "right"):
        hold = found.value("hold_s", side)
        if unseen:
            assert isinstance(hold, Measurement)
            assert hold.value == pytest.approx(6.3, abs=0.5)
        else:
            assert not_measured(hold) == "no_limb_lifted"


def test_hands_that_are_still_on_their_way_to_the_floor_at_first_are_no_rest() -> None:
    low = replace(FOURS, left_arm=130.0, left_forearm=130.0, right_arm=130.0, right_forearm=130.0)
    reaching = replace(FOURS, left_thigh=268.0, left_shank=268.0, right_arm=125.0, right_forearm=125.0)
    keys = way((0.0, FOURS), (2.0, FOURS), (3.0, reaching), (8.6, reaching), (9.6, FOURS), (12.0, FOURS))
    drawn, early = (
        measure_self_test("bird_dog_test", record_limbs(some, frame_rate_hz=20.0))
        for some in (keys, [*way((0.0, low), (0.5, low), (0.9, FOURS)), *keys[1:]])
    )
    exact, found = (one.value("hold_s", "left") for one in (drawn, early))
    assert isinstance(exact, Measurement)
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(exact.value, abs=0.11)


def test_a_far_leg_that_is_drawn_above_the_floor_on_all_fours_does_not_hide_the_back() -> None:
    motion = record_limbs(birds("left", "right"), frame_rate_hz=20.0)
    names, positions = motion.layout.keypoints, motion.positions.copy()
    hip, ankle = (names.index(f"right_{joint}") for joint in ("hip", "ankle"))
    low = motion.time_s < 12.0
    positions[low, ankle, 1] += 0.3 * (positions[low, hip, 1] - positions[low, ankle, 1])
    found = measure_self_test("bird_dog_test", replace(motion, positions=positions))
    assert isinstance(found.value("back_line_change_deg", "left"), Measurement)


@pytest.mark.parametrize(("bend", "points"), [(-0.03, 2.0), (-0.2, 1.0)])
def test_a_back_that_changes_by_about_as_much_as_is_allowed_leaves_the_points_open(bend: float, points: float) -> None:
    clear, close = (
        measure_self_test("bird_dog_test", record_limbs(birds("left", "right", bend=b), frame_rate_hz=20.0))
        for b in (bend, -np.tan(np.radians(6.0)) / 2.4)
    )
    assert not_measured(close.value("bird_dog_points")) == "back_near_limit"
    found = clear.value("bird_dog_points")
    assert isinstance(found, Measurement)
    assert found.value == points


def shortened(motion: Motion, joint: str, towards: str, *, after_s: float, by: float = 0.4) -> Motion:
    """Return a recording in which a joint is placed nearer to another one from some moment on, by a share."""
    names, positions = motion.layout.keypoints, motion.positions.copy()
    frames = motion.time_s > after_s
    one, other = names.index(joint), names.index(towards)
    positions[frames, one] += by * (positions[frames, other] - positions[frames, one])
    return replace(motion, positions=positions)


def test_a_thigh_that_is_thrown_about_at_the_chest_is_not_measured() -> None:
    motion = record_limbs(pulled(110.0, 0.0)[0], frame_rate_hz=20.0)
    names, positions = motion.layout.keypoints, motion.positions.copy()
    for start_s in (2.7, 3.6):
        frames = (motion.time_s > start_s) & (motion.time_s < start_s + 0.45)
        positions[frames, names.index("left_knee"), 0] += 0.4 * body_of(motion, as_filmed=True).leg
    found = measure_self_test("knee_to_chest", replace(motion, positions=positions), side="left")
    assert not_measured(found.value("thigh_fold_deg", "left")) == "low_confidence"


def test_of_two_pulls_the_further_one_counts() -> None:
    flat, far, near = pulled(118.0, 0.0)[0][0].limbs, pulled(118.0, 0.0)[0][2].limbs, pulled(112.0, 0.0)[0][2].limbs
    times = [(0.0, flat), (1.0, flat), (1.8, near), (3.5, near), (4.3, flat), (5.5, flat), (6.3, far), (8.0, far)]
    motion = record_limbs(way(*times, (8.8, flat), (9.8, flat)), frame_rate_hz=20.0)
    found = measure_self_test("knee_to_chest", motion, side="left").value("thigh_fold_deg", "left")
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(118.0, abs=3.0)
    assert found.time_s is not None
    assert 6.0 < found.time_s < 8.3


def test_a_hanging_thigh_that_is_seen_short_is_not_measured() -> None:
    motion = record_limbs(hanging(10.0, 55.0)[0], frame_rate_hz=20.0)
    found = measure_self_test("thomas", shortened(motion, "right_knee", "right_hip", after_s=2.2, by=0.25))
    assert not_measured(found.value("hanging_knee_deg", "right")) == "low_confidence"


def test_a_thigh_that_is_seen_short_at_the_wall_is_not_measured() -> None:
    step = record_limbs(held(front_foot(0.0), front_foot(34.0)), frame_rate_hz=20.0)
    short = shortened(step, "right_knee", "right_hip", after_s=2.0, by=0.25)
    found = measure_self_test("weight_bearing_lunge", short, side="right").value("ankle_bend_deg", "right")
    assert not_measured(found) == "low_confidence"


def test_a_knee_is_measured_in_the_lunge_in_which_its_shin_keeps_its_length() -> None:
    step, thigh = front_foot(0.0), np.radians(100.0)
    down = replace(
        step,
        right_thigh=100.0,
        left_shank=250.0,
        hip_ahead=-0.245 * np.sin(thigh),
        hip_up=0.285 - 0.245 * np.cos(thigh),
    )
    twice = [(0.0, step), (1.0, step), (2.0, down), (2.6, down), (3.6, step), (4.6, down), (5.2, down), (6.2, step)]
    motion = record_limbs(way(*twice), frame_rate_hz=20.0)
    whole, one, none = (
        measure_self_test("lunge_control", some, side="right").value("knee_flexion_deg", "right")
        for some in (motion, *(shortened(motion, "right_ankle", "right_knee", after_s=s) for s in (3.6, 0.0)))
    )
    assert isinstance(whole, Measurement)
    assert isinstance(one, Measurement)
    assert whole.value == pytest.approx(80.0, abs=3.0)
    assert one.value == pytest.approx(whole.value, abs=2.0)
    assert not_measured(none) == "low_confidence"


def not_measured(found: Measured) -> str:
    """Return the id of the reason why something was not measured."""
    assert isinstance(found, NotMeasurable)
    return found.id


def test_the_shin_in_front_is_found_though_the_legs_are_exchanged() -> None:
    step = record_limbs(held(front_foot(0.0), front_foot(34.0)), frame_rate_hz=20.0)
    exchanged = with_legs_exchanged(step, ((2.0, 3.0), (3.4, 5.0)))
    found = measure_self_test("weight_bearing_lunge", exchanged, side="right").value("ankle_bend_deg", "right")
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(34.0, abs=3.0)


def test_a_knee_that_is_never_seen_is_not_measured_in_a_lunge() -> None:
    motion = motion_of_test("lunge_control")
    positions = np.array(motion.positions)
    positions[:, motion.layout.keypoints.index("right_knee")] = np.nan
    found = measure_self_test("lunge_control", replace(motion, positions=positions), side="right")
    assert isinstance(found.value("knee_flexion_deg", "right"), NotMeasurable)


def test_of_steps_with_either_leg_the_one_that_is_named_is_measured() -> None:
    right, left = (record_limbs(held(front_foot(0.0), front_foot(lean)), frame_rate_hz=20.0) for lean in (34.0, 15.0))
    left = with_legs_exchanged(left, ((0.0, 60.0),))
    stands = record_limbs(way((0.0, Limbs()), (2.0, Limbs())), frame_rate_hz=20.0)
    parts = (right, stands, left)
    both = replace(
        right,
        time_s=np.arange(sum(len(one.time_s) for one in parts)) / 20.0,
        positions=np.concatenate([one.positions for one in parts]),
        confidence=np.concatenate([np.asarray(one.confidence) for one in parts]),
        contour=np.concatenate([np.asarray(one.contour) for one in parts]),
    )
    leans: tuple[tuple[BodySide, float], ...] = (("left", 15.0), ("right", 34.0))
    for side, lean in leans:
        for asked in (side, None):
            found = measure_self_test("weight_bearing_lunge", both, side=asked).value("ankle_bend_deg", side)
            assert isinstance(found, Measurement)
            assert found.value == pytest.approx(lean, abs=3.0)
