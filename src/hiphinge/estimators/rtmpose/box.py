"""The upright box around a person that is a top-down network's input, and its map to the frame."""

from dataclasses import dataclass

import numpy as np

from hiphinge.estimators.region import Region
from hiphinge.motion import FloatArray

__all__ = ["Box", "box_of_points", "box_of_region"]

PADDING = 1.25
"""Margin around the person (published RTMPose configurations, ``GetBBoxCenterScale``)."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A box in the frame, not rotated: centre and size in pixels."""

    x_px: float
    y_px: float
    width_px: float
    height_px: float

    def to_image(self, size_px: tuple[int, int]) -> FloatArray:
        """Return ``[2, 3]`` from a grid of that width and height to the frame, edges counted from 0.

        The box is padded, then widened or heightened to the grid's shape, so that nothing is stretched.
        """
        width, height = size_px
        scale = max(self.width_px / width, self.height_px / height) * PADDING
        return np.array([[scale, 0.0, self.x_px - scale * width / 2], [0.0, scale, self.y_px - scale * height / 2]])


def box_of_points(points: FloatArray) -> Box:
    """Return the smallest box around points ``[point, 2]``."""
    low, high = points.min(axis=0), points.max(axis=0)
    x, y = (low + high) / 2
    width, height = high - low
    return Box(x_px=float(x), y_px=float(y), width_px=float(width), height_px=float(height))


def box_of_region(region: Region) -> Box:
    """Return the box around the circle about the body, of which the region is the padded square."""
    side = region.size_px / PADDING
    return Box(x_px=region.x_px, y_px=region.y_px, width_px=side, height_px=side)
