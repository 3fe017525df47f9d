"""Floors, walls and objects: textures generated from noise, nothing taken from a photograph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator

    from tools.generator.arrays import Array, Image
    from tools.generator.filming import Camera

TEXTURE_PX = 512


@dataclass(frozen=True)
class Thing:
    """A mesh with a texture or one colour; it does not move unless it follows the person."""

    mesh: Any
    colour: tuple[float, float, float] | None
    texture: Image | None
    follows: bool = False


def draw_surroundings(rng: Generator, camera: Camera) -> tuple[Thing, ...]:
    """Draw a floor, a wall behind the person, and up to six things; shadows under the feet are part of the floor."""
    import pyvista as pv  # noqa: PLC0415 heavy

    far = -camera.side
    floor = pv.Plane(center=(0, 0, -0.002), direction=(0, 0, 1), i_size=16, j_size=16)
    floor.active_texture_coordinates *= rng.uniform(3, 9)
    wall_x = far * rng.uniform(1.3, 4.5)
    wall = pv.Plane(center=(wall_x, 0, 4), direction=(camera.side, 0, 0), i_size=8.004, j_size=26)
    wall = wall.rotate_z(float(rng.normal(0, 6)), point=(wall_x, 0, 0))
    wall.active_texture_coordinates *= rng.uniform(2, 7)
    things = [Thing(floor, None, _texture(rng)), Thing(wall, None, _texture(rng)), _shadow(rng)]
    things += [_thing(rng, far, abs(wall_x)) for _ in range(int(rng.integers(0, 7)))]
    for thing in things if camera.turned_deg else ():
        thing.mesh.rotate_z(camera.turned_deg, inplace=True)
    return tuple(things)


def _thing(rng: Generator, far: int, wall_m: float) -> Thing:
    import pyvista as pv  # noqa: PLC0415 heavy

    x = far * rng.uniform(0.9, max(wall_m - 0.1, 1.0))
    y, wide, tall = rng.uniform(-3, 3), rng.uniform(0.05, 0.7), rng.uniform(0.2, 2.2)
    colour = tuple(float(value) for value in rng.uniform(0.03, 0.8) * rng.uniform(0.6, 1.0, 3))
    kind = rng.integers(3)
    if kind == 0:
        mesh = pv.Box((x - 0.2, x + 0.2, y - wide / 2, y + wide / 2, 0, tall))
    elif kind == 1:
        mesh = pv.Cylinder(center=(x, y, tall / 2), direction=(0, 0, 1), radius=0.03 + wide * 0.2, height=tall)
    else:
        mesh = pv.Cylinder(center=(x, y, 0.23), direction=(1, 0, 0), radius=0.225, height=0.06, resolution=40)
    return Thing(mesh, (colour[0], colour[1], colour[2]), None)


def _shadow(rng: Generator) -> Thing:
    import pyvista as pv  # noqa: PLC0415 heavy

    size = 1.5
    plane = pv.Plane(center=(0, -0.02, 0.002), direction=(0, 0, 1), i_size=size, j_size=size)
    axis = np.linspace(-1, 1, 128)
    away = np.hypot(axis[:, None] * 1.1 - rng.normal(0, 0.1), axis[None, :] * 1.5 - rng.normal(0, 0.1))
    dark = np.clip(1.15 - away * 1.6, 0, 1) ** 1.5 * rng.uniform(0.35, 0.75)
    image = np.zeros((128, 128, 4), np.uint8)
    image[..., 3] = (dark * 255).astype(np.uint8)
    return Thing(plane, None, image, follows=True)


def _noise(rng: Generator, cells: int) -> Array:
    import cv2  # noqa: PLC0415 heavy

    small = rng.random((cells, cells)).astype(np.float32)
    smooth = cv2.resize(small, (TEXTURE_PX, TEXTURE_PX), interpolation=cv2.INTER_CUBIC)
    return np.asarray(smooth, dtype=float)


def _texture(rng: Generator) -> Image:
    """Plaster, planks, tiles, rubber or bricks, in a muted colour."""
    base = rng.uniform(0.08, 0.9) * (1 + rng.uniform(-0.25, 0.25, 3) * rng.random())
    value = 1 + 0.25 * rng.random() * (_noise(rng, 5) - 0.5) + 0.2 * rng.random() * (_noise(rng, 90) - 0.5)
    rows, columns = np.mgrid[0:TEXTURE_PX, 0:TEXTURE_PX] / TEXTURE_PX
    kind = rng.integers(5)
    count = int(rng.integers(3, 9))
    if kind == 1:
        plank = np.floor(columns * count).astype(int)
        value = value * rng.uniform(0.8, 1.1, count + 1)[plank]
        value = value * np.where((columns * count) % 1 < 0.02, 0.6, 1.0)
    elif kind in {2, 4}:
        shift = 0.5 * (np.floor(rows * count * 2) % 2) if kind == 4 else 0.0
        across = (columns * count + shift) % 1
        down = (rows * count * (2 if kind == 4 else 1)) % 1
        value = value * np.where((across < 0.04) | (down < 0.06), rng.uniform(0.6, 1.3), 1.0)
    elif kind == 3:
        value = value * np.where(rng.random(value.shape) < 0.02, 1.8, 1.0)
    return np.clip(base[None, None] * value[..., None] * 255, 0, 255).astype(np.uint8)
