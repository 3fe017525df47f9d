"""A wall behind the person, given by how far the heels are from it: when the seat touches it, and when it leaves."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hiphinge.anthropometry import LEG
from hiphinge.motion import FloatArray, Motion
from hiphinge.motion.contour import CONTOUR_STATIONS, contour_points

__all__ = ["WallTouch", "WallWatch", "seat_behind_heels"]

TOUCHES_WITHIN = 0.006
"""The seat touches where it is no farther than this share of stature, about 1 cm, from the wall as it is measured."""
LEAVES_BEYOND = 0.012
"""It has left where it is farther than this; the program's own choice, like the next one."""
HELD_S = 0.06
"""A touch or its end is given once it has been so for so long: one bad frame is none."""
SMOOTHED = 3
"""Median of so many frames."""
_MIN_CONFIDENCE = 0.3
_SEAT = np.array(
    [(lower == "hip" and share <= 0.4) or (lower == "knee" and share >= 0.5) for lower, _, share in CONTOUR_STATIONS]  # noqa: PLR2004  # of thigh and trunk, what may touch
)
_SIDES = ("left", "right")


@dataclass(frozen=True, kw_only=True)
class WallTouch:
    """The seat has touched the wall, or has left it, at ``time_s``; known with the frame at ``given_s``."""

    kind: Literal["touched", "left"]
    time_s: float
    given_s: float


class WallWatch:
    """Follows how far the seat is behind the heels, frame by frame, once somebody has stood still.

    Parameters
    ----------
    heels
        How far the heels are from the wall, share of stature.

    Notes
    -----
    The wall is not looked for in the image. It is where the person says it is: behind where their heels were while they
    stood, by ``heels`` times their stature, which the length of the leg gives.
    """

    def __init__(self, *, heels: float) -> None:
        self._heels = heels
        self._standing: _Standing | None = None
        self._places: deque[tuple[float, float]] = deque(maxlen=SMOOTHED)
        self._since_s: float | None = None
        self.touches = False
        self.count = 0

    def stand(self, frames: Sequence[Motion]) -> None:
        """Take where the heels are from frames of quiet standing, each a motion of one frame."""
        self._standing = _Standing.of(frames)

    def push(self, frame: Motion) -> WallTouch | None:
        """Take the next frame, a motion of one frame; return what has happened."""
        if self._standing is None:
            return None
        now_s, behind = float(frame.time_s[0]), float(seat_behind_heels(frame, self._standing)[0])
        if not np.isfinite(behind):
            return None
        self._places.append((now_s, behind))
        middle_s, place = (float(np.median([each[axis] for each in self._places])) for axis in range(2))
        limit = self._heels - (LEAVES_BEYOND if self.touches else TOUCHES_WITHIN)
        if (place >= limit) == self.touches:
            self._since_s = None
            return None
        self._since_s = middle_s if self._since_s is None else self._since_s
        if now_s - self._since_s < HELD_S:
            return None
        at_s, self._since_s, self.touches = self._since_s, None, not self.touches
        self.count += self.touches
        return WallTouch(kind="touched" if self.touches else "left", time_s=at_s, given_s=now_s)


@dataclass(frozen=True, kw_only=True)
class _Standing:
    """Where the heels are in the frame, pixels from its left; +1 where the person faces right; stature in pixels."""

    heel_px: float
    forward: float
    stature_px: float

    @classmethod
    def of(cls, frames: Sequence[Motion]) -> "_Standing":
        heel = [_median(frames, f"{side}_heel") for side in _SIDES]
        toe = [_median(frames, f"{side}_toe") for side in _SIDES]
        legs = [[_median(frames, f"{side}_{joint}") for joint in ("hip", "knee", "ankle")] for side in _SIDES]
        lengths = [float(np.linalg.norm(np.diff(leg, axis=0), axis=1).sum()) for leg in legs]
        return cls(
            heel_px=float(np.nanmean([place[0] for place in heel])),
            forward=float(np.sign(np.nanmean([place[0] for place in toe]) - np.nanmean([place[0] for place in heel]))),
            stature_px=float(np.nanmean(lengths)) / LEG,
        )


def _median(frames: Sequence[Motion], name: str) -> FloatArray:
    """Return the median place of a keypoint ``[2]``, pixels; NaN where it is never sure."""
    places = [one.point(name)[0] for one in frames if one.confidence_of(name)[0] >= _MIN_CONFIDENCE]
    return np.median(places, axis=0) if places else np.full(2, np.nan)


def seat_behind_heels(motion: Motion, standing: _Standing) -> FloatArray:
    """Return how far the seat's edge is behind where the heels stood ``[time]``, share of stature; NaN where hidden."""
    edges = contour_points(motion)[..., 0][:, _SEAT] * -standing.forward
    known = np.isfinite(edges).any(axis=(1, 2))
    behind = np.full(len(motion), np.nan)
    behind[known] = np.nanmax(edges[known], axis=(1, 2)) + standing.forward * standing.heel_px
    return behind / standing.stature_px
