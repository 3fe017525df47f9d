"""A lifter among others: people who walk through or look on, a spotter, a mirror image, a person on a poster."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.generator.clips import (
    Clip,
    Wishes,
    draw_body,
    draw_clip,
    generator_of,
    reach_of,
    standing_trajectory,
    truth_of,
)
from tools.generator.degrading import PhoneCamera, draw_quality
from tools.generator.dressing import dress
from tools.generator.filming import Camera, draw_camera
from tools.generator.loads import places
from tools.generator.posture import Posing
from tools.generator.rendering import Light, Stage, draw_lights
from tools.generator.skinning import about_z
from tools.generator.solving import placed, solve
from tools.generator.stepping import arm_swing_deg, steps_along, walk_of
from tools.generator.surroundings import Thing, draw_surroundings
from tools.generator.wardrobe import draw_outfit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.random import Generator
    from numpy.typing import NDArray

    from tools.generator.arrays import Array, Flags, Image
    from tools.generator.dressing import Dressed
    from tools.generator.solving import Pose

IN_FRONT, BEHIND, BOTH, SPOTTER, ONLOOKER, MIRROR, POSTER, ALL = (
    *("walks_in_front", "walks_behind", "walk_on_both_sides", "spotter", "onlooker", "mirror", "poster", "everybody"),
)
KINDS = (IN_FRONT, SPOTTER, ONLOOKER, MIRROR, BEHIND, POSTER, BOTH, ALL)
SIZE = (640, 480)
SECONDS = 5.5
HALF_VIEW_M = 1.7
"""What is filmed to either side of the lifter."""
WALL_M, POSTER_M = 4.4, (1.6, 2.6)
MIRROR_M, MIRROR_TURNED_DEG = (0.8, 1.2), (28.0, 45.0)
"""How far behind the lifter a mirror is, and how far it is turned, so that the image is seen beside them."""
STEP_M, STEP_S = 0.62, (0.46, 0.60)
SWAY_DEG, SWAY_S = 1.5, 3.0
FRAMES_AT_ONCE = 12
SPLAT_PX = 5


@dataclass(frozen=True)
class Other:
    """Somebody else: ``turn_deg`` and ``place_m`` (left, back) put the pose where it is seen; or a mirror image.

    ``mirror_m`` is the point of an upright mirror that is nearest to the lifter (left, back), None for real people.
    """

    kind: str
    dressed: Dressed
    pose: Pose
    turn_deg: float = 0.0
    place_m: tuple[float, float] = (0.0, 0.0)
    mirror_m: tuple[float, float] | None = None

    def move(self, frames: slice) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Points and normals ``[frame, vertex, 3]`` where they are seen."""
        points, normals = self.dressed.move(self.pose, frames)
        if self.mirror_m is not None:
            foot = np.array([*self.mirror_m, 0.0], np.float32)
            across = np.eye(3, dtype=np.float32) - 2 * np.outer(foot, foot) / (foot @ foot)
            return points @ across + 2 * foot, normals @ across
        turned = about_z(np.array([self.turn_deg]))[0].T.astype(np.float32)
        off = np.array([*self.place_m, 0.0], np.float32)
        return points @ turned + off, normals @ turned


def walker(rng: Generator, *, fps: float, frames: int, across_m: float, towards: int) -> Other:
    """Return somebody who walks from one edge of the frame to the other, ``across_m`` to the lifter's left."""
    posing, dressed = _somebody(rng)
    far = HALF_VIEW_M + float(rng.uniform(0.4, 0.8))
    count = round(2 * far / STEP_M)
    stations = [(0.0, far - STEP_M * (number + 1), 0.0) for number in range(count)]
    step_s = float(rng.uniform(*STEP_S))
    start = round((frames - count * step_s * fps) * float(rng.uniform(0.2, 0.8)))
    pose = _walked(posing, stations, begins=(0.0, far, 0.0), start=max(start, 0), frames=frames, fps=fps, step_s=step_s)
    return Other("walker", dressed, pose, turn_deg=0.0 if towards < 0 else 180.0, place_m=(across_m, 0.0))


