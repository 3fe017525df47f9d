"""Self-tests against exact truth: bodies posed limb by limb, projected with noise, in the postures of the tests."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from tests.assessments.posed import (
    FLAT,
    FOURS,
    ONE_POINT,
    PLANK,
    PRONE,
    STILL,
    UP,
    Truth,
    birds,
    front_foot,
    hanging,
    held,
    level,
    lying,
    on_one_leg,
    planked,
    pulled,
    raised,
    stood,
    straightened,
    way,
)

from hiphinge.assessments import SelfTestResult, SelfTestValue, filmed_tests, measure_self_test
from hiphinge.assessments.self_tests import seen_by_network
from hiphinge.assessments.self_tests.seen_by_network import Correction
from hiphinge.catalogue import load
from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.measures import Measurement, NotMeasurable
from hiphinge.motion import BodySide, Motion
from hiphinge.quantities import QUANTITIES
from hiphinge.testing import LimbKey, Limbs, record_limbs

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


@pytest.mark.parametrize(("half_width", "is_given"), [(12.0, True), (13.0, False)])
def test_a_lower_back_that_is_too_open_is_not_given_nor_its_share(
    rendered: Motion, monkeypatch: pytest.MonkeyPatch, *, half_width: float, is_given: bool
) -> None:
    wide = {("waiters_bow_test", "lumbar_flexion_most_deg"): Correction(half_width=half_width)}
    monkeypatch.setattr(seen_by_network, "packaged_corrections", lambda: wide)
    bow = measure_self_test("waiters_bow_test", by_network(rendered))
    for quantity in ("lumbar_flexion_most_deg", "lumbar_share"):
        found = bow.value(quantity)
        assert isinstance(found, Measurement) is is_given
        assert isinstance(found, Measurement) or found.id == "back_too_open"
    assert isinstance(bow.value("hip_flexion_deg"), Measurement)


def test_the_pelvis_in_a_toe_touch_is_not_given_from_a_network(rendered: Motion) -> None:
    exact, seen = (
        measure_self_test("toe_touch", one).value("pelvis_tilt_deg") for one in (rendered, by_network(rendered))
    )
    assert isinstance(exact, Measurement)
    assert isinstance(seen, NotMeasurable)
    assert seen.id == "pelvis_too_open"


def test_what_is_said_of_a_back_that_is_too_open_names_the_width_that_counts() -> None:
    widest = load().thresholds["test_back_widest"]
    assert f"{widest.value:.0f} degrees" in load().reasons["back_too_open"].reason


def by_network(motion: Motion) -> Motion:
    """Return a recording whose joints a network has found."""
    return replace(motion, origin=replace(motion.origin, estimator="blazepose"))
