"""From a posture to where every part is: joints turned, feet on the floor, the body balanced, hands in place."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from tools.figures.body import ARM, AXIS, LEG, MASS, PARENT, Point, body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.figures.poses import Arm, Leg, Pin, Pose

__all__ = ["BALANCE_AHEAD", "Placed", "placed"]

LUMBAR = ("lumbar_a", "lumbar_b", "chest_a")
THORACIC = ("chest_b", "chest_c")
BALANCE_AHEAD = 28.0
"""The centre of mass is kept this far in front of the ankle: 45 % of the foot from the heel."""
ROUNDS = 40
GRIP = 46.0
"""How far beyond the wrist a bar is in the fingers."""
BALL = (95.0, 35.0)
"""The ball of the foot about the ankle, forward and down."""


@dataclass(frozen=True)
class Placed:
    """A posture in place: lean of every part (degrees) and the place of every part's joint (forward, up)."""

    lean: Mapping[str, float]
    joint: Mapping[str, Point]

    def point(self, part: str, at: Point) -> Point:
        """Where a point of a part is, given about the part's joint, y down."""
        return _moved(self.joint[part], at, self.lean[part])

    def named(self, name: str) -> Point:
        """Where a point of the body is: a joint, or the middle of a grip."""
        side = "far_" if name.startswith("far_") else ""
        plain = name.removeprefix("far_")
        if plain == "hand":
            return self.point(side + "hand", (0.0, GRIP))
        if plain == "ball":
            return self.point(side + "foot", BALL)
        part = {
            "hip": "pelvis",
            "knee": "shank",
            "ankle": "foot",
            "shoulder": "upper_arm",
            "elbow": "forearm",
            "hand_joint": "hand",
        }
        found = part.get(plain, plain)
        return self.joint[found if found in AXIS else side + found]


def _moved(joint: Point, at: Point, lean: float) -> Point:
    """Carry a point (forward, down) with a part that leans; the place is (forward, up)."""
    turn = math.radians(lean)
    x, y = at
    return (joint[0] + x * math.cos(turn) - y * math.sin(turn), joint[1] - x * math.sin(turn) - y * math.cos(turn))


def placed(pose: Pose, pin: Pin, *, load_hands: float = 0.0, load_back: float = 0.0) -> Placed:
    """Place a posture, its pin where the posture says."""
    if pin == "foot" and _balances(pose.leg):
        pose = _balanced(pose, load_hands=load_hands, load_back=load_back)
    axis, joint = _axis(pose.trunk, pose.lumbar, pose.thoracic, pose.neck)
    lean = dict(axis)
    _legs_by_angle(pose, lean)
    # On a foot whose leg is given by angles the hip stands where it is, wherever the hands go.
    for _ in range(1 if pin == "foot" and pose.leg.ankle is None else 2):
        root = _root(pose, pin, lean, joint)
        _place_arms(pose, lean, _shifted(joint, root))
        _place_legs(pose, lean, _shifted(joint, root))
    root = _root(pose, pin, lean, joint)
    return Placed(lean=lean, joint=_all_joints(lean, joint, root))


def _balances(leg: Leg) -> bool:
    return leg.shank is None and leg.thigh is None and leg.ankle is None


def _balanced(pose: Pose, *, load_hands: float, load_back: float) -> Pose:
    low, high = -40.0, 60.0
    for _ in range(ROUNDS):
        middle = 0.5 * (low + high)
        tried = replace(pose, leg=replace(pose.leg, shank=middle))
        found = placed(tried, "foot")
        if _centre(found, load_hands=load_hands, load_back=load_back) - pose.place[0] > BALANCE_AHEAD:
            high = middle
        else:
            low = middle
    return replace(pose, leg=replace(pose.leg, shank=0.5 * (low + high)))


def _centre(found: Placed, *, load_hands: float, load_back: float) -> float:
    """Return how far forward the centre of mass of body and load is."""
    moment, mass = 0.0, 0.0
    for part in found.lean:
        share = MASS.get(part.removeprefix("far_"), 0.0)
        if share:
            moment += share * found.point(part, body().centre(part.removeprefix("far_")))[0]
            mass += share
    moment += load_hands * found.named("hand")[0] + load_back * found.point("chest_c", (-20.0, -30.0))[0]
    return moment / (mass + load_hands + load_back)


@cache
def _axis(trunk: float, lumbar: float, thoracic: float, neck: float) -> tuple[Mapping[str, float], Mapping[str, Point]]:
    """Lean of pelvis, back, neck and head such that hip and shoulder are in the line that is wanted; their joints."""
    lean = {"pelvis": 0.0}
    for name in AXIS[1:]:
        bend = lumbar / 3 if name in LUMBAR else thoracic / 2 if name in THORACIC else 0.0
        bend = neck / 2 if name in {"neck", "head"} else bend
        lean[name] = lean[PARENT[name]] + bend
    line = _line(_axis_joints(lean)) - _line(_axis_joints(dict.fromkeys(AXIS, 0.0)))
    found = {name: angle + trunk - line for name, angle in lean.items()}
    return found, _axis_joints(found)


def _line(joint: Mapping[str, Point]) -> float:
    (x, y), (u, v) = joint["pelvis"], joint["upper_arm"]
    return math.degrees(math.atan2(u - x, v - y))


