"""A stick body in three dimensions, posed by angles, with every point that a pose network would mark."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hiphinge.motion import BLAZEPOSE_33, FloatArray

__all__ = ["LEG", "Posture", "body_points", "hip_ahead"]

SHANK, THIGH, TRUNK = 0.246, 0.245, 0.288
"""Shares of stature between the joints: ankle, knee, hip, shoulder (Winter 2009, fig. 4.1). Written out and not
taken from `hiphinge.anthropometry`: a ground truth that shares the constants of what it checks shares their errors."""
LEG = SHANK + THIGH
NECK, NOSE_AHEAD = 0.118, 0.06
UPPER_ARM, FOREARM, HAND = 0.186, 0.146, 0.06
ANKLE_HEIGHT, HEEL_BEHIND, TOE_AHEAD = 0.039, 0.040, 0.112
HALF_BREADTH = {"shoulder": 0.105, "hip": 0.075, "face": 0.03}
"""Half the distance between the joints of the two sides, inside the breadths of Winter 2009."""

_AWAY = {"left": -1.0, "right": 1.0}
_ARM = {"elbow", "wrist", "pinky", "index", "thumb", "shoulder"}
_FACE = {"eye_inner", "eye", "eye_outer", "ear", "mouth"}


@dataclass(frozen=True, kw_only=True)
class Posture:
    """One posture in the side view, in degrees; leaning forward and flexion are positive.

    ``trunk_deg`` and ``shank_deg`` are from vertical, ``knee_deg`` is 0 when thigh and shank are in line,
    ``head_deg`` is the line from shoulder to ear against the trunk's, ``elbow_deg`` is 0 when the arm is straight.
    ``heel_rise`` is how far the heel is off the floor, as a share of foot length; the ankle stays.
    """

    trunk_deg: float
    knee_deg: float
    shank_deg: float
    head_deg: float = 0.0
    elbow_deg: float = 0.0
    heel_rise: float = 0.0


def hip_ahead(*, shank_deg: FloatArray, knee_deg: FloatArray) -> FloatArray:
    """Return how far the hip is in front of the ankle ``[time]``, as a share of leg length."""
    thigh_deg = shank_deg - knee_deg
    return np.asarray((SHANK * np.sin(np.radians(shank_deg)) + THIGH * np.sin(np.radians(thigh_deg))) / LEG)


def body_points(angles: Mapping[str, FloatArray], *, stature_m: float) -> FloatArray:
    """Return every point of `BLAZEPOSE_33` in metres ``[time, keypoint, 3]``: x forward, y up, z to the right.

    ``angles`` are ``[time]`` by the names of `Posture`; arms are straight and heels down where those are not given.
    The origin is on the floor, under the ankles. Both sides move alike, the upper arms hang.
    """
    flat = _side_view(angles)
    points = []
    for keypoint in BLAZEPOSE_33.keypoints:
        side, _, rest = keypoint.partition("_")
        name = rest if side in _AWAY else keypoint
        aside = np.full(len(flat[name]), _AWAY.get(side, 0.0) * _half_breadth(name))
        points.append(np.column_stack([flat[name], aside]))
    return np.asarray(np.stack(points, axis=1) * stature_m)


def _half_breadth(name: str) -> float:
    return HALF_BREADTH["shoulder" if name in _ARM else "face" if name in _FACE else "hip"]


def _along(angle_deg: FloatArray, length: float) -> FloatArray:
    """Return the vector ``[time, 2]`` of a length along a line that leans forward by an angle from vertical."""
    angle = np.radians(angle_deg)
    return length * np.stack([np.sin(angle), np.cos(angle)], axis=1)


def _side_view(angles: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Return the points by name without side, ``[time, 2]`` in statures: x forward, y up."""
    trunk, shank = angles["trunk_deg"], angles["shank_deg"]
    head = trunk + angles["head_deg"]
    down = np.full(len(trunk), 180.0)
    ankle = np.tile([0.0, ANKLE_HEIGHT], (len(trunk), 1))
    knee = ankle + _along(shank, SHANK)
    hip = knee + _along(shank - angles["knee_deg"], THIGH)
    shoulder = hip + _along(trunk, TRUNK)
    elbow = shoulder + _along(down, UPPER_ARM)
    straight = np.zeros(len(trunk))
    forearm = down - angles.get("elbow_deg", straight)
    wrist = elbow + _along(forearm, FOREARM)
    ear = shoulder + _along(head, NECK)
    hand = wrist + _along(forearm, HAND)
    lifted = np.outer(angles.get("heel_rise", straight) * (HEEL_BEHIND + TOE_AHEAD), [0.0, 1.0])
    return {
        "ankle": ankle,
        "heel": ankle + np.array([-HEEL_BEHIND, -0.8 * ANKLE_HEIGHT]) + lifted,
        "toe": ankle + np.array([TOE_AHEAD, -ANKLE_HEIGHT]),
        "knee": knee,
        "hip": hip,
        "shoulder": shoulder,
        "elbow": elbow,
        "wrist": wrist,
        "pinky": hand,
        "index": hand,
        "thumb": wrist + _along(forearm, HAND / 2),
    } | _face(ear, head)


def _face(ear: FloatArray, head_deg: FloatArray) -> dict[str, FloatArray]:
    ahead = head_deg + 90.0
    eye = ear + _along(ahead, 0.8 * NOSE_AHEAD) + _along(head_deg, 0.01)
    return {
        "ear": ear,
        "nose": ear + _along(ahead, NOSE_AHEAD),
        "eye_inner": eye,
        "eye": eye,
        "eye_outer": ear + _along(ahead, 0.6 * NOSE_AHEAD),
        "mouth": ear + _along(ahead, 0.8 * NOSE_AHEAD) + _along(head_deg, -0.02),
    }
