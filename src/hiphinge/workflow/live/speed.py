"""How fast this computer follows somebody, and with which network: measured on the camera's own frames."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np

__all__ = ["NEEDED_FPS", "SLOW_MS", "Speed", "SpeedMeter"]

NEEDED_FPS = 12.0
"""Fewer frames a second do not show how the lower back bends in a movement of a second; the program's own choice."""
SLOW_MS = 60.0
"""Beyond this the full network leaves too little time, and the lite one is tried; the program's own choice."""
WINDOW = 30
FIRST = 5
"""The first frames are slower: memory and caches are filled."""


@dataclass(frozen=True, kw_only=True)
class Speed:
    """What was measured over the last frames: milliseconds for a frame, and frames a second that came through."""

    frame_ms: float
    fps: float

    @property
    def too_slow_for_back(self) -> bool:
        """Whether fewer frames come through than the lower back needs."""
        return self.fps < NEEDED_FPS

    @property
    def slow(self) -> Literal["computer", "frames"] | None:
        """What is too slow for the lower back: this computer, or how often frames come; None where nothing is."""
        if not self.too_slow_for_back:
            return None
        return "computer" if 1000 / max(self.frame_ms, 1.0) < NEEDED_FPS else "frames"

    @property
    def wants_smaller_network(self) -> bool:
        """Whether a frame takes so long that too little time is left to measure."""
        return self.frame_ms > SLOW_MS


class SpeedMeter:
    """Measures how long frames take and how many come through."""

    def __init__(self) -> None:
        self._took_ms: deque[float] = deque(maxlen=WINDOW)
        self._at_s: deque[float] = deque(maxlen=WINDOW)
        self._frames = 0

    def add(self, *, took_ms: float, time_s: float) -> Speed | None:
        """Take note of a frame; return the speed once for every `WINDOW` frames, else None."""
        self._frames += 1
        if self._frames <= FIRST:
            return None
        self._took_ms.append(took_ms)
        self._at_s.append(time_s)
        if len(self._took_ms) < WINDOW or (self._frames - FIRST) % WINDOW:
            return None
        lasted_s = self._at_s[-1] - self._at_s[0]
        fps = (len(self._at_s) - 1) / lasted_s if lasted_s > 0 else float("inf")
        return Speed(frame_ms=float(np.median(self._took_ms)), fps=round(fps, 1))
