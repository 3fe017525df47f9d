"""Draws lifters of every exercise, and what the package gets of them: projected joints with the errors of tracking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from tools.generator import movements, truths
from tools.generator.clips import _floor_knees as floor_knees
from tools.generator.clips import draw_body
from tools.generator.filming import draw_camera
from tools.generator.loads import draw_load
from tools.generator.posture import Posing
from tools.generator.sequences import draw_plan, trajectory_of
from tools.generator.solving import solve
from tools.generator.trajectories import BACK, BAR, CHEST, DOWEL, HANG, HIPS

from hiphinge.analysis.exercise_signs import HIDDEN_WIDTH, exercise_signs_of
from hiphinge.analysis.tracks import measure_frames
from hiphinge.cleaning import Viewpoint
from hiphinge.cleaning.side_view import filtered_keypoints, side_motion_of
from hiphinge.motion import HALPE_26, CoordinateFrame, Motion, Origin, View

if TYPE_CHECKING:
    from numpy.random import Generator
    from tools.generator.filming import Camera

    from hiphinge.findings import ExerciseSigns

__all__ = ["WAYS", "Way", "draw_signs", "silhouette_of"]

Span = tuple[float, float]
BIAS_SHARE, PHASE_BIAS_SHARE, NOISE_SHARE = 0.02, 0.012, 0.012
HAND_TIMES = 2.0
"""Errors of tracking in leg lengths: of a whole clip, of a posture within it, of a frame; hands have more of each."""
WRIST_BEYOND = (0.0, 0.25)
"""A network's wrist is further out than the joint's centre by this share of the forearm."""
PLATE_HIDES = 0.75
"""How often a plate at the thighs hides their edge rather than widens it."""
FPS = 15.0


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to do an exercise: the movement, where the hands are, and what they hold."""

    exercise: str
    movement: str
    hands: str
    load: str | None = None
    from_floor: bool = False
    begins_low: float = 0.1
    pause_s: Span = (0.1, 1.2)
    arm_deg: Span | None = None
    top_arm_deg: Span | None = None


WAYS = {
    "hinge_hanging": Way(exercise="hip_hinge", movement="hinge", hands=HANG),
    "hinge_hips": Way(exercise="hip_hinge", movement="hinge", hands=HIPS),
    "hinge_chest": Way(exercise="hip_hinge", movement="hinge", hands=CHEST),
    "hinge_dowel": Way(exercise="hip_hinge", movement="hinge", hands=DOWEL, load="dowel"),
    "stoop_hanging": Way(exercise="hip_hinge", movement="stoop", hands=HANG),
    "romanian_bar": Way(exercise="romanian_deadlift", movement="hinge", hands=BAR, load="bar"),
    "romanian_bell": Way(exercise="romanian_deadlift", movement="hinge", hands=HANG, load="bell"),
    "deadlift_bar": Way(
        exercise="conventional_deadlift",
        movement="deadlift",
        hands=BAR,
        load="bar",
        from_floor=True,
        begins_low=0.5,
        pause_s=(0.2, 2.5),
    ),
    "deadlift_bell": Way(
        exercise="kettlebell_deadlift",
        movement="deadlift",
        hands=HANG,
        load="bell",
        from_floor=True,
        begins_low=0.5,
        pause_s=(0.2, 2.5),
    ),
    "swing": Way(exercise="kettlebell_swing", movement="swing", hands=HANG, load="bell", begins_low=0.0),
    "swing_low": Way(
        exercise="kettlebell_swing",
        movement="swing",
        hands=HANG,
        load="bell",
        begins_low=0.0,
        arm_deg=(-30.0, 5.0),
        top_arm_deg=(0.0, 55.0),
    ),
    "good_morning": Way(exercise="good_morning", movement="good_morning", hands=BACK, load="back"),
    "squat_hanging": Way(exercise="bodyweight_squat", movement="squat", hands=HANG, arm_deg=(-5.0, 85.0)),
    "squat_chest": Way(exercise="bodyweight_squat", movement="squat", hands=CHEST),
    "squat_bar": Way(exercise="back_squat", movement="squat", hands=BACK, load="back"),
    "squat_goblet": Way(exercise="goblet_squat", movement="squat", hands=CHEST, load="bell"),
    "single_leg": Way(exercise="single_leg_romanian_deadlift", movement="single_leg", hands=HANG, load="bell"),
}


def draw_signs(rng: Generator, way: Way) -> ExerciseSigns | None:
    """Return the signs of one drawn lifter as the package measures them; None where no repetition was found."""
    motion, camera = _draw_motion(rng, way)
    facing: Literal["left", "right"] = "left" if camera.side > 0 else "right"
    view = View(label="side", facing=facing, yaw_deg=camera.yaw_deg, yaw_error_deg=5.0, usable=True)
    viewpoint = Viewpoint(view=view, near_side=facing, forward=np.array([-1.0 if facing == "left" else 1.0]))
    side = side_motion_of(motion, filtered_keypoints(motion, viewpoint=viewpoint))
    series = measure_frames(side).series
    spans = [span for span in series.spans if span.kind == "repetition"]
    kept = spans[: int(rng.integers(1, len(spans) + 1))] if spans else []
    signs = exercise_signs_of(side, series, kept)
    return None if signs is None else replace(signs, values={**signs.values, **silhouette_of(rng, way)})


