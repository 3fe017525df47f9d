"""Sets as people record them: with walking in, set-up, pauses, putting down and walking off around the repetitions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from tools.generator.exercises import EXERCISES, USUAL_STANCE, Exercise
from tools.generator.movements import BAR_ON_BACK, BARS, BELL, BY_NAME, Movement, Span
from tools.generator.sequences import (
    BOTTOM,
    STANDING,
    Bob,
    Depth,
    Everyday,
    Other,
    Plan,
    Repetition,
    between,
    draw_depth,
    draw_load_kg,
    frames_of,
    timed,
    varied,
)
from tools.generator.stepping import Step, steps_along
from tools.generator.trajectories import BAR

if TYPE_CHECKING:
    from numpy.random import Generator

    from tools.generator.people import Person

Station = tuple[float, float, float]

WALK_IN, WALK_OFF, BEND_EMPTY, SET_UP, PICK_UP = "walk_in", "walk_off", "bend_empty", "set_up", "pick_up"
PUT_DOWN, STAND_UP_EMPTY, BENT_PAUSE, STILL = "put_down", "stand_up_empty", "bent_pause", "still"

SURROUNDED_SHARE = 0.55
LONGEST_S, FEWEST_REPETITIONS, MOST_REPETITIONS = 20.0, 2, 6
CLOSING_S = {PUT_DOWN: 4.0, WALK_OFF: 2.6}
HOME: Station = (0.0, 0.0, 0.0)
BEHIND_LOAD_M = 0.45
BELL_BEFORE_LEGS_DEG: Span = (14.0, 21.0)


@dataclass(frozen=True)
class Surrounding:
    """What there is around the repetitions of one set."""

    comes: str | None = None
    leaves: str | None = None
    lifts: bool = False
    lays: bool = False
    bends_first: bool = False
    pauses: bool = False
    stays: bool = False


@dataclass
class Timeline:
    """A set while it is drawn; ``frame`` is where it has got to."""

    rng: Generator
    fps: float
    frame: int = 0
    bends: list[Repetition] = field(default_factory=list)
    repetitions: list[Repetition] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    on_floor: list[int] = field(default_factory=list)
    bobs: list[Bob] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    gripped: list[tuple[int, int]] = field(default_factory=list)
    lifted_at: int | None = None
    laid_at: int | None = None
    begins_at: Station = HOME

    def wait(self, span_s: Span) -> None:
        """Stand still."""
        self.frame += frames_of(self.rng, span_s, self.fps)

    def bend(self, depth: Depth, spans_s: tuple[Span, Span, Span], *, on_floor: bool) -> Repetition:
        """Go down, stay and come up: something that is not counted."""
        down, stay, up = (frames_of(self.rng, span, self.fps) for span in spans_s)
        first = self.frame
        bend = Repetition(first, first + down, first + down + stay, first + down + stay + up, depth)
        self.add(bend, on_floor=on_floor)
        return bend

    def add(self, bend: Repetition, *, on_floor: bool) -> None:
        """Take a bend and go on after it."""
        if on_floor:
            self.on_floor.append(len(self.bends))
        self.bends.append(bend)
        self.frame = bend.end

    def note(self, kind: str, start: int, end: int, bottom: int | None = None) -> None:
        """Say that something is no repetition."""
        self.others.append(Other(start, (start + end) // 2 if bottom is None else bottom, end, kind))

    def walk(self, kind: str, stations: tuple[Station, ...]) -> None:
        """Step from station to station."""
        first = ("left", "right")[int(self.rng.integers(2))]
        step_s = between(self.rng, (0.48, 0.62))
        some = steps_along(stations, start=self.frame, fps=self.fps, step_s=step_s, first=first)
        start, self.frame = self.frame, some[-1].end + round(0.35 * self.fps)
        self.steps += some
        self.note(kind, start, self.frame)


def draw_everyday(
    rng: Generator,
    person: Person,
    *,
    mass_kg: float,
    fps: float,
    side: int,
    radii_m: tuple[float, ...] | None = None,
    fault: str | None = None,
) -> tuple[Person, Plan]:
    """Draw an exercise, how the person stands for it, and a set with or without what surrounds one.

    Parameters
    ----------
    side
        1 where the camera stands on the person's left, -1 on the right.
    radii_m
        Sizes of plates to draw from; with them, only exercises with a barbell are drawn.
    fault
        The only fault; with it, only exercises that may have it are drawn.

    Raises
    ------
    ValueError
        If no exercise that may be drawn may have the fault.
    """
    some = [
        one
        for one in EXERCISES
        if (radii_m is None or one.load_kind in BARS) and (fault is None or fault in BY_NAME[one.movement].faults)
    ]
    if not some:
        message = f"An exercise of everyday sets should be able to have the fault {fault}, but none is."
        raise ValueError(message)
    shares = np.array([exercise.share for exercise in some])
    exercise = some[int(rng.choice(len(some), p=shares / shares.sum()))]
    exercise = exercise if radii_m is None else replace(exercise, plate_radii_m=radii_m)
    movement = BY_NAME[exercise.movement]
    movement = movement if fault is None else replace(movement, faults=(fault,))
    repeated = movement
    if exercise.stance_share != USUAL_STANCE:
        person = replace(person, stance_share=between(rng, exercise.stance_share))
    if movement.single_leg:
        person = replace(person, stance_share=0.03)
    around = _draw_surrounding(rng, exercise, movement)
    if exercise.trunk_deg is not None:
        movement = replace(movement, trunk_deg=exercise.trunk_deg)
    usual = draw_depth(rng, person, movement)
    line = Timeline(rng, fps)
    starts = _open(line, exercise, around, usual, side)
    _repeat(line, person, repeated, around, usual, begins_low=starts == BOTTOM)
    _close(line, exercise, around, usual, side)
    return person, _plan(line, exercise, movement, mass_kg=mass_kg, starts=starts)


def _draw_surrounding(rng: Generator, exercise: Exercise, movement: Movement) -> Surrounding:
    if movement.name == "swing" or rng.random() > SURROUNDED_SHARE:
        return Surrounding(stays=rng.random() < 0.1)
    floor = movement.from_floor
    comes = (None, "behind", "camera")[int(rng.choice(3, p=(0.35, 0.35, 0.30)))]
    leaves = (None, "ahead", "camera")[int(rng.choice(3, p=(0.45, 0.25, 0.30)))]
    lays = exercise.lies and rng.random() < (0.8 if floor else 0.6)
    full = comes is not None and bool(lays)
    lifts = exercise.lies and rng.random() < (0.9 if floor else 0.55)
    return Surrounding(
        comes=comes,
        leaves=leaves,
        lifts=bool(lifts),
        lays=bool(lays),
        bends_first=bool(lifts and rng.random() < 0.25),
        pauses=bool(not full and not movement.single_leg and rng.random() < 0.25),
        stays=bool(not full and rng.random() < 0.35),
    )


def _open(line: Timeline, exercise: Exercise, around: Surrounding, usual: Depth, side: int) -> str:
    """Everything before the first repetition."""
    rng = line.rng
    if not around.lifts and BY_NAME[exercise.movement].begins_low > rng.random() and around.comes is None:
        return BOTTOM
    if around.comes:
        line.wait((0.05, 0.4))
        line.begins_at, stations = _way_in(rng, exercise, around, side)
        line.walk(WALK_IN, stations)
    line.wait((0.6, 1.6))
    if around.bends_first:
        bend = line.bend(_to_floor(rng, usual, exercise), ((1.0, 1.7), (0.3, 1.5), (0.9, 1.5)), on_floor=True)
        line.note(BEND_EMPTY, bend.start, bend.end, bend.bottom_start)
        line.gripped.append((bend.bottom_start, bend.bottom_end))
        line.wait((0.5, 1.4))
    if around.lifts and not BY_NAME[exercise.movement].from_floor:
        bend = line.bend(_to_floor(rng, usual, exercise), ((1.0, 1.7), (0.3, 1.2), (0.9, 1.5)), on_floor=True)
        line.note(PICK_UP, bend.start, bend.end, bend.bottom_start)
        line.lifted_at = bend.bottom_end
        line.gripped.append((bend.bottom_start, -1))
        line.wait((0.6, 1.8))
    return STANDING


def _way_in(rng: Generator, exercise: Exercise, around: Surrounding, side: int) -> tuple[Station, tuple[Station, ...]]:
    stride, count = between(rng, (0.48, 0.62)), int(rng.integers(2, 5))
    if exercise.load_kind == BAR_ON_BACK:
        far = -0.28 * min(count, 3)
        return (0.0, far, 0.0), tuple((0.0, far + 0.28 * (step + 1), 0.0) for step in range(min(count, 3)))
    if around.comes == "behind":
        return (0.0, stride * count, 0.0), tuple((0.0, stride * left, 0.0) for left in range(count - 1, -1, -1))
    back = BEHIND_LOAD_M if around.lifts else 0.0
    count, turned = 2, -90.0 * side
    way = [(side * stride * left, back, turned) for left in range(count - 1, -1, -1)]
    way += [(0.0, back, 0.5 * turned), (0.0, back, 0.0)] + ([HOME] if back else [])
    return (side * stride * count, back, turned), tuple(way)


def _to_floor(rng: Generator, usual: Depth, exercise: Exercise) -> Depth:
    """How people bend to a load that they only fetch or put away: not as deep in the knees, and a little rounder."""
    low = BY_NAME[exercise.movement].from_floor
    return replace(
        usual,
        trunk_deg=usual.trunk_deg + rng.normal(0, 3.0) if low else between(rng, (58.0, 82.0)),
        lumbar_deg=usual.lumbar_deg + between(rng, (0.0, 9.0)),
        thoracic_deg=usual.thoracic_deg + between(rng, (0.0, 6.0)),
        neck_deg=between(rng, (-12.0, 10.0)),
        arm_deg=0.0,
        top_lumbar_deg=0.0,
        faults=(),
    )


def _repeat(
    line: Timeline, person: Person, movement: Movement, around: Surrounding, usual: Depth, *, begins_low: bool
) -> None:
    """Every repetition of the set, with what interrupts it."""
    rng, floor = line.rng, movement.from_floor
    ends_s = LONGEST_S - sum(CLOSING_S[kind] for kind in (PUT_DOWN,) * around.lays + (WALK_OFF,) * bool(around.leaves))
    wanted = min(ends_s, line.frame / line.fps + between(rng, (10.0, 15.0)))
    each_s = 0.5 * sum(sum(span) for span in (movement.descent_s, movement.bottom_s, movement.ascent_s))
    while len(line.repetitions) < FEWEST_REPETITIONS or (
        line.frame / line.fps + each_s < wanted and len(line.repetitions) < MOST_REPETITIONS
    ):
        first = not line.repetitions
        depth = varied(rng, person, movement, usual, first=first)
        if first and around.lifts and floor:
            _set_up(line, depth, movement)
        else:
            one = timed(rng, movement, depth, start=line.frame, fps=line.fps, lifted=first and begins_low)
            line.repetitions.append(one)
            line.add(one, on_floor=floor)
        line.wait(movement.top_s)
        _interrupt(line, around, usual, number=len(line.repetitions))


def _set_up(line: Timeline, depth: Depth, movement: Movement) -> None:
    """Bend to the load, get ready there, and lift it for the first time."""
    rng, fps = line.rng, line.fps
    start = line.frame
    bottom = start + frames_of(rng, (1.0, 1.8), fps)
    ready = bottom + frames_of(rng, (0.6, 2.8), fps)
    if rng.random() < 0.65 and ready - bottom > fps:
        line.bobs.append(Bob(bottom, ready, between(rng, (4.0, 12.0)), int(rng.integers(1, 4))))
    leaves = ready + frames_of(rng, (0.3, 0.7), fps)
    end = leaves + frames_of(rng, movement.ascent_s, fps)
    line.note(SET_UP, start, ready, bottom)
    line.gripped.append((bottom, -1))
    line.lifted_at = leaves
    line.repetitions.append(Repetition(ready, ready, leaves, end, depth))
    line.add(Repetition(start, bottom, leaves, end, depth), on_floor=True)


def _interrupt(line: Timeline, around: Surrounding, usual: Depth, *, number: int) -> None:
    rng = line.rng
    if around.pauses and number == 1:
        depth = replace(
            usual,
            trunk_deg=between(rng, (8.0, 26.0)),
            knee_deg=between(rng, (18.0, 48.0)),
            lumbar_deg=between(rng, (0.0, 9.0)),
            thoracic_deg=between(rng, (0.0, 6.0)),
            arm_deg=0.0,
            top_lumbar_deg=0.0,
            faults=(),
        )
        pause = line.bend(depth, ((0.5, 1.0), (1.0, 2.6), (0.5, 1.0)), on_floor=False)
        line.note(BENT_PAUSE, pause.start, pause.end, pause.bottom_start)
        line.wait((0.3, 0.9))
    if around.stays and number == 2:
        start = line.frame
        line.wait((2.2, 4.5))
        line.note(STILL, start, line.frame)


def _close(line: Timeline, exercise: Exercise, around: Surrounding, usual: Depth, side: int) -> None:
    """Everything after the last repetition."""
    rng = line.rng
    if around.lays:
        line.wait((0.2, 1.2))
        bend = line.bend(_to_floor(rng, usual, exercise), ((0.9, 1.6), (0.3, 1.0), (0.9, 1.5)), on_floor=True)
        line.note(PUT_DOWN, bend.start, bend.bottom_end, bend.bottom_start)
        line.note(STAND_UP_EMPTY, bend.bottom_end, bend.end, bend.bottom_end)
        line.laid_at = bend.bottom_end
    line.wait((0.3, 1.0))
    if around.leaves:
        line.walk(WALK_OFF, _way_off(rng, exercise, around, side))
    line.wait((0.2, 0.7))


def _way_off(rng: Generator, exercise: Exercise, around: Surrounding, side: int) -> tuple[Station, ...]:
    stride = between(rng, (0.48, 0.62))
    if exercise.load_kind == BAR_ON_BACK:
        return ((0.0, -0.3, 0.0), (0.0, -0.6, 0.0))
    if around.leaves == "ahead":
        if around.lays:
            return ((0.0, 0.25, 0.0), (0.0, 0.5, 0.0), (0.0, 0.8, 0.0))
        return tuple((0.0, -stride * (step + 1), 0.0) for step in range(int(rng.integers(2, 4))))
    back = BEHIND_LOAD_M if around.lays else 0.0
    way = [(0.0, back, 0.0)] if back else []
    way += [(0.0, back, 45.0 * side), (0.0, back, 90.0 * side)]
    return tuple(way + [(side * stride * (step + 1), back, 90.0 * side) for step in range(2)])


def _plan(line: Timeline, exercise: Exercise, movement: Movement, *, mass_kg: float, starts: str) -> Plan:
    rng = line.rng
    hands = exercise.hands[int(rng.integers(len(exercise.hands)))]
    last = line.laid_at if line.laid_at is not None else line.frame + 1
    first = line.lifted_at if line.lifted_at is not None else -1
    before_legs = exercise.load_kind == BELL and movement.name not in {"swing", "single_leg"}
    moved = line.lifted_at is not None or line.laid_at is not None
    grips = [(a, last if b < 0 else b) for a, b in line.gripped]
    if line.lifted_at is None:
        grips = [(-1, last)]
    everyday = Everyday(
        exercise=exercise.id,
        bends=tuple(line.bends),
        others=tuple(line.others),
        on_floor=tuple(line.on_floor),
        bobs=tuple(line.bobs),
        held=((first, last),) if moved else None,
        gripped=tuple(grips) if moved else None,
        steps=tuple(line.steps),
        begins_at=line.begins_at,
        grip_half_share=exercise.grip_half_share,
        beside=exercise.beside,
        plate_radii_m=exercise.plate_radii_m,
    )
    return Plan(
        movement=movement,
        hands=hands,
        load_kind=exercise.load_kind,
        load_kg=draw_load_kg(rng, exercise.load_kind, mass_kg),
        starts=starts,
        fps=line.fps,
        frames=line.frame,
        repetitions=tuple(line.repetitions),
        top_arm_deg=between(rng, BELL_BEFORE_LEGS_DEG if before_legs else movement.top_arm_deg),
        free_leg=("left", "right")[int(rng.integers(2))] if movement.single_leg else None,
        bar_drift_m=float(max(rng.normal(0.0, 0.012), 0.0)) if hands == BAR and not exercise.beside else 0.0,
        lumbar_ahead=between(rng, (0.75, 1.3)),
        everyday=everyday,
    )
