"""What is kept of the frames' images: a grey thumbnail of each to find cuts, a larger one of some."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["BACKGROUND_PX", "THUMBNAIL_PX", "thumbnail"]

THUMBNAIL_PX, BACKGROUND_PX = 16, 48
"""Rows and columns for finding cuts, and for how the background moves."""
_EVERY = 4


def thumbnail(image_rgb: NDArray[np.uint8], *, cells: int = THUMBNAIL_PX) -> NDArray[np.uint8]:
    """Return the mean green ``[row, column]`` of so many cells; of a frame ``[h, w, 3]``, every fourth pixel."""
    import cv2  # noqa: PLC0415 - a heavy library, loaded when frames are looked at

    some = np.ascontiguousarray(image_rgb[::_EVERY, ::_EVERY, 1])
    return np.asarray(cv2.resize(some, (cells, cells), interpolation=cv2.INTER_AREA), dtype=np.uint8)