def spotter(rng: Generator, *, fps: float, frames: int, across_m: float, back_m: float) -> Other:
    """Return somebody who walks in from behind the lifter and then stands there, ``back_m`` behind."""
    posing, dressed = _somebody(rng)
    begins = HALF_VIEW_M + 0.6
    count = max(round((begins - back_m) / STEP_M), 1)
    stations = [(0.0, begins - (begins - back_m) * (number + 1) / count, 0.0) for number in range(count)]
    start = round(frames * float(rng.uniform(0.1, 0.3)))
    step_s = float(rng.uniform(*STEP_S))
    pose = _walked(posing, stations, begins=(0.0, begins, 0.0), start=start, frames=frames, fps=fps, step_s=step_s)
    return Other("spotter", dressed, pose, place_m=(across_m, 0.0))


def onlooker(rng: Generator, *, fps: float, frames: int, place_m: tuple[float, float]) -> Other:
    """Return somebody who stands there from the beginning and sways a little."""
    posing, dressed = _somebody(rng)
    pose = _walked(posing, (), begins=(0.0, 0.0, 0.0), start=0, frames=frames, fps=fps, step_s=0.5)
    return Other("onlooker", dressed, pose, turn_deg=float(rng.uniform(-120, 120)), place_m=place_m)


def _somebody(rng: Generator) -> tuple[Posing, Dressed]:
    person, body = draw_body(rng, held_out=False)
    return Posing(body, person), dress(rng, body, person, draw_outfit(rng, person))


def _walked(
    posing: Posing,
    stations: Any,
    *,
    begins: tuple[float, float, float],
    start: int,
    frames: int,
    fps: float,
    step_s: float,
) -> Pose:
    still = standing_trajectory(posing.person)
    names = ("lumbar_deg", "thoracic_deg", "neck_deg", "knee_deg", "arm_deg", "blade_share", "bar_drift_m")
    nothing: dict[str, Any] = {name: np.zeros(frames) for name in names}
    sway = SWAY_DEG * np.sin(2 * np.pi * np.arange(frames) / (SWAY_S * fps))
    trajectory = replace(
        still,
        trunk_deg=still.trunk_deg + sway,
        balance_share=np.repeat(still.balance_share, frames),
        **nothing,
    )
    steps = steps_along(stations, start=start, fps=fps, step_s=step_s, first="left") if len(stations) else ()
    walk = walk_of(posing, steps, begins_at=begins, frames=frames, fps=fps)
    trajectory = replace(trajectory, walk=walk, arm_swing_deg=arm_swing_deg(posing, walk))
    return placed(solve(posing, trajectory), walk)


def poster(rng: Generator, *, camera_side: int) -> Thing:
    """Hang a still image of somebody in a pose of their own on the wall behind the lifter."""
    import pyvista as pv  # noqa: PLC0415 heavy

    clip = draw_clip(rng, Wishes(poses=1))
    dressed = dress(rng, clip.body, clip.person, draw_outfit(rng, clip.person))
    middle = 0.5 * clip.body.stature_m
    camera = Camera(360, 540, camera_side, 0.0, (3.2 * camera_side, 0.0, 1.0), (0.0, 0.0, middle), 38.0, 0.0, 0.0)
    ground = float(rng.uniform(0.3, 1.0))
    lights = (Light(camera.position_m, (1.0, 1.0, 1.0), 0.8),)
    points, normals = dressed.move(clip.pose, slice(3, 4))
    with Stage(camera, (), lights, dressed, None) as stage:
        stage.plotter.set_background([ground, 0.9 * ground, 0.8 * ground])
        image = stage.render(points[0], normals[0], None)
    tall = float(rng.uniform(1.5, 2.3))
    far = -camera_side * float(rng.uniform(*POSTER_M))
    along = float(rng.choice((-1.0, 1.0)) * rng.uniform(0.7, 1.3))
    y, wide, low = along, tall * 2 / 3, float(rng.uniform(0.1, 0.4))
    right = camera_side * 0.5 * wide
    corners = np.array([[far, y - right, low], [far, y + right, low], [far, y + right, low + tall]])
    sheet = pv.Plane(i_resolution=1, j_resolution=1)
    sheet.points = np.array([corners[0], corners[1], [far, y - right, low + tall], corners[2]])
    return Thing(sheet, None, np.ascontiguousarray(image))


