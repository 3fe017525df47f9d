"""Landmarks in space, as FreeMoCap triangulates them; and landmarks about the hips, which are no positions at all."""

from collections.abc import Sequence

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import BLAZEPOSE_33, FloatArray, Motion, Origin
from hiphinge.sources.formats.frames import Timing
from hiphinge.sources.formats.markers import METRES, MarkerTrial, marker_motion

__all__ = ["ensure_not_world", "is_in_space", "motion_in_space"]

_UP = 2
_UPRIGHT = 1.5
"""How many times further the shoulders are above the ankles than beside them, in a recording with standing in it."""
_LEG_M = (0.45, 1.25)
_AT_HIPS = 0.02


def is_in_space(points: FloatArray, *, titles: Sequence[str]) -> bool:
    """Return whether landmarks ``[time, landmark, (x, y, z)]`` without confidences are positions in space.

    FreeMoCap's own names say so (``body_left_hip_x``); else the body has to stand along z, which in a frame is depth.
    """
    if any(title.startswith("body_left") for title in titles):
        return True
    upright = np.abs(_middle(points, "shoulder") - _middle(points, "ankle"))
    return bool(upright[_UP] > _UPRIGHT * max(upright[0], upright[1]))


def motion_in_space(name: str, points: FloatArray, timing: Timing) -> Motion:
    """Return the motion of landmarks in space ``[time, landmark, 3]``, in the unit that fits the legs.

    Raises
    ------
    InputFormatError
        If shoulder, hip, knee and ankle of neither side are there.
    """
    unit = _unit(points)
    note = f"Read as positions in space (x, y, z), not in a frame; from the length of the legs they are in {unit}."
    origin = Origin(
        name=name,
        fps=timing.fps,
        duration_s=float(timing.time_s[-1] - timing.time_s[0]),
        estimator="markers",
        warnings=(*timing.warnings, note),
    )
    markers_m = {
        landmark: points[:, place] * METRES[unit]
        for place, landmark in enumerate(BLAZEPOSE_33.keypoints)
        if np.isfinite(points[:, place]).any()
    }
    return marker_motion(MarkerTrial(time_s=timing.time_s, markers_m=markers_m, origin=origin))


def _unit(points: FloatArray) -> str:
    """Return the unit in which the legs are as long as an adult's; millimetres, FreeMoCap's unit, if none fits."""
    lengths = [
        np.linalg.norm(_path(points, f"{side}_hip") - _path(points, f"{side}_knee"), axis=1)
        + np.linalg.norm(_path(points, f"{side}_knee") - _path(points, f"{side}_ankle"), axis=1)
        for side in ("left", "right")
    ]
    leg = _median(np.concatenate(lengths))
    return next((unit for unit in ("mm", "cm", "m") if _LEG_M[0] <= leg * METRES[unit] <= _LEG_M[1]), "mm")


def ensure_not_world(positions: FloatArray, *, name: str) -> None:
    """Refuse landmarks ``[time, landmark, 2]`` that are metres about the middle of the hips.

    Raises
    ------
    InputFormatError
        If the hips stay at (0, 0): then nobody's path through the frame is in the file.
    """
    hips = np.concatenate([_path(positions, "left_hip") + _path(positions, "right_hip")]) / 2
    known = hips[np.isfinite(hips).all(axis=1)]
    finite = positions[np.isfinite(positions)]
    if len(known) and np.abs(known).max() < _AT_HIPS and len(finite) and finite.min() < 0:
        message = (
            f"{name} gives landmarks about the middle of the hips (MediaPipe's world landmarks), in which the hips "
            "never move. Positions in the frame were expected. Write the pose landmarks instead."
        )
        raise InputFormatError(message)


def _path(points: FloatArray, name: str) -> FloatArray:
    return np.asarray(points[:, BLAZEPOSE_33.keypoints.index(name)])


def _middle(points: FloatArray, name: str) -> FloatArray:
    both = np.concatenate([_path(points, f"left_{name}"), _path(points, f"right_{name}")])
    known = both[np.isfinite(both).all(axis=1)]
    return np.asarray(np.median(known, axis=0)) if len(known) else np.zeros(points.shape[-1])


def _median(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")
