"""A synthetic movement as a pose network detects it through a phone's camera."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from hiphinge.motion import BLAZEPOSE_33, CoordinateFrame, FloatArray, Motion
from hiphinge.testing.body import body_points
from hiphinge.testing.plans import Plan
from hiphinge.testing.recordings import SyntheticRecording, frame_times, origin_of, repetitions_from
from hiphinge.testing.trajectory_building import trajectory_of

__all__ = ["Camera", "Hidden", "record_video"]

HIDDEN_CONFIDENCE, HIDDEN_OFF_SHARE = 0.05, 0.1
"""A hidden point is given with this confidence, and off by about this share of stature."""


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """A stretch ``[start_s, end_s)`` in which the named joints, or all, are hidden.

    A joint is named as in the layout (``left_ear``), or without its side for both (``ear``). Times count from the
    first frame.
    """

    start_s: float
    end_s: float
    joints: tuple[str, ...] = ()

    def covers(self, keypoint: str) -> bool:
        """Tell whether a keypoint is among the joints."""
        return not self.joints or keypoint in self.joints or keypoint.partition("_")[2] in self.joints


@dataclass(frozen=True, kw_only=True)
class Camera:
    """A camera far away, level, at rest.

    Attributes
    ----------
    yaw_deg
        How far the chest turns from a true side view to the camera: 90 is from the front, -90 from the back.
    stature_px, foot_px
        Height of the person in the frame, and where the feet first stand: by default low in the middle.
    uneven
        Largest share of a frame's duration, under a half, by which a frame comes early or late.
    noise_px
        Standard deviation of every point's position, frame by frame, pixels.
    near_confidence, far_confidence
        Confidence of the points of the side towards the camera, and of the other.
    first_s
        Time of the first frame on the recording's clock.
    sees_depth
        Whether the estimator also gives its body in metres (``Motion.world_m``).
    """

    facing: Literal["left", "right"] = "right"
    yaw_deg: float = 0.0
    size_px: tuple[int, int] = (720, 1280)
    stature_px: float = 850.0
    foot_px: tuple[float, float] | None = None
    frame_rate_hz: float = 30.0
    uneven: float = 0.0
    noise_px: float = 0.0
    near_confidence: float = 0.95
    far_confidence: float = 0.75
    hidden: tuple[Hidden, ...] = ()
    first_s: float = 0.0
    sees_depth: bool = True


def record_video(
    plan: Plan | None = None, *, camera: Camera | None = None, stature_m: float = 1.75, seed: int = 0
) -> SyntheticRecording:
    """Return what a pose network would make of a video of the plan, by default three hinges to the right.

    Notes
    -----
    Lengths in the frame do not depend on depth (weak perspective). The same seed gives the same recording.
    """
    camera = camera or Camera()
    random = np.random.default_rng(seed)
    trajectory = trajectory_of(plan or Plan())
    time_s = frame_times(trajectory.duration_s, camera.frame_rate_hz, random, uneven=camera.uneven)
    body = body_points(trajectory.angles(time_s), stature_m=stature_m)
    body[..., 0] += trajectory.place_m(time_s)[:, None]
    px_per_m = camera.stature_px / stature_m
    projected = _projected(body, camera)
    projected += camera.noise_px / px_per_m * random.standard_normal(projected.shape)
    confidence = _confidence(time_s, camera)
    guessed = (confidence == HIDDEN_CONFIDENCE)[..., None]
    projected += guessed * HIDDEN_OFF_SHARE * stature_m * random.standard_normal(projected.shape)
    motion = Motion(
        time_s=time_s + camera.first_s,
        positions=_foot_px(camera) + px_per_m * projected[..., :2],
        confidence=confidence,
        layout=BLAZEPOSE_33,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=origin_of(trajectory, camera.frame_rate_hz, size_px=camera.size_px),
        world_m=_about_hips(projected) if camera.sees_depth else None,
    )
    return SyntheticRecording(
        motion=motion, truth=trajectory.truth(time_s), repetitions=repetitions_from(trajectory, camera.first_s)
    )


def _foot_px(camera: Camera) -> FloatArray:
    width, height = camera.size_px
    return np.array(camera.foot_px or (0.5 * width, 0.92 * height))


def _projected(body: FloatArray, camera: Camera) -> FloatArray:
    """Return the points in metres ``[time, keypoint, 3]``: x right in the frame, y down, z away."""
    yaw = np.radians(camera.yaw_deg)
    side = -1.0 if camera.facing == "left" else 1.0
    forward, right = (side * np.cos(yaw), -np.sin(yaw)), (-np.sin(yaw), -side * np.cos(yaw))
    ahead, up, aside = (body[..., i] for i in range(3))
    across, away = (ahead * f + aside * r for f, r in zip(forward, right, strict=True))
    return np.stack([across, -up, away], axis=-1)


def _about_hips(projected: FloatArray) -> FloatArray:
    hips = [BLAZEPOSE_33.keypoints.index(f"{side}_hip") for side in ("left", "right")]
    return np.asarray(projected - projected[:, hips].mean(axis=1, keepdims=True))


def _confidence(time_s: FloatArray, camera: Camera) -> FloatArray:
    near = "right" if (camera.facing == "right") == (np.cos(np.radians(camera.yaw_deg)) >= 0) else "left"
    names = BLAZEPOSE_33.keypoints
    far = {name for name in names if name.startswith(("left_", "right_")) and not name.startswith(near)}
    sure = np.array([camera.far_confidence if name in far else camera.near_confidence for name in names])
    confidence = np.tile(sure, (len(time_s), 1))
    for hidden in camera.hidden:
        within = (time_s >= hidden.start_s) & (time_s < hidden.end_s)
        covered = np.array([hidden.covers(name) for name in names])
        confidence[np.ix_(within, covered)] = HIDDEN_CONFIDENCE
    return confidence
