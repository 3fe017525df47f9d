"""Where the edge of the silhouette is looked for: stations along the middle of shank, thigh and trunk.

At each station a line runs square to the segment, and the outline is how far along it the person ends on either side.
"""

import numpy as np

from hiphinge.motion.recording import FloatArray, Motion

__all__ = [
    "CONTOUR_EDGES",
    "CONTOUR_JOINTS",
    "CONTOUR_STATIONS",
    "OF_TRUNK",
    "TRUNK_SHARES",
    "contour_points",
    "middle_lines",
]

CONTOUR_JOINTS = ("ankle", "knee", "hip", "shoulder")
"""What the segments run between, from below."""

CONTOUR_EDGES = ("right", "left")
"""The two edges as somebody sees them who looks along the segment from its lower joint, in the picture."""


def _along(lower: str, upper: str, first: float, last: float, count: int) -> tuple[tuple[str, str, float], ...]:
    return tuple((lower, upper, round(float(share), 4)) for share in np.linspace(first, last, count))


CONTOUR_STATIONS: tuple[tuple[str, str, float], ...] = (
    *_along("ankle", "knee", 0.15, 1.0, 8),
    *_along("knee", "hip", 0.1, 1.0, 9),
    *_along("hip", "shoulder", -0.45, 1.3, 71),
)
"""Lower joint, upper joint and where between them, 0 at the lower one. The trunk's go on below the hips and above the
shoulders, so that the pelvis and the neck are on them however they are tilted."""
_LOWER = np.array([CONTOUR_JOINTS.index(lower) for lower, _, _ in CONTOUR_STATIONS])
_SHARE = np.array([share for _, _, share in CONTOUR_STATIONS])[:, None]
OF_TRUNK = np.array([lower == "hip" for lower, _, _ in CONTOUR_STATIONS])
"""The stations that lie along the trunk."""
TRUNK_SHARES = _SHARE[OF_TRUNK, 0]
"""Where they lie, 0 at the hip and 1 at the shoulder."""


def middle_lines(left: FloatArray, right: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the stations and the unit vectors along which the right edge is looked for.

    Parameters
    ----------
    left, right
        ``[..., joint, 2]`` joints as in `OUTLINE_JOINTS` in pixels, y down.

    Returns
    -------
    stations, across
        ``[..., station, 2]`` each; the left edge lies against ``across``.
    """
    middle = (left + right) / 2
    segment = middle[..., _LOWER + 1, :] - middle[..., _LOWER, :]
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = segment / np.linalg.norm(segment, axis=-1, keepdims=True)
    across = np.stack([-unit[..., 1], unit[..., 0]], axis=-1)
    return middle[..., _LOWER, :] + _SHARE * segment, across


def contour_points(motion: Motion) -> FloatArray:
    """Return the outline as places in the picture, ``[time, station, edge, 2]`` pixels; NaN where there is none."""
    if motion.contour is None:
        return np.full((len(motion), len(CONTOUR_STATIONS), len(CONTOUR_EDGES), 2), np.nan)
    sides = [
        np.stack([motion.point(f"{side}_{joint}") for joint in CONTOUR_JOINTS], axis=1) for side in ("left", "right")
    ]
    stations, across = middle_lines(*sides)
    signed = motion.contour * np.array([1.0, -1.0])
    return np.asarray(stations[:, :, None] + signed[..., None] * across[:, :, None])
