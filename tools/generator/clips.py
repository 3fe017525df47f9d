"""One clip from a number: who, what, where and how it is filmed, the video and its ground truth."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.generator import truths
from tools.generator.bending import shows_its_bend
from tools.generator.bodies import Body, build_body
from tools.generator.degrading import PhoneCamera, draw_quality
from tools.generator.dressing import dress
from tools.generator.everyday import draw_everyday
from tools.generator.filming import Camera, draw_camera
from tools.generator.loads import Load, draw_load, places
from tools.generator.movements import BACK_GIVES, BARS, BY_NAME, MOVEMENTS, Movement
from tools.generator.people import Person, draw_person
from tools.generator.performing import perform
from tools.generator.posture import Posing
from tools.generator.rendering import Stage, draw_lights
from tools.generator.sequences import Plan, draw_plan, trajectory_of, with_sideways
from tools.generator.sideways import draw_sideways, sideways_truth
from tools.generator.solving import Pose, floor_knee_deg, solve
from tools.generator.studies import draw_study
from tools.generator.surroundings import draw_surroundings
from tools.generator.trajectories import Trajectory
from tools.generator.wardrobe import draw_outfit

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.random import Generator

    from tools.generator.arrays import Array
    from tools.generator.surroundings import Thing

STATURE_M = (1.38, 2.06)
SCHEMA = "hiphinge.validation.clip/1"
FRAMES_AT_ONCE = 12
CORRECTIONS = 4
EVEN = 0.5


@dataclass(frozen=True)
class Wishes:
    """What a caller asks of every clip; what is None is drawn.

    ``poses`` asks for so many single poses in place of a set of repetitions. ``begins_low`` is how often a movement
    that may begin at the bottom does; ``fault`` is the only one of movements that may have it. ``everyday`` asks for
    sets with what surrounds them; their exercises are drawn, whatever ``movement`` and ``begins_low`` say, from those
    that may have ``fault``.
    ``plate_mm`` asks for barbells only, their largest plates of that diameter. ``yaw_deg`` asks for views between two,
    from any height (`filming.Camera.yaw_deg`: -90 is from behind, 90 from the front). ``seconds`` asks for sets that
    last about as long. ``sideways`` asks for sets in which knees, hips, shoulders and bar go to the sides, and feet
    stand wide or narrow: what shows from the front.
    """

    fps: float = 30.0
    size: tuple[int, int] | None = None
    movement: str | None = None
    begins_low: float | None = None
    fault: str | None = None
    held_out: bool = False
    rigged: bool = False
    poses: int | None = None
    everyday: bool = False
    plate_mm: float | None = None
    yaw_deg: tuple[float, float] | None = None
    seconds: float | None = None
    sideways: bool = False

    @property
    def radii_m(self) -> tuple[float, ...] | None:
        """The sizes of plates to draw from, where one is asked for."""
        return None if self.plate_mm is None else (self.plate_mm / 2000.0,)


@dataclass(frozen=True)
class Clip:
    """Everything about a clip but its frames; ``ahead`` is the pose of somebody who walks, before any step or turn."""

    person: Person
    body: Body
    plan: Plan
    pose: Pose
    standing: Pose
    back_m: Array
    load: Load | None
    ahead: Pose | None = None
    side: int | None = None


def generator_of(seed: int, number: int) -> Generator:
    """Random numbers that depend on the seed and the clip's number only."""
    return np.random.default_rng([seed, number])


