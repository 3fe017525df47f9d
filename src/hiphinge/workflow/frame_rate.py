"""How many frames a second are measured: as many as the movement needs, whatever the camera gives.

Where an angle turns round between two frames, the largest one measured is too small by up to half its acceleration
times the square of half the time between frames. At 30 frames a second that is below 0.05° in a pull (150°/s²) and
about 0.1° in a kettlebell swing (700°/s²), which is why a swing is measured at twice the rate.
"""

import math
from collections.abc import Sequence

import numpy as np

from hiphinge.motion import FloatArray, KeypointLayout

__all__ = ["FAST_FPS", "SLOW_FPS", "every_nth", "is_fast", "looked_at"]

SLOW_FPS, FAST_FPS = 30.0, 60.0
"""Frames a second that are measured at least, where the camera gives them: in most movements, and in fast ones."""
EVEN_FPS, EVEN_EVERY = 12.0, 2
"""Frames a second that are looked at least, and one in how many frames at least, where the person moves evenly."""
FAST_DEG_S, FAST_S = 150.0, 0.2
"""A movement is fast where the trunk turns at least this fast for this long. This package's own values: trunks turn by
160 to 280 degrees a second in swings and in pulls that are dropped, by 70 to 130 in most pulls and squats."""
_ROUNDING = 0.05
"""59.94 frames a second are 60."""
_TRUNK = (("left_hip", "right_hip"), ("left_shoulder", "right_shoulder"))


def every_nth(camera_fps: float, wanted_fps: float) -> int:
    """Return n so that every n-th frame of a camera gives at least the wanted frames a second; 1 is all of them."""
    return max(1, math.floor(camera_fps / wanted_fps + _ROUNDING))


def looked_at(fps: float) -> int:
    """Return n so that every n-th frame is looked at while the person moves evenly."""
    return min(EVEN_EVERY, every_nth(fps, EVEN_FPS))


def is_fast(time_s: Sequence[float], positions: Sequence[FloatArray], layout: KeypointLayout) -> bool:
    """Return whether the trunk turned fast in the latest frames, each ``[keypoint, 2]``."""
    places = [[layout.index(name) for name in pair] for pair in _TRUNK]
    since = next((i for i in range(len(time_s) - 1, -1, -1) if time_s[-1] - time_s[i] >= FAST_S), None)
    known = [[index for index in pair if index is not None] for pair in places]
    if since is None or known != places:
        return False
    latest = np.stack(positions[since:])
    hip, shoulder = (latest[:, pair].mean(axis=1) for pair in known)
    angle = np.degrees(np.unwrap(np.arctan2(*(shoulder - hip).T)))
    speed = np.diff(angle) / np.diff(time_s[since:])
    return bool(np.all(speed > FAST_DEG_S) or np.all(speed < -FAST_DEG_S))
