"""Which way a body in a laboratory faces, by knees, feet and sides, and what is exchanged where these disagree."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hiphinge.motion import FloatArray

__all__ = ["Facing", "facing_of", "mirrored", "with_feet_exchanged"]

_SIDES = ("left", "right")
_GROUND = [0, 2]
_MIN_BEND_DEG = 25.0
"""A knee that bends by so much shows by where it is which way is forward."""
_MIN_FRAMES = 3
_OPPOSITE = -0.5
_MIRROR = np.array([1.0, 1.0, -1.0])


@dataclass(frozen=True, kw_only=True)
class Facing:
    """What has to be done to a body so that it faces forward: mirror it, exchange toes and heels; and what to say."""

    mirrored: bool = False
    feet_exchanged: bool = False
    notes: tuple[str, ...] = ()


def facing_of(points: Mapping[str, FloatArray]) -> Facing:
    """Return how a body ``[time, 3]``, y up, has to be changed so that its knees bend forward and its right is right.

    Notes
    -----
    Knees bend forward only. Feet that point the other way have the names of toe and heel exchanged. Sides that are the
    other way round show a left-handed set of axes, or exchanged sides: as a mirrored body has the same angles from the
    side, it is to be mirrored back, so that each side keeps its name.
    """
    knees, by_feet, by_sides = _by_knees(points), _by_feet(points), _by_sides(points)
    notes = []
    exchanged = knees is not None and by_feet is not None and float(knees @ by_feet) < _OPPOSITE
    if exchanged:
        notes.append("By the knees' bend, toes and heels have each other's names in the file; they were exchanged.")
    forward = knees if knees is not None else by_feet
    mirrored = forward is not None and by_sides is not None and float(forward @ by_sides) < _OPPOSITE
    if mirrored:
        notes.append(
            f"By the {'feet' if knees is None else 'knees'}, what the file calls right is on the left: its axes are "
            "left-handed, or its sides exchanged. The body was mirrored; each side has the file's name."
        )
    return Facing(mirrored=mirrored, feet_exchanged=exchanged, notes=tuple(notes))


def mirrored(points: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Return points ``[time, 3]`` mirrored in the plane of x and y."""
    return {name: path * _MIRROR for name, path in points.items()}


def with_feet_exchanged(points: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Return points with toes and heels exchanged."""
    other = {f"{side}_{one}": f"{side}_{two}" for side in _SIDES for one, two in (("toe", "heel"), ("heel", "toe"))}
    return {name: points[other.get(name, name)] for name in points}


def _by_knees(points: Mapping[str, FloatArray]) -> FloatArray | None:
    """Return the horizontal direction from the line between hip and ankle to the knee, where the knee is bent."""
    found = []
    for side in _SIDES:
        names = [f"{side}_{joint}" for joint in ("hip", "knee", "ankle")]
        if not all(name in points for name in names):
            continue
        hip, knee, ankle = (points[name] for name in names)
        thigh, shank, line = _unit(hip - knee), _unit(ankle - knee), _unit(hip - ankle)
        bent = np.degrees(np.pi - np.arccos(np.clip((thigh * shank).sum(axis=1), -1.0, 1.0))) > _MIN_BEND_DEG
        aside = (knee - ankle) - ((knee - ankle) * line).sum(axis=1, keepdims=True) * line
        found.append(aside[bent])
    return _direction(np.concatenate(found)) if found else None


def _by_feet(points: Mapping[str, FloatArray]) -> FloatArray | None:
    feet = [
        points[f"{side}_toe"] - points[f"{side}_heel"]
        for side in _SIDES
        if f"{side}_toe" in points and f"{side}_heel" in points
    ]
    return _direction(np.concatenate(feet)) if feet else None


def _by_sides(points: Mapping[str, FloatArray]) -> FloatArray | None:
    """Return forward as a quarter turn from left to right, by shoulders and hips together."""
    across = [
        points[f"right_{joint}"] - points[f"left_{joint}"]
        for joint in ("hip", "shoulder")
        if f"right_{joint}" in points and f"left_{joint}" in points
    ]
    rightward = _direction(np.concatenate(across)) if across else None
    return None if rightward is None else np.array([rightward[1], -rightward[0]])


def _unit(vectors: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(np.divide(vectors, lengths, out=np.full_like(vectors, np.nan), where=lengths > 0))


def _direction(vectors: FloatArray) -> FloatArray | None:
    """Return the horizontal unit vector ``[x, z]`` of the median of vectors ``[time, 3]``."""
    flat = vectors[:, _GROUND]
    good = flat[np.isfinite(flat).all(axis=1)]
    if len(good) < _MIN_FRAMES:
        return None
    middle = np.median(good, axis=0)
    length = float(np.hypot(*middle))
    return np.asarray(middle / length) if length > 0 else None