def draw_clip(rng: Generator, wishes: Wishes) -> Clip:
    """Draw a person and a set of repetitions, and carry it out."""
    person, body = draw_body(rng, held_out=wishes.held_out, rigged=wishes.rigged)
    if wishes.poses:
        plan, trajectory = draw_study(rng, person, mass_kg=body.mass_kg, poses=wishes.poses)
        return _carried_out(Posing(body, person), plan, trajectory, draw_load(rng, plan.load_kind, plan.load_kg))
    if wishes.everyday:
        return _everyday_clip(rng, person, body, wishes)
    movement = _as_wished(BY_NAME[wishes.movement] if wishes.movement else _draw_movement(rng, wishes), wishes)
    if movement.single_leg:
        person = replace(person, stance_share=0.03)
    plan = draw_plan(rng, person, mass_kg=body.mass_kg, fps=wishes.fps, movement=movement, seconds=wishes.seconds)
    load = draw_load(rng, plan.load_kind, plan.load_kg, radii_m=wishes.radii_m)
    if wishes.sideways:
        person, sideways = draw_sideways(rng, person, body)
        plan = with_sideways(plan, sideways)
    posing = Posing(body, person)
    knees = _floor_knees(posing, plan, load) if movement.from_floor and load else None
    return _carried_out(posing, plan, trajectory_of(plan, person, knees), load)


def _everyday_clip(rng: Generator, person: Person, body: Body, wishes: Wishes) -> Clip:
    side = 1 if rng.random() < EVEN else -1
    person, plan = draw_everyday(
        rng, person, mass_kg=body.mass_kg, fps=wishes.fps, side=side, radii_m=wishes.radii_m, fault=wishes.fault
    )
    if plan.everyday is None:
        message = "An everyday set says what surrounds it."
        raise ValueError(message)
    everyday, posing = plan.everyday, Posing(body, person)
    apart_m = 2 * everyday.grip_half_share * body.stature_m
    load = draw_load(
        rng,
        plan.load_kind,
        plan.load_kg,
        apart_m=apart_m,
        radii_m=everyday.plate_radii_m,
        beside=everyday.beside,
    )
    ahead, pose = perform(posing, plan, everyday, load)
    standing = solve(posing, standing_trajectory(person))
    return Clip(person, body, plan, pose, standing, truths.back_m(body, person.skinning, pose), load, ahead, side)


def _carried_out(posing: Posing, plan: Plan, trajectory: Trajectory, load: Load | None) -> Clip:
    person, body = posing.person, posing.body
    pose = solve(posing, trajectory)
    standing = solve(posing, standing_trajectory(person))
    back = truths.back_m(body, person.skinning, pose)
    return Clip(person, body, plan, pose, standing, back, load)


def standing_trajectory(person: Person) -> Trajectory:
    """Return the person's reference posture: standing, arms hanging, nothing held."""
    zero = np.zeros(1)
    return Trajectory(
        trunk_deg=np.full(1, person.standing_lean_deg),
        lumbar_deg=zero,
        thoracic_deg=zero,
        neck_deg=zero,
        knee_deg=zero,
        balance_share=np.full(1, person.balance_share),
        arm_deg=zero,
        blade_share=zero,
        bar_drift_m=zero,
        hands="hang",
        load_kg=0.0,
    )


def draw_body(rng: Generator, *, held_out: bool, rigged: bool = False) -> tuple[Person, Body]:
    """Draw a person until one of a usual stature is found."""
    while True:
        person = draw_person(rng, held_out=held_out, rigged=rigged)
        body = build_body(person)
        grown = STATURE_M[0] <= body.stature_m <= STATURE_M[1]
        if grown and (not (held_out or rigged) or shows_its_bend(person, body)):
            return person, body


def _draw_movement(rng: Generator, wishes: Wishes) -> Movement:
    some = MOVEMENTS if wishes.plate_mm is None else [one for one in MOVEMENTS if _with_bars(one).choices]
    if wishes.sideways:
        some = [one for one in some if not one.single_leg]
    shares = np.array([movement.share for movement in some])
    return some[int(rng.choice(len(some), p=shares / shares.sum()))]


def _with_bars(movement: Movement) -> Movement:
    return replace(movement, choices=tuple(choice for choice in movement.choices if choice[1] in BARS))


def _as_wished(movement: Movement, wishes: Wishes) -> Movement:
    if wishes.plate_mm is not None:
        movement = _with_bars(movement)
    if wishes.begins_low is not None and movement.begins_low > 0:
        movement = replace(movement, begins_low=wishes.begins_low)
    return replace(movement, faults=(wishes.fault,)) if wishes.fault in movement.faults else movement


