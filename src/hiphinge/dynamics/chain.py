"""The chain of segments in the side view: net moments at L5/S1, hips and knees, from the top down.

Forward is +x and up is +y. A moment is positive where the extensors of back and hips hold it: against what would tip
the body forward about the joint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from hiphinge.dynamics.body import JOINT_SHARE, Body, Segment
from hiphinge.dynamics.load import Load
from hiphinge.dynamics.unknowns import Values
from hiphinge.motion import FloatArray

__all__ = ["GRAVITY", "Direction", "Joints", "Turn", "net_loads"]

GRAVITY = 9.81


@dataclass(frozen=True, kw_only=True, eq=False)
class Turn:
    """How a segment leans over time: lean ``[time]`` or ``[draw, time]``, its rate and its acceleration; radians.

    Rate and acceleration are None where it counts as held still.
    """

    lean: FloatArray
    rate: FloatArray | None = None
    acceleration: FloatArray | None = None

    def block(self, part: slice) -> "Turn":
        """Return a stretch of frames."""
        cut = [None if one is None else one[..., part] for one in (self.rate, self.acceleration)]
        return Turn(lean=self.lean[..., part], rate=cut[0], acceleration=cut[1])


@dataclass(frozen=True, kw_only=True, eq=False)
class Direction:
    """A unit vector along a segment over draws and time, and its second derivative, or None where held still."""

    x: FloatArray
    y: FloatArray
    speeding_x: FloatArray | None
    speeding_y: FloatArray | None
    acceleration: FloatArray | None

    @classmethod
    def of(cls, turn: Turn, error: FloatArray, *, share: FloatArray | None = None) -> Self:
        """Return the direction of a lean with an error ``[draw, 1]``, or of a share ``[draw, 1]`` of the lean."""
        if share is not None:
            x, y = np.sin(share * turn.lean), np.cos(share * turn.lean)
        elif turn.lean.ndim > 1:
            x, y = np.sin(turn.lean + error), np.cos(turn.lean + error)
        else:
            sine, cosine = np.sin(turn.lean), np.cos(turn.lean)
            x = sine * np.cos(error) + cosine * np.sin(error)
            y = cosine * np.cos(error) - sine * np.sin(error)
        if share is None or turn.rate is None or turn.acceleration is None:
            return cls.moving(x, y, turn.rate, turn.acceleration)
        return cls.moving(x, y, share * turn.rate, share * turn.acceleration)

    @classmethod
    def moving(cls, x: FloatArray, y: FloatArray, rate: FloatArray | None, acceleration: FloatArray | None) -> Self:
        """Return a direction that turns at a rate, with an acceleration."""
        if rate is None or acceleration is None:
            return cls(x=x, y=y, speeding_x=None, speeding_y=None, acceleration=None)
        squared = rate**2
        return cls(
            x=x,
            y=y,
            speeding_x=acceleration * y - squared * x,
            speeding_y=-acceleration * x - squared * y,
            acceleration=acceleration,
        )

    def hanging(self) -> "Direction":
        """Return the direction of an arm that leans as much from hanging: downward, and turning the other way."""
        return Direction(
            x=self.x,
            y=-self.y,
            speeding_x=self.speeding_x,
            speeding_y=None if self.speeding_y is None else -self.speeding_y,
            acceleration=None if self.acceleration is None else -self.acceleration,
        )


def _above_pelvis(trunk: Direction, pelvis: Direction, ratio: FloatArray, turn: Turn) -> Direction:
    """Return the line from L5/S1 to the shoulders, from the lines from the hip to the shoulders and to L5/S1.

    ``ratio`` is the lower length divided by the upper one; the turn has rate and acceleration of the middle of the
    draws.
    """
    sine = ratio * (trunk.x * pelvis.y - trunk.y * pelvis.x)
    cosine = np.sqrt(1 - sine**2)
    x, y = trunk.x * cosine + trunk.y * sine, trunk.y * cosine - trunk.x * sine
    return Direction.moving(x, y, turn.rate, turn.acceleration)


@dataclass(eq=False)
class _Point:
    """A point relative to the ankles, and its acceleration."""

    x: FloatArray
    y: FloatArray
    ax: FloatArray | float
    ay: FloatArray | float

    def along(self, direction: Direction, length: FloatArray | float) -> "_Point":
        """Return the point so far along a direction."""
        x, y = self.x + length * direction.x, self.y + length * direction.y
        if direction.speeding_x is None or direction.speeding_y is None:
            return _Point(x, y, self.ax, self.ay)
        return _Point(x, y, self.ax + length * direction.speeding_x, self.ay + length * direction.speeding_y)

    def between(self, other: "_Point", share: FloatArray | float) -> "_Point":
        """Return the point at a share of the way to another."""
        return _Point(
            self.x + share * (other.x - self.x),
            self.y + share * (other.y - self.y),
            self.ax + share * (other.ax - self.ax),
            self.ay + share * (other.ay - self.ay),
        )


@dataclass(eq=False)
class _Wrench:
    """Force and moment that what is above a joint asks of it."""

    x: FloatArray
    y: FloatArray
    moment: FloatArray
    about: _Point

    def add(self, mass: FloatArray | float, at: _Point, *, x: FloatArray | None = None) -> None:
        """Add a mass at a point; ``x`` is how far it is in front of the joint where that is known otherwise."""
        force_x, force_y = mass * at.ax, mass * (at.ay + GRAVITY)
        ahead = at.x - self.about.x if x is None else x
        self.moment = self.moment + ahead * force_y - (at.y - self.about.y) * force_x
        self.x, self.y = self.x + force_x, self.y + force_y

    def spin(self, inertia: FloatArray | float, direction: Direction) -> None:
        """Add what speeds up the turning of a segment."""
        if direction.acceleration is not None:
            self.moment = self.moment - inertia * direction.acceleration

    def moved(self, to: _Point) -> "_Wrench":
        """Return the same about a joint further down."""
        moment = self.moment + (self.about.x - to.x) * self.y - (self.about.y - to.y) * self.x
        return _Wrench(self.x, self.y, moment, to)


@dataclass(frozen=True, kw_only=True, eq=False)
class Joints:
    """Net moments ``[draw, time]`` in newton metres, and the force through L5/S1 in newtons, upward and forward.

    ``back`` and ``hip`` are positive where extensors hold them, ``knee`` where the knee's extensors do.
    """

    back: FloatArray
    hip: FloatArray
    knee: FloatArray
    force_x: FloatArray
    force_y: FloatArray
    pelvis: Direction


def net_loads(turns: Mapping[str, Turn], body: Body, load: Load, values: Values, ahead_m: FloatArray | None) -> Joints:
    """Return the net moments and the force through L5/S1 of draws of a body in a posture.

    Parameters
    ----------
    turns
        Leans by name; without the pelvis' where the back was not measured. ``above_deg`` is that of the line from L5/S1
        to the shoulders.
    ahead_m
        How far the load is in front of L5/S1 ``[time]``; None takes it where hands or shoulders are.
    """
    ways = {name: Direction.of(turn, values.leans[name]) for name, turn in turns.items() if name in values.leans}
    if "pelvis_deg" not in ways:
        ways["pelvis_deg"] = Direction.of(turns["trunk_deg"], values.leans["pelvis_deg"], share=values.pelvis_share)
    legs = values.leg_length
    ankle = _Point(np.zeros((1, 1)), np.zeros((1, 1)), 0.0, 0.0)
    knee = ankle.along(ways["shank_deg"], legs * body.shanks.length_m)
    hip = knee.along(ways["thigh_deg"], legs * body.thighs.length_m)
    shift = body.trunk_m * np.clip(values.joint_place, -JOINT_SHARE / 2, JOINT_SHARE)
    lower = values.trunk_length * (body.pelvis.length_m + shift)
    upper = values.trunk_length * (body.trunk.length_m - shift)
    joint = hip.along(ways["pelvis_deg"], lower)
    ways["above_deg"] = _above_pelvis(ways["trunk_deg"], ways["pelvis_deg"], lower / upper, turns["above_deg"])
    shoulder = joint.along(ways["above_deg"], upper)
    above = _above(ways, body, load, values, joint=joint, shoulder=shoulder, ahead_m=ahead_m)
    at_hip = above.moved(hip)
    at_hip.add(values.trunk_mass * body.pelvis.mass_kg, hip.between(joint, body.pelvis.centre))
    at_hip.spin(_inertia(body.pelvis, values.trunk_mass, values.trunk_length), ways["pelvis_deg"])
    at_knee = at_hip.moved(knee)
    at_knee.add(values.limb_mass * body.thighs.mass_kg, knee.between(hip, body.thighs.centre))
    at_knee.spin(_inertia(body.thighs, values.limb_mass, legs), ways["thigh_deg"])
    return Joints(
        back=above.moment,
        hip=at_hip.moment,
        knee=-at_knee.moment,
        force_x=above.x,
        force_y=above.y,
        pelvis=ways["pelvis_deg"],
    )


def _above(
    ways: Mapping[str, Direction],
    body: Body,
    load: Load,
    values: Values,
    *,
    joint: _Point,
    shoulder: _Point,
    ahead_m: FloatArray | None,
) -> _Wrench:
    """Return what trunk, head, arms and load ask of L5/S1."""
    zero = np.zeros_like(shoulder.x)
    wrench = _Wrench(zero, zero, zero, joint)
    wrench.add(values.trunk_mass * body.trunk.mass_kg, joint.between(shoulder, body.trunk.centre + values.trunk_centre))
    wrench.spin(_inertia(body.trunk, values.trunk_mass, values.trunk_length), ways["above_deg"])
    head = shoulder.along(ways["head_deg"], values.trunk_length * body.head.length_m * body.head.centre)
    wrench.add(values.limb_mass * body.head.mass_kg, head)
    wrench.spin(_inertia(body.head, values.limb_mass, values.trunk_length), ways["head_deg"])
    at = shoulder
    for name, segment in (("upper_arm_deg", body.upper_arms), ("forearm_deg", body.forearms)):
        way = ways[name].hanging()
        end = at.along(way, values.arm_length * segment.length_m)
        wrench.add(values.limb_mass * segment.mass_kg, at.between(end, segment.centre))
        wrench.spin(_inertia(segment, values.limb_mass, values.arm_length), way)
        at = end
    if load.mass_kg > 0:
        place = at if load.place == "hands" else shoulder
        ahead = (place.x - joint.x) if ahead_m is None else ahead_m
        wrench.add(values.load_mass * load.mass_kg, place, x=ahead + values.load_place_m)
    return wrench


def _inertia(segment: Segment, mass: FloatArray, length: FloatArray) -> FloatArray:
    return segment.inertia_kg_m2 * mass * length**2
