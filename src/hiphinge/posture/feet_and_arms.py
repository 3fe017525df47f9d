"""What heels and arms do, frame by frame: the heel's height, whether the toe stays, elbow and arm angles."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.cleaning import depth_behind, held_plate, planted_position
from hiphinge.motion import FloatArray, SideMotion, lean_deg

__all__ = ["ARM", "ELBOW", "HAND_HEIGHT", "HEEL_HEIGHT", "TOE_AWAY", "feet_and_arms"]

HEEL_HEIGHT, TOE_AWAY = "heel_height", "toe_away"
"""How far the heel is above the toe, and the toe away from where it is planted, in foot lengths."""
HAND_HEIGHT = "wrist_height"
"""How far the wrist is above where the ankle is planted, in leg lengths."""
ELBOW, ARM = "elbow_flexion", "arm_raised"
"""Elbow flexion, and the upper arm's angle in front of the trunk, degrees."""
FULL_TURN_DEG = 360.0


def feet_and_arms(side: SideMotion) -> dict[str, FloatArray]:
    """Return heel and toe in foot lengths, elbow and arm in degrees ``[time]``, by name; NaN where not detected.

    Notes
    -----
    Of the near side. A foot is as long as heel and toe are apart where they mostly are. Of an elbow behind a plate, the
    network only guesses how it bends; of a wrist alone, most of the forearm is seen.
    """
    heel, toe = side.joint("heel"), side.joint("toe")
    planted_heel, planted_toe, planted_ankle = (
        planted_position(joint, side.time_s, moves=side.moves) for joint in (heel, toe, side.joint("ankle"))
    )
    apart = (planted_toe - planted_heel)[..., 0]
    foot = float(np.nanmedian(apart)) if np.isfinite(apart).any() else float("nan")
    shoulder, elbow = side.joint("shoulder"), side.joint("elbow")
    upper_arm, forearm = lean_deg(elbow - shoulder), lean_deg(side.joint("wrist") - elbow)
    trunk = lean_deg(side.joint("hip") - shoulder)
    scale = 1.0 / foot if foot > 0 else float("nan")
    return {
        HEEL_HEIGHT: (heel - toe)[:, 1] * scale,
        TOE_AWAY: np.linalg.norm(toe - planted_toe, axis=1) * scale,
        HAND_HEIGHT: (side.joint("wrist") - planted_ankle)[:, 1] / side.leg_length,
        ELBOW: np.where(_elbow_is_hidden(side), np.nan, _between_half_turns(upper_arm - forearm)),
        ARM: _between_half_turns(trunk - upper_arm),
    }


def _elbow_is_hidden(side: SideMotion) -> NDArray[np.bool_]:
    """Return where a plate is before the elbow ``[time]``: one that hands hold, or that goes before the legs unheld."""
    plate = held_plate(side)
    if side.plate is not None and side.behind_plate is not None and not np.isfinite(plate).any():
        plate = side.plate
    return np.asarray(depth_behind(side.joint("elbow"), plate) > 0)


def _between_half_turns(angle_deg: FloatArray) -> FloatArray:
    half = FULL_TURN_DEG / 2
    return np.asarray((angle_deg + half) % FULL_TURN_DEG - half)