def _floor_knees(posing: Posing, plan: Plan, load: Load) -> Array:
    """Knees at the bottoms, bent until straight arms reach the bar on the floor."""
    whole = replace(trajectory_of(plan, posing.person), sway=None)
    bottoms = [repetition.bottom_start for repetition in plan.repetitions]
    names = ("trunk", "lumbar", "thoracic", "neck", "knee", "arm")
    arrays = {f"{name}_deg": getattr(whole, f"{name}_deg")[bottoms] for name in names}
    arrays |= {name: getattr(whole, name)[bottoms] for name in ("balance_share", "blade_share", "bar_drift_m")}
    bottom = replace(whole, **arrays)
    aim_m = np.full(len(bottoms), load.radius_m)
    knees = floor_knee_deg(posing, bottom, hand_height_m=aim_m)
    for _ in range(CORRECTIONS):
        held = solve(posing, replace(bottom, knee_deg=knees)).load_m
        if held is not None:
            aim_m = aim_m + load.radius_m - held[:, 2]
        knees = floor_knee_deg(posing, bottom, hand_height_m=aim_m)
    return knees


def truth_of(clip: Clip, camera: Camera, *, name: str, outfit: str) -> dict[str, Any]:
    """Everything known about a clip, ready for a JSON file."""
    plan, person, body = clip.plan, clip.person, clip.body
    angles = truths.angles_deg(body, person.skinning, clip.ahead or clip.pose, clip.standing)
    repetitions: list[dict[str, Any]] = []
    for repetition in plan.repetitions:
        plain = [other for other in repetitions if BACK_GIVES not in other["faults"]]
        before = [float(other["lumbar_bottom_deg"]) for other in plain]
        repetitions.append(truths.repetition_truth(plan, repetition, angles, before))
    joints = truths.joints_m(body, clip.pose, clip.back_m)
    load = clip.pose.load_m
    return {
        "schema": SCHEMA,
        "name": name,
        "movement": plan.movement.name,
        "clothes": outfit,
        "rig": person.rig.name,
        "skinning": person.skinning,
        "held_out": person.hidden,
        "iron": plan.load_kind,
        "load_kg": round(plan.load_kg, 1),
        "hands": plan.hands,
        "starts": plan.starts,
        "fps": plan.fps,
        "width": camera.width,
        "height": camera.height,
        "frames": plan.frames,
        "stature_m": round(body.stature_m, 3),
        "mass_kg": round(body.mass_kg, 1),
        "person": {
            "traits": dict(person.traits),
            "changes": dict(person.changes),
            "lumbar_shares": person.lumbar_shares,
        },
        "own_maximum_lumbar_deg": round(person.maximum_lumbar_deg, 1),
        "camera": camera_truth(camera),
        "facing": "left" if camera.side > 0 else "right",
        "repetitions": repetitions,
        **truths.everyday_truth(plan),
        "truth": {key: truths.as_lists(values, 3 if key.endswith("share") else 2) for key, values in angles.items()},
        "joints_px": truths.pixels(camera, joints),
        "joints_m": {key: truths.as_lists(points, 4) for key, points in joints.items()},
        "back_yz_m": truths.as_lists(truths.back_yz_m(body, clip.back_m), 4),
        "seat_y_m": truths.as_lists(truths.seat_y_m(body, person.skinning, clip.pose), 4),
        "centre_of_mass_m": truths.as_lists(clip.pose.centre_m, 4),
        "foot_m": {"heel_y": round(body.heel_y_m, 4), "toe_y": round(body.toe_y_m, 4)},
        "plate": None if clip.load is None else clip.load.plate,
        "load_m": None if load is None else truths.as_lists(load, 4),
        "load_px": None if load is None else truths.as_lists(camera.project(load), 1),
        "load_yz_m": None if load is None else truths.as_lists(load[:, 1:], 4),
        **_sideways(clip),
    }


def _sideways(clip: Clip) -> dict[str, Any]:
    """Return what shows from the front of a set that was asked to go to the sides; nothing of others."""
    sideways = clip.plan.sideways
    if sideways is None:
        return {}
    truth = sideways_truth(clip.body, clip.person, clip.pose, sideways, hands=clip.plan.hands)
    return {"sideways": truth | {"toe_out_deg": round(clip.person.toe_out_deg, 1)}}


