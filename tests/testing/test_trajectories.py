"""Trajectories pass smoothly through their keys, and their ground truth agrees."""

import numpy as np
import pytest

from hiphinge.quantities import QUANTITIES
from hiphinge.testing import Key, Posture, Trajectory

STANDING = Posture(trunk_deg=0.0, knee_deg=0.0, shank_deg=0.0)
BOTTOM = Posture(trunk_deg=80.0, knee_deg=20.0, shank_deg=-10.0, head_deg=-15.0)
TRAJECTORY = Trajectory(
    standing=STANDING,
    keys=(
        Key(time_s=0.0, posture=STANDING),
        Key(time_s=2.0, posture=BOTTOM),
        Key(time_s=3.0, posture=BOTTOM, place_m=0.5),
    ),
)


def test_it_passes_through_its_keys() -> None:
    angles = TRAJECTORY.angles(np.array([0.0, 2.0, 3.0]))
    assert angles["trunk_deg"] == pytest.approx([0, 80, 80])
    assert angles["head_deg"] == pytest.approx([0, -15, -15])
    assert TRAJECTORY.place_m(np.array([0.0, 2.0, 2.5, 3.0])) == pytest.approx([0, 0, 0.25, 0.5])
    assert TRAJECTORY.duration_s == 3.0


def test_half_the_time_is_half_the_way() -> None:
    assert TRAJECTORY.angles(np.array([1.0]))["trunk_deg"] == pytest.approx([40.0])


def test_before_and_after_it_stands_still() -> None:
    assert TRAJECTORY.angles(np.array([-1.0, 9.0]))["trunk_deg"] == pytest.approx([0.0, 80.0])


def test_speed_is_nought_at_the_keys_and_greatest_between() -> None:
    time_s = np.linspace(0, 2, 2001)
    speed = np.gradient(TRAJECTORY.angles(time_s)["trunk_deg"], time_s)
    assert abs(speed[0]) < 0.1
    assert abs(speed[-1]) < 0.1
    assert speed.max() == pytest.approx(80 / 2 * 1.875, rel=1e-3)  # least jerk: 15/8 of the mean speed
    assert time_s[np.argmax(speed)] == pytest.approx(1.0, abs=0.01)


def test_truth_at_the_bottom_by_hand() -> None:
    truth = {id_: float(series[0]) for id_, series in TRAJECTORY.truth(np.array([2.0])).items()}
    hip = (0.246 * np.sin(np.radians(-10)) + 0.245 * np.sin(np.radians(-30))) / 0.491
    assert truth == pytest.approx(
        {
            "trunk_inclination_deg": 80.0,
            "shank_inclination_deg": -10.0,
            "knee_flexion_deg": 20.0,
            "trunk_thigh_angle_deg": 110.0,
            "head_angle_deg": -15.0,
            "hip_back_travel": -hip,
        }
    )


def test_truth_speaks_in_known_quantities() -> None:
    assert TRAJECTORY.truth(np.zeros(1)).keys() <= {q.id for q in QUANTITIES.values() if q.scope == "frame"}
