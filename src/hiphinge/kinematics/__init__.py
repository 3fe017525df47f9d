"""Angles and travels of a cleaned side view; thresholds are unknown here."""

from hiphinge.kinematics.angles import head_angle_deg, hip_ahead, joint_angles, relative_series
from hiphinge.kinematics.limbs import with_limbs

__all__ = ["head_angle_deg", "hip_ahead", "joint_angles", "relative_series", "with_limbs"]
