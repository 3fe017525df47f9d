"""Balance solved in closed form against the whole body added up, and the mesh against the segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tools.generator.posture import Posing
from tools.generator.solving import floor_knee_deg, solve
from tools.generator.trajectories import BACK, BAR, CHEST, DOWEL, HANG, HIPS, Trajectory

if TYPE_CHECKING:
    from tools.generator.bodies import Body
    from tools.generator.people import Person

WANTED_SHARE = 0.47


def trajectory(hands: str, *, load_kg: float = 0.0, free_leg: str | None = None) -> Trajectory:
    """Ten frames from standing to a deep hinge."""
    way = np.linspace(0.0, 1.0, 10)
    return Trajectory(
        trunk_deg=2.0 + 68.0 * way,
        lumbar_deg=20.0 * way,
        thoracic_deg=6.0 * way,
        neck_deg=-8.0 * way,
        knee_deg=22.0 * way,
        balance_share=np.full(10, WANTED_SHARE),
        arm_deg=np.zeros(10),
        blade_share=way,
        bar_drift_m=np.zeros(10),
        hands=hands,
        load_kg=load_kg,
        free_leg=free_leg,
    )


@pytest.mark.parametrize(
    ("hands", "load_kg", "free_leg"),
    [
        (HANG, 0.0, None),
        (HANG, 12.0, None),
        (HIPS, 0.0, None),
        (CHEST, 0.0, None),
        (DOWEL, 0.0, None),
        (BACK, 30.0, None),
        (BAR, 40.0, None),
        (HANG, 0.0, "right"),
    ],
)
def test_the_centre_of_mass_is_where_it_is_wanted(
    people: list[tuple[Person, Body]], hands: str, load_kg: float, free_leg: str | None
) -> None:
    for person, body in people:
        pose = solve(Posing(body, person), trajectory(hands, load_kg=load_kg, free_leg=free_leg))
        assert pose.balance_share == pytest.approx(np.full(10, WANTED_SHARE), abs=0.03)


def test_feet_stay_where_they_stand(people: list[tuple[Person, Body]]) -> None:
    for person, body in people:
        pose = solve(Posing(body, person), trajectory(HANG))
        ankle = pose.positions_m[:, body.skeleton.index("foot_left")]
        assert np.ptp(ankle, axis=0) == pytest.approx(np.zeros(3), abs=1e-6)
        assert ankle[0, 2] == pytest.approx(body.head_m("foot_left")[2], abs=1e-6)


def test_the_trunk_leans_as_asked(people: list[tuple[Person, Body]]) -> None:
    asked = trajectory(HANG)
    for person, body in people:
        pose = solve(Posing(body, person), asked)
        shoulders = pose.shoulders_m
        hips = 0.5 * sum(pose.positions_m[:, body.skeleton.index(f"thigh_{side}")] for side in ("left", "right"))
        line = shoulders - hips
        assert np.degrees(np.arctan2(-line[:, 1], line[:, 2])) == pytest.approx(asked.trunk_deg, abs=0.01)


def test_hips_go_back_as_physics_demands(people: list[tuple[Person, Body]]) -> None:
    """From own standing at 70 degrees of lean: about a quarter of the leg, for any body."""
    for person, body in people:
        posing = Posing(body, person)
        pose = solve(posing, trajectory(HANG))
        travel = (pose.positions_m[-1, 0, 1] - pose.positions_m[0, 0, 1]) / pose.positions_m[0, 0, 2]
        assert 0.17 < travel < 0.36


def test_straight_arms_reach_the_bar_on_the_floor(people: list[tuple[Person, Body]]) -> None:
    from dataclasses import replace

    for person, body in people:
        posing = Posing(body, person)
        deep = replace(trajectory(BAR, load_kg=30.0), trunk_deg=np.full(10, 62.0))
        knee = floor_knee_deg(posing, deep, hand_height_m=0.225)
        assert knee.max() <= 110.0 + 1e-3
        reached = knee < 109.0
        pose = solve(posing, replace(deep, knee_deg=knee))
        assert pose.load_m is not None
        assert pose.load_m[reached, 2] == pytest.approx(np.full(reached.sum(), 0.225), abs=0.035)


def test_segments_weigh_what_the_body_weighs(people: list[tuple[Person, Body]]) -> None:
    from tools.generator.segments import segments_of

    for _, body in people:
        mass = segments_of(body).mass_kg
        axial = sum(mass[name] for name in ("head", "upper_trunk", "mid_trunk", "lower_trunk"))
        limbs = sum(mass[name] for name in ("upper_arm", "forearm", "hand", "thigh", "shank", "foot"))
        assert axial + 2 * limbs == pytest.approx(body.mass_kg, rel=2e-3)
