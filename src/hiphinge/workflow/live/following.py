"""Finds the person in the images of a camera, one by one: the poses that a live analysis takes."""

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from hiphinge.estimators import BEGINS_S, Estimator, Image, LooksBack, PoseFrame, SeesPeople
from hiphinge.estimators.plates import PlateFollower
from hiphinge.motion import FloatArray, KeypointLayout, Motion, Origin
from hiphinge.motion.recording import PLATE_NUMBERS
from hiphinge.workflow.collected_poses import FRAMES_TO_FACE
from hiphinge.workflow.live.first_frames import HeldFrame, LookedAgain, motion_in

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FollowedFrame", "LiveFollower", "UnmeasuredFrame", "joined"]

HELD_FRAMES = 100
"""At most so many frames wait until it is clear which way the person faces: those that show it, and those before them
in which a recording looks again. As a browser sends them, they are 10 MB."""
HELD_BYTES = 120_000_000
"""Images that no browser sent take more: as many wait as take so much memory, all of 640 by 480 pixels, but never fewer
than show which way the person faces."""
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
    """A frame with the person, in which the plate beside them has yet to be looked for: that takes time.

    ``again`` looks for the person again, too. ``waited`` where it waited until others had come.
    """

    frame: HeldFrame
    motion: Motion
    pose: PoseFrame
    plates: PlateFollower
    mirrored: bool
    again: LookedAgain | None
    waited: bool

    @property
    def time_s(self) -> float:
        """When the frame was taken, seconds on the camera's clock."""
        return self.frame.time_s

    def with_plate(self, *, look: bool = True) -> Motion:
        """Return the motion with the plate, frame by frame in order; ``look`` False leaves the plate unknown."""
        pose, motion = self.pose, self.motion
        if self.again is not None:
            pose = self.again.next_pose()
            motion = motion_in(pose, layout=motion.layout, origin=motion.origin, time_s=self.time_s)
        plate = self._plate(pose, motion.layout) if look else np.full(PLATE_NUMBERS, np.nan)
        return replace(motion, plate=plate[None])

    def _plate(self, pose: PoseFrame, layout: KeypointLayout) -> FloatArray:
        if not self.mirrored:
            return self.plates.follow(self.frame.image_rgb, pose)
        width_px = self.frame.width_px
        seen = pose.mirrored(layout, width_px=width_px)
        plate = self.plates.follow(replace(self.frame, mirrored=True).image_rgb, seen)
        plate[0] = width_px - plate[0]
        return plate


