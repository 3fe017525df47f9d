"""Plates, bars, kettlebells and sticks: their shapes, and where they are in every frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.generator import movements
from tools.generator.holding import BEHIND_SKIN_M
from tools.generator.skinning import about_z
from tools.generator.trajectories import HANG

if TYPE_CHECKING:
    from collections.abc import Callable

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
        Height of its middle when it lies on the floor.
    plate
        Of a barbell: the diameter of its largest plates, and how far from the bar's middle the outer faces are of the
        largest ones, ``diameter_mm`` and ``outer_m``; the diameters of all, from the inside out, ``all_mm``.
    """

    kind: str
    radius_m: float
    pieces: tuple[tuple[Any, tuple[float, float, float], float], ...]
    plate: dict[str, Any] | None = None


def draw_load(
    rng: Generator,
    kind: str | None,
    load_kg: float,
    *,
    apart_m: float = 0.5,
    radii_m: tuple[float, ...] | None = None,
    beside: bool = False,
) -> Load | None:
    """Draw what is held in one clip; where it is follows from the body.

    Parameters
    ----------
    apart_m
        From hand to hand, for what has its size from that.
    radii_m
        Sizes of plates to draw from, in place of the usual ones.
    beside
        Whether dumbbells are held beside the legs, their handles fore and aft.
    """
    if kind is None:
        return None
    draws: dict[str, Callable[[], Load]] = {
        movements.STICK: lambda: _stick(rng),
        movements.BELL: lambda: _bell(rng, load_kg),
        movements.DUMBBELLS: lambda: _dumbbells(rng, load_kg, apart_m, beside=beside),
        movements.HEX_BAR: lambda: _hex_bar(rng, load_kg, apart_m),
        movements.BOX: lambda: _box(rng, apart_m),
    }
    return draws.get(kind, lambda: _barbell(rng, load_kg, radii_m or PLATE_RADII_M))()


def _shade(rng: Generator) -> tuple[float, float, float]:
    loud = ((0.75, 0.1, 0.1), (0.1, 0.2, 0.6), (0.85, 0.7, 0.1), (0.1, 0.45, 0.2))
    if rng.random() < 0.3:
        return loud[int(rng.integers(len(loud)))]
    grey = float(rng.uniform(0.04, 0.3))
    return grey, grey, grey


def _barbell(rng: Generator, load_kg: float, radii_m: tuple[float, ...]) -> Load:
    import pyvista as pv  # noqa: PLC0415 heavy

    bar = pv.Cylinder(direction=(1, 0, 0), radius=BAR_RADIUS_M, height=2 * HALF_BAR_M, resolution=14)
    pieces: list[tuple[Any, tuple[float, float, float], float]] = [(bar, (0.6, 0.6, 0.62), 0.5)]
    radius = float(rng.choice(radii_m))
    plates = int(np.clip(round(load_kg / 40.0 + rng.uniform(-0.5, 0.7)), 1, 4))
    colour, out = _shade(rng), SLEEVE_M
    sizes, outer = [], out
    for number in range(plates):
        own = radius if number == 0 else float(rng.choice([radius, radius, min(radius, 0.165), min(radius, 0.12)]))
        thick = float(rng.uniform(0.025, 0.07))
        for side in (-1, 1):
            place = (side * (out + thick / 2), 0, 0)
            disc = pv.Cylinder(center=place, direction=(1, 0, 0), radius=own, height=thick, resolution=40)
            hub = pv.Cylinder(center=place, direction=(1, 0, 0), radius=0.05, height=thick + 0.006, resolution=20)
            pieces += [(disc, colour, 0.15), (hub, (0.45, 0.45, 0.46), 0.4)]
        sizes.append(round(2000 * own, 1))
        outer = out + thick if own == radius else outer
        out += thick + 0.004
    plate = {"diameter_mm": round(2000 * radius, 1), "outer_m": round(outer, 4), "all_mm": sizes}
    return Load("bar", radius, tuple(pieces), plate)


def _bell(rng: Generator, load_kg: float) -> Load:
    import pyvista as pv  # noqa: PLC0415 heavy

    radius = float(np.clip(0.062 * np.cbrt(load_kg / 4.0), 0.055, 0.14))
    ball = pv.Sphere(radius=radius, center=(0, 0, -radius * 0.9), theta_resolution=24, phi_resolution=18)
    handle = pv.ParametricTorus(ringradius=0.055, crosssectionradius=0.014, u_res=24, v_res=10, w_res=2)
    handle = handle.rotate_x(90).translate((0, 0, 0.035))
    colour = _shade(rng)
    return Load("bell", 1.9 * radius, ((ball, colour, 0.3), (handle, colour, 0.3)))


def _dumbbells(rng: Generator, load_kg: float, apart_m: float, *, beside: bool) -> Load:
    """Two of them, one in each hand, their handles across or, beside the legs, fore and aft."""
    import pyvista as pv  # noqa: PLC0415 heavy

    radius = float(np.clip(0.065 * np.cbrt(load_kg / 20.0) + rng.uniform(0.0, 0.02), 0.05, 0.11))
    sides = int(rng.choice([6, 6, 40]))
    colour = _shade(rng)
    pieces: list[tuple[Any, tuple[float, float, float], float]] = []
    for hand in (-0.5 * apart_m, 0.5 * apart_m):
        along = (0, 1, 0) if beside else (1, 0, 0)
        grip = pv.Cylinder(center=(hand, 0, 0), direction=along, radius=0.016, height=0.16, resolution=12)
        pieces.append((grip, (0.6, 0.6, 0.62), 0.5))
        for end in (-0.1, 0.1):
            place = (hand + end * along[0], end * along[1], 0)
            head = pv.Cylinder(center=place, direction=along, radius=radius, height=0.09, resolution=sides)
            pieces.append((head, colour, 0.2))
    return Load(movements.DUMBBELLS, radius, tuple(pieces))


