"""Single frames of a video at given times, for evidence: found by key frame, then decoded forward."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputFormatError
from hiphinge.sources.video.decoding import Losses, decoded, seek, use_threads
from hiphinge.sources.video.frames import Frames, size_within
from hiphinge.sources.video.info import probe
from hiphinge.sources.video.opening import opened, video_stream

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame as AvFrame
    from av.video.stream import VideoStream

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
    threads: int | None = None,
) -> tuple[Still, ...]:
    """Return the frame nearest to each time, in the order asked, in one pass through the video.

    Parameters
    ----------
    path
        A video file.
    times_s
        Seconds on the container's clock; a time outside the video gives its first or last frame.
    max_side_px
        Longest side; None is the original size.
    threads
        Threads of the decoder; None chooses.

    Raises
    ------
    InputError
        As `probe`.
    """
    file = Path(path)
    info = probe(file)
    frames = Frames(size_px=size_within(info.size_px, max_side_px=max_side_px), turn=info.turn)
    found: dict[float, Still] = {}
    with opened(file) as container:
        stream = video_stream(container, file)
        use_threads(stream, threads=threads)
        for run in _runs(sorted(set(times_s))):
            for requested_s, frame in _nearest(container, stream, run):
                found[requested_s] = Still(
                    requested_s=requested_s, time_s=float(frame.time), image_rgb=frames.rgb(frame)
                )
    missing = [time_s for time_s in times_s if time_s not in found]
    if missing:
        message = f"No frame of {file} could be decoded at {missing[0]:.2f} s. Copy the video again."
        raise InputFormatError(message)
    return tuple(found[time_s] for time_s in times_s)


def _runs(times_s: list[float]) -> Iterator[list[float]]:
    """Yield stretches of times between which decoding on is cheaper than seeking."""
    start = 0
    for i, (before_s, after_s) in enumerate(pairwise(times_s), start=1):
        if after_s - before_s > _NEARER_TO_SEEK_S:
            yield times_s[start:i]
            start = i
    if times_s:
        yield times_s[start:]


def _nearest(
    container: "InputContainer", stream: "VideoStream", times_s: list[float]
) -> "Iterator[tuple[float, AvFrame]]":
    seek(container, stream, time_s=times_s[0])
    waiting = list(times_s)
    before: AvFrame | None = None
    for frame in decoded(container, stream, Losses()):
        if frame.time is None:
            continue
        while waiting and frame.time >= waiting[0]:
            requested_s = waiting.pop(0)
            older = before is not None and requested_s - before.time < frame.time - requested_s
            yield requested_s, before if older and before is not None else frame
        if not waiting:
            return
        before = frame
    if before is not None:
        yield from ((requested_s, before) for requested_s in waiting)
