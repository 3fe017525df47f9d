"""The plate in the hands of somebody in the side view, and where these hands are."""

import numpy as np

from hiphinge.cleaning.plate_in_hands import plate_in_hands
from hiphinge.cleaning.shoulder_behind_plate import is_at_shoulder
from hiphinge.motion import SIDE_JOINTS, FloatArray, SideMotion

__all__ = ["hands_at_plate", "held_plate"]

HANDS_SEEN_SHARE = 0.25
"""Whose hands are seen in fewer frames (the program's own choice) has them behind a plate: the elbows then tell."""


def held_plate(side: SideMotion) -> FloatArray:
    """Return the plate that the hands hold ``[time, 4]``: centre forward and up, width and height; NaN where none is.

    All NaN where what was followed is none, such as a ball behind the lifter.
    """
    if side.plate is None or not np.isfinite(side.leg_length):
        return np.full((len(side), 4), np.nan)
    hands = hands_at_plate(side.near, side.far, side.plate, leg=side.leg_length)
    return plate_in_hands(side.plate[:, :4], hands, side.leg_length)


def hands_at_plate(near: FloatArray, far: FloatArray, plate: FloatArray | None, *, leg: float) -> FloatArray:
    """Return the middle between the wrists ``[time, 2]``; between the elbows where a plate in the hands hides these."""
    wrists = _middle(near, far, "wrist")
    seen = np.isfinite(wrists[:, 0]).mean() if len(wrists) else 0.0
    if plate is None or seen >= HANDS_SEEN_SHARE:
        return wrists
    return wrists if is_at_shoulder(plate, near, leg_length=leg) else _middle(near, far, "elbow")


def _middle(near: FloatArray, far: FloatArray, joint: str) -> FloatArray:
    """Return the middle between both sides of a joint ``[time, 2]``, or the side that is known."""
    sides = np.stack([chain[:, SIDE_JOINTS.index(joint)] for chain in (near, far)])
    known = np.isfinite(sides)
    count = known.sum(axis=0)
    return np.where(count > 0, np.where(known, sides, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan)
