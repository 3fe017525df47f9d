"""Angles and travels of a side view, against postures drawn by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiphinge.kinematics import bridged_thigh_lean_deg, head_angle_deg, hip_ahead, joint_angles, relative_series
from hiphinge.motion import SIDE_JOINTS, FloatArray, SideMotion, View

NAN = float("nan")
UPRIGHT = {
    "ear": (0.0, 1.6),
    "shoulder": (0.0, 1.4),
    "elbow": (0.0, 1.1),
    "wrist": (0.0, 0.9),
    "hip": (0.0, 0.9),
    "knee": (0.0, 0.45),
    "ankle": (0.0, 0.05),
    "heel": (-0.05, 0.0),
    "toe": (0.2, 0.0),
}


def side(*postures: dict[str, tuple[float, float]], rate_hz: float = 30.0, leg: float = 0.85) -> SideMotion:
    """Make a side view of one frame for each posture; joints that are not given are as in standing."""
    near = np.array([[(UPRIGHT | posture)[joint] for joint in SIDE_JOINTS] for posture in postures])
    return SideMotion(
        time_s=np.arange(len(near)) / rate_hz,
        near=near,
        far=np.full_like(near, NAN),
        quality=np.ones(near.shape[:2]),
        near_side="right",
        unit="m",
        leg_length=leg,
        view=View(label="side", facing="right", yaw_deg=0.0, yaw_error_deg=8.0, usable=True),
    )


def angles(**joints: tuple[float, float]) -> dict[str, float]:
    return {name: float(values[0]) for name, values in joint_angles(side(joints)).items()}


def test_upright_is_nought() -> None:
    assert angles() == pytest.approx(
        {
            "trunk_inclination_deg": 0.0,
            "shank_inclination_deg": 0.0,
            "knee_flexion_deg": 0.0,
            "trunk_thigh_angle_deg": 0.0,
        }
    )


def test_a_level_trunk_is_ninety() -> None:
    found = angles(shoulder=(0.5, 0.9))
    assert found["trunk_inclination_deg"] == pytest.approx(90.0)
    assert found["trunk_thigh_angle_deg"] == pytest.approx(90.0)


def test_leaning_back_is_negative() -> None:
    assert angles(shoulder=(-0.1, 1.4))["trunk_inclination_deg"] == pytest.approx(-np.degrees(np.arctan2(0.1, 0.5)))


def test_a_chair_is_ninety_at_the_knee() -> None:
    found = angles(hip=(-0.45, 0.45), shoulder=(-0.45, 0.95))
    assert found["knee_flexion_deg"] == pytest.approx(90.0)
    assert found["trunk_thigh_angle_deg"] == pytest.approx(90.0)
    assert found["shank_inclination_deg"] == pytest.approx(0.0)


def test_a_knee_in_front_of_the_ankle_is_positive() -> None:
    assert angles(knee=(0.4, 0.45))["shank_inclination_deg"] == pytest.approx(45.0)


def test_a_knee_bent_the_wrong_way_is_negative() -> None:
    assert angles(hip=(0.1, 0.9))["knee_flexion_deg"] < 0


def test_a_deep_fold_does_not_jump() -> None:
    # Thigh level and backward, trunk 20 degrees below level: 90 + 110 degrees between them.
    down = (0.5 * np.cos(np.radians(20)), -0.5 * np.sin(np.radians(20)))
    found = angles(hip=(-0.45, 0.45), shoulder=(-0.45 + down[0], 0.45 + down[1]))
    assert found["trunk_thigh_angle_deg"] == pytest.approx(200.0)


def test_an_unseen_joint_takes_only_its_own_angles() -> None:
    found = angles(ankle=(NAN, NAN))
    assert np.isnan([found["shank_inclination_deg"], found["knee_flexion_deg"]]).all()
    assert found["trunk_inclination_deg"] == 0.0
    assert found["trunk_thigh_angle_deg"] == 0.0


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    trunk=st.floats(-40, 120),
    knee=st.floats(0, 130),
    shank=st.floats(-30, 40),
    scale=st.floats(0.1, 1000),
    shift=st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)),
)
def test_place_and_size_do_not_matter(
    trunk: float, knee: float, shank: float, scale: float, shift: tuple[float, float]
) -> None:
    def way(angle_deg: float, length: float) -> FloatArray:
        return length * np.array([np.sin(np.radians(angle_deg)), np.cos(np.radians(angle_deg))])

    ankle = np.array(shift)
    points = {"ankle": ankle, "knee": ankle + scale * way(shank, 0.246)}
    points["hip"] = points["knee"] + scale * way(shank - knee, 0.245)
    points["shoulder"] = points["hip"] + scale * way(trunk, 0.288)
    found = angles(**{name: (float(p[0]), float(p[1])) for name, p in points.items()})
    assert found["trunk_inclination_deg"] == pytest.approx(trunk, abs=1e-6)
    assert found["shank_inclination_deg"] == pytest.approx(shank, abs=1e-6)
    assert found["knee_flexion_deg"] == pytest.approx(knee, abs=1e-6)
    assert found["trunk_thigh_angle_deg"] == pytest.approx(trunk - shank + knee, abs=1e-6)


def test_the_head_is_measured_against_the_trunk() -> None:
    assert head_angle_deg(side({})) == pytest.approx([0.0])
    level = {"shoulder": (0.5, 0.9)}
    assert head_angle_deg(side(level | {"ear": (0.7, 0.9)})) == pytest.approx([0.0])
    assert head_angle_deg(side(level | {"ear": (0.5, 1.1)})) == pytest.approx([-90.0])  # tipped back
    assert head_angle_deg(side(level | {"ear": (0.5, 0.7)})) == pytest.approx([90.0])  # chin dropped


def test_the_hip_over_the_foot() -> None:
    assert hip_ahead(side({}, {"hip": (-0.2, 0.8)})) == pytest.approx([0.0, -0.2])


def test_a_jump_of_the_ankle_is_no_hip_travel() -> None:
    postures: list[dict[str, tuple[float, float]]] = [{} for _ in range(60)]
    postures[30] = {"ankle": (0.3, 0.05)}
    assert np.abs(hip_ahead(side(*postures))).max() == pytest.approx(0.0)


def test_a_step_is_no_hip_travel_for_long() -> None:
    there = {joint: (x + 0.5, y) for joint, (x, y) in UPRIGHT.items()}
    ahead = hip_ahead(side(*[{}] * 60, *[there] * 60))
    assert ahead[[0, 30, 90, 119]] == pytest.approx([0, 0, 0, 0])


def test_travel_from_standing_by_hand() -> None:
    found = relative_series(side({"hip": (-0.17, 0.85)}), standing={"hip_ahead": 0.034, "head_angle_deg": 5.0})
    assert found["hip_back_travel"] == pytest.approx([(0.034 + 0.17) / 0.85])
    straight = np.degrees(np.arctan2(0.17, 0.55))
    assert found["head_angle_deg"] == pytest.approx([-straight - 5.0])


def test_without_standing_there_is_no_travel() -> None:
    found = relative_series(side({}), standing={})
    assert set(found) == {"hip_back_travel", "head_angle_deg"}
    assert all(np.isnan(series).all() for series in found.values())


def knees_hidden(first_knee: tuple[float, float], last_knee: tuple[float, float]) -> FloatArray:
    """Return the thigh's lean where a knee is hidden in three of five postures with the hip back."""
    hip = (-0.3, 0.8)
    hidden = [{"hip": hip, "knee": (NAN, NAN)}] * 3
    return bridged_thigh_lean_deg(side({"hip": hip, "knee": first_knee}, *hidden, {"hip": hip, "knee": last_knee}))


def test_the_thigh_over_a_hidden_knee_leans_from_where_the_knee_was() -> None:
    usual = np.degrees(np.arctan2(-0.3, 0.35))
    assert knees_hidden((0.0, 0.45), (0.0, 0.45)) == pytest.approx(usual)
    assert np.isfinite(knees_hidden((0.0, 0.45), (0.1, 0.45))).all()


def test_a_knee_that_went_elsewhere_while_hidden_says_nothing() -> None:
    assert np.isnan(knees_hidden((0.0, 0.45), (0.4, 0.45))[1:-1]).all()


def test_a_knee_that_was_never_detected_is_nowhere() -> None:
    assert np.isnan(bridged_thigh_lean_deg(side(*[{"knee": (NAN, NAN)}] * 4))).all()
