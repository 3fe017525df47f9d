"""What is kept of the frames of a video while the person is followed through it."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hiphinge.estimators.contour import PARTS
from hiphinge.estimators.pose import no_person
from hiphinge.motion import CoordinateFrame, FloatArray, KeypointLayout, Motion, Origin
from hiphinge.sources.video import BACKGROUND_PX, thumbnail
from hiphinge.workflow.between_frames import along_curves, along_lines
from hiphinge.workflow.company import Company
from hiphinge.workflow.frame_rate import is_fast

if TYPE_CHECKING:
    from hiphinge.cleaning import CameraMotion
    from hiphinge.estimators import PoseFrame

__all__ = ["FRAMES_TO_FACE", "CollectedPoses"]

_MIN_FRAMES = 2
_FRAMES_OF_SPEED = 20
"""So many of the latest frames hold the time in which the speed is measured."""
_FIRST_FRAMES = 60
"""After so many frames it is clear in most videos that the person is not upright, and the rest can wait."""
BACKGROUNDS_S = 0.095
"""Nearly ten frames a second: a hand that holds a phone hardly moves faster."""
FRAMES_TO_FACE = 20
"""After so many frames it is clear in most videos which way the person faces."""


@dataclass(kw_only=True)
class CollectedPoses:
    """What is kept of each frame: a few hundred numbers, never the image.

    ``mirrored`` where the frames were looked at as in a mirror; ``is_complete`` after the last frame; ``is_too_fast``
    where the movement needs more frames than are looked at.
    """

    layout: KeypointLayout
    mirrored: bool = False
    is_complete: bool = False
    is_too_fast: bool = False
    people: int = 1
    company: Company | None = None
    time_s: list[float] = field(default_factory=list)
    poses: list["PoseFrame"] = field(default_factory=list)
    contours: list[FloatArray | None] = field(default_factory=list)
    plates: list[FloatArray] = field(default_factory=list)
    thumbnails: list[NDArray[np.uint8]] = field(default_factory=list)
    backgrounds: list[tuple[int, NDArray[np.uint8]]] = field(default_factory=list)
    """Frames by number, larger, `BACKGROUNDS_S` apart: how the background moves."""

    def look(self, image_rgb: NDArray[np.uint8], time_s: float) -> None:
        """Keep what is needed of the image of the next frame."""
        self.thumbnails.append(thumbnail(image_rgb))
        if not self.backgrounds or time_s - self.time_s[self.backgrounds[-1][0]] >= BACKGROUNDS_S:
            self.backgrounds.append((len(self.time_s), thumbnail(image_rgb, cells=BACKGROUND_PX)))
        self.time_s.append(time_s)

    def camera_motion(self, size_px: tuple[int, int]) -> "CameraMotion | None":
        """Return how far the camera moved in frames of that width and height, None where that does not show."""
        from hiphinge.cleaning import camera_motion  # noqa: PLC0415  # slow to load: done while the video is read

        if not self.backgrounds:
            return None
        boxes = np.array([_box(self.poses[number].positions) for number, _ in self.backgrounds])
        images = np.stack([image for _, image in self.backgrounds])
        return camera_motion(images, boxes / np.tile(size_px, 2), aspect=size_px[0] / size_px[1])

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
        """Return whether the first frames, just collected, have to be turned or looked at the other way round."""
        count = len(self.poses)
        if count not in (FRAMES_TO_FACE, _FIRST_FRAMES):
            return False
        if self.rotation_to_upright():
            return count == _FIRST_FRAMES
        if self.mirrored:
            return count == FRAMES_TO_FACE and not self.faces_left()
        return self.faces_left()

    def look_at_speed(self) -> bool:
        """Return whether the movement is too fast for the frames so far, and keep that."""
        both = zip(self.time_s[-_FRAMES_OF_SPEED:], self.poses[-_FRAMES_OF_SPEED:], strict=True)
        latest = [(time_s, pose.positions) for time_s, pose in both if pose.measured]
        self.is_too_fast = is_fast([time_s for time_s, _ in latest], [at for _, at in latest], self.layout)
        return self.is_too_fast

    def carry_over(self) -> None:
        """Put what lies between the measured frames into the frames that were not."""
        measured = np.array([pose.measured for pose in self.poses])
        if measured.all():
            return
        time_s = np.array(self.time_s)
        positions = along_curves(time_s, np.stack([pose.positions for pose in self.poses]), measured)
        confidence = along_lines(time_s, np.stack([pose.confidence for pose in self.poses]), measured)
        score = along_lines(time_s, np.array([pose.score for pose in self.poses]), measured)
        world = [pose.world_m for pose in self.poses if pose.world_m is not None]
        world_m = along_curves(time_s, np.stack(world), measured) if len(world) == len(self.poses) else None
        contours = self._contours_between(time_s, measured)
        plates = along_lines(time_s, np.stack(self.plates), measured)
        for number in np.flatnonzero(~measured):
            self.poses[number] = replace(
                self.poses[number],
                positions=positions[number],
                confidence=confidence[number],
                world_m=None if world_m is None else world_m[number],
                score=float(score[number]),
            )
            self.contours[number] = None if contours is None else contours[number]
            self.plates[number] = plates[number]

    def _contours_between(self, time_s: FloatArray, measured: NDArray[np.bool_]) -> FloatArray | None:
        first = next((contour for contour in self.contours if contour is not None), None)
        if first is None:
            return None
        nowhere = np.full(first.shape, np.nan)
        known = np.stack([nowhere if contour is None else contour for contour in self.contours])
        return np.asarray(np.round(along_lines(time_s, known, measured) * PARTS) / PARTS)

    def leave_out_hidden(self) -> None:
        """Leave out what was measured of somebody who passes in place of the person."""
        if self.company is None:
            return
        for number in self.company.hidden(self.time_s, self.poses, self.layout):
            self.poses[number] = no_person(self.layout, with_world=self.poses[number].world_m is not None)
            self.contours[number] = None

    def of_people(self) -> tuple[str, ...]:
        """Return a sentence on who was followed, where there are several people."""
        return () if self.company is None else self.company.in_words()

    def share_measured(self) -> float:
        """Return the share of the frames that the network looked at."""
        return sum(pose.measured for pose in self.poses) / len(self.poses)

    def share_detected(self) -> float:
        """Return the share of the frames in which the person was found."""
        return sum(pose.detected for pose in self.poses) / len(self.poses)


def _box(positions: FloatArray) -> FloatArray:
    """Return left, top, right and bottom of what was found of a person ``[keypoint, 2]``; NaN where nothing was."""
    known = positions[np.isfinite(positions).all(axis=1)]
    return np.concatenate([known.min(axis=0), known.max(axis=0)]) if len(known) else np.full(4, np.nan)
