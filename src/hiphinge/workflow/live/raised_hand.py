"""Notices a hand that is held up: how somebody far from the screen starts and stops."""

import numpy as np

from hiphinge.motion import Motion
from hiphinge.workflow.live.following import FollowedFrame

__all__ = ["RaisedHand"]

HELD_S = 0.6
"""A hand has to be up for so long: a swing or a reach is shorter. The program's own choice."""
DOWN_S = 1.0
"""It has to be down for so long before it counts again."""
ABOVE_NOSE = 0.25
"""A raised wrist is above the nose by this share of the distance between shoulder and hip, at least."""
_MIN_CONFIDENCE = 0.3
_SIDES = ("left", "right")


class RaisedHand:
    """Tells while one hand, and only one, is held above the head and the person stands upright."""

    def __init__(self) -> None:
        self._up_from_s: float | None = None
        self._down_from_s: float | None = None
        self._is_used = False

    def push(self, frame: FollowedFrame) -> bool:
        """Take the next frame; return whether a hand is held up that has not been used yet."""
        now_s = frame.time_s
        if _one_is_up(frame):
            self._down_from_s = None
            self._up_from_s = now_s if self._up_from_s is None else self._up_from_s
            return not self._is_used and now_s - self._up_from_s >= HELD_S
        self._up_from_s = None
        self._down_from_s = now_s if self._down_from_s is None else self._down_from_s
        if now_s - self._down_from_s >= DOWN_S:
            self._is_used = False
        return False

    def use(self) -> None:
        """Take note that it was acted upon: the same hand counts again only once it was down for a while."""
        self._is_used = True


def _one_is_up(frame: FollowedFrame) -> bool:
    if not frame.detected:
        return False
    motion = frame.motion
    nose, shoulder, hip = (_y(motion, name) for name in ("nose", "shoulder", "hip"))
    trunk_px = hip - shoulder
    if not trunk_px > 0:
        return False
    wrists = [_y(motion, f"{side}_wrist") for side in _SIDES]
    up = [wrist < nose - ABOVE_NOSE * trunk_px for wrist in wrists]
    elbows_up = [_y(motion, f"{side}_elbow") < shoulder for side in _SIDES]
    low = [not wrist < shoulder for wrist in wrists]
    return any(up[i] and elbows_up[i] and low[1 - i] for i in range(2))


def _y(motion: Motion, name: str) -> float:
    """Return a keypoint's height in the frame, pixels from the top; of a pair their mean; NaN where it is unsure."""
    names = [name] if "_" in name or name == "nose" else [f"{side}_{name}" for side in _SIDES]
    known = []
    for each in names:
        sure = motion.confidence_of(each)[0] >= _MIN_CONFIDENCE
        known.append(motion.point(each)[0, 1] if sure else np.nan)
    return float(np.nanmean(known)) if np.isfinite(known).any() else float("nan")
