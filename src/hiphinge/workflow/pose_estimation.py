"""From a video to the motion of the person in it: decoding runs ahead in one thread, the networks in others."""

import os
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.errors import UsageError
from hiphinge.estimators import EstimatesInParts, Estimator, SeesPeople, estimator_named
from hiphinge.estimators.contour import contour_of
from hiphinge.estimators.models import NETWORKS, install
from hiphinge.estimators.plates import PlateFollower
from hiphinge.motion import FloatArray, Motion
from hiphinge.sources.video import VideoFrame, VideoReader, open_video
from hiphinge.workflow.assembling import motion_of
from hiphinge.workflow.collected_poses import FRAMES_TO_FACE, CollectedPoses
from hiphinge.workflow.company import Company, company_of
from hiphinge.workflow.frame_rate import FAST_FPS, SLOW_FPS, every_nth, looked_at
from hiphinge.workflow.prefetch import read_ahead
from hiphinge.workflow.preloading import preloading
from hiphinge.workflow.progress import Listener, Progress
from hiphinge.workflow.stretch import Stretch

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from hiphinge.estimators import PoseFrame

__all__ = ["DEFAULT_ESTIMATOR", "EstimatorConfig", "Stretch", "motion_from_video"]

DEFAULT_ESTIMATOR = "blazepose"
"""The estimator that is used where none is named."""

_FRAMES_AHEAD = 8
_FRAMES_PER_NOTICE = 10
_GLANCE_EVERY = 4
"""Every so many of the first frames are looked at to see which way the person faces."""
_MAX_THREADS = 4
_SHOWN = {
    90: ("is on one side", "by 90° clockwise"),
    180: ("is upside down", "by 180°"),
    270: ("is on one side", "by 90° anticlockwise"),
}
"""How a person is shown who has to be turned clockwise by so many degrees, and the turn in words."""


@dataclass(frozen=True, kw_only=True)
class EstimatorConfig:
    """What finds the person in the frames.

    Attributes
    ----------
    estimator
        A name of `estimators`, or an estimator that is ready; it is reset before each recording.
    model
        Size of the network or the path of its file; None is the usual one, and for an estimator that is ready.
    threads
        How many threads may work; None is one for each core. An estimator that is ready has its own.
    every_frame
        Whether every frame of a fast camera is measured, needed or not (`hiphinge.workflow.frame_rate`).
    fast
        Whether frames of even movement are left out, and lie on curves between those that are measured.
    follow
        The number of the person to follow, counted from the left, from 1; None for the one who lifts.

    Raises
    ------
    UsageError
        If it is neither a name nor an estimator, a model comes with an estimator that is ready, or ``fast`` with
        ``every_frame``.
    """

    estimator: str | Estimator = DEFAULT_ESTIMATOR
    model: str | os.PathLike[str] | None = None
    threads: int | None = None
    every_frame: bool = False
    fast: bool = False
    follow: int | None = None

    def __post_init__(self) -> None:
        """Check that estimator and model, and the frames that are asked for, go together."""
        if self.fast and self.every_frame:
            message = "Every frame cannot be measured in a fast pass. Leave out one of the two."
            raise UsageError(message)
        if isinstance(self.estimator, str):
            return
        if isinstance(self.estimator, type) or not isinstance(self.estimator, Estimator):
            message = (
                "The estimator should be a name or an `Estimator` (hiphinge.estimators), but is of type "
                f"{type(self.estimator).__name__}. An estimator has name, layout, provenance, estimate and reset."
            )
            raise UsageError(message)
        if self.model is not None:
            message = (
                f"The estimator {self.estimator.name!r} is ready and has its network, but the model {self.model!s} "
                "was given too. Leave the model out, or give the estimator by name."
            )
            raise UsageError(message)

    def begin(self, listener: Listener) -> Estimator:
        """Return the estimator, its networks fetched first where they are not here yet.

        Raises
        ------
        UnknownIdError
            If there is no such estimator or model.
        MissingComponentError
            If a network's file is not here and cannot be fetched.
        """
        if not isinstance(self.estimator, str):
            self.estimator.reset()
            return self.estimator
        model = None if self.model is None else os.fspath(self.model)
        wanted = [
            id_ for id_ in (f"{self.estimator}-detector", f"{self.estimator}-{model or 'full'}") if id_ in NETWORKS
        ]
        if len(wanted) > 1:
            install(
                wanted, progress=lambda _, share: listener(Progress(stage="networks", done=share or 0.0, total=1.0))
            )
        return estimator_named(self.estimator, model=model, threads=self.threads or _cores(), masks=True)


