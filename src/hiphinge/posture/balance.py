"""Where the hips must be so that a leaning body stays over its feet: a static segment model in the side view."""

import numpy as np

from hiphinge.anthropometry import FOOT, HEAD_CENTRE, HEEL_BEHIND_ANKLE, MEAN, SHANK, THIGH, TRUNK, Segments
from hiphinge.motion import FloatArray

__all__ = ["BALANCE_SHARE", "balanced_hip_travel"]

BALANCE_SHARE = 0.45
"""Position of a standing person's centre of mass over the foot, share of foot length from the heel; SD about 0.1."""


def balanced_hip_travel(
    trunk_deg: FloatArray | float,
    knee_deg: FloatArray | float,
    *,
    segments: Segments = MEAN,
    load_on_back: float = 0.0,
) -> FloatArray:
    """Return how far back the hips of a balanced body are from standing, as a share of leg length.

    Parameters
    ----------
    trunk_deg, knee_deg
        Trunk inclination from vertical and knee flexion, degrees, broadcast against each other.
    load_on_back
        Load on the shoulders as a share of body mass. A load in the hands is held over the middle of the foot,
        where it does not move the balance.

    Notes
    -----
    Static, in the side view: rigid segments, straight trunk, arms hanging, the centre of mass held at 45 % of the
    foot from the heel. The centre of mass is linear in the sines of shank and thigh, so the shank follows in
    closed form. Leg length is hip to ankle.
    """
    trunk, knee = np.broadcast_arrays(np.radians(trunk_deg), np.radians(knee_deg))
    standing = _hip_ahead(np.zeros_like(trunk), np.zeros_like(knee), segments, load_on_back)
    return np.asarray((standing - _hip_ahead(trunk, knee, segments, load_on_back)) / (SHANK + THIGH))


def _hip_ahead(trunk: FloatArray, knee: FloatArray, s: Segments, load: float) -> FloatArray:
    """Return how far the hip is in front of the ankle, share of stature, in a balanced body."""
    above_hip = s.head + s.trunk + s.arms + load
    per_shank = SHANK * (s.shanks * s.shank_centre + s.thighs + above_hip)
    per_thigh = THIGH * (s.thighs * s.thigh_centre + above_hip)
    lean = s.trunk * s.trunk_centre * TRUNK + (s.arms + load) * TRUNK + s.head * (TRUNK + HEAD_CENTRE)
    foot = s.feet * (s.foot_centre * FOOT - HEEL_BEHIND_ANKLE)
    target = (1 + load) * (BALANCE_SHARE * FOOT - HEEL_BEHIND_ANKLE)
    rest = target - foot - lean * np.sin(trunk)
    # per_shank sin(shank) + per_thigh sin(shank - knee) = rest
    along, across = per_shank + per_thigh * np.cos(knee), per_thigh * np.sin(knee)
    shank = np.arcsin(np.clip(rest / np.hypot(along, across), -1, 1)) + np.arctan2(across, along)
    return np.asarray(SHANK * np.sin(shank) + THIGH * np.sin(shank - knee))
