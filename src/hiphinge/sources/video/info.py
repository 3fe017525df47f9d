"""A video's properties from its header and first frame."""

import os
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hiphinge.errors import InputFormatError, UsageError
from hiphinge.sources.video.decoding import packets
from hiphinge.sources.video.opening import opened
from hiphinge.sources.video.streams import recordings
from hiphinge.sources.video.turning import QUARTER_TURNS_DEG, UPRIGHT, Turn, turn_of_matrix

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame as AvFrame
    from av.video.stream import VideoStream

__all__ = ["VideoInfo", "probe", "read_turn"]

_MICROSECONDS = 1_000_000
_CAPTURE_RATE_KEY = "com.android.capture.fps"
_SLOWED = 1.2
_DEFAULT_FPS = 30.0
_INDEXED = frozenset({"mov", "mp4", "matroska", "webm"})


@dataclass(frozen=True, kw_only=True)
class VideoInfo:
    """Properties of a video before its frames are read.

    Attributes
    ----------
    start_s, duration_s
        First time and length on the container's clock; the length is 0 where the file does not say.
    fps
        Average frames per second of the container.
    size_px
        Width and height as shown: upright, with square pixels.
    stored_size_px
        Width and height as stored.
    rotation_deg, mirrored
        How the stored frame was turned clockwise to stand upright, after mirroring where ``mirrored``.
    frame_count
        Number of frames, where the container says.
    capture_fps
        Frames per second when it was filmed, where the phone wrote it down; above ``fps`` in slow motion.
    stream
        Which of the file's video streams was taken, from 0.
    warnings
        What a reader of the results should know.
    """

    container: str
    codec: str
    pixel_format: str
    bit_depth: int
    start_s: float
    duration_s: float
    fps: float
    size_px: tuple[int, int]
    stored_size_px: tuple[int, int]
    turn: Turn
    frame_count: int | None
    capture_fps: float | None
    stream: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def rotation_deg(self) -> int:
        """Clockwise rotation that was applied: 0, 90, 180 or 270."""
        return self.turn.rotation_deg

    @property
    def mirrored(self) -> bool:
        """Whether the stored frame was mirrored as well."""
        return self.turn.mirrored

    @property
    def is_indexed(self) -> bool:
        """Whether each frame has a time of its own, once, so that a seek can be checked by the times of the frames.

        In other containers clocks restart (transport streams), times are counted (AVI) or there is nothing to seek by
        (GIF): a seek may land anywhere without showing it, and the length is a guess.
        """
        return not _INDEXED.isdisjoint(self.container.split(","))

    def turned(self, rotation_deg: int) -> "VideoInfo":
        """Return the same video turned clockwise by 0, 90, 180 or 270 degrees more.

        Raises
        ------
        UsageError
            If it is no quarter turn.
        """
        if rotation_deg not in QUARTER_TURNS_DEG:
            message = f"A video is turned by 0, 90, 180 or 270 degrees, but {rotation_deg} was given."
            raise UsageError(message)
        more = UPRIGHT.then(rotation_deg)
        return replace(self, turn=self.turn.then(rotation_deg), size_px=more.size(self.size_px))


def probe(path: str | os.PathLike[str]) -> VideoInfo:
    """Return what a video says of itself; one frame is decoded.

    Raises
    ------
    InputError
        If it is missing, empty, unreadable, not a video, without frames, or a single image.
    """
    file = Path(path)
    streams, warning = recordings(file)
    for stream in streams:
        with opened(file) as container:
            first = _first_frame(container, container.streams.video[stream])
            if first is not None:
                return _described(container, stream, first, warning=warning)
            codec = container.streams.video[stream].codec_context.name
    message = f"Not one frame of {file} ({codec}) can be decoded: broken or cut off. Copy it again."
    raise InputFormatError(message)


def _described(container: "InputContainer", index: int, first: "AvFrame", *, warning: str) -> VideoInfo:
    stream = container.streams.video[index]
    turn = read_turn(first)
    stored = (first.width, first.height)
    fps = _fps(stream)
    capture_fps = _capture_fps(container)
    return VideoInfo(
        container=container.format.name,
        codec=stream.codec_context.codec.canonical_name,
        pixel_format=first.format.name,
        bit_depth=max(component.bits for component in first.format.components),
        start_s=_start_s(container, stream),
        duration_s=_duration_s(container, stream),
        fps=fps,
        size_px=turn.size(_square_pixels(stored, stream.sample_aspect_ratio)),
        stored_size_px=stored,
        turn=turn,
        frame_count=stream.frames or None,
        capture_fps=capture_fps,
        stream=index,
        warnings=(*_slow_motion_warning(fps, capture_fps), *((warning,) if warning else ())),
    )


def _first_frame(container: "InputContainer", stream: "VideoStream") -> "AvFrame | None":
    """Return the first frame that can be decoded, or None."""
    import av  # noqa: PLC0415 - a heavy library, loaded when a video is opened

    try:
        for packet in packets(container, stream):
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                continue
            if frames:
                return frames[0]
    except (av.error.FFmpegError, OSError):
        pass  # What comes after is as broken.
    return None


def read_turn(frame: "AvFrame") -> Turn:
    """Return how a decoded frame has to be turned and mirrored to be upright."""
    matrix: Any = frame.side_data.get("DISPLAYMATRIX")
    return UPRIGHT if matrix is None else turn_of_matrix(bytes(matrix))


def _square_pixels(stored: tuple[int, int], ratio: Fraction | None) -> tuple[int, int]:
    width, height = stored
    if not ratio or ratio == 1:
        return stored
    return max(1, round(width * float(ratio))), height


def _fps(stream: "VideoStream") -> float:
    rate = stream.average_rate or stream.guessed_rate
    return float(rate) if rate else _DEFAULT_FPS


def _start_s(container: "InputContainer", stream: "VideoStream") -> float:
    if stream.start_time is not None and stream.time_base is not None:
        return float(stream.start_time * stream.time_base)
    return float((container.start_time or 0) / _MICROSECONDS)


def _duration_s(container: "InputContainer", stream: "VideoStream") -> float:
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return float((container.duration or 0) / _MICROSECONDS)


def _capture_fps(container: Any) -> float | None:
    text = container.metadata.get(_CAPTURE_RATE_KEY)
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _slow_motion_warning(fps: float, capture_fps: float | None) -> tuple[str, ...]:
    if capture_fps is None or capture_fps < fps * _SLOWED:
        return ()
    slower = capture_fps / fps
    sentence = (
        f"Filmed at {capture_fps:g} frames a second and stored at {fps:.3g}: this is slow motion, so every time here "
        f"is {slower:.2g} times as long as in reality."
    )
    return (sentence,)
