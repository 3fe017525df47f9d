"""Angles and displacements per frame, from a cleaned side view and the reference posture."""

from collections.abc import Mapping

import numpy as np

from hiphinge.motion import FloatArray, SideMotion, lean_deg
from hiphinge.signals import fill_gaps, rolling_median, runs, window_frames

__all__ = ["bridged_thigh_lean_deg", "head_angle_deg", "hip_ahead", "joint_angles", "relative_series"]

FOOT_WINDOW_S = 1.5
KNEE_STAYS = 0.25
"""A knee that is this near, in leg lengths, before and after it was hidden, has moved little between."""


def joint_angles(side: SideMotion) -> dict[str, FloatArray]:
    """Return the angles that need no reference posture, by quantity id, degrees ``[time]``.

    ``trunk_inclination_deg``, ``shank_inclination_deg``, ``knee_flexion_deg`` (0 when thigh and shank are in
    line), ``trunk_thigh_angle_deg`` (0 when trunk and thigh are in line). Forward lean and flexion are positive.
    """
    hip, knee, ankle = side.joint("hip"), side.joint("knee"), side.joint("ankle")
    trunk = lean_deg(side.joint("shoulder") - hip)
    thigh = lean_deg(hip - knee)
    shank = lean_deg(knee - ankle)
    return {
        "trunk_inclination_deg": trunk,
        "shank_inclination_deg": shank,
        "knee_flexion_deg": _unwrapped(shank - thigh),
        "trunk_thigh_angle_deg": _unwrapped(trunk - thigh),
    }


def _unwrapped(angle_deg: FloatArray) -> FloatArray:
    """Return angles within -90 to 270 degrees, so that neither a deep fold nor an over-extension jumps."""
    return np.asarray((angle_deg + 90.0) % 360.0 - 90.0)


def bridged_thigh_lean_deg(side: SideMotion) -> FloatArray:
    """Return the lean of the line knee to hip ``[time]``, degrees; a knee hidden for a while is taken between its ends.

    For finding movements, not for measuring: hips move much more than knees do, so that the thigh is known well enough
    where the knee is hidden behind plates and the hip is not. NaN where the knee was somewhere else afterwards.
    """
    knee = np.array(side.joint("knee"))
    whole = fill_gaps(knee, side.time_s, max_gap_s=float("inf"))
    for start, stop in runs(~np.isfinite(knee[:, 0])):
        ends = knee[[max(start - 1, 0), min(stop, len(knee) - 1)]]
        if np.linalg.norm(ends[1] - ends[0]) < KNEE_STAYS * side.leg_length:
            knee[start:stop] = whole[start:stop]
    return lean_deg(side.joint("hip") - knee)


def head_angle_deg(side: SideMotion) -> FloatArray:
    """Return the line shoulder to ear against the trunk's, degrees ``[time]``, chin towards chest positive."""
    shoulder = side.joint("shoulder")
    head = lean_deg(side.joint("ear") - shoulder)
    return _unwrapped(head - lean_deg(shoulder - side.joint("hip")))


def hip_ahead(side: SideMotion) -> FloatArray:
    """Return how far the hip is in front of the ankle ``[time]``, in the unit of ``side``; negative behind it.

    The ankle's position is its running median, so that a step or a moving camera does not count as
    hip travel, and the ankle's own noise does not enter.
    """
    frames = min(window_frames(side.time_s, FOOT_WINDOW_S), 2 * (len(side) // 2) + 1)
    foot = rolling_median(side.joint("ankle")[:, 0], frames=frames)
    return np.asarray(side.joint("hip")[:, 0] - foot)


def relative_series(side: SideMotion, *, standing: Mapping[str, float]) -> dict[str, FloatArray]:
    """Return the quantities that are changes from the reference posture, by id ``[time]``.

    Parameters
    ----------
    standing
        Medians over standing of ``hip_ahead`` (see `hip_ahead`, unit of ``side``) and ``head_angle_deg``
        (see `head_angle_deg`). Where a key is missing the quantity is NaN throughout.
    """
    missing = np.full(len(side), np.nan)
    ahead, head = standing.get("hip_ahead"), standing.get("head_angle_deg")
    return {
        "hip_back_travel": missing if ahead is None else (ahead - hip_ahead(side)) / side.leg_length,
        "head_angle_deg": missing if head is None else head_angle_deg(side) - head,
    }
