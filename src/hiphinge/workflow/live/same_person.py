"""Whether whoever is in view is still the same person, by where the feet are and how long the body is."""

from collections import deque

import numpy as np

from hiphinge.motion import FloatArray, Motion
from hiphinge.workflow.live.following import FollowedFrame

__all__ = ["SamePerson"]

AWAY_S = 0.5
"""Whoever was out of view for so long is compared with who was there before."""
REMEMBERED_S = 1.0
SEEN_S, SEEN_FRAMES = 0.25, 3
"""Whoever comes is looked at for so long before they are compared."""
OTHER_SIZE = 0.15
"""A body that is longer or shorter by this share may be somebody else's; the program's own choice, like the next."""
ELSEWHERE = 0.6
"""Feet that are so many body lengths elsewhere may be somebody else's; a body is measured ankle to shoulder."""
LEAP = 0.5
"""Nobody's feet move by so many body lengths between two frames."""
_MIN_CONFIDENCE = 0.3
_CHAIN = ("ankle", "knee", "hip", "shoulder")


class SamePerson:
    """Tells when whoever is in view may be somebody else than before: measuring then begins anew."""

    def __init__(self) -> None:
        self._before: deque[tuple[float, FloatArray]] = deque()
        self._new: list[tuple[float, FloatArray]] = []

    def push(self, frame: FollowedFrame) -> bool:
        """Take the next frame; return True once where somebody else may have come."""
        body = _body(frame.motion) if frame.detected else None
        if body is None:
            return False
        now = (frame.time_s, body)
        if not self._new and not self._may_be_new(now):
            self._remember(now)
            return False
        self._new.append(now)
        if len(self._new) < SEEN_FRAMES or frame.time_s - self._new[0][0] < SEEN_S:
            return False
        old, new = (np.median([each for _, each in seen], axis=0) for seen in (self._before, self._new))
        self._before = deque(self._new)
        self._new = []
        return _differ(old, new)

    def _may_be_new(self, now: tuple[float, FloatArray]) -> bool:
        if not self._before:
            return False
        last_s, last = self._before[-1]
        return now[0] - last_s >= AWAY_S or bool(np.hypot(*(now[1][:2] - last[:2])) > LEAP * last[2])

    def _remember(self, now: tuple[float, FloatArray]) -> None:
        self._before.append(now)
        while now[0] - self._before[0][0] > REMEMBERED_S:
            self._before.popleft()


def _differ(old: FloatArray, new: FloatArray) -> bool:
    moved = float(np.hypot(*(new[:2] - old[:2]))) / float(old[2])
    return moved > ELSEWHERE or abs(float(new[2]) / float(old[2]) - 1.0) > OTHER_SIZE


def _body(motion: Motion) -> FloatArray | None:
    """Return where the feet are and how long the body is, ``(x, y, length)`` in pixels; None where it is unsure."""
    sides = [_side(motion, side) for side in ("left", "right")]
    known = [side for side in sides if side is not None]
    return None if not known else np.mean(known, axis=0)


def _side(motion: Motion, side: str) -> FloatArray | None:
    names = [f"{side}_{joint}" for joint in _CHAIN]
    if min(float(motion.confidence_of(name)[0]) for name in names) < _MIN_CONFIDENCE:
        return None
    chain = np.stack([motion.point(name)[0, :2] for name in names])
    length = float(np.linalg.norm(np.diff(chain, axis=0), axis=1).sum())
    return np.array([*chain[0], length]) if np.isfinite(length) and length > 0 else None