@dataclass(frozen=True, eq=False)
class _Kept:
    frame: HeldFrame
    pose: PoseFrame
    motion: Motion
    mirrored: bool


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
        self._jpeg: bytes | None = None
        self._begins = True
        estimator.reset()

    @property
    def _facing(self) -> Literal["left", "right", "unknown"]:
        if self._seen is not None:
            return "unknown"
        return "left" if self._mirrored else "right"

    def push(self, image_rgb: Image, *, time_s: float, jpeg: bytes | None = None) -> FollowedFrame:
        """Find the person in the next image ``[height, width, 3]``, upright, 8 bits a channel.

        ``jpeg`` is the same image as it came, where it came so: while it waits, it takes less memory.

        Raises
        ------
        InputFormatError
            If it is of another shape or type.
        """
        pose = self._pose(image_rgb, time_s)
        motion = motion_in(pose, layout=self._estimator.layout, origin=self._origin_of(image_rgb), time_s=time_s)
        frame = HeldFrame(time_s=time_s, held=image_rgb, width_px=image_rgb.shape[1])
        self._now = _Kept(frame, replace(pose, mask=None), motion, self._mirrored)
        self._jpeg = jpeg
        self._look_which_way(self._now)
        return FollowedFrame(
            motion=motion,
            detected=pose.detected,
            people=self._estimator.people if isinstance(self._estimator, SeesPeople) else 1,
            facing=self._facing,
            brightness=float(image_rgb[::8, ::8, 1].mean()),
        )

    def unmeasured(self) -> "tuple[UnmeasuredFrame, ...]":
        """Return what is to be measured with the last frame.

        Until it is clear which way the person faces, nothing; then all frames that were asked for. Where somebody was
        not followed from the first of them on, they wait as long as a recording may begin, and the person is looked for
        in them again, as in a recording (`LookedAgain`); likewise where the frames have to be mirrored: standing and
        lifting are to be seen in the same way.
        """
        if self._now is None:
            return ()
        self._held.append(self._now)
        if self._seen is not None or self._may_begin_otherwise():
            if self._jpeg is not None:
                self._held[-1] = replace(self._now, frame=replace(self._now.frame, held=self._jpeg))
            while self._is_heavy() and self._seen is not None:
                self._held.popleft()
            return ()
        return self._settled()

    def rest(self) -> "tuple[UnmeasuredFrame, ...]":
        """Return the frames that still wait when no more come, if it is clear which way somebody faces."""
        return self._settled() if self._held and self._seen is None else ()

    def _settled(self) -> "tuple[UnmeasuredFrame, ...]":
        kept, again = list(self._held), self._looked_again()
        self._held.clear()
        self._begins = False
        return tuple(
            UnmeasuredFrame(
                frame=one.frame,
                motion=one.motion,
                pose=one.pose,
                plates=self._plates,
                mirrored=self._mirrored,
                again=again,
                waited=len(kept) > 1,
            )
            for one in kept
        )

    def forget_held(self) -> None:
        """Leave out what was asked for and is not settled yet: something was missed."""
        self._held.clear()
        self._begins = True

    def _may_begin_otherwise(self) -> bool:
        """Tell whether frames wait since somebody may be found in them who was not at first, as in a recording."""
        if not self._begins or not isinstance(self._estimator, LooksBack) or self._held[0].pose.tracked:
            return False
        waited_s = self._held[-1].frame.time_s - self._held[0].frame.time_s
        return waited_s <= BEGINS_S and len(self._held) < HELD_FRAMES and not self._is_heavy()

    def _is_heavy(self) -> bool:
        """Tell whether the frames that wait take too much memory, and are more than have to wait."""
        return len(self._held) > FRAMES_TO_FACE and sum(one.frame.size_bytes for one in self._held) > HELD_BYTES

    def _looked_again(self) -> LookedAgain | None:
        """Return what looks at the frames that waited again, where that is to be."""
        kept = list(self._held)
        otherwise = any(one.mirrored != self._mirrored for one in kept)
        late = not all(one.pose.detected for one in kept) or not all(one.pose.tracked for one in kept[1:])
        if not otherwise and not (late and self._begins and isinstance(self._estimator, LooksBack)):
            return None
        return LookedAgain([replace(one.frame, mirrored=self._mirrored) for one in kept], self._estimator)

    def _pose(self, image_rgb: Image, time_s: float) -> PoseFrame:
        if not self._mirrored:
            return self._estimator.estimate(image_rgb, time_s=time_s)
        image = np.ascontiguousarray(image_rgb[:, ::-1])
        pose = self._estimator.estimate(image, time_s=time_s)
        return pose.mirrored(self._estimator.layout, width_px=image.shape[1])

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

    def _look_which_way(self, now: _Kept) -> None:
        """Decide once whether frames are mirrored, and again when somebody comes back."""
        time_s = now.frame.time_s
        if not now.pose.detected:
            if self._seen is None and self._found_s is not None and time_s - self._found_s > LOST_S:
                self._seen = []
            return
        self._found_s = time_s
        if self._seen is None:
            return
        self._seen.append(now.motion)
        if len(self._seen) < FRAMES_TO_FACE:
            return
        from hiphinge.cleaning import facing_of  # noqa: PLC0415  # slow to load: done while the camera starts

        wanted, self._seen = facing_of(joined(self._seen)) == "left", None
        if wanted != self._mirrored:
            self._mirrored = wanted
            self._plates = PlateFollower(self._estimator.layout)
            if isinstance(self._estimator, LooksBack):
                self._estimator.turn(width_px=now.frame.width_px)
            else:
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
