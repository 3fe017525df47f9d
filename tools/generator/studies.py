"""Single poses, for training: whatever a body can do, standing first, with no movement between them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tools.generator.movements import BAR_IN_HANDS, BAR_ON_BACK, BELL, NO_LOAD, STICK, Movement
from tools.generator.sequences import SKIN_PER_BONE, STANDING, Plan, draw_load_kg
from tools.generator.trajectories import BACK, BAR, CHEST, DOWEL, HANG, HIPS, Trajectory

if TYPE_CHECKING:
    from numpy.random import Generator

    from tools.generator.arrays import Array
    from tools.generator.people import Person

STANDING_POSES = 3
FRAMES_PER_S = 2.0
"""Slow enough that a viewer sees every pose by itself."""
NAME = "poses"
HANDS = (
    (HANG, NO_LOAD, 0.25),
    (HIPS, NO_LOAD, 0.08),
    (CHEST, NO_LOAD, 0.07),
    (DOWEL, STICK, 0.05),
    (HANG, BELL, 0.10),
    (BAR, BAR_IN_HANDS, 0.30),
    (BACK, BAR_ON_BACK, 0.15),
)
TRUNK_DEG = (-4.0, 105.0)
HOLLOW_DEG, ROUND_UPRIGHT_DEG, ROUND_PER_LEAN, RIGGED_PER_LEAN = -20.0, 20.0, 0.9, 1.2
"""Least lumbar bend on the skin; and the most of somebody upright, growing with the lean up to their own maximum,
faster where the rig is their own."""
THORACIC_DEG, NECK_DEG = (-12.0, 28.0), (-45.0, 20.0)
KNEES_DEG = ((0.5, (0.0, 35.0)), (0.3, (0.0, 70.0)), (0.2, (40.0, 115.0)))
ARMS_DEG = (-40.0, 60.0)
ONE_LEG_SHARE = 0.04


def draw_study(rng: Generator, person: Person, *, mass_kg: float, poses: int) -> tuple[Plan, Trajectory]:
    """Draw some standing frames and then so many poses of one person with one thing in their hands."""
    weights = np.array([share for _, _, share in HANDS])
    hands, load_kind, _ = HANDS[int(rng.choice(len(HANDS), p=weights / weights.sum()))]
    single = hands == HANG and rng.random() < ONE_LEG_SHARE
    load_kg = draw_load_kg(rng, load_kind, mass_kg)
    free_leg = ("left", "right")[int(rng.integers(2))] if single else None
    trajectory = _trajectory(rng, person, poses)
    trajectory = replace(trajectory, hands=hands, load_kg=load_kg, free_leg=free_leg)
    choices = tuple(HANDS)
    movement = Movement(
        name=NAME,
        share=0.0,
        trunk_deg=TRUNK_DEG,
        knee_deg=(0.0, 115.0),
        lumbar_deg=(HOLLOW_DEG, 75.0),
        thoracic_deg=THORACIC_DEG,
        choices=choices,
        faults=(),
        single_leg=single,
    )
    plan = Plan(
        movement=movement,
        hands=hands,
        load_kind=load_kind,
        load_kg=load_kg,
        starts=STANDING,
        fps=FRAMES_PER_S,
        frames=STANDING_POSES + poses,
        repetitions=(),
        top_arm_deg=0.0,
        free_leg=free_leg,
        bar_drift_m=0.0,
        lumbar_ahead=1.0,
    )
    return plan, trajectory


def _trajectory(rng: Generator, person: Person, poses: int) -> Trajectory:
    trunk = rng.uniform(*TRUNK_DEG, poses)
    per_lean = ROUND_PER_LEAN if person.rigging is None else RIGGED_PER_LEAN
    most = np.minimum(person.maximum_lumbar_deg, ROUND_UPRIGHT_DEG + per_lean * np.maximum(trunk, 0.0))
    lumbar = rng.uniform(HOLLOW_DEG, most) / SKIN_PER_BONE
    spans = np.array([span for _, span in KNEES_DEG])[rng.choice(len(KNEES_DEG), poses, p=[s for s, _ in KNEES_DEG])]

    def after_standing(values: Array, *, still: float, spread: float = 0.0) -> Array:
        return np.concatenate([rng.normal(still, spread, STANDING_POSES), values])

    return Trajectory(
        trunk_deg=after_standing(trunk, still=person.standing_lean_deg, spread=1.5),
        lumbar_deg=after_standing(lumbar, still=0.0, spread=1.0),
        thoracic_deg=after_standing(rng.uniform(*THORACIC_DEG, poses), still=0.0, spread=1.0),
        neck_deg=after_standing(rng.uniform(*NECK_DEG, poses), still=0.0, spread=2.0),
        knee_deg=after_standing(rng.uniform(spans[:, 0], spans[:, 1]), still=0.0),
        balance_share=after_standing(
            np.clip(rng.normal(person.balance_share, 0.06, poses), 0.34, 0.8), still=person.balance_share
        ),
        arm_deg=after_standing(rng.uniform(*ARMS_DEG, poses) * (rng.random(poses) < 0.5), still=0.0, spread=2.0),
        blade_share=after_standing(np.clip(trunk / 80.0 + rng.normal(0, 0.25, poses), 0.0, 1.0), still=0.0),
        bar_drift_m=after_standing(np.maximum(rng.normal(0.0, 0.03, poses), 0.0), still=0.0),
        hands=HANG,
        load_kg=0.0,
    )
