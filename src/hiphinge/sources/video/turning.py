"""A frame's orientation: a container's display matrix as one of the eight quarter turns and reflections."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["QUARTER_TURNS_DEG", "UPRIGHT", "Turn", "turn_of_matrix"]

_MATRIX_BYTES = 9 * 4


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Exchange rows and columns first, then mirror left-right, then top-bottom."""

    transpose: bool = False
    flip_x: bool = False
    flip_y: bool = False

    def apply(self, plane: NDArray[Any]) -> NDArray[Any]:
        """Return a view of a frame ``[h, w, ...]`` turned this way."""
        turned = plane.swapaxes(0, 1) if self.transpose else plane
        if self.flip_x:
            turned = turned[:, ::-1]
        return turned[::-1] if self.flip_y else turned

    def then(self, rotation_deg: int) -> "Turn":
        """Return this turn followed by a clockwise rotation by 0, 90, 180 or 270 degrees."""
        more = _ROTATIONS[rotation_deg]
        x, y = (self.flip_y, self.flip_x) if more.transpose else (self.flip_x, self.flip_y)
        return Turn(transpose=self.transpose ^ more.transpose, flip_x=x ^ more.flip_x, flip_y=y ^ more.flip_y)

    def size(self, size_px: tuple[int, int]) -> tuple[int, int]:
        """Return width and height after turning."""
        width, height = size_px
        return (height, width) if self.transpose else (width, height)

    @property
    def mirrored(self) -> bool:
        """Whether the frame is also seen as in a mirror."""
        return self.transpose ^ self.flip_x ^ self.flip_y

    @property
    def rotation_deg(self) -> int:
        """Clockwise rotation that makes the (unmirrored) stored frame upright: 0, 90, 180 or 270."""
        if self.transpose:
            return 90 if self.flip_x else 270
        return 180 if self.flip_y else 0


UPRIGHT = Turn()
"""As it is stored."""
_ROTATIONS = {
    0: UPRIGHT,
    90: Turn(transpose=True, flip_x=True),
    180: Turn(flip_x=True, flip_y=True),
    270: Turn(transpose=True, flip_y=True),
}
QUARTER_TURNS_DEG = tuple(_ROTATIONS)
"""Clockwise rotations that `Turn.then` knows, degrees."""


def turn_of_matrix(matrix: bytes | None) -> Turn:
    """Return the nearest quarter turn, mirrored or not, of a display matrix.

    Parameters
    ----------
    matrix
        Nine 32-bit integers ``a b u c d v x y w`` of ISO/IEC 14496-12 (`tkhd`): a stored point ``(p, q)`` is shown
        at ``(a p + c q + x, b p + d q + y)``, x right and y down. None and a broken matrix mean upright.
    """
    if matrix is None or len(matrix) != _MATRIX_BYTES:
        return UPRIGHT
    a, b, _, c, d = (int(value) for value in np.frombuffer(matrix, dtype=np.int32)[:5])
    if abs(b) + abs(c) > abs(a) + abs(d):
        return Turn(transpose=True, flip_x=c < 0, flip_y=b < 0)
    return Turn(flip_x=a < 0, flip_y=d < 0)
