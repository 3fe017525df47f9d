"""Steps: where the feet stand, lift and land, how the body follows them, and how the legs reach them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tools.generator.arms import elbow_m
from tools.generator.rigs import SIDES
from tools.generator.skinning import about_x, about_y, about_z

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.generator.arrays import Array
    from tools.generator.posture import Posing

OUTWARD = {"left": 1.0, "right": -1.0}
LIFT_M, TOE_DOWN_DEG = 0.075, 20.0
SWING_SHARE = 0.78
FOLLOWS_S, SINKS_S = 0.17, 0.10
LONGEST_SHARE, STRAIGHTEST = 0.985, 0.9998
ARM_SWING_DEG, FULL_SWING_M = 20.0, 0.5


@dataclass(frozen=True)
class Step:
    """One foot moves: from when to when, and where the body would stand over it then.

    Parameters
    ----------
    station
        Left and back of the first place, in metres, and the turn to the left, in degrees.
    """

    side: str
    start: int
    end: int
    station: tuple[float, float, float]


@dataclass(frozen=True)
class Foot:
    """One ankle over time, ``[frame]`` each but the first, ``[frame, 2]``: where it is, how high, how turned."""

    place_m: Array
    lift_m: Array
    yaw_deg: Array
    toe_down_deg: Array


@dataclass(frozen=True)
class Walk:
    """Feet and body of somebody who steps about.

    Parameters
    ----------
    root_m, yaw_deg
        Where the body is, left and back of the first place, ``[frame, 2]``, and how far turned to the left.
    feet
        By side.
    stepping
        Whether the person steps or stands elsewhere than in the first place, ``[frame]``.
    """

    root_m: Array
    yaw_deg: Array
    feet: dict[str, Foot]
    stepping: Array
    fps: float


def walk_of(
    posing: Posing, steps: Sequence[Step], *, begins_at: tuple[float, float, float], frames: int, fps: float
) -> Walk:
    """Lay out the feet of all steps and let the body follow the middle between them."""
    feet = {side: _foot(posing, side, steps, begins_at, frames) for side in SIDES}
    left, right = (feet[side] for side in SIDES)
    yaw = _followed(0.5 * (left.yaw_deg + right.yaw_deg), fps)
    home = 0.5 * sum((_ankle_m(posing, side)[:2] for side in SIDES), np.zeros(2))
    middle = np.stack([_followed(0.5 * (left.place_m + right.place_m)[:, axis], fps) for axis in range(2)], axis=-1)
    root = middle - np.einsum("fij,j->fi", about_z(yaw)[:, :2, :2], home)
    away = [np.abs(foot.place_m - _ankle_m(posing, side)[:2]).max(axis=1) > 1e-6 for side, foot in feet.items()]
    away.append(np.abs(root).max(axis=1) > 1e-4)
    away.append(np.abs(yaw) > 1e-2)
    return Walk(root, yaw, feet, np.any(away, axis=0), fps)


def _followed(values: Array, fps: float) -> Array:
    from scipy.ndimage import gaussian_filter1d  # noqa: PLC0415 heavy

    smooth: Array = gaussian_filter1d(values, FOLLOWS_S * fps, mode="nearest", truncate=4.0)
    return smooth


def _ankle_m(posing: Posing, side: str) -> Array:
    """Ankle of somebody who stands in the first place."""
    ankle = posing.body.head_m(f"foot_{side}")
    return np.array([posing.stance_m[side], ankle[1], ankle[2]])


def _foothold(posing: Posing, side: str, station: tuple[float, float, float]) -> tuple[Array, float]:
    left, back, yaw = station
    turned: Array = about_z(yaw)[:2, :2] @ _ankle_m(posing, side)[:2]
    return turned + np.array([left, back]), yaw


def _foot(posing: Posing, side: str, steps: Sequence[Step], begins_at: tuple[float, float, float], frames: int) -> Foot:
    at, turned = _foothold(posing, side, begins_at)
    place, yaw = np.tile(at, (frames, 1)), np.full(frames, turned)
    up = np.zeros(frames)
    for step in steps:
        if step.side != side:
            continue
        to, to_yaw = _foothold(posing, side, step.station)
        share = np.clip((np.arange(frames) - step.start) / max(step.end - step.start, 1), 0.0, 1.0)
        smooth = share**3 * (10 - 15 * share + 6 * share**2)
        place = place + (to - at) * smooth[:, None]
        yaw = yaw + (to_yaw - turned) * smooth
        up = up + np.sin(np.pi * share) ** 1.5
        at, turned = to, to_yaw
    return Foot(place, LIFT_M * up, yaw, TOE_DOWN_DEG * up)


def stepped(
    posing: Posing, walk: Walk, turns: Array, places: Array, hips: Array, still_deg: tuple[Array, Array]
) -> tuple[Array, Array, tuple[Array, Array]]:
    """Reach the feet with the legs: hips lowered as far as needed, rotations of all parts, leans of shank and thigh.

    The leans are the mean of both legs where the person steps, and ``still_deg`` elsewhere.
    """
    ankles = {side: _ankle_in_front(posing, walk, side) for side in SIDES}
    heads = {side: places[:, posing.names.index(f"thigh_{side}")] for side in SIDES}
    length = {side: _lengths_m(posing, side) for side in SIDES}
    needed = [_lowered_m(heads[side] + hips, ankles[side], sum(length[side])) for side in SIDES]
    hips = hips - _sinking(np.max(needed, axis=0) * walk.stepping, walk.fps)[:, None] * np.array([0.0, 0.0, 1.0])
    turns, leans, pole = turns.copy(), [], np.tile([0.0, -1.0, 0.0], (len(hips), 1))
    for side in SIDES:
        head = heads[side] + hips
        knee, ankle = elbow_m(head, ankles[side], pole, length[side], straightest=STRAIGHTEST)
        for part, turned in _leg_turns(posing, walk, side, (head, knee, ankle)).items():
            turns[walk.stepping, posing.names.index(f"{part}_{side}")] = turned[walk.stepping]
        leans.append((_lean_deg(knee - ankle), _lean_deg(head - knee)))
    means = np.mean(leans, axis=0)
    shank, thigh = (np.where(walk.stepping, mean, still) for mean, still in zip(means, still_deg, strict=True))
    return hips, turns, (shank, thigh)


def _leg_turns(posing: Posing, walk: Walk, side: str, at_m: tuple[Array, Array, Array]) -> dict[str, Array]:
    """Rotations of the parts of a leg from where its hip, knee and ankle are."""
    hip, knee, ankle = (posing.body.head_m(f"{part}_{side}") for part in ("thigh", "shank", "foot"))
    head, bent, reached = at_m
    foot = walk.feet[side]
    out = OUTWARD[side] * posing.person.toe_out_deg
    return {
        "thigh": swung(knee - hip, bent - head),
        "shank": swung(ankle - knee, reached - bent),
        "foot": about_z(foot.yaw_deg - walk.yaw_deg + out) @ about_x(foot.toe_down_deg),
    }


def _ankle_in_front(posing: Posing, walk: Walk, side: str) -> Array:
    """Return an ankle as the person sees it who faces ahead."""
    foot = walk.feet[side]
    flat = np.einsum("fij,fj->fi", about_z(-walk.yaw_deg)[:, :2, :2], foot.place_m - walk.root_m)
    height = _ankle_m(posing, side)[2] + foot.lift_m
    return np.concatenate([flat, height[:, None]], axis=1)


def _lengths_m(posing: Posing, side: str) -> tuple[float, float]:
    hip, knee, ankle = (posing.body.head_m(f"{part}_{side}") for part in ("thigh", "shank", "foot"))
    return float(np.linalg.norm(hip - knee)), float(np.linalg.norm(knee - ankle))


def _lowered_m(hip: Array, ankle: Array, length_m: float) -> Array:
    across = np.linalg.norm((hip - ankle)[:, :2], axis=1)
    highest = ankle[:, 2] + np.sqrt(np.clip((LONGEST_SHARE * length_m) ** 2 - across**2, 0.01, None))
    lowered: Array = np.maximum(hip[:, 2] - highest, 0.0)
    return lowered


def _sinking(needed_m: Array, fps: float) -> Array:
    from scipy.ndimage import gaussian_filter1d, maximum_filter1d  # noqa: PLC0415 heavy

    widest = maximum_filter1d(needed_m, max(2 * round(SINKS_S * fps) + 1, 3))
    smooth: Array = gaussian_filter1d(widest, SINKS_S * fps)
    return smooth


def swung(rest: Array, goal: Array) -> Array:
    """Rotations first aside and then forward that carry a line of a leg at rest to where it is wanted."""
    rest = rest / np.linalg.norm(rest)
    goal = goal / np.linalg.norm(goal, axis=-1, keepdims=True)
    flat = float(np.hypot(rest[0], rest[2]))
    downwards = np.arctan2(rest[2], rest[0])
    aside = downwards + np.arccos(np.clip(goal[:, 0] / flat, -1.0, 1.0))
    aside = (aside + np.pi) % (2 * np.pi) - np.pi
    height = -rest[0] * np.sin(aside) + rest[2] * np.cos(aside)
    forward = np.arctan2(goal[:, 2], goal[:, 1]) - np.arctan2(height, rest[1])
    turned: Array = about_x(np.degrees(forward)) @ about_y(np.degrees(aside))
    return turned


def _lean_deg(line: Array) -> Array:
    lean: Array = np.degrees(np.arctan2(-line[:, 1], line[:, 2]))
    return lean


def steps_along(
    stations: Sequence[tuple[float, float, float]], *, start: int, fps: float, step_s: float, first: str
) -> tuple[Step, ...]:
    """One step to each station with alternating feet, and a last one that brings the feet together."""
    order = (first, *(side for side in SIDES if side != first))
    each = step_s * fps
    found = []
    for number, station in enumerate((*stations, stations[-1])):
        begins = start + round(number * each)
        ends = start + round((number + SWING_SHARE + 0.1) * each)
        found.append(Step(order[number % 2], begins, max(ends, begins + 1), station))
    return tuple(found)


def arm_swing_deg(posing: Posing, walk: Walk) -> Array:
    """Arms that swing against the legs: forward on the left while the left foot is behind."""
    left, right = (_ankle_in_front(posing, walk, side)[:, 1] for side in SIDES)
    swing: Array = np.clip((left - right) / FULL_SWING_M, -1.0, 1.0) * ARM_SWING_DEG * walk.stepping
    return swing
