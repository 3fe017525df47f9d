"""Decodes a video frame by frame, skips what is damaged and counts it."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.container import InputContainer
    from av.video.frame import VideoFrame as AvFrame
    from av.video.stream import VideoStream

__all__ = ["Losses", "decoded", "seek", "use_threads"]

_MAX_THREADS = 4


@dataclass(kw_only=True)
class Losses:
    """What could not be decoded.

    Attributes
    ----------
    pieces
        Stretches of data that gave an error.
    damaged
        Frames that the decoder had to patch.
    broke_off
        Whether the container itself ended in an error.
    """

    pieces: int = 0
    damaged: int = 0
    broke_off: bool = False

    def warnings(self) -> tuple[str, ...]:
        """Return one sentence for each kind of loss."""
        found = []
        if self.pieces:
            found.append(f"Pieces of the video that could not be decoded were left out: {self.pieces}.")
        if self.damaged:
            found.append(f"Damaged frames: {self.damaged}.")
        if self.broke_off:
            found.append("The video breaks off: the rest could not be read.")
        return tuple(found)


def use_threads(stream: "VideoStream", *, threads: int | None) -> None:
    """Let the decoder use several threads; None is as many as there are cores, at most four."""
    stream.thread_type = "AUTO"
    stream.codec_context.thread_count = threads or min(_MAX_THREADS, os.cpu_count() or 1)


def seek(container: "InputContainer", stream: "VideoStream", *, time_s: float) -> None:
    """Go to the last key frame at or before a time; where the file cannot be sought, stay at its beginning."""
    import av  # noqa: PLC0415 - a heavy library, loaded when a video is opened

    if stream.time_base is None:
        return
    try:
        container.seek(int(time_s / stream.time_base), stream=stream, backward=True)
    except av.error.FFmpegError:
        container.seek(0, backward=True, any_frame=False)


def decoded(container: "InputContainer", stream: "VideoStream", losses: Losses) -> "Iterator[AvFrame]":
    """Yield the frames of a stream in the order in which they are shown."""
    import av  # noqa: PLC0415 - a heavy library, loaded when a video is opened

    try:
        for packet in container.demux(stream):
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                losses.pieces += 1
                continue
            for frame in frames:
                losses.damaged += bool(frame.is_corrupt)
                yield frame
    except (av.error.FFmpegError, OSError):
        losses.broke_off = True
