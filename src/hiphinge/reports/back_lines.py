"""The dorsal contour in the frame, and the standing contour laid on the same pelvis; nothing is judged."""

from dataclasses import dataclass

import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.motion import SIDE_JOINTS, FloatArray, SideMotion
from hiphinge.motion.contour import TRUNK_SHARES
from hiphinge.reports.contours import DRAWN_STATIONS, is_a_back, median_contour, standing_frames
from hiphinge.signals import interpolate_rows
from hiphinge.spine.contour_features import dorsal_contour

__all__ = ["BackLines", "back_lines_of"]

SACRUM = (-0.05, 0.2)
"""Between which shares of the way from hip to shoulder the contour runs over the sacrum in standing."""
FARTHEST_SHIFT = 0.12
"""The standing contour is moved onto the sacrum by no more than this share of leg length: farther off, the two show
different things."""
UPRIGHT_DEG = 30.0
"""Up to this lean of the trunk the contour in a frame has to be one that a standing back can have; further down the
seat itself turns away from the trunk's line."""
_LEAN = "trunk_inclination_deg"
_TILT = "pelvis_tilt_deg"
_HIP = SIDE_JOINTS.index("hip")
_AT_SACRUM = (TRUNK_SHARES[DRAWN_STATIONS] >= SACRUM[0]) & (TRUNK_SHARES[DRAWN_STATIONS] <= SACRUM[1])


@dataclass(frozen=True, kw_only=True, eq=False)
class BackLines:
    """Two contours of the back in every frame, in the axes and the unit of the side view, from the seat up.

    ``now`` ``[time, station, 2]`` is the contour in the frame. ``standing`` is the reference posture's, turned by as
    much as the pelvis has tipped since and moved onto the sacrum, so that the two part where the back has changed its
    shape. NaN where not detected, and in ``standing`` where the pelvis is not measurable.
    """

    now: FloatArray
    standing: FloatArray


def back_lines_of(analysis: Analysis) -> BackLines | None:
    """Return the contours in every frame, or None where the recording has no contour."""
    side = analysis.side
    if side is None or side.contour is None:
        return None
    now = _without_plates(dorsal_contour(side)[:, DRAWN_STATIONS], analysis)
    laid = _laid_on_pelvis(now, analysis, side)
    hip = side.near[:, None, _HIP]
    return BackLines(now=hip + now * side.leg_length, standing=hip + laid * side.leg_length)


def _laid_on_pelvis(now: FloatArray, analysis: Analysis, side: SideMotion) -> FloatArray:
    """Return the standing contour ``[time, station, 2]`` on the pelvis of each frame, from the hip, in leg lengths."""
    nothing = np.full_like(now, np.nan)
    frames = standing_frames(analysis, side.time_s)
    tilt = None if analysis.series is None else analysis.series.values.get(_TILT)
    if frames is None or tilt is None:
        return nothing
    standing = median_contour(now, frames)
    upright = tilt[frames & np.isfinite(tilt)]
    if standing is None or len(upright) == 0 or not is_a_back(standing):
        return nothing
    turned = _turned(standing, np.radians(tilt - np.median(upright)))
    return turned + _onto_sacrum(turned, now)[:, None]


def _without_plates(now: FloatArray, analysis: Analysis) -> FloatArray:
    """Return the contours without those of an upright trunk that cannot be a back's: those of plates and arms."""
    lean = None if analysis.series is None else analysis.series.values.get(_LEAN)
    if lean is None:
        return now
    upright = np.flatnonzero((np.abs(lean) <= UPRIGHT_DEG) & np.isfinite(now).all(axis=(1, 2)))
    hidden = [i for i in upright if not is_a_back(now[i])]
    kept = now.copy()
    kept[hidden] = np.nan
    return kept


def _turned(points: FloatArray, forward: FloatArray) -> FloatArray:
    """Return points ``[place, 2]`` turned forward about the hip by angles ``[time]`` in radians."""
    cos, sin = np.cos(forward)[:, None], np.sin(forward)[:, None]
    x, y = points[:, 0], points[:, 1]
    return np.stack([x * cos + y * sin, y * cos - x * sin], axis=-1)


def _onto_sacrum(turned: FloatArray, now: FloatArray) -> FloatArray:
    """Return by how much ``[time, 2]`` the turned contour has to move across the sacrum to lie on the one detected.

    The hip's place is uncertain by a few hundredths of a leg length; the sacrum's contour is not.
    """
    sacrum = turned[:, _AT_SACRUM]
    along = sacrum[:, -1] - sacrum[:, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        along = along / np.linalg.norm(along, axis=1, keepdims=True)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    heights, depths = (np.einsum("tsk,tk->ts", now, way) for way in (along, across))
    order = np.argsort(heights, axis=1)
    heights, depths = (np.take_along_axis(values, order, axis=1) for values in (heights, depths))
    detected = interpolate_rows(np.einsum("tsk,tk->ts", sacrum, along), heights, depths)
    shift = (detected - np.einsum("tsk,tk->ts", sacrum, across)).mean(axis=1)
    shift = np.where(np.abs(shift) <= FARTHEST_SHIFT, shift, np.nan)
    return np.asarray(shift[:, None] * across)
