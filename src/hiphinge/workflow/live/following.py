"""Finds the person in the images of a camera, one by one: the poses that a live analysis takes."""

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from hiphinge.estimators import Estimator, Image, PoseFrame, SeesPeople
from hiphinge.estimators.contour import contour_of
from hiphinge.estimators.plates import PlateFollower
from hiphinge.motion import CoordinateFrame, FloatArray, Motion, Origin
from hiphinge.motion.recording import PLATE_NUMBERS
from hiphinge.workflow.collected_poses import FRAMES_TO_FACE

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FollowedFrame", "LiveFollower", "UnmeasuredFrame", "joined"]

HELD_FRAMES = 60
"""At most so many frames wait until it is clear which way the person faces."""
LOST_S = 1.0
"""Whoever comes back after this long may be somebody else, and may face the other way."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FollowedFrame:
    """One frame of a camera with the person in it.

    Attributes
    ----------
    motion
        A motion of one frame, in pixels of the camera's frame.
    detected
        Whether a person was found.
    people
        How many people have been in view since the person was first found.
    facing
        Which edge of the frame the person faces; ``unknown`` in their first frames.
    brightness
        Mean of the frame's green channel, 0 to 255.
    """

    motion: Motion
    detected: bool
    people: int
    facing: Literal["left", "right", "unknown"]
    brightness: float

    @property
    def time_s(self) -> float:
        """When the frame was taken, seconds on the camera's clock."""
        return float(self.motion.time_s[0])

    @property
    def points(self) -> FloatArray:
        """Keypoints ``[keypoint, 2]`` in pixels of the frame; NaN where nobody was found."""
        return np.asarray(self.motion.positions[0])


@dataclass(frozen=True, kw_only=True, eq=False)
class UnmeasuredFrame:
    """A frame with the person, in which the plate beside them has yet to be looked for: that takes time."""

    motion: Motion
    image_rgb: Image
    pose: PoseFrame
    plates: PlateFollower
    mirrored: bool

    def with_plate(self, *, look: bool = True) -> Motion:
        """Return the motion with the plate, frame by frame in order; ``look`` False leaves the plate unknown."""
        plate = self._plate() if look else np.full(PLATE_NUMBERS, np.nan)
        return replace(self.motion, plate=plate[None])

    def _plate(self) -> FloatArray:
        if not self.mirrored:
            return self.plates.follow(self.image_rgb, self.pose)
        width_px = self.image_rgb.shape[1]
        seen = self.pose.mirrored(self.motion.layout, width_px=width_px)
        plate = self.plates.follow(np.ascontiguousarray(self.image_rgb[:, ::-1]), seen)
        plate[0] = width_px - plate[0]
        return plate


@dataclass(frozen=True, eq=False)
class _Kept:
    image_rgb: Image
    time_s: float
    pose: PoseFrame


