"""Small sound videos in many containers, and the boxes of an MP4 file, which other modules spoil."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import av
import numpy as np

__all__ = ["Box", "boxes_of", "encoded", "sound_clips", "with_box"]

_PARENTS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"udta"})
_LONG_SIZE = 1
_FAST = {"preset": "ultrafast", "tune": "zerolatency", "x265-params": "log-level=none"}
_KINDS = {
    "mp4": ("mp4", "libx264", "yuv420p"),
    "mov": ("mov", "mjpeg", "yuvj420p"),
    "hevc": ("mp4", "libx265", "yuv420p"),
    "mkv": ("matroska", "libx264", "yuv420p"),
    "webm": ("webm", "libvpx", "yuv420p"),
    "avi": ("avi", "mpeg4", "yuv420p"),
    "ts": ("mpegts", "mpeg2video", "yuv420p"),
    "mpg": ("mpeg", "mpeg2video", "yuv420p"),
    "flv": ("flv", "flv", "yuv420p"),
    "wmv": ("asf", "wmv2", "yuv420p"),
    "gif": ("gif", "gif", "rgb8"),
}


@dataclass(frozen=True)
class Box:
    """A box of an MP4 file: where it begins, how long it is with its head, and what it is called."""

    at: int
    size: int
    kind: bytes


def encoded(  # all that a video has
    container: str, codec: str, layout: str, *, size_px: tuple[int, int] = (64, 48), frames: int = 12, rate: int = 25
) -> bytes:
    """Return a video whose grey changes from frame to frame."""
    kept = io.BytesIO()
    with av.open(kept, "w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt = *size_px, layout
        if codec.startswith("libx26"):
            stream.options = _FAST
        for number in range(frames):
            image = np.full((size_px[1], size_px[0]), number * 7 % 256, np.uint8)
            frame = av.VideoFrame.from_ndarray(image, format="gray").reformat(format=layout)
            frame.pts = number
            output.mux(stream.encode(frame))
        output.mux(stream.encode())
    return kept.getvalue()


def sound_clips() -> dict[str, bytes]:
    """Return one sound video for each container, by the usual ending of its name."""
    return {name: encoded(*how) for name, how in _KINDS.items() if how[1] in av.codecs_available}


def boxes_of(content: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """Yield every box of an MP4 file, parents before children."""
    at, end = start, len(content) if end is None else end
    while at + 8 <= end:
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        if size == _LONG_SIZE or not 8 <= size <= end - at:  # noqa: PLR2004  # the head of a box
            return
        yield Box(at, size, kind)
        if kind in _PARENTS:
            yield from boxes_of(content, at + 8, at + size)
        at += size


def with_box(content: bytes, kind: bytes, change: "dict[int, bytes]") -> bytes:
    """Return a file with some bytes of its first box of a kind changed, by their place after the head of that box.

    Raises
    ------
    KeyError
        If there is no such box.
    """
    box = next((one for one in boxes_of(content) if one.kind == kind), None)
    if box is None:
        raise KeyError(kind)
    changed = bytearray(content)
    for place, new in change.items():
        at = box.at + 8 + place
        changed[at : at + len(new)] = new
    return bytes(changed)
