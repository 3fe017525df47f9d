"""From a posture, a body and a load to moments and forces, over draws of what is not known."""

from collections.abc import Mapping
from dataclasses import fields

import numpy as np

from hiphinge.dynamics.body import Body
from hiphinge.dynamics.chain import Joints, Turn, net_loads
from hiphinge.dynamics.load import NO_LOAD, Load
from hiphinge.dynamics.posture import Angles, Posture
from hiphinge.dynamics.result import BackLoads
from hiphinge.dynamics.unknowns import EXACT_POSE, LEANS, PELVIS_SHARE, Draws, PoseError, Values, draw
from hiphinge.motion import FloatArray
from hiphinge.signals import derivative, lowpass, second_derivative

__all__ = ["SLOWEST_S", "lumbosacral_loads", "static_posture"]

SLOWEST_S = 1 / 23.7
"""Inertial terms are left out where the time between frames is longer: below 24 Hz, or what cameras call that."""
MIN_FRAMES = 8
BLOCK = 96
"""Frames that are computed at once: what is in between stays in the processor's cache."""
_QUANTITIES = ("moment_nm", "muscle_n", "compression_n", "shear_n", "hip_moment_nm", "knee_moment_nm")


def lumbosacral_loads(
    posture: Posture,
    body: Body,
    load: Load = NO_LOAD,
    *,
    draws: Draws | None = None,
    pose_error: PoseError = EXACT_POSE,
) -> BackLoads:
    """Return what a posture or a movement asks of L5/S1, hips and knees.

    Parameters
    ----------
    posture
        Leans ``[time]`` or ``[draw, time]``; with times, inertial terms are added where the frame rate is 24 Hz or
        more.
    draws
        Draws of what is not known; None takes 1,000. The same draws in two lifts make what they share cancel.
    pose_error
        Errors of the leans; `video_pose_error` for those measured in a video.

    Returns
    -------
    BackLoads
        ``[draw, time]``; NaN where a lean is NaN.

    Notes
    -----
    Rigid segments in the side view, from the top down: head, arms and the trunk above L5/S1 with the load. One muscle
    at the distance of its moment arm holds the net moment; with co-contraction its force grows by a share, and the disc
    carries it and the force of what is above, along its normal. No abdominal pressure. Feet stand still.
    """
    draws = draws or draw()
    turns, inertial = _turns(posture, body, pose_error.cutoff_hz)
    frames = max(turn.lean.shape[-1] for turn in turns.values())
    values = draws.values(pose_error)
    ahead = None if load.ahead_m is None else np.atleast_1d(np.asarray(load.ahead_m, dtype=np.float64))
    rows = np.broadcast_shapes((len(draws), 1), *(turn.lean[..., :1].shape for turn in turns.values()))[0]
    out = {name: np.empty((rows, frames)) for name in _QUANTITIES}
    for start in range(0, frames, BLOCK):
        part = slice(start, min(start + BLOCK, frames))
        cut = {name: turn.block(part) if turn.lean.shape[-1] > 1 else turn for name, turn in turns.items()}
        at = ahead if ahead is None or len(ahead) == 1 else ahead[part]
        joints = net_loads(cut, body, load, values, at)
        for name, drawn in _forces(joints, values).items():
            out[name][:, part] = drawn
    return BackLoads(**out, draws=draws, pose_error=pose_error, time_s=posture.time_s, inertial=inertial)


def static_posture(
    body: Body,
    load: Load = NO_LOAD,
    *,
    trunk_deg: Angles,
    knee_flexion_deg: Angles,
    shank_deg: Angles,
    lumbar_flexion_deg: Angles | None = None,
    upper_arm_deg: Angles | None = None,
    draws: Draws | None = None,
) -> BackLoads:
    """Return what one posture that is held still asks of L5/S1, hips and knees; several where angles are arrays.

    Angles are as in `Posture.from_joints` and count as exact; arms hang where they are not given. The hips follow from
    trunk, knees and shins, the pelvis from trunk and lower back.
    """
    posture = Posture.from_joints(
        trunk_deg=trunk_deg,
        knee_flexion_deg=knee_flexion_deg,
        shank_deg=shank_deg,
        lumbar_flexion_deg=lumbar_flexion_deg,
        upper_arm_deg=upper_arm_deg,
    )
    return lumbosacral_loads(posture, body, load, draws=draws)


def _turns(posture: Posture, body: Body, cutoff_hz: float) -> tuple[dict[str, Turn], bool]:
    """Return the leans of a posture in radians with their derivatives, and whether they have any."""
    given = {name: getattr(posture, name) for name in (f.name for f in fields(posture)) if name in LEANS}
    given["head_deg"] = given["trunk_deg"] if given["head_deg"] is None else given["head_deg"]
    for arm in ("upper_arm_deg", "forearm_deg"):
        given[arm] = 0.0 if given[arm] is None else given[arm]
    leans = {
        name: np.atleast_1d(np.radians(np.asarray(value, dtype=np.float64)))
        for name, value in given.items()
        if value is not None
    }
    leans["above_deg"] = _above(leans, body)
    time_s = posture.time_s
    if time_s is None or len(time_s) < MIN_FRAMES or float(np.median(np.diff(time_s))) > SLOWEST_S:
        return {name: Turn(lean=lean) for name, lean in leans.items()}, False
    return {name: _moving(lean, time_s, cutoff_hz) for name, lean in leans.items()}, True


def _above(leans: Mapping[str, FloatArray], body: Body) -> FloatArray:
    """Return the lean of the line from L5/S1 to the shoulders, radians, in the middle of the draws."""
    trunk = leans["trunk_deg"]
    pelvis = leans.get("pelvis_deg", PELVIS_SHARE * trunk)
    return np.asarray(trunk + np.arcsin(body.pelvis.length_m / body.trunk.length_m * np.sin(trunk - pelvis)))


def _moving(lean: FloatArray, time_s: FloatArray, cutoff_hz: float) -> Turn:
    if lean.shape[-1] == 1:
        return Turn(lean=lean, rate=np.zeros(1), acceleration=np.zeros(1))
    smooth = lowpass(lean.T, time_s, cutoff_hz=cutoff_hz)
    return Turn(lean=lean, rate=derivative(smooth, time_s).T, acceleration=second_derivative(smooth, time_s).T)


def _forces(joints: Joints, values: Values) -> dict[str, FloatArray]:
    """Return moments, the muscle's force, and what the disc carries along its normal and forward along itself."""
    muscle = np.abs(joints.back) * ((1 + values.cocontraction) / values.arm_m)
    cosine, sine = np.cos(values.disc_slope), np.sin(values.disc_slope)
    normal_x, normal_y = (
        joints.pelvis.x * cosine + joints.pelvis.y * sine,
        joints.pelvis.y * cosine - joints.pelvis.x * sine,
    )
    return {
        "moment_nm": joints.back,
        "muscle_n": muscle,
        "compression_n": muscle * np.cos(values.obliquity) + joints.force_x * normal_x + joints.force_y * normal_y,
        "shear_n": joints.force_y * normal_x - joints.force_x * normal_y - muscle * np.sin(values.obliquity),
        "hip_moment_nm": joints.hip,
        "knee_moment_nm": joints.knee,
    }