class LiveFollower:
    """Follows one person through the images of a camera, in order.

    Whoever faces left is followed in mirrored frames, as in recordings: a network finds other joints in a frame than in
    its mirror image.
    """

    def __init__(self, estimator: Estimator, *, name: str) -> None:
        self._estimator, self._name = estimator, name
        self._mirrored = False
        self._seen: list[Motion] | None = []
        self._found_s: float | None = None
        self._origin: Origin | None = None
        self._plates = PlateFollower(estimator.layout)
        self._held: deque[_Kept] = deque(maxlen=HELD_FRAMES)
        self._now: _Kept | None = None
        self._turned = False
        estimator.reset()

    @property
    def _facing(self) -> Literal["left", "right", "unknown"]:
        if self._seen is not None:
            return "unknown"
        return "left" if self._mirrored else "right"

    def push(self, image_rgb: Image, *, time_s: float) -> FollowedFrame:
        """Find the person in the next image ``[height, width, 3]``, upright, 8 bits a channel.

        Raises
        ------
        InputFormatError
            If it is of another shape or type.
        """
        self._turned = False
        pose = self._pose(image_rgb, time_s)
        motion = self._motion(pose, image_rgb, time_s)
        self._now = _Kept(image_rgb, time_s, pose)
        self._look_which_way(pose, motion, time_s)
        return FollowedFrame(
            motion=motion,
            detected=pose.detected,
            people=self._estimator.people if isinstance(self._estimator, SeesPeople) else 1,
            facing=self._facing,
            brightness=float(image_rgb[::8, ::8, 1].mean()),
        )

    def unmeasured(self) -> "tuple[UnmeasuredFrame, ...]":
        """Return what is to be measured with the last frame.

        Until it is clear which way the person faces, nothing; then all frames that were asked for, with the person
        found anew where they have to be mirrored: standing and lifting are to be seen in the same way.
        """
        if self._now is None:
            return ()
        self._held.append(self._now)
        if self._seen is not None:
            return ()
        kept = list(self._held)
        self._held.clear()
        if self._turned:
            kept = [replace(one, pose=self._pose(one.image_rgb, one.time_s)) for one in kept]
        return tuple(
            UnmeasuredFrame(
                motion=self._motion(one.pose, one.image_rgb, one.time_s),
                image_rgb=one.image_rgb,
                pose=one.pose,
                plates=self._plates,
                mirrored=self._mirrored,
            )
            for one in kept
        )

    def forget_held(self) -> None:
        """Leave out what was asked for and is not settled yet: something was missed."""
        self._held.clear()

    def _pose(self, image_rgb: Image, time_s: float) -> PoseFrame:
        if not self._mirrored:
            return self._estimator.estimate(image_rgb, time_s=time_s)
        image = np.ascontiguousarray(image_rgb[:, ::-1])
        pose = self._estimator.estimate(image, time_s=time_s)
        return pose.mirrored(self._estimator.layout, width_px=image.shape[1])

    def _motion(self, pose: PoseFrame, image_rgb: Image, time_s: float) -> Motion:
        return Motion(
            time_s=np.array([time_s]),
            positions=pose.positions[None],
            confidence=pose.confidence[None],
            layout=self._estimator.layout,
            coordinate_frame=CoordinateFrame.IMAGE_PX,
            origin=self._origin_of(image_rgb),
            world_m=None if pose.world_m is None else pose.world_m[None],
            contour=contour_of(pose, self._estimator.layout)[None],
        )

    def _origin_of(self, image_rgb: Image) -> Origin:
        """Return where the frames come from: the same for all of one size."""
        height, width = image_rgb.shape[:2]
        if self._origin is None or self._origin.size_px != (width, height):
            self._origin = Origin(
                name=self._name,
                format="camera",
                size_px=(width, height),
                estimator=self._estimator.name,
                details={"estimator": {"estimator": self._estimator.name, **self._estimator.provenance}},
            )
        return self._origin

    def _look_which_way(self, pose: PoseFrame, motion: Motion, time_s: float) -> None:
        """Decide once whether frames are mirrored, and again when somebody comes back."""
        if not pose.detected:
            if self._seen is None and self._found_s is not None and time_s - self._found_s > LOST_S:
                self._seen = []
            return
        self._found_s = time_s
        if self._seen is None:
            return
        self._seen.append(motion)
        if len(self._seen) < FRAMES_TO_FACE:
            return
        from hiphinge.cleaning import facing_of  # noqa: PLC0415  # slow to load: done while the camera starts

        wanted, self._seen = facing_of(joined(self._seen)) == "left", None
        if wanted != self._mirrored:
            self._mirrored = wanted
            self._turned = True
            self._plates = PlateFollower(self._estimator.layout)
            self._estimator.reset()


def joined(frames: "Sequence[Motion]") -> Motion:
    """Return one motion of motions of one frame each, in their order; at least one."""
    first = frames[0]
    parts: dict[str, Any] = {
        name: np.concatenate([getattr(one, name) for one in frames])
        for name in ("time_s", "positions", "confidence", "world_m", "contour", "plate")
        if getattr(first, name) is not None
    }
    return Motion(layout=first.layout, coordinate_frame=first.coordinate_frame, origin=first.origin, **parts)
