"""What shows of somebody from the front or from behind, frame by frame: feet, knees, tilts, and where the weight is."""

import numpy as np

from hiphinge.anthropometry import Segments
from hiphinge.motion import FloatArray, FrontMotion
from hiphinge.repetitions import HandsAndFeet

__all__ = [
    "ANKLES_APART",
    "HANDS_APART",
    "HANDS_LINE",
    "HIPS_APART",
    "HIPS_LINE",
    "KNEES_INWARD",
    "LEG",
    "SHOULDERS_APART",
    "SHOULDERS_LINE",
    "WEIGHT_ASIDE",
    "front_trunk_deg",
    "front_values",
    "hands_and_feet_in_front",
    "thigh_back_deg",
]

ANKLES_APART, HIPS_APART, SHOULDERS_APART, HANDS_APART = "ankles_apart", "hips_apart", "shoulders_apart", "hands_apart"
"""Names of the distances between both sides' joints in the image, pixels."""
KNEES_INWARD, LEG = "knees_inward", "leg"
"""Names of how far both knees, on average, are towards each other from their ankles, and of the leg's length, pixels."""
HIPS_LINE, SHOULDERS_LINE, HANDS_LINE = "hips_line", "shoulders_line", "hands_line"
"""Names of the tilts of the lines across, left side up, degrees from the frame's horizontal."""
WEIGHT_ASIDE = "weight_aside_of_feet"
"""Name of the body's centre of mass sideways from the middle of the feet, to the left, in distances of the ankles."""
LONGEST_PERCENTILE = 95.0
UPPER_ARM_MASS, UPPER_ARM_CENTRE, FOREARM_CENTRE = 0.55, 0.5, 0.7
"""Shares of an arm, as in `hiphinge.posture.over_foot`."""


def front_trunk_deg(front: FrontMotion) -> FloatArray:
    """Return how far the trunk leans forward ``[time]``, degrees: for repetitions and phases, no measurement.

    Notes
    -----
    The mean of two: how much shorter the trunk looks than at its longest, and its lean in the network's own body, less
    the least of it.
    """
    up = front.middle("shoulder")[:, 1] - front.middle("hip")[:, 1]
    line = (front.in_body("shoulder") - front.in_body("hip")).mean(axis=1)
    in_body = np.degrees(np.arctan2(line[:, 2], line[:, 1]))
    return np.asarray((_foreshortened_deg(up) + in_body - _low(in_body)) / 2)


def thigh_back_deg(front: FrontMotion) -> FloatArray:
    """Return how far the thighs lean back ``[time]``, degrees: for repetitions and phases, no measurement."""
    up = front.middle("hip")[:, 1] - front.middle("knee")[:, 1]
    return _foreshortened_deg(up)


def _foreshortened_deg(up: FloatArray) -> FloatArray:
    """Return the lean ``[time]`` at which a line looks as short as it does against its longest."""
    known = up[np.isfinite(up)]
    longest = float(np.percentile(known, LONGEST_PERCENTILE)) if len(known) else float("nan")
    return np.asarray(np.degrees(np.arccos(np.clip(up / longest, -1.0, 1.0))))


def _low(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    return float(np.percentile(known, 100.0 - LONGEST_PERCENTILE)) if len(known) else float("nan")


def hands_and_feet_in_front(front: FrontMotion) -> HandsAndFeet:
    """Return what hands and feet do; from the front nobody is seen to walk, and hands are not seen ahead of the body."""
    leg, arm = leg_px(front), front.middle("wrist") - front.middle("shoulder")
    reach = np.linalg.norm(arm, axis=1)
    longest = float(np.nanpercentile(reach, LONGEST_PERCENTILE)) if np.isfinite(reach).any() else float("nan")
    ankle = front.middle("ankle")[:, 1]
    floor = float(np.nanmedian(ankle)) if np.isfinite(ankle).any() else float("nan")
    return HandsAndFeet(
        time_s=front.time_s,
        hand_height=(front.middle("wrist")[:, 1] - floor) / leg,
        hand_offset=arm / longest,
        walks=np.zeros(len(front), dtype=bool),
    )


def leg_px(front: FrontMotion) -> float:
    """Return the length of a leg that stands, hip to knee to ankle, pixels; NaN where none was seen."""
    parts = [np.linalg.norm(front.middle(a) - front.middle(b), axis=1) for a, b in (("hip", "knee"), ("knee", "ankle"))]
    length = parts[0] + parts[1]
    known = length[np.isfinite(length)]
    return float(np.percentile(known, LONGEST_PERCENTILE)) if len(known) else float("nan")


def front_values(front: FrontMotion, *, segments: Segments) -> dict[str, FloatArray]:
    """Return what shows in every frame ``[time]``, by the names above."""
    knees, ankles = front.joint("knee")[..., 0], front.joint("ankle")[..., 0]
    outward = (knees - ankles) * np.array([1.0, -1.0])
    apart = _apart(front, "ankle")
    aside = (_centre(front, segments) - ankles.mean(axis=1)) / np.nanmedian(apart) if np.isfinite(apart).any() else apart
    return {
        ANKLES_APART: apart,
        HIPS_APART: _apart(front, "hip"),
        SHOULDERS_APART: _apart(front, "shoulder"),
        HANDS_APART: _apart(front, "wrist"),
        KNEES_INWARD: -outward.mean(axis=1),
        LEG: np.full(len(front), leg_px(front)),
        HIPS_LINE: _tilt_deg(front, "hip"),
        SHOULDERS_LINE: _tilt_deg(front, "shoulder"),
        HANDS_LINE: _tilt_deg(front, "wrist"),
        WEIGHT_ASIDE: aside,
    }


def _apart(front: FrontMotion, joint: str) -> FloatArray:
    return np.asarray(np.linalg.norm(front.line(joint), axis=1))


def _tilt_deg(front: FrontMotion, joint: str) -> FloatArray:
    line = front.line(joint)
    return np.asarray(np.degrees(np.arctan2(line[:, 1], line[:, 0])))


def _centre(front: FrontMotion, s: Segments) -> FloatArray:
    """Return where the body's centre of mass is sideways ``[time]``, pixels; one that is balanced has no lean in it."""
    x = {name: front.middle(name)[:, 0] for name in ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")}

    def between(lower: str, upper: str, share: float) -> FloatArray:
        return np.asarray(x[lower] + share * (x[upper] - x[lower]))

    upper_arm, forearm = between("shoulder", "elbow", UPPER_ARM_CENTRE), between("elbow", "wrist", FOREARM_CENTRE)
    arms = UPPER_ARM_MASS * upper_arm + (1 - UPPER_ARM_MASS) * forearm
    return np.asarray(
        s.head * np.where(np.isfinite(x["ear"]), x["ear"], x["shoulder"])
        + s.trunk * between("hip", "shoulder", s.trunk_centre)
        + s.arms * np.where(np.isfinite(arms), arms, x["shoulder"])
        + s.thighs * between("knee", "hip", s.thigh_centre)
        + s.shanks * between("ankle", "knee", s.shank_centre)
        + s.feet * x["ankle"]
    )
