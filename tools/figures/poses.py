"""What a motion is: postures of the puppet, phases that lead from one to the next, things around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tools.figures.body import Point

__all__ = ["Arm", "Claim", "Figure", "Leg", "Line", "Phase", "Pin", "Pose", "Prop"]


@dataclass(frozen=True, kw_only=True)
class Leg:
    """A leg, in degrees from vertical (top ahead of the bottom is positive).

    Give ``knee`` with ``shank`` or with ``thigh``; with neither, the shank leans so that the body balances.
    ``ankle`` is a place instead: forward and up from the floor's origin, thousandths of stature.
    ``foot`` is 0 when flat, positive with the heel up.
    """

    knee: float = 0.0
    shank: float | None = None
    thigh: float | None = None
    ankle: Point | None = None
    foot: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Arm:
    """An arm: ``lean`` of the upper arm from hanging (hand in front is negative) and bend of the ``elbow``.

    ``over`` instead holds the arm straight with the hand above that place; ``hand`` puts the hand at a place,
    the elbow pointing backwards or, with ``bend`` -1, forwards. ``wrist`` turns the hand against the forearm.
    """

    lean: float = 0.0
    elbow: float = 0.0
    over: float | None = None
    hand: Point | None = None
    bend: float = 1.0
    wrist: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Pose:
    """A posture. ``trunk`` is the lean of the line from hip to shoulder from standing, degrees.

    ``lumbar`` and ``thoracic`` are flexion from own standing, ``neck`` is the head against the trunk (looking down is
    positive). ``far_leg`` and ``far_arm`` are as the near ones where they are left out. ``place`` is where the pin is.
    """

    trunk: float = 0.0
    lumbar: float = 0.0
    thoracic: float = 0.0
    neck: float = 0.0
    leg: Leg = field(default_factory=Leg)
    far_leg: Leg | None = None
    arm: Arm = field(default_factory=Arm)
    far_arm: Arm | None = None
    place: Point = (0.0, 0.0)


Pin = Literal["foot", "toe", "far_foot", "knee", "hip", "hand", "elbow", "shoulder", "head"]
"""What stays where a pose says: ``foot`` is the near ankle above the floor at ``place``."""


@dataclass(frozen=True, kw_only=True)
class Phase:
    """The way to a posture: what it is called, how long it takes."""

    label: str
    seconds: float
    pose: Pose


@dataclass(frozen=True, kw_only=True)
class Prop:
    """A thing that is drawn: where it is, what it moves with, and what it is drawn before.

    ``kind`` names a drawing of `things`. ``with_`` is a point of the body (``hand``, ``far_hand``, ``hip`` ...), a part
    (``part:chest_b``: in that part's own coordinates), or nothing for what stays at ``at`` (forward, up).
    """

    kind: str
    at: Point = (0.0, 0.0)
    with_: str = ""
    turn: str = ""
    layer: Literal["behind", "middle", "under_arm", "front"] = "front"
    size: float = 1.0
    tilt: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Line:
    """A band or a cable from a fixed place (forward, up) to a point of the body."""

    start: Point
    to: str
    offset: Point = (0.0, 0.0)
    layer: Literal["behind", "middle", "under_arm", "front"] = "middle"
    thick: float = 3.0


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a figure shows, for `checking`: as the analysis would find it, or as the named shape.

    ``exercise`` is how the recording is analysed; ``shape`` names a rule of `shapes`.
    """

    exercise: str | None = None
    pattern: str | None = None
    faults: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One moving figure: phases that repeat, the one whose end is the key pose, and what is around."""

    kind: str
    id: str
    title: str
    phases: tuple[Phase, ...]
    key_phase: int
    pin: Pin = "foot"
    props: tuple[Prop, ...] = ()
    lines: tuple[Line, ...] = ()
    load_hands: float = 0.0
    load_back: float = 0.0
    height: int = 288
    centre: float = 0.0
    scale: float = 0.2
    claim: Claim = field(default_factory=Claim)
    desc: str = ""
    view: Literal["side", "front"] = "side"
