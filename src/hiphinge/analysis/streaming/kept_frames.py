"""The frames of a stream that are kept: arrays that grow by doubling, and forget the oldest frames beyond a limit."""

from dataclasses import replace
from typing import Any

import numpy as np

from hiphinge.errors import UsageError
from hiphinge.motion import FloatArray, Motion

__all__ = ["KeptFrames"]

_FIRST_ROWS = 256
_ARRAYS = ("time_s", "positions", "confidence", "world_m", "contour", "plate")


class KeptFrames:
    """The last ``keep_s`` seconds of a stream as arrays; frames are numbered from 0 over the whole stream.

    Up to an eighth more than ``keep_s`` is kept, so that forgetting costs next to nothing per frame.
    """

    def __init__(self, *, keep_s: float) -> None:
        self._keep_s = keep_s
        self._like: Motion | None = None
        self._rows: dict[str, FloatArray] = {}
        self._used = 0
        self.first = 0

    @property
    def count(self) -> int:
        """How many frames have come, forgotten ones included."""
        return self.first + self._used

    @property
    def time_s(self) -> FloatArray:
        """Times of the kept frames ``[time]``, seconds; a view."""
        return self._rows["time_s"][: self._used]

    def push(self, frame: Motion) -> None:
        """Keep a frame, a motion of one frame.

        Raises
        ------
        UsageError
            If it holds more than one frame, does not come after the last one, or is from another kind of recording.
        """
        if self._like is None:
            self._like = frame
            given = {name: getattr(frame, name) for name in _ARRAYS}
            self._rows = {k: np.empty((_FIRST_ROWS, *v.shape[1:])) for k, v in given.items() if v is not None}
        self._check(frame)
        self._make_room()
        for name, rows in self._rows.items():
            rows[self._used] = getattr(frame, name)[0]
        self._used += 1

    def _check(self, frame: Motion) -> None:
        if len(frame) != 1 or (self._used and frame.time_s[0] <= self.time_s[-1]):
            message = "A stream takes one frame at a time, each later than the one before."
            raise UsageError(message)
        like = self._like
        same = like is not None and (frame.layout, frame.coordinate_frame) == (like.layout, like.coordinate_frame)
        if not same or {n for n in _ARRAYS if getattr(frame, n) is not None} != set(self._rows):
            message = "The frames of a stream should all have the keypoints, and the contour or none, of the first one."
            raise UsageError(message)

    def _make_room(self) -> None:
        if self._used < len(self._rows["time_s"]):
            return
        beyond = int(np.searchsorted(self.time_s, self.time_s[-1] - self._keep_s))
        if 8 * beyond >= self._used:
            for rows in self._rows.values():
                rows[: self._used - beyond] = rows[beyond : self._used].copy()
            self.first += beyond
            self._used -= beyond
            return
        rows_wanted = self._used + max(self._used // 4, _FIRST_ROWS)
        self._rows = {
            k: np.concatenate([v, np.empty((rows_wanted - len(v), *v.shape[1:]))]) for k, v in self._rows.items()
        }

    def frame_at(self, time_s: float) -> int:
        """Return the number of the first kept frame at or after a time; that of the next frame where none is."""
        return self.first + int(np.searchsorted(self.time_s, time_s))

    def motion(self, start: int = 0, stop: int | None = None) -> Motion:
        """Return kept frames from number ``start`` to before ``stop`` as a motion; at least one."""
        if self._like is None:
            message = "No frame has come yet. A stream needs frames before anything is known of them."
            raise UsageError(message)
        rows = slice(max(start - self.first, 0), self._used if stop is None else stop - self.first)
        parts: dict[str, Any] = {name: values[rows] for name, values in self._rows.items()}
        return replace(self._like, **parts)