def _axis_joints(lean: Mapping[str, float]) -> dict[str, Point]:
    joint: dict[str, Point] = {"pelvis": (0.0, 0.0)}
    for name in (*AXIS[1:], "upper_arm"):
        joint[name] = _moved(joint[PARENT[name]], body().parts[name].at, lean[PARENT[name]])
    return joint


def _shifted(joint: Mapping[str, Point], root: Point) -> dict[str, Point]:
    return {name: (x + root[0], y + root[1]) for name, (x, y) in joint.items()}


def _sides(pose: Pose) -> tuple[tuple[str, Leg, Arm], ...]:
    return (("", pose.leg, pose.arm), ("far_", pose.far_leg or pose.leg, pose.far_arm or pose.arm))


def _legs_by_angle(pose: Pose, lean: dict[str, float]) -> None:
    for side, leg, _ in _sides(pose):
        thigh = leg.thigh if leg.thigh is not None else (leg.shank or 0.0) - leg.knee
        lean |= {f"{side}thigh": thigh, f"{side}shank": thigh + leg.knee, f"{side}foot": leg.foot}


def _root(pose: Pose, pin: Pin, lean: Mapping[str, float], joint: Mapping[str, Point]) -> Point:
    """Where the hip must be so that the pin is in its place."""
    x, y = pose.place
    if pin == "hip":
        return x, y
    if pin in {"shoulder", "head"}:
        at = joint["upper_arm" if pin == "shoulder" else "head"]
        return x - at[0], y - at[1]
    chain = {"foot": LEG, "toe": LEG, "far_foot": LEG, "knee": LEG[:2], "elbow": ARM[:2], "hand": ARM}[pin]
    side = "far_" if pin == "far_foot" else ""
    at = joint["upper_arm"] if chain[0] == "upper_arm" else (0.0, 0.0)
    for part, after in zip(chain, (*chain[1:], ""), strict=True):
        if after:
            at = _moved(at, body().parts[after].at, lean.get(side + part, 0.0))
        elif pin == "toe":
            at = _moved(at, BALL, lean.get("foot", 0.0))
        elif pin == "hand":
            at = _moved(at, (0.0, GRIP), lean.get("hand", 0.0))
    if pin.endswith("foot"):
        y += body().ankle_height
    return x - at[0], y - at[1]


def _place_arms(pose: Pose, lean: dict[str, float], joint: Mapping[str, Point]) -> None:
    upper, fore = body().length("upper_arm"), body().length("forearm")
    for side, _, arm in _sides(pose):
        shoulder = joint["upper_arm"]
        if arm.hand is not None:
            lean[f"{side}upper_arm"], lean[f"{side}forearm"] = _two_bones(
                shoulder, arm.hand, (upper, fore + (GRIP if not arm.wrist else 0.0)), bend=arm.bend
            )
        elif arm.over is not None:
            share = (shoulder[0] - arm.over) / (upper + fore + GRIP)
            lean[f"{side}upper_arm"] = lean[f"{side}forearm"] = math.degrees(math.asin(max(-0.99, min(0.99, share))))
        else:
            lean[f"{side}upper_arm"], lean[f"{side}forearm"] = arm.lean, arm.lean - arm.elbow
        lean[f"{side}hand"] = lean[f"{side}forearm"] + arm.wrist


def _place_legs(pose: Pose, lean: dict[str, float], joint: Mapping[str, Point]) -> None:
    lengths = (body().length("thigh"), body().length("shank"))
    for side, leg, _ in _sides(pose):
        if leg.ankle is not None:
            goal = (leg.ankle[0], leg.ankle[1] + body().ankle_height)
            lean[f"{side}thigh"], lean[f"{side}shank"] = _two_bones(joint["pelvis"], goal, lengths, bend=-1.0)


def _two_bones(start: Point, goal: Point, lengths: tuple[float, float], *, bend: float) -> tuple[float, float]:
    """Leans of two parts that reach from a joint to a place; with ``bend`` 1 the joint between points backwards."""
    dx, dy = goal[0] - start[0], goal[1] - start[1]
    far = min(max(math.hypot(dx, dy), abs(lengths[0] - lengths[1]) + 1.0), sum(lengths) - 0.2)
    towards = math.degrees(math.atan2(-dx, -dy))
    first = math.degrees(math.acos((lengths[0] ** 2 + far**2 - lengths[1] ** 2) / (2 * lengths[0] * far)))
    second = math.degrees(math.acos((lengths[1] ** 2 + far**2 - lengths[0] ** 2) / (2 * lengths[1] * far)))
    return towards + bend * first, towards - bend * second


def _all_joints(lean: Mapping[str, float], axis: Mapping[str, Point], root: Point) -> dict[str, Point]:
    joint = _shifted(axis, root)
    joint["far_upper_arm"] = joint["upper_arm"]
    joint["thigh"] = joint["far_thigh"] = joint["pelvis"]
    for side in ("", "far_"):
        for name in ("shank", "foot", "forearm", "hand"):
            above = side + PARENT[name]
            joint[side + name] = _moved(joint[above], body().parts[name].at, lean[above])
    return joint
