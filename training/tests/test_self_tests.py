"""Corrections of self-tests: what they depend on is found again, and the interval is of people who were left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.assessments.posed import raised
from training.self_tests.fitting import DEPENDS_ON, OWN_INTERVAL, fitted
from training.self_tests.gathering import SeenCase, gathered
from validation.accuracy.observing import poses_of

from hiphinge.exports import write_pose
from hiphinge.testing import record_limbs

if TYPE_CHECKING:
    from pathlib import Path


def people(slope: float, noise: float, *, count: int = 60) -> list[SeenCase]:
    """Return people whose value is 3 too small, and by so much more for each hundredth that the hip is too high."""
    random = np.random.default_rng(5)
    hips, left = random.normal(0.02, 0.05, count), random.normal(0.0, noise, count)
    return [
        SeenCase(
            clip=f"clip_{number}",
            rig=f"rig_{number % 3}",
            test="straight_leg_raise",
            quantity="leg_raise_deg",
            off=3.0 + slope * (hips[number] - 0.02) + left[number],
            half_width=4.0,
            posture={"value": 70.0, "hips_up": hips[number]} if number else {"value": 70.0},
        )
        for number in range(count)
    ]


def test_what_an_error_depends_on_is_found_and_what_is_left_is_the_interval() -> None:
    found = fitted(people(80.0, 1.0), ("hips_up",))
    by = found.packaged["by"]["hips_up"]
    assert by["slope"] == pytest.approx(80.0, rel=0.15)
    assert by["usual"] == pytest.approx(0.02, abs=0.02)
    assert found.packaged["add"] == pytest.approx(3.0 + 80.0 * (by["usual"] - 0.02), abs=0.6)
    assert found.packaged["half_width"] == pytest.approx(1.65, abs=0.6)
    fresh = fitted(people(80.0, 1.0), ("hips_up",), by_rig=True)
    assert np.std(fresh.left) == pytest.approx(1.0, abs=0.4)


def test_a_posture_that_says_nothing_makes_no_interval_narrower() -> None:
    with_it, without = (fitted(people(0.0, 3.0), names) for names in (("hips_up",), ()))
    assert with_it.packaged["half_width"] == pytest.approx(without.packaged["half_width"], abs=0.5)
    assert abs(with_it.packaged["by"]["hips_up"]["slope"]) < 25.0


def test_a_value_with_an_interval_of_its_own_gets_an_offset_and_a_least_width() -> None:
    found = fitted(people(0.0, 4.0), OWN_INTERVAL).packaged
    assert found["by"] == {}
    assert "half_width" not in found
    assert found["at_least"] == pytest.approx(6.6, abs=2.0)


def test_values_are_gathered_as_the_network_gives_them(tmp_path: Path) -> None:
    keys, _ = raised(60.0)
    motion = record_limbs(keys, frame_rate_hz=20.0)
    frames = len(motion)
    angles = {f"{part}_deg_{side}": [-90.0] * frames for part in ("thigh", "shank") for side in ("left", "right")}
    angles["thigh_deg_right"] = [-150.0] * frames
    truth = {
        "test": "straight_leg_raise",
        "rig": "one",
        "stature_m": 1.75,
        "fps": 20.0,
        "side": "right",
        "holds": [{"start_s": 1.0, "end_s": 2.0}],
        "truth": angles,
    }
    (tmp_path / "leg_1_00000.mp4").touch()
    (tmp_path / "leg_1_00000.json").write_text(json.dumps(truth), encoding="utf-8")
    poses = poses_of(tmp_path / "leg_1_00000.mp4", model="full")
    poses.parent.mkdir(parents=True)
    write_pose(poses, motion)
    (case,) = gathered([tmp_path], wanted=DEPENDS_ON)
    assert (case.rig, case.quantity) == ("one", "leg_raise_deg")
    assert case.off == pytest.approx(0.0, abs=3.0)
    assert case.posture["value"] == pytest.approx(60.0, abs=3.0)
    assert case.posture["hips_up"] == pytest.approx(0.0, abs=0.02)
