"""What goes to the sides: as far as it was drawn, over feet that stay where they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tools.generator.clips import Wishes, draw_clip, generator_of
from tools.generator.posture import Posing
from tools.generator.sideways import foot_lines, sideways_truth, sway_of
from tools.generator.solving import solve
from tools.generator.trajectories import Trajectory

if TYPE_CHECKING:
    from tools.generator.clips import Clip
    from tools.generator.sideways import Sideways, Sway
    from tools.generator.solving import Pose

LINES = ("pelvis_line_deg", "shoulder_line_deg")


@pytest.fixture(scope="module")
def clip() -> Clip:
    """Return a set with much to the sides, whoever does it."""
    wishes = Wishes(fps=8.0, movement="squat", sideways=True, seconds=4.0)
    return draw_clip(generator_of(7, 1), wishes)


def _sideways(clip: Clip) -> Sideways:
    sideways = clip.plan.sideways
    assert sideways is not None
    return sideways


def test_the_truth_is_what_was_drawn(clip: Clip) -> None:
    sideways = _sideways(clip)
    truth = sideways_truth(clip.body, clip.person, clip.pose, sideways, hands=clip.plan.hands)
    bottom, stood = clip.plan.repetitions[0].bottom_start, -1
    for name, drawn in zip(LINES, (sideways.pelvis_deg, sideways.shoulders_deg), strict=True):
        assert truth[name][bottom] == pytest.approx(drawn, abs=0.1)
        assert truth[name][stood] == pytest.approx(0.0, abs=0.1)
    assert truth["weight_left_share"][stood] == pytest.approx(0.5, abs=0.01)
    shifted = truth["weight_left_share"][bottom] - 0.5
    assert abs(shifted) < 0.1 or np.sign(shifted) == np.sign(sideways.shift_m)


def _bent(clip: Clip, sway: Sway) -> Pose:
    """Return the person standing still in a squat of 80 degrees at the knee, without and with a sway."""
    two = np.ones(2)
    trajectory = Trajectory(
        trunk_deg=30.0 * two,
        lumbar_deg=0.0 * two,
        thoracic_deg=0.0 * two,
        neck_deg=0.0 * two,
        knee_deg=80.0 * two,
        balance_share=0.45 * two,
        arm_deg=40.0 * two,
        blade_share=0.0 * two,
        bar_drift_m=0.0 * two,
        hands="hang",
        load_kg=0.0,
        sway=sway,
    )
    return solve(Posing(clip.body, clip.person), trajectory)


def test_knees_go_the_way_that_is_asked_and_feet_stay(clip: Clip) -> None:
    names, inward = clip.body.skeleton.names, {}
    for knee_m in (-0.1, 0.1):
        sideways = replace(_sideways(clip), knees_in_m=(knee_m, knee_m), shift_m=0.0, pelvis_deg=0.0)
        pose = _bent(clip, sway_of(sideways, np.array([0.0, 1.0])))
        truth = sideways_truth(clip.body, clip.person, pose, sideways, hands="hang")
        inward[knee_m] = np.mean([truth["knee_inward_m"][side][1] for side in ("left", "right")])
        feet = pose.positions_m[:, [names.index("foot_left"), names.index("foot_right")]]
        assert np.ptp(feet, axis=0).max() < 1e-6
    assert inward[0.1] - inward[-0.1] == pytest.approx(0.2, abs=0.06)


def test_feet_that_are_turned_out_point_out(clip: Clip) -> None:
    straight = foot_lines(clip.body, replace(clip.person, toe_out_deg=0.0))
    turned = foot_lines(clip.body, replace(clip.person, toe_out_deg=20.0))
    for side, away in (("left", 1.0), ("right", -1.0)):
        degrees = [np.degrees(np.arctan2(away * line[side][0], -line[side][1])) for line in (straight, turned)]
        assert degrees[1] - degrees[0] == pytest.approx(20.0, abs=1e-6)


def test_sets_that_were_not_asked_to_stay_as_they_were() -> None:
    wishes = Wishes(fps=8.0, movement="squat", seconds=4.0)
    plain = draw_clip(generator_of(7, 1), wishes)
    assert plain.plan.sideways is None
    assert plain.pose.load_across is None
    hips = plain.pose.positions_m[:, 0, 0]
    assert np.abs(hips).max() < 1e-9
