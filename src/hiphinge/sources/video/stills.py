"""Single frames of a video at given times, for evidence: found by key frame, then decoded forward."""

import os
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputFormatError
from hiphinge.sources.video.clock import Clock
from hiphinge.sources.video.decoding import Losses
from hiphinge.sources.video.frames import Frames, size_within
from hiphinge.sources.video.info import probe
from hiphinge.sources.video.seeking import FrameSource

if TYPE_CHECKING:
    from av.video.frame import VideoFrame as AvFrame

__all__ = ["Still", "frame_at"]

_NEARER_TO_SEEK_S = 4.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Still:
    """The frame nearest to a time: ``image_rgb`` is ``[h, w, 3]``, upright, read-only."""

    requested_s: float
    time_s: float
    image_rgb: NDArray[np.uint8]


def frame_at(
    path: str | os.PathLike[str],
    times_s: Sequence[float],
    *,
    max_side_px: int | None = None,
    rotation_deg: int = 0,
    threads: int | None = None,
) -> tuple[Still, ...]:
    """Return the frame nearest to each time, in the order asked, in one pass through the video.

    Parameters
    ----------
    path
        A video file.
    times_s
        Seconds on the clock of `open_video`; a time outside the video gives its first or last frame.
    max_side_px
        Longest side; None is the original size.
    rotation_deg
        As in `open_video`.
    threads
        Threads of the decoder; None chooses.

    Raises
    ------
    InputError
        As `probe`; also if no frame can be decoded any more.
    """
    file = Path(path)
    info = probe(file).turned(rotation_deg)
    frames = Frames(size_px=size_within(info.size_px, max_side_px=max_side_px), turn=info.turn)
    found: dict[float, Still] = {}
    source = FrameSource(file=file, info=info, threads=threads)
    for requested_s, time_s, frame in _nearest(source, sorted(set(times_s))):
        found[requested_s] = Still(requested_s=requested_s, time_s=time_s, image_rgb=frames.rgb(frame))
    if len(found) < len(set(times_s)):
        message = f"No frame of {file} can be decoded any more. Copy the video again."
        raise InputFormatError(message)
    return tuple(found[time_s] for time_s in times_s)


def _nearest(source: FrameSource, times_s: list[float]) -> "Iterator[tuple[float, float, AvFrame]]":
    """Yield each time with the time of the nearest frame and that frame; decodes on, or seeks where that is further."""
    cursor: _Cursor | None = None
    for run in _runs(times_s):
        cursor = _moved(cursor, source, run[0])
        for requested_s in run:
            nearest = cursor.to(requested_s)
            if nearest is None:
                return
            yield requested_s, *nearest
    if cursor is not None:
        cursor.frames.close()


def _moved(cursor: "_Cursor | None", source: FrameSource, time_s: float) -> "_Cursor":
    """Return a cursor before a time, by seeking where that is a way on."""
    losses, period_s = Losses(), 1.0 / source.info.fps
    frames = source.sought(time_s, losses)
    if frames is None:
        return cursor or _Cursor(source.from_start(losses), period_s=period_s)
    sought = _Cursor(frames, period_s=period_s)
    kept, left = (sought, cursor) if cursor is None or sought.first_s() > cursor.first_s() else (cursor, sought)
    if left is not None:
        left.frames.close()
    return kept


class _Cursor:
    """Two neighbouring frames of a pass through the video, which moves forward only."""

    def __init__(self, frames: "Generator[AvFrame]", *, period_s: float) -> None:
        self.frames = frames
        self._clock = Clock(period_s=period_s)
        self._before: tuple[float, AvFrame] | None = None
        self._after: tuple[float, AvFrame] | None = None

    def first_s(self) -> float:
        """Return the earliest time that it can still find."""
        self.to(-np.inf)
        nearest = self._before or self._after
        return np.inf if nearest is None else nearest[0]

    def to(self, time_s: float) -> "tuple[float, AvFrame] | None":
        """Return the frame nearest to a time, with its own; None where there is no frame."""
        while self._after is None or self._after[0] < time_s:
            frame = next(self.frames, None)
            if frame is None:
                break
            self._before, self._after = self._after, (self._clock.tick(frame.time), frame)
        around = [timed for timed in (self._after, self._before) if timed is not None]
        return min(around, key=lambda timed: abs(timed[0] - time_s), default=None)


def _runs(times_s: list[float]) -> Iterator[list[float]]:
    """Yield stretches of times between which decoding on is cheaper than seeking."""
    start = 0
    for i, (before_s, after_s) in enumerate(pairwise(times_s), start=1):
        if after_s - before_s > _NEARER_TO_SEEK_S:
            yield times_s[start:i]
            start = i
    if times_s:
        yield times_s[start:]
