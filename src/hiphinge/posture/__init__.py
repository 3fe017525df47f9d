"""What needs the whole body at once: standing, balance over the foot, the hip travel that balance asks for."""

from hiphinge.posture.balance import Segments, balanced_hip_travel, segments_of
from hiphinge.posture.hip import with_hip
from hiphinge.posture.standing import StandingFrames, find_standing

__all__ = ["Segments", "StandingFrames", "balanced_hip_travel", "find_standing", "segments_of", "with_hip"]
