"""From a plan to a movement over time, with the times of every repetition."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import accumulate, pairwise
from typing import Literal

from hiphinge.testing.body import Posture
from hiphinge.testing.plans import Lift, Movement, Plan
from hiphinge.testing.trajectories import Key, Trajectory, TrueRepetition

__all__ = ["trajectory_of"]

ATTEMPT_BELOW = 0.5
"""A movement that goes down, or comes up, less than this share of the way is an attempt."""


@dataclass(frozen=True, kw_only=True)
class _Stretch:
    """A part of the trajectory that ends in a posture; ``number`` is the lift that it belongs to, from 0 on."""

    part: Literal["descent", "bottom", "ascent", "still"]
    duration_s: float
    posture: Posture
    number: int = -1
    step_m: float = 0.0


def trajectory_of(plan: Plan) -> Trajectory:
    """Return the plan as a movement over time, from 0 on."""
    stretches = [stretch for stretch in _stretches(plan) if stretch.duration_s > 0]
    ends_s = list(accumulate((s.duration_s for s in stretches), initial=0.0))
    places_m = accumulate((s.step_m for s in stretches), initial=0.0)
    postures = [stretches[0].posture, *(s.posture for s in stretches)]
    keys = [Key(time_s=t, posture=p, place_m=x) for t, p, x in zip(ends_s, postures, places_m, strict=True)]
    timed = list(zip(stretches, pairwise(ends_s), strict=True))
    repetitions = (_repetition(plan, number, timed) for number in range(plan.sets * len(plan.lifts)))
    return Trajectory(standing=plan.movement.standing, keys=tuple(keys), repetitions=tuple(repetitions))


def _stretches(plan: Plan) -> Iterator[_Stretch]:
    standing = plan.movement.standing
    lifts = plan.lifts * plan.sets
    from_bottom = bool(lifts) and plan.starts_at == "bottom"
    posture = _bottom(plan, lifts[0]) if from_bottom else standing
    yield _Stretch(part="bottom" if from_bottom else "still", duration_s=plan.before_s, posture=posture, number=0)
    for number, lift in enumerate(lifts):
        last = number == len(lifts) - 1
        if number > 0 or not from_bottom:
            yield from _down(plan, lift, posture, number)
        posture = _bottom(plan, lift)
        if not (last and plan.ends_at == "bottom"):
            yield from _up(plan, lift, number)
            posture = _part(posture, standing, lift.rise)
        yield from _between(plan, lift, posture, number)
    yield _Stretch(part="still", duration_s=plan.after_s, posture=posture)


def _down(plan: Plan, lift: Lift, top: Posture, number: int) -> Iterator[_Stretch]:
    movement, bottom = _movement(plan, lift), _bottom(plan, lift)
    tempo, left_s = movement.tempo, movement.tempo.descent_s
    if movement.lowering is not None:
        yield _Stretch(part="descent", duration_s=left_s * 2 / 3, posture=movement.lowering, number=number)
        top, left_s = movement.lowering, left_s / 3
    for duration_s, posture in _way(top, bottom, left_s, pause_s=tempo.halfway_down_s):
        yield _Stretch(part="descent", duration_s=duration_s, posture=posture, number=number)


def _up(plan: Plan, lift: Lift, number: int) -> Iterator[_Stretch]:
    movement, start = _movement(plan, lift), _bottom(plan, lift)
    tempo, top = movement.tempo, _part(start, movement.standing, lift.rise)
    yield _Stretch(part="bottom", duration_s=tempo.bottom_s, posture=start, number=number)
    left_s = tempo.ascent_s
    if movement.rising is not None:
        yield _Stretch(part="ascent", duration_s=left_s / 3, posture=movement.rising, number=number)
        start, left_s = movement.rising, left_s * 2 / 3
    for duration_s, posture in _way(start, top, left_s, pause_s=tempo.halfway_up_s):
        yield _Stretch(part="ascent", duration_s=duration_s, posture=posture, number=number)


def _between(plan: Plan, lift: Lift, posture: Posture, number: int) -> Iterator[_Stretch]:
    """Stand still until the next lift, through the rest where it begins a new set."""
    if number == plan.sets * len(plan.lifts) - 1:
        return
    if (number + 1) % len(plan.lifts):
        yield _Stretch(part="still", duration_s=_movement(plan, lift).tempo.top_s, posture=posture)
        return
    for step_m in (0.0, plan.step_m, 0.0):
        yield _Stretch(part="still", duration_s=plan.rest_s / 3, posture=posture, step_m=step_m)


def _way(start: Posture, end: Posture, duration_s: float, *, pause_s: float) -> list[tuple[float, Posture]]:
    if pause_s <= 0:
        return [(duration_s, end)]
    middle = _part(start, end, 0.5)
    return [(duration_s / 2, middle), (pause_s, middle), (duration_s / 2, end)]


def _movement(plan: Plan, lift: Lift) -> Movement:
    return lift.movement or plan.movement


def _bottom(plan: Plan, lift: Lift) -> Posture:
    movement = _movement(plan, lift)
    return _part(movement.standing, movement.bottom, lift.depth)


def _part(start: Posture, end: Posture, share: float) -> Posture:
    """Return the posture that lies a share of the way between two."""
    names = (field.name for field in fields(Posture))
    pairs = zip(names, astuple(start), astuple(end), strict=True)
    return Posture(**{name: a + share * (b - a) for name, a, b in pairs})


def _repetition(plan: Plan, number: int, timed: Sequence[tuple[_Stretch, tuple[float, float]]]) -> TrueRepetition:
    own = [(stretch.part, span) for stretch, span in timed if stretch.number == number and stretch.part != "still"]
    start_s, end_s = own[0][1][0], own[-1][1][1]
    down = [span[1] for part, span in own if part == "descent"]
    up = [span[0] for part, span in own if part == "ascent"]
    lift = plan.lifts[number % len(plan.lifts)]
    shallow = min(lift.depth, lift.rise) < ATTEMPT_BELOW
    return TrueRepetition(
        start_s=start_s,
        bottom_start_s=max(down, default=start_s),
        bottom_end_s=min(up, default=end_s),
        end_s=end_s,
        kind="lowering" if not up else "attempt" if shallow else "repetition",
        set=number // len(plan.lifts) + 1,
    )