def camera_truth(camera: Camera) -> dict[str, Any]:
    """Where the camera stood and what its lens does."""
    off = np.array(camera.position_m) - np.array(camera.target_m)
    return {
        "yaw": camera.yaw_deg,
        "side": camera.side,
        "dist": float(np.hypot(off[0], off[1])),
        "cam_h": camera.position_m[2],
        "fov": camera.field_of_view_deg,
        "roll": camera.roll_deg,
        "bend": camera.bend,
        "position_m": camera.position_m,
        "target_m": camera.target_m,
        "focal_px": camera.focal_px,
    }


def reach_of(clip: Clip) -> tuple[Array, Array]:
    """Lowest and highest corner of the space that the person needs."""
    at_work = clip.pose.positions_m if clip.ahead is None else clip.ahead.positions_m
    points = at_work.reshape(-1, 3)
    tall = 0.09 * clip.body.stature_m
    low = np.array([-0.4, points[:, 1].min() - tall, -0.03])
    return low, np.array([0.4, points[:, 1].max() + 1.3 * tall, points[:, 2].max() + 1.2 * tall])


def make_clip(folder: Path, *, seed: int, number: int, wishes: Wishes) -> str:
    """Write ``NAME.mp4`` and then ``NAME.json``; a clip whose truth is there is whole and is left alone."""
    name = f"clip_{seed}_{number:05d}"
    if (folder / f"{name}.json").exists():
        return name
    rng = generator_of(seed, number)
    clip = draw_clip(rng, wishes)
    camera = draw_camera(rng, reach_m=reach_of(clip), size=wishes.size, side=clip.side, yaw_deg=wishes.yaw_deg)
    write_clip(folder / name, rng, clip, camera, also={"seed": [seed, number]})
    return name


def write_clip(
    to: Path, rng: Generator, clip: Clip, camera: Camera, *, also: dict[str, Any], things: tuple[Thing, ...] = ()
) -> None:
    """Film a clip and write both files, whole or not at all.

    Parameters
    ----------
    to
        Folder and name, without an ending.
    also
        Entries of the truth file beyond those that every clip has.
    things
        What stands about, besides what is drawn.
    """
    folder, name = to.parent, to.name
    outfit = draw_outfit(rng, clip.person)
    video = folder / f".{name}.mp4.part"
    try:
        quality = _record(rng, clip, camera, outfit, video, things)
        truth = truth_of(clip, camera, name=name, outfit=outfit.kind) | also | {"quality": quality}
        part = folder / f".{name}.json.part"
        part.write_text(json.dumps(truth, separators=(",", ":")))
        video.replace(folder / f"{name}.mp4")
        part.replace(folder / f"{name}.json")
    finally:
        video.unlink(missing_ok=True)


def _record(
    rng: Generator, clip: Clip, camera: Camera, outfit: Any, path: Path, things: tuple[Thing, ...]
) -> dict[str, Any]:
    dressed = dress(rng, clip.body, clip.person, outfit)
    things = (*draw_surroundings(rng, camera), *things)
    lights = draw_lights(rng, camera, held_out=clip.person.hidden)
    quality = draw_quality(rng, camera.height)
    if not clip.plan.repetitions:
        quality = replace(quality, trail=0.0)
    load = places(clip.plan, clip.pose, clip.back_m) if clip.load else None
    size = (camera.width, camera.height)
    with (
        Stage(camera, things, lights, dressed, clip.load) as stage,
        PhoneCamera(path, rng, quality, size, clip.plan.fps) as phone,
    ):
        for first in range(0, clip.plan.frames, FRAMES_AT_ONCE):
            points, normals = dressed.move(clip.pose, slice(first, first + FRAMES_AT_ONCE))
            for offset in range(len(points)):
                held = None if load is None else load[first + offset]
                if clip.pose.root_m is not None:
                    stage.follow(*clip.pose.root_m[first + offset])
                phone.take(stage.render(points[offset], normals[offset], held))
    return dict(vars(quality))