def make_crowd(folder: Path, *, seed: int, number: int, wishes: Wishes, kind: str | None = None) -> str:
    """Write a clip of a lifter among others, and its truth, with ``crowd``; a clip that is there is left alone.

    ``crowd`` has the kind, who the others are, where the middle of each of them is in each frame, pixels
    (``others_px``), and how much of the lifter they hide in each.
    """
    kind = kind or KINDS[number % len(KINDS)]
    name = f"crowd_{seed}_{number:05d}_{kind}"
    if (folder / f"{name}.json").exists():
        return name
    folder.mkdir(parents=True, exist_ok=True)
    rng = generator_of(seed, number)
    clip = draw_clip(rng, replace(wishes, seconds=wishes.seconds or SECONDS))
    low, high = reach_of(clip)
    low[1], high[1] = min(low[1], -HALF_VIEW_M), max(high[1], HALF_VIEW_M)
    aside = -1.0 if kind == ONLOOKER else 0.0
    low[1], high[1] = low[1] + aside, high[1] + aside
    camera = draw_camera(rng, reach_m=(low, high), size=wishes.size or SIZE, side=clip.side)
    outfit = draw_outfit(rng, clip.person)
    dressed = dress(rng, clip.body, clip.person, outfit)
    others, things = _company(rng, kind, clip, dressed, camera)
    video = folder / f".{name}.mp4.part"
    try:
        company, quality = _filmed(rng, clip, camera, dressed, others, things, video)
        crowd = {"kind": kind, "others": [other.kind for other in others], **company}
        truth = truth_of(clip, camera, name=name, outfit=outfit.kind)
        truth |= {"seed": [seed, number], "crowd": crowd, "quality": quality}
        part = folder / f".{name}.json.part"
        part.write_text(json.dumps(truth, separators=(",", ":")))
        video.replace(folder / f"{name}.mp4")
        part.replace(folder / f"{name}.json")
    finally:
        video.unlink(missing_ok=True)
    return name


def _company(
    rng: Generator, kind: str, clip: Clip, dressed: Dressed, camera: Camera
) -> tuple[list[Other], tuple[Thing, ...]]:
    fps, frames, side = clip.plan.fps, clip.plan.frames, camera.side
    ways = rng.permutation([-1, 1])
    found: list[Other] = []
    if kind in {IN_FRONT, BOTH}:
        across = side * float(rng.uniform(0.8, 1.2))
        found.append(walker(rng, fps=fps, frames=frames, across_m=across, towards=int(ways[0])))
    if kind in {BEHIND, BOTH, ALL}:
        across = -side * float(rng.uniform(0.7, 1.3))
        found.append(walker(rng, fps=fps, frames=frames, across_m=across, towards=int(ways[1])))
    if kind in {SPOTTER, ALL}:
        across, back = float(rng.uniform(-0.5, 0.5)), float(rng.uniform(0.6, 0.9))
        found.append(spotter(rng, fps=fps, frames=frames, across_m=across, back_m=back))
    if kind == ONLOOKER:
        place = (side * float(rng.uniform(0.3, 1.0)), -float(rng.uniform(1.2, 1.6)))
        found.append(onlooker(rng, fps=fps, frames=frames, place_m=place))
    if kind in {MIRROR, ALL}:
        far, turned = float(rng.uniform(*MIRROR_M)), np.radians(rng.uniform(*MIRROR_TURNED_DEG) * ways[0])
        foot = (-side * far * float(np.cos(turned)), far * float(np.sin(turned)))
        found.append(Other("mirror", dressed, clip.pose, mirror_m=foot))
    posters = (poster(rng, camera_side=side),) if kind == POSTER else ()
    return found, posters


