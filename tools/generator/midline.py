"""The back's midline on the skin and its tangents: the source of every angle of the back in the ground truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.generator.arrays import Array, Faces

S2_SHARE, T12_SHARE, C7_SHARE = 0.570, 0.685, 0.830
LEVELS = {"s2": S2_SHARE, "t12": T12_SHARE, "c7": C7_SHARE}
WINDOW_SHARE = 0.022
LOWEST_SHARE, HIGHEST_SHARE, STEP_SHARE = 0.535, 0.860, 0.0025
ON_MIDLINE_M = 2e-3


@dataclass(frozen=True)
class Midline:
    """Points of the skin along the back's midline, from the bottom up, each between two vertices of the mesh.

    Parameters
    ----------
    lower, upper
        Vertices on either side of each point.
    share
        How far each point lies from its lower to its upper vertex.
    heights
        Height of each point at rest, share of stature.
    """

    lower: Faces
    upper: Faces
    share: Array
    heights: Array

    def vertices(self) -> Faces:
        """Those vertices of the mesh that the midline needs, each once."""
        return np.unique(np.concatenate([self.lower, self.upper]))

    def points(self, vertices_m: Array | NDArray[np.float32]) -> Array:
        """Points ``[frame, point, 3]`` of the midline in moved meshes ``[frame, vertex, 3]``."""
        share = self.share[None, :, None]
        moved: Array = vertices_m[:, self.lower] * (1 - share) + vertices_m[:, self.upper] * share
        return moved

    def level(self, share: float) -> int:
        """Index of the point nearest to a level, given as share of stature."""
        return int(np.argmin(np.abs(self.heights - share)))


def midline_of(vertices_m: Array, normals: Array, *, stature_m: float) -> Midline:
    """Find the back's midline at rest: vertices on the plane of symmetry that look backwards.

    Raises
    ------
    ValueError
        If the mesh has too few vertices there.
    """
    height = vertices_m[:, 2] / stature_m
    on_back = (np.abs(vertices_m[:, 0]) < ON_MIDLINE_M) & (normals[:, 1] > 0.15)
    chosen = np.flatnonzero(on_back & (height > LOWEST_SHARE - 0.05) & (height < HIGHEST_SHARE + 0.04))
    chosen = chosen[np.argsort(height[chosen])]
    fewest = 12
    if len(chosen) < fewest:
        message = f"Expected {fewest} vertices or more on the back's midline, found {len(chosen)}."
        raise ValueError(message)
    wanted = np.arange(LOWEST_SHARE, HIGHEST_SHARE, STEP_SHARE)
    above = np.clip(np.searchsorted(height[chosen], wanted), 1, len(chosen) - 1)
    lower, upper = chosen[above - 1], chosen[above]
    share = (wanted - height[lower]) / np.maximum(height[upper] - height[lower], 1e-9)
    return Midline(lower=lower, upper=upper, share=np.clip(share, 0.0, 1.0), heights=wanted)


def tangents_deg(midline: Midline, points_m: Array) -> dict[str, Array]:
    """Angle of the midline at each level from vertical, ``[frame]``, forward lean positive.

    The tangent is the straight line through the skin that a sensor of about four hundredths of
    stature would lie on (least squares over the points that lay within it at rest).
    """
    found = {}
    for name, share in LEVELS.items():
        near = np.flatnonzero(np.abs(midline.heights - share) <= WINDOW_SHARE)
        place = midline.heights[near] - midline.heights[near].mean()
        slope = np.einsum("p,fpi->fi", place, points_m[:, near]) / np.sum(place**2)
        found[name] = np.degrees(np.arctan2(-slope[:, 1], slope[:, 2]))
    return found
