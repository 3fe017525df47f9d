"""Where the wrists go for each way to hold the hands, and where the load is then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.generator.arms import arm_length_m
from tools.generator.posture import OUTWARD
from tools.generator.rigs import SIDES
from tools.generator.segments import HAND_BEYOND_WRIST_SHARE
from tools.generator.trajectories import BACK, BAR, CHEST, DOWEL, HANG, HIPS

if TYPE_CHECKING:
    from tools.generator.arrays import Array
    from tools.generator.posture import Posing
    from tools.generator.trajectories import Trajectory

Wrists = dict[str, "tuple[Array, Array]"]
BAR_ON_BACK_SHARE = 0.805
BELL_GRIP_HALF_M = 0.04
BELL_BELOW_WRIST = 0.32
BELL_BEFORE_WRISTS_M = 0.06
HANG_HALF_SHARE = 0.11
# In shares of stature from the named part, at rest: outwards, forwards, up; and the way the elbow points.
ON_BODY = {
    HIPS: ("pelvis", (0.095, 0.015, 0.06), (0.6, -0.8, 0.0)),
    CHEST: ("upper_arm", (-0.13, 0.10, -0.02), (0.3, 0.2, -1.0)),
}
# Height on the back's midline and the part that it moves with, for the hands that hold a stick there.
DOWEL_HANDS = {"left": (0.855, "neck_0"), "right": (0.615, "lumbar_0")}
BEHIND_SKIN_M = 0.045


def wrists_from_hips(posing: Posing, trajectory: Trajectory, turns: Array, places: Array) -> Wrists:
    """Wrist and direction of the elbow, from the middle of the hips, for hands that move with the trunk."""
    if trajectory.hands == BAR:
        return {}
    if trajectory.hands == HANG:
        return {side: _hanging(posing, trajectory, places, side) for side in SIDES}
    if trajectory.hands == BACK:
        return {side: _at_bar_on_back(posing, turns, places, side) for side in SIDES}
    return {side: _on_body(posing, trajectory, turns, places, side) for side in SIDES}


def _hanging(posing: Posing, trajectory: Trajectory, places: Array, side: str) -> tuple[Array, Array]:
    shoulder = places[:, posing.names.index(f"upper_arm_{side}")]
    swing = 0.0 if trajectory.arm_swing_deg is None else OUTWARD[side] * trajectory.arm_swing_deg
    angle = np.radians(trajectory.arm_deg + swing)
    reach = 0.975 * sum(arm_length_m(posing.body))
    half = _hands_apart_m(posing, trajectory)
    aside = OUTWARD[side] * half - shoulder[:, 0]
    along = np.sqrt(np.clip(reach**2 - aside**2, 0.01, None))
    wrist = shoulder + np.stack([aside, -along * np.sin(angle), -along * np.cos(angle)], axis=-1)
    pole = np.stack([np.full_like(angle, 0.4 * OUTWARD[side]), np.cos(angle), -np.sin(angle)], axis=-1)
    return wrist, pole


def _hands_apart_m(posing: Posing, trajectory: Trajectory) -> Array | float:
    """Half the distance between hanging hands: together on a bell, apart where they are empty."""
    empty = HANG_HALF_SHARE * posing.body.stature_m
    if not trajectory.load_kg:
        return empty
    if trajectory.grip_share is None:
        return BELL_GRIP_HALF_M
    together = trajectory.grip_share if trajectory.hands == HANG else 0.0
    return empty + (BELL_GRIP_HALF_M - empty) * together


def on_back_m(posing: Posing, turns: Array, places: Array) -> Array:
    """Middle of a bar that lies on the upper back, behind the shoulders."""
    midline = posing.body.midline
    skin = midline.points(posing.body.vertices_m[None])[0, midline.level(BAR_ON_BACK_SHARE)]
    thorax = posing.body.thorax
    return _carried(posing, turns, places, thorax, np.array([0.0, skin[1] + 0.014, skin[2]]))


def _at_bar_on_back(posing: Posing, turns: Array, places: Array, side: str) -> tuple[Array, Array]:
    bar = on_back_m(posing, turns, places)
    thorax = turns[:, posing.names.index(posing.body.thorax)]
    out = OUTWARD[side] * 0.185 * posing.body.stature_m
    wrist = bar + thorax @ np.array([out, -0.045, -0.02])
    return wrist, thorax @ np.array([0.5 * OUTWARD[side], 0.5, -1.0])


def _on_body(posing: Posing, trajectory: Trajectory, turns: Array, places: Array, side: str) -> tuple[Array, Array]:
    if trajectory.hands == DOWEL:
        return _at_stick(posing, turns, places, side)
    part, offset, pole = ON_BODY[trajectory.hands]
    name = f"{part}_{side}" if f"{part}_{side}" in posing.names else part
    outward, forward, up = (share * posing.body.stature_m for share in offset)
    rest = posing.body.head_m(name) + np.array([OUTWARD[side] * outward, -forward, up])
    turned = turns[:, posing.names.index(name)]
    elbow = turned @ np.array([OUTWARD[side] * pole[0], -pole[1], pole[2]])
    return _carried(posing, turns, places, name, rest), elbow


def _at_stick(posing: Posing, turns: Array, places: Array, side: str) -> tuple[Array, Array]:
    share, part = DOWEL_HANDS[side]
    midline = posing.body.midline
    skin = midline.points(posing.body.vertices_m[None])[0, midline.level(share)]
    rest = skin + np.array([OUTWARD[side] * 0.02, BEHIND_SKIN_M, 0.0])
    pole = np.array([OUTWARD[side], 0.6, 0.5 if side == "left" else -0.2])
    return _carried(posing, turns, places, part, rest), turns[:, posing.names.index(part)] @ pole


def _carried(posing: Posing, turns: Array, places: Array, part: str, rest_m: Array) -> Array:
    index = posing.names.index(part)
    moved: Array = places[:, index] + turns[:, index] @ (rest_m - posing.body.skeleton.heads_m[index])
    return moved


def wrists_on_bar(
    posing: Posing, trajectory: Trajectory, positions: Array, bar_forward_m: Array
) -> tuple[Wrists, Array]:
    """Wrists of straight arms on a bar at a place in front, and the middle of that bar, ``[frame, 3]``.

    Hands that are not at the bar hang beside the body, or are on the way there.
    """
    beyond = HAND_BEYOND_WRIST_SHARE * posing.body.stature_m
    wrists, grips = {}, []
    for side in SIDES:
        shoulder = positions[:, posing.names.index(f"upper_arm_{side}")]
        aside = OUTWARD[side] * trajectory.grip_half_share * posing.body.stature_m - shoulder[:, 0]
        ahead = bar_forward_m + shoulder[:, 1]
        down = np.sqrt(np.clip(posing.reach_m() ** 2 - aside**2 - ahead**2, 0.01, None))
        grip = shoulder + np.stack([aside, -ahead, -down], axis=-1)
        along = (grip - shoulder) / np.linalg.norm(grip - shoulder, axis=-1, keepdims=True)
        pole = np.tile([0.7 * OUTWARD[side], 0.7, 0.0], (len(ahead), 1))
        wrists[side] = (grip - beyond * along, pole)
        if trajectory.grip_share is not None:
            free = _hanging(posing, trajectory, positions, side)
            wrists[side] = _on_the_way(trajectory.grip_share[:, None], wrists[side], free)
        grips.append(grip)
    middle: Array = 0.5 * (grips[0] + grips[1])
    return wrists, middle


def _on_the_way(share: Array, at_load: tuple[Array, Array], free: tuple[Array, Array]) -> tuple[Array, Array]:
    (wrist, pole), (free_wrist, free_pole) = at_load, free
    return share * wrist + (1 - share) * free_wrist, share * pole + (1 - share) * free_pole


def at_chest_m(posing: Posing, turns: Array, wrists_m: Array) -> Array:
    """Middle of a bell held before the chest by both hands, from the middle between the wrists."""
    thorax = turns[:, posing.names.index(posing.body.thorax)]
    middle: Array = wrists_m + thorax @ np.array([0.0, -BELL_BEFORE_WRISTS_M, 0.0])
    return middle


def load_on_arms_m(posing: Posing, positions: Array) -> Array:
    """Middle of a bell that both hanging hands hold: further along the line from shoulders to wrists."""
    shoulder, wrist = (
        0.5 * (positions[:, posing.names.index(f"{part}_left")] + positions[:, posing.names.index(f"{part}_right")])
        for part in ("upper_arm", "hand")
    )
    middle: Array = wrist + BELL_BELOW_WRIST * (wrist - shoulder)
    return middle
