"""The first frames of what a live session measures together, looked at again as those of a recording are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.estimators import Estimator, Image, LooksBack, PoseFrame
from hiphinge.estimators.contour import contour_of
from hiphinge.motion import CoordinateFrame, KeypointLayout, Motion, Origin

__all__ = ["HeldFrame", "LookedAgain", "motion_in"]


@dataclass(frozen=True, kw_only=True, eq=False)
class HeldFrame:
    """A frame of a camera: an image ``[height, width, 3]``, or the JPEG that it came as, unpacked each time.

    It is ``width_px`` wide; ``mirrored`` where it is given as in a mirror.
    """

    time_s: float
    held: Image | bytes
    width_px: int
    mirrored: bool = False

    @property
    def size_bytes(self) -> int:
        """How much memory it takes."""
        return len(self.held) if isinstance(self.held, bytes) else self.held.nbytes

    @property
    def image_rgb(self) -> Image:
        """The image, upright, 8 bits a channel.

        Raises
        ------
        InputFormatError
            If it is no JPEG.
        """
        image = _unpacked(self.held) if isinstance(self.held, bytes) else self.held
        return np.ascontiguousarray(image[:, ::-1]) if self.mirrored else image


def _unpacked(jpeg: bytes) -> Image:
    from hiphinge.sources.video.camera import image_of_jpeg  # noqa: PLC0415  # seldom wanted

    image = image_of_jpeg(jpeg)
    if image is None:
        message = "The frame should be a JPEG, but cannot be unpacked. Send another frame."
        raise InputFormatError(message)
    return image


class LookedAgain:
    """Looks for the person in frames again, with networks of its own, one frame after the other as they are asked for.

    Whoever measures beside the camera asks, so that the newest frame never waits. An estimator that cannot look beside
    does it itself and at once, and knows the person in the last of the frames then.
    """

    def __init__(self, frames: Sequence[HeldFrame], estimator: Estimator) -> None:
        if isinstance(estimator, LooksBack):
            self._poses = _looked_beside(frames, estimator, estimator.layout)
        else:
            self._poses = iter(_looked_at(frames, estimator))

    def next_pose(self) -> PoseFrame:
        """Return the person in the next frame, as it was filmed."""
        return next(self._poses)


def _looked_beside(frames: Sequence[HeldFrame], estimator: LooksBack, layout: KeypointLayout) -> Iterator[PoseFrame]:
    for frame, pose in estimator.beside().estimates(frames):
        yield _as_filmed(frame, pose, layout)


def _looked_at(frames: Sequence[HeldFrame], estimator: Estimator) -> list[PoseFrame]:
    poses = [estimator.estimate(frame.image_rgb, time_s=frame.time_s) for frame in frames]
    return [_as_filmed(frame, pose, estimator.layout) for frame, pose in zip(frames, poses, strict=True)]


def _as_filmed(frame: HeldFrame, pose: PoseFrame, layout: KeypointLayout) -> PoseFrame:
    return pose.mirrored(layout, width_px=frame.width_px) if frame.mirrored else pose


def motion_in(pose: PoseFrame, *, layout: KeypointLayout, origin: Origin, time_s: float) -> Motion:
    """Return the person in a frame as a motion of one frame."""
    return Motion(
        time_s=np.array([time_s]),
        positions=pose.positions[None],
        confidence=pose.confidence[None],
        layout=layout,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=origin,
        world_m=None if pose.world_m is None else pose.world_m[None],
        contour=contour_of(pose, layout)[None],
    )
