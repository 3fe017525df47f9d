"""Angles and displacements from a cleaned side view; no thresholds."""

from hiphinge.kinematics.angles import bridged_thigh_lean_deg, head_angle_deg, hip_ahead, joint_angles, relative_series
from hiphinge.kinematics.limbs import correct_limb_angles

__all__ = [
    "bridged_thigh_lean_deg",
    "correct_limb_angles",
    "head_angle_deg",
    "hip_ahead",
    "joint_angles",
    "relative_series",
]
