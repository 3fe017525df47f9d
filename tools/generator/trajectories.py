"""What a body has to do in a clip, frame by frame: angles and the place of the hands, before balance is solved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.generator.arrays import Array
    from tools.generator.sideways import Sway
    from tools.generator.stepping import Walk

HANG, BAR, BACK, HIPS, CHEST, DOWEL = "hang", "bar", "back", "hips", "chest", "dowel"
GRIP_HALF_SHARE = 0.145


@dataclass(frozen=True)
class Trajectory:
    """Angles over time, each ``[frame]``; forward and flexion positive.

    Parameters
    ----------
    trunk_deg
        Line from the hips to the shoulders from vertical.
    lumbar_deg, thoracic_deg, neck_deg
        Bends of the bones, from the person's own standing shape.
    knee_deg
        Between thigh and shank, from own standing.
    balance_share
        Place of the centre of mass over the foot, from the heel.
    arm_deg
        Hanging arms from vertical, forward positive.
    blade_share
        0 for shoulder blades as in standing, 1 for all the way forward.
    bar_drift_m
        How far in front of its usual place the bar is held.
    hands
        One of the ways to hold the hands.
    load_kg
        What the hands or the back hold.
    free_leg
        The side that leaves the floor, or None.
    held_share, grip_share
        Whether the load hangs in the hands (1) or lies on the floor (0), and whether the hands are at it (1) or
        hang free (0); always 1 where None.
    arm_swing_deg
        What the left arm swings forward and the right one back, or None.
    grip_half_share
        Half the distance between the hands on a bar, share of stature.
    beside
        Whether the load is held beside the legs, which are then not in its way.
    walk
        Steps and turns, or None for somebody who stands in one place.
    sway
        What is done to the sides, or None.
    """

    trunk_deg: Array
    lumbar_deg: Array
    thoracic_deg: Array
    neck_deg: Array
    knee_deg: Array
    balance_share: Array
    arm_deg: Array
    blade_share: Array
    bar_drift_m: Array
    hands: str
    load_kg: float
    free_leg: str | None = None
    held_share: Array | None = None
    grip_share: Array | None = None
    arm_swing_deg: Array | None = None
    grip_half_share: float = GRIP_HALF_SHARE
    beside: bool = False
    walk: Walk | None = None
    sway: Sway | None = None

    @property
    def carried_kg(self) -> Array | float:
        """What the hands or the back hold in each frame."""
        return self.load_kg if self.held_share is None else self.load_kg * self.held_share
