"""What a body has to do in a clip, frame by frame: angles and the place of the hands, before balance is solved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.generator.arrays import Array

HANG, BAR, BACK, HIPS, CHEST, DOWEL = "hang", "bar", "back", "hips", "chest", "dowel"


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
