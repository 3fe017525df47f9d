"""Where the camera stands and how it projects: a pinhole, then a lens that bends straight lines a little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator

    from tools.generator.arrays import Array

MAX_YAW_DEG = 20.0
ANY_HEIGHT_M = (0.25, 2.0)
SIZES = ((360, 640), (540, 720), (540, 960), (640, 480), (720, 1280), (960, 540), (1280, 720), (1080, 1920))
SIZE_SHARES = (0.16, 0.27, 0.14, 0.12, 0.12, 0.11, 0.05, 0.03)


@dataclass(frozen=True)
class Camera:
    """A camera in the person's frame: left at positive x, back at positive y, up at positive z.

    Parameters
    ----------
    side
        1 on the person's left, who then looks to the left of the frame; -1 on the right.
    yaw_deg
        Off the square side view, positive towards the person's front.
    roll_deg
        Tilt of the frame, positive where the frame's content turns clockwise.
    bend
        First radial coefficient of the lens, in units of half the frame's height.
    """

    width: int
    height: int
    side: int
    yaw_deg: float
    position_m: tuple[float, float, float]
    target_m: tuple[float, float, float]
    field_of_view_deg: float
    roll_deg: float
    bend: float

    @property
    def turned_deg(self) -> float:
        """How far a room that was built for a view from the side is turned about the person, against the clock."""
        return -self.side * self.yaw_deg if abs(self.yaw_deg) > MAX_YAW_DEG else 0.0

    @property
    def focal_px(self) -> float:
        """Focal length in pixels."""
        return 0.5 * self.height / float(np.tan(np.radians(0.5 * self.field_of_view_deg)))

    def axes(self) -> tuple[Array, Array, Array]:
        """Directions to the right, up and away from the camera."""
        into = np.array(self.target_m) - np.array(self.position_m)
        into /= np.linalg.norm(into)
        right = np.cross(into, np.array([0.0, 0.0, 1.0]))
        right /= np.linalg.norm(right)
        up = np.cross(right, into)
        roll = np.radians(self.roll_deg)
        tilted = np.cos(roll) * up - np.sin(roll) * right
        across: Array = np.cross(into, tilted)
        return across, tilted, into

    def project(self, points_m: Array) -> Array:
        """Pixels ``[..., 2]`` from the top left of the frame, lens included."""
        right, up, into = self.axes()
        off = points_m - np.array(self.position_m)
        depth = off @ into
        flat = np.stack([off @ right, -(off @ up)], axis=-1) / depth[..., None] * self.focal_px
        pixels: Array = self.bent(flat) + np.array([0.5 * self.width, 0.5 * self.height])
        return pixels

    def bent(self, flat_px: Array) -> Array:
        """Return where the lens puts points of a pinhole's image, both from the middle."""
        radius = np.sum(flat_px**2, axis=-1, keepdims=True) / (0.5 * self.height) ** 2
        moved: Array = flat_px * (1.0 + self.bend * radius)
        return moved

    def straightened(self, bent_px: Array) -> Array:
        """Undo ``bent``, by fixed-point steps."""
        flat = bent_px
        for _ in range(8):
            radius = np.sum(flat**2, axis=-1, keepdims=True) / (0.5 * self.height) ** 2
            flat = bent_px / (1.0 + self.bend * radius)
        return flat


def draw_camera(
    rng: Generator,
    *,
    reach_m: tuple[Array, Array],
    size: tuple[int, int] | None = None,
    side: int | None = None,
    yaw_deg: tuple[float, float] | None = None,
) -> Camera:
    """Draw a camera that keeps a box around the person, ``(lowest, highest corner)``, in the frame.

    ``side`` says on which side it stands where that is settled: 1 on the person's left, -1 on the right. ``yaw_deg``
    asks for any view between two, all alike likely, from any height; without it the view is nearly from the side.
    """
    width, height = size or SIZES[int(rng.choice(len(SIZES), p=np.array(SIZE_SHARES)))]
    drawn = 1 if rng.random() < 0.5 else -1
    side = drawn if side is None else side
    nearly_aside = float(np.clip(rng.normal(0, 9), -MAX_YAW_DEG, MAX_YAW_DEG))
    yaw = nearly_aside if yaw_deg is None else float(rng.uniform(*yaw_deg))
    low, high = reach_m
    field = float(rng.uniform(30, 62))
    tall, long = high[2] - low[2], high[1] - low[1]
    margin = float(rng.uniform(1.03, 1.4))
    needed = max(tall, long * height / width) * margin
    distance = float(max(0.5 * needed / np.tan(np.radians(field / 2)) + 0.5, 1.6))
    middle = 0.5 * (low + high) + np.array([0, rng.normal(0, 0.05), rng.normal(0, 0.04)]) * needed
    angle = np.radians(yaw)
    place = middle + distance * np.array([side * np.cos(angle), -np.sin(angle), 0.0])
    place[2] = float(np.clip(rng.normal(1.0, 0.3), 0.25, 1.8) if yaw_deg is None else rng.uniform(*ANY_HEIGHT_M))
    return Camera(
        width=width,
        height=height,
        side=side,
        yaw_deg=yaw,
        position_m=(float(place[0]), float(place[1]), float(place[2])),
        target_m=(float(middle[0]), float(middle[1]), float(middle[2])),
        field_of_view_deg=field,
        roll_deg=float(np.clip(rng.normal(0, 1.5), -4, 4)),
        bend=float(rng.normal(0, 0.012)) if rng.random() < 0.5 else 0.0,
    )
