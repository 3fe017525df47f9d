"""A copy of a video that every browser plays, frame for frame the one that was measured, with its frames' times."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from hiphinge.sources.files import read_head
from hiphinge.sources.video import HEAD_BYTES, VideoInfo, VideoReader, container_of, open_video, probe
from hiphinge.workflow.progress import Listener, Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["MeasuredFrames", "browsers_play", "measured_frames"]

_LINES = 720
"""The shorter side of a copy has at most so many pixels."""
_LONGEST_PX = 2560
"""Nor is its longer side longer, whatever its shape: an encoder takes no side of any length."""
_PLAYED = {"mp4": ("h264",), "matroska": ("vp8", "vp9")}
_BITS = 8
_PLAIN = "yuv420p"
_STEADY = 0.25
"""Where every interval between frames is within this share of the median, the rate is steady."""
_FRAMES_PER_NOTICE = 10


@dataclass(frozen=True, kw_only=True)
class MeasuredFrames:
    """The frames of a video as they were measured.

    Attributes
    ----------
    times_s
        The time of frame k on the video's own clock, as in every result; the copy shows it at ``times_s[k] -
        times_s[0]``.
    proxy
        The copy; None where browsers play the video itself.
    """

    times_s: tuple[float, ...]
    proxy: Path | None


def measured_frames(video: Path, proxy: Path, *, listener: Listener) -> MeasuredFrames:
    """Return the times of all frames, and write the copy where one is needed.

    Raises
    ------
    InputError
        If the video cannot be read.
    OutputError
        If the copy cannot be written.
    """
    from hiphinge.reports.video import write_playable  # noqa: PLC0415  # a heavy library, and not always wanted

    info = probe(video)
    reader = open_video(video, max_side_px=_longest_side(info))
    if browsers_play(video, info):
        times = tuple(frame.time_s for frame in reader)
        if _steady(times):
            return MeasuredFrames(times_s=times, proxy=None)
    kept: list[float] = []
    write_playable(_reported(reader, kept, listener), proxy)
    return MeasuredFrames(times_s=tuple(kept), proxy=proxy)


def browsers_play(video: Path, info: VideoInfo) -> bool:
    """Return whether every browser shows such a video as it was filmed, as far as its beginning says."""
    kind = container_of(read_head(video, size_bytes=HEAD_BYTES)) or ""
    return info.codec in _PLAYED.get(kind, ()) and info.bit_depth == _BITS and info.pixel_format == _PLAIN


def _longest_side(info: VideoInfo) -> int:
    longest = round(max(info.size_px) * min(1.0, _LINES / min(info.size_px)) / 2) * 2
    return min(max(2, longest), _LONGEST_PX)


def _steady(times_s: "Sequence[float]") -> bool:
    steps = [later - one for one, later in pairwise(times_s)]
    usual = median(steps or [0.0])
    return all(abs(step - usual) <= _STEADY * usual for step in steps)


def _reported(reader: VideoReader, times: list[float], listener: Listener) -> "Iterator[tuple[float, NDArray]]":  # type: ignore[type-arg]
    info = reader.info
    for frame in reader:
        times.append(frame.time_s)
        if frame.index % _FRAMES_PER_NOTICE == 0:
            done = frame.time_s - info.start_s
            listener(Progress(stage="overlay", done=done, total=info.duration_s or None))
        yield frame.time_s, frame.image_rgb
