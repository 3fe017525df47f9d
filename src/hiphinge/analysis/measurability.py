"""Whether a recording can be measured at all: view, person in the frame, length; and the reasons why not."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import SIDE_JOINTS, CoordinateFrame, Motion, SideMotion

__all__ = ["lost_share", "refusals", "view_reason"]

MIN_DURATION_S = 0.6
MIN_FRAMES = 12
MIN_SEEN_SHARE = 0.3
LOST_SHARE = 0.2
"""Losing the person for longer than this share of the time is reported; near the camera the body is cropped."""
CLOSE_SHARE = 0.65
"""Ear to toe over the frame's height: above this, head or feet no longer fit in."""
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
    if motion.coordinate_frame is not CoordinateFrame.IMAGE_PX or motion.origin.size_px is None:
        return False
    size = np.array(motion.origin.size_px, dtype=np.float64)
    paths = [motion.point(f"{side.near_side}_{joint}") for joint in ("ear", *_BODY, "toe")]
    chain = np.stack([path for path in paths if np.isfinite(path).any()] or paths, axis=1)
    chain = chain[np.isfinite(chain).all(axis=(1, 2))]
    if not len(chain):
        return True
    margin = 0.005 * size
    outside = ((chain < margin) | (chain > size - margin)).any(axis=(1, 2)).mean()
    tall = float(np.percentile(np.ptp(chain[..., 1], axis=1), 95)) / size[1]
    return bool(outside > OUTSIDE_SHARE) or (lost_share(side) > LOST_SHARE and tall > CLOSE_SHARE)
