"""Plates, bars, kettlebells and sticks: their shapes, and where they are in every frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.generator import movements
from tools.generator.holding import BEHIND_SKIN_M

if TYPE_CHECKING:
    from numpy.random import Generator

    from tools.generator.arrays import Array
    from tools.generator.sequences import Plan
    from tools.generator.solving import Pose

PLATE_RADII_M = (0.225, 0.225, 0.225, 0.20, 0.165)
SLEEVE_M = 0.655
HALF_BAR_M = 1.10
BAR_RADIUS_M, STICK_RADIUS_M = 0.014, 0.013
STICK_LENGTH_M = 1.45


@dataclass(frozen=True)
class Load:
    """What is held: its pieces around their common middle, ``(mesh, colour, shine)`` each.

    Parameters
    ----------
    radius_m
        Height of the bar's middle when it lies on the floor.
    """

    kind: str
    radius_m: float
    pieces: tuple[tuple[Any, tuple[float, float, float], float], ...]


def draw_load(rng: Generator, kind: str | None, load_kg: float) -> Load | None:
    """Draw what is held in one clip; where it is follows from the body."""
    if kind is None:
        return None
    if kind == movements.STICK:
        return _stick(rng)
    if kind == movements.BELL:
        return _bell(rng, load_kg)
    return _barbell(rng, load_kg)


def _shade(rng: Generator) -> tuple[float, float, float]:
    loud = ((0.75, 0.1, 0.1), (0.1, 0.2, 0.6), (0.85, 0.7, 0.1), (0.1, 0.45, 0.2))
    if rng.random() < 0.3:
        return loud[int(rng.integers(len(loud)))]
    grey = float(rng.uniform(0.04, 0.3))
    return grey, grey, grey


def _barbell(rng: Generator, load_kg: float) -> Load:
    import pyvista as pv  # noqa: PLC0415 heavy

    bar = pv.Cylinder(direction=(1, 0, 0), radius=BAR_RADIUS_M, height=2 * HALF_BAR_M, resolution=14)
    pieces: list[tuple[Any, tuple[float, float, float], float]] = [(bar, (0.6, 0.6, 0.62), 0.5)]
    radius = float(rng.choice(PLATE_RADII_M))
    plates = int(np.clip(round(load_kg / 40.0 + rng.uniform(-0.5, 0.7)), 1, 4))
    colour, out = _shade(rng), SLEEVE_M
    for number in range(plates):
        own = radius if number == 0 else float(rng.choice([radius, radius, 0.165, 0.12]))
        thick = float(rng.uniform(0.025, 0.07))
        for side in (-1, 1):
            place = (side * (out + thick / 2), 0, 0)
            disc = pv.Cylinder(center=place, direction=(1, 0, 0), radius=own, height=thick, resolution=40)
            hub = pv.Cylinder(center=place, direction=(1, 0, 0), radius=0.05, height=thick + 0.006, resolution=20)
            pieces += [(disc, colour, 0.15), (hub, (0.45, 0.45, 0.46), 0.4)]
        out += thick + 0.004
    return Load("bar", radius, tuple(pieces))


def _bell(rng: Generator, load_kg: float) -> Load:
    import pyvista as pv  # noqa: PLC0415 heavy

    radius = float(np.clip(0.062 * np.cbrt(load_kg / 4.0), 0.055, 0.14))
    ball = pv.Sphere(radius=radius, center=(0, 0, -radius * 0.9), theta_resolution=24, phi_resolution=18)
    handle = pv.ParametricTorus(ringradius=0.055, crosssectionradius=0.014, u_res=24, v_res=10, w_res=2)
    handle = handle.rotate_x(90).translate((0, 0, 0.035))
    colour = _shade(rng)
    return Load("bell", radius, ((ball, colour, 0.3), (handle, colour, 0.3)))


def _stick(rng: Generator) -> Load:
    import pyvista as pv  # noqa: PLC0415 heavy

    shape = pv.Cylinder(direction=(0, 0, 1), radius=STICK_RADIUS_M, height=STICK_LENGTH_M, resolution=12)
    return Load("dowel", 0.0, ((shape, (0.70, 0.52, 0.32) if rng.random() < 0.7 else (0.9, 0.9, 0.9), 0.1),))


def places(plan: Plan, pose: Pose, back_m: Array) -> Array:
    """Matrices ``[frame, 4, 4]`` of what is held; ``back_m`` is the back's midline, ``[frame, point, 3]``."""
    frames = len(pose.turns)
    found = np.tile(np.eye(4), (frames, 1, 1))
    if plan.load_kind == movements.STICK:
        found[:, :3, 2], found[:, :3, 3] = _along_back(back_m)
    elif pose.load_m is not None:
        found[:, :3, 3] = pose.load_m
        if plan.load_kind == movements.BELL:
            found[:, :3, 2] = -_unit(pose.load_m - pose.shoulders_m)
    found[:, :3, 1] = np.cross(found[:, :3, 2], found[:, :3, 0])
    return found


def _along_back(back_m: Array) -> tuple[Array, Array]:
    """Lay a straight stick that touches the back from sacrum to nape where it stands out most."""
    low, high = back_m[:, 2], back_m[:, -1]
    along = _unit(high - low)
    away = np.cross(along, np.array([-1.0, 0.0, 0.0]))
    out = np.einsum("fpi,fi->fp", back_m - low[:, None], away).max(axis=1)
    middle = 0.5 * (low + high) + away * (out + BEHIND_SKIN_M * 0.5)[:, None] + 0.18 * along
    return along, middle


def _unit(vectors: Array) -> Array:
    length: Array = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return length
