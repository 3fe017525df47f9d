"""A lifter from the side whose foot stands still: joints by how far shin, thigh and trunk lean, pixels."""

import numpy as np

from hiphinge.motion import SIDE_JOINTS, FloatArray

FPS, LEG = 30.0, 400.0
SHANK, THIGH, TRUNK = 0.497 * LEG, 0.481 * LEG, 0.621 * LEG
ANKLE, KNEE, HIP = (SIDE_JOINTS.index(name) for name in ("ankle", "knee", "hip"))
ANKLE_AT = (100.0, -600.0)


def along(start: FloatArray, length: float, lean_deg: FloatArray) -> FloatArray:
    """Return the end ``[time, 2]`` of a limb that leans forward so far."""
    lean = np.radians(lean_deg)
    return np.asarray(start + length * np.column_stack([np.sin(lean), np.cos(lean)]))


def deadlifts(deep: FloatArray, *, shin_deg: FloatArray, hands_up: FloatArray, size: float) -> tuple[FloatArray, ...]:
    """Return joints ``[time, joint, 2]`` and a plate ``[time, 5]`` that hangs over the foot at a height.

    ``deep`` ``[time]`` is 0 in standing and 1 at the bottom.
    """
    near = np.full((len(deep), len(SIDE_JOINTS), 2), np.nan)
    ankle = np.broadcast_to(ANKLE_AT, (len(deep), 2))
    knee = along(ankle, SHANK, shin_deg)
    hip = along(knee, THIGH, -3 - 47 * deep)
    shoulder = along(hip, TRUNK, 2 + 60 * deep)
    for name, place in {"ankle": ankle, "knee": knee, "hip": hip, "shoulder": shoulder}.items():
        near[:, SIDE_JOINTS.index(name)] = place
    centre = np.column_stack([np.full(len(deep), 115.0), hands_up])
    return near, np.column_stack([centre, np.full((len(deep), 2), size), np.ones(len(deep))])
