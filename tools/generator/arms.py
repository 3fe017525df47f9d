"""Where the hands go and how shoulder, elbow and wrist take them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.generator.skinning import swing_to

if TYPE_CHECKING:
    from tools.generator.arrays import Array
    from tools.generator.bodies import Body

STRAIGHT = 0.992


def arm_length_m(body: Body) -> tuple[float, float]:
    """Lengths of upper arm and forearm, shoulder to wrist."""
    shoulder, elbow, wrist = (body.head_m(f"{part}_left") for part in ("upper_arm", "forearm", "hand"))
    return float(np.linalg.norm(elbow - shoulder)), float(np.linalg.norm(wrist - elbow))


def elbow_m(
    shoulder_m: Array,
    wrist_m: Array,
    pole: Array,
    lengths_m: tuple[float, float],
    *,
    straightest: float = STRAIGHT,
) -> tuple[Array, Array]:
    """Elbow, and the wrist where the arm can reach it, each ``[frame, 3]``; the elbow points to the pole.

    A knee is found in the same way, from hip and ankle.
    """
    upper, lower = lengths_m
    along = wrist_m - shoulder_m
    distance = np.linalg.norm(along, axis=-1, keepdims=True)
    along = along / np.maximum(distance, 1e-9)
    distance = np.clip(distance, abs(upper - lower) * 1.02 + 0.05, straightest * (upper + lower))
    cosine = (upper**2 + distance**2 - lower**2) / (2 * upper * distance)
    aside = pole - np.sum(pole * along, axis=-1, keepdims=True) * along
    aside = aside / np.maximum(np.linalg.norm(aside, axis=-1, keepdims=True), 1e-9)
    sine = np.sqrt(np.clip(1 - cosine**2, 0, 1))
    return shoulder_m + upper * (cosine * along + sine * aside), shoulder_m + distance * along


def arm_turns(body: Body, side: str, above: Array, points_m: tuple[Array, Array, Array]) -> tuple[Array, Array, Array]:
    """World rotations of upper arm, forearm and hand through shoulder, elbow and wrist."""
    rest = [body.head_m(f"{part}_{side}") for part in ("upper_arm", "forearm", "hand")]
    shoulder, elbow, wrist = points_m
    upper = _aligned(above, rest[1] - rest[0], elbow - shoulder)
    fore = _aligned(upper, rest[2] - rest[1], wrist - elbow)
    return upper, fore, fore


def _aligned(above: Array, rest: Array, goal: Array) -> Array:
    carried = above @ (rest / np.linalg.norm(rest))
    return swing_to(carried, goal / np.linalg.norm(goal, axis=-1, keepdims=True)) @ above
