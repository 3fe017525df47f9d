"""The use case of the queue: one clip that was given in, analysed, filed once, and made playable."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hiphinge.errors import HiphingeError, InputMissingError, NotMeasurableError
from hiphinge.sources.video import check_extent
from hiphinge.store import Claimed, Store, packed_times
from hiphinge.workflow.filing import file_clip
from hiphinge.workflow.kept_shown import keep_shown
from hiphinge.workflow.known_person import KnownPerson, known_person
from hiphinge.workflow.progress import Listener, Progress
from hiphinge.workflow.proxies import measured_frames
from hiphinge.workflow.tested_clips import measure_clip
from hiphinge.workflow.thumbnails import keep_thumbnail

if TYPE_CHECKING:
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.motion import Motion
    from hiphinge.workflow.result import Result

__all__ = ["Analyse", "ClipLimits", "work_on"]

Analyse = Callable[..., "Result"]
"""`hiphinge.analyze`, or what is called like it."""


@dataclass(frozen=True, kw_only=True)
class ClipLimits:
    """How long a video may be, in seconds, and how large its frames, in pixels."""

    longest_s: float = 3600.0
    largest_frame_px: int = 40_000_000


def work_on(
    store: Store, claimed: Claimed, *, analyse: Analyse, limits: ClipLimits, threads: int, listener: Listener
) -> None:
    """Analyse a clip, file the result as its one analysis, and keep a small image and the copy that browsers play.

    Of a self-test the values are filed instead.

    A video in which nothing can be measured is made playable, too. One that a killed worker had filed already is not
    analysed again.

    Raises
    ------
    HiphingeError
        If it cannot be analysed or filed; the message names the clip as the person did.
    ClaimLostError
        If the clip is not this worker's any more.
    """
    with _video(store, claimed) as video, _named(video, claimed.name):
        check_extent(video, longest_s=limits.longest_s, largest_frame_px=limits.largest_frame_px)
        if claimed.asked is not None:
            measure_clip(store, claimed, claimed.asked, video, threads=threads, listener=listener)
            keep_thumbnail(store, claimed.video, video)
            _keep_frames(store, claimed, video, listener)
            return
        try:
            if claimed.analysis is None:
                analyse_it = partial(analyse, video, exercise=claimed.exercise, threads=threads, progress=listener)
                measuring = _Measuring(store, claimed.name, analyse_it)
                file_clip(store, claimed, measuring.of(claimed.person), anew=measuring.of)
                keep_thumbnail(store, claimed.video, video, analysis=measuring.of_whoever().analysis)
        except NotMeasurableError:
            keep_thumbnail(store, claimed.video, video)
            _keep_frames(store, claimed, video, listener)
            raise
        _keep_frames(store, claimed, video, listener)
        listener(Progress(stage="report"))
        analysis = store.clips.clip(claimed.id).analysis
        if analysis is not None:
            keep_shown(store, analysis)


@dataclass(eq=False)
class _Measuring:
    """Measures one clip as whoever's it is, again only where that would give other numbers."""

    store: Store
    name: str
    analyse: "Callable[..., Result]"
    _last: "tuple[KnownPerson, Result] | None" = None

    def of(self, person: "PersonRecord | None") -> "Result":
        """Return the clip measured as a person's, with their profile and calibration, or as nobody's."""
        known = KnownPerson() if person is None else known_person(person.name, self.store.documents)
        if self._last is None or known.changes_numbers or self._last[0].changes_numbers:
            found = self.analyse(person=known.person, neutral=known.standing)
            self._last = (known, _labelled(found, self.name))
        return self._last[1]

    def of_whoever(self) -> "Result":
        """Return what was measured last."""
        assert self._last is not None  # noqa: S101  # it is asked for afterwards; this tells the type checker
        return self._last[1]


def _keep_frames(store: Store, claimed: Claimed, video: Path, listener: Listener) -> None:
    frames = measured_frames(video, video.with_name("proxy.mp4"), listener=listener)
    store.clips.keep_frames(claimed, times=packed_times(frames.times_s), proxy=frames.proxy)


@contextmanager
def _video(store: Store, claimed: Claimed) -> Iterator[Path]:
    """Yield the file of a clip in a folder of its own; its name says nothing."""
    if claimed.video is None:
        message = f"The video of {claimed.name} is not kept any more. Give it in again."
        raise InputMissingError(message)
    with TemporaryDirectory(prefix="clip-") as folder:
        path, kept = Path(folder) / "clip.mp4", store.files.local_path(claimed.video)
        try:
            if kept is None:
                raise OSError  # noqa: TRY301  # as where a folder knows no links
            path.hardlink_to(kept)
        except OSError:
            _copy(store, claimed.video, path)
        yield path


def _copy(store: Store, key: str, path: Path) -> None:
    with path.open("wb") as writing:
        for block in store.files.blocks(key):
            writing.write(block)


@contextmanager
def _named(video: Path, name: str) -> Iterator[None]:
    """Let messages name the clip as the person did."""
    try:
        yield
    except HiphingeError as error:
        raise type(error)(str(error).replace(str(video), name).replace(video.name, name)) from error


def _labelled(result: "Result", name: str) -> "Result":
    analysis = result.analysis
    recording = None if analysis.recording is None else _renamed(analysis.recording, name)
    return replace(result, analysis=replace(analysis, motion=_renamed(analysis.motion, name), recording=recording))


def _renamed(motion: "Motion", name: str) -> "Motion":
    return replace(motion, origin=replace(motion.origin, name=name))
