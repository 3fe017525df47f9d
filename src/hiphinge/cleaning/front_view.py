"""From raw keypoints to somebody seen from the front or from behind."""

import numpy as np

from hiphinge.cleaning.side_view import MIN_CONFIDENCE, smoothed, without_jumps
from hiphinge.motion import BODY_SIDES, SIDE_JOINTS, CoordinateFrame, FloatArray, FrontMotion, Motion, View

__all__ = ["front_view"]

MIN_FRAMES = 3
TALL_PERCENTILE = 90.0
LEAST_TRUNK = 0.35
"""Nobody's trunk looks shorter than this share of the leg while they stand: where it does, the network has taken a bend
for somebody who stands, hips for shoulders, and has gone on so. In 115 rendered people it was 0.50 to 0.90, and 0.13
and -0.22 in the two of whom the network drew that."""
_HELD = ("shoulder", "hip", "knee", "ankle")


def front_view(motion: Motion, view: View) -> FrontMotion | None:
    """Return both sides in the image and in the estimator's body; None where there is no body, or none that could be.

    Gaps are closed, jumps removed, and both are smoothed as in a view from the side.
    """
    at = [[motion.layout.index(f"{side}_{joint}") for side in BODY_SIDES] for joint in SIDE_JOINTS]
    if motion.coordinate_frame is not CoordinateFrame.IMAGE_PX or motion.world_m is None:
        return None
    if any(index is None for pair in at for index in pair):
        return None
    places = np.array(at, dtype=np.intp)
    to_left = 1.0 if view.label == "front" else -1.0
    sure = (motion.confidence[:, places] >= MIN_CONFIDENCE)[..., None]
    image = np.where(sure, motion.positions[:, places] * np.array([to_left, -1.0]), np.nan)
    body = np.where(sure, motion.world_m[:, places] * np.array([to_left, -1.0, -to_left]), np.nan)
    image, body = _uncrossed(image, body)
    held = image[:, [SIDE_JOINTS.index(joint) for joint in _HELD]]
    if np.isfinite(held).all(axis=(1, 2, 3)).sum() < MIN_FRAMES or _trunk_by_leg(held) < LEAST_TRUNK:
        return None
    return FrontMotion(
        time_s=motion.time_s,
        image=_cleaned(image, motion.time_s, size=_tall(image)),
        body_m=_cleaned(body, motion.time_s, size=_tall(body)),
        view=view,
    )


def _trunk_by_leg(held: FloatArray) -> float:
    """Return how far shoulders are at most above hips, by hips above ankles; ``held`` is ``[time, _HELD, side, 2]``."""
    shoulder, hip, _, ankle = held.mean(axis=2)[..., 1].T
    trunk, leg = (np.nanpercentile(up, TALL_PERCENTILE) for up in (shoulder - hip, hip - ankle))
    return float(trunk / leg)


def _uncrossed(image: FloatArray, body: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return both with knees and feet on their own sides: a network that takes one for the other is put right.

    Legs that stand or bend side by side do not cross.
    """
    image, body = image.copy(), body.copy()
    for leading, joints in (("hip", ("hip",)), ("knee", ("knee",)), ("ankle", ("ankle", "heel", "toe"))):
        both = image[:, SIDE_JOINTS.index(leading), :, 0]
        with np.errstate(invalid="ignore"):
            crossed = both[:, 0] < both[:, 1]
        for place in map(SIDE_JOINTS.index, joints):
            image[crossed, place] = image[crossed, place][:, ::-1]
            body[crossed, place] = body[crossed, place][:, ::-1]
    return image, body


def _tall(points: FloatArray) -> float:
    """Return how far shoulders are above ankles in somebody upright, in the points' unit."""
    shoulder, ankle = (points[:, SIDE_JOINTS.index(joint), :, 1].mean(axis=1) for joint in ("shoulder", "ankle"))
    tall = shoulder - ankle
    return float(np.percentile(tall[np.isfinite(tall)], TALL_PERCENTILE)) if np.isfinite(tall).any() else float("nan")


def _cleaned(points: FloatArray, time_s: FloatArray, *, size: float) -> FloatArray:
    flat = points.reshape(len(points), -1, points.shape[-1])
    return smoothed(without_jumps(flat, time_s, size / 2), time_s).reshape(points.shape)
