"""A video as a stream of upright frames at a working size, with the times of its container."""

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputTooShortError, UsageError
from hiphinge.motion import FloatArray, Origin
from hiphinge.sources.files import FileState, checked_file, ensure_unchanged, state_of
from hiphinge.sources.video.clock import Clock
from hiphinge.sources.video.decoding import Losses
from hiphinge.sources.video.frames import DEFAULT_MAX_SIDE_PX, Frames, size_within
from hiphinge.sources.video.info import VideoInfo, probe
from hiphinge.sources.video.seeking import FrameSource

if TYPE_CHECKING:
    from av.video.frame import VideoFrame as AvFrame

__all__ = ["VideoFrame", "VideoReader", "open_video"]

_MIN_FRAMES = 2
_LOST_S = 0.5
_LOST_PERIODS = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class VideoFrame:
    """One frame.

    Attributes
    ----------
    time_s
        Seconds on the container's clock; larger than that of the frame before.
    image_rgb
        ``[h, w, 3]`` from 0 to 255, upright, read-only.
    index
        Counts the frames that were given out, from 0.
    """

    time_s: float
    image_rgb: NDArray[np.uint8]
    index: int

    def mirrored(self) -> "VideoFrame":
        """Return the frame with left and right exchanged."""
        import cv2  # noqa: PLC0415 - a heavy library, loaded when frames are looked at

        image_rgb = np.asarray(cv2.flip(self.image_rgb, 1), dtype=np.uint8)
        image_rgb.setflags(write=False)
        return replace(self, image_rgb=image_rgb)


@dataclass(kw_only=True)
class _Tally:
    """What one pass through the video found."""

    clock: Clock
    losses: Losses = field(default_factory=Losses)
    reached: int = 0
    given: int = 0
    seen_until_s: float | None = None
    resized: bool = False
    complete: bool = False