def _hex_bar(rng: Generator, load_kg: float, apart_m: float) -> Load:
    """Build a frame around the legs with plates outside it; its middle is between the handles."""
    import pyvista as pv  # noqa: PLC0415 heavy

    half, deep = 0.5 * apart_m, 0.36
    corners = [(half, -0.22, 0), (half, 0.22, 0), (0.6 * half, deep, 0), (-0.6 * half, deep, 0)]
    corners += [(-half, 0.22, 0), (-half, -0.22, 0), (-0.6 * half, -deep, 0), (0.6 * half, -deep, 0)]
    rods = [pv.Line(a, b).tube(radius=0.017) for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]
    rods += [pv.Line((side * half, 0, 0), (side * 0.78, 0, 0)).tube(radius=0.02) for side in (-1, 1)]
    metal = (0.5, 0.5, 0.52) if rng.random() < 0.5 else (0.1, 0.1, 0.1)
    pieces: list[tuple[Any, tuple[float, float, float], float]] = [(rod, metal, 0.4) for rod in rods]
    radius = float(rng.choice((0.225, 0.225, 0.20, 0.165)))
    thick = 0.04 * float(np.clip(round(load_kg / 50.0), 1, 3))
    colour = _shade(rng)
    for side in (-1, 1):
        place = (side * (half + 0.1 + thick / 2), 0, 0)
        pieces.append(
            (pv.Cylinder(center=place, direction=(1, 0, 0), radius=radius, height=thick, resolution=40), colour, 0.15)
        )
    return Load(movements.HEX_BAR, radius, tuple(pieces))


def _box(rng: Generator, apart_m: float) -> Load:
    """Build a box with handholds in its sides, or a bag of that shape."""
    import pyvista as pv  # noqa: PLC0415 heavy

    half, deep, tall = 0.5 * apart_m - 0.02, float(rng.uniform(0.11, 0.17)), float(rng.uniform(0.22, 0.34))
    below = 0.72 * tall
    colour = ((0.62, 0.47, 0.30), (0.15, 0.16, 0.15), (0.25, 0.30, 0.22))[int(rng.integers(3))]
    mesh = pv.Box((-half, half, -deep, deep, -below, tall - below))
    return Load(movements.BOX, below, ((mesh, colour, 0.05),))


def _stick(rng: Generator) -> Load:
    import pyvista as pv  # noqa: PLC0415 heavy

    shape = pv.Cylinder(direction=(0, 0, 1), radius=STICK_RADIUS_M, height=STICK_LENGTH_M, resolution=12)
    return Load("dowel", 0.0, ((shape, (0.70, 0.52, 0.32) if rng.random() < 0.7 else (0.9, 0.9, 0.9), 0.1),))


def places(plan: Plan, pose: Pose, back_m: Array) -> Array:
    """Matrices ``[frame, 4, 4]`` of what is held; ``back_m`` is the back's midline, ``[frame, point, 3]``."""
    frames = len(pose.turns)
    found = np.tile(np.eye(4), (frames, 1, 1))
    held = np.ones(frames) if pose.held_share is None else pose.held_share
    if pose.yaw_deg is not None:
        found[:, :3, :3] = about_z(pose.yaw_deg * held)
    if plan.load_kind == movements.STICK:
        found[:, :3, 2], found[:, :3, 3] = _along_back(back_m, found[:, :3, 0])
    elif pose.load_m is not None:
        found[:, :3, 3] = pose.load_m
        if pose.load_across is not None and plan.load_kind in movements.BARS:
            found[:, :3, 0] = pose.load_across
            ahead = np.cross(np.array([0.0, 0.0, 1.0]), pose.load_across)
            found[:, :3, 2] = np.cross(pose.load_across, _unit(ahead))
        if plan.load_kind == movements.BELL:
            hangs = plan.hands == HANG
            along = -_unit(pose.load_m - pose.shoulders_m) if hangs else np.array([0.0, 0.0, 1.0])
            upright = np.array([0.0, 0.0, 1.0])
            found[:, :3, 2] = _unit(held[:, None] * along + (1 - held[:, None]) * upright)
    found[:, :3, 1] = np.cross(found[:, :3, 2], found[:, :3, 0])
    return found


def laid_down(load_m: Array, held_share: Array, height_m: float) -> Array:
    """Let a load that nobody holds lie where it was put down, or where it is picked up later, ``[frame, 3]``."""
    frames = np.arange(len(load_m))
    held = np.flatnonzero(held_share > 0.5)
    before = np.searchsorted(held, frames, side="right") - 1
    nearest = held[np.clip(np.where(before < 0, 0, before), 0, len(held) - 1)]
    resting = load_m[nearest] * np.array([1.0, 1.0, 0.0]) + np.array([0.0, 0.0, height_m])
    share = held_share[:, None]
    laid: Array = share * load_m + (1 - share) * resting
    return laid


def _along_back(back_m: Array, left: Array) -> tuple[Array, Array]:
    """Lay a straight stick that touches the back from sacrum to nape where it stands out most."""
    low, high = back_m[:, 2], back_m[:, -1]
    along = _unit(high - low)
    away = np.cross(along, -left)
    out = np.einsum("fpi,fi->fp", back_m - low[:, None], away).max(axis=1)
    middle = 0.5 * (low + high) + away * (out + BEHIND_SKIN_M * 0.5)[:, None] + 0.18 * along
    return along, middle


def _unit(vectors: Array) -> Array:
    length: Array = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return length
