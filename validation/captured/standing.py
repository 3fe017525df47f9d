"""Legs that keep both feet where they stand: the hips as near to the recorded posture as straight legs allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from tools.generator.rigs import SIDES
from tools.generator.skinning import about_z, swing_to

from validation.captured.turning import DOWN, FORWARD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.generator.arrays import Array
    from tools.generator.bodies import Body

STRAIGHT = 0.9995


@dataclass(frozen=True)
class Legs:
    """Where the middle of the hips is, ``[frame, 3]``, and how thighs and shanks are turned, by part."""

    hips_m: Array
    turns: Mapping[str, Array]


def planted(body: Body, segments: Mapping[str, Array], pelvis: Array) -> Legs:
    """Hold both ankles still, at the height of flat feet, and bend the knees in their recorded planes.

    A drawn body has other proportions than the recorded person, so that recorded angles alone would slide the feet;
    thighs and shanks are turned by the little that holds them.
    """
    hip = {side: pelvis @ (body.head_m(f"thigh_{side}") - body.skeleton.heads_m[0]) for side in SIDES}
    length = {side: _lengths_m(body, side) for side in SIDES}
    ankle = {
        side: hip[side]
        + segments[f"thigh_{side}"] @ (length[side][0] * DOWN)
        + segments[f"shank_{side}"] @ (length[side][1] * DOWN)
        for side in SIDES
    }
    middle = 0.5 * (ankle["left"] + ankle["right"])
    feet = {side: _place_m(body, side, ankle[side] - middle) for side in SIDES}
    hips = 0.5 * (feet["left"] + feet["right"]) - middle
    for side in SIDES:
        aside = np.linalg.norm((hips + hip[side] - feet[side])[:, :2], axis=1)
        reach = np.sqrt(np.clip((STRAIGHT * sum(length[side])) ** 2 - aside**2, 0.0, None))
        hips[:, 2] = np.minimum(hips[:, 2], feet[side][2] + reach - hip[side][:, 2])
    turns: dict[str, Array] = {}
    for side in SIDES:
        turns |= _leg(body, side, segments, hips + hip[side], feet[side])
    return Legs(hips, turns)


def _lengths_m(body: Body, side: str) -> tuple[float, float]:
    hip, knee, ankle = (body.head_m(f"{part}_{side}") for part in ("thigh", "shank", "foot"))
    return float(np.linalg.norm(knee - hip)), float(np.linalg.norm(ankle - knee))


def _place_m(body: Body, side: str, from_middle: Array) -> Array:
    rest = body.head_m(f"foot_{side}")
    across, along = np.median(from_middle[:, :2], axis=0)
    return np.array([across, rest[1] + along, rest[2]])


def _leg(body: Body, side: str, segments: Mapping[str, Array], hip: Array, foot: Array) -> dict[str, Array]:
    upper, lower = _lengths_m(body, side)
    thigh, shank = segments[f"thigh_{side}"], segments[f"shank_{side}"]
    along = foot - hip
    distance = np.linalg.norm(along, axis=1, keepdims=True)
    along = along / distance
    cosine = np.clip((upper**2 + distance**2 - lower**2) / (2 * upper * distance), -1.0, 1.0)
    ahead = thigh @ FORWARD
    ahead = ahead - np.sum(ahead * along, axis=1, keepdims=True) * along
    ahead = ahead / np.linalg.norm(ahead, axis=1, keepdims=True)
    knee = hip + upper * (cosine * along + np.sqrt(1.0 - cosine**2) * ahead)
    rest = [body.head_m(f"{part}_{side}") for part in ("thigh", "shank", "foot")]
    facing = np.median(shank @ FORWARD, axis=0)
    foot_turn = about_z(float(np.degrees(np.arctan2(facing[0], -facing[1]))))
    return {
        f"thigh_{side}": _brought(thigh, rest[1] - rest[0], knee - hip),
        f"shank_{side}": _brought(shank, rest[2] - rest[1], foot - knee),
        f"foot_{side}": np.broadcast_to(foot_turn, thigh.shape),
    }


def _brought(turn: Array, rest: Array, goal: Array) -> Array:
    """Turn a segment as recorded, then by the least that points it to its goal."""
    goal = goal / np.linalg.norm(goal, axis=1, keepdims=True)
    upright = swing_to(rest / np.linalg.norm(rest), DOWN)
    brought: Array = swing_to(turn @ DOWN, goal) @ turn @ upright
    return brought
