"""Whole-body posture: the reference posture, the centre of mass over the foot, balance, where hands are."""

from hiphinge.posture.balance import BALANCE_SHARE, balanced_hip_travel
from hiphinge.posture.feet_and_arms import ARM, ELBOW, HAND_HEIGHT, HEEL_HEIGHT, TOE_AWAY, feet_and_arms
from hiphinge.posture.hand_places import HandPlaces, hand_places
from hiphinge.posture.hip import add_hip_flexion
from hiphinge.posture.over_foot import BODY, HANDS, ONE_LEG, SHOULDERS, on_one_leg, over_foot, with_load
from hiphinge.posture.plausible import implausible_poses
from hiphinge.posture.standing import HELD_LOCKOUT_S, Legs, StandingFrames, detect_standing, legs_of

__all__ = [
    "ARM",
    "BALANCE_SHARE",
    "BODY",
    "ELBOW",
    "HANDS",
    "HAND_HEIGHT",
    "HEEL_HEIGHT",
    "HELD_LOCKOUT_S",
    "ONE_LEG",
    "SHOULDERS",
    "TOE_AWAY",
    "HandPlaces",
    "Legs",
    "StandingFrames",
    "add_hip_flexion",
    "balanced_hip_travel",
    "detect_standing",
    "feet_and_arms",
    "hand_places",
    "implausible_poses",
    "legs_of",
    "on_one_leg",
    "over_foot",
    "with_load",
]
