"""One clip from a recorded trial: a drawn person does what was recorded, and is filmed as in the generator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
from tools.generator import truths
from tools.generator.clips import Clip, draw_body, reach_of, write_clip
from tools.generator.filming import draw_camera
from tools.generator.movements import BY_NAME
from tools.generator.posture import Posing
from tools.generator.rigs import SIDES
from tools.generator.sequences import BOTTOM, STANDING, Depth, Plan, Repetition
from tools.generator.surroundings import Thing
from tools.generator.trajectories import HANG

from validation.captured.posing import frames_of, of_leg, pose_on
from validation.captured.recordings import Recording, read_recording
from validation.captured.repeating import Turns, begins_seated, find_turns, upright_frames
from validation.captured.turning import turned

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.random import Generator
    from tools.generator.arrays import Array

SIT_TO_STAND = "sit_to_stand"
LUMBAR_SHARE = (0.65, 0.9)
HEAD_SHARE = (0.1, 0.6)
SEAT_BELOW_HIP = 0.055
LEG_ANGLES = ("knee_flexion_deg", "shank_deg")


@dataclass(frozen=True)
class Filming:
    """How recorded trials are filmed."""

    fps: float = 30.0
    size: tuple[int, int] | None = None
    held_out: bool = False


def make_captured(path: Path, folder: Path, *, seed: int, number: int, filming: Filming) -> str:
    """Write ``NAME.mp4`` and ``NAME.json`` for one trial and person; what is there already is left alone."""
    name = f"{path.stem}_{seed}_{number:05d}"
    if (folder / f"{name}.json").exists():
        return name
    rng = np.random.default_rng([seed, number, crc32(path.stem.encode())])
    recording = read_recording(path)
    clip = pose_trial(rng, recording, filming)
    camera = draw_camera(rng, reach_m=reach_of(clip), size=filming.size)
    near = SIDES[0] if camera.side > 0 else SIDES[1]
    also: dict[str, Any] = {
        "seed": [seed, number],
        "recorded": path.name,
        "recorded_notes": list(recording.notes),
        "truth_of_leg": near,
        "truth_sides": {side: _leg_truth(clip, side) for side in SIDES},
    }
    seats = (_seat(rng, clip),) if clip.plan.movement.name == SIT_TO_STAND else ()
    write_clip(folder / name, rng, of_side(clip, near), camera, also=also, things=seats)
    return name


def pose_trial(rng: Generator, recording: Recording, filming: Filming) -> Clip:
    """Draw a person and let that person do what was recorded."""
    person, body = draw_body(rng, held_out=filming.held_out)
    sampled = recording.at(filming.fps)
    knee = sampled.knee_bend_deg()
    turns = find_turns(knee)
    if not turns:
        message = f"No bend of the knees that ends in standing was found in {len(knee)} frames."
        raise ValueError(message)
    posing = Posing(body, person)
    motion = turned(_with_standing(sampled, upright_frames(knee)), standing=-1)
    lumbar, head = float(rng.uniform(*LUMBAR_SHARE)), float(rng.uniform(*HEAD_SHARE))
    whole = pose_on(posing, motion, standing=-1, lumbar_share=lumbar, head_share=head)
    pose, standing = frames_of(whole, slice(0, -1)), frames_of(whole, slice(-1, None))
    back = truths.back_m(body, person.skinning, pose)
    angles = truths.angles_deg(body, person.skinning, pose, standing)
    most = float(angles["lumbar_flexion_deg"].max())
    person = replace(person, maximum_lumbar_deg=max(person.maximum_lumbar_deg, most))
    plan = _plan(turns, angles, fps=filming.fps, seated=begins_seated(knee))
    return Clip(person, body, plan, pose, standing, back, None)


def of_side(clip: Clip, side: str) -> Clip:
    """Return the clip with the leg of one side as the one whose angles are reported."""
    return replace(clip, pose=of_leg(clip.body, clip.pose, side), standing=of_leg(clip.body, clip.standing, side))


def _with_standing(sampled: Recording, upright: Array) -> Recording:
    """Put the usual upright posture behind the last frame."""
    columns = {name: np.append(path, np.median(path[upright])) for name, path in sampled.radians.items()}
    return Recording(np.append(sampled.time_s, np.inf), columns, sampled.notes)


def _plan(turns: tuple[Turns, ...], angles: dict[str, Array], *, fps: float, seated: bool) -> Plan:
    movement = BY_NAME["squat"]
    return Plan(
        movement=replace(movement, name=SIT_TO_STAND) if seated else movement,
        hands=HANG,
        load_kind=None,
        load_kg=0.0,
        starts=BOTTOM if turns[0].bottom_start == 0 else STANDING,
        fps=fps,
        frames=len(angles["trunk_deg"]),
        repetitions=tuple(
            Repetition(one.start, one.bottom_start, one.bottom_end, one.end, _depth(angles, one)) for one in turns
        ),
        top_arm_deg=0.0,
        free_leg=None,
        bar_drift_m=0.0,
        lumbar_ahead=1.0,
    )


def _depth(angles: dict[str, Array], one: Turns) -> Depth:
    middle = (one.bottom_start + one.bottom_end) // 2
    names = ("trunk", "knee_flexion", "lumbar_flexion", "thoracic_flexion", "neck_flexion")
    trunk, knee, lumbar, thoracic, neck = (float(angles[f"{name}_deg"][middle]) for name in names)
    share = float(angles["balance_share"][middle])
    return Depth(trunk, knee, lumbar, thoracic, neck, share, arm_deg=0.0, top_lumbar_deg=0.0, faults=())


def _leg_truth(clip: Clip, side: str) -> dict[str, list[Any]]:
    one = of_side(clip, side)
    angles = truths.angles_deg(clip.body, clip.person.skinning, one.pose, one.standing)
    return {name: truths.as_lists(angles[name], 2) for name in LEG_ANGLES}


def _seat(rng: Generator, clip: Clip) -> Thing:
    """Something plain to sit on; the recorded seat was not measured."""
    import pyvista as pv  # noqa: PLC0415 heavy

    _, back, height = clip.pose.positions_m[0, 0]
    top = float(height) - SEAT_BELOW_HIP * clip.body.stature_m
    mesh = pv.Box((-0.22, 0.22, float(back) - 0.10, float(back) + 0.32, 0.0, top))
    colour = tuple(float(value) for value in rng.uniform(0.1, 0.7) * rng.uniform(0.7, 1.0, 3))
    return Thing(mesh, (colour[0], colour[1], colour[2]), None)
