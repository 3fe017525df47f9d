"""Shapes that a figure may claim, each measured over the whole loop: a value to print, and whether it holds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tools.figures.body import AXIS, MASS, body
from tools.figures.front import front_loop, places
from tools.figures.moving import starts_s
from tools.figures.solving import BALANCE_AHEAD
from tools.figures.svg import key_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tools.figures.body import Point
    from tools.figures.moving import Sampled
    from tools.figures.poses import Figure
    from tools.figures.solving import Placed

    Rule = Callable[[Figure, Sampled], tuple[float, bool]]

__all__ = ["FRONT_SHAPES", "SHAPES"]

NEUTRAL_DEG, LINE_DEG, LEVEL_DEG = 8.0, 6.0, 4.0
FLAT_UNITS, STILL_UNITS, OVER_FOOT_UNITS = 8.0, 6.0, 45.0


def _key_pose(figure: Figure, loop: Sampled) -> Placed:
    time_s = starts_s(figure)[figure.key_phase + 1]
    return loop.poses[min(range(len(loop.time_s)), key=lambda i: abs(loop.time_s[i] - time_s))]


def _bend(start: Point, middle: Point, end: Point) -> float:
    """How far three places are from one line, degrees."""
    first = math.atan2(middle[1] - start[1], middle[0] - start[0])
    second = math.atan2(end[1] - middle[1], end[0] - middle[0])
    turn = math.degrees(second - first)
    return abs((turn + 180.0) % 360.0 - 180.0)


def _neutral_back(_: Figure, loop: Sampled) -> tuple[float, bool]:
    """Check that the back keeps its shape in standing: lumbar and thoracic parts turn with the pelvis."""
    worst = max(abs(p.lean["chest_c"] - p.lean["pelvis"]) for p in loop.poses)
    return worst, worst <= NEUTRAL_DEG


def _rounds(figure: Figure, loop: Sampled) -> tuple[float, bool]:
    """Check that the back rounds at the key pose by more than can be mistaken."""
    pose = _key_pose(figure, loop)
    bend = pose.lean["chest_c"] - pose.lean["pelvis"]
    return bend, bend > 2 * NEUTRAL_DEG


def _pelvis_rolls(_: Figure, loop: Sampled) -> tuple[float, bool]:
    turns = [p.lean["pelvis"] for p in loop.poses]
    return max(turns) - min(turns), max(turns) - min(turns) > NEUTRAL_DEG


def _line_at_telling(figure: Figure, loop: Sampled, low: str, middle: str, high: str) -> tuple[float, bool]:
    pose = _key_pose(figure, loop)
    bend = _bend(pose.named(low), pose.named(middle), pose.named(high))
    return bend, bend <= LINE_DEG


def _straight_line(figure: Figure, loop: Sampled) -> tuple[float, bool]:
    """Ankle, hip and shoulder are in line at the key pose."""
    return _line_at_telling(figure, loop, "ankle", "hip", "shoulder")


def _thigh_and_trunk(figure: Figure, loop: Sampled) -> tuple[float, bool]:
    """Knee, hip and shoulder are in line at the key pose."""
    return _line_at_telling(figure, loop, "knee", "hip", "shoulder")


def _trunk_and_leg(figure: Figure, loop: Sampled) -> tuple[float, bool]:
    """Check that the far leg carries the trunk's line on at the key pose."""
    return _line_at_telling(figure, loop, "far_ankle", "hip", "shoulder")


def _pelvis_level(_: Figure, loop: Sampled) -> tuple[float, bool]:
    """Check that the pelvis keeps its lean, and the trunk with it."""
    turns = [p.lean["pelvis"] for p in loop.poses]
    return max(turns) - min(turns), max(turns) - min(turns) <= LEVEL_DEG


def _still(*names: str) -> Rule:
    """Make a rule by which places of the body stay where they are."""

    def rule(_: Figure, loop: Sampled) -> tuple[float, bool]:
        first = [loop.poses[0].named(name) for name in names]
        off = max(math.dist(p.named(name), place) for p in loop.poses for name, place in zip(names, first, strict=True))
        return off, off <= STILL_UNITS

    return rule