class VideoReader:
    """A video that can be iterated over, again and again; each time it is opened, streamed and closed.

    ``warnings`` speak of the latest pass, and are whole when that pass is over.
    """

    def __init__(
        self,
        path: Path,
        *,
        info: VideoInfo,
        before: FileState,
        stretch_s: tuple[float | None, float | None],
        max_side_px: int | None,
        rotation_deg: int,
        every: int,
        threads: int | None,
    ) -> None:
        if every < 1:
            message = f"every should be at least 1, but is {every}."
            raise UsageError(message)
        self.path = path
        self.info = info
        self.size_px = size_within(info.size_px, max_side_px=max_side_px)
        self._max_side_px = max_side_px
        self._before = before
        self._start_s, self._end_s = stretch_s
        self._rotation_deg = rotation_deg
        self._every = every
        self._threads = threads
        self._tally = self._new_tally()

    def _new_tally(self) -> _Tally:
        return _Tally(clock=Clock(period_s=1.0 / self.info.fps))

    def again(self, *, rotation_deg: int = 0, every: int | None = None) -> "VideoReader":
        """Return a reader of the same stretch, without asking the file again what it is.

        Its frames are turned by so many degrees more; of them, the first of ``every`` is given out, None for as here.

        Raises
        ------
        UsageError
            If the rotation is no quarter turn, or ``every`` is below 1.
        """
        return VideoReader(
            self.path,
            info=self.info.turned(rotation_deg),
            before=self._before,
            stretch_s=(self._start_s, self._end_s),
            max_side_px=self._max_side_px,
            rotation_deg=(self._rotation_deg + rotation_deg) % 360,
            every=self._every if every is None else every,
            threads=self._threads,
        )

    @property
    def frame_count(self) -> int | None:
        """Nearly how many frames are given out, by what the file says of its length; None where it says nothing."""
        info = self.info
        if info.duration_s <= 0:
            return None
        last_s = info.start_s + info.duration_s
        end_s = last_s if self._end_s is None else min(last_s, self._end_s)
        start_s = info.start_s if self._start_s is None else max(info.start_s, self._start_s)
        return max(1, round((end_s - start_s) * info.fps / self._every))

    @property
    def to_original(self) -> tuple[float, float]:
        """Factors for x and y from a pixel here to a pixel of the upright original."""
        return self.info.size_px[0] / self.size_px[0], self.info.size_px[1] / self.size_px[1]

    def in_original_px(self, positions: FloatArray) -> FloatArray:
        """Return positions ``[..., 2]`` of the working size in pixels of the upright original."""
        return np.asarray(positions * np.array(self.to_original))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was repaired, and what was lost."""
        tally = self._tally
        resized = ("The frames change size within the video; all were scaled to one size.",)
        return (
            *self.info.warnings,
            *tally.clock.warnings(),
            *tally.losses.warnings(),
            *(resized if tally.resized else ()),
            *self._lost_end(tally),
        )

    def _lost_end(self, tally: _Tally) -> tuple[str, ...]:
        if not tally.complete or tally.seen_until_s is None or self.info.duration_s <= 0 or tally.clock.restarts:
            return ()
        promised_s = self.info.start_s + self.info.duration_s
        lost_s = promised_s - tally.seen_until_s
        if lost_s < max(_LOST_S, _LOST_PERIODS / self.info.fps):
            return ()
        seen_s = tally.seen_until_s
        return (f"The video should run to {promised_s:.1f} s but ends at {seen_s:.1f} s: {lost_s:.1f} s are missing.",)

    def origin(self, *, sha256: str | None = None, estimator: str | None = None) -> Origin:
        """Return where a motion estimated from these frames comes from; ask after the last frame."""
        info = self.info
        return Origin(
            name=self.path.name,
            sha256=sha256,
            format="video",
            duration_s=info.duration_s,
            fps=info.fps,
            size_px=info.size_px,
            estimator=estimator,
            details={
                "codec": info.codec,
                "pixel_format": info.pixel_format,
                "rotation_deg": info.rotation_deg,
                "mirrored": info.mirrored,
                "added_rotation_deg": self._rotation_deg,
                "working_size_px": list(self.size_px),
                "every_nth_frame": self._every,
            },
            warnings=self.warnings,
        )

    def __iter__(self) -> Iterator[VideoFrame]:
        """Yield the frames from the start up to, not with, the end; of several, the first.

        Raises
        ------
        InputError
            If the file is gone or broken.
        InputTooShortError
            If fewer than two frames can be read.
        InputChangedError
            If the file changed since it was opened.
        """
        tally = self._tally = self._new_tally()
        frames = Frames(size_px=self.size_px, turn=self.info.turn)
        for frame, time_s in self._timed(tally):
            yield VideoFrame(time_s=time_s, image_rgb=frames.rgb(frame), index=tally.given)
            tally.given += 1
        ensure_unchanged(self.path, before=self._before)
        if tally.given < _MIN_FRAMES:
            raise self._too_short(tally)

    def _timed(self, tally: _Tally) -> "Iterator[tuple[AvFrame, float]]":
        source = FrameSource(file=self.path, info=self.info, threads=self._threads)
        wanted_s = self._start_s
        frames = source.from_start(tally.losses) if wanted_s is None else source.reaching(wanted_s, tally.losses)
        with closing(frames):
            for frame in frames:
                time_s = tally.clock.tick(frame.time)
                if self._end_s is not None and time_s >= self._end_s:
                    return
                tally.seen_until_s = time_s + tally.clock.period_s
                tally.resized |= (frame.width, frame.height) != self.info.stored_size_px
                if wanted_s is None or time_s >= wanted_s:
                    if tally.reached % self._every == 0:
                        yield frame, time_s
                    tally.reached += 1
            tally.complete = True

    def _too_short(self, tally: _Tally) -> InputTooShortError:
        count = "one frame" if tally.given else "no frame"
        where = "" if self._start_s is None and self._end_s is None else " between the given start and end"
        message = f"{self.path} holds {count}{where}. Give a video of at least one repetition."
        return InputTooShortError(message)


def open_video(
    path: str | os.PathLike[str],
    *,
    start_s: float | None = None,
    end_s: float | None = None,
    max_side_px: int | None = DEFAULT_MAX_SIDE_PX,
    rotation_deg: int = 0,
    every: int = 1,
    threads: int | None = None,
) -> VideoReader:
    """Return a video, ready to be iterated over.

    Parameters
    ----------
    path
        A video file.
    start_s, end_s
        Only frames with ``start_s <= time < end_s``, on the container's clock; None is from the first, to the last.
    max_side_px
        Longest side of the frames given out; None is the original size. Frames are never enlarged.
    rotation_deg
        Clockwise rotation by 0, 90, 180 or 270 degrees in addition to what the container says.
    every
        Only the first of so many frames is given out, from the start on; the others are decoded and dropped.
    threads
        Threads of the decoder; None chooses. The frames are the same for any number.

    Raises
    ------
    InputError
        As `probe`.
    UsageError
        If start and end leave nothing of the video, the rotation is no quarter turn, or ``every`` is below 1.
    """
    file = checked_file(path)
    before = state_of(file)
    info = probe(file).turned(rotation_deg)
    _check_stretch(info, file=file, start_s=start_s, end_s=end_s)
    return VideoReader(
        file,
        info=info,
        before=before,
        stretch_s=(start_s, end_s),
        max_side_px=max_side_px,
        rotation_deg=rotation_deg,
        every=every,
        threads=threads,
    )


def _check_stretch(info: VideoInfo, *, file: Path, start_s: float | None, end_s: float | None) -> None:
    if start_s is not None and end_s is not None and start_s >= end_s:
        message = f"The start should come before the end, but start is {start_s:g} s and end is {end_s:g} s."
        raise UsageError(message)
    last_s = info.start_s + info.duration_s
    if start_s is not None and info.is_indexed and info.duration_s > 0 and start_s >= last_s:
        message = f"{file.name} ends at {last_s:.1f} s, but the start is {start_s:g} s. Give an earlier start."
        raise UsageError(message)
    if end_s is not None and end_s <= info.start_s:
        message = f"{file.name} begins at {info.start_s:.1f} s, but the end is {end_s:g} s. Give a later end."
        raise UsageError(message)
