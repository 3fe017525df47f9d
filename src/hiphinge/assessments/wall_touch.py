"""A wall behind the person: where it is, as a first touch shows; when the seat touches it, and when it leaves."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hiphinge.anthropometry import LEG
from hiphinge.motion import FloatArray, Motion
from hiphinge.motion.contour import CONTOUR_STATIONS, contour_points

__all__ = ["WallFound", "WallTouch", "WallWatch"]

TOUCHES_WITHIN, LEAVES_BEYOND = 0.004, 0.008
"""The seat touches within the first share of stature of the wall, about 0.7 cm, and has left beyond the second. The
program's own choice, like those that follow."""
HELD_S = 0.06
"""A touch or its end is given once it has been so for so long: one bad frame is none."""
SMOOTHED = 3
"""Median of so many frames."""
FIRST_HELD_S, FIRST_HELD_WITHIN = 0.6, 0.005
"""The first touch shows the wall where it is held for so long, moving by no more than this share of stature."""
FIRST_BACK = 0.05
"""The seat is then at least so far behind where it was in standing, share of stature."""
PASSED = 0.012
"""A wall that the seat passes by this share of stature was none: it is where the seat is held next."""
_MIN_CONFIDENCE = 0.3
_HIGHEST, _LOWEST = 0.4, 0.5
_SEAT = np.array(
    [(low == "hip" and share <= _HIGHEST) or (low == "knee" and share >= _LOWEST) for low, _, share in CONTOUR_STATIONS]
)
_SIDES = ("left", "right")


@dataclass(frozen=True, kw_only=True)
class WallFound:
    """A touch that was held has shown where the wall is."""

    time_s: float
    given_s: float


@dataclass(frozen=True, kw_only=True)
class WallTouch:
    """The seat has touched the wall, or has left it, at ``time_s``; known with the frame at ``given_s``."""

    kind: Literal["touched", "left"]
    time_s: float
    given_s: float


class WallWatch:
    """Follows the edge of the seat frame by frame, once somebody has stood still.

    Notes
    -----
    The wall is not looked for in the image, and a distance of the heels would not do: on rendered people the keypoint
    of the heel is some centimetres in front of the heel, and clothes hang behind the seat. The edge of the seat itself
    repeats to millimetres. So the first touch, held for a moment, shows where it is at the wall, and every other is
    compared with that.
    """

    def __init__(self) -> None:
        self._forward: float | None = None
        self._stature_px = self._stood = float("nan")
        self._places: deque[tuple[float, float]] = deque(maxlen=SMOOTHED)
        self._held: deque[tuple[float, float]] = deque()
        self._since_s: float | None = None
        self._last_at_it_s = float("nan")
        self._wall: float | None = None
        self._is_certain = False
        self.touches = False
        self.count = 0

    def stand(self, frames: Sequence[Motion]) -> None:
        """Take which way the person faces and where the seat is from frames of quiet standing, of one frame each."""
        heel, toe = (np.nanmean([_median(frames, f"{side}_{part}")[0] for side in _SIDES]) for part in ("heel", "toe"))
        legs = [[_median(frames, f"{side}_{joint}") for joint in ("hip", "knee", "ankle")] for side in _SIDES]
        self._stature_px = float(np.nanmean([np.linalg.norm(np.diff(leg, axis=0), axis=1).sum() for leg in legs])) / LEG
        self._forward = float(np.sign(toe - heel))
        known = [place for place in (self._place(one) for one in frames) if np.isfinite(place)]
        self._stood = float(np.median(known)) if known else float("nan")

    def learn(self, place: float) -> None:
        """Take where the seat's edge is at the wall, as `place_of` gives it; it is not looked for again."""
        self._wall, self._is_certain = place, True

    def place_of(self, frame: Motion) -> float:
        """Return how far back the seat's edge is, share of stature; only differences mean something; NaN if hidden."""
        return float("nan") if self._forward is None else self._place(frame)

    def push(self, frame: Motion) -> tuple[WallFound | WallTouch, ...]:
        """Take the next frame, a motion of one frame; return what has happened."""
        now_s, place = float(frame.time_s[0]), self.place_of(frame)
        if not np.isfinite(place):
            return ()
        self._places.append((now_s, place))
        middle_s, smooth = (float(np.median([each[axis] for each in self._places])) for axis in range(2))
        passed = self._wall is not None and not self._is_certain and smooth > self._wall + PASSED
        if self._wall is None or passed:
            return self._look_for_wall(middle_s, smooth, now_s)
        return self._compare(self._wall, middle_s, smooth, now_s)

    def _look_for_wall(self, time_s: float, place: float, now_s: float) -> tuple[WallFound | WallTouch, ...]:
        self._held.append((time_s, place))
        while time_s - self._held[0][0] > FIRST_HELD_S:
            self._held.popleft()
        places = [each for _, each in self._held]
        long = time_s - self._held[0][0] >= FIRST_HELD_S - HELD_S
        if not long or max(places) - min(places) > FIRST_HELD_WITHIN or place - self._stood < FIRST_BACK:
            return ()
        self._wall, self.touches, self._last_at_it_s = float(np.median(places)), True, time_s
        self.count += 1
        at_s = self._held[0][0]
        self._held.clear()
        touch = WallTouch(kind="touched", time_s=at_s, given_s=now_s)
        return (WallFound(time_s=at_s, given_s=now_s), touch)

    def _compare(self, wall: float, time_s: float, place: float, now_s: float) -> tuple[WallTouch, ...]:
        if place >= wall - TOUCHES_WITHIN:
            self._last_at_it_s = time_s
        limit = wall - (LEAVES_BEYOND if self.touches else TOUCHES_WITHIN)
        if (place >= limit) == self.touches:
            self._since_s = None
            return ()
        self._since_s = time_s if self._since_s is None else self._since_s
        if now_s - self._since_s < HELD_S:
            return ()
        at_s = self._last_at_it_s if self.touches else self._since_s
        self._since_s, self.touches = None, not self.touches
        self.count += self.touches
        return (WallTouch(kind="touched" if self.touches else "left", time_s=at_s, given_s=now_s),)

    def _place(self, frame: Motion) -> float:
        edges = contour_points(frame)[0, :, :, 0][_SEAT] * -(self._forward or 1.0)
        return float(np.nanmax(edges)) / self._stature_px if np.isfinite(edges).any() else float("nan")


def _median(frames: Sequence[Motion], name: str) -> FloatArray:
    """Return the median place of a keypoint ``[2]``, pixels; NaN where it is never sure."""
    places = [one.point(name)[0] for one in frames if one.confidence_of(name)[0] >= _MIN_CONFIDENCE]
    return np.median(places, axis=0) if places else np.full(2, np.nan)
