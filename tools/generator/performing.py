"""An everyday set as a trajectory: knees bent to the load on the floor, hands to it and off it, steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tools.generator.loads import laid_down
from tools.generator.sequences import smooth, trajectory_of
from tools.generator.solving import knee_for_floor_deg, placed, solve
from tools.generator.stepping import arm_swing_deg, walk_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.generator.arrays import Array, Faces
    from tools.generator.loads import Load
    from tools.generator.posture import Posing
    from tools.generator.sequences import Everyday, Plan
    from tools.generator.solving import Pose
    from tools.generator.trajectories import Trajectory

GRASP_S, LET_GO_S, LOAD_S = 0.55, 0.45, 0.12
LEAN_STEP_DEG, LEAN_STEPS, NEAR_M = 4.0, 8, 0.012
LEAN_DEG = (30.0, 105.0)
PER_FRAME = (
    *("trunk_deg", "lumbar_deg", "thoracic_deg", "neck_deg", "knee_deg", "balance_share", "arm_deg", "blade_share"),
    "bar_drift_m",
)


def perform(posing: Posing, plan: Plan, everyday: Everyday, load: Load | None) -> tuple[Pose, Pose]:
    """Carry out an everyday set: the pose as if the person faced ahead in one place, and as it is in the room."""
    trajectory = _trajectory(posing, plan, everyday)
    if load is not None and everyday.on_floor:
        plan = _down_to_floor(posing, plan, everyday, load, trajectory)
        trajectory = _bobbing(posing, _trajectory(posing, plan, everyday), everyday, load)
    if everyday.steps:
        walk = walk_of(posing, everyday.steps, begins_at=everyday.begins_at, frames=plan.frames, fps=plan.fps)
        trajectory = replace(trajectory, walk=walk, arm_swing_deg=arm_swing_deg(posing, walk))
    pose = replace(solve(posing, trajectory), held_share=trajectory.held_share)
    seen = pose if trajectory.walk is None else placed(pose, trajectory.walk)
    if trajectory.held_share is not None and seen.load_m is not None and load is not None:
        seen = replace(seen, load_m=laid_down(seen.load_m, trajectory.held_share, load.radius_m))
    return pose, seen


def _trajectory(posing: Posing, plan: Plan, everyday: Everyday) -> Trajectory:
    ramp, grasp, let_go = (round(seconds * plan.fps) for seconds in (LOAD_S, GRASP_S, LET_GO_S))
    grip = _shares(everyday.gripped, plan.frames, before=grasp, after=let_go)
    trajectory = trajectory_of(plan, posing.person)
    return replace(
        trajectory,
        arm_deg=trajectory.arm_deg if grip is None else trajectory.arm_deg * grip,
        held_share=_shares(everyday.held, plan.frames, before=ramp, after=ramp),
        grip_share=grip,
        grip_half_share=everyday.grip_half_share,
        beside=everyday.beside,
    )


def _shares(spans: Sequence[tuple[int, int]] | None, frames: int, *, before: int, after: int) -> Array | None:
    """From 0 up to 1 at each span's first frame, and down to 0 again after its last one."""
    if spans is None:
        return None
    share = np.zeros(frames)
    for first, last in spans:
        rise = np.ones(frames) if first < 0 else smooth(first - before, first, frames)
        fall = np.zeros(frames) if last >= frames else smooth(last, last + after, frames)
        share = np.maximum(share, rise - fall)
    return share


def _in_hands(trajectory: Trajectory, frames: Faces) -> Trajectory:
    """Take some frames of a trajectory, with the hands at the load and the load in the hands."""
    some = {name: getattr(trajectory, name)[frames] for name in PER_FRAME}
    return replace(trajectory, held_share=None, grip_share=None, **some)


def _down_to_floor(posing: Posing, plan: Plan, everyday: Everyday, load: Load, trajectory: Trajectory) -> Plan:
    """Bend the knees, and lean where that is not enough, until the load of every such bend touches the floor."""
    bottoms = np.array([everyday.bends[number].bottom_start for number in everyday.on_floor])
    low = _in_hands(trajectory, np.minimum(bottoms, plan.frames - 1))
    trunk = low.trunk_deg
    for _ in range(LEAN_STEPS):
        low = replace(low, trunk_deg=trunk)
        knee = knee_for_floor_deg(posing, low, load_height_m=load.radius_m)
        held = solve(posing, replace(low, knee_deg=knee)).load_m
        off = np.zeros_like(trunk) if held is None else held[:, 2] - load.radius_m
        if np.abs(off).max() < NEAR_M:
            break
        trunk = np.clip(trunk + LEAN_STEP_DEG * np.sign(off) * (np.abs(off) >= NEAR_M), *LEAN_DEG)
    bends = list(everyday.bends)
    for index, number in enumerate(everyday.on_floor):
        depth = replace(bends[number].depth, trunk_deg=float(low.trunk_deg[index]), knee_deg=float(knee[index]))
        bends[number] = replace(bends[number], depth=depth)
    return replace(plan, everyday=replace(everyday, bends=tuple(bends)))


def _bobbing(posing: Posing, trajectory: Trajectory, everyday: Everyday, load: Load) -> Trajectory:
    """Let the hips dip during the set-up, the knees following so that the hands stay at the load."""
    trunk, knee = trajectory.trunk_deg.copy(), trajectory.knee_deg.copy()
    for bob in everyday.bobs:
        frames = np.arange(bob.start, bob.end)
        share = (frames - bob.start) / (bob.end - bob.start)
        trunk[frames] -= bob.trunk_deg * np.sin(np.pi * bob.times * share) ** 2
        low = _in_hands(replace(trajectory, trunk_deg=trunk), frames)
        knee[frames] = knee_for_floor_deg(posing, low, load_height_m=load.radius_m)
    return replace(trajectory, trunk_deg=trunk, knee_deg=knee)
