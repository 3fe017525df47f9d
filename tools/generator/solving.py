"""A trajectory performed by a body: where every part is in every frame, balanced over the feet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tools.generator import balance
from tools.generator.arms import arm_length_m, arm_turns, elbow_m
from tools.generator.holding import at_chest_m, load_on_arms_m, on_back_m, wrists_from_hips, wrists_on_bar
from tools.generator.masses import burden_of, centre_of_mass_m, free_leg_leans, shoulders_m
from tools.generator.posture import OUTWARD, lean_deg
from tools.generator.rigs import SIDES
from tools.generator.sideways import grips_raised_m, swayed
from tools.generator.skinning import about_x, about_y, about_z, joint_positions
from tools.generator.stepping import stepped
from tools.generator.trajectories import BACK, BAR, CHEST

if TYPE_CHECKING:
    from tools.generator.arrays import Array
    from tools.generator.posture import Posing
    from tools.generator.stepping import Walk
    from tools.generator.trajectories import Trajectory

SHIN_HALF_M, THIGH_HALF_M = 0.060, 0.095


@dataclass(frozen=True)
class Pose:
    """Parts of the body over time.

    Parameters
    ----------
    turns, positions_m
        World rotation and head of every part, ``[frame, part, 3, 3]`` and ``[frame, part, 3]``.
    shank_deg, thigh_deg
        Lean of the standing leg's lines.
    centre_m
        Centre of mass of body and load, ``[frame, 3]``.
    balance_share
        Its place over the foot, from the heel.
    load_m
        Middle of what is held, ``[frame, 3]``, or None.
    shoulders_m
        Middle between the shoulder joints, ``[frame, 3]``.
    yaw_deg
        How far the person is turned to their left, ``[frame]``, or None for somebody who never turns.
    root_m
        Where the person is, left and back of the first place, ``[frame, 2]``, or None for one who stays there.
    held_share
        1 where the load is held, 0 where it lies on the floor, ``[frame]``, or None where it is always held.
    load_across
        Direction of a bar from its right end to its left one, ``[frame, 3]``, or None where it is level.
    """

    turns: Array
    positions_m: Array
    shank_deg: Array
    thigh_deg: Array
    centre_m: Array
    balance_share: Array
    load_m: Array | None
    shoulders_m: Array
    yaw_deg: Array | None = None
    held_share: Array | None = None
    root_m: Array | None = None
    load_across: Array | None = None


def placed(pose: Pose, walk: Walk) -> Pose:
    """Put a pose that is solved as if the person faced ahead where the person walks and turns."""
    turned = about_z(walk.yaw_deg)
    root = np.concatenate([walk.root_m, np.zeros((len(turned), 1))], axis=1)

    def moved(points: Array) -> Array:
        there: Array = np.einsum("fij,fj->fi", turned, points) + root
        return there

    return replace(
        pose,
        turns=turned[:, None] @ pose.turns,
        positions_m=np.einsum("fij,fpj->fpi", turned, pose.positions_m) + root[:, None],
        centre_m=moved(pose.centre_m),
        load_m=None if pose.load_m is None else moved(pose.load_m),
        shoulders_m=moved(pose.shoulders_m),
        yaw_deg=walk.yaw_deg,
        root_m=walk.root_m,
    )


def solve(posing: Posing, trajectory: Trajectory) -> Pose:
    """Put trunk, legs and arms together so that the centre of mass is over the wanted place of the foot."""
    turns, places = posing.trunk(trajectory)
    standing = tuple(side for side in SIDES if side != trajectory.free_leg)
    legs = posing.geometry(standing)
    knee = trajectory.knee_deg + posing.standing_knee_deg()
    held = wrists_from_hips(posing, trajectory, turns, places)
    bar = np.full(len(knee), posing.mid_foot_forward_m()) + trajectory.bar_drift_m
    for _ in range(4 if trajectory.hands == BAR else 1):
        burden = burden_of(posing, trajectory, (turns, places), held, bar)
        shank = balance.shank_lean_deg(
            legs, burden, knee_deg=knee, target_forward_m=posing.target_forward_m(trajectory)
        )
        hip = balance.hip_place_m(legs, shank_deg=shank, knee_deg=knee)
        if not trajectory.beside:
            bar = np.maximum(bar, _front_of_legs_m(posing, trajectory, places, hip, (shank, knee)))
    hips = np.stack([np.zeros_like(shank), -hip[0], hip[1]], axis=-1)
    turns = _with_legs(posing, trajectory, turns, shank, knee)
    leans = (shank, shank - knee)
    if trajectory.walk is not None:
        hips, turns, leans = stepped(posing, trajectory.walk, turns, places, hips, leans)
    if trajectory.sway is not None:
        turns, places, hips = swayed(posing, trajectory.sway, turns, hips)
        held = wrists_from_hips(posing, trajectory, turns, places)
    if trajectory.hands == BAR:
        wrists, load = wrists_on_bar(posing, trajectory, places + hips[:, None], bar)
        wrists, load = _bar_tilted(posing, trajectory, wrists, load)
    else:
        wrists = {side: (wrist + hips, pole) for side, (wrist, pole) in held.items()}
        load = None
    turns = _with_arms(posing, turns, places + hips[:, None], wrists)
    positions = joint_positions(posing.body.skeleton, turns, hips)
    return _measured(posing, trajectory, turns, positions, leans, load)


def _bar_tilted(
    posing: Posing, trajectory: Trajectory, wrists: dict[str, tuple[Array, Array]], load: Array
) -> tuple[dict[str, tuple[Array, Array]], Array]:
    """Raise one hand on the bar, and its middle by half of that."""
    if trajectory.sway is None:
        return wrists, load
    raised = grips_raised_m(trajectory.sway, trajectory.grip_half_share * posing.body.stature_m)
    up = np.array([0.0, 0.0, 1.0])
    higher = {side: (wrist + raised[side][:, None] * up, pole) for side, (wrist, pole) in wrists.items()}
    return higher, load + 0.5 * (raised["left"] + raised["right"])[:, None] * up


def _measured(
    posing: Posing,
    trajectory: Trajectory,
    turns: Array,
    positions: Array,
    leans: tuple[Array, Array],
    load: Array | None,
) -> Pose:
    if trajectory.hands == BACK:
        load = on_back_m(posing, turns, positions)
    elif trajectory.hands == CHEST and trajectory.load_kg:
        load = at_chest_m(posing, turns, _middle_m(posing, positions, "hand"))
    elif load is None and trajectory.load_kg:
        load = load_on_arms_m(posing, positions)
    centre = centre_of_mass_m(posing, trajectory, turns, positions, load)
    length = posing.body.heel_y_m - posing.body.toe_y_m
    share = (posing.body.heel_y_m - centre[:, 1]) / length
    pose = Pose(turns, positions, leans[0], leans[1], centre, share, load, shoulders_m(posing, positions))
    return pose if trajectory.sway is None else replace(pose, load_across=_across(posing, trajectory, turns, positions))


def _across(posing: Posing, trajectory: Trajectory, turns: Array, positions: Array) -> Array:
    """Direction of a bar from the right hand to the left one; across the chest where it lies on the back."""
    if trajectory.hands == BACK:
        across: Array = turns[:, posing.names.index(posing.body.thorax), :, 0]
        return across
    left, right = (positions[:, posing.names.index(f"hand_{side}")] for side in SIDES)
    line: Array = left - right
    line /= np.linalg.norm(line, axis=1, keepdims=True)
    return line


def _middle_m(posing: Posing, positions: Array, part: str) -> Array:
    left, right = (positions[:, posing.names.index(f"{part}_{side}")] for side in SIDES)
    middle: Array = 0.5 * (left + right)
    return middle


def knee_for_floor_deg(posing: Posing, trajectory: Trajectory, *, load_height_m: float) -> Array:
    """Knee flexion from the reference posture with which the load in the hands comes down to a height."""

    def height(knee: Array) -> Array:
        load = solve(posing, replace(trajectory, knee_deg=knee)).load_m
        if load is None:
            message = f"Hands that hold {trajectory.hands!r} bring no load to the floor."
            raise ValueError(message)
        return load[:, 2]

    wanted = np.full(len(trajectory.trunk_deg), load_height_m)
    return balance.knee_for_height_deg(height, wanted_m=wanted, least_deg=0.0, most_deg=110.0)


def floor_knee_deg(
    posing: Posing, trajectory: Trajectory, *, hand_height_m: Array | float, most_deg: float = 110.0
) -> Array:
    """Knee flexion from the reference posture that brings straight hanging arms down to a bar on the floor."""
    turns, places = posing.trunk(trajectory)
    legs = posing.geometry(SIDES)
    shoulders = shoulders_m(posing, places)
    bar = np.full(len(trajectory.trunk_deg), posing.mid_foot_forward_m())
    burden = burden_of(posing, trajectory, (turns, places), {}, bar)
    standing = posing.standing_knee_deg()

    def hand_height(knee: Array) -> Array:
        shank = balance.shank_lean_deg(
            legs, burden, knee_deg=knee + standing, target_forward_m=posing.target_forward_m(trajectory)
        )
        forward, height = balance.hip_place_m(legs, shank_deg=shank, knee_deg=knee + standing)
        ahead = bar - (forward - shoulders[:, 1])
        return height + shoulders[:, 2] - np.sqrt(np.clip(posing.reach_m() ** 2 - ahead**2, 0.01, None))

    wanted = np.broadcast_to(np.asarray(hand_height_m, dtype=float), trajectory.trunk_deg.shape)
    return balance.knee_for_height_deg(hand_height, wanted_m=wanted, least_deg=0.0, most_deg=most_deg)


def _front_of_legs_m(
    posing: Posing, trajectory: Trajectory, places: Array, hip: tuple[Array, Array], leans: tuple[Array, Array]
) -> Array:
    """How far forward a bar in hanging hands must be to clear the legs, drift added."""
    shank, knee = leans
    legs = posing.geometry(SIDES)
    shoulders = shoulders_m(posing, places)
    ahead = posing.mid_foot_forward_m() - (hip[0] - shoulders[:, 1])
    height = hip[1] + shoulders[:, 2] - np.sqrt(np.clip(posing.reach_m() ** 2 - ahead**2, 0.01, None))
    up = height - legs.ankle_height_m
    knee_up = legs.shank_m * np.cos(np.radians(shank))
    thigh_lean = np.clip(shank - knee, -80.0, 80.0)
    on_shank = legs.ankle_forward_m + np.minimum(up, knee_up) * np.tan(np.radians(shank)) + SHIN_HALF_M
    beyond = np.clip((up - knee_up) / legs.thigh_m, 0.0, 1.0)
    thick = SHIN_HALF_M + (THIGH_HALF_M - SHIN_HALF_M) * beyond
    on_thigh = on_shank - SHIN_HALF_M + np.maximum(up - knee_up, 0.0) * np.tan(np.radians(thigh_lean)) + thick
    return np.where(up > knee_up, on_thigh, on_shank) + trajectory.bar_drift_m


def _with_legs(posing: Posing, trajectory: Trajectory, turns: Array, shank: Array, knee: Array) -> Array:
    turns = turns.copy()
    for side in SIDES:
        rest_thigh, rest_shank, aside = posing.leg(side)
        lean_thigh, lean_shank = shank - knee, shank
        foot = np.broadcast_to(about_z(OUTWARD[side] * posing.person.toe_out_deg), (len(shank), 3, 3))
        if side == trajectory.free_leg:
            lean_thigh, lean_shank = free_leg_leans(posing, trajectory)
            foot = about_x(lean_shank - lean_deg(rest_shank)) @ foot
        thigh_turn = about_x(lean_thigh - lean_deg(rest_thigh)) @ about_y(aside)
        shank_turn = about_x(lean_shank - lean_deg(rest_shank)) @ about_y(aside)
        for part, turned in (("thigh", thigh_turn), ("shank", shank_turn), ("foot", foot)):
            turns[:, posing.names.index(f"{part}_{side}")] = turned
    return turns


def _with_arms(posing: Posing, turns: Array, places: Array, wrists: dict[str, tuple[Array, Array]]) -> Array:
    turns = turns.copy()
    lengths = arm_length_m(posing.body)
    for side, (wrist, pole) in wrists.items():
        index = posing.names.index(f"upper_arm_{side}")
        shoulder = places[:, index]
        elbow, reached = elbow_m(shoulder, wrist, pole, lengths)
        above = turns[:, posing.body.skeleton.parents[index]]
        parts = arm_turns(posing.body, side, above, (shoulder, elbow, reached))
        for part, turned in zip(("upper_arm", "forearm", "hand"), parts, strict=True):
            turns[:, posing.names.index(f"{part}_{side}")] = turned
    return turns
