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
from hiphinge.estimators.litert import Network, Tensor
from hiphinge.estimators.network_file import InWindows, in_windows
from hiphinge.estimators.pose import PersonMask, probabilities_at
from hiphinge.motion import FloatArray

__all__ = ["Silhouettes", "WindowedSilhouette", "likely", "parted"]

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

    Attributes
    ----------
    side
        Likewise.
    count
        Tiles along each side.
    """

    def __init__(self, path: Path, parts: InWindows, *, side: int) -> None:
        self._parts, self.side, self.count = parts, side, parts.features[1] // TILE
        window, cells = parts.side, parts.side * parts.scale
        shapes = {"input": (1, window, window, parts.features[3]), "mask": (1, cells, cells, 1)}
        self._network = Network(path, threads=1, shapes=shapes, content=parts.last)

    def of(self, features: Tensor, to_image: FloatArray) -> "WindowedSilhouette":
        """Return one that is computed where it is read.

        Parameters
        ----------
        features
            As the network's first part found them.
        to_image
            ``[2, 3]`` from the silhouette's grid to the frame.
        """
        return WindowedSilhouette(self, features, to_image)

    def compute(self, features: Tensor, tiles: Iterable[int], into: NDArray[np.float32]) -> None:
        """Fill in the probabilities of some tiles, which are numbered row by row."""
        for rows, columns, values in self._windows(features, (divmod(int(tile), self.count) for tile in tiles)):
            into[rows, columns] = likely(values)

    def tiles(self, x: FloatArray, y: FloatArray) -> NDArray[np.intp]:
        """Return the numbers of the tiles that hold the upper left of the four cells around a place of the grid."""
        within = (x >= -1) & (y >= -1) & (x < self.side) & (y < self.side)  # not where it is NaN
        side = TILE * self._parts.scale
        columns, rows = (np.maximum(place[within], 0).astype(np.intp) // side for place in (x, y))
        return np.flatnonzero(np.bincount(rows * self.count + columns, minlength=self.count**2))

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


class WindowedSilhouette:
    """The silhouette of one person in one frame; see `hiphinge.estimators.contour.Silhouette`."""

    def __init__(self, silhouettes: Silhouettes, features: Tensor, to_image: FloatArray) -> None:
        """Keep what it is computed from; nothing is computed yet."""
        self._silhouettes, self._features, self._to_image = silhouettes, features, to_image
        self._probability = np.zeros((silhouettes.side, silhouettes.side), dtype=np.float32)
        self._is_computed = np.zeros(silhouettes.count**2, dtype=bool)

    @property
    def to_image(self) -> FloatArray:
        """``[2, 3]`` from its grid to the frame."""
        return self._to_image

    @property
    def computed(self) -> float:
        """How much of it was computed until now, from 0 to 1."""
        return float(self._is_computed.mean())

    def read(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Return the probability of the person at columns and rows of the grid."""
        tiles = self._silhouettes.tiles(x, y)
        self._compute(tiles[~self._is_computed[tiles]])
        return probabilities_at(self._probability, x, y)

    def whole(self) -> PersonMask:
        """Return it everywhere."""
        self._compute(np.flatnonzero(~self._is_computed))
        return PersonMask(probability=self._probability, to_image=self._to_image)

    def _compute(self, tiles: NDArray[np.intp]) -> None:
        self._silhouettes.compute(self._features, tiles, self._probability)
        self._is_computed[tiles] = True


def likely(values: Tensor) -> NDArray[np.float32]:
    """Return the probabilities of what a network gives before the logistic function."""
    return np.float32(1.0) / (np.float32(1.0) + np.exp(-np.clip(values, -50.0, 50.0)))
