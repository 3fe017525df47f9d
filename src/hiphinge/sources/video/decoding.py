"""Decodes a video frame by frame, skips what is damaged and counts it."""

import os
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame as AvFrame
    from av.video.stream import VideoStream

__all__ = ["Losses", "decoded", "packets", "use_threads"]

_MAX_THREADS = 4
_UNTIMED = "avi"


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

    def forget(self) -> None:
        """Begin again, for another way through the video."""
        self.pieces, self.damaged, self.broke_off = 0, 0, False

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


def packets(container: "InputContainer", *streams: "VideoStream") -> "Iterator[Packet[VideoStream]]":
    """Yield the packets of some streams; those of streams that only begin within the file are left out.

    A broadcast that was recorded may gain streams on its way; PyAV knows those of the beginning alone, and raises an
    ``IndexError`` at each packet of another one.
    """
    while True:
        try:
            yield from cast("Iterator[Packet[VideoStream]]", container.demux(*streams))
        except IndexError:
            continue
        return


def decoded(container: "InputContainer", stream: "VideoStream", losses: Losses) -> "Iterator[AvFrame]":
    """Yield the frames of a stream in the order in which they are shown.

    AVI stores the order of decoding only; there, the first frame that is shown takes the first time, and so on.
    """
    import av  # noqa: PLC0415 - a heavy library, loaded when a video is opened

    times: deque[int] | None = deque() if container.format.name == _UNTIMED else None
    try:
        for packet in packets(container, stream):
            if times is not None and packet.size and packet.dts is not None:
                times.append(packet.dts)
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                losses.pieces += 1
                if times:
                    times.pop()
                continue
            for frame in frames:
                losses.damaged += bool(frame.is_corrupt)
                if times:
                    frame.pts = times.popleft()
                yield frame
    except (av.error.FFmpegError, OSError):
        losses.broke_off = True
