"""What shows of somebody from the front or from behind, frame by frame: feet, knees, tilts, and where the weight is."""

import numpy as np

from hiphinge.anthropometry import Segments
from hiphinge.motion import SIDE_JOINTS, FloatArray, FrontMotion
from hiphinge.posture.over_foot import FOREARM_CENTRE, UPPER_ARM_CENTRE, UPPER_ARM_MASS
from hiphinge.repetitions import HandsAndFeet

__all__ = [
    "ANKLES_APART",
    "ANKLES_LINE",
    "FOOT_ASIDE",
    "HANDS_APART",
    "HANDS_HANG",
    "HANDS_LINE",
    "HANDS_UP",
    "HIPS_APART",
    "HIPS_LINE",
    "HIPS_UP",
    "KNEES_APART",
    "LEG",
    "LOOKS_DOWN",
    "SHOULDERS_APART",
    "SHOULDERS_LINE",
    "TRUNK_UP",
    "TURNED",
    "WEIGHT_AHEAD",
    "WEIGHT_ASIDE",
    "front_trunk_deg",
    "front_values",
    "hands_and_feet_in_front",
    "thigh_back_deg",
]

ANKLES_APART, KNEES_APART, HIPS_APART = "ankles_apart", "knees_apart", "hips_apart"
SHOULDERS_APART, HANDS_APART = "shoulders_apart", "hands_apart"
"""Names of how far the left joint is to the left of the right one in the image, pixels; of ankles where they stand."""
ANKLES_LINE, HIPS_LINE, SHOULDERS_LINE, HANDS_LINE = "ankles_line", "hips_line", "shoulders_line", "hands_line"
"""Names of the tilts of the lines across, left side up, degrees from the frame's horizontal."""
HANDS_HANG = "hands_hang"
"""Name of how far the hands are below the elbows, the less of both, pixels."""
HIPS_UP, TRUNK_UP, HANDS_UP = "hips_up", "trunk_up", "hands_up"
"""Names of the heights of hips and hands above the ankles, and of the shoulders above the hips, pixels."""
LEG, FOOT_ASIDE = "leg", "foot_aside"
"""Names of a leg's length, and of how far toes are outside their heels, the mean of both, pixels."""
LOOKS_DOWN = "looks_down"
"""Name of how much larger a metre looks at the shoulders than at the ankles from that camera, logarithm."""
TURNED = "turned"
"""Name of how far the left side is nearer to the camera than the right one, in the breadth that shows."""
WEIGHT_AHEAD = "weight_ahead_of_feet"
"""Name of the same towards the camera from the middle of the feet, as the network's own body has it."""
WEIGHT_ASIDE = "weight_aside_of_feet"
"""Name of the body's centre of mass sideways from the middle of the feet, to the left, in distances of the ankles."""
LONGEST_PERCENTILE = 95.0
USUAL_TRUNK, OF_TRUNK = -0.556, 0.36
"""Logarithm of the trunk's length by the leg's in the image before a camera at half the height, and how much of what is
off that is the camera's, as of the breadths. Lengths up and down change with the square of the distance, breadths with
the distance; bodies that differ by 8 % in that ratio, and cameras from 0.25 to 2 m high, give 0.35."""
_OUTWARD = np.array([1.0, -1.0])


def front_trunk_deg(front: FrontMotion) -> FloatArray:
    """Return how far the trunk leans forward ``[time]``, degrees: for repetitions and phases, no measurement.

    Notes
    -----
    From behind it is how much shorter the trunk looks than at its longest: a network that sees a back does not see
    whether it leans away from the camera or towards it. From the front it is the mean of that and of the lean in the
    network's own body, less the least of it.
    """
    shorter_deg = _foreshortened_deg(front.middle("shoulder")[:, 1] - front.middle("hip")[:, 1])
    if front.view.label == "back":
        return shorter_deg
    line = (front.in_body("shoulder") - front.in_body("hip")).mean(axis=1)
    in_body = np.degrees(np.arctan2(line[:, 2], line[:, 1]))
    return np.asarray((shorter_deg + in_body - _percentile(in_body, 100.0 - LONGEST_PERCENTILE)) / 2)


def thigh_back_deg(front: FrontMotion) -> FloatArray:
    """Return how far the thighs lean back ``[time]``, degrees: for repetitions and phases, no measurement."""
    return _foreshortened_deg(front.middle("hip")[:, 1] - front.middle("knee")[:, 1])


def _foreshortened_deg(up: FloatArray) -> FloatArray:
    """Return the lean ``[time]`` at which a line looks as short as it does against its longest."""
    longest = _percentile(up, LONGEST_PERCENTILE)
    return np.asarray(np.degrees(np.arccos(np.clip(up / longest, -1.0, 1.0))))


def _percentile(values: FloatArray, percent: float) -> float:
    known = values[np.isfinite(values)]
    return float(np.percentile(known, percent)) if len(known) else float("nan")


def hands_and_feet_in_front(front: FrontMotion) -> HandsAndFeet:
    """Return what hands and feet do; from there nobody is seen to walk, and no hand to be ahead of the body."""
    arm = front.middle("wrist") - front.middle("shoulder")
    return HandsAndFeet(
        time_s=front.time_s,
        hand_height=(front.middle("wrist")[:, 1] - _feet(front, "ankle").mean(axis=0)[1]) / _leg_px(front),
        hand_offset=arm / _percentile(np.linalg.norm(arm, axis=1), LONGEST_PERCENTILE),
        walks=np.zeros(len(front), dtype=bool),
    )


