"""Converts a decoded frame to an upright RGB image of a given size."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputFormatError, UsageError
from hiphinge.sources.video.turning import UPRIGHT, Turn

if TYPE_CHECKING:
    from av.video.frame import VideoFrame as AvFrame

__all__ = ["DEFAULT_MAX_SIDE_PX", "Frames", "size_within"]

DEFAULT_MAX_SIDE_PX = 960
"""Longest side of the working size: a person who fills the frame is still larger than what a network looks at."""

_LAYOUT = "yuv420p"
_SMALLEST_PX = 16
_UNSPECIFIED = 2
"""What colours are that say nothing of themselves (ISO/IEC 23091-2)."""


def size_within(size_px: tuple[int, int], *, max_side_px: int | None) -> tuple[int, int]:
    """Return width and height (even) that keep the shape with no side above the limit; never enlarged.

    Raises
    ------
    UsageError
        If the limit is too small for a usable frame.
    """
    if max_side_px is None or max(size_px) <= max_side_px:
        return size_px
    if max_side_px < _SMALLEST_PX:
        message = f"The longest side should be at least {_SMALLEST_PX} px, but is {max_side_px} px."
        raise UsageError(message)
    share = max_side_px / max(size_px)
    width, height = (max(2, 2 * round(side * share / 2)) for side in size_px)
    return width, height


class Frames:
    """Makes frames of one size; the two converters keep their tables between frames.

    Scaling is done in the planes of the video and the colours are made last, at the small size: that is faster
    than both in one step, and quarter turns are cheap there.
    """

    def __init__(self, *, size_px: tuple[int, int], turn: Turn) -> None:
        from av.video.reformatter import VideoReformatter  # noqa: PLC0415 - a heavy library, loaded when a video is opened

        self._turn = turn
        self._stored_px = turn.size(size_px)
        self._scaling = VideoReformatter()
        self._colouring = VideoReformatter()

    def rgb(self, frame: "AvFrame") -> NDArray[np.uint8]:
        """Return ``[h, w, 3]``, read-only; colours that say of themselves what nobody knows are taken as usual ones.

        Raises
        ------
        InputFormatError
            If the frame is of a kind that cannot be converted.
        """
        from av.error import FFmpegError  # noqa: PLC0415 - a heavy library, loaded when a video is opened

        try:
            return self._rgb(frame)
        except FFmpegError:
            frame.colorspace = frame.color_trc = frame.color_primaries = _UNSPECIFIED
        try:
            return self._rgb(frame)
        except FFmpegError as error:
            message = (
                f"The frames of the video are of a kind that cannot be converted ({frame.format.name}: "
                f"{error.strerror}). Export it again as MP4 (H.264)."
            )
            raise InputFormatError(message) from error

    def _rgb(self, frame: "AvFrame") -> NDArray[np.uint8]:
        width, height = self._stored_px
        larger = width > frame.width or height > frame.height
        small = self._scaling.reformat(
            frame, width=width, height=height, format=_LAYOUT, interpolation="BILINEAR" if larger else "AREA", threads=1
        )
        if self._turn != UPRIGHT:
            small = _turned(small, self._turn)
        image_rgb = np.asarray(self._colouring.reformat(small, format="rgb24", threads=1).to_ndarray(), dtype=np.uint8)
        image_rgb.setflags(write=False)
        return image_rgb


def _turned(frame: "AvFrame", turn: Turn) -> "AvFrame":
    import av  # noqa: PLC0415 - a heavy library, loaded when a video is opened

    width, height = turn.size((frame.width, frame.height))
    result = av.VideoFrame(width, height, _LAYOUT)
    for source, target in zip(frame.planes, result.planes, strict=True):
        stored = np.frombuffer(memoryview(source), np.uint8).reshape(-1, source.line_size)[
            : source.height, : source.width
        ]
        shown = np.frombuffer(memoryview(target), np.uint8).reshape(-1, target.line_size)
        shown[: target.height, : target.width] = turn.apply(stored)
    result.colorspace = frame.colorspace
    result.color_range = frame.color_range
    return result
