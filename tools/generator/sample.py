"""The packaged sample: four hinges in which the lower back gives in the last one, from a recorded recipe."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tools.generator import truths
from tools.generator.bending import PROOF_DEG, shown_lumbar_deg
from tools.generator.clips import Clip, draw_body, generator_of, reach_of, standing_trajectory, write_clip
from tools.generator.filming import Camera, draw_camera
from tools.generator.movements import BACK_GIVES, BY_NAME
from tools.generator.posture import Posing
from tools.generator.sequences import STANDING, Depth, Plan, Repetition, trajectory_of
from tools.generator.solving import solve
from tools.generator.trajectories import HANG

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.random import Generator

    from tools.generator.people import Person

NAME = "hinge"
SEED = 857
SHORT = "hinge-short.json"
KEPT = ("seed", "movement", "clothes", "fps", "width", "height", "frames", "stature_m", "facing", "repetitions")
FPS, SIZE = 25.0, (540, 720)
CAMERA_SIDE = 1
"""On the left, so that the person looks to the left of the frame."""
QUIET_S, DESCENT_S, BOTTOM_S, ASCENT_S, TOP_S, END_S = 2.0, 1.5, 0.3, 1.1, 0.8, 0.4
LUMBAR_DEG = (25.5, 27.0, 26.5, 42.5)
"""At the bottom of each repetition, on the skin: within what trained lifters show, and 16 degrees more in the last."""
TRUNK_DEG = (75.0, 76.0, 75.5, 76.0)
KNEE_DEG = (25.0, 26.0, 25.5, 25.5)


def make_sample(folder: Path, *, seed: int = SEED, fps: float = FPS) -> None:
    """Write the video, its truth and what the tests keep of it; another seed gives another person in another room."""
    rng = generator_of(seed, 0)
    clip = sample_clip(rng, fps=fps)
    folder.mkdir(parents=True, exist_ok=True)
    write_clip(folder / NAME, rng, clip, _square_on(rng, clip), also={"seed": [seed, 0]})
    truth = json.loads((folder / f"{NAME}.json").read_text())
    short = {key: truth[key] for key in KEPT}
    (folder / SHORT).write_text(json.dumps(short, indent=1) + "\n")


def sample_clip(rng: Generator, *, fps: float = FPS) -> Clip:
    """Let somebody carry out the set."""
    person, body = draw_body(rng, held_out=False)
    person = replace(person, maximum_lumbar_deg=65.0, standing_lean_deg=1.0, balance_share=0.48)
    per_bone = shown_lumbar_deg(person, body) / PROOF_DEG
    plan, posing = _plan(person, fps, per_bone), Posing(body, person)
    pose = solve(posing, trajectory_of(plan, person))
    standing = solve(posing, standing_trajectory(person))
    return Clip(person, body, plan, pose, standing, truths.back_m(body, person.skinning, pose), None)


def _plan(person: Person, fps: float, per_bone: float) -> Plan:
    repetitions, at_s = [], QUIET_S
    for number in range(len(LUMBAR_DEG)):
        ends_s = np.cumsum((at_s, DESCENT_S, BOTTOM_S, ASCENT_S))
        start, bottom_start, bottom_end, end = (round(float(end_s) * fps) for end_s in ends_s)
        repetitions.append(Repetition(start, bottom_start, bottom_end, end, _depth(person, number, per_bone)))
        at_s = float(ends_s[-1]) + TOP_S
    return Plan(
        movement=BY_NAME["hinge"],
        hands=HANG,
        load_kind=None,
        load_kg=0.0,
        starts=STANDING,
        fps=fps,
        frames=round((at_s + END_S) * fps),
        repetitions=tuple(repetitions),
        top_arm_deg=0.0,
        free_leg=None,
        bar_drift_m=0.0,
        lumbar_ahead=1.0,
    )


def _depth(person: Person, number: int, per_bone: float) -> Depth:
    """Angles at one bottom; ``per_bone`` is how much of a bend at this body's bones shows on its skin."""
    gives = LUMBAR_DEG[number] == max(LUMBAR_DEG)
    return Depth(
        trunk_deg=TRUNK_DEG[number],
        knee_deg=KNEE_DEG[number],
        lumbar_deg=LUMBAR_DEG[number] / per_bone,
        thoracic_deg=1.0,
        neck_deg=-4.0,
        balance_share=person.balance_share,
        arm_deg=0.0,
        top_lumbar_deg=0.0,
        faults=(BACK_GIVES,) if gives else (),
    )


def _square_on(rng: Generator, clip: Clip) -> Camera:
    """Stand a phone square to the person's side, at the height of the hips, without a lens of its own."""
    low, high = reach_of(clip)
    drawn = draw_camera(rng, reach_m=(low, high), size=SIZE, side=CAMERA_SIDE)
    field, middle = 42.0, 0.5 * (low + high)
    needed = 1.15 * max(high[2] - low[2], (high[1] - low[1]) * SIZE[1] / SIZE[0])
    distance = float(0.5 * needed / np.tan(np.radians(field / 2)) + 0.4)
    return replace(
        drawn,
        yaw_deg=0.0,
        position_m=(CAMERA_SIDE * distance, float(middle[1]), 1.0),
        target_m=(0.0, float(middle[1]), float(middle[2])),
        field_of_view_deg=field,
        roll_deg=0.0,
        bend=0.0,
    )
