"""Pelvis and chest of marker-based motion capture as segments: what they say about the back, besides its surface."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import NotMeasurableError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import CoordinateFrame, FloatArray, Motion

__all__ = ["SEGMENT_ANGLES", "segment_angles"]

SEGMENT_ANGLES = ("pelvis_tilt_deg", "chest_to_pelvis_deg")
"""Angles from the markers: the pelvis as the line from the back to the front iliac spines, the chest as the line from
T10 to C7."""


def segment_angles(motion: Motion, *, standing: NDArray[np.bool_]) -> Mapping[str, FloatArray]:
    """Return `SEGMENT_ANGLES` ``[time]`` in the person's sagittal plane, as change from standing, degrees.

    Flexion is positive. Only those are returned whose markers the file has.

    Raises
    ------
    NotMeasurableError
        If the markers of the pelvis are missing, or the person never stands.

    Notes
    -----
    Segments are not the surface: the iliac spines tilt with the bone, the skin over S2 moves on it, and the chord
    from T10 to C7 has about the mean direction of the back between T12/L1 and C7. So the second angle is to be
    compared with ``lumbar_flexion_deg`` plus half of ``thoracic_flexion_deg``.
    """
    front = _middle(motion, "left_asis", "right_asis")
    behind = _middle(motion, "left_psis", "right_psis")
    behind = np.where(np.isfinite(behind), behind, motion.point("sacrum"))
    way = front - behind
    known = np.isfinite(way).all(axis=1)
    if motion.coordinate_frame is not CoordinateFrame.WORLD_M or not known.any():
        message = (
            f"{motion.origin.name} should have markers on both front iliac spines (RASI, LASI) and behind (RPSI, LPSI "
            "or SACR), but has not: without them the pelvis has no tilt. Give a table of angles instead."
        )
        raise NotMeasurableError(message)
    if not standing.any():
        message = (
            f"{motion.origin.name} shows nobody standing, so there is no reference posture. "
            "Record a second of standing first."
        )
        raise NotMeasurableError(message)
    forward = _forward(way[known])
    pelvis = np.degrees(np.arctan2(-way[:, 1], way @ forward))
    chest_way = motion.point("c7") - motion.point("t10")
    chest = np.degrees(np.arctan2(chest_way @ forward, chest_way[:, 1]))
    found = {"pelvis_tilt_deg": pelvis, "chest_to_pelvis_deg": chest - pelvis}
    zeroed = {id_: _from(values, standing) for id_, values in found.items()}
    return FrozenMapping({id_: values for id_, values in zeroed.items() if np.isfinite(values).any()})


def _middle(motion: Motion, left: str, right: str) -> FloatArray:
    return (motion.point(left) + motion.point(right)) / 2


def _forward(way: FloatArray) -> FloatArray:
    """Return the level unit vector ``[3]`` in which the pelvis points."""
    level = np.median(way, axis=0) * np.array([1.0, 0.0, 1.0])
    return np.asarray(level / np.linalg.norm(level))


def _from(values: FloatArray, standing: NDArray[np.bool_]) -> FloatArray:
    zero = values[standing & np.isfinite(values)]
    change = values - (np.median(zero) if len(zero) else np.nan)
    return np.asarray((change + 180.0) % 360.0 - 180.0)
