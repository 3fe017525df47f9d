"""A set of repetitions over time: when each begins and turns, how deep it goes, which faults are in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tools.generator import movements
from tools.generator.sideways import KNEES_IN, KNEES_OUT, sway_of
from tools.generator.trajectories import BAR, HANG, Trajectory

if TYPE_CHECKING:
    from numpy.random import Generator

    from tools.generator.arrays import Array
    from tools.generator.movements import Movement, Span
    from tools.generator.people import Person
    from tools.generator.sideways import Sideways
    from tools.generator.stepping import Step

SKIN_PER_BONE = 0.88
FAULT_SHARE = 0.34
BACK_GIVES_WEIGHT = 3.0
BENT_FOR_SIDEWAYS_DEG = 38.0
STANDING, BOTTOM = "standing", "bottom"


@dataclass(frozen=True)
class Depth:
    """Angles at one bottom, on the bones, and the repetition's faults."""

    trunk_deg: float
    knee_deg: float
    lumbar_deg: float
    thoracic_deg: float
    neck_deg: float
    balance_share: float
    arm_deg: float
    top_lumbar_deg: float
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Repetition:
    """Frames of one repetition: the descent's first, the bottom's first and last, the ascent's last."""

    start: int
    bottom_start: int
    bottom_end: int
    end: int
    depth: Depth


@dataclass(frozen=True)
class Other:
    """Something that is no repetition: its frames (``bottom`` is its middle where it has none) and what it is."""

    start: int
    bottom: int
    end: int
    kind: str


@dataclass(frozen=True)
class Bob:
    """Hips that dip and rise while the hands stay at the load: frames, most change of the trunk's lean, how often."""

    start: int
    end: int
    trunk_deg: float
    times: int


@dataclass(frozen=True)
class Everyday:
    """What surrounds a set, and what it is called.

    Parameters
    ----------
    exercise
        Id in the catalogue, or None for what has no name there.
    bends
        Repetitions and all other bends, in order.
    on_floor
        Numbers of the bends at whose bottom the load is on the floor.
    held, gripped
        Frames between which the load is held, and between which the hands are at it; None for always.
    steps, begins_at
        Where the feet go, and where they stand first.
    grip_half_share, beside
        How the load is held.
    plate_radii_m
        Sizes of plates to draw from, or None for the usual ones.
    """

    exercise: str | None
    bends: tuple[Repetition, ...]
    others: tuple[Other, ...]
    on_floor: tuple[int, ...]
    bobs: tuple[Bob, ...]
    held: tuple[tuple[int, int], ...] | None
    gripped: tuple[tuple[int, int], ...] | None
    steps: tuple[Step, ...]
    begins_at: tuple[float, float, float]
    grip_half_share: float
    beside: bool
    plate_radii_m: tuple[float, ...] | None


@dataclass(frozen=True)
class Plan:
    """What will be filmed, before any body does it."""

    movement: Movement
    hands: str
    load_kind: str | None
    load_kg: float
    starts: str
    fps: float
    frames: int
    repetitions: tuple[Repetition, ...]
    top_arm_deg: float
    free_leg: str | None
    bar_drift_m: float
    lumbar_ahead: float
    everyday: Everyday | None = None
    sideways: Sideways | None = None

    @property
    def bends(self) -> tuple[Repetition, ...]:
        """Everything that leads away from standing and back, repetitions or not."""
        return self.repetitions if self.everyday is None else self.everyday.bends


def draw_plan(
    rng: Generator, person: Person, *, mass_kg: float, fps: float, movement: Movement, seconds: float | None = None
) -> Plan:
    """Draw a set of two to five repetitions, about ten seconds long; or about as long as asked."""
    shares = np.array([choice[2] for choice in movement.choices])
    hands, load_kind, _ = movement.choices[int(rng.choice(len(shares), p=shares / shares.sum()))]
    starts = BOTTOM if rng.random() < movement.begins_low else STANDING
    usual = draw_depth(rng, person, movement)
    frame = 0 if starts == BOTTOM else frames_of(rng, (0.8, 1.8), fps)
    repetitions: list[Repetition] = []
    drawn = float(rng.uniform(8.0, 11.0))
    wanted = drawn if seconds is None else seconds
    while not repetitions or frame / fps < wanted - 2.0:
        first = not repetitions
        depth = varied(rng, person, movement, usual, first=first)
        repetition = timed(rng, movement, depth, start=frame, fps=fps, lifted=starts == BOTTOM and first)
        repetitions.append(repetition)
        frame = repetition.end + frames_of(rng, movement.top_s, fps)
    return Plan(
        movement=movement,
        hands=hands,
        load_kind=load_kind,
        load_kg=draw_load_kg(rng, load_kind, mass_kg),
        starts=starts,
        fps=fps,
        frames=frame + frames_of(rng, (0.4, 1.0), fps),
        repetitions=tuple(repetitions),
        top_arm_deg=between(rng, movement.top_arm_deg),
        free_leg=("left", "right")[int(rng.integers(2))] if movement.single_leg else None,
        bar_drift_m=float(max(rng.normal(0.0, 0.012), 0.0)) if hands == BAR else 0.0,
        lumbar_ahead=between(rng, (0.75, 1.3)),
    )


