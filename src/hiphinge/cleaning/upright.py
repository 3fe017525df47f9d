"""Which way up a person is in the frames of a video, from where the feet carry the body."""

import numpy as np

from hiphinge.motion import CoordinateFrame, Motion

__all__ = ["rotation_to_upright"]

_QUARTER_DEG = 90
MIN_SHARE = 2 / 3
"""Share of the frames in which the body has to be over the feet in the same wrong direction. In 156 upright videos, one
in seven with deep bends, lifts on one leg or plates before the legs, it is 0.25 at most. This package's own value."""


def rotation_to_upright(motion: Motion) -> int:
    """Return by how much the frames have to be turned clockwise so that the person stands upright.

    Whoever stands has the centre of the body over the feet, whatever the trunk, the thighs and the shanks do: the
    direction from the ankles to the middle between hips and shoulders is nearly vertical even in a deep hinge or squat.

    Returns
    -------
    int
        0, 90, 180 or 270 degrees; 0 where most frames do not agree, where these points are missing, or in a laboratory.
    """
    if motion.coordinate_frame is not CoordinateFrame.IMAGE_PX:
        return 0
    hip, shoulder, ankle = (
        (motion.point(f"left_{joint}") + motion.point(f"right_{joint}")) / 2 for joint in ("hip", "shoulder", "ankle")
    )
    up = (hip + shoulder) / 2 - ankle
    up = up[np.isfinite(up).all(axis=1)]
    if not len(up):
        return 0
    quarters = np.round(np.degrees(np.arctan2(up[:, 0], -up[:, 1])) / _QUARTER_DEG).astype(int) % 4
    shares = np.bincount(quarters, minlength=4) / len(quarters)
    turned = int(shares.argmax())
    return -turned * _QUARTER_DEG % 360 if shares[turned] >= MIN_SHARE else 0
