"""Whole-body posture: the reference posture, the centre of mass over the foot, the hip travel of a balanced body."""

from hiphinge.posture.balance import BALANCE_SHARE, balanced_hip_travel
from hiphinge.posture.feet_and_arms import ARM, ELBOW, HAND_HEIGHT, HEEL_HEIGHT, TOE_AWAY, feet_and_arms
from hiphinge.posture.from_front import (
    ANKLES_APART,
    HANDS_APART,
    HANDS_LINE,
    HIPS_APART,
    HIPS_LINE,
    KNEES_INWARD,
    LEG,
    SHOULDERS_APART,
    SHOULDERS_LINE,
    WEIGHT_ASIDE,
    front_trunk_deg,
    front_values,
    hands_and_feet_in_front,
    thigh_back_deg,
)
from hiphinge.posture.hip import add_hip_flexion
from hiphinge.posture.over_foot import BODY, HANDS, ONE_LEG, SHOULDERS, on_one_leg, over_foot, with_load
from hiphinge.posture.plausible import implausible_poses
from hiphinge.posture.standing import HELD_LOCKOUT_S, Legs, StandingFrames, detect_standing, legs_of

__all__ = [
    "ANKLES_APART",
    "ARM",
    "BALANCE_SHARE",
    "BODY",
    "ELBOW",
    "HANDS",
    "HANDS_APART",
    "HANDS_LINE",
    "HAND_HEIGHT",
    "HEEL_HEIGHT",
    "HELD_LOCKOUT_S",
    "HIPS_APART",
    "HIPS_LINE",
    "KNEES_INWARD",
    "LEG",
    "ONE_LEG",
    "SHOULDERS",
    "SHOULDERS_APART",
    "SHOULDERS_LINE",
    "TOE_AWAY",
    "WEIGHT_ASIDE",
    "Legs",
    "StandingFrames",
    "add_hip_flexion",
    "balanced_hip_travel",
    "detect_standing",
    "feet_and_arms",
    "front_trunk_deg",
    "front_values",
    "hands_and_feet_in_front",
    "implausible_poses",
    "legs_of",
    "on_one_leg",
    "over_foot",
    "thigh_back_deg",
    "with_load",
]
