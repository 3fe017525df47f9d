"""Reduces a silhouette to its contour: the distance from each segment's midline to the body's edge."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hiphinge.estimators.pose import HALF_CELL, PoseFrame
from hiphinge.estimators.region import apply, inverted
from hiphinge.motion import FloatArray, KeypointLayout
from hiphinge.motion.contour import (
    CONTOUR_EDGES,
    CONTOUR_JOINTS,
    CONTOUR_STATIONS,
    TRUNK_STATIONS,
    stations_and_normals,
)

__all__ = ["ContourLines", "Silhouette", "contour_along", "contour_lines", "contour_of"]

REACH = 0.45
"""How far from the trunk's midline an edge is searched for, in leg lengths: a rounded back is far from the line
between hips and shoulders, which is then short."""
LEG_REACH = 0.45
"""How far from the midline of thigh and shank, as a share of the distance between hips and shoulders; what is farther
away is an arm or a plate."""
LEGS_PER_TRUNK = 1.7
"""Leg length over the distance between hips and shoulders, for legs that are bent or point to the camera."""
SAMPLES = 45
INSIDE = 0.5
"""Probability that defines the body's edge."""
PARTS = 16
"""Edges are rounded to this part of a pixel."""
BEYOND = -9.0
"""A place outside every grid."""
_NUMBERS = np.arange(SAMPLES)
_NOT_BEGUN = 12
"""A line whose first samples up to here are all outside has no edge: the body is not there."""
_STRETCHES = (0, 15, 25, SAMPLES)
"""Lines are read so far at a time: most edges of a leg lie in the first stretch, most of a trunk in the second."""


class Silhouette(Protocol):
    """Where the person is, read at places of a grid of its own."""

    @property
    def to_image(self) -> FloatArray:
        """``[2, 3]`` from the grid to the frame, edges counted from 0."""
        ...

    def read(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Return the probability of the person at columns and rows of the grid, where a cell's centre is whole."""
        ...


def contour_of(frame: PoseFrame, layout: KeypointLayout) -> FloatArray:
    """Return the contour ``[station, edge]`` in pixels of the frame, stations as in `CONTOUR_STATIONS`.

    An edge is the first place, going outwards, at which the silhouette's probability falls through one half,
    interpolated linearly between two samples. NaN without a silhouette, where a joint is missing, or where no edge is
    within reach.
    """
    if frame.contour is not None:
        return frame.contour
    if frame.mask is None:
        return _unknown()
    return contour_along(contour_lines(frame.positions, layout), frame.mask)


def contour_along(lines: "ContourLines | None", silhouette: Silhouette) -> FloatArray:
    """Return the contour of a silhouette along the lines through somebody's joints; see `contour_of`.

    Each line is read only until its edge is found.
    """
    if lines is None:
        return _unknown()
    x, y = lines.cells(silhouette.to_image)
    values, sought = np.zeros(x.shape), np.arange(len(x))
    for begin, end in pairwise(_STRETCHES):
        values[sought, begin:end] = silhouette.read(x[sought, begin:end], y[sought, begin:end])
        sought = sought[_is_sought(values[sought, :end])]
        if not sought.size:
            break
    edges = _edges(values, step_px=lines.step_px)
    edges = np.where(edges <= lines.reach_px, edges, np.nan).reshape(2, -1).T
    return np.asarray(np.round(edges * PARTS) / PARTS)


def _unknown() -> FloatArray:
    return np.full((len(CONTOUR_STATIONS), len(CONTOUR_EDGES)), np.nan)


@dataclass(frozen=True, kw_only=True, eq=False)
class ContourLines:
    """The lines along which `contour_of` seeks edges.

    Attributes
    ----------
    starts
        ``[line, 2]`` pixels of the frame.
    steps
        ``[line, 2]`` from one sample to the next, pixels.
    step_px
        Their length.
    reach_px
        ``[line]``: an edge that is farther out does not count, and the line is followed one sample farther.
    """

    starts: FloatArray
    steps: FloatArray
    step_px: float
    reach_px: FloatArray

    def cells(self, to_image: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return where a silhouette's grid is read, columns and rows ``[line, sample]``; a cell's centre is whole.

        NaN where a joint is missing, and `BEYOND` where a line is no longer followed.
        """
        to_grid = inverted(to_image)
        starts, steps = apply(to_grid, self.starts) - HALF_CELL, self.steps @ to_grid[:, :2].T
        beyond = self.step_px * (_NUMBERS - 1) > self.reach_px[:, None]
        x, y = (starts[:, axis, None] + _NUMBERS * steps[:, axis, None] for axis in (0, 1))
        x[beyond] = y[beyond] = BEYOND
        return x, y


def contour_lines(positions: FloatArray, layout: KeypointLayout) -> ContourLines | None:
    """Return the lines for keypoints ``[keypoint, 2]``; None where they have no joints to draw them from."""
    wanted = [layout.index(f"{side}_{joint}") for side in ("left", "right") for joint in CONTOUR_JOINTS]
    known = [index for index in wanted if index is not None]
    if len(known) < len(wanted):
        return None
    left, right = positions[known].reshape(2, len(CONTOUR_JOINTS), 2)
    shank, thigh, trunk = np.linalg.norm(np.diff(left + right, axis=0), axis=1) / 2
    leg_px = float(np.fmax(shank + thigh, LEGS_PER_TRUNK * trunk))
    if not leg_px > 0:
        return None
    stations, across = stations_and_normals(left, right)
    step_px = REACH * leg_px / (SAMPLES - 1)
    return ContourLines(
        starts=np.tile(stations, (2, 1)),
        steps=step_px * np.concatenate([across, -across]),
        step_px=step_px,
        reach_px=np.tile(np.where(TRUNK_STATIONS, np.inf, LEG_REACH * trunk), 2),
    )


def _ends_of(values: FloatArray) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which lines ``[line]`` begin in the body, and where ``[line, sample]`` they are outside after that."""
    inside = values >= INSIDE
    ended = ~inside & (np.arange(values.shape[1]) > inside.argmax(axis=1)[:, None])
    return np.asarray(inside[:, :_NOT_BEGUN].any(axis=1)), ended


def _is_sought(values: FloatArray) -> NDArray[np.bool_]:
    """Return which lines ``[line, sample]`` have begun in the body and not yet left it."""
    begun, ended = _ends_of(values)
    return np.asarray(begun & ~ended.any(axis=1))


def _edges(values: FloatArray, *, step_px: float) -> FloatArray:
    """Return how far out ``[line]`` the probabilities ``[line, sample]`` fall through one half, pixels."""
    begun, ended = _ends_of(values)
    found = begun & ended.any(axis=1)
    after = np.maximum(ended.argmax(axis=1), 1)
    rows = np.arange(len(values))
    high, low = values[rows, after - 1], values[rows, after]
    share = (high - INSIDE) / np.where(high == low, 1.0, high - low)
    return np.where(found, (after - 1 + share) * step_px, np.nan)