def _cores() -> int:
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MAX_THREADS, available)


def motion_from_video(
    path: Path,
    *,
    stretch: Stretch,
    estimator_config: EstimatorConfig,
    listener: Listener,
    meanwhile: Iterable[str] = (),
) -> Motion:
    """Follow the person through a video.

    Positions are in pixels of the upright original, whatever size the network works at. Where the person lies sideways
    or upside down, because the file does not say which way up it was filmed, the frames are turned and the person is
    followed again; `Origin.details` has that turn as ``added_rotation_deg``, and `Origin.warnings` say so. Who lies or
    kneels is turned likewise: joints are a little nearer to the truth then, and in the dark more are found.

    A network finds other joints in a frame than in its mirror image. Whoever faces left is therefore followed in
    mirrored frames, so that a video and its mirror image give the same numbers.

    Of a fast camera, as many frames are measured as the movement needs: every n-th, with n in `Origin.details` as
    ``every_nth_frame``. Where the trunk turns fast, the video is gone through again with more of them. In a ``fast``
    pass, some of these are left out while the person moves evenly, and lie on curves between those that the network
    looked at, whose share is ``share_measured``.

    ``meanwhile`` is loaded in the background while frames are looked at (`hiphinge.workflow.preloading`): any earlier,
    it would keep the networks from being loaded.

    Raises
    ------
    InputError
        If the video is missing, empty, broken, too short, or changes while it is read.
    UnknownIdError, MissingComponentError
        As `EstimatorConfig.begin`.
    """
    estimator = estimator_config.begin(listener)
    if estimator_config.follow is not None and not isinstance(estimator, SeesPeople):
        message = f"The estimator {estimator.name!r} sees one person only: nobody else can be followed. Leave that out."
        raise UsageError(message)
    pass_ = _Pass(
        estimator=estimator,
        stretch=stretch,
        listener=listener,
        follow=estimator_config.follow,
    )
    video = open_video(path, start_s=stretch.start_s, end_s=stretch.end_s, threads=estimator_config.threads)
    camera_fps = video.info.fps
    fewest, most = (1, 1) if estimator_config.every_frame else (every_nth(camera_fps, w) for w in (SLOW_FPS, FAST_FPS))
    if estimator_config.fast:
        pass_ = replace(pass_, every=looked_at(camera_fps / fewest))
    with preloading(*meanwhile):
        found, looked_at_in = _upright(replace(pass_, look_at_speed=fewest > most), video.again(every=fewest))
        if found.is_too_fast:
            found, looked_at_in = _upright(pass_, video.again(every=most))
    motion = motion_of(found, looked_at_in, pass_.estimator)
    rotation_deg = motion.origin.details["added_rotation_deg"]
    return _with_note_of_turn(motion, rotation_deg) if rotation_deg else motion


def _upright(pass_: "_Pass", video: VideoReader) -> tuple[CollectedPoses, VideoReader]:
    """Return what was found of the person, and in which video: turned, where they are not upright as it is."""
    found = pass_.facing_right(video)
    rotation_deg = 0 if found.is_too_fast else found.rotation_to_upright()
    if rotation_deg:
        turned = video.again(rotation_deg=rotation_deg)
        found_turned = pass_.facing_right(turned)
        if found_turned.is_too_fast or not found_turned.rotation_to_upright():
            return found_turned, turned
        found = found if found.is_complete else pass_.through(video)
    return found, video


