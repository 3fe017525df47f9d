"""The frames of a live session, held until their video is written; only where that was asked for."""

import threading
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from hiphinge.errors import OutputError
from hiphinge.workflow.live.following import HELD_FRAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from hiphinge.estimators import Image

__all__ = ["SessionVideo"]

MOST_BYTES = 2 << 30
"""Frames of twenty minutes, as long as a session is kept, fit in at 640 by 480 pixels; after more, none is held."""


class SessionVideo:
    """Holds the JPEGs that belong to a session in a file without a name, which is gone with the process.

    In memory are only those of which it is not settled whether they belong.
    """

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._file = TemporaryFile(prefix="hiphinge-")  # noqa: SIM115  # closed by `close`
        self._places: dict[int, tuple[int, int]] = {}
        self._waiting: dict[int, bytes] = {}
        self._used = 0
        self._is_full = False
        self._turn = threading.Lock()

    def take(self, time_s: float, jpeg: bytes) -> None:
        """Take the frame of a time until `hold` says that it belongs; of those that wait, the oldest go first."""
        with self._turn:
            self._waiting[_key(time_s)] = jpeg
            while len(self._waiting) > HELD_FRAMES:
                del self._waiting[next(iter(self._waiting))]

    def hold(self, time_s: float) -> None:
        """Hold the frame of a time that was taken."""
        with self._turn:
            jpeg = self._waiting.pop(_key(time_s), None)
            if jpeg is None or self._is_full:
                return
            self._is_full = self._used + len(jpeg) > self._most_bytes
            if self._is_full:
                return
            try:
                self._file.seek(self._used)
                self._file.write(jpeg)
            except OSError:  # the disk is full
                self._is_full = True
                return
            self._places[_key(time_s)] = (self._used, len(jpeg))
            self._used += len(jpeg)

    def write(self, path: "Path", times_s: "Sequence[float]") -> bool:
        """Write the video of the frames of these times, the first one at 0; return False where not all are held.

        A video of fewer frames than were measured would show joints beside the body.
        """
        from hiphinge.reports.video import write_playable  # noqa: PLC0415  # a heavy library, and seldom wanted

        with self._turn:
            places = [self._places.get(_key(time_s)) for time_s in times_s]
        whole = [place for place in places if place is not None]
        if len(whole) < len(places):
            return False
        try:
            return write_playable(self._images(times_s, whole), path) == len(places)
        except (OutputError, OSError):
            return False

    def _images(
        self, times_s: "Sequence[float]", places: "Sequence[tuple[int, int]]"
    ) -> "Iterator[tuple[float, Image]]":
        from hiphinge.sources.video.camera import image_of_jpeg  # noqa: PLC0415  # likewise

        shape: tuple[int, ...] | None = None
        for time_s, (start, size) in zip(times_s, places, strict=True):
            with self._turn:
                self._file.seek(start)
                jpeg = self._file.read(size)
            image = image_of_jpeg(jpeg)
            if image is None or (shape is not None and image.shape != shape):
                return  # another camera: a video has frames of one size
            shape = image.shape
            yield float(time_s), image

    def close(self) -> None:
        """Let go of all frames."""
        with self._turn:
            self._waiting.clear()
            self._file.close()


def _key(time_s: float) -> int:
    return round(time_s * 1e6)