def with_sideways(plan: Plan, sideways: Sideways) -> Plan:
    """Return the plan with what is done to the sides; knees that go far in or out are bent enough to do so."""
    least = BENT_FOR_SIDEWAYS_DEG if {KNEES_IN, KNEES_OUT} & set(sideways.faults) else 0.0
    bent = tuple(
        replace(one, depth=replace(one.depth, knee_deg=max(one.depth.knee_deg, least))) for one in plan.repetitions
    )
    return replace(plan, repetitions=bent, sideways=sideways)


def between(rng: Generator, span: Span) -> float:
    """Draw a value of a range."""
    return float(rng.uniform(*span))


def frames_of(rng: Generator, span_s: Span, fps: float) -> int:
    """Draw a duration of a range, in frames."""
    return max(round(between(rng, span_s) * fps), 1)


def draw_load_kg(rng: Generator, load_kind: str | None, mass_kg: float) -> float:
    """Draw a load that somebody of that mass could move, in kilograms; 0 for nothing or a stick."""
    heaviest = {
        movements.BAR_IN_HANDS: 1.4,
        movements.BAR_ON_BACK: 0.8,
        movements.BELL: 0.35,
        movements.DUMBBELLS: 0.5,
        movements.HEX_BAR: 1.6,
        movements.BOX: 0.3,
    }
    if load_kind not in heaviest:
        return 0.0
    return float(rng.uniform(0.1, heaviest[load_kind]) * mass_kg)


def draw_depth(rng: Generator, person: Person, movement: Movement) -> Depth:
    """Draw how this person performs the movement in this set."""
    lumbar = min(between(rng, movement.lumbar_deg), 0.95 * person.maximum_lumbar_deg)
    return Depth(
        trunk_deg=between(rng, movement.trunk_deg),
        knee_deg=between(rng, movement.knee_deg),
        lumbar_deg=lumbar / SKIN_PER_BONE,
        thoracic_deg=between(rng, movement.thoracic_deg),
        neck_deg=between(rng, (-16.0, 8.0)),
        balance_share=float(np.clip(person.balance_share + rng.normal(0, 0.02), 0.36, 0.58)),
        arm_deg=between(rng, movement.arm_deg),
        top_lumbar_deg=0.0,
        faults=(),
    )


def varied(rng: Generator, person: Person, movement: Movement, usual: Depth, *, first: bool) -> Depth:
    """Draw one repetition of a set: a little unlike the others, and sometimes with a fault."""
    fields = _a_little_unlike(rng, usual)
    faults: tuple[str, ...] = ()
    if rng.random() < FAULT_SHARE:
        weight = np.array([BACK_GIVES_WEIGHT if name == movements.BACK_GIVES else 1.0 for name in movement.faults])
        fault = movement.faults[int(rng.choice(len(weight), p=weight / weight.sum()))]
        room = 0.98 * person.maximum_lumbar_deg / SKIN_PER_BONE - fields["lumbar_deg"]
        faults = (fault,) if _add_fault(rng, fields, fault, room=room, first=first) else ()
    return Depth(**{name: float(value) for name, value in fields.items()}, faults=faults)


def much_the_same(rng: Generator, usual: Depth) -> Depth:
    """Draw one repetition of a set: a little unlike the others, without a fault."""
    return Depth(**_a_little_unlike(rng, usual), faults=())


def _a_little_unlike(rng: Generator, usual: Depth) -> dict[str, float]:
    return {
        "trunk_deg": usual.trunk_deg + rng.normal(0, 2.5),
        "knee_deg": max(usual.knee_deg + rng.normal(0, 2.0), 0.0),
        "lumbar_deg": max(usual.lumbar_deg + rng.normal(0, 1.5), 0.0),
        "thoracic_deg": usual.thoracic_deg + rng.normal(0, 1.5),
        "neck_deg": usual.neck_deg + rng.normal(0, 2.0),
        "balance_share": usual.balance_share + rng.normal(0, 0.01),
        "arm_deg": usual.arm_deg,
        "top_lumbar_deg": rng.normal(0, 1.0),
    }


