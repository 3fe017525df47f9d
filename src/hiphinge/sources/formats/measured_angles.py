"""The body from the joint angles that hiphinge measured and wrote: trunk, thigh and shank of the near side."""

from collections.abc import Mapping

import numpy as np

from hiphinge.anthropometry import ANKLE_HEIGHT, SHANK, THIGH, TRUNK
from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray

__all__ = ["measured_joints_m", "with_left_out_frames"]

_LEFT_OUT = 1.5
"""Frames were left out between two that are this many times the usual step apart."""
_HALF_PELVIS = 0.0455
"""From the middle to a hip joint, share of stature: 0.0773 m in the 1.70 m tall model of Rajagopal et al. (2016)."""


def with_left_out_frames(
    time_s: FloatArray, columns: Mapping[str, FloatArray]
) -> tuple[FloatArray, dict[str, FloatArray]]:
    """Return times and columns ``[time]`` with the frames that were left out, as NaN, so that a gap stays a gap."""
    steps_s = np.diff(time_s)
    usual_s = float(np.median(steps_s)) if len(steps_s) else 0.0
    after = np.flatnonzero(steps_s > _LEFT_OUT * usual_s)
    absent = [time_s[i] + usual_s * np.arange(1, round(steps_s[i] / usual_s)) for i in after]
    every_s = np.sort(np.concatenate([time_s, *absent]))
    known = np.searchsorted(every_s, time_s)
    filled = {name: np.full(len(every_s), np.nan) for name in columns}
    for name, values in columns.items():
        filled[name][known] = values
    return every_s, filled


def measured_joints_m(
    columns: Mapping[str, FloatArray], *, trunk: str, shank: str, stature_m: float, name: str
) -> dict[str, FloatArray]:
    """Return joint centres ``[time, 3]``: x forward, y up, z to the right; the ankle stands still.

    Parameters
    ----------
    columns
        Degrees ``[time]``: the leans ``trunk`` and ``shank`` from vertical, forward positive, and the knee's flexion.
    name
        What the file is called in messages.

    Raises
    ------
    InputFormatError
        If one of the three angles is missing.

    Notes
    -----
    One leg was measured, so there is one knee and one ankle. Hips and shoulders of both sides lie on the measured
    line, so that it is known which way is forward.
    """
    side = next((side for side in ("left", "right") if f"knee_angle_{side[0]}" in columns), None)
    missing = [column for column in (trunk, shank) if column not in columns]
    if side is None or missing:
        message = (
            f"{name} should have the columns {trunk}, {shank} and knee_angle_l or knee_angle_r, but has "
            f"{', '.join(columns) or 'no angles'}. Export the analysis again."
        )
        raise InputFormatError(message)
    return _placed(columns[trunk], columns[shank], columns[f"knee_angle_{side[0]}"], side=side, stature_m=stature_m)


def _placed(
    trunk_deg: FloatArray, shank_deg: FloatArray, knee_deg: FloatArray, *, side: str, stature_m: float
) -> dict[str, FloatArray]:
    standing = np.tile([0.0, ANKLE_HEIGHT * stature_m, 0.0], (len(knee_deg), 1))
    ankle = np.where(np.isfinite(shank_deg)[:, None], standing, np.nan)
    knee = ankle + SHANK * stature_m * _along(shank_deg)
    hip = knee + THIGH * stature_m * _along(shank_deg - knee_deg)
    shoulder = hip + TRUNK * stature_m * _along(trunk_deg)
    joints = {f"{side}_knee": knee + _aside(side, stature_m), f"{side}_ankle": ankle + _aside(side, stature_m)}
    for one in ("left", "right"):
        joints |= {f"{one}_hip": hip + _aside(one, stature_m), f"{one}_shoulder": shoulder + _aside(one, stature_m)}
    return joints


def _along(lean_deg: FloatArray) -> FloatArray:
    """Return the unit vectors ``[time, 3]`` of lines that lean forward from vertical."""
    lean = np.radians(lean_deg)
    return np.stack([np.sin(lean), np.cos(lean), np.zeros(len(lean))], axis=1)


def _aside(side: str, stature_m: float) -> FloatArray:
    return np.array([0.0, 0.0, (-1.0 if side == "left" else 1.0) * _HALF_PELVIS * stature_m])
