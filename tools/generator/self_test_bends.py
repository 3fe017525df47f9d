"""Self-tests in which both feet stand: balance is solved as for a lift."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tools.generator.self_tests import Draw, Hold
from tools.generator.sequences import SKIN_PER_BONE
from tools.generator.solving import solve
from tools.generator.trajectories import CHEST, HANG, Trajectory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tools.generator.arrays import Array
    from tools.generator.solving import Pose

Bent = tuple["Pose", tuple[Hold, ...], "Mapping[str, Any]"]


def toe_touch(draw: Draw) -> Bent:
    """Reach for the toes with straight knees, and stay for a breath."""
    begins = draw.between(1.0, 1.4)
    hold = Hold(begins + 1.4, begins + 2.9)
    draw.seconds = hold.end_s + 1.8
    most = draw.posing.person.maximum_lumbar_deg
    depth = {
        "trunk_deg": draw.between(68, 118),
        "lumbar_deg": draw.between(0.35, 0.95) * most / SKIN_PER_BONE,
        "thoracic_deg": draw.between(2, 26),
        "neck_deg": draw.between(-5, 15),
        "knee_deg": draw.between(0, 9),
    }
    return _bent(draw, (hold,), depth, hands=HANG)


def waiters_bow(draw: Draw) -> Bent:
    """Bow from the hips with a still back, and stay a moment; some let the back bend."""
    begins = draw.between(1.0, 1.4)
    hold = Hold(begins + 1.3, begins + 2.3)
    draw.seconds = hold.end_s + 1.6
    rounds = draw.rng.random() < 0.5
    depth = {
        "trunk_deg": draw.between(32, 62),
        "lumbar_deg": draw.between(14, 34) if rounds else draw.between(0, 9),
        "thoracic_deg": draw.between(-4, 12),
        "neck_deg": draw.between(-12, 4),
        "knee_deg": draw.between(0, 14),
    }
    return _bent(draw, (hold,), depth, hands=(HANG, CHEST)[int(draw.rng.integers(2))])


def squat(draw: Draw) -> Bent:
    """Squat twice without a load."""
    holds = tuple(Hold(start + 1.1, start + 1.5) for start in (1.0, 3.7))
    draw.seconds = 6.6
    depth = {
        "trunk_deg": draw.between(22, 50),
        "lumbar_deg": draw.between(3, 36),
        "thoracic_deg": draw.between(-6, 10),
        "neck_deg": draw.between(-14, 6),
        "knee_deg": draw.between(70, 118),
        "arm_deg": draw.between(45, 85),
    }
    return _bent(draw, holds, depth, hands=HANG)


def _bent(draw: Draw, holds: tuple[Hold, ...], depth: dict[str, float], *, hands: str) -> Bent:
    share = np.zeros(draw.frames)
    for hold in holds:
        share = share + draw.lifted(hold, 1.1)
    zero = draw.exactly(0.0)
    person = draw.posing.person

    def over_time(name: str, rest: float = 0.0) -> Array:
        moved: Array = rest + (depth.get(name, rest) - rest) * share
        return moved

    trajectory = Trajectory(
        trunk_deg=over_time("trunk_deg", person.standing_lean_deg),
        lumbar_deg=over_time("lumbar_deg"),
        thoracic_deg=over_time("thoracic_deg"),
        neck_deg=over_time("neck_deg"),
        knee_deg=over_time("knee_deg"),
        balance_share=zero + person.balance_share,
        arm_deg=over_time("arm_deg"),
        blade_share=share,
        bar_drift_m=zero,
        hands=hands,
        load_kg=0.0,
    )
    return solve(draw.posing, trajectory), holds, depth


BENDS: Mapping[str, Callable[[Draw], Bent]] = {"toe_touch": toe_touch, "waiters_bow": waiters_bow, "squat": squat}
