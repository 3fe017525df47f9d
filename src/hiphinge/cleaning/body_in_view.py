"""A body as a camera sees it from any side: image and an estimator's body in metres, mirrored to face right."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import SIDE_JOINTS, FloatArray, FrozenArrays, Motion, lean_deg

__all__ = [
    "BodyInView",
    "body_in_view",
    "hybrid",
    "leans_by_geometry",
    "turned",
    "view_features",
    "yaw_features",
]

_READ = [SIDE_JOINTS.index(joint) for joint in ("ear", "shoulder", "hip", "knee", "ankle", "heel", "toe")]
"""The points from which leans and yaw are learnt: hands and elbows go where the load is."""
SIZE_PERCENTILE = 80.0
"""The body's size is this percentile over time: a line that leans towards the camera only looks shorter."""
TALL_SHARE = 0.95
"""Frames as tall as this share of the recording's tallest ones show somebody upright, in every view."""
TALLEST_PERCENTILE = 95.0
MIN_FRAMES = 3
LEAST_COSINE = 0.3
DEGREES = 30.0
_CHAIN = ("shoulder", "hip", "knee", "ankle")
_ACROSS = ("shoulder", "hip", "knee", "ankle", "heel", "toe")


@dataclass(frozen=True, kw_only=True, eq=False)
class BodyInView(FrozenArrays):
    """Joints (`SIDE_JOINTS`) of both sides, mirrored where needed so that the person faces right.

    Attributes
    ----------
    image
        ``[time, joint, (near, far), 2]``: right and up in the frame, from the middle of the hips, body sizes.
    world
        ``[time, joint, (near, far), 3]``: right, up and away from the camera, as ``image``, by the estimator's own body
        in metres.
    confidence
        ``[time, (near, far)]`` of the joints of the trunk and the legs.
    tall
        Frames ``[time]`` that show the person upright; all of them where too few do.
    feet_px
        The middle of both ankles in the frame ``[time, 2]``, forward and up.
    size_px
        One body size, trunk and leg together, in pixels.
    """

    image: FloatArray
    world: FloatArray
    confidence: FloatArray
    tall: NDArray[np.bool_]
    feet_px: FloatArray
    size_px: float

    @property
    def known(self) -> NDArray[np.bool_]:
        """Frames ``[time]`` in which every joint has a place."""
        return np.asarray(np.isfinite(self.image).all(axis=(1, 2, 3)) & np.isfinite(self.world).all(axis=(1, 2, 3)))


def body_in_view(motion: Motion, facing: Literal["left", "right", "unknown"]) -> BodyInView | None:
    """Return the body of a video's poses, or None where there is no body in metres, or hardly any frame with one."""
    if motion.world_m is None:
        return None
    sign = -1.0 if facing == "left" else 1.0
    sides = ("left", "right") if facing == "left" else ("right", "left")
    at = [[motion.layout.index(f"{side}_{joint}") for side in sides] for joint in SIDE_JOINTS]
    if any(index is None for pair in at for index in pair):
        return None
    places = np.array(at, dtype=np.intp)
    image = motion.positions[:, places] * np.array([sign, -1.0])
    world = motion.world_m[:, places] * np.array([sign, -1.0, 1.0])
    sure = motion.confidence[:, places[[SIDE_JOINTS.index(joint) for joint in _CHAIN]]].mean(axis=1)
    known = np.isfinite(image).all(axis=(1, 2, 3)) & np.isfinite(world).all(axis=(1, 2, 3))
    if known.sum() < MIN_FRAMES:
        return None
    size_px, size_m = _size(image[known]), _size(world[known])
    hip = SIDE_JOINTS.index("hip")
    return BodyInView(
        image=(image - image[:, [hip]].mean(axis=2, keepdims=True)) / size_px,
        world=(world - world[:, [hip]].mean(axis=2, keepdims=True)) / size_m,
        confidence=sure,
        tall=_tall(image, known),
        feet_px=image[:, SIDE_JOINTS.index("ankle")].mean(axis=1),
        size_px=size_px,
    )


def _size(points: FloatArray) -> float:
    """Return shoulder to hip to knee to ankle, middles of both sides, the percentile over time."""
    chain = points[:, [SIDE_JOINTS.index(joint) for joint in _CHAIN]].mean(axis=2)
    return float(np.percentile(np.linalg.norm(np.diff(chain, axis=1), axis=2).sum(axis=1), SIZE_PERCENTILE))


