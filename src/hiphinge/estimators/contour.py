"""Reduces a silhouette to its contour: the distance from each segment's midline to the body's edge."""

from dataclasses import dataclass

import numpy as np

from hiphinge.estimators.pose import PersonMask, PoseFrame
from hiphinge.estimators.region import apply, inverted
from hiphinge.motion import FloatArray, KeypointLayout
from hiphinge.motion.contour import (
    CONTOUR_EDGES,
    CONTOUR_JOINTS,
    CONTOUR_STATIONS,
    TRUNK_STATIONS,
    stations_and_normals,
)

__all__ = ["contour_of", "places_read"]

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
HALF_CELL = 0.5
"""From the edge of a cell to its centre, where its value applies."""
_NOT_BEGUN = 12
"""A line whose first samples up to here are all outside has no edge: the body is not there."""


def contour_of(frame: PoseFrame, layout: KeypointLayout) -> FloatArray:
    """Return the contour ``[station, edge]`` in pixels of the frame, stations as in `CONTOUR_STATIONS`.

    An edge is the first place, going outwards, at which the silhouette's probability falls through one half,
    interpolated linearly between two samples. NaN without a silhouette, where a joint is missing, or where no edge is
    within reach.
    """
    lines = None if frame.mask is None else _lines(frame.positions, layout)
    if frame.mask is None or lines is None:
        return np.full((len(CONTOUR_STATIONS), len(CONTOUR_EDGES)), np.nan)
    edges = _edges(_sampled(frame.mask, lines.places), step_px=lines.step_px)
    edges = np.where(edges <= lines.reach_px, edges, np.nan).reshape(2, -1).T
    return np.asarray(np.round(edges * PARTS) / PARTS)


def places_read(positions: FloatArray, layout: KeypointLayout) -> FloatArray:
    """Return where `contour_of` reads the silhouette of a person with keypoints ``[keypoint, 2]``: ``[..., 2]``."""
    lines = _lines(positions, layout)
    return np.empty((0, 2)) if lines is None else lines.places


@dataclass(frozen=True, kw_only=True, eq=False)
class _Lines:
    """The lines along which edges are sought.

    Attributes
    ----------
    places
        ``[line, sample, 2]`` pixels of the frame; NaN where a line is no longer followed.
    step_px
        From one sample to the next.
    reach_px
        ``[line]``: an edge that is farther out does not count.
    """

    places: FloatArray
    step_px: float
    reach_px: FloatArray


def _lines(positions: FloatArray, layout: KeypointLayout) -> _Lines | None:
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
    out_px = np.linspace(0.0, REACH * leg_px, SAMPLES)
    reach_px = np.tile(np.where(TRUNK_STATIONS, np.inf, LEG_REACH * trunk), 2)
    outwards = np.concatenate([across, -across])
    places = np.tile(stations, (2, 1))[:, None] + out_px[:, None] * outwards[:, None]
    places[out_px - out_px[1] > reach_px[:, None]] = np.nan
    return _Lines(places=places, step_px=float(out_px[1]), reach_px=reach_px)


def _edges(values: FloatArray, *, step_px: float) -> FloatArray:
    """Return how far out ``[line]`` the probabilities ``[line, sample]`` fall through one half, pixels."""
    inside = values >= INSIDE
    begins = inside.argmax(axis=1)
    ended = ~inside & (np.arange(values.shape[1]) > begins[:, None])
    found = inside.any(axis=1) & (begins < _NOT_BEGUN) & ended.any(axis=1)
    after = np.maximum(ended.argmax(axis=1), 1)
    rows = np.arange(len(values))
    high, low = values[rows, after - 1], values[rows, after]
    share = (high - INSIDE) / np.where(high == low, 1.0, high - low)
    return np.where(found, (after - 1 + share) * step_px, np.nan)


def _sampled(mask: PersonMask, places: FloatArray) -> FloatArray:
    """Return probabilities at places ``[..., 2]`` of the frame, interpolated linearly; 0 outside the grid."""
    grid = apply(inverted(mask.to_image), places) - HALF_CELL
    height, width = mask.probability.shape
    known = np.isfinite(grid).all(axis=-1)
    x, y = np.where(known, grid[..., 0], -9.0), np.where(known, grid[..., 1], -9.0)
    within = (np.minimum(x, y) >= -HALF_CELL) & (x <= width - HALF_CELL) & (y <= height - HALF_CELL)
    left = np.clip(np.floor(x), 0, width - 2).astype(np.intp)
    top = np.clip(np.floor(y), 0, height - 2).astype(np.intp)
    right_share, low_share = np.clip(x - left, 0, 1), np.clip(y - top, 0, 1)
    flat = mask.probability.ravel()
    first = top * width + left
    upper = flat[first] * (1 - right_share) + flat[first + 1] * right_share
    lower = flat[first + width] * (1 - right_share) + flat[first + width + 1] * right_share
    return np.where(within, upper * (1 - low_share) + lower * low_share, 0.0)
