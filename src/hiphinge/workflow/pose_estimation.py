"""From a video to the motion of the person in it: decoding runs ahead in one thread, the network in others.

A video is never split: a tracker's result in one frame depends on the frame before, so parts would give other numbers.
"""

import os
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputTooShortError, UsageError
from hiphinge.estimators import Estimator, SeesPeople, estimator_named
from hiphinge.estimators.contour import contour_of
from hiphinge.estimators.models import NETWORKS, install
from hiphinge.estimators.plates import PlateFollower
from hiphinge.motion import CoordinateFrame, FloatArray, KeypointLayout, Motion, Origin
from hiphinge.sources.files import sha256_of
from hiphinge.sources.video import VideoFrame, VideoReader, open_video, thumbnail
from hiphinge.workflow.prefetch import read_ahead
from hiphinge.workflow.progress import Listener, Progress

if TYPE_CHECKING:
    from hiphinge.estimators import PoseFrame
    from hiphinge.estimators.region import Region

__all__ = ["DEFAULT_ESTIMATOR", "EstimatorConfig", "Stretch", "motion_from_video"]

DEFAULT_ESTIMATOR = "blazepose"
"""The estimator that is used where none is named."""

PEOPLE: Final = "people"
"""Key of `Origin.details` with how many people are in the frame at once."""

_FRAMES_AHEAD = 8
_FRAMES_PER_NOTICE = 10
_MAX_THREADS = 4
_MIN_FRAMES = 2
_FIRST_FRAMES = 60
"""After so many frames it is clear in most videos that the person is not upright, and the rest can wait."""
_FRAMES_TO_FACE = 20
"""After so many frames it is clear in most videos which way the person faces."""
_SHOWN = {
    90: ("is on one side", "by 90° clockwise"),
    180: ("is upside down", "by 180°"),
    270: ("is on one side", "by 90° anticlockwise"),
}
"""How a person is shown who has to be turned clockwise by so many degrees, and the turn in words."""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Which part of a recording is analysed, ``start_s <= time < end_s``; None is from the first frame, to the last.

    Raises
    ------
    UsageError
        If it ends before it starts.
    """

    start_s: float | None = None
    end_s: float | None = None

    def __post_init__(self) -> None:
        """Check the order."""
        if self.start_s is not None and self.end_s is not None and not self.start_s < self.end_s:
            message = f"The start should come before the end, but is {self.start_s:g} s and the end {self.end_s:g} s."
            raise UsageError(message)

    def of(self, motion: Motion) -> Motion:
        """Return that part of a motion.

        Raises
        ------
        InputTooShortError
            If fewer than two frames are left.
        """
        if self.start_s is None and self.end_s is None:
            return motion
        low = -np.inf if self.start_s is None else self.start_s
        high = np.inf if self.end_s is None else self.end_s
        kept = (motion.time_s >= low) & (motion.time_s < high)
        if kept.sum() < _MIN_FRAMES:
            message = (
                f"{motion.origin.name} runs from {motion.time_s[0]:.1f} to {motion.time_s[-1]:.1f} s: "
                "there are no two frames between the given start and end. Give another start or end."
            )
            raise InputTooShortError(message)
        return motion.part(kept)


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

    Raises
    ------
    UsageError
        If it is neither a name nor an estimator, or a model comes with an estimator that is ready.
    """

    estimator: str | Estimator = DEFAULT_ESTIMATOR
    model: str | os.PathLike[str] | None = None
    threads: int | None = None

    def __post_init__(self) -> None:
        """Check that estimator and model go together."""
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


def motion_from_video(path: Path, *, stretch: Stretch, estimator_config: EstimatorConfig, listener: Listener) -> Motion:
    """Follow the person through a video.

    Positions are in pixels of the upright original, whatever size the network works at. Where the person lies sideways
    or upside down, because the file does not say which way up it was filmed, the frames are turned and the person is
    followed again; `Origin.details` has that turn as ``added_rotation_deg``, and `Origin.warnings` say so.

    A network finds other joints in a frame than in its mirror image. Whoever faces left is therefore followed in
    mirrored frames, so that a video and its mirror image give the same numbers.

    Raises
    ------
    InputError
        If the video is missing, empty, broken, too short, or changes while it is read.
    UnknownIdError, MissingComponentError
        As `EstimatorConfig.begin`.
    """
    opened = partial(open_video, path, start_s=stretch.start_s, end_s=stretch.end_s, threads=estimator_config.threads)
    video = opened()
    pass_ = _Pass(estimator=estimator_config.begin(listener), stretch=stretch, listener=listener)
    found = pass_.facing_right(video)
    rotation_deg = found.rotation_to_upright()
    if rotation_deg:
        turned = opened(rotation_deg=rotation_deg)
        found_turned = pass_.facing_right(turned)
        if not found_turned.rotation_to_upright():
            return _with_note_of_turn(_assembled(found_turned, turned, pass_.estimator), rotation_deg)
        found = found if found.is_complete else pass_.through(video)
    return _assembled(found, video, pass_.estimator)


