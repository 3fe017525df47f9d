"""What is taken off for the network, by test and posture, and how wide its intervals then are."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
from tests.assessments.posed import FLAT, birds, front_foot, hanging, held, lying, raised

from hiphinge.assessments import SelfTestValue, filmed_tests
from hiphinge.assessments.self_tests import seen_by_network
from hiphinge.assessments.self_tests.body import body_of
from hiphinge.assessments.self_tests.measuring import measure_self_test, seen_values
from hiphinge.assessments.self_tests.seen_by_network import (
    Correction,
    DependsOn,
    corrected,
    packaged_corrections,
)
from hiphinge.assessments.self_tests.seen_posture import seen_posture
from hiphinge.measures import Measurement, estimate, not_measurable
from hiphinge.motion import BodySide, Motion
from hiphinge.testing import Camera, LimbKey, Limbs, Plan, record_limbs, record_video

LEG_RAISE = ("straight_leg_raise", "leg_raise_deg")
BY_HIP = Correction(add=-2.0, half_width=5.0, by={"hips_up": DependsOn(usual=0.01, spread=0.05, slope=40.0)})


def seen(keys: list[LimbKey]) -> Motion:
    """Return a recording whose joints a network has found."""
    drawn = record_limbs(keys)
    return replace(drawn, origin=replace(drawn.origin, estimator="blazepose"))


def with_hip_drawn(motion: Motion, side: BodySide, up: float) -> Motion:
    """Return a recording in which the network draws a hip higher than it is by a share of leg length."""
    positions, names = motion.positions.copy(), motion.layout.keypoints
    leg = body_of(motion, as_filmed=True).leg
    positions[:, names.index(f"{side}_hip"), 1] -= up * leg
    return replace(motion, positions=positions)


def value(deg: float) -> SelfTestValue:
    return SelfTestValue(quantity="leg_raise_deg", side="right", measured=estimate("leg_raise_deg", deg, time_s=3.0))


@pytest.fixture
def _by_hip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_by_network, "packaged_corrections", lambda: {LEG_RAISE: BY_HIP})


@pytest.mark.usefixtures("_by_hip")
@pytest.mark.parametrize(("hips_up", "added"), [(0.01, -2.0), (0.05, -0.4), (None, -2.0), (9.0, 2.0), (-9.0, -6.0)])
def test_what_is_added_depends_on_the_posture_as_far_as_it_is_believed(hips_up: float | None, added: float) -> None:
    motion = seen(raised(60.0)[0])
    posture = {} if hips_up is None else {"hips_up": hips_up}
    found = corrected("straight_leg_raise", value(60.0), motion, posture).measured
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(60.0 + added)
    assert found.interval is not None
    assert (found.value - found.interval.low, found.interval.high - found.value) == pytest.approx((5.0, 5.0))


@pytest.mark.usefixtures("_by_hip")
def test_a_hip_that_is_drawn_above_the_other_one_is_allowed_for() -> None:
    motion = with_hip_drawn(seen(raised(60.0)[0]), "right", 0.05)
    (as_seen,) = seen_values("straight_leg_raise", motion, side="right")
    assert as_seen.posture["hips_up"] == pytest.approx(0.05, abs=0.01)
    (found,) = measure_self_test("straight_leg_raise", motion, side="right").measured
    assert isinstance(found.measured, Measurement)
    assert isinstance(as_seen.value.measured, Measurement)
    off = BY_HIP.added(as_seen.value.measured.value, as_seen.posture)
    assert found.measured.value == pytest.approx(as_seen.value.measured.value + off)


def test_the_points_of_a_bird_dog_count_the_back_without_what_the_network_gets_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    motion = seen(birds("left", "right"))
    for add, points in ((0.0, 2.0), (-20.0, 1.0)):
        less = {("bird_dog_test", "back_line_change_deg"): Correction(add=add, half_width=5.0)}
        monkeypatch.setattr(seen_by_network, "packaged_corrections", lambda less=less: less)
        found = measure_self_test("bird_dog_test", motion).value("bird_dog_points")
        assert isinstance(found, Measurement)
        assert found.value == points


@pytest.mark.usefixtures("_by_hip")
def test_of_other_joints_and_of_what_was_not_measured_nothing_is_taken_off() -> None:
    by_network, drawn = seen(raised(60.0)[0]), record_limbs(raised(60.0)[0])
    markers = replace(by_network, layout=replace(by_network.layout, id="markers"))
    for exact in (markers, drawn):
        assert corrected("straight_leg_raise", value(60.0), exact, {"hips_up": 0.1}) == value(60.0)
    missing = replace(value(60.0), measured=not_measurable("legs_hidden"))
    assert corrected("straight_leg_raise", missing, by_network, {}) == missing


def test_an_interval_of_its_own_is_kept_but_not_narrower_than_its_least(monkeypatch: pytest.MonkeyPatch) -> None:
    least = Correction(add=1.0, at_least=9.0)
    monkeypatch.setattr(seen_by_network, "packaged_corrections", lambda: {LEG_RAISE: least})
    found = corrected("straight_leg_raise", value(60.0), seen(raised(60.0)[0]), {}).measured
    assert isinstance(found, Measurement)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((52.0, 70.0))


def postures() -> dict[str, set[str]]:
    """Return what is seen of the posture in a bent knee raised, a leg raised, and a hinge, by test."""
    bent = held(lying(right_thigh=0.0, right_shank=90.0), lying(right_thigh=0.0, right_shank=20.0))
    lies = {"active_knee_extension": bent, "straight_leg_raise": raised(60.0)[0], "knee_to_chest": raised(120.0)[0]}
    lies |= {"thomas": hanging(-5.0, 70.0)[0]}
    stands = body_of(record_limbs(held(Limbs(), Limbs(trunk=50.0)), with_outline=True), as_filmed=False)
    found = {id_: set(seen_posture(id_, stands, 3.0)) for id_ in filmed_tests() if id_ not in lies}
    return found | {
        id_: set(seen_posture(id_, body_of(record_limbs(keys), as_filmed=True), 3.0)) for id_, keys in lies.items()
    }


def test_packaged_corrections_depend_on_what_is_seen_and_have_an_interval() -> None:
    known, tests = postures(), filmed_tests()
    assert len(packaged_corrections()) > 10
    for (test, quantity), one in packaged_corrections().items():
        protocol = tests[test].protocol
        assert protocol is not None
        assert quantity in protocol.quantities
        assert set(one.by) <= known[test] | {"value"}
        assert all(depends.spread > 0 for depends in one.by.values())
        assert one.half_width is None or 0 < one.half_width <= 15.0
        assert one.people >= 15


@pytest.mark.parametrize("turned_deg", [-4.0, 0.0, 4.0])
def test_a_camera_that_is_not_level_is_seen_in_the_line_of_the_trunk_that_lies(turned_deg: float) -> None:
    drawn = record_limbs(raised(60.0)[0])
    cos, sin = np.cos(np.radians(turned_deg)), np.sin(np.radians(turned_deg))
    tilted = replace(drawn, positions=drawn.positions @ np.array([[cos, sin], [-sin, cos]]))
    level, off = (
        seen_posture("straight_leg_raise", body_of(one, as_filmed=True), 3.0)["trunk_line_deg"]
        for one in (drawn, tilted)
    )
    assert abs(off - level) == pytest.approx(abs(turned_deg), abs=0.1)


def test_a_knee_that_is_drawn_too_near_to_the_ankle_is_bent_by_how_near_the_hip_is_to_it() -> None:
    step = record_limbs(held(front_foot(0.0), front_foot(34.0)), frame_rate_hz=20.0)
    names, positions = step.layout.keypoints, step.positions.copy()
    knee, ankle = (names.index(f"right_{joint}") for joint in ("knee", "ankle"))
    deep = (step.time_s > 3.0) & (step.time_s < 5.0)
    positions[deep, knee] += 0.2 * (positions[deep, ankle] - positions[deep, knee])
    right, drawn = (
        seen_posture("lunge_control", body_of(one, as_filmed=False), 4.0)
        for one in (step, replace(step, positions=positions))
    )
    assert right["knee_off_reach_deg"] == pytest.approx(0.0, abs=1.0)
    assert abs(drawn["knee_deg"] - right["knee_deg"]) > 4.0
    assert drawn["knee_deg"] + drawn["knee_off_reach_deg"] == pytest.approx(right["knee_deg"], abs=1.5)


def standing_posture(facing: Literal["left", "right"]) -> Mapping[str, float]:
    """Return what is seen of the posture at the bottom of a hinge that is filmed from one side."""
    body = body_of(record_video(Plan(), camera=Camera(facing=facing)).motion, as_filmed=False)
    return seen_posture("squat_control", body, float(body.time_s[np.nanargmin(body.middle("hip")[:, 1])]))


def test_the_posture_is_seen_alike_from_either_side() -> None:
    left, right = (standing_posture(facing) for facing in ("left", "right"))
    assert left == pytest.approx(right, abs=1e-6)
    assert left["trunk_deg"] > 40.0
    assert left["knee_deg"] > 0.0


def test_the_posture_of_who_lies_is_seen_alike_from_either_side() -> None:
    drawn = record_limbs(raised(60.0)[0])
    mirrored = replace(drawn, positions=drawn.positions * np.array([-1.0, 1.0]))
    one, other = (seen_posture("straight_leg_raise", body_of(m, as_filmed=True), 3.0) for m in (drawn, mirrored))
    assert one
    assert one == pytest.approx(other, abs=1e-6)


def test_a_posture_that_nobody_is_in_is_empty() -> None:
    body = body_of(record_limbs(held(FLAT, FLAT)), as_filmed=True)
    assert seen_posture("straight_leg_raise", body, 999.0) == {}
    assert seen_posture("jump", body, 3.0) == {}


def test_how_far_the_hips_have_moved_shows_whoever_draws_them_there() -> None:
    drawn = seen(raised(60.0)[0])
    names, moved = drawn.layout.keypoints, drawn.positions.copy()
    leg = body_of(drawn, as_filmed=True).leg
    moved[np.abs(drawn.time_s - 3.0) < 1.0, names.index("right_hip"), 1] -= 0.1 * leg
    before, after = (
        seen_posture("straight_leg_raise", body_of(m, as_filmed=True), 3.0)
        for m in (drawn, replace(drawn, positions=moved))
    )
    assert after["hip_rose"] - before["hip_rose"] == pytest.approx(0.1, abs=0.01)
    assert before["thigh_from_rest_deg"] == pytest.approx(0.0, abs=1.0)
    assert after["thigh_from_rest_deg"] > before["thigh_from_rest_deg"] + 3.0
    assert after["other_hip_along"] == pytest.approx(before["other_hip_along"], abs=1e-6)


def test_wide_clothes_widen_the_seat_that_is_seen_in_standing() -> None:
    motion = record_limbs(held(Limbs(), Limbs(trunk=50.0)), with_outline=True)
    assert motion.contour is not None
    narrow, wide = (
        seen_posture("waiters_bow_test", body_of(replace(motion, contour=share * motion.contour), as_filmed=False), 3.0)
        for share in (1.0, 1.3)
    )
    assert wide["standing_seat_width"] == pytest.approx(1.3 * narrow["standing_seat_width"])
    assert narrow["standing_seat_width"] > 0.1
