"""The body's contour at stations along the midline of shank, thigh and trunk.

At each station a line runs perpendicular to the segment; the contour is how far along it the silhouette ends on either
side.
"""

import numpy as np

from hiphinge.motion.origin import FloatArray
from hiphinge.motion.recording import Motion

__all__ = [
    "CONTOUR_EDGES",
    "CONTOUR_JOINTS",
    "CONTOUR_STATIONS",
    "TRUNK_SHARES",
    "TRUNK_STATIONS",
    "contour_points",
    "stations_and_normals",
]

CONTOUR_JOINTS = ("ankle", "knee", "hip", "shoulder")
"""Joints that bound the segments, from the ankle up."""

CONTOUR_EDGES = ("right", "left")
"""The two sides of the contour in the frame, looking along the segment from its lower joint."""


def _along(lower: str, upper: str, first: float, last: float, count: int) -> tuple[tuple[str, str, float], ...]:
    return tuple((lower, upper, round(float(share), 4)) for share in np.linspace(first, last, count))


CONTOUR_STATIONS: tuple[tuple[str, str, float], ...] = (
    *_along("ankle", "knee", 0.15, 1.0, 8),
    *_along("knee", "hip", 0.1, 1.0, 9),
    *_along("hip", "shoulder", -0.45, 1.3, 71),
)
"""Lower joint, upper joint and the station's share of the distance between them, 0 at the lower one. The trunk's
stations extend below the hips and above the shoulders, so that they cover pelvis and neck at any tilt."""
_LOWER = np.array([CONTOUR_JOINTS.index(lower) for lower, _, _ in CONTOUR_STATIONS])
_SHARE = np.array([share for _, _, share in CONTOUR_STATIONS])[:, None]
TRUNK_STATIONS = np.array([lower == "hip" for lower, _, _ in CONTOUR_STATIONS])
"""Mask ``[station]`` of the stations along the trunk."""
TRUNK_SHARES = _SHARE[TRUNK_STATIONS, 0]
"""Position of each trunk station as a share of trunk length, 0 at the hip and 1 at the shoulder."""


def stations_and_normals(left: FloatArray, right: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the stations and the unit vectors towards the right side of the contour.

    Parameters
    ----------
    left, right
        ``[..., joint, 2]`` joints as in `CONTOUR_JOINTS`, pixels, y down.

    Returns
    -------
    stations, across
        ``[..., station, 2]`` each; the left side lies opposite to ``across``.
    """
    middle = (left + right) / 2
    segment = middle[..., _LOWER + 1, :] - middle[..., _LOWER, :]
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = segment / np.linalg.norm(segment, axis=-1, keepdims=True)
    across = np.stack([-unit[..., 1], unit[..., 0]], axis=-1)
    return middle[..., _LOWER, :] + _SHARE * segment, across


def contour_points(motion: Motion) -> FloatArray:
    """Return the contour as points in the frame, ``[time, station, edge, 2]`` pixels; NaN where there is none."""
    if motion.contour is None:
        return np.full((len(motion), len(CONTOUR_STATIONS), len(CONTOUR_EDGES), 2), np.nan)
    sides = [
        np.stack([motion.point(f"{side}_{joint}") for joint in CONTOUR_JOINTS], axis=1) for side in ("left", "right")
    ]
    stations, across = stations_and_normals(*sides)
    signed = motion.contour * np.array([1.0, -1.0])
    return np.asarray(stations[:, :, None] + signed[..., None] * across[:, :, None])