def _tall(image: FloatArray, known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    middle = image.mean(axis=2)
    height = (middle[:, SIDE_JOINTS.index("shoulder")] - middle[:, SIDE_JOINTS.index("ankle")])[:, 1]
    with np.errstate(invalid="ignore"):
        tall = known & (height >= TALL_SHARE * np.percentile(height[known], TALLEST_PERCENTILE))
    return np.asarray(tall if tall.sum() >= MIN_FRAMES else known)


def yaw_features(body: BodyInView, by_lines_deg: float) -> FloatArray:
    """Return what shows the yaw of every frame ``[time, number]``: lines across the body and along the feet.

    ``by_lines_deg`` is the yaw that the lines across the body in metres have over the whole recording.
    """
    joints = [SIDE_JOINTS.index(joint) for joint in _ACROSS]
    world, image = (points[:, joints, 0] - points[:, joints, 1] for points in (body.world, body.image))
    ground = world[..., [0, 2]]
    with np.errstate(invalid="ignore", divide="ignore"):
        direction = ground / np.linalg.norm(ground, axis=-1, keepdims=True)
    toe, heel, ear, shoulder = (SIDE_JOINTS.index(joint) for joint in ("toe", "heel", "ear", "shoulder"))
    feet = body.world[:, toe].mean(axis=1) - body.world[:, heel].mean(axis=1)
    seen_feet = body.image[:, toe] - body.image[:, heel]
    head = (body.image[:, ear] - body.image[:, [shoulder]].mean(axis=2))[:, :, 0]
    return np.concatenate(
        [
            direction.reshape(len(image), -1),
            world.reshape(len(image), -1),
            image.reshape(len(image), -1),
            feet,
            seen_feet.reshape(len(image), -1),
            head,
            body.confidence,
            _direction(by_lines_deg, len(image)),
        ],
        axis=1,
    )


def _direction(yaw_deg: float, count: int) -> FloatArray:
    return np.tile([np.sin(np.radians(yaw_deg)), np.cos(np.radians(yaw_deg))], (count, 1))


def turned(points: FloatArray, yaw_deg: float) -> FloatArray:
    """Return points ``[..., 3]`` (right, up, away from the camera) in the sagittal plane ``[..., 2]``, forward and up.

    ``yaw_deg`` is positive where the chest turns to the camera.
    """
    forward = np.array([np.cos(np.radians(yaw_deg)), -np.sin(np.radians(yaw_deg))])
    return np.stack([points[..., [0, 2]] @ forward, points[..., 1]], axis=-1)


def hybrid(body: BodyInView) -> FloatArray:
    """Return places ``[time, joint, (near, far), 3]`` with right and up from the image, depth from the body in metres.

    The network places points in the image better than in its body.
    """
    return np.concatenate([body.image, body.world[..., 2:]], axis=-1)


def leans_by_geometry(body: BodyInView, yaw_deg: float) -> FloatArray:
    """Return the leans of trunk, thigh and shank ``[way, time, 3]``, degrees, forward positive, in three ways.

    From the image stretched by the yaw, from the image with the depth of the body in metres, and from that body alone;
    the middles of both sides throughout, which lie in the sagittal plane.
    """
    stretched = body.image.copy()
    stretched[..., 0] /= max(float(np.cos(np.radians(yaw_deg))), LEAST_COSINE)
    return np.stack([_leans(p) for p in (stretched, turned(hybrid(body), yaw_deg), turned(body.world, yaw_deg))])


def _leans(points: FloatArray) -> FloatArray:
    middle = points.mean(axis=2)
    chain = middle[:, [SIDE_JOINTS.index(joint) for joint in _CHAIN]]
    return lean_deg(chain[:, :-1] - chain[:, 1:])


def view_features(body: BodyInView, yaw_deg: float) -> FloatArray:
    """Return what shows the leans of every frame ``[time, number]``, given the yaw."""
    flat = len(body.image)
    leans = leans_by_geometry(body, yaw_deg)
    angles = np.radians(np.concatenate(leans, axis=1))
    raw = np.concatenate([points[:, _READ].reshape(flat, -1) for points in (body.image, body.world)], axis=1)
    standing = np.median(raw[body.tall], axis=0)
    return np.concatenate(
        [
            raw,
            raw - standing,
            np.sin(angles),
            np.cos(angles),
            np.concatenate(leans - np.median(leans[:, body.tall], axis=1, keepdims=True), axis=1) / DEGREES,
            body.confidence,
            _direction(yaw_deg, flat),
        ],
        axis=1,
    )
