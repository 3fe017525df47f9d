"""The BlazePose landmark networks: decoding, refinement and projection of keypoints in a given region."""

import math
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.estimators.blazepose.detection import aligned_region
from hiphinge.estimators.blazepose.silhouette import Silhouettes, WindowedSilhouette, likely, parted
from hiphinge.estimators.litert import Network, Tensor
from hiphinge.estimators.network_file import without_output
from hiphinge.estimators.pose import Image, PersonMask
from hiphinge.estimators.region import Region, apply, crop
from hiphinge.motion import FloatArray

__all__ = ["Body", "LandmarkNetwork", "logistic", "refined", "turned"]

SIDE_PX = 256
POINTS = 39
HEAT_CELLS = 64
KERNEL = 7
MIN_HEAT = 0.5
BODY = slice(0, 33)
CIRCLE = slice(33, 35)
"""The two auxiliary points: between the hips, and on the circle around the body."""

_SHAPES = {
    "input": (1, SIDE_PX, SIDE_PX, 3),
    "landmarks": (1, POINTS * 5),
    "presence": (1, 1),
    "mask": (1, SIDE_PX, SIDE_PX, 1),
    "heat": (1, HEAT_CELLS, HEAT_CELLS, POINTS),
    "world": (1, POINTS * 3),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Body:
    """What the network found in a region.

    Attributes
    ----------
    positions
        ``[33, 2]`` pixels of the frame.
    confidence
        ``[33]``: the network's visibility times its presence.
    world_m
        ``[33, 3]`` metres from the hips, upright like the frame.
    presence
        The network's probability that a person is in the region.
    next_region
        The region for the next frame, or None where it has no size.
    region
        Where the network looked.
    features
        What the network's last layers make the silhouette of; None where it has none, or nobody may ask for it.
    """

    positions: FloatArray
    confidence: FloatArray
    world_m: FloatArray
    presence: float
    next_region: Region | None
    region: Region
    features: Tensor | None


def logistic(values: Tensor | FloatArray) -> FloatArray:
    """Return ``1 / (1 + exp(-values))`` without overflow."""
    return 1.0 / (1.0 + np.exp(-np.clip(np.asarray(values, dtype=np.float64), -100.0, 100.0)))


def refined(points: FloatArray, heat: Tensor) -> FloatArray:
    """Move points to the centre of heat around them.

    Parameters
    ----------
    points
        ``[point, 2]`` in shares of the side.
    heat
        ``[row, column, point]`` before the logistic function.

    Returns
    -------
    array
        ``[point, 2]``; a point stays where it is outside the map, or where no cell within three cells of it has at
        least one half (kernel 7; MediaPipe's published ``RefineLandmarksFromHeatmapCalculator``). A cell counts as
        its left upper corner, as it does there.
    """
    cells = np.array([heat.shape[1], heat.shape[0]])
    middle = np.trunc(points * cells).astype(int)
    inside = np.all((middle >= 0) & (middle < cells), axis=1)
    reach = np.arange(KERNEL) - KERNEL // 2
    columns, rows = middle[:, 0, None] + reach, middle[:, 1, None] + reach
    weight = logistic(
        heat[
            np.clip(rows, 0, cells[1] - 1)[:, :, None],
            np.clip(columns, 0, cells[0] - 1)[:, None, :],
            np.arange(len(points))[:, None, None],
        ]
    )
    weight *= ((rows >= 0) & (rows < cells[1]))[:, :, None]
    weight *= ((columns >= 0) & (columns < cells[0]))[:, None, :]
    moved = inside & (weight.max(axis=(1, 2)) >= MIN_HEAT)
    total = np.where(moved, weight.sum(axis=(1, 2)), 1.0)
    x = (weight.sum(axis=1) * columns).sum(axis=1) / total / cells[0]
    y = (weight.sum(axis=2) * rows).sum(axis=1) / total / cells[1]
    return np.where(moved[:, None], np.column_stack([x, y]), points)


def turned(world: FloatArray, *, rotation_rad: float) -> FloatArray:
    """Return points ``[point, 3]`` of a rotated region in the upright frame; z stays."""
    c, s = math.cos(rotation_rad), math.sin(rotation_rad)
    x, y = world[:, 0], world[:, 1]
    return np.column_stack([c * x - s * y, s * x + c * y, world[:, 2]])


class LandmarkNetwork:
    """One of the three landmark networks (lite, full, heavy), which have the same tensors.

    The silhouette costs a third of a run: its last layers run only where it is asked for. A network that cannot be
    parted there computes it whole.
    """

    def __init__(self, path: Path, *, threads: int, masks: bool) -> None:
        """Load the network's file."""
        self._input = np.empty((1, SIDE_PX, SIDE_PX, 3), dtype=np.float32)
        self._masks = masks
        self._silhouettes: Silhouettes | None = None
        shapes, content = dict(_SHAPES), None
        parts = parted(path, _SHAPES["mask"], path.stat().st_mtime_ns) if masks and path.exists() else None
        if parts is not None:
            shapes["mask"], content = parts.features, parts.first
            self._silhouettes = Silhouettes(path, parts, side=SIDE_PX)
        elif not masks:
            del shapes["mask"]
            with suppress(InputFormatError, OSError):  # one that cannot be shortened is loaded as it is
                content = without_output(path.read_bytes(), _SHAPES["mask"])
        self._network = Network(path, threads=threads, shapes=shapes, content=content)

    def find(self, image_rgb: Image, region: Region) -> Body:
        """Return the body in the region; its `Body.presence` says whether there is one."""
        to_image = region.to_image(SIDE_PX)
        grid = crop(image_rgb, to_image, size_px=(SIDE_PX, SIDE_PX))
        np.multiply(grid, np.float32(1 / 255), out=self._input[0])
        network = self._network
        network.run(self._input)
        values = network.output("landmarks").reshape(POINTS, 5).astype(np.float64)
        points = refined(values[:, :2] / SIDE_PX, network.view("heat")[0])
        positions = apply(to_image, points * SIDE_PX)
        world = network.output("world").reshape(POINTS, 3).astype(np.float64)
        middle, edge = positions[CIRCLE]
        return Body(
            positions=positions[BODY],
            confidence=(logistic(values[:, 3]) * logistic(values[:, 4]))[BODY],
            world_m=turned(world[BODY], rotation_rad=region.rotation_rad),
            presence=float(network.output("presence")[0, 0]),
            next_region=aligned_region(middle, edge) if np.hypot(*(edge - middle)) >= 1.0 else None,
            region=region,
            features=network.output("mask") if self._masks else None,
        )

    def silhouette(self, body: Body) -> PersonMask | WindowedSilhouette | None:
        """Return the silhouette of a body that was found by this network; None where there is none."""
        if body.features is None:
            return None
        to_image = body.region.to_image(SIDE_PX)
        if self._silhouettes is None:
            return PersonMask(probability=likely(body.features[0, :, :, 0]), to_image=to_image)
        return self._silhouettes.of(body.features, to_image)
