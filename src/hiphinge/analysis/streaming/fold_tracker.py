"""Frame by frame, in constant time: whether a movement begins, turns or ends. What it was is measured afterwards."""

from collections import deque
from math import atan2, degrees
from statistics import median
from typing import Literal

import numpy as np

from hiphinge.cleaning import Viewpoint
from hiphinge.motion import FloatArray, Motion
from hiphinge.repetitions import (
    MIN_DEPTH_DEG,
    MIN_DEPTH_SHARE,
    STANDING_SHARE,
    STANDING_TRUNK_DEG,
    THIGH_WEIGHT,
    TurnDetector,
)

__all__ = ["FoldTracker", "Turn"]

Turn = Literal["began", "bottom", "ended"]

STILL_S, STILL_DEG_S = 0.3, 20.0
"""Who stands up is at the top once the fold has changed no faster than this for so long."""
SETTLES_S = 0.25
"""So long after that the end is given: filters look so far ahead, and a lockout is seen as a whole."""
BACK_DEG, DEEPER_DEG = 10.0, 3.0
"""The bottom is given once the fold has come back by the first; again, once it was deeper than there by the second."""
LEAVES_DEG = 5.0
"""A movement has begun where the fold was last within this of its top."""
MIN_CONFIDENCE = 0.25
_JOINTS = ("shoulder", "hip", "knee")


class FoldTracker:
    """Follows trunk lean and fold in raw keypoints, smoothed by a median of three frames.

    The same quantities and limits as in `hiphinge.repetitions.detect_repetitions`, whose turning points are these; it
    knows nothing of what comes. `push` returns what may have happened; the batch code then says when and what.
    """

    def __init__(self) -> None:
        self._detector = TurnDetector(threshold=MIN_DEPTH_DEG)
        self._columns: list[int] | None = None
        self._forward: FloatArray = np.array([1.0])
        self._raw: deque[tuple[float, float]] = deque(maxlen=3)
        self._recent: deque[tuple[float, float]] = deque()
        self._top = self._bottom = 0.0
        self._given_deg = float("-inf")
        self._ends_s = float("inf")
        self.moving: Literal["no", "down", "up"] = "no"
        self.trunk_deg = float("nan")
        self.left_top_s = float("nan")

    def look_from(self, viewpoint: Viewpoint, motion: Motion) -> None:
        """Take the side and the direction that a person is measured in, as estimated from frames so far."""
        places = [motion.layout.index(f"{viewpoint.near_side}_{joint}") for joint in _JOINTS]
        self._columns = None if None in places else [place for place in places if place is not None]
        self._forward = viewpoint.forward

    def expect(self, depth_deg: float) -> None:
        """Take how deep movements usually are: turns smaller than a share of it are pauses and corrections."""
        self._detector.threshold = max(MIN_DEPTH_DEG, MIN_DEPTH_SHARE * depth_deg)

    def push(self, frame: Motion) -> Turn | None:
        """Take the next frame and return what may have happened, if anything."""
        leans = self._leans(frame)
        if leans is not None:
            self._raw.append(leans)
        if not self._raw:
            return None
        self.trunk_deg = median(trunk for trunk, _ in self._raw)
        fold = median(value for _, value in self._raw)
        now_s = float(frame.time_s[0])
        self._recent.append((now_s, fold))
        while self._recent[0][0] < now_s - STILL_S:
            self._recent.popleft()
        turn = self._turned(fold) or self._came_back(fold) or self._stood_up(fold, now_s)
        if fold <= self._detector.lowest + LEAVES_DEG:
            self.left_top_s = now_s
        return turn

    def _turned(self, fold: float) -> Turn | None:
        turn = self._detector.push(fold)
        if turn is not None and turn.kind == "bottom":
            self.moving, self._top, self._ends_s = "up", fold, float("inf")
        elif turn is not None:
            self.moving, self._bottom, self._given_deg = "down", fold, float("-inf")
            return "began"
        self._top = min(self._top, fold)
        self._bottom = max(self._bottom, fold)
        return None

    def _came_back(self, fold: float) -> Turn | None:
        """Return the bottom once the fold has come back from it, before it has turned for good."""
        back = self.moving != "no" and self._bottom - fold >= BACK_DEG
        if not back or self._bottom < self._given_deg + DEEPER_DEG:
            return None
        self._given_deg = self._bottom
        return "bottom"

    def _stood_up(self, fold: float, now_s: float) -> Turn | None:
        if self.moving != "up":
            return None
        values = [value for _, value in self._recent]
        still = max(values) - min(values) <= STILL_DEG_S * STILL_S and fold <= self._top + STILL_DEG_S * STILL_S
        upright = self.trunk_deg <= STANDING_TRUNK_DEG and fold <= STANDING_SHARE * max(self._bottom, MIN_DEPTH_DEG)
        if still and upright:
            self._ends_s = min(self._ends_s, now_s + SETTLES_S)
        if now_s < self._ends_s:
            return None
        self.moving, self._ends_s = "no", float("inf")
        return "ended"

    def _leans(self, frame: Motion) -> tuple[float, float] | None:
        """Return trunk lean and fold in degrees, None where the trunk was not detected."""
        if self._columns is None:
            return None
        sure = frame.confidence[0, self._columns] >= MIN_CONFIDENCE
        shoulder, hip, knee = (self._side_view(frame.positions[0, column]) for column in self._columns)
        trunk = degrees(atan2(shoulder[0] - hip[0], shoulder[1] - hip[1]))
        if not (sure[0] and sure[1] and np.isfinite(trunk)):
            return None
        thigh = -degrees(atan2(hip[0] - knee[0], hip[1] - knee[1]))
        known = sure[2] and np.isfinite(thigh)
        return trunk, trunk + THIGH_WEIGHT * (min(max(thigh, 0.0), 120.0) if known else 0.0)

    def _side_view(self, place: FloatArray) -> tuple[float, float]:
        if len(place) == 2:  # noqa: PLR2004 - pixels, y down; three axes are a laboratory's, y up
            return float(place[0] * self._forward[0]), float(-place[1])
        return float(place[[0, 2]] @ self._forward), float(place[1])
