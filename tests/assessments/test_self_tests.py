"""Self-tests against exact truth: bodies posed limb by limb, projected with noise, in the postures of the tests."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from hiphinge.assessments import SelfTestResult, SelfTestValue, filmed_tests, measure_self_test
from hiphinge.assessments.self_tests.jumping import ON_TIPTOE
from hiphinge.assessments.self_tests.seen_by_network import OFFSETS, STANDS_DEG
from hiphinge.catalogue import load
from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.measures import Measurement, NotMeasurable
from hiphinge.motion import BodySide, Motion, Person
from hiphinge.quantities import QUANTITIES
from hiphinge.testing import LimbKey, Limbs, record_limbs

FLAT = Limbs(
    trunk=-90.0, left_thigh=90.0, right_thigh=90.0, left_shank=90.0, right_shank=90.0, left_arm=60.0, right_arm=60.0,
    left_forearm=60.0, right_forearm=60.0, feet=0.0, hip_up=0.06,
)  # fmt: skip
FOURS = Limbs(
    trunk=78.6, left_thigh=180.0, right_thigh=180.0, left_shank=270.0, right_shank=270.0, feet=270.0, hip_up=0.275
)  # fmt: skip
PRONE = Limbs(
    trunk=90.0, left_thigh=270.0, right_thigh=270.0, left_shank=270.0, right_shank=270.0, left_forearm=90.0,
    right_forearm=90.0, left_arm=90.0, right_arm=90.0, feet=270.0, hip_up=0.06,
)  # fmt: skip
PLANK = replace(
    PRONE, trunk=83.7, left_thigh=263.7, right_thigh=263.7, left_shank=263.7, right_shank=263.7, left_arm=180.0,
    right_arm=180.0, feet=200.0, hip_up=0.154,
)  # fmt: skip
UP = Limbs(apart=0.15)


def held(rest: Limbs, reached: Limbs, *, hold_s: float = 2.0) -> list[LimbKey]:
    """Return a way from rest to a posture that is held, and back."""
    return way(
        (0.0, rest), (1.0, rest), (2.5, reached), (2.5 + hold_s, reached), (4.0 + hold_s, rest), (5.0 + hold_s, rest)
    )


def way(*keys: tuple[float, Limbs]) -> list[LimbKey]:
    return [LimbKey(time_s=time_s, limbs=limbs) for time_s, limbs in keys]


def lying(**thighs_and_shanks: float) -> Limbs:
    return replace(FLAT, **thighs_and_shanks)


def birds(*sides: BodySide, hold_s: float = 5.6, bend: float = 0.0) -> list[LimbKey]:
    keys, now = [(0.0, FOURS), (2.0, FOURS)], 2.0
    for side in sides:
        arm = "right" if side == "left" else "left"
        up = replace(
            FOURS,
            bend=bend,
            **{f"{side}_thigh": 268.0, f"{side}_shank": 268.0, f"{arm}_arm": 80.0, f"{arm}_forearm": 80.0},
        )
        keys += [(now + 1.0, up), (now + 1.0 + hold_s, up), (now + 2.0 + hold_s, FOURS), (now + 4.0 + hold_s, FOURS)]
        now += 4.0 + hold_s
    return way(*keys)


def front_foot(lean: float) -> Limbs:
    """Return a step with the right foot in front, whose shin leans so far over a foot that stays where it is."""
    thigh, shank = np.radians(140.0), np.radians(180.0 + lean)
    ahead, up = (-0.245 * f(thigh) - 0.246 * f(shank) for f in (np.sin, np.cos))
    return Limbs(
        right_thigh=140.0,
        right_shank=180.0 + lean,
        left_thigh=205.0,
        left_shank=205.0,
        hip_ahead=ahead,
        hip_up=up + 0.039,
    )


ON_ONE = replace(UP, right_thigh=160.0, right_shank=235.0)

Truth = dict[tuple[str, BodySide | None], tuple[float, float]]
"""The true value by quantity and side, and how far a measured one may be from it."""


def raised(up: float) -> tuple[list[LimbKey], Truth]:
    leg = lying(right_thigh=90.0 - up, right_shank=93.0 - up)
    return held(FLAT, leg), {("leg_raise_deg", "right"): (up, 3.0)}


def straightened(short: float) -> tuple[list[LimbKey], Truth]:
    bent, reached = lying(right_thigh=0.0, right_shank=90.0), lying(right_thigh=4.0, right_shank=4.0 + short)
    return held(bent, reached), {("knee_short_deg", "right"): (short, 2.0)}


def hanging(above: float, knee: float) -> tuple[list[LimbKey], Truth]:
    at_chest = {"left_thigh": -40.0, "left_shank": 120.0}
    both = lying(**at_chest, right_thigh=-40.0, right_shank=120.0)
    one = lying(**at_chest, right_thigh=90.0 - above, right_shank=90.0 - above + knee)
    truth: Truth = {("thigh_above_table_deg", "right"): (above, 2.0), ("hanging_knee_deg", "right"): (knee, 2.0)}
    return held(both, one, hold_s=3.0), truth


def pulled(fold: float, other: float) -> tuple[list[LimbKey], Truth]:
    knee = lying(left_thigh=90.0 - fold, left_shank=140.0, right_thigh=90.0 - other, right_shank=90.0 - other)
    seen = fold + OFFSETS["knee_to_chest", "thigh_fold_deg"].add
    truth: Truth = {("thigh_fold_deg", "left"): (seen, 2.0), ("other_thigh_deg", "left"): (other, 2.5)}
    return held(FLAT, knee), truth


def planked(hold_s: float) -> tuple[list[LimbKey], Truth]:
    up, down = (1.6, PLANK), (1.6 + hold_s, PLANK)
    # Halfway up counts, as on the way down: each takes 0.6 seconds.
    truth: Truth = {("hold_s", None): (hold_s + 0.4, 0.4), ("line_change_deg", None): (0.0, 6.0)}
    return way((0.0, PRONE), (1.0, PRONE), up, down, (2.2 + hold_s, PRONE), (4.0 + hold_s, PRONE)), truth


def level() -> tuple[list[LimbKey], Truth]:
    """Return a trunk held level from second 1 to 15.2, which drops once for a second and comes back."""
    on_bench = replace(PRONE, hip_up=0.45)
    low, dropped = replace(on_bench, trunk=150.0), replace(on_bench, trunk=108.0)
    keys = (
        (0.0, low),
        (1.0, on_bench),
        (9.0, on_bench),
        (9.6, dropped),
        (10.6, dropped),
        (11.2, on_bench),
        (15.0, on_bench),
        (15.8, low),
        (17.0, low),
    )
    return way(*keys), {("hold_s", None): (14.6, 0.7)}


def on_one_leg(drop: float) -> tuple[list[LimbKey], Truth]:
    up = replace(ON_ONE, hips_tilt=drop)
    truth: Truth = {("hold_s", "left"): (6.5, 0.5), ("hips_drop_deg", "left"): (drop, 1.5)}
    return way((0.0, UP), (2.0, UP), (2.5, up), (8.5, up), (9.0, UP), (11.0, UP)), truth


def stood(lean: float, head: float) -> tuple[list[LimbKey], Truth]:
    stands = Limbs(trunk=lean, head=head, bend=-0.1)
    truth: Truth = {
        ("shoulder_ahead", None): (0.288 * np.sin(np.radians(lean)) / 0.491, 0.02),
        ("head_ahead", None): (0.118 * np.sin(np.radians(lean + head)) / 0.491, 0.02),
        ("low_back_hollow", None): (1.8225 * 0.1 * 0.288 / 0.491, 0.015),
    }
    return way((0.0, stands), (4.0, stands)), truth


STILL: Truth = {
    ("bird_dog_points", None): (2.0, 0.0),
    ("hold_s", "left"): (6.3, 0.4),
    ("hold_s", "right"): (6.3, 0.4),
    ("back_line_change_deg", "left"): (0.0, 4.0),
    ("trunk_tilt_change_deg", "left"): (0.0, 3.0),
}
ONE_POINT: Truth = {("bird_dog_points", None): (1.0, 0.0)}
CASES: dict[str, list[tuple[list[LimbKey], Truth]]] = {
    "straight_leg_raise": [raised(up) for up in (48.0, 70.0, 95.0)],
    "active_knee_extension": [straightened(short) for short in (4.0, 18.0, 40.0)],
    "thomas": [hanging(-12.0, 80.0), hanging(10.0, 55.0)],
    "knee_to_chest": [pulled(85.0, 0.0), pulled(124.0, 14.0)],
    "front_plank": [planked(6.0), planked(12.0)],
    "back_endurance": [level()],
    "single_leg_stand": [on_one_leg(0.0), on_one_leg(9.0)],
    "weight_bearing_lunge": [
        (held(front_foot(0.0), front_foot(lean)), {("ankle_bend_deg", "right"): (lean, 3.0)}) for lean in (28.0, 42.0)
    ],
    "bird_dog_test": [
        (birds("left", "right"), STILL),
        (birds("left", "right", hold_s=2.5), ONE_POINT),
        (birds("left", "right", bend=0.2), ONE_POINT),
    ],
    "standing_posture": [stood(2.0, 0.0), stood(5.0, 25.0)],
}


def motions() -> Iterator[tuple[str, Motion, Truth]]:
    for test_id, cases in CASES.items():
        for seed, (keys, truth) in enumerate(cases):
            yield test_id, record_limbs(keys, frame_rate_hz=20.0, seed=seed), truth


@pytest.fixture(scope="module")
def measured() -> list[tuple[SelfTestResult, Truth]]:
    return [(measure_self_test(test_id, motion), truth) for test_id, motion, truth in motions()]


def test_values_are_near_the_truth_and_intervals_hold_it(
    measured: list[tuple[SelfTestResult, Truth]],
) -> None:
    off: list[tuple[object, ...]] = []
    for result, truths in measured:
        for (quantity, side), (truth, slack) in truths.items():
            found = result.value(quantity, side)
            if not isinstance(found, Measurement) or not abs(found.value - truth) <= slack:
                off.append((result.test, quantity, side, truth, found))
            elif found.interval is not None and slack and not found.interval.low <= truth <= found.interval.high:
                off.append((result.test, quantity, "interval", truth, found))
    assert off == []


def test_every_value_is_of_the_protocol_and_in_its_unit(
    measured: list[tuple[SelfTestResult, Truth]],
) -> None:
    for result, _ in measured:
        protocol = filmed_tests()[result.test].protocol
        assert protocol is not None
        assert {value.quantity for value in result.values} <= set(protocol.quantities), result.test
        assert result.values[0].quantity == protocol.quantities[0]
        for value in result.measured:
            assert isinstance(value.measured, Measurement)
            assert value.measured.unit == QUANTITIES[value.quantity].unit


@pytest.mark.parametrize("turned_deg", [0, 90, 270])
def test_a_frame_that_was_turned_for_the_pose_changes_nothing(turned_deg: int) -> None:
    keys, _ = CASES["straight_leg_raise"][1]
    found = measure_self_test("straight_leg_raise", record_limbs(keys, turned_deg=turned_deg)).value(
        "leg_raise_deg", "right"
    )
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(70.0, abs=2.0)
    plank, _ = CASES["front_plank"][0]
    held_s = measure_self_test("front_plank", record_limbs(plank, turned_deg=turned_deg)).value("hold_s")
    assert isinstance(held_s, Measurement)
    assert held_s.value == pytest.approx(6.0, abs=0.6)


def test_the_side_that_is_given_names_the_leg_that_moves() -> None:
    keys, _ = CASES["straight_leg_raise"][0]
    result = measure_self_test("straight_leg_raise", record_limbs(keys), side="left")
    assert [value.side for value in result.values] == ["left"]


@pytest.mark.parametrize(
    ("test_id", "keys", "reads"),
    [("bird_dog_test", birds("left", "right"), "left"), ("single_leg_stand", on_one_leg(0.0)[0], "right")],
)
def test_of_a_video_of_both_sides_only_the_side_that_is_named_is_measured(
    test_id: str, keys: list[LimbKey], reads: BodySide
) -> None:
    motion = record_limbs(keys, frame_rate_hz=20.0)
    every = measure_self_test(test_id, motion)
    named = measure_self_test(test_id, motion, side=reads)
    assert {one.side for one in named.values} - {None} == {reads}
    assert isinstance(named.value("hold_s", reads), Measurement)
    # Only the left leg was stood on: what is named is the one stand that there is.
    assert named.value("hold_s", reads) == every.value("hold_s", "left")
    assert ("leg_as_named" in {one.id for one in named.reasons}) is (reads == "right")


def test_a_leg_that_is_lifted_without_an_arm_is_no_bird_dog() -> None:
    up = replace(FOURS, left_thigh=268.0, left_shank=268.0)
    legs_only = way((0.0, FOURS), (2.0, FOURS), (3.0, up), (9.0, up), (10.0, FOURS), (12.0, FOURS))
    found = measure_self_test("bird_dog_test", record_limbs(legs_only, frame_rate_hz=20.0)).value("hold_s", "left")
    assert isinstance(found, NotMeasurable)


def test_a_thigh_that_lay_beside_the_tables_line_is_measured_from_where_it_lay() -> None:
    rest = lying(right_thigh=96.0, right_shank=96.0)
    raised_leg = record_limbs(held(rest, lying(right_thigh=20.0, right_shank=23.0)), frame_rate_hz=20.0)
    found = measure_self_test("straight_leg_raise", raised_leg).value("leg_raise_deg", "right")
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(76.0, abs=3.0)


def test_a_step_is_seen_from_the_side_though_the_networks_own_body_is_turned() -> None:
    step = record_limbs(held(front_foot(0.0), front_foot(34.0)), frame_rate_hz=20.0)
    lefts = np.array([name.startswith("left") for name in step.layout.keypoints])
    across = np.array([np.sin(np.radians(66.0)), 0.0, np.cos(np.radians(66.0))])
    body = np.where(lefts[:, None], 0.15 * across, -0.15 * across)
    turned = replace(step, world_m=np.tile(body, (len(step.time_s), 1, 1)))
    found = measure_self_test("weight_bearing_lunge", turned).value("ankle_bend_deg", "right")
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(34.0, abs=3.0)


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


def test_only_values_of_the_pose_network_are_moved_by_what_it_gets_wrong() -> None:
    bent, truth = pulled(100.0, 0.0)
    seen = record_limbs(bent, frame_rate_hz=20.0)
    markers = replace(seen, layout=replace(seen.layout, id="markers"))
    by_network, by_markers = (
        measure_self_test("knee_to_chest", one).value("thigh_fold_deg", "left") for one in (seen, markers)
    )
    assert isinstance(by_network, Measurement)
    assert isinstance(by_markers, Measurement)
    assert by_network.value == pytest.approx(truth["thigh_fold_deg", "left"][0], abs=2.0)
    assert by_markers.value == pytest.approx(100.0, abs=2.0)


def test_the_trunk_in_a_toe_touch_is_measured_from_how_it_is_seen_in_standing() -> None:
    leans = []
    for off_deg in (-5.0, 5.0):
        stands, bent = Limbs(trunk=off_deg), Limbs(trunk=80.0 + off_deg)
        motion = record_limbs(held(stands, bent), frame_rate_hz=20.0)
        leans.append(measure_self_test("toe_touch", motion).value("trunk_inclination_deg"))
    assert [one.value for one in leans if isinstance(one, Measurement)] == pytest.approx(
        [80.0 + STANDS_DEG] * 2, abs=3.0
    )


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


def test_the_shin_in_front_is_found_though_the_legs_are_exchanged() -> None:
    step = record_limbs(held(front_foot(0.0), front_foot(34.0)), frame_rate_hz=20.0)
    exchanged = with_legs_exchanged(step, ((2.0, 3.0), (3.4, 5.0)))
    found = measure_self_test("weight_bearing_lunge", exchanged, side="right").value("ankle_bend_deg", "right")
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(34.0, abs=3.0)


SIDES: tuple[tuple[int, BodySide], ...] = ((0, "left"), (1, "right"), (0, "right"))


def test_sides_join_and_their_difference_is_clear_only_beyond_its_error() -> None:
    left, right, near = (
        measure_self_test("straight_leg_raise", record_limbs(CASES["straight_leg_raise"][place][0]), side=side)
        for place, side in SIDES
    )
    (far_apart,) = left.joined(right).differences
    assert far_apart.value == pytest.approx(-22.0, abs=3.0)
    assert far_apart.is_clear
    (alike,) = left.joined(near).differences
    assert not alike.is_clear
    assert left.joined(right).recording == "synthetic test"


@pytest.mark.parametrize(
    ("test_id", "keys", "reason"),
    [
        ("straight_leg_raise", held(FLAT, FLAT), "test_knee_bends"),
        ("active_knee_extension", held(FLAT, lying(right_thigh=50.0, right_shank=50.0)), "thigh_not_upright"),
        ("thomas", held(FLAT, lying(right_thigh=100.0)), "pelvis_not_held"),
        ("knee_to_chest", held(FLAT, FLAT), "no_movement"),
        ("front_plank", held(PRONE, PRONE), "no_hold"),
        ("bird_dog_test", held(FOURS, FOURS), "no_limb_lifted"),
        ("single_leg_stand", held(UP, UP), "no_foot_lifted"),
        ("weight_bearing_lunge", held(Limbs(), Limbs()), "no_front_foot"),
        ("jump", held(Limbs(), Limbs()), "no_jump"),
        ("toe_touch", held(Limbs(), Limbs(trunk=20.0)), "no_movement"),
        ("straight_leg_raise", held(replace(FLAT, apart=0.25), replace(FLAT, apart=0.25)), "view_oblique"),
    ],
)
def test_what_was_not_done_is_not_measured(test_id: str, keys: list[LimbKey], reason: str) -> None:
    result = measure_self_test(test_id, record_limbs(keys, frame_rate_hz=20.0))
    assert {value.measured.id for value in result.values if isinstance(value.measured, NotMeasurable)} == {reason}
    assert result.measured == ()


def test_a_knee_that_bends_does_not_count_as_a_straight_leg() -> None:
    bent = measure_self_test("straight_leg_raise", record_limbs(held(FLAT, lying(right_thigh=10.0, right_shank=70.0))))
    found = bent.value("leg_raise_deg", "right")
    assert isinstance(found, NotMeasurable) or found.value < 40.0


def test_a_hold_that_the_video_cuts_short_is_at_least_that_long() -> None:
    cut = record_limbs(way((0.0, PRONE), (1.0, PRONE), (1.6, PLANK), (9.0, PLANK)), frame_rate_hz=20.0)
    hold = measure_self_test("front_plank", cut).values[0]
    assert hold.at_least
    assert isinstance(hold.measured, Measurement)
    assert hold.measured.value == pytest.approx(7.6, abs=0.4)


def test_bird_dog_that_hurt_has_no_points_and_one_side_none_to_give() -> None:
    motion = record_limbs(CASES["bird_dog_test"][0][0], frame_rate_hz=20.0)
    hurt = measure_self_test("bird_dog_test", motion, hurt=True)
    points = hurt.value("bird_dog_points")
    assert isinstance(points, Measurement)
    assert points.value == 0.0
    assert [reason.id for reason in hurt.reasons] == ["roll_not_seen"]
    half = measure_self_test("bird_dog_test", record_limbs(birds("left"), frame_rate_hz=20.0)).value("bird_dog_points")
    assert isinstance(half, NotMeasurable)
    assert half.id == "one_side_only"


def test_without_an_outline_the_points_of_the_bird_dog_are_open() -> None:
    plain = measure_self_test(
        "bird_dog_test", record_limbs(birds("left", "right"), with_outline=False, frame_rate_hz=20.0)
    )
    points = plain.value("bird_dog_points")
    assert isinstance(points, Measurement)
    assert points.interval is not None
    assert (points.interval.low, points.interval.high) == (1.0, 2.0)


def jumping(height_m: float, *, slowed: float = 1.0) -> Motion:
    """Return somebody of 1.75 m who jumps so high from their toes, in slow motion where it is slowed."""
    stands = record_limbs(way((0.0, Limbs()), (3.0, Limbs())), frame_rate_hz=60.0)
    off = np.sqrt(8 * height_m / 9.81) / 2
    real_s = stands.time_s / slowed - 1.5 / slowed
    up_m = np.clip(height_m - 9.81 / 2 * real_s**2, 0.0, None) * (np.abs(real_s) <= off)
    up_px = np.repeat(up_m[:, None], len(stands.layout), axis=1) / 1.75 * 800.0
    toes = [stands.layout.keypoints.index(f"{side}_toe") for side in ("left", "right")]
    tiptoe_px = ON_TIPTOE * 0.491 * 800.0 * np.clip(1.0 - (np.abs(real_s) - off) / 0.3, 0.0, 1.0)
    up_px += np.where(np.isin(np.arange(len(stands.layout)), toes), 0.0, tiptoe_px[:, None])
    return replace(stands, positions=stands.positions - np.stack([np.zeros_like(up_px), up_px], axis=2))


@pytest.mark.parametrize("height_m", [0.15, 0.35])
def test_a_jump_is_as_high_as_its_time_in_the_air(height_m: float) -> None:
    result = measure_self_test("jump", jumping(height_m), person=Person(stature_m=1.75))
    height, flight = result.value("jump_height_m"), result.value("flight_s")
    assert isinstance(height, Measurement)
    assert isinstance(flight, Measurement)
    assert height.value == pytest.approx(height_m, abs=0.02)
    assert flight.value == pytest.approx(np.sqrt(8 * height_m / 9.81), abs=0.02)
    assert height.interval is not None
    assert height.interval.low <= height_m <= height.interval.high


def test_a_jump_in_slow_motion_is_refused() -> None:
    found = measure_self_test("jump", jumping(0.3, slowed=2.0)).value("jump_height_m")
    assert isinstance(found, NotMeasurable)
    assert found.id == "times_not_real"


def test_a_real_outline_gives_the_tests_that_need_one(rendered: Motion) -> None:
    bow = measure_self_test("waiters_bow_test", rendered)
    share, lumbar = bow.value("lumbar_share"), bow.value("lumbar_flexion_most_deg")
    assert isinstance(share, Measurement)
    assert isinstance(lumbar, Measurement)
    touch = measure_self_test("toe_touch", rendered)
    assert isinstance(touch.value("lumbar_flexion_deg"), Measurement)
    assert isinstance(touch.value("finger_height"), Measurement)
    dowel = measure_self_test("dowel_test", rendered)
    kept = dowel.value("dowel_kept")
    assert isinstance(kept, Measurement)
    assert kept.value <= 2.0
    stands = measure_self_test("standing_posture", rendered)
    assert isinstance(stands.value("low_back_hollow"), Measurement)


def test_names_and_sides_that_do_not_fit_are_refused() -> None:
    motion = record_limbs(held(FLAT, FLAT))
    with pytest.raises(UnknownIdError, match="thomas"):
        measure_self_test("full_bend", motion)
    with pytest.raises(UsageError, match="no sides"):
        measure_self_test("front_plank", motion, side="left")


def test_every_protocol_is_measured_and_every_measured_test_has_one() -> None:
    known = {id_ for id_, test in load().self_tests.items() if test.protocol is not None}
    assert set(filmed_tests()) == known
    orders = [test.protocol.order for test in filmed_tests().values() if test.protocol is not None]
    assert orders == sorted(set(orders))


def test_a_later_side_takes_the_place_of_an_earlier_one() -> None:
    first = measure_self_test("straight_leg_raise", record_limbs(CASES["straight_leg_raise"][0][0]))
    again = measure_self_test("straight_leg_raise", record_limbs(CASES["straight_leg_raise"][1][0]))
    joined = first.joined(again)
    assert [(value.quantity, value.side) for value in joined.values] == [("leg_raise_deg", "right")]
    found = joined.values[0]
    assert isinstance(found, SelfTestValue)
    assert isinstance(found.measured, Measurement)
    assert found.measured.value == pytest.approx(70.0, abs=2.0)