def _with_note_of_turn(motion: Motion, rotation_deg: int) -> Motion:
    shown, turn = _SHOWN[rotation_deg]
    note = (
        f"The person {shown} in this video, and the file does not say which way up it was filmed. Each frame was "
        f"turned {turn} before it was measured. If that is wrong, turn the video in a photo app, save it, and give it "
        "again."
    )
    return replace(motion, origin=replace(motion.origin, warnings=(note, *motion.origin.warnings)))


@dataclass(kw_only=True)
class _Collected:
    """What is kept of each frame: a few hundred numbers, never the image; ``is_complete`` after the last frame."""

    layout: KeypointLayout
    is_complete: bool = False
    people: int = 1
    follows_who_bends: bool = False
    time_s: list[float] = field(default_factory=list)
    poses: list["PoseFrame"] = field(default_factory=list)
    contours: list[FloatArray | None] = field(default_factory=list)
    plates: list[FloatArray] = field(default_factory=list)
    thumbnails: list[NDArray[np.uint8]] = field(default_factory=list)

    def searched_again_s(self) -> list[float]:
        """Return the times at which the person had to be searched for again."""
        found = [t for t, pose in zip(self.time_s, self.poses, strict=True) if pose.detected and not pose.tracked]
        return found[1:]

    def rotation_to_upright(self) -> int:
        """Return by how much the frames have to be turned clockwise until the person stands, degrees."""
        from hiphinge.cleaning import rotation_to_upright  # noqa: PLC0415  # slow to load: done while the video is read

        return rotation_to_upright(np.stack([pose.positions for pose in self.poses]), self.layout) if self.poses else 0

    def faces_left(self) -> bool:
        """Return whether the person faces the left edge of the frame."""
        from hiphinge.cleaning import facing_of  # noqa: PLC0415  # slow to load: done while the video is read

        if len(self.poses) < _MIN_FRAMES:
            return False
        motion = Motion(
            time_s=np.array(self.time_s),
            positions=np.stack([pose.positions for pose in self.poses]),
            confidence=np.stack([pose.confidence for pose in self.poses]),
            layout=self.layout,
            coordinate_frame=CoordinateFrame.IMAGE_PX,
            origin=Origin(name="the first frames", format="video"),
        )
        return facing_of(motion) == "left"

    def is_wrong_way(self) -> bool:
        """Return whether the first frames, just collected, have to be turned or mirrored."""
        count = len(self.poses)
        if count not in (_FRAMES_TO_FACE, _FIRST_FRAMES):
            return False
        if self.rotation_to_upright():
            return count == _FIRST_FRAMES
        return self.faces_left()

    def of_people(self) -> tuple[str, ...]:
        """Return a sentence on who was followed, where there are several people."""
        if self.people <= 1:
            return ()
        who = "the one who bends" if self.follows_who_bends else "the largest and most central one"
        return (f"{self.people} people are in the frame at once; {who} was followed. For another, crop the video.",)

    def share_detected(self) -> float:
        return sum(pose.detected for pose in self.poses) / len(self.poses)


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
    """How the frames of a video are looked at, once or again; ``mirrored`` as in a mirror, with poses mirrored back."""

    estimator: Estimator
    stretch: Stretch
    listener: Listener
    mirrored: bool = False

    def facing_right(self, video: VideoReader) -> _Collected:
        """Return what was found of the person to follow, in mirrored frames where they face left.

        Only of the first frames where these have to be turned.
        """
        found = self.through(video, look_first=True)
        if found.is_complete or found.rotation_to_upright():
            return found
        return replace(self, mirrored=True).through(video)

    def through(self, video: VideoReader, *, look_first: bool = False, follow: "Region | None" = None) -> _Collected:
        """Return what was found of the person to follow: the one in ``follow``, or the largest and most central one.

        With ``look_first``, only of the first frames where these have to be turned, or mirrored.
        """
        self.estimator.reset()
        if follow is not None and isinstance(self.estimator, SeesPeople):
            self.estimator.follow(follow)
        counter = _Counter(video, self.stretch, self.listener)
        collected = _Collected(layout=self.estimator.layout, follows_who_bends=follow is not None)
        plates = PlateFollower(self.estimator.layout)
        with read_ahead(video, depth=_FRAMES_AHEAD) as frames:
            for frame in frames:
                pose, plate = self._pose(frame, plates)
                collected.contours.append(None if pose.mask is None else contour_of(pose, self.estimator.layout))
                collected.poses.append(replace(pose, mask=None))
                collected.plates.append(plate)
                collected.thumbnails.append(thumbnail(frame.image_rgb))
                collected.time_s.append(frame.time_s)
                counter.count(frame.time_s)
                if look_first and collected.is_wrong_way():
                    return collected
        collected.is_complete = True
        return self._of_who_bends(collected, video)

    def _pose(self, frame: VideoFrame, plates: PlateFollower) -> "tuple[PoseFrame, FloatArray]":
        """Return the person and the plate in a frame, as they are in the frame that is not mirrored."""
        image = np.ascontiguousarray(frame.image_rgb[:, ::-1]) if self.mirrored else frame.image_rgb
        pose = self.estimator.estimate(image, time_s=frame.time_s)
        plate = plates.follow(image, pose)
        if not self.mirrored:
            return pose, plate
        plate[0] = image.shape[1] - plate[0]
        return pose.mirrored(self.estimator.layout, width_px=image.shape[1]), plate

    def _of_who_bends(self, collected: _Collected, video: VideoReader) -> _Collected:
        """Return what was found of another person who bends, where the one who was followed only stands there."""
        if not isinstance(self.estimator, SeesPeople):
            return collected
        collected.people = self.estimator.people
        other = None if collected.follows_who_bends else self.estimator.bends_instead
        return collected if other is None else self.through(video, follow=other)


