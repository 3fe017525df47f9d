"""The BlazePose landmark networks: decoding, refinement and projection of keypoints in a given region."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hiphinge.estimators.blazepose.detection import aligned_region
from hiphinge.estimators.litert import Network, Tensor
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
    """

    positions: FloatArray
    confidence: FloatArray
    world_m: FloatArray
    presence: float
    next_region: Region | None
    mask: PersonMask | None


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

    The silhouette costs a third of a run. It is computed only where it is asked for: a second copy of the network goes
    without it, and finds the same keypoints.
    """

    def __init__(self, path: Path, *, threads: int, masks: bool) -> None:
        """Load the network's file."""
        self._path = path
        self._threads = threads
        self._masks = masks
        self._networks: dict[bool, Network] = {}
        self._input = np.empty((1, SIDE_PX, SIDE_PX, 3), dtype=np.float32)
        self._network(masks=masks)

    def _network(self, *, masks: bool) -> Network:
        if masks not in self._networks:
            without = None if masks else "mask"
            self._networks[masks] = Network(self._path, threads=self._threads, shapes=_SHAPES, without=without)
        return self._networks[masks]

    def find(self, image_rgb: Image, region: Region, *, mask: bool = True) -> Body:
        """Return the body in the region; its `Body.presence` says whether there is one.

        ``mask`` says whether its silhouette is wanted, where this network gives one at all.
        """
        to_image = region.to_image(SIDE_PX)
        grid = crop(image_rgb, to_image, size_px=(SIDE_PX, SIDE_PX))
        np.multiply(grid, np.float32(1 / 255), out=self._input[0])
        with_mask = mask and self._masks
        network = self._network(masks=with_mask)
        network.run(self._input)
        values = network.output("landmarks").reshape(POINTS, 5).astype(np.float64)
        points = refined(values[:, :2] / SIDE_PX, network.output("heat")[0])
        positions = apply(to_image, points * SIDE_PX)
        world = network.output("world").reshape(POINTS, 3).astype(np.float64)
        middle, edge = positions[CIRCLE]
        return Body(
            positions=positions[BODY],
            confidence=(logistic(values[:, 3]) * logistic(values[:, 4]))[BODY],
            world_m=turned(world[BODY], rotation_rad=region.rotation_rad),
            presence=float(network.output("presence")[0, 0]),
            next_region=aligned_region(middle, edge) if np.hypot(*(edge - middle)) >= 1.0 else None,
            mask=_mask(network.output("mask"), to_image) if with_mask else None,
        )


def _mask(output: Tensor, to_image: FloatArray) -> PersonMask:
    values = output[0, :, :, 0]
    probability = np.float32(1.0) / (np.float32(1.0) + np.exp(-np.clip(values, -50.0, 50.0)))
    return PersonMask(probability=probability, to_image=to_image)
