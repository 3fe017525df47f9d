"""Frames whose keypoints no body of this person's proportions could have."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import SIDE_JOINTS, FloatArray, lean_deg
from hiphinge.signals import rolling_median, window_frames

__all__ = ["without_implausible_poses"]

_TRUNK = (0.6, 1.4)
_TRUNK_UNSURE = (0.78, 1.25)
_LEG = (0.5, 1.6)
"""A segment seen from the side keeps its length; these shares of its usual length allow for rotation and depth.

A rounded trunk really is shorter from hip to shoulder, so a short one is accepted while the leg's confidence is
high."""
_SURE = 0.75
_SHORT_OBLIQUE = 0.6
"""Seen from an angle, a lean towards the camera shortens a segment: the lower limits are this much lower."""
_HIP_AHEAD = 0.25
"""A hip this far in front of the standing ankle (share of leg length) would fall; standing is about 0.06."""
_KNEE_DEG = (-30.0, 165.0)
_FOOT_WINDOW_S = 3.0
_BLINK_S, _GLIMPSE_S = 0.1, 0.35
"""Losses shorter than the first are ignored; detections shorter than the second, between losses, are rejected."""
_LEAP_DEG, _LEAP_DEG_S = 20.0, 450.0
"""A trunk that turns by more than this between two detections has jumped: the fastest swing is about 350 degrees/s."""
_SEEN_WELL = ("hip", "knee", "ankle")
_LEG_JOINTS = ("knee", "ankle", "heel", "toe")

BoolArray = NDArray[np.bool_]


def without_implausible_poses(
    chain: FloatArray, confidence: FloatArray, time_s: FloatArray, *, from_side: bool
) -> FloatArray:
    """Return ``[time, joint, 2]`` without joints that cannot be this person's.

    A trunk far from its usual length, a hip far in front of the feet, or a short detection between two losses removes
    the whole frame: the network has lost the person, often behind a plate. A thigh or shank of implausible length, or a
    hyperextended knee, removes the leg below the hip.
    """
    joint = {name: chain[:, SIDE_JOINTS.index(name)] for name in SIDE_JOINTS}
    ease = 1.0 if from_side else _SHORT_OBLIQUE
    trunk, thigh, shank = (
        joint["shoulder"] - joint["hip"],
        joint["hip"] - joint["knee"],
        joint["knee"] - joint["ankle"],
    )
    sure = confidence[:, [SIDE_JOINTS.index(name) for name in _SEEN_WELL]].mean(axis=1) >= _SURE
    lost = np.where(sure, _implausible(trunk, _TRUNK, ease=ease), _implausible(trunk, _TRUNK_UNSURE, ease=ease))
    leg = _implausible(thigh, _LEG, ease=ease) | _implausible(shank, _LEG, ease=ease) | _bent_wrong(thigh, shank)
    if from_side:
        lost |= _ahead_of_feet(joint["hip"], joint["ankle"], time_s, leg_length=_usual(thigh) + _usual(shank))
    lost = lost | ~np.isfinite(trunk[:, 0])
    lost = lost | _short_sightings(~lost, lean_deg(trunk), time_s)
    drop = np.repeat(lost[:, None], len(SIDE_JOINTS), axis=1)
    for name in _LEG_JOINTS:
        drop[:, SIDE_JOINTS.index(name)] |= leg
    return np.where(drop[..., None], np.nan, chain)


def _short_sightings(detected: BoolArray, lean_deg: FloatArray, time_s: FloatArray) -> BoolArray:
    """Return frames of detections that are too short, between losses of the person or jumps of the trunk."""
    short = np.zeros(len(detected), dtype=bool)
    places = np.flatnonzero(detected)
    if len(places) < 2:  # noqa: PLR2004 - a leap needs two frames
        return short
    wait_s = np.diff(time_s[places])
    leap = np.abs(np.diff(lean_deg[places])) > _LEAP_DEG + _LEAP_DEG_S * wait_s
    lost = (np.diff(places) > 1) & (wait_s > _BLINK_S)
    cuts = np.flatnonzero(leap | lost) + 1
    sightings = np.split(places, cuts)
    for sighting in sightings if len(sightings) > 1 else []:
        if time_s[sighting[-1]] - time_s[sighting[0]] < _GLIMPSE_S:
            short[sighting] = True
    return short


def _usual(segment: FloatArray) -> float:
    length = np.linalg.norm(segment, axis=1)
    known = length[np.isfinite(length)]
    return float(np.median(known)) if len(known) else float("nan")


def _implausible(segment: FloatArray, limits: tuple[float, float], *, ease: float) -> BoolArray:
    with np.errstate(invalid="ignore"):
        share = np.linalg.norm(segment, axis=1) / _usual(segment)
        return np.asarray((share < ease * limits[0]) | (share > limits[1]))


def _bent_wrong(thigh: FloatArray, shank: FloatArray) -> BoolArray:
    bend = np.degrees(np.arctan2(shank[:, 0], shank[:, 1]) - np.arctan2(thigh[:, 0], thigh[:, 1]))
    bend = (bend + 90.0) % 360.0 - 90.0
    with np.errstate(invalid="ignore"):
        return np.asarray((bend < _KNEE_DEG[0]) | (bend > _KNEE_DEG[1]))


def _ahead_of_feet(hip: FloatArray, ankle: FloatArray, time_s: FloatArray, *, leg_length: float) -> BoolArray:
    frames = min(window_frames(time_s, _FOOT_WINDOW_S), 2 * (len(time_s) // 2) + 1)
    foot = rolling_median(ankle[:, :1], frames=frames)[:, 0]
    with np.errstate(invalid="ignore"):
        return np.asarray(hip[:, 0] - foot > _HIP_AHEAD * leg_length)
