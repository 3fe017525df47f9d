"""Several sets of one person in one place: body, clothes, room, camera and light the same, how the back bends not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tools.generator import truths
from tools.generator.bending import PROOF_DEG, shown_lumbar_deg
from tools.generator.clips import Clip, draw_body, generator_of, reach_of, standing_trajectory, write_clip
from tools.generator.filming import draw_camera
from tools.generator.loads import draw_load
from tools.generator.movements import BY_NAME
from tools.generator.posture import Posing
from tools.generator.sequences import (
    STANDING,
    Depth,
    Plan,
    Repetition,
    between,
    draw_depth,
    draw_load_kg,
    frames_of,
    much_the_same,
    trajectory_of,
)
from tools.generator.solving import solve

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.random import Generator

    from tools.generator.bodies import Body
    from tools.generator.loads import Load
    from tools.generator.movements import Span
    from tools.generator.people import Person

CLEAN, ROUNDED, AGAIN = "clean", "rounded", "again"
SETS = (CLEAN, ROUNDED, AGAIN)
"""A set with a back that bends little, one with a round back, and another like the first."""
CLEAN_DEG: Span = (10.0, 25.0)
ROUNDER_DEG: Span = (22.0, 30.0)
"""Lumbar bend at the bottom, on the skin: of a clean set, and by how much more a rounded one bends."""
LEAST_MAXIMUM_DEG = 60.0
REPETITIONS = 2
STILL_S, DESCENT_S, BOTTOM_S, ASCENT_S, TOP_S = (0.9, 1.2), (1.0, 1.4), (0.25, 0.5), (0.8, 1.1), (0.4, 0.6)
STANDING_SD_DEG = 1.0
"""How much the lean of standing differs from set to set."""
FILMING = len(SETS)
SIZE = (360, 480)


@dataclass(frozen=True)
class Subject:
    """What all sets of one person share; the back bends ``lumbar_deg``, on the skin, in a clean set."""

    person: Person
    body: Body
    usual: Depth
    like: Plan
    load: Load | None
    lumbar_deg: float
    rounder_deg: float

    @property
    def per_bone(self) -> float:
        """How much of a bend at the bones shows on the skin."""
        return shown_lumbar_deg(self.person, self.body) / PROOF_DEG


def make_sets(
    folder: Path, *, seed: int, number: int, sets: tuple[str, ...] = SETS[:2], fps: float, held_out: bool = False
) -> list[str]:
    """Write each set of one person as a video and its truth, and return their names; what is there is left alone."""
    names = {one: f"person_{seed}_{number:05d}_{one}" for one in sets}
    missing = [one for one in sets if not (folder / f"{names[one]}.json").exists()]
    if missing:
        rng = generator_of(seed, number)
        subject = draw_subject(rng, fps=fps, held_out=held_out)
        reach = reach_of(carried_out(subject, seed=seed, number=number, kind=CLEAN))
        camera = draw_camera(rng, reach_m=reach, size=SIZE)
    for one in missing:
        clip = carried_out(subject, seed=seed, number=number, kind=one)
        filming = np.random.default_rng([seed, number, FILMING])
        write_clip(folder / names[one], filming, clip, camera, also={"seed": [seed, number], "set": one})
    return list(names.values())


def draw_subject(rng: Generator, *, fps: float, held_out: bool = False) -> Subject:
    """Draw somebody, how they hinge, and what they hold."""
    person, body = draw_body(rng, held_out=held_out)
    person = replace(person, maximum_lumbar_deg=max(person.maximum_lumbar_deg, LEAST_MAXIMUM_DEG))
    movement = BY_NAME["hinge"]
    shares = np.array([choice[2] for choice in movement.choices])
    hands, load_kind, _ = movement.choices[int(rng.choice(len(shares), p=shares / shares.sum()))]
    load_kg = draw_load_kg(rng, load_kind, body.mass_kg)
    like = Plan(
        movement=movement,
        hands=hands,
        load_kind=load_kind,
        load_kg=load_kg,
        starts=STANDING,
        fps=fps,
        frames=0,
        repetitions=(),
        top_arm_deg=between(rng, movement.top_arm_deg),
        free_leg=None,
        bar_drift_m=0.0,
        lumbar_ahead=between(rng, (0.75, 1.3)),
    )
    usual = draw_depth(rng, person, movement)
    load = draw_load(rng, load_kind, load_kg)
    return Subject(person, body, usual, like, load, between(rng, CLEAN_DEG), between(rng, ROUNDER_DEG))


def carried_out(subject: Subject, *, seed: int, number: int, kind: str) -> Clip:
    """Let somebody carry out one set; every set has repetitions that differ a little."""
    rng = np.random.default_rng([seed, number, SETS.index(kind)])
    lean = subject.person.standing_lean_deg + float(rng.normal(0, STANDING_SD_DEG))
    person = replace(subject.person, standing_lean_deg=lean)
    posing, plan = Posing(subject.body, person), _plan(rng, subject, rounded=kind == ROUNDED)
    pose = solve(posing, trajectory_of(plan, person))
    standing = solve(posing, standing_trajectory(person))
    back = truths.back_m(subject.body, person.skinning, pose)
    return Clip(person, subject.body, plan, pose, standing, back, subject.load)


def _plan(rng: Generator, subject: Subject, *, rounded: bool) -> Plan:
    fps = subject.like.fps
    shown_deg = subject.lumbar_deg + (subject.rounder_deg if rounded else 0.0)
    usual = replace(subject.usual, lumbar_deg=shown_deg / subject.per_bone)
    frame, repetitions = frames_of(rng, STILL_S, fps), []
    for _ in range(REPETITIONS):
        down, stay, up = (frames_of(rng, span_s, fps) for span_s in (DESCENT_S, BOTTOM_S, ASCENT_S))
        bottom = frame + down
        repetitions.append(Repetition(frame, bottom, bottom + stay, bottom + stay + up, much_the_same(rng, usual)))
        frame = repetitions[-1].end + frames_of(rng, TOP_S, fps)
    return replace(subject.like, frames=frame, repetitions=tuple(repetitions))
