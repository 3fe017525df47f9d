"""A body put together from joint angles: where every joint is, from OpenSim's coordinates and published lengths."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.anthropometry import ANKLE_HEIGHT, FOOT, FOREARM, SHANK, THIGH, TRUNK, UPPER_ARM
from hiphinge.motion import FloatArray

if TYPE_CHECKING:
    from scipy.spatial.transform import Rotation

__all__ = ["JointAngles", "joint_positions_m", "stature_that_keeps_feet_still_m"]

_HEEL_OF_FOOT = 0.25
_MODEL_M = 1.70
_HIP, _LUMBAR, _SHOULDER = (
    np.array(offset) / _MODEL_M
    for offset in ((-0.0563, -0.0785, 0.0773), (-0.1007, 0.0815, 0.0), (0.0032, 0.3715, 0.17))
)
_STATURES_M = (1.3, 2.2)
_MIN_TRAVEL = 0.03
_UP, _DOWN = np.array([0.0, 1.0, 0.0]), np.array([0.0, -1.0, 0.0])


@dataclass(frozen=True, kw_only=True, eq=False)
class JointAngles:
    """OpenSim's coordinates by name, radians, ``[time]``, flexion of hip, knee and elbow positive.

    Source
    ------
    Names, signs and order of rotations: Rajagopal A et al. (2016). Full-body musculoskeletal model for
    muscle-driven simulation of human gait. IEEE Trans Biomed Eng 63:2068-2079 (about z, then x, then y; adduction
    and rotation of the left side mirrored). `pelvis_tilt` and `lumbar_extension` are negative in flexion.
    """

    values: Mapping[str, FloatArray]
    pelvis_m: FloatArray

    def of(self, name: str) -> FloatArray:
        """Return a coordinate, 0 throughout where the file lacks it."""
        return self.values.get(name, np.zeros(len(self.pelvis_m)))

    def rotation(self, names: tuple[str, str, str], *, mirrored: bool = False) -> "Rotation":
        """Return rotations about z, x and y in turn."""
        sign = -1.0 if mirrored else 1.0
        flexion, across, twist = (self.of(name) for name in names)
        return _turned("ZXY", np.stack([flexion, sign * across, sign * twist], axis=1))


def joint_positions_m(angles: JointAngles, *, stature_m: float) -> dict[str, FloatArray]:
    """Return joint centres ``[time, 3]``: x forward, y up, z to the right, as OpenSim's ground.

    Source
    ------
    Lengths as shares of stature: Winter DA, Biomechanics and Motor Control of Human Movement (after Drillis and
    Contini 1966). Where hip, lumbar joint and shoulder lie to one another: the generic model of Rajagopal et al.
    (2016), brought to Winter's length of the trunk above the hip.

    Notes
    -----
    The knee is a hinge and the foot one piece; toes and shoulder blades do not move.
    """
    unit = _unit_positions(angles)
    return {name: np.asarray(angles.pelvis_m + stature_m * path) for name, path in unit.items()}


def stature_that_keeps_feet_still_m(angles: JointAngles) -> float | None:
    """Return the stature at which the pelvis' path and the angles together leave the ankles where they are.

    None where the pelvis hardly moves, or the stature would be no adult's.
    """
    unit = _unit_positions(angles)
    pelvis = angles.pelvis_m - angles.pelvis_m.mean(axis=0)
    sides = [side for side in ("left", "right") if f"knee_angle_{side[0]}" in angles.values]
    both = np.concatenate([unit[f"{side}_ankle"] - unit[f"{side}_ankle"].mean(axis=0) for side in sides or ("left",)])
    spread = float(np.sqrt((both**2).sum(axis=1).mean()))
    if spread < _MIN_TRAVEL:
        return None
    stature_m = -float((np.concatenate([pelvis] * (len(both) // len(pelvis))) * both).sum() / (both**2).sum())
    return stature_m if _STATURES_M[0] <= stature_m <= _STATURES_M[1] else None


def _unit_positions(angles: JointAngles) -> dict[str, FloatArray]:
    """Return joints relative to the pelvis' origin, for a stature of one."""
    pelvis = angles.rotation(("pelvis_tilt", "pelvis_list", "pelvis_rotation"))
    torso = pelvis * angles.rotation(("lumbar_extension", "lumbar_bending", "lumbar_rotation"))
    found: dict[str, FloatArray] = {}
    for side in ("left", "right"):
        found |= _leg(angles, pelvis, side)
        found |= _arm(angles, pelvis, torso, side)
    return found


def _leg(angles: JointAngles, pelvis: "Rotation", side: str) -> dict[str, FloatArray]:
    s, mirrored = side[0], side == "left"
    thigh = pelvis * angles.rotation((f"hip_flexion_{s}", f"hip_adduction_{s}", f"hip_rotation_{s}"), mirrored=mirrored)
    shank = thigh * _bend(-angles.of(f"knee_angle_{s}"))
    foot = shank * _bend(angles.of(f"ankle_angle_{s}"))
    hip = pelvis.apply(_on_side(_HIP, side))
    knee = hip + thigh.apply(THIGH * _DOWN)
    ankle = knee + shank.apply(SHANK * _DOWN)
    heel = ankle + foot.apply(np.array([-_HEEL_OF_FOOT * FOOT, -ANKLE_HEIGHT, 0.0]))
    toe = ankle + foot.apply(np.array([(1 - _HEEL_OF_FOOT) * FOOT, -ANKLE_HEIGHT, 0.0]))
    paths = {"hip": hip, "knee": knee, "ankle": ankle, "heel": heel, "toe": toe}
    return {f"{side}_{name}": np.asarray(path) for name, path in paths.items()}


def _arm(angles: JointAngles, pelvis: "Rotation", torso: "Rotation", side: str) -> dict[str, FloatArray]:
    s, mirrored = side[0], side == "left"
    standing = _LUMBAR + _SHOULDER - _HIP
    share = TRUNK / float(np.hypot(standing[0], standing[1]))
    middle_hip = _HIP * np.array([1.0, 1.0, 0.0])
    lumbar = middle_hip + share * (_LUMBAR - middle_hip)
    shoulder = pelvis.apply(lumbar) + torso.apply(_on_side(_SHOULDER, side) * np.array([share, share, 1.0]))
    upper = torso * angles.rotation((f"arm_flex_{s}", f"arm_add_{s}", f"arm_rot_{s}"), mirrored=mirrored)
    elbow = shoulder + upper.apply(UPPER_ARM * _DOWN)
    wrist = elbow + (upper * _bend(angles.of(f"elbow_flex_{s}"))).apply(FOREARM * _DOWN)
    paths = {"shoulder": shoulder, "elbow": elbow, "wrist": wrist}
    return {f"{side}_{name}": np.asarray(path) for name, path in paths.items()}


def _on_side(offset: FloatArray, side: str) -> FloatArray:
    return np.asarray(offset * np.array([1.0, 1.0, -1.0 if side == "left" else 1.0]))


def _turned(axes: str, angles_rad: FloatArray) -> "Rotation":
    from scipy.spatial.transform import Rotation  # noqa: PLC0415 - slow to load, and only joint angles need it

    return Rotation.from_euler(axes, angles_rad)


def _bend(angle_rad: FloatArray) -> "Rotation":
    return _turned("Z", angle_rad[:, None])