def _feet_flat(_: Figure, loop: Sampled) -> tuple[float, bool]:
    """Check that the near foot stays flat on the floor."""
    high = body().ankle_height
    off = max(abs(p.joint["foot"][1] - high) + abs(p.lean["foot"]) for p in loop.poses)
    return off, off <= FLAT_UNITS


def _above_floor(_: Figure, loop: Sampled) -> tuple[float, bool]:
    """No joint goes below the floor."""
    lowest = min(place[1] for p in loop.poses for place in p.joint.values())
    return lowest, lowest > 0.0


def _balanced(figure: Figure, loop: Sampled) -> tuple[float, bool]:
    """Check that the centre of mass, load included, stays over the middle of the foot."""
    off = max(abs(centre_ahead(figure, p) - p.joint["foot"][0] - BALANCE_AHEAD) for p in loop.poses)
    return off, off <= OVER_FOOT_UNITS


def centre_ahead(figure: Figure, pose: Placed) -> float:
    """Return how far forward the centre of mass of body and load is."""
    masses: Mapping[str, float] = {part: MASS.get(part.removeprefix("far_"), 0.0) for part in pose.lean}
    loads = figure.load_hands, figure.load_back
    moment = sum(m * pose.point(part, body().centre(part.removeprefix("far_")))[0] for part, m in masses.items() if m)
    moment += loads[0] * pose.named("hand")[0] + loads[1] * pose.point("chest_c", (-20.0, -30.0))[0]
    return moment / (sum(masses.values()) + sum(loads))


def _folds(_: Figure, loop: Sampled) -> tuple[float, bool]:
    """Check that the hips fold by more than 30 degrees from the most open moment to the most closed one."""
    folds = [p.lean["pelvis"] - p.lean["thigh"] for p in loop.poses]
    return max(folds) - min(folds), max(folds) - min(folds) > 30.0  # noqa: PLR2004 as the sentence says


def _head_with_trunk(_: Figure, loop: Sampled) -> tuple[float, bool]:
    worst = max(abs(p.lean["head"] - p.lean["chest_c"]) for p in loop.poses)
    return worst, worst <= 2 * NEUTRAL_DEG


def _trunk_still(_: Figure, loop: Sampled) -> tuple[float, bool]:
    """Every part of the trunk keeps its lean."""
    off = max(
        max(p.lean[part] for p in loop.poses) - min(p.lean[part] for p in loop.poses)
        for part in AXIS[: AXIS.index("neck")]
    )
    return off, off <= LEVEL_DEG


SHAPES: Mapping[str, Rule] = {
    "neutral_back": _neutral_back,
    "rounds": _rounds,
    "pelvis_rolls": _pelvis_rolls,
    "straight_line": _straight_line,
    "thigh_and_trunk_in_line": _thigh_and_trunk,
    "trunk_and_leg_in_line": _trunk_and_leg,
    "pelvis_level": _pelvis_level,
    "trunk_still": _trunk_still,
    "sits_still": _still("hip", "ankle"),
    "knees_on_floor": _still("knee"),
    "hands_and_knees_still": _still("hand", "knee"),
    "hips_still": _still("hip"),
    "feet_still": _still("ankle", "far_ankle"),
    "elbows_and_toes_still": _still("elbow", "ankle"),
    "feet_flat": _feet_flat,
    "above_floor": _above_floor,
    "balanced": _balanced,
    "folds_at_hips": _folds,
    "head_with_trunk": _head_with_trunk,
}
"""Each rule by name: from a figure and its loop to a value and whether it is so."""


def _line_from_front(figure: Figure) -> tuple[float, bool]:
    """Neck, hips and feet are in line at the key pose."""
    times, poses = front_loop(figure)
    at = places(poses[key_moment(figure, times)])
    bend = _bend(at["feet"], at["hip"], at["neck"])
    return bend, bend <= LINE_DEG


def _upright_from_front(figure: Figure) -> tuple[float, bool]:
    """Check that the trunk never leans to a side."""
    lean = max(abs(pose.trunk) for pose in front_loop(figure)[1])
    return lean, lean <= LEVEL_DEG


FRONT_SHAPES: Mapping[str, Callable[[Figure], tuple[float, bool]]] = {
    "one_line_from_the_front": _line_from_front,
    "upright_from_the_front": _upright_from_front,
}
"""The same for figures from the front."""
