"""A clip of a self-test: who carries it out, filmed from where, the video, and the truth beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.generator import truths
from tools.generator.clips import camera_truth, draw_body, generator_of, standing_trajectory
from tools.generator.degrading import PhoneCamera, draw_quality
from tools.generator.dressing import dress
from tools.generator.filming import Camera, draw_camera
from tools.generator.midline import LEVELS, tangents_deg
from tools.generator.posture import Posing
from tools.generator.postures import posed
from tools.generator.rendering import Stage, draw_lights
from tools.generator.rigs import SIDES
from tools.generator.self_test_bends import BENDS
from tools.generator.self_tests import TESTS, Draw, Hold
from tools.generator.solving import solve
from tools.generator.surroundings import Thing, draw_surroundings
from tools.generator.wardrobe import draw_outfit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.random import Generator

    from tools.generator.arrays import Array
    from tools.generator.bodies import Body
    from tools.generator.people import Person
    from tools.generator.solving import Pose

SCHEMA = "hiphinge.validation.self_test/1"
NAMES = (*BENDS, *TESTS)
LYING = frozenset({"straight_leg_raise", "active_knee_extension", "thomas", "knee_to_chest", "back_extension"})
LONG = LYING | {"bird_dog", "front_plank", "side_plank", "toe_touch"}
"""Filmed across: the person is longer than tall."""
TESTED_LEG_NEAR = frozenset(
    {"straight_leg_raise", "active_knee_extension", "thomas", "knee_to_chest", "weight_bearing_lunge", "lunge"}
)
"""Filmed from the side of the leg that is tested, as their pages ask."""
WIDE, TALL = (480, 360), (360, 480)
FPS, JUMP_FPS = 12.0, 50.0
CAMERA_M = (0.35, 0.95)
"""Height of the camera for what happens on the floor."""
FROM_FRONT_DEG = (82.0, 98.0)
FRAMES_AT_ONCE = 12
TABLE_HALF_M = 0.28


@dataclass(frozen=True)
class Carried:
    """A test carried out by somebody: everything but the video."""

    name: str
    person: Person
    body: Body
    fps: float
    side: str
    pose: Pose
    standing: Pose
    holds: tuple[Hold, ...]
    drawn: Mapping[str, Any]
    bench: tuple[float, float, float] | None = None
    from_front: bool = False

    @property
    def frames(self) -> int:
        """How many frames there are."""
        return len(self.pose.turns)


def carried_out(rng: Generator, name: str, *, held_out: bool = True) -> Carried:
    """Draw somebody and let them carry out a test."""
    person, body = draw_body(rng, held_out=held_out)
    posing, fps = Posing(body, person), JUMP_FPS if name == "jump" else FPS
    side = SIDES[int(rng.integers(2))]
    standing = solve(posing, standing_trajectory(person))
    draw = Draw(rng, posing, fps, side)
    if name in BENDS:
        pose, holds, drawn = BENDS[name](draw)
        return Carried(name, person, body, fps, side, pose, standing, holds, drawn)
    done = TESTS[name](draw)
    pose = posed(posing, done.posture)
    return Carried(name, person, body, fps, side, pose, standing, done.holds, done.drawn, done.bench, done.from_front)


def angles_deg(carried: Carried) -> dict[str, Any]:
    """Return every angle of every frame: leans of the joints' lines, the back from the person's own standing."""
    pose, names = carried.pose, carried.body.skeleton.names

    def at(part: str) -> Array:
        place: Array = pose.positions_m[:, names.index(part)]
        return place

    back, own = (
        tangents_deg(carried.body.midline, truths.back_m(carried.body, carried.person.skinning, one))
        for one in (pose, carried.standing)
    )
    change = {level: _wrapped(back[level] - own[level][0]) for level in LEVELS}
    shoulders, hips = (0.5 * (at(f"{part}_left") + at(f"{part}_right")) for part in ("upper_arm", "thigh"))
    trunk = _lean(shoulders - hips)
    found: dict[str, Any] = {
        "trunk_deg": trunk,
        "pelvis_tilt_deg": change["s2"],
        "lumbar_flexion_deg": _wrapped(change["t12"] - change["s2"]),
        "thoracic_flexion_deg": _wrapped(change["c7"] - change["t12"]),
    }
    for side in SIDES:
        thigh = _lean(at(f"thigh_{side}") - at(f"shank_{side}"))
        shank = _lean(at(f"shank_{side}") - at(f"foot_{side}"))
        found[f"thigh_deg_{side}"], found[f"shank_deg_{side}"] = thigh, shank
        found[f"knee_deg_{side}"] = _bend(at(f"thigh_{side}"), at(f"shank_{side}"), at(f"foot_{side}"))
        found[f"hip_deg_{side}"] = _wrapped(trunk - thigh)
    return found


def _lean(line: Array) -> Array:
    return np.degrees(np.unwrap(np.arctan2(-line[:, 1], line[:, 2])))


def _bend(above: Array, joint: Array, below: Array) -> Array:
    """Return how far a joint is from straight, ``[frame]``, in space."""
    one, other = above - joint, joint - below
    cosine = np.sum(one * other, axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)
    bend: Array = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return bend


def _wrapped(angle_deg: Array) -> Array:
    wrapped: Array = (angle_deg + 180.0) % 360.0 - 180.0
    return wrapped


def make_self_test(folder: Path, *, test: str, seed: int, number: int, held_out: bool = True) -> str:
    """Write a video and its truth; a clip that is there is left alone."""
    name = f"{test}_{seed}_{number:05d}"
    if (folder / f"{name}.json").exists():
        return name
    rng = generator_of(seed, 1000 * NAMES.index(test) + number)
    carried = carried_out(rng, test, held_out=held_out)
    camera = _camera(rng, carried)
    outfit = draw_outfit(rng, carried.person)
    video, part = folder / f".{name}.mp4.part", folder / f".{name}.json.part"
    try:
        _filmed(rng, carried, camera, outfit, video)
        truth = truth_of(carried, camera) | {"name": name, "clothes": outfit.kind, "seed": [seed, number]}
        part.write_text(json.dumps(truth, separators=(",", ":")))
        video.replace(folder / f"{name}.mp4")
        part.replace(folder / f"{name}.json")
    finally:
        video.unlink(missing_ok=True)
    return name


def truth_of(carried: Carried, camera: Camera) -> dict[str, Any]:
    """Everything known about a clip, ready for a JSON file."""
    back = truths.back_m(carried.body, carried.person.skinning, carried.pose)
    joints = truths.joints_m(carried.body, carried.pose, back)
    names = carried.body.skeleton.names
    head = carried.pose.positions_m[:, names.index("head")]
    return {
        "schema": SCHEMA,
        "test": carried.name,
        "side": carried.side,
        "from_front": carried.from_front,
        "rig": carried.person.rig.name,
        "held_out": carried.person.hidden,
        "fps": carried.fps,
        "frames": carried.frames,
        "width": camera.width,
        "height": camera.height,
        "stature_m": round(carried.body.stature_m, 3),
        "leg_m": round(float(carried.body.head_m("thigh_left")[2] - carried.body.head_m("foot_left")[2]), 4),
        "camera": camera_truth(camera),
        "facing": "left" if camera.side > 0 else "right",
        "near": "left" if camera.side > 0 else "right",
        "holds": [vars(hold) for hold in carried.holds],
        "drawn": {key: truths.as_lists(np.array(value), 3) for key, value in carried.drawn.items()},
        "truth": {key: truths.as_lists(values, 2) for key, values in angles_deg(carried).items()},
        "joints_px": truths.pixels(camera, joints),
        "joints_m": {key: truths.as_lists(points, 4) for key, points in joints.items()},
        "head_m": truths.as_lists(head, 4),
    }


def _camera(rng: Generator, carried: Carried) -> Camera:
    """Draw a camera square to the person, near the floor for what happens there."""
    points = carried.pose.positions_m.reshape(-1, 3)
    tall = 0.09 * carried.body.stature_m
    low, high = points.min(axis=0) - tall, points.max(axis=0) + tall
    if carried.from_front:
        middle, half = 0.5 * (low[1] + high[1]), 0.5 * (high[0] - low[0])
        low[1], high[1] = middle - half, middle + half
    else:
        low[0], high[0] = -0.4, 0.4
    low[2] = -0.03
    yaw = FROM_FRONT_DEG if carried.from_front else None
    size = WIDE if carried.name in LONG else TALL
    on_left = 1 if carried.side == "left" else -1
    side = on_left if carried.name in TESTED_LEG_NEAR else None
    camera = draw_camera(rng, reach_m=(low, high), size=size, side=side, yaw_deg=yaw)
    x, y, z = camera.position_m
    if carried.name in LONG - {"toe_touch"}:
        z = float(rng.uniform(*CAMERA_M))
    return replace(camera, position_m=(x, y, z))


def _filmed(rng: Generator, carried: Carried, camera: Camera, outfit: Any, path: Path) -> None:
    dressed = dress(rng, carried.body, carried.person, outfit)
    things = draw_surroundings(rng, camera) + _bench(rng, carried)
    lights = draw_lights(rng, camera, held_out=carried.person.hidden)
    quality = replace(draw_quality(rng, camera.height), trail=0.0)
    size = (camera.width, camera.height)
    with (
        Stage(camera, things, lights, dressed, None) as stage,
        PhoneCamera(path, rng, quality, size, carried.fps) as phone,
    ):
        for first in range(0, carried.frames, FRAMES_AT_ONCE):
            points, normals = dressed.move(carried.pose, slice(first, first + FRAMES_AT_ONCE))
            for offset in range(len(points)):
                phone.take(stage.render(points[offset], normals[offset], None))


def _bench(rng: Generator, carried: Carried) -> tuple[Thing, ...]:
    if carried.bench is None:
        return ()
    import pyvista as pv  # noqa: PLC0415 heavy

    height, start, end = carried.bench
    hips = float(carried.pose.positions_m[0, 0, 1])
    box = pv.Box((-TABLE_HALF_M, TABLE_HALF_M, hips + start, hips + end, height - 0.09, height - 0.004))
    shade = float(rng.uniform(0.05, 0.6))
    return (Thing(box, (shade, shade * 0.9, shade * 0.8), None),)
