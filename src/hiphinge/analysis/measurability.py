"""Whether a recording can be measured at all: view, person in the frame, length; and the reasons why not."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import SIDE_JOINTS, CoordinateFrame, Motion, SideMotion

__all__ = ["lost_share", "refusals", "view_reason"]

MIN_DURATION_S = 0.6
MIN_FRAMES = 12
MIN_SEEN_SHARE = 0.3
LOST_SHARE = 0.2
"""Losing the person for longer than this share of the time is reported; where they do not fit in, they are cropped."""
EAR_ABOVE_HIP = 1.41
"""How high the ear is above the hip of somebody who stands, in lengths of the line hip to shoulder: heights of 0.936,
0.818 and 0.530 of stature for eye, shoulder and hip (Drillis and Contini, after Winter 2009, fig. 4.1)."""
LEG = 1.70
"""Hip to ankle of somebody who stands, in lengths of the line hip to shoulder; the ankle is at 0.039 (likewise)."""
LONG_PERCENTILE = 80.0
"""Lines seen from the side only look shorter than they are: their length is this percentile over time."""
OUTSIDE_SHARE = 0.3
_BODY = ("shoulder", "hip", "knee", "ankle")


def refusals(motion: Motion, side: SideMotion) -> tuple[str, ...]:
    """Return ids of the reasons why nothing can be measured; none where it can."""
    if len(motion) < MIN_FRAMES or motion.time_s[-1] - motion.time_s[0] < MIN_DURATION_S:
        return ("too_few_frames",)
    detected = np.isfinite(motion.positions).all(axis=-1) & (motion.confidence > 0)
    trunk = np.stack([_either_side(motion, detected, joint) for joint in _BODY[:2]])
    if trunk.all(axis=0).mean() < MIN_SEEN_SHARE:
        return ("person_not_seen",)
    if side.view.label in {"front", "back"}:
        return side.view.reasons
    if not np.isfinite(side.leg_length):
        return ("legs_hidden",)
    return ()


def _either_side(motion: Motion, detected: NDArray[np.bool_], joint: str) -> NDArray[np.bool_]:
    places = [motion.layout.index(f"{side}_{joint}") for side in ("left", "right")]
    return np.asarray(detected[:, [place for place in places if place is not None]].any(axis=1))


def view_reason(motion: Motion, side: SideMotion) -> str | None:
    """Return the id of the reason why angles cannot be measured though repetitions may be counted, or None."""
    if not side.view.usable:
        return side.view.reasons[0] if side.view.reasons else "view_unknown"
    return "body_cropped" if _cropped(motion, side) else None


def lost_share(side: SideMotion) -> float:
    """Return the share of frames in which the trunk was not detected."""
    trunk = side.near[:, [SIDE_JOINTS.index("shoulder"), SIDE_JOINTS.index("hip")], 0]
    return 1.0 - float(np.isfinite(trunk).all(axis=1).mean())


def _cropped(motion: Motion, side: SideMotion) -> bool:
    """Tell whether joints are often outside the frame, or the person is often lost and too tall for it, standing."""
    if motion.coordinate_frame is not CoordinateFrame.IMAGE_PX or motion.origin.size_px is None:
        return False
    size = np.array(motion.origin.size_px, dtype=np.float64)
    joints = np.stack([motion.point(f"{side.near_side}_{joint}") for joint in ("ear", *_BODY, "toe")], axis=1)
    detected = np.isfinite(joints).all(axis=2)
    margin = 0.005 * size
    beyond = np.any((joints < margin) | (joints > size - margin), axis=2)
    outside = np.any(detected & beyond, axis=1)
    often = np.count_nonzero(outside) > OUTSIDE_SHARE * np.count_nonzero(np.any(detected, axis=1))
    return bool(often) or (lost_share(side) > LOST_SHARE and _ear_standing_px(side, float(size[1])) < 0.0)


def _ear_standing_px(side: SideMotion, height_px: float) -> float:
    """Return how far below the frame's upper edge the ear would be of the person standing; NaN where unknown.

    An ankle that is never seen is at the frame's lower edge at best, and the leg as long as the trunk says.
    """
    lines = np.linalg.norm(side.joint("shoulder") - side.joint("hip"), axis=1)
    ankle = -side.joint("ankle")[:, 1]
    if not np.isfinite(lines).any():
        return float("nan")
    trunk = float(np.nanpercentile(lines, LONG_PERCENTILE))
    if np.isfinite(ankle).any():
        return float(np.nanmedian(ankle)) - side.leg_length - EAR_ABOVE_HIP * trunk
    return height_px - max(side.leg_length, LEG * trunk) - EAR_ABOVE_HIP * trunk
