"""Legs under a trunk: the shank angle that keeps the centre of mass over a place of the foot, in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tools.generator.arrays import Array


@dataclass(frozen=True)
class LegGeometry:
    """Sagittal lengths and masses of the legs that stand.

    Parameters
    ----------
    ankle_forward_m, ankle_height_m
        Where the ankle stands.
    shank_m, thigh_m
        Lengths in the sagittal plane.
    shank_kg, thigh_kg
        Masses of all standing legs together.
    shank_centre, thigh_centre
        Share of the length from the upper end.
    """

    ankle_forward_m: float
    ankle_height_m: float
    shank_m: float
    thigh_m: float
    shank_kg: float
    thigh_kg: float
    shank_centre: float
    thigh_centre: float


@dataclass(frozen=True)
class Burden:
    """Everything above the hip, as moments about it, each ``[frame]``.

    Parameters
    ----------
    riding_kg, riding_moment_kg_m
        Mass that moves with the hip and its forward moment about the hip.
    resting_kg, resting_moment_kg_m
        Mass whose place does not depend on the legs, and its forward moment about the origin:
        feet, and what hangs over a fixed place.
    """

    riding_kg: Array
    riding_moment_kg_m: Array
    resting_kg: Array
    resting_moment_kg_m: Array


def shank_lean_deg(legs: LegGeometry, burden: Burden, *, knee_deg: Array, target_forward_m: Array) -> Array:
    """Lean of the shank for which the centre of mass stands over the target, ``[frame]``.

    With the shank leaning ``s`` and the knee bent by ``k`` the thigh leans ``s - k``, so that the
    forward moment is ``a sin(s) + b sin(s - k)``, one sine of ``s``. Where no lean reaches the
    target, the nearest one is given.
    """
    a = legs.shank_m * (legs.shank_kg * (1 - legs.shank_centre) + legs.thigh_kg + burden.riding_kg)
    b = legs.thigh_m * (legs.thigh_kg * (1 - legs.thigh_centre) + burden.riding_kg)
    above_ankle = legs.shank_kg + legs.thigh_kg + burden.riding_kg
    total = above_ankle + burden.resting_kg
    fixed = above_ankle * legs.ankle_forward_m + burden.riding_moment_kg_m + burden.resting_moment_kg_m
    knee = np.radians(knee_deg)
    along, across = a + b * np.cos(knee), b * np.sin(knee)
    reach = np.hypot(along, across)
    wanted = np.clip((total * target_forward_m - fixed) / reach, -0.95, 0.95)
    lean: Array = np.degrees(np.arcsin(wanted) + np.arctan2(across, along))
    return lean


def hip_place_m(legs: LegGeometry, *, shank_deg: Array, knee_deg: Array) -> tuple[Array, Array]:
    """Forward place and height of the hip, each ``[frame]``."""
    shank, thigh = np.radians(shank_deg), np.radians(shank_deg - knee_deg)
    forward = legs.ankle_forward_m + legs.shank_m * np.sin(shank) + legs.thigh_m * np.sin(thigh)
    height = legs.ankle_height_m + legs.shank_m * np.cos(shank) + legs.thigh_m * np.cos(thigh)
    return forward, height


def knee_for_height_deg(height_of: HeightOf, *, wanted_m: Array, least_deg: float, most_deg: float) -> Array:
    """Knee flexion at which a point that sinks with the knees comes down to a height, by bisection of all frames."""
    low, high = np.full_like(wanted_m, least_deg), np.full_like(wanted_m, most_deg)
    for _ in range(26):
        middle = 0.5 * (low + high)
        too_high = height_of(middle) > wanted_m
        low, high = np.where(too_high, middle, low), np.where(too_high, high, middle)
    return 0.5 * (low + high)


if TYPE_CHECKING:
    from collections.abc import Callable

    HeightOf = Callable[[Array], Array]
