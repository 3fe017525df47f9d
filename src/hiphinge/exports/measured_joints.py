"""Keypoints for exports, with the near side's joints at the angles that the analysis reports."""

import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.motion import SIDE_JOINTS, CoordinateFrame, FloatArray, SideMotion

__all__ = ["measured_positions"]

_KNEE, _SHANK = "knee_flexion_deg", "shank_inclination_deg"
_LEG = ("knee", "ankle", "heel", "toe")


def measured_positions(analysis: Analysis) -> FloatArray | None:
    """Return every keypoint ``[time, keypoint, 2]``, forward and up, in the unit of the side view.

    Joints of the near side have the angles of the series; NaN where the analysis left them out. The joints of the far
    side are the smoothed keypoints, and points that belong to no joint are as they were detected; those above the hip
    move with it. None where no angle was measured, or the recording is not a video, or not filmed from the side.
    """
    motion, side, series = analysis.motion, analysis.side, analysis.series
    if side is None or side.view.turned or series is None or motion.coordinate_frame is not CoordinateFrame.IMAGE_PX:
        return None
    knee_deg, shank_deg = series.values.get(_KNEE), series.values.get(_SHANK)
    if knee_deg is None or shank_deg is None or not np.isfinite(knee_deg).any():
        return None
    near, shift = _with_angles(side, knee_deg=knee_deg, shank_deg=shank_deg)
    sign = -1.0 if side.view.facing == "left" else 1.0
    places = motion.positions * [sign, -1.0]
    far_side = "right" if side.near_side == "left" else "left"
    for index, name in enumerate(motion.layout.keypoints):
        one, _, joint = name.partition("_")
        if one in {side.near_side, far_side} and joint in SIDE_JOINTS:
            places[:, index] = (near if one == side.near_side else side.far)[:, SIDE_JOINTS.index(joint)]
        elif one != far_side and joint != "small_toe":
            places[:, index] += np.nan_to_num(shift)
    return places


def _with_angles(side: SideMotion, *, knee_deg: FloatArray, shank_deg: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the near side ``[time, joint, 2]`` with these angles, and how far the hip moves for them ``[time, 2]``.

    The ankle stays; shank and thigh keep their lengths, and everything above the hip moves with it.
    """
    hip, knee, ankle = side.joint("hip"), side.joint("knee"), side.joint("ankle")
    new_knee = ankle + np.linalg.norm(knee - ankle, axis=1)[:, None] * _along(shank_deg)
    new_hip = new_knee + np.linalg.norm(hip - knee, axis=1)[:, None] * _along(shank_deg - knee_deg)
    shift = new_hip - hip
    known = np.isfinite(shift).all(axis=1)[:, None]
    near = side.near.copy()
    for index, joint in enumerate(SIDE_JOINTS):
        if joint not in _LEG:
            near[:, index] = np.where(known, near[:, index] + shift, near[:, index])
    near[:, SIDE_JOINTS.index("knee")] = np.where(known, new_knee, knee)
    return near, shift


def _along(lean_deg: FloatArray) -> FloatArray:
    """Return the unit vectors ``[time, 2]`` of lines that lean forward from vertical."""
    lean = np.radians(lean_deg)
    return np.stack([np.sin(lean), np.cos(lean)], axis=1)