def _assembled(collected: _Collected, video: VideoReader, estimator: Estimator) -> Motion:
    poses = collected.poses
    origin = video.origin(sha256=sha256_of(video.path), estimator=estimator.name)
    details = {
        **origin.details,
        "estimator": {"estimator": estimator.name, **estimator.provenance},
        "searched_again_s": collected.searched_again_s(),
        "share_seen": collected.share_detected(),
        PEOPLE: collected.people,
    }
    world = [pose.world_m for pose in poses if pose.world_m is not None]
    motion = Motion(
        time_s=np.array(collected.time_s),
        positions=video.in_original_px(np.stack([pose.positions for pose in poses])),
        confidence=np.stack([pose.confidence for pose in poses]),
        layout=estimator.layout,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=replace(origin, details=details),
        world_m=np.stack(world) if len(world) == len(poses) else None,
        contour=_contour_in_original(collected.contours, video),
        plate=_plate_in_original(np.stack(collected.plates), video),
    )
    from hiphinge.cleaning import CUTS, find_cuts  # noqa: PLC0415  # slow to load: done while the video is read

    details = {**details, CUTS: list(find_cuts(motion, np.stack(collected.thumbnails)))}
    return replace(motion, origin=replace(origin, details=details, warnings=(*origin.warnings, *collected.of_people())))


def _plate_in_original(plate: FloatArray, video: VideoReader) -> FloatArray:
    """Return plates ``[time, 5]`` in pixels of the upright original."""
    centre = video.in_original_px(plate[:, :2])
    return np.column_stack([centre, plate[:, 2:4] * np.asarray(video.to_original), plate[:, 4]])


def _contour_in_original(contours: "list[FloatArray | None]", video: VideoReader) -> FloatArray | None:
    """Return contours ``[time, station, edge]`` in pixels of the upright original, or None where there are none."""
    first = next((contour for contour in contours if contour is not None), None)
    if first is None:
        return None
    nowhere = np.full(first.shape, np.nan)
    known = np.stack([nowhere if contour is None else contour for contour in contours])
    return known * float(np.mean(video.to_original))
