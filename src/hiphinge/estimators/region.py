"""The square region around the person that is a network's input, and cropping it from the frame."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hiphinge.estimators.pose import Image
from hiphinge.motion import FloatArray

__all__ = ["Region", "apply", "crop", "inverted"]


@dataclass(frozen=True, kw_only=True)
class Region:
    """A square in the frame, rotated about its centre.

    ``rotation_rad`` is positive when the square is turned clockwise as seen (y points down); ``x_px`` and ``y_px``
    are its centre, with 0 at the left or upper edge of the frame.
    """

    x_px: float
    y_px: float
    size_px: float
    rotation_rad: float = 0.0

    def to_image(self, side_px: int) -> FloatArray:
        """Return ``[2, 3]`` from a ``side_px`` wide copy of the region to the frame, edges counted from 0."""
        scale = self.size_px / side_px
        c, s = math.cos(self.rotation_rad) * scale, math.sin(self.rotation_rad) * scale
        half = side_px / 2
        return np.array([[c, -s, self.x_px - half * (c - s)], [s, c, self.y_px - half * (s + c)]])

    def shift_from(self, other: "Region") -> float:
        """Return the distance between the centres of two regions, as a share of the other's size."""
        return math.hypot(self.x_px - other.x_px, self.y_px - other.y_px) / other.size_px

    def mirrored(self, width_px: float) -> "Region":
        """Return the region in the frame that is this one mirrored, ``width_px`` wide."""
        return Region(x_px=width_px - self.x_px, y_px=self.y_px, size_px=self.size_px, rotation_rad=-self.rotation_rad)

    def towards(self, other: "Region", share: float) -> "Region":
        """Return the region at a share of the way to another one: 0 is this one, 1 the other, more is beyond it."""
        turn = math.remainder(other.rotation_rad - self.rotation_rad, math.tau)
        return Region(
            x_px=self.x_px + share * (other.x_px - self.x_px),
            y_px=self.y_px + share * (other.y_px - self.y_px),
            size_px=self.size_px * (other.size_px / self.size_px) ** share,
            rotation_rad=math.remainder(self.rotation_rad + share * turn, math.tau),
        )


def apply(affine: FloatArray, points: FloatArray) -> FloatArray:
    """Return points ``[..., 2]`` sent through an affine map ``[2, 3]``."""
    return np.asarray(points @ affine[:, :2].T + affine[:, 2])


def inverted(affine: FloatArray) -> FloatArray:
    """Return the inverse of an affine map ``[2, 3]``."""
    linear = np.linalg.inv(affine[:, :2])
    return np.column_stack([linear, -linear @ affine[:, 2]])


def crop(
    image: Image, to_image: FloatArray, *, size_px: tuple[int, int], border: Literal["repeat", "black"] = "repeat"
) -> Image:
    """Copy a part of the frame onto a grid.

    Where a cell of the grid covers two pixels or more, the frame is halved first, as often as that takes, so that
    fine texture does not flicker from frame to frame.

    Parameters
    ----------
    to_image
        ``[2, 3]`` from the grid to the frame, edges counted from 0.
    size_px
        Width and height of the grid.
    border
        The value outside the frame.
    """
    import cv2  # noqa: PLC0415 - only here, so that importing this module loads nothing heavy

    source, affine = image, to_image
    scale = math.hypot(to_image[0, 0], to_image[1, 0])
    halvings = int(math.log2(scale) + 1e-6) if scale > 1 else 0
    if halvings:
        source, affine = _halved(image, to_image, size_px=size_px, halvings=halvings)
    # OpenCV counts from the centre of the first pixel, not from its edge.
    affine = np.column_stack([affine[:, :2], affine[:, 2] + affine[:, :2].sum(axis=1) / 2 - 0.5])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    mode = cv2.BORDER_REPLICATE if border == "repeat" else cv2.BORDER_CONSTANT
    return np.asarray(cv2.warpAffine(source, affine, size_px, flags=flags, borderMode=mode), dtype=np.uint8)


def _halved(image: Image, to_image: FloatArray, *, size_px: tuple[int, int], halvings: int) -> tuple[Image, FloatArray]:
    """Return the part of the frame that is needed, halved so often, and the map to it."""
    import cv2  # noqa: PLC0415 - only here, so that importing this module loads nothing heavy

    step = 2**halvings
    width, height = size_px
    corners = apply(to_image, np.array([[0.0, 0.0], [width, 0.0], [0.0, height], [width, height]]))
    limit = np.array([image.shape[1], image.shape[0]])
    # The coarse pixels are those of the frame, not of the region: otherwise they would move with the person.
    low = np.clip(np.floor(corners.min(axis=0) / step - 1).astype(int), 0, limit // step)
    high = np.clip(np.ceil(corners.max(axis=0) / step + 1).astype(int), 0, limit // step)
    if np.any(high - low < 1):
        return image, to_image
    part = image[low[1] * step : high[1] * step, low[0] * step : high[0] * step]
    for _ in range(halvings):  # OpenCV halves much faster than it divides by three or four
        half = (part.shape[1] // 2, part.shape[0] // 2)
        part = np.asarray(cv2.resize(part, half, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return part, np.column_stack([to_image[:, :2] / step, to_image[:, 2] / step - low])