def _add_fault(rng: Generator, fields: dict[str, float], fault: str, *, room: float, first: bool) -> bool:
    """Change one repetition so that it has the fault; False where this set cannot have it."""
    if fault == movements.BACK_GIVES:
        least = 11.0
        if first or room < least:
            return False
        fields["lumbar_deg"] += between(rng, (least, min(room, 24.0)))
    elif fault == movements.OVEREXTENSION:
        fields["top_lumbar_deg"] = -between(rng, (14.0, 24.0))
    elif fault == movements.WEIGHT_FORWARD:
        fields["balance_share"] = between(rng, (0.74, 0.92))
    elif fault == movements.EXCESS_KNEE:
        fields["knee_deg"] = between(rng, (47.0, 70.0))
    elif fault == movements.NECK_EXTENSION:
        fields["neck_deg"] = -between(rng, (32.0, 50.0))
    return True


def timed(rng: Generator, movement: Movement, depth: Depth, *, start: int, fps: float, lifted: bool) -> Repetition:
    """Lay one repetition out in time; ``lifted`` ones begin at the bottom."""
    hurried = movements.UNCONTROLLED in depth.faults
    down = 0 if lifted else frames_of(rng, (0.32, 0.5) if hurried else movement.descent_s, fps)
    bottom_end = start + down + frames_of(rng, (0.5, 1.4) if lifted else movement.bottom_s, fps)
    end = bottom_end + frames_of(rng, movement.ascent_s, fps)
    return Repetition(start, start + down, bottom_end, end, depth)


def trajectory_of(plan: Plan, person: Person, knee_deg: Array | None = None) -> Trajectory:
    """Angles of every frame of a plan; ``knee_deg`` replaces the planned knees at the bottoms."""
    depths = [bend.depth for bend in plan.bends]
    knees = [depth.knee_deg for depth in depths] if knee_deg is None else list(knee_deg)
    standing = person.standing_lean_deg

    def over_time(bottoms: list[float], *, rest: float = 0.0, ahead: float = 1.0) -> Array:
        return _over_time(plan, bottoms, rest=rest, ahead=ahead)

    lumbar = over_time([depth.lumbar_deg for depth in depths], ahead=plan.lumbar_ahead) + _tops(plan)
    raised = plan.movement.name == "swing"
    arm_rest = plan.top_arm_deg if plan.hands == HANG else 0.0
    return Trajectory(
        trunk_deg=over_time([depth.trunk_deg for depth in depths], rest=standing),
        lumbar_deg=lumbar,
        thoracic_deg=over_time([depth.thoracic_deg for depth in depths]),
        neck_deg=over_time([depth.neck_deg for depth in depths]),
        knee_deg=over_time(knees),
        balance_share=over_time([depth.balance_share for depth in depths], rest=person.balance_share),
        arm_deg=over_time([depth.arm_deg for depth in depths], rest=arm_rest, ahead=0.8 if raised else 1.0),
        blade_share=over_time([1.0] * len(depths)),
        bar_drift_m=np.full(plan.frames, plan.bar_drift_m),
        hands=plan.hands,
        load_kg=plan.load_kg,
        free_leg=plan.free_leg,
        sway=None if plan.sideways is None else sway_of(plan.sideways, over_time([1.0] * len(depths))),
    )


def _over_time(plan: Plan, bottoms: list[float], *, rest: float, ahead: float) -> Array:
    values = np.full(plan.frames, rest)
    for number, (repetition, bottom) in enumerate(zip(plan.bends, bottoms, strict=True)):
        down = smooth(repetition.start, repetition.bottom_start, plan.frames) ** ahead
        if number == 0 and repetition.start == repetition.bottom_start:
            down = np.ones(plan.frames)
        up = smooth(repetition.bottom_end, repetition.end, plan.frames) ** ahead
        values = values + (bottom - rest) * (down - up)
    return values


def _tops(plan: Plan) -> Array:
    """Lumbar bend at the top after each ascent, gone again before the next descent is under way."""
    bend = np.zeros(plan.frames)
    for repetition in plan.repetitions:
        rise = round(0.5 * (repetition.bottom_end + repetition.end))
        hold = repetition.end + max(round(0.35 * plan.fps), 1)
        shape = smooth(rise, repetition.end, plan.frames) - smooth(hold, hold + round(0.5 * plan.fps), plan.frames)
        bend = bend + repetition.depth.top_lumbar_deg * shape
    return bend


def smooth(start: int, end: int, frames: int) -> Array:
    """From 0 to 1 with the least jerk."""
    share = np.clip((np.arange(frames) - start) / max(end - start, 1), 0.0, 1.0)
    smooth: Array = share**3 * (10 - 15 * share + 6 * share**2)
    return smooth
