"""Parts of the overlay's time strip: the scale of time, bars and markers; what they stand for is decided elsewhere."""

from dataclasses import dataclass

import cv2
import numpy as np

from hiphinge.reports.lettering import Image
from hiphinge.reports.palette import Rgb

__all__ = ["TimeScale", "draw_bar", "draw_triangle"]


@dataclass(frozen=True, kw_only=True)
class TimeScale:
    """The times of a video laid on a line of the frame, in seconds and pixels."""

    start_s: float
    end_s: float
    left: float
    right: float

    def x(self, time_s: float) -> float:
        """Return where a time is, pixels from the left."""
        share = (time_s - self.start_s) / max(self.end_s - self.start_s, 1e-9)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


def draw_bar(image: Image, left: float, right: float, middle: float, thick: int, colour: Rgb) -> None:
    """Fill a level bar, in place."""
    top = round(middle - thick / 2)
    image[top : top + thick, round(left) : max(round(right), round(left) + 1)] = colour


def draw_triangle(image: Image, x: float, tip_y: float, size: float, colour: Rgb) -> None:
    """Fill a triangle that points down, in place."""
    corners = np.array([[x, tip_y], [x - size, tip_y - size * 1.5], [x + size, tip_y - size * 1.5]]) * 16
    cv2.fillPoly(image, [np.rint(corners).astype(np.int32)], colour, cv2.LINE_AA, 4)