def _filmed(
    rng: Generator,
    clip: Clip,
    camera: Camera,
    dressed: Dressed,
    others: list[Other],
    things: tuple[Thing, ...],
    path: Path,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Film a clip; return how much of the lifter is hidden and where the others are, and the quality of the images."""
    floor, wall, *rest = draw_surroundings(rng, camera)
    wall.mesh.translate((-camera.side * WALL_M - wall.mesh.center[0], 0, 0), inplace=True)
    lights = draw_lights(rng, camera, held_out=False)
    quality = replace(draw_quality(rng, camera.height), trail=0.0)
    load = places(clip.plan, clip.pose, clip.back_m) if clip.load else None
    size = (camera.width, camera.height)
    posters = [_middle_px(camera, np.asarray(thing.mesh.points)) for thing in things]
    hidden, places_px = [], []
    with (
        Stage(camera, (floor, wall, *rest, *things), lights, dressed, clip.load) as stage,
        PhoneCamera(path, rng, quality, size, clip.plan.fps) as phone,
    ):
        stage.join([other.dressed for other in others])
        for frame, points, normals, company in _moved(clip, dressed, others):
            hidden.append(_hidden_share(camera, points, [there for there, _ in company]))
            places_px.append([_middle_px(camera, there) for there, _ in company] + posters)
            held = None if load is None else load[frame]
            phone.take(stage.render(points, normals, held, company))
    return {"others_px": places_px, "hidden_share": np.round(hidden, 3).tolist()}, dict(vars(quality))


def _middle_px(camera: Camera, points: Array) -> list[float]:
    """Return where the middle of somebody or something is in the frame, pixels."""
    return [round(float(value), 1) for value in camera.project(points.astype(float).mean(axis=0, keepdims=True))[0]]


def _moved(clip: Clip, dressed: Dressed, others: list[Other]) -> Iterator[tuple[int, Any, Any, list[tuple[Any, Any]]]]:
    for first in range(0, clip.plan.frames, FRAMES_AT_ONCE):
        frames = slice(first, first + FRAMES_AT_ONCE)
        points, normals = dressed.move(clip.pose, frames)
        company = [other.move(frames) for other in others]
        for offset in range(len(points)):
            there = [(at[offset], facing[offset]) for at, facing in company]
            yield first + offset, points[offset], normals[offset], there


def _hidden_share(camera: Camera, lifter: Array, company: list[Array]) -> float:
    """Return how much of the lifter is behind others, share of what is seen of them in the frame."""
    shown = _silhouette(camera, lifter)
    near = _depth_m(camera, lifter)
    before = [_silhouette(camera, other) for other in company if _depth_m(camera, other) < near]
    covered = np.any(before, axis=0) if before else np.zeros_like(shown)
    return float((shown & covered).sum() / max(shown.sum(), 1))


def _depth_m(camera: Camera, points: Array) -> float:
    return float(((points - np.array(camera.position_m)) @ camera.axes()[2]).mean())


def _silhouette(camera: Camera, points: Array) -> Flags:
    import cv2  # noqa: PLC0415 heavy

    image: Image = np.zeros((camera.height, camera.width), np.uint8)
    at = camera.project(points.astype(float)).astype(int)
    inside = np.all((at >= 0) & (at < (camera.width, camera.height)), axis=1)
    image[at[inside, 1], at[inside, 0]] = 1
    kernel = np.ones((SPLAT_PX, SPLAT_PX), np.uint8)
    closed: Flags = np.asarray(cv2.morphologyEx(image, cv2.MORPH_CLOSE, kernel), dtype=bool)
    return closed
