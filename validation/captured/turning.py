"""From recorded joint angles to rotations of segments, in the frame of the rendered bodies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial.transform import Rotation
from tools.generator.rigs import SIDES
from tools.generator.skinning import about_z

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.generator.arrays import Array

    from validation.captured.recordings import Recording

AXES = np.array([[0.0, 0.0, -1.0], [-1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
"""From x forward, y up, z right to x left, y back, z up."""
FORWARD, DOWN = np.array([0.0, -1.0, 0.0]), np.array([0.0, 0.0, -1.0])


@dataclass(frozen=True)
class Turned:
    """World rotations ``[frame, 3, 3]`` from a straight body, arms hanging; the standing person faces the front.

    Parameters
    ----------
    segments
        By name: pelvis, and with the side behind it thigh, shank, upper_arm, forearm.
    back
        The chest's rotation in the pelvis.
    """

    segments: Mapping[str, Array]
    back: Array


def turned(recording: Recording, *, standing: int) -> Turned:
    """Rotate every segment as recorded; the frame ``standing`` shows which way the person faces.

    Source
    ------
    Order of rotations (about z, then x, then y), signs and the mirrored left side: Rajagopal A et al. (2016), IEEE
    Trans Biomed Eng 63:2068-2079. Knee and elbow are taken as hinges about the segment's own axis.
    """
    pelvis = _ball(recording, ("pelvis_tilt", "pelvis_list", "pelvis_rotation"))
    back = _ball(recording, ("lumbar_extension", "lumbar_bending", "lumbar_rotation"))
    facing = pelvis[standing] @ FORWARD
    pelvis = about_z(-float(np.degrees(np.arctan2(facing[0], -facing[1])))) @ pelvis
    segments = {"pelvis": pelvis}
    for side in SIDES:
        s, mirrored = side[0], side == "left"
        hip = _ball(recording, (f"hip_flexion_{s}", f"hip_adduction_{s}", f"hip_rotation_{s}"), mirrored=mirrored)
        arm = _ball(recording, (f"arm_flex_{s}", f"arm_add_{s}", f"arm_rot_{s}"), mirrored=mirrored)
        segments[f"thigh_{side}"] = pelvis @ hip
        segments[f"shank_{side}"] = pelvis @ hip @ _hinge(-recording.of(f"knee_angle_{s}"))
        segments[f"upper_arm_{side}"] = pelvis @ back @ arm
        segments[f"forearm_{side}"] = pelvis @ back @ arm @ _hinge(recording.of(f"elbow_flex_{s}"))
    return Turned(segments, back)


def _ball(recording: Recording, names: tuple[str, str, str], *, mirrored: bool = False) -> Array:
    sign = -1.0 if mirrored else 1.0
    angles = [recording.of(name) * scale for name, scale in zip(names, (1.0, sign, sign), strict=True)]
    return _in_body(Rotation.from_euler("ZXY", np.stack(angles, axis=1)))


def _hinge(angle_rad: Array) -> Array:
    return _in_body(Rotation.from_euler("Z", angle_rad[:, None]))


def _in_body(rotation: Rotation) -> Array:
    matrices: Array = AXES @ rotation.as_matrix() @ AXES.T
    return matrices


def share_of(turns: Array, share: float) -> Array:
    """Give a share of each rotation, about the same axis."""
    matrices: Array = Rotation.from_rotvec(share * Rotation.from_matrix(turns).as_rotvec()).as_matrix()
    return matrices


def lean_deg(line: Array) -> Array:
    """Lean of lines ``[frame, 3]`` from vertical in the side view, forward positive."""
    lean: Array = np.degrees(np.arctan2(-line[:, 1], line[:, 2]))
    return lean
