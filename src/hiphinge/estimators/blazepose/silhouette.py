"""The silhouette of the person, computed only where it is read: the network's last layers run in small windows.

These layers work at the full size of the network's input and look at the nearest cells alone; they are a third of a
run of the whole network. What they find in a window is what they find in the whole, to the byte.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputFormatError
from hiphinge.estimators.contour import ContourLines
from hiphinge.estimators.litert import Network, Tensor
from hiphinge.estimators.network_file import InWindows, in_windows
from hiphinge.estimators.pose import PersonMask
from hiphinge.motion import FloatArray

__all__ = ["Silhouettes", "likely", "parted"]

TILE = 16
"""Features along each side of a tile: smaller ones overlap more, larger ones hold more that nobody reads."""


@lru_cache(maxsize=2)
def parted(path: Path, shape: tuple[int, ...], changed_ns: int) -> InWindows | None:
    """Return a landmark network in two before the last layers of its silhouette; None where it cannot be parted.

    ``changed_ns`` is when the file was changed, so that another file under the same name is read anew.
    """
    del changed_ns
    try:
        found = in_windows(path.read_bytes(), shape, side=TILE + 1)  # what is read may lie between two tiles
    except (InputFormatError, OSError):
        return None
    return found if found.side < min(found.features[1:3]) else None


class Silhouettes:
    """Computes the silhouettes of one network, for one thread.

    Parameters
    ----------
    path
        The network's file.
    parts
        From `parted`.
    side
        Cells along each side of the silhouette.
    """

    def __init__(self, path: Path, parts: InWindows, *, side: int) -> None:
        self._parts, self._side = parts, side
        window, cells = parts.side, parts.side * parts.scale
        shapes = {"input": (1, window, window, parts.features[3]), "mask": (1, cells, cells, 1)}
        self._network = Network(path, threads=1, shapes=shapes, content=parts.last)

    def mask(self, features: Tensor, to_image: FloatArray, lines: ContourLines | None) -> PersonMask:
        """Return the silhouette around the lines of a contour, 0 elsewhere; None is everywhere.

        Parameters
        ----------
        features
            As the network's first part found them.
        to_image
            ``[2, 3]`` from the silhouette's grid to the frame.
        """
        probability = np.zeros((self._side, self._side), dtype=np.float32)
        count = self._parts.features[1] // TILE
        tiles = range(count**2) if lines is None else self._tiles(*lines.cells(to_image), count)
        for rows, columns, values in self._windows(features, (divmod(int(tile), count) for tile in tiles)):
            probability[rows, columns] = likely(values)
        return PersonMask(probability=probability, to_image=to_image)

    def _tiles(self, x: FloatArray, y: FloatArray, count: int) -> NDArray[np.intp]:
        """Return the numbers of the tiles, row by row, that hold the upper left of the four cells around a place."""
        within = (x >= -1) & (y >= -1) & (x < self._side) & (y < self._side)  # not where it is NaN
        side = TILE * self._parts.scale
        columns, rows = (np.maximum(place[within], 0).astype(np.intp) // side for place in (x, y))
        return np.flatnonzero(np.bincount(rows * count + columns, minlength=count**2))

    def _windows(
        self, features: Tensor, tiles: Iterable[tuple[int, int]]
    ) -> Iterator[tuple[slice, slice, NDArray[np.float32]]]:
        """Yield for each tile the rows and columns of the silhouette that its window shows whole, and their values."""
        for tile in tiles:
            (top, down), (left, across) = (self._reach(number) for number in tile)
            side = self._parts.side
            self._network.run(np.ascontiguousarray(features[:, top : top + side, left : left + side]))
            values = self._network.output("mask")[0, :, :, 0]
            y, x = top * self._parts.scale, left * self._parts.scale
            yield down, across, values[down.start - y : down.stop - y, across.start - x : across.stop - x]

    def _reach(self, tile: int) -> tuple[int, slice]:
        """Return the first feature of a tile's window along one side, and which cells of the silhouette it shows."""
        parts, most = self._parts, self._parts.features[1]
        start = min(max(TILE * tile - parts.margin, 0), most - parts.side)
        stop = start + parts.side
        low = 0 if start == 0 else start + parts.margin
        high = most if stop == most else stop - parts.margin
        return start, slice(low * parts.scale, high * parts.scale)


def likely(values: Tensor) -> NDArray[np.float32]:
    """Return the probabilities of what a network gives before the logistic function."""
    return np.float32(1.0) / (np.float32(1.0) + np.exp(-np.clip(values, -50.0, 50.0)))
