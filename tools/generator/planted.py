"""Hinges as the demonstration shows them but for one planted difference: what a comparison has to name first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tools.generator import truths
from tools.generator.bending import PROOF_DEG, shown_lumbar_deg
from tools.generator.clips import Clip, draw_body, generator_of, reach_of, standing_trajectory, write_clip
from tools.generator.filming import draw_camera
from tools.generator.movements import BY_NAME
from tools.generator.posture import Posing
from tools.generator.same_person import LEAST_MAXIMUM_DEG
from tools.generator.sequences import (
    STANDING,
    Depth,
    Plan,
    Repetition,
    between,
    frames_of,
    much_the_same,
    trajectory_of,
)
from tools.generator.solving import solve
from tools.generator.trajectories import CHEST, HANG

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.random import Generator

    from tools.generator.movements import Span
    from tools.generator.people import Person

SIZE, FPS = (300, 400), 10.0
REPETITIONS = 1
TRUNK_DEG: Span = (67.0, 74.0)
KNEE_DEG: Span = (11.0, 19.0)
LUMBAR_DEG: Span = (4.0, 12.0)
NECK_DEG: Span = (-4.0, 4.0)
"""As the figure of the hip hinge is drawn, give or take what nobody would call a difference."""
STILL_S, DESCENT_S, BOTTOM_S, ASCENT_S, TOP_S = (1.0, 1.2), (1.8, 2.2), (0.5, 0.8), (1.2, 1.5), (0.5, 0.7)


@dataclass(frozen=True)
class Difference:
    """What is planted: an angle at the bottom, and its range there."""

    angle: str
    span: Span


PLANTED = {
    "back": Difference("lumbar_deg", (42.0, 54.0)),
    "knees": Difference("knee_deg", (48.0, 62.0)),
    "lean": Difference("trunk_deg", (32.0, 42.0)),
    "head": Difference("neck_deg", (-52.0, -40.0)),
}


def make_planted(folder: Path, *, seed: int, number: int) -> str:
    """Write a video and its truth, with what is planted in it; a clip that is there is left alone."""
    kind = tuple(PLANTED)[number % len(PLANTED)]
    name = f"planted_{seed}_{number:05d}_{kind}"
    if (folder / f"{name}.json").exists():
        return name
    rng = generator_of(seed, number)
    person, body = draw_body(rng, held_out=True)
    person = replace(person, maximum_lumbar_deg=max(person.maximum_lumbar_deg, LEAST_MAXIMUM_DEG))
    per_bone = shown_lumbar_deg(person, body) / PROOF_DEG
    plan, posing = _plan(rng, person, kind, per_bone), Posing(body, person)
    pose, standing = solve(posing, trajectory_of(plan, person)), solve(posing, standing_trajectory(person))
    clip = Clip(person, body, plan, pose, standing, truths.back_m(body, person.skinning, pose), None)
    camera = draw_camera(rng, reach_m=reach_of(clip), size=SIZE)
    write_clip(folder / name, rng, clip, camera, also={"seed": [seed, number], "planted": kind})
    return name


def _plan(rng: Generator, person: Person, kind: str, per_bone: float) -> Plan:
    spans = {"trunk_deg": TRUNK_DEG, "knee_deg": KNEE_DEG, "lumbar_deg": LUMBAR_DEG, "neck_deg": NECK_DEG}
    planted = PLANTED[kind]
    spans[planted.angle] = planted.span
    drawn = {name: between(rng, span) for name, span in spans.items()}
    drawn["lumbar_deg"] /= per_bone
    usual = Depth(
        **drawn,
        thoracic_deg=between(rng, (-2.0, 4.0)),
        balance_share=person.balance_share,
        arm_deg=0.0,
        top_lumbar_deg=0.0,
        faults=(),
    )
    frame, repetitions = frames_of(rng, STILL_S, FPS), []
    for _ in range(REPETITIONS):
        down, stay, up = (frames_of(rng, span_s, FPS) for span_s in (DESCENT_S, BOTTOM_S, ASCENT_S))
        bottom = frame + down
        repetitions.append(Repetition(frame, bottom, bottom + stay, bottom + stay + up, much_the_same(rng, usual)))
        frame = repetitions[-1].end + frames_of(rng, TOP_S, FPS)
    return Plan(
        movement=BY_NAME["hinge"],
        hands=(HANG, CHEST)[int(rng.integers(2))],
        load_kind=None,
        load_kg=0.0,
        starts=STANDING,
        fps=FPS,
        frames=frame,
        repetitions=tuple(repetitions),
        top_arm_deg=0.0,
        free_leg=None,
        bar_drift_m=0.0,
        lumbar_ahead=float(np.clip(rng.normal(1.0, 0.1), 0.75, 1.3)),
    )