def _leg_px(front: FrontMotion) -> float:
    """Return the length of a leg that stands, hip to knee to ankle, pixels; NaN where none was seen."""
    pairs = (("hip", "knee"), ("knee", "ankle"))
    parts = [np.linalg.norm(front.middle(a) - front.middle(b), axis=1) for a, b in pairs]
    return _percentile(parts[0] + parts[1], LONGEST_PERCENTILE)


def _feet(front: FrontMotion, joint: str) -> FloatArray:
    """Return where a joint of both feet mostly is ``[(left, right), 2]``: feet stand still."""
    return np.array([[_percentile(way, 50.0) for way in side.T] for side in front.joint(joint).swapaxes(0, 1)])


def front_values(front: FrontMotion, *, segments: Segments) -> dict[str, FloatArray]:
    """Return what shows in every frame ``[time]``, by the names above."""
    ankles, heels, toes = (_feet(front, joint) for joint in ("ankle", "heel", "toe"))
    middle, apart = ankles.mean(axis=0), float(ankles[0, 0] - ankles[1, 0])
    still = {
        ANKLES_APART: apart,
        ANKLES_LINE: float(_tilt_deg(ankles[0] - ankles[1])),
        FOOT_ASIDE: float(((toes - heels)[:, 0] * _OUTWARD).mean()),
        LEG: _leg_px(front),
    }
    hips = front.middle("hip")
    return {
        **{name: np.full(len(front), value) for name, value in still.items()},
        KNEES_APART: front.line("knee")[:, 0],
        HIPS_APART: front.line("hip")[:, 0],
        SHOULDERS_APART: front.line("shoulder")[:, 0],
        HANDS_APART: front.line("wrist")[:, 0],
        HIPS_LINE: _tilt_deg(front.line("hip")),
        SHOULDERS_LINE: _tilt_deg(front.line("shoulder")),
        HANDS_LINE: _tilt_deg(front.line("wrist")),
        HIPS_UP: hips[:, 1] - middle[1],
        TRUNK_UP: front.middle("shoulder")[:, 1] - hips[:, 1],
        HANDS_UP: front.middle("wrist")[:, 1] - middle[1],
        LOOKS_DOWN: _looks_down(front),
        TURNED: _turned(front),
        HANDS_HANG: (front.joint("elbow") - front.joint("wrist"))[..., 1].min(axis=1),
        WEIGHT_ASIDE: (_centre(front.image[..., 0], segments) - middle[0]) / apart,
        WEIGHT_AHEAD: _ahead(front, segments) / apart,
    }


def _looks_down(front: FrontMotion) -> FloatArray:
    """Return the logarithm of how much larger a metre looks at the shoulders than at the ankles ``[time]``.

    It holds for frames of somebody upright: a camera above looks at the shoulders from nearer than at the feet, and so
    the trunk looks longer against the leg. Neither the lens nor the distance is needed.
    """
    leg = sum(
        np.linalg.norm(front.joint(upper) - front.joint(lower), axis=2).mean(axis=1)
        for upper, lower in (("hip", "knee"), ("knee", "ankle"))
    )
    trunk = np.linalg.norm(front.middle("shoulder") - front.middle("hip"), axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(OF_TRUNK * (np.log(trunk / leg) - USUAL_TRUNK))


def _turned(front: FrontMotion) -> FloatArray:
    """Return how far the left side is nearer to the camera, by the lines across hips and shoulders of the body."""
    across = [front.in_body(name)[:, 0] - front.in_body(name)[:, 1] for name in ("hip", "shoulder")]
    toward = 1.0 if front.view.label == "front" else -1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(toward * np.mean([line[:, 2] / np.abs(line[:, 0]) for line in across], axis=0))


def _tilt_deg(line: FloatArray) -> FloatArray:
    """Return the tilt of lines ``[..., 2]`` from right to left, left side up, degrees; NaN where the sides crossed."""
    across = np.where(line[..., 0] > 0, line[..., 0], np.nan)
    return np.asarray(np.degrees(np.arctan(line[..., 1] / across)))


def _ahead(front: FrontMotion, segments: Segments) -> FloatArray:
    """Return how far the centre of mass is towards the camera from the ankles ``[time]``, pixels at the body."""
    toward = 1.0 if front.view.label == "front" else -1.0
    depth = toward * front.body_m[..., 2]
    legs_m = [
        np.linalg.norm((front.in_body(upper) - front.in_body(lower)).mean(axis=1), axis=1)
        for upper, lower in (("hip", "knee"), ("knee", "ankle"))
    ]
    px_per_m = _leg_px(front) / _percentile(legs_m[0] + legs_m[1], LONGEST_PERCENTILE)
    ankles = depth[:, SIDE_JOINTS.index("ankle")].mean(axis=1)
    return np.asarray((_centre(depth, segments) - ankles) * px_per_m)


def _centre(places: FloatArray, s: Segments) -> FloatArray:
    """Return where the centre of mass is along one axis ``[time]``, from joints ``[time, joint, side]`` on it."""
    names = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    x = {name: places[:, SIDE_JOINTS.index(name)].mean(axis=1) for name in names}

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
