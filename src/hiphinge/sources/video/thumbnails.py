"""What is kept of every frame's image to find cuts: a grey thumbnail of 16 by 16 cells."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["THUMBNAIL_PX", "thumbnail"]

THUMBNAIL_PX = 16
_EVERY = 4


def thumbnail(image_rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the mean green ``[row, column]`` of the cells of a frame ``[h, w, 3]``, from every fourth pixel."""
    import cv2  # noqa: PLC0415 - a heavy library, loaded when frames are looked at

    some = np.ascontiguousarray(image_rgb[::_EVERY, ::_EVERY, 1])
    size = (THUMBNAIL_PX, THUMBNAIL_PX)
    return np.asarray(cv2.resize(some, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
