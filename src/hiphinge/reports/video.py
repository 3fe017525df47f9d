"""Writes the video again with everything drawn on it, frame by frame, with the times of the original."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.catalogue import load
from hiphinge.errors import UsageError
from hiphinge.filesystem import writing_file
from hiphinge.motion import CoordinateFrame
from hiphinge.reports.lettering import Image
from hiphinge.reports.overlay import Painter
from hiphinge.reports.poses import pose_track

__all__ = ["write_overlay", "write_playable"]

_TIME_BASE = Fraction(1, 60000)
"""Fine enough for the clocks of phones, coarse enough for either encoder."""

_X264 = {"crf": "21", "preset": "veryfast", "bf": "0", "rc-lookahead": "10", "g": "60", "profile": "baseline"}
"""No frames out of order, so that times are written as they are; a key frame often, so that seeking is quick."""


def write_overlay(
    frames: Iterable[tuple[float, Image]],
    analysis: Analysis,
    path: Path,
    *,
    blur_faces: bool = True,
    from_zero: bool = False,
) -> int:
    """Write the video with skeleton, angles, phases, repetitions and findings drawn on it, without sound.

    Parameters
    ----------
    frames
        Times in seconds, increasing, and upright frames ``[row, column, red-green-blue]`` of 8 bits, all of one
        size; taken one at a time. An odd last row or column is cut off, as H.264 asks for even sizes.
    path
        Where the MP4 goes; until it is whole, nothing is there.
    from_zero
        Show the first frame at time 0, for a part of a recording that is sent by itself.

    Returns
    -------
    The number of frames written.

    Raises
    ------
    UsageError
        If the analysis is not of a video, or there is no frame.
    OutputError
        If the file cannot be written.
    """
    if analysis.motion.coordinate_frame is not CoordinateFrame.IMAGE_PX:
        message = f"{analysis.motion.origin.name} has no frames to draw on: an overlay needs a video."
        raise UsageError(message)
    painter = Painter(analysis=analysis, catalogue=load(), track=pose_track(analysis), blur_faces=blur_faces)
    painted = ((time_s, painter.paint(_even(frame), time_s)) for time_s, frame in frames)
    with writing_file(path, what="The video") as unfinished:
        count = _encode(_from_zero(painted) if from_zero else painted, unfinished)
        if not count:
            message = f"{analysis.motion.origin.name} gave no frames to draw on."
            raise UsageError(message)
    return count


def write_playable(frames: Iterable[tuple[float, Image]], path: Path) -> int:
    """Write frames as an MP4 that every browser plays, without sound: H.264 of 8 bits, its index in front.

    Parameters
    ----------
    frames
        As `write_overlay`; the first one is shown at time 0, and each keeps its distance to it.

    Returns
    -------
    The number of frames written: frame k is frame k of what was given.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    with writing_file(path, what="The video") as unfinished:
        return _encode(_from_zero(frames), unfinished)


def _from_zero(frames: Iterable[tuple[float, Image]]) -> Iterator[tuple[float, Image]]:
    first_s: float | None = None
    for time_s, frame in frames:
        first_s = time_s if first_s is None else first_s
        yield time_s - first_s, _even(frame)


def _even(frame: Image) -> Image:
    return frame[: frame.shape[0] // 2 * 2, : frame.shape[1] // 2 * 2]


def _encode(frames: Iterable[tuple[float, Image]], path: Path) -> int:
    stream: Any = None
    count, last = 0, -1
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as container:
        for time_s, frame in frames:
            if stream is None:
                stream = _stream(container, frame.shape[1], frame.shape[0])
            image = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")
            last = max(round(time_s / _TIME_BASE), last + 1)
            image.pts, image.time_base = last, _TIME_BASE
            container.mux(stream.encode(image))
            count += 1
        if stream is not None:
            container.mux(stream.encode(None))
    return count


def _stream(container: Any, width: int, height: int) -> Any:
    name = "libx264" if "libx264" in av.codecs_available else "mpeg4"
    stream = container.add_stream(name, rate=30, options=_X264 if name == "libx264" else {"qscale": "4"})
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.codec_context.time_base = _TIME_BASE
    stream.codec_context.thread_count = 2
    return stream
