"""The hip's joint centre from the four markers of the pelvis, by a published regression."""

from dataclasses import dataclass

import numpy as np

from hiphinge.motion import FloatArray

__all__ = ["Pelvis", "hip_centre_m"]

_BEHIND_OF_DEPTH, _BEHIND_M = 0.24, 0.0099
_BELOW_OF_WIDTH, _BELOW_M = 0.30, 0.0109
_OUTWARD_OF_WIDTH, _OUTWARD_M = 0.33, 0.0073


@dataclass(frozen=True, kw_only=True, eq=False)
class Pelvis:
    """Paths ``[time, 3]`` of the iliac spines' markers in metres; ``back`` is the middle of the PSIS, or the sacrum."""

    left_asis: FloatArray
    right_asis: FloatArray
    back: FloatArray


def hip_centre_m(pelvis: Pelvis, *, side: str) -> FloatArray:
    """Return the joint centre ``[time, 3]`` of the ``left`` or ``right`` hip.

    Source
    ------
    Harrington ME, Zavatsky AB, Lawson SEM, Yuan Z, Theologis TN (2007). Prediction of the hip joint centre in
    adults, children, and patients with cerebral palsy based on magnetic resonance imaging. J Biomech 40:595-602,
    the equations from pelvic depth and width: ``x = -0.24 PD - 9.9``, ``y = -0.30 PW - 10.9``,
    ``z = 0.33 PW + 7.3`` mm from the middle of the ASIS (x forward, y up, z outward).

    Notes
    -----
    Depth and width are medians over the recording. A sacral marker replaces the PSIS where these are missing; the
    thickness of the markers is not taken off.
    """
    middle = (pelvis.left_asis + pelvis.right_asis) / 2
    across = pelvis.right_asis - pelvis.left_asis
    rightward = _unit(across)
    ahead = middle - pelvis.back
    depth_m, width_m = _length_m(ahead), _length_m(across)
    forward = _unit(ahead - (ahead * rightward).sum(axis=1, keepdims=True) * rightward)
    up = np.cross(rightward, forward)
    outward = rightward if side == "right" else -rightward
    return np.asarray(
        middle
        - (_BEHIND_OF_DEPTH * depth_m + _BEHIND_M) * forward
        - (_BELOW_OF_WIDTH * width_m + _BELOW_M) * up
        + (_OUTWARD_OF_WIDTH * width_m + _OUTWARD_M) * outward
    )


def _unit(vectors: FloatArray) -> FloatArray:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def _length_m(vectors: FloatArray) -> float:
    lengths = np.linalg.norm(vectors, axis=1)
    detected = lengths[np.isfinite(lengths)]
    return float(np.median(detected)) if len(detected) else float("nan")
