"""Whether the camera shows what has to be measured, and what to do where it does not; within seconds, before a set."""

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.cleaning import estimate_viewpoint
from hiphinge.workflow.live.following import FollowedFrame, joined

if TYPE_CHECKING:
    from hiphinge.motion import FloatArray, Motion

__all__ = ["Framing", "FramingCheck"]

WINDOW_S = 1.2
"""The last frames that are looked at together."""
EVERY_S = 0.4
GOOD_S = 1.0
"""The frame is good once nothing has been wrong for so long."""
DARK = 35.0
"""Mean brightness, of 255, below which networks lose limbs; the program's own choice."""
SMALLEST_SHARE = 0.35
"""A standing person smaller than this share of the frame's height is too far away; the program's own choice."""
MARGIN = 0.01
"""Keypoints nearer to the edge than this share of the frame are cut off."""
ONLY_SAID = frozenset({"live_several", "live_dark"})
"""Somebody else in view, and little light, are said and stop nothing: one person is followed, and whoever is found in
the dark may begin."""
_HEAD, _FEET = ("nose", "left_ear", "right_ear"), ("left_heel", "right_heel", "left_toe", "right_toe")
_MIN_CONFIDENCE = 0.3
_MOSTLY = 0.5


@dataclass(frozen=True, kw_only=True)
class Framing:
    """What is wrong with the view, as the id of a phrase of the catalogue, the most important first.

    ``good`` says that nothing has been wrong for a second.
    """

    problems: tuple[str, ...]
    good: bool


class FramingCheck:
    """Looks at the last second of a camera's frames, now and then."""

    def __init__(self) -> None:
        self._frames: deque[FollowedFrame] = deque()
        self._next_s = self._good_from_s = float("-inf")
        self.now = Framing(problems=(), good=False)

    def push(self, frame: FollowedFrame) -> Framing | None:
        """Take the next frame; return what is wrong where it was looked at again, else None."""
        self._frames.append(frame)
        while frame.time_s - self._frames[0].time_s > WINDOW_S:
            self._frames.popleft()
        if frame.time_s < self._next_s or frame.time_s - self._frames[0].time_s < WINDOW_S / 2:
            return None
        self._next_s = frame.time_s + EVERY_S
        problems = tuple(self._problems())
        stops = bool(set(problems) - ONLY_SAID)
        if stops or self._good_from_s == float("-inf"):
            self._good_from_s = frame.time_s
        self.now = Framing(problems=problems, good=not stops and frame.time_s - self._good_from_s >= GOOD_S)
        return self.now

    def _problems(self) -> list[str]:
        seen = [one for one in self._frames if one.detected]
        dark = float(np.median([one.brightness for one in self._frames])) < DARK
        if len(seen) < _MOSTLY * len(self._frames) or len(seen) < 2:  # noqa: PLR2004  # a motion needs two frames
            return ["live_dark", "live_nobody"] if dark else ["live_nobody"]
        motion = joined([one.motion for one in seen])
        found = ["live_dark"] if dark else []
        found += ["live_several"] if seen[-1].people > 1 else []
        return found + _cut_off(motion) + _far_away(motion) + _oblique(motion)


def _edges(motion: "Motion", names: tuple[str, ...]) -> "FloatArray":
    """Return the median place ``[keypoint, 2]`` of keypoints, as a share of the frame; NaN where they are not sure."""
    width, height = motion.origin.size_px or (1, 1)
    places = []
    for name in names:
        sure = motion.confidence_of(name) >= _MIN_CONFIDENCE
        points = motion.point(name)[sure & np.isfinite(motion.point(name)).all(axis=1)]
        enough = len(points) >= _MOSTLY * len(motion)
        places.append(np.median(points, axis=0) / (width, height) if enough else np.full(2, np.nan))
    return np.stack(places)


def _is_outside(places: "FloatArray") -> bool:
    known = places[np.isfinite(places).all(axis=1)]
    return not len(known) or bool(((known < MARGIN) | (known > 1 - MARGIN)).any(axis=1).all())


def _cut_off(motion: "Motion") -> list[str]:
    head, feet = (_is_outside(_edges(motion, names)) for names in (_HEAD, _FEET))
    if head and feet:
        return ["live_too_near"]
    return ["live_head_cut"] if head else ["live_feet_cut"] if feet else []


def _far_away(motion: "Motion") -> list[str]:
    head, feet = (_edges(motion, names)[:, 1] for names in (_HEAD, _FEET))
    if not (np.isfinite(head).any() and np.isfinite(feet).any()):
        return []
    return ["live_too_far"] if np.nanmax(feet) - np.nanmin(head) < SMALLEST_SHARE else []


def _oblique(motion: "Motion") -> list[str]:
    view = estimate_viewpoint(motion).view
    return [] if view.usable and not view.turned else ["live_not_side_on"]
