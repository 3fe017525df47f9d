"""Frames from a given time on: sought where that can be relied on, else decoded from the start of the video."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.sources.video.decoding import Losses, decoded, use_threads
from hiphinge.sources.video.info import VideoInfo
from hiphinge.sources.video.opening import opened

if TYPE_CHECKING:
    from collections.abc import Generator

    from av.container import InputContainer
    from av.video.frame import VideoFrame as AvFrame
    from av.video.stream import VideoStream

    AvFrames = Generator[AvFrame]

__all__ = ["FrameSource"]

_LEADS_S = (0.5, 10.0)
"""How far before the wanted time a seek aims: a key frame is stored before frames that are shown before it, and the
next one back may be some seconds away."""


@dataclass(frozen=True, kw_only=True)
class FrameSource:
    """The frames of a video as they are decoded, in the order in which they are shown."""

    file: Path
    info: VideoInfo
    threads: int | None

    def from_start(self, losses: Losses) -> "AvFrames":
        """Yield every frame.

        Raises
        ------
        InputError
            If the file is gone or broken.
        """
        with opened(self.file) as container:
            yield from decoded(container, self._stream(container), losses)

    def reaching(self, time_s: float, losses: Losses) -> "AvFrames":
        """Return the frames from one at or before a time, or all of them; never fewer.

        Raises
        ------
        InputError
            If the file is gone or broken.
        """
        return self.sought(time_s, losses) or self.from_start(losses)

    def sought(self, time_s: float, losses: Losses) -> "AvFrames | None":
        """Return the frames from a key frame at or before a time, or None where a seek does not get there.

        Raises
        ------
        InputError
            If the file is gone or broken.
        """
        for lead_s in _LEADS_S if self.info.is_indexed else ():
            if time_s - lead_s <= self.info.start_s:
                break
            frames = self._after_seek(time_s - lead_s, losses)
            first = next(frames, None)
            if first is not None and _is_sound(first, before_s=time_s):
                return _resumed(first, frames)
            frames.close()
            losses.forget()
        return None

    def _after_seek(self, time_s: float, losses: Losses) -> "AvFrames":
        import av  # noqa: PLC0415 - a heavy library, loaded when a video is opened

        with opened(self.file) as container:
            stream = self._stream(container)
            if stream.time_base is None:
                return
            try:
                container.seek(int(time_s / stream.time_base), stream=stream, backward=True)
            except (av.error.FFmpegError, OSError):
                return
            yield from decoded(container, stream, losses)

    def _stream(self, container: "InputContainer") -> "VideoStream":
        stream = container.streams.video[self.info.stream]
        use_threads(stream, threads=self.threads)
        return stream


def _is_sound(first: "AvFrame", *, before_s: float) -> bool:
    """Tell whether a seek landed well: on a whole key frame that is shown at or before the wanted time."""
    return bool(first.key_frame) and not first.is_corrupt and first.time is not None and first.time <= before_s


def _resumed(first: "AvFrame", frames: "AvFrames") -> "AvFrames":
    with closing(frames):
        yield first
        yield from frames
