"""Lines, arcs and discs on images, with sub-pixel places and soft edges; what they stand for is decided elsewhere."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import FloatArray
from hiphinge.reports.lettering import PLATE, Image
from hiphinge.reports.palette import Rgb

__all__ = ["arc_points", "blended", "disc", "drawable", "sector", "stroke", "stroke_dashed", "stroke_dashes"]

_SHIFT = 4
_SUB_PIXELS = 1 << _SHIFT


def drawable(*points: FloatArray) -> bool:
    """Tell whether every point is a place: in a gap the joints are not numbers."""
    return all(bool(np.isfinite(p).all()) for p in points)


def blended(
    image: Image, points: FloatArray, opacity: float, *, width: int, paint: Callable[[Image, FloatArray], object]
) -> None:
    """Paint about some points with a share of the colour, so that the image shines through; in place.

    ``paint`` gets the part of the image that holds ``points`` with lines of that width, and the place ``[2]`` of
    its corner.
    """
    known = points[np.isfinite(points).all(axis=-1)]
    if len(known) == 0:
        return
    size = np.array([image.shape[1], image.shape[0]])
    low = np.clip(np.floor(known.min(axis=0)) - width - 1, 0, size).astype(int)
    high = np.clip(np.ceil(known.max(axis=0)) + width + 2, 0, size).astype(int)
    part = image[low[1] : high[1], low[0] : high[0]]
    if part.size == 0:
        return
    painted = part.copy()
    paint(painted, low.astype(np.float64))
    part[:] = cv2.addWeighted(painted, opacity, part, 1.0 - opacity, 0.0)


def stroke(image: Image, points: Sequence[FloatArray] | FloatArray, colour: Rgb, *, width: int) -> None:
    """Draw a line through points ``[2]``, in place."""
    cv2.polylines(image, [_fixed(points)], False, colour, width, cv2.LINE_AA, _SHIFT)  # noqa: FBT003 - closed or not


def stroke_dashed(image: Image, start: FloatArray, end: FloatArray, colour: Rgb, *, width: int) -> None:
    """Draw a dashed line, in place."""
    length = float(np.hypot(*(end - start)))
    dash = 3.2 * width + 2.0
    count = max(1, int(length // (2 * dash)) + 1)
    for i in range(count):
        a, b = 2 * i * dash, min((2 * i + 1) * dash, length)
        if a < length:
            way = (end - start) / max(length, 1e-9)
            piece = [start + way * a, start + way * b]
            stroke(image, piece, PLATE, width=width + 2)
            stroke(image, piece, colour, width=width)


def stroke_dashes(image: Image, points: FloatArray, colour: Rgb, *, width: int) -> None:
    """Draw a dashed line through points ``[place, 2]``, in place."""
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    dash = 3.2 * width + 2.0
    for start in np.arange(0.0, float(run[-1]), 1.8 * dash):
        along = np.linspace(start, min(start + dash, float(run[-1])), 5)
        piece = np.stack([np.interp(along, run, points[:, axis]) for axis in range(2)], axis=1)
        stroke(image, piece, PLATE, width=width + 2)
        stroke(image, piece, colour, width=width)


def disc(image: Image, centre: FloatArray, radius: float, colour: Rgb) -> None:
    """Fill a circle, in place."""
    x, y = (round(float(v) * _SUB_PIXELS) for v in centre)
    cv2.circle(image, (x, y), round(radius * _SUB_PIXELS), colour, -1, cv2.LINE_AA, _SHIFT)


def arc_points(centre: FloatArray, start: FloatArray, end: FloatArray, *, radius: float) -> FloatArray:
    """Return the points ``[n, 2]`` of the shorter arc about ``centre`` from the way to ``start`` to that to ``end``."""
    first, last = (float(np.arctan2(*(p - centre)[::-1])) for p in (start, end))
    turn = (last - first + np.pi) % (2 * np.pi) - np.pi
    angles = first + turn * np.linspace(0.0, 1.0, max(3, int(abs(turn) / 0.04) + 2))
    return np.asarray(centre + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1))


def sector(image: Image, centre: FloatArray, arc: FloatArray, colour: Rgb, *, width: int) -> None:
    """Fill a slice between a point and an arc lightly and draw the arc, in place."""
    corners = np.concatenate([centre[None, :], arc])
    blended(
        image,
        corners,
        0.3,
        width=1,
        paint=lambda part, corner: cv2.fillPoly(part, [_fixed(corners - corner)], colour, cv2.LINE_AA, _SHIFT),
    )
    stroke(image, arc, PLATE, width=width + 2)
    stroke(image, arc, colour, width=width)


def _fixed(points: Sequence[FloatArray] | FloatArray) -> NDArray[np.int32]:
    return np.rint(np.asarray(points, dtype=np.float64) * _SUB_PIXELS).astype(np.int32)
