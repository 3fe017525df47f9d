"""From phases to a motion: every part's place at every moment of the loop."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from tools.figures.poses import Arm, Leg
from tools.figures.solving import placed

if TYPE_CHECKING:
    from tools.figures.poses import Figure, Pose
    from tools.figures.solving import Placed

__all__ = ["Sampled", "eased", "sampled", "starts_s"]


@dataclass(frozen=True)
class Sampled:
    """A figure's loop: times from 0 to its end, and the puppet at each."""

    time_s: tuple[float, ...]
    poses: tuple[Placed, ...]


def starts_s(figure: Figure) -> tuple[float, ...]:
    """When each phase begins, and when the last one ends."""
    return tuple(accumulate((phase.seconds for phase in figure.phases), initial=0.0))


@cache
def sampled(figure: Figure, *, rate_hz: float = 25.0) -> Sampled:
    """Return the loop at an even rate within each phase, both ends of every phase included."""
    times: list[float] = [0.0]
    poses = [_at(figure, figure.phases[-1].pose, figure.phases[0].pose, 0.0)]
    for number, (phase, start) in enumerate(zip(figure.phases, starts_s(figure), strict=False)):
        before = figure.phases[number - 1].pose
        steps = max(1, round(phase.seconds * rate_hz))
        for step in range(1, steps + 1):
            times.append(start + phase.seconds * step / steps)
            poses.append(_at(figure, before, phase.pose, eased(step / steps)))
    return Sampled(time_s=tuple(times), poses=tuple(poses))


def eased(share: float) -> float:
    """Go from rest to rest with the least jerk (Flash and Hogan 1985, J. Neurosci. 5:1688)."""
    return share**3 * (10 - 15 * share + 6 * share**2)


def _at(figure: Figure, start: Pose, end: Pose, share: float) -> Placed:
    return _solved(figure.pin, figure.load_hands, figure.load_back, _between(figure, start, end, share))


@cache
def _solved(pin: Any, load_hands: float, load_back: float, pose: Pose) -> Placed:
    return placed(pose, pin, load_hands=load_hands, load_back=load_back)


def _between(figure: Figure, start: Pose, end: Pose, share: float) -> Pose:
    if start == end or share >= 1.0:
        return end
    for side in ("", "far_"):
        start, end = _like(figure, start, end, side=side)
    mixed: Pose = _mixed(start, end, share)
    return mixed


def _like(figure: Figure, start: Pose, end: Pose, *, side: str) -> tuple[Pose, Pose]:
    """Describe both postures' limbs in the same way, as angles where they are given differently."""
    for name, kinds in (("leg", ("shank", "thigh", "ankle")), ("arm", ("over", "hand"))):
        if not any(getattr(p, side + name) for p in (start, end)):
            continue
        limbs = [getattr(p, side + name) or getattr(p, name) for p in (start, end)]
        kinds_given = [tuple(getattr(limb, kind) is None for kind in kinds) for limb in limbs]
        if kinds_given[0] != kinds_given[1]:
            limbs = [_as_angles(figure, p, limb, side) for p, limb in zip((start, end), limbs, strict=True)]
        start, end = replace(start, **{side + name: limbs[0]}), replace(end, **{side + name: limbs[1]})
    return start, end


def _as_angles(figure: Figure, pose: Pose, limb: Leg | Arm, side: str) -> Leg | Arm:
    lean = _solved(figure.pin, figure.load_hands, figure.load_back, pose).lean
    if isinstance(limb, Leg):
        thigh = lean[f"{side}thigh"]
        return Leg(thigh=thigh, knee=lean[f"{side}shank"] - thigh, foot=limb.foot)
    upper = lean[f"{side}upper_arm"]
    return Arm(lean=upper, elbow=upper - lean[f"{side}forearm"], wrist=limb.wrist, bend=limb.bend)


def _mixed(start: Any, end: Any, share: float) -> Any:
    """Return what lies a share of the way between two postures, two limbs, two places or two numbers."""
    if start is None or end is None:
        return end
    if isinstance(start, tuple):
        return tuple(_mixed(a, b, share) for a, b in zip(start, end, strict=True))
    if isinstance(start, int | float):
        return start + share * (end - start)
    return replace(end, **{f.name: _mixed(getattr(start, f.name), getattr(end, f.name), share) for f in fields(end)})
