"""What needs the whole body at once: standing, balance over the foot, the hip travel that balance asks for."""

from hiphinge.posture.balance import balanced_hip_travel
from hiphinge.posture.hip import with_hip
from hiphinge.posture.over_foot import BODY, HANDS, ONE_LEG, SHOULDERS, on_one_leg, over_foot, with_load
from hiphinge.posture.standing import StandingFrames, find_standing

__all__ = [
    "BODY",
    "HANDS",
    "ONE_LEG",
    "SHOULDERS",
    "StandingFrames",
    "balanced_hip_travel",
    "find_standing",
    "on_one_leg",
    "over_foot",
    "with_hip",
    "with_load",
]
