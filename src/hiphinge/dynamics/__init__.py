"""What posture, body and load ask of the lower back, the hips and the knees: moments and forces with intervals."""

from hiphinge.dynamics.body import JOINT_SHARE, Body, Segment
from hiphinge.dynamics.comparing import LoadComparison, compare
from hiphinge.dynamics.load import NO_LOAD, Load
from hiphinge.dynamics.loads import lumbosacral_loads, static_posture
from hiphinge.dynamics.posture import LUMBAR_IN_LEAN, Posture
from hiphinge.dynamics.result import LEAST_SHARE, BackLoads, Estimate, Group, LoadQuantity
from hiphinge.dynamics.unknowns import CENTRAL, EXACT_POSE, Draws, PoseError, draw, video_pose_error

__all__ = [
    "CENTRAL",
    "EXACT_POSE",
    "JOINT_SHARE",
    "LEAST_SHARE",
    "LUMBAR_IN_LEAN",
    "NO_LOAD",
    "BackLoads",
    "Body",
    "Draws",
    "Estimate",
    "Group",
    "Load",
    "LoadComparison",
    "LoadQuantity",
    "PoseError",
    "Posture",
    "Segment",
    "compare",
    "draw",
    "lumbosacral_loads",
    "static_posture",
    "video_pose_error",
]