def _with_note_of_turn(motion: Motion, rotation_deg: int) -> Motion:
    shown, turn = _SHOWN[rotation_deg]
    note = (
        f"The person {shown} in this video, and the file does not say which way up it was filmed. Each frame was "
        f"turned {turn} before it was measured. If that is wrong, turn the video in a photo app, save it, and give it "
        "again."
    )
    return replace(motion, origin=replace(motion.origin, warnings=(note, *motion.origin.warnings)))


class _Counter:
    """Reports how much of the video is done, every few frames."""

    def __init__(self, video: VideoReader, stretch: Stretch, listener: Listener) -> None:
        last_s = video.info.start_s + video.info.duration_s
        self._first_s = max(video.info.start_s, stretch.start_s or 0.0)
        end_s = last_s if stretch.end_s is None else min(last_s, stretch.end_s)
        self._total_s = end_s - self._first_s if video.info.duration_s > 0 else None
        self._listener = listener
        self._frames = 0

    def count(self, time_s: float) -> None:
        if self._frames % _FRAMES_PER_NOTICE == 0:
            self._listener(Progress(stage="poses", done=time_s - self._first_s, total=self._total_s))
        self._frames += 1


@dataclass(frozen=True, kw_only=True)
class _Pass:
    """How the frames of a video are looked at, once or again.

    ``mirrored`` is as in a mirror, with poses mirrored back; with ``look_at_speed``, a pass ends where the movement
    needs more frames. Of the frames, every ``every``-th is looked at, and those between where the movement needs them.
    ``follow`` is the number of the person to follow, where one is asked for; ``company`` is everybody, once that is
    known, and ``turns`` whether that person is then followed once more, should they face the other way.
    """

    estimator: Estimator
    stretch: Stretch
    listener: Listener
    mirrored: bool = False
    look_at_speed: bool = False
    every: int = 1
    follow: int | None = None
    company: Company | None = None
    turns: bool = True

    def facing_right(self, video: VideoReader) -> CollectedPoses:
        """Return what was found of the person to follow, in mirrored frames where they face left.

        Only of the first frames where these have to be turned.
        """
        found = self._first_through(video)
        if found.is_complete or found.is_too_fast or found.rotation_to_upright():
            return found
        return replace(self, mirrored=not found.mirrored).through(video)

    def _first_through(self, video: VideoReader) -> CollectedPoses:
        """Return what was found, only of the first frames where these have to be turned or looked at mirrored or not.

        A glance at some of the first frames mostly shows which way the person faces.
        """
        with read_ahead(video, depth=_FRAMES_AHEAD) as frames:
            first: list[VideoFrame] = []
            pass_ = replace(self, mirrored=self._faces_left(_some(frames, kept=first)))
            return pass_.looked(video, chain(first, frames), look_first=True)

    def _faces_left(self, frames: "Iterator[VideoFrame]") -> bool:
        if not isinstance(self.estimator, EstimatesInParts):
            return False
        self.estimator.reset()
        collected = CollectedPoses(layout=self.estimator.layout)
        for frame, pose in self.estimator.estimates(frames):
            collected.time_s.append(frame.time_s)
            collected.poses.append(pose)
        return not collected.rotation_to_upright() and collected.faces_left()

    def through(self, video: VideoReader) -> CollectedPoses:
        """Return what was found of the person to follow in the whole video."""
        with read_ahead(video, depth=_FRAMES_AHEAD) as frames:
            return self.looked(video, frames)

    def looked(
        self,
        video: VideoReader,
        frames: Iterable[VideoFrame],
        *,
        look_first: bool = False,
    ) -> CollectedPoses:
        """Return what was found in the frames of a video; see `through` and `_first_through`."""
        self.estimator.reset()
        if self.company is not None and isinstance(self.estimator, SeesPeople):
            track = self.company.track
            self.estimator.follow(track.mirrored(video.size_px[0]) if self.mirrored else track)
        counter = _Counter(video, self.stretch, self.listener)
        collected = CollectedPoses(layout=self.estimator.layout, mirrored=self.mirrored, company=self.company)
        with closing(self._posed(frames, count=video.frame_count)) as posed:
            for frame, pose, plate in posed:
                collected.contours.append(contour_of(pose, self.estimator.layout) if pose.has_silhouette else None)
                collected.poses.append(replace(pose, mask=None, contour=None))
                collected.plates.append(plate)
                collected.look(frame.image_rgb, frame.time_s)
                counter.count(frame.time_s)
                if (look_first and collected.is_wrong_way()) or (self.look_at_speed and collected.look_at_speed()):
                    return collected
        collected.is_complete = True
        collected.carry_over()
        return self._among_others(collected, video)

    def _posed(
        self, frames: Iterable[VideoFrame], *, count: int | None
    ) -> "Generator[tuple[VideoFrame, PoseFrame, FloatArray]]":
        """Yield the frames with the person and the plate in them, mirrored back where they are looked at so."""
        plates = PlateFollower(self.estimator.layout)
        estimates: Iterator[tuple[VideoFrame, PoseFrame]]
        if isinstance(self.estimator, EstimatesInParts):
            shown = (self._shown(frame) for frame in frames)
            estimates = self.estimator.estimates(shown, count=count, every=self.every)
        else:
            estimates = self._one_by_one(self._shown(frame) for frame in frames)
        for frame, pose in estimates:
            plate = plates.follow(frame.image_rgb, pose) if pose.measured else plates.leave_out()
            if self.mirrored:
                width_px = frame.image_rgb.shape[1]
                plate[0] = width_px - plate[0]
                as_filmed = replace(frame, image_rgb=frame.image_rgb[:, ::-1])  # a view: only some of it is looked at
                yield as_filmed, pose.mirrored(self.estimator.layout, width_px=width_px), plate
            else:
                yield frame, pose, plate

    def _one_by_one(self, frames: Iterable[VideoFrame]) -> "Iterator[tuple[VideoFrame, PoseFrame]]":
        for frame in frames:
            yield frame, self.estimator.estimate(frame.image_rgb, time_s=frame.time_s)

    def _shown(self, frame: VideoFrame) -> VideoFrame:
        return frame.mirrored() if self.mirrored else frame

    def _among_others(self, collected: CollectedPoses, video: VideoReader) -> CollectedPoses:
        """Return what was found of the person to follow where others are in the video, who may have been measured."""
        if not isinstance(self.estimator, SeesPeople):
            return collected
        collected.people = self.estimator.people
        if self.company is not None:
            collected.leave_out_hidden()
            if self.turns and collected.faces_left() != self.mirrored:
                return replace(self, mirrored=not self.mirrored, look_at_speed=False, turns=False).through(video)
            return collected
        if self.follow is None and not self.estimator.unsure:
            return collected
        with read_ahead(video, depth=_FRAMES_AHEAD) as frames:
            company = company_of(self.estimator.everybody(frames), follow=self.follow)
        collected.company = company
        if company is None or company.agrees(collected.time_s, collected.poses, collected.layout):
            return collected
        found = replace(self, company=company).through(video)
        found.people = max(collected.people, found.people)
        return found


def _some(frames: "Iterator[VideoFrame]", *, kept: list[VideoFrame]) -> "Iterator[VideoFrame]":
    """Yield some of the first frames, and keep them all."""
    for number, frame in enumerate(islice(frames, FRAMES_TO_FACE)):
        kept.append(frame)
        if number % _GLANCE_EVERY == 0:
            yield frame