def silhouette_of(rng: Generator, way: Way) -> dict[str, float]:
    """Return how wide thighs and shoulders look with what is held there, leg lengths, since no body is rendered.

    A bare thigh or shoulder varies as bodies and clothes do. A plate is 0.33 to 0.45 m wide, half a leg, and mostly
    hides the edge of the body behind it; a bell adds little; raised arms and plates make the shoulders wide.
    """
    thigh, shoulder = rng.normal(0.26, 0.035), rng.normal(0.31, 0.04)
    if way.load == "bar":
        thigh = HIDDEN_WIDTH if rng.random() < PLATE_HIDES else rng.uniform(0.38, HIDDEN_WIDTH)
    elif way.load == "bell" and way.hands == HANG:
        thigh += rng.uniform(0.0, 0.1)
    if way.load == "back":
        shoulder = rng.uniform(0.38, HIDDEN_WIDTH)
    elif way.movement == "swing":
        shoulder = rng.uniform(0.45, HIDDEN_WIDTH)
    elif way.hands not in {HANG, BAR}:
        shoulder += rng.uniform(0.0, 0.1)
    return {"thigh_width_top": min(thigh, HIDDEN_WIDTH), "shoulder_width_top": min(shoulder, HIDDEN_WIDTH)}


def _draw_motion(rng: Generator, way: Way) -> tuple[Motion, Camera]:
    person, body = draw_body(rng, held_out=False)
    movement = _varied(movements.BY_NAME[way.movement], way)
    if movement.single_leg:
        person = replace(person, stance_share=0.03)
    plan = draw_plan(rng, person, mass_kg=body.mass_kg, fps=FPS, movement=movement)
    load = draw_load(rng, plan.load_kind, plan.load_kg)
    posing = Posing(body, person)
    knees = floor_knees(posing, plan, load) if way.from_floor and load else None
    pose = solve(posing, trajectory_of(plan, person, knees))
    back = truths.back_m(body, person.skinning, pose)
    joints = truths.joints_m(body, pose, back)
    points = pose.positions_m.reshape(-1, 3)
    low = np.array([-0.4, points[:, 1].min() - 0.15, -0.03])
    camera = draw_camera(rng, reach_m=(low, np.array([0.4, points[:, 1].max() + 0.2, points[:, 2].max() + 0.2])))
    for side in ("l", "r"):
        ankle = joints[f"ankle_{side}"]
        down = ankle[:, 2] - 0.03
        joints[f"heel_{side}"] = np.stack(
            [ankle[:, 0], ankle[:, 1] + (body.heel_y_m - ankle[0, 1]), ankle[:, 2] - down[0]], 1
        )
        joints[f"toe_{side}"] = np.stack(
            [ankle[:, 0], ankle[:, 1] + (body.toe_y_m - ankle[0, 1]), ankle[:, 2] - down[0]], 1
        )
    beyond = float(rng.uniform(*WRIST_BEYOND))
    for side in ("l", "r"):
        wrist, elbow = joints[f"wrist_{side}"], joints[f"elbow_{side}"]
        joints[f"wrist_{side}"] = wrist + beyond * (wrist - elbow)
    pixels = {name: camera.project(places) for name, places in joints.items()}
    return _tracked(rng, pixels, camera), camera


def _varied(movement: Any, way: Way) -> Any:
    """Return the movement with hands and load of the way, at a pace that is not only the generator's."""
    fields: dict[str, Any] = {
        "choices": ((way.hands, way.load, 1.0),),
        "from_floor": way.from_floor,
        "begins_low": way.begins_low,
    }
    if way.movement == "swing":
        fields |= {"descent_s": (0.45, 0.9), "ascent_s": (0.4, 0.8)}
    else:
        fields |= {"descent_s": (0.7, 2.8), "bottom_s": way.pause_s, "ascent_s": (0.7, 2.2)}
    if way.movement == "squat":
        fields["trunk_deg"] = (20.0, 60.0)
    if way.arm_deg is not None:
        fields["arm_deg"] = way.arm_deg
    if way.top_arm_deg is not None:
        fields["top_arm_deg"] = way.top_arm_deg
    return replace(movement, **fields)


def _tracked(rng: Generator, pixels: dict[str, Any], camera: Camera) -> Motion:
    """Return projected joints as a network would give them: biased as a whole and by posture, and unsteady."""
    frames = len(pixels["hip_l"])
    leg = float(np.median(np.linalg.norm(pixels["hip_l"] - pixels["ankle_l"], axis=1)))
    fold = pixels["shoulder_l"][:, 1]
    bent = np.clip((fold - fold.min()) / max(np.ptp(fold), 1.0), 0.0, 1.0)
    positions = np.full((frames, len(HALPE_26), 2), np.nan)
    for name, places in pixels.items():
        joint, _, side = name.rpartition("_")
        if joint not in {"shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe"}:
            continue
        times = HAND_TIMES if joint in {"wrist", "elbow"} else 1.0
        bias = rng.normal(0, BIAS_SHARE * times * leg, 2) + bent[:, None] * rng.normal(
            0, PHASE_BIAS_SHARE * times * leg, 2
        )
        noise = rng.normal(0, NOISE_SHARE * times * leg, (frames, 2))
        place = HALPE_26.index(f"{'left' if side == 'l' else 'right'}_{joint}")
        if place is not None:
            positions[:, place] = places + bias + noise
    for ear in ("left_ear", "right_ear"):
        positions[:, HALPE_26.index(ear)] = pixels["head"] + rng.normal(0, NOISE_SHARE * leg, (frames, 2))
    return Motion(
        time_s=np.arange(frames) / FPS,
        positions=positions,
        confidence=np.where(np.isfinite(positions[..., 0]), 0.9, 0.0),
        layout=HALPE_26,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=Origin(name="drawn", fps=FPS, size_px=(camera.width, camera.height)),
    )
