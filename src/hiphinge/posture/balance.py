"""Where the hips must be so that a leaning body stays over its feet: a static segment model in the side view."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from hiphinge.motion import CoefficientSet, FloatArray

__all__ = ["Segments", "balanced_hip_travel", "segments_of"]

SHANK, THIGH, TRUNK, HEAD_CENTRE = 0.246, 0.245, 0.288, 0.110
"""Shares of stature: ankle to knee, knee to hip, hip to shoulder, shoulder to the head's centre (Winter 2009)."""
FOOT, HEEL_BEHIND_ANKLE = 0.152, 0.040
BALANCE_SHARE = 0.45
"""Where over the foot, from the heel, a standing person's centre is; people differ by about 0.1."""


@dataclass(frozen=True, kw_only=True)
class Segments:
    """Masses as shares of the body's, both sides together, and centres as shares of length from the lower end."""

    head: float
    trunk: float
    arms: float
    thighs: float
    shanks: float
    feet: float
    trunk_centre: float
    thigh_centre: float
    shank_centre: float
    foot_centre: float


_FEMALE = Segments(
    head=0.0668,
    trunk=0.4257,
    arms=2 * (0.0255 + 0.0138 + 0.0056),
    thighs=2 * 0.1478,
    shanks=2 * 0.0481,
    feet=2 * 0.0129,
    trunk_centre=1 - 0.3782,
    thigh_centre=1 - 0.3612,
    shank_centre=1 - 0.4416,
    foot_centre=0.4014,
)
_MALE = Segments(
    head=0.0694,
    trunk=0.4346,
    arms=2 * (0.0271 + 0.0162 + 0.0061),
    thighs=2 * 0.1416,
    shanks=2 * 0.0433,
    feet=2 * 0.0137,
    trunk_centre=1 - 0.4310,
    thigh_centre=1 - 0.4095,
    shank_centre=1 - 0.4459,
    foot_centre=0.4415,
)
_MEAN = Segments(**{k: (getattr(_FEMALE, k) + getattr(_MALE, k)) / 2 for k in _FEMALE.__dataclass_fields__})
_SETS: Mapping[CoefficientSet, Segments] = MappingProxyType(
    {CoefficientSet.FEMALE: _FEMALE, CoefficientSet.MALE: _MALE, CoefficientSet.MEAN: _MEAN}
)


def segments_of(coefficients: CoefficientSet) -> Segments:
    """Return the segment masses and centres of de Leva 1996 (J. Biomech. 29:1223, table 4)."""
    return _SETS[coefficients]


def balanced_hip_travel(
    trunk_deg: FloatArray | float,
    knee_deg: FloatArray | float,
    *,
    segments: Segments = _MEAN,
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
    foot from the heel. The centre's place is linear in the sines of shank and thigh, so the shank follows in
    closed form. Leg length is hip to ankle.
    """
    trunk, knee = np.broadcast_arrays(np.radians(trunk_deg), np.radians(knee_deg))
    standing = _hip_ahead(np.zeros_like(trunk), np.zeros_like(knee), segments, load_on_back)
    return np.asarray((standing - _hip_ahead(trunk, knee, segments, load_on_back)) / (SHANK + THIGH))


def _hip_ahead(trunk: FloatArray, knee: FloatArray, s: Segments, load: float) -> FloatArray:
    """Return the hip's place in front of the ankle, in statures, where the body balances."""
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
