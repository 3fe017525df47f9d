"""Draws lifters of every exercise, and what the package gets of them: projected joints with the errors of tracking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from tools.generator import truths
from tools.generator.clips import draw_body
from tools.generator.everyday import BELL_BEFORE_LEGS_DEG, HOME
from tools.generator.exercises import LOW_HANDS, OVER_A_BELL, SMALL_PLATES_M
from tools.generator.filming import draw_camera
from tools.generator.loads import PLATE_RADII_M, SLEEVE_M, draw_load
from tools.generator.movements import BAR_IN_HANDS, BAR_ON_BACK, BELL, BOX, BY_NAME, DUMBBELLS, HEX_BAR, STICK
from tools.generator.performing import perform
from tools.generator.posture import Posing
from tools.generator.sequences import Everyday, draw_plan
from tools.generator.trajectories import BACK, BAR, CHEST, DOWEL, GRIP_HALF_SHARE, HANG, HIPS

from hiphinge.analysis.exercise_signs import exercise_signs_of
from hiphinge.analysis.tracks import measure_frames
from hiphinge.cleaning import Viewpoint
from hiphinge.cleaning.side_view import filtered_keypoints, side_motion_of
from hiphinge.findings import PLATE_SEEN
from hiphinge.motion import View
from training.exercise.tracking import Disc, draw_contour, tracked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.random import Generator
    from tools.generator.bodies import Body
    from tools.generator.filming import Camera
    from tools.generator.loads import Load
    from tools.generator.people import Person
    from tools.generator.sequences import Plan
    from tools.generator.solving import Pose

    from hiphinge.findings import ExerciseSigns, PlateSeen

__all__ = ["WAYS", "Way", "draw_samples", "draw_signs"]

Span = tuple[float, float]
FPS = 15.0
AT_THE_SIDES_DEG: Span = (-8.0, 10.0)
"""Empty hands hang beside the thighs or slide along their front."""
SQUAT_TRUNK_DEG: Span = (20.0, 60.0)
SQUAT_KNEE_DEG: Span = (70.0, 130.0)
SLOW_DESCENT_S, SLOW_ASCENT_S = (0.7, 2.8), (0.7, 2.2)
SWING_DESCENT_S, SWING_ASCENT_S = (0.45, 0.9), (0.4, 0.8)
STATURE_M, BELL_RADII = 1.7, 1.9
"""How tall a body is, for how far to its side a load is held; the height of a bell's handle, in radii of its ball."""
WRIST_BEYOND: Span = (0.1, 0.5)
"""A network's wrist is further out than the joint's centre by this share of the forearm: on the back of the hand."""
BOX_HALF_M = 0.14
"""Half the depth of a box."""
_IN_HANDS = (0.17, 0.03, 0.80)
PLATE_FOLLOWED = {BAR_IN_HANDS: _IN_HANDS, HEX_BAR: _IN_HANDS, BAR_ON_BACK: (0.35, 0.55, 0.10)}
NO_PLATE_FOLLOWED, SMALL_PLATE_FOLLOWED = (0.88, 0.03, 0.09), (0.40, 0.03, 0.57)
"""How often a plate is followed nowhere, at the shoulder and elsewhere (`PLATE_SEEN`): by the load, without a plate,
and with a small one. In 224 rendered videos a plate was followed with 58 of 61 bars in the hands, 16 of 24 on the back
and 4 of 139 other loads or none; in a room full of plates it will be wrong more often, so these are a choice between
that and what was counted."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to do an exercise: the movement, where the hands are, and what they hold.

    ``share`` is how often a recording is of it, compared with the other ways: a choice, not a count. ``camera_side`` is
    1 where the camera has to stand on the lifter's left, -1 on the right. What is None is as the generator draws it.
    """

    exercise: str
    movement: str
    hands: str
    load: str | None = None
    share: float = 1.0
    from_floor: bool = False
    begins_low: float = 0.1
    pause_s: Span = (0.1, 1.2)
    trunk_deg: Span | None = None
    knee_deg: Span | None = None
    arm_deg: Span | None = None
    top_arm_deg: Span | None = None
    stance_share: Span | None = None
    grip_half_share: float = GRIP_HALF_SHARE
    beside: bool = False
    plate_radii_m: tuple[float, ...] = PLATE_RADII_M
    camera_side: int | None = None


_SWING = Way(exercise="kettlebell_swing", movement="swing", hands=HANG, load=BELL, begins_low=0.0)
_HINGE = Way(exercise="hip_hinge", movement="hinge", hands=HANG, top_arm_deg=AT_THE_SIDES_DEG)
_ROMANIAN = Way(exercise="romanian_deadlift", movement="hinge", hands=BAR, load=BAR_IN_HANDS)
_FROM_FLOOR = Way(
    exercise="conventional_deadlift",
    movement="deadlift",
    hands=BAR,
    load=BAR_IN_HANDS,
    from_floor=True,
    begins_low=0.5,
    pause_s=(0.2, 2.5),
)
_SQUAT = Way(
    exercise="bodyweight_squat", movement="squat", hands=HANG, trunk_deg=SQUAT_TRUNK_DEG, knee_deg=SQUAT_KNEE_DEG
)
WAYS = {
    "hinge_hanging": replace(_HINGE, share=3.0),
    "hinge_hips": replace(_HINGE, hands=HIPS),
    "hinge_chest": replace(_HINGE, hands=CHEST),
    "hinge_dowel_high": replace(_HINGE, hands=DOWEL, load=STICK, share=0.5, camera_side=1),
    "hinge_dowel_low": replace(_HINGE, hands=DOWEL, load=STICK, share=0.5, camera_side=-1),
    "stoop_hanging": replace(_HINGE, movement="stoop", share=1.5),
    "romanian_bar": replace(_ROMANIAN, share=1.5),
    "romanian_dumbbells": replace(_ROMANIAN, load=DUMBBELLS, grip_half_share=0.115),
    "romanian_bell": replace(
        _ROMANIAN, hands=HANG, load=BELL, top_arm_deg=BELL_BEFORE_LEGS_DEG, stance_share=OVER_A_BELL
    ),
    "deadlift_bar": replace(_FROM_FLOOR, share=3.5),
    "deadlift_small_plates": replace(_FROM_FLOOR, trunk_deg=LOW_HANDS, plate_radii_m=SMALL_PLATES_M),
    "deadlift_trap_bar": replace(
        _FROM_FLOOR, exercise="trap_bar_deadlift", load=HEX_BAR, share=0.1, grip_half_share=0.17, beside=True
    ),
    "deadlift_box": replace(
        _FROM_FLOOR, exercise="box_lift", load=BOX, share=0.05, grip_half_share=0.12, trunk_deg=LOW_HANDS
    ),
    "deadlift_bell": replace(
        _FROM_FLOOR,
        exercise="kettlebell_deadlift",
        hands=HANG,
        load=BELL,
        trunk_deg=LOW_HANDS,
        top_arm_deg=BELL_BEFORE_LEGS_DEG,
        stance_share=OVER_A_BELL,
    ),
    "swing": _SWING,
    "swing_low": replace(_SWING, arm_deg=(-30.0, 5.0), top_arm_deg=(0.0, 55.0)),
    "good_morning": Way(exercise="good_morning", movement="good_morning", hands=BACK, load=BAR_ON_BACK),
    "squat_hanging": replace(_SQUAT, arm_deg=(-5.0, 85.0)),
    "squat_chest": replace(_SQUAT, hands=CHEST),
    "squat_bar": replace(_SQUAT, exercise="back_squat", hands=BACK, load=BAR_ON_BACK),
    "squat_goblet": replace(_SQUAT, exercise="goblet_squat", hands=CHEST, load=BELL, stance_share=OVER_A_BELL),
    "single_leg": Way(exercise="single_leg_romanian_deadlift", movement="single_leg", hands=HANG, share=0.5),
    "single_leg_bell": Way(
        exercise="single_leg_romanian_deadlift", movement="single_leg", hands=HANG, load=BELL, share=0.5
    ),
}


def draw_samples(ways: Mapping[str, Way], *, lifters: int, seed: int) -> dict[str, list[ExerciseSigns]]:
    """Return the signs of lifters who each do every way, by way; those in whom no repetition was found are left out."""
    samples: dict[str, list[ExerciseSigns]] = {name: [] for name in ways}
    for number in range(lifters):
        lifter = draw_body(np.random.default_rng([seed, number]), held_out=False)
        for place, (name, way) in enumerate(ways.items()):
            signs = draw_signs(np.random.default_rng([seed, number, place]), way, lifter)
            if signs is not None:
                samples[name].append(signs)
    return samples


def draw_signs(rng: Generator, way: Way, lifter: tuple[Person, Body] | None = None) -> ExerciseSigns | None:
    """Return the signs of one drawn lifter as the package measures them; None where no repetition was found.

    Parameters
    ----------
    lifter
        Who does it; None draws somebody.
    """
    person, body = lifter or draw_body(rng, held_out=False)
    plan, pose, load = _performed(rng, way, person, body)
    camera = draw_camera(rng, reach_m=_reach_m(pose), side=way.camera_side)
    pixels = {name: camera.project(places) for name, places in _joints_m(rng, person, body, pose).items()}
    discs = () if load is None or pose.load_m is None else _discs(load, plan, pose, camera)
    motion = tracked(rng, pixels, discs, camera, fps=FPS)
    facing: Literal["left", "right"] = "left" if camera.side > 0 else "right"
    view = View(label="side", facing=facing, yaw_deg=camera.yaw_deg, yaw_error_deg=5.0, usable=True)
    viewpoint = Viewpoint(view=view, near_side=facing, forward=np.array([-1.0 if facing == "left" else 1.0]))
    side = side_motion_of(motion, filtered_keypoints(motion, viewpoint=viewpoint))
    series = measure_frames(side).series
    spans = [span for span in series.spans if span.kind == "repetition"]
    kept = spans[: int(rng.integers(1, len(spans) + 1))] if spans else []
    contour = draw_contour(rng, pixels, discs, near=facing[0], leg_length=side.leg_length)
    seen = replace(side, contour=contour, plate=None)
    signs = exercise_signs_of(seen, series, kept)
    return None if signs is None else replace(signs, plate=_plate_seen(rng, way))


def _plate_seen(rng: Generator, way: Way) -> PlateSeen:
    """Return where the plate is followed, drawn: frames are not rendered, so none is looked at."""
    chances = PLATE_FOLLOWED.get(way.load or "", NO_PLATE_FOLLOWED)
    if way.plate_radii_m == SMALL_PLATES_M:
        chances = SMALL_PLATE_FOLLOWED
    return PLATE_SEEN[int(rng.choice(len(PLATE_SEEN), p=chances))]


def _performed(rng: Generator, way: Way, person: Person, body: Body) -> tuple[Plan, Pose, Load | None]:
    """Carry out a set of the way."""
    movement = _varied(BY_NAME[way.movement], way)
    if movement.single_leg:
        person = replace(person, stance_share=0.03)
    elif way.stance_share is not None:
        person = replace(person, stance_share=float(rng.uniform(*way.stance_share)))
    plan = draw_plan(rng, person, mass_kg=body.mass_kg, fps=FPS, movement=movement)
    everyday = Everyday(
        exercise=way.exercise,
        bends=plan.repetitions,
        others=(),
        on_floor=tuple(range(len(plan.repetitions))) if way.from_floor else (),
        bobs=(),
        held=None,
        gripped=None,
        steps=(),
        begins_at=HOME,
        grip_half_share=way.grip_half_share,
        beside=way.beside,
        plate_radii_m=way.plate_radii_m,
    )
    plan = replace(plan, everyday=everyday)
    apart_m = 2 * way.grip_half_share * body.stature_m
    load = draw_load(rng, plan.load_kind, plan.load_kg, apart_m=apart_m, radii_m=way.plate_radii_m, beside=way.beside)
    return plan, perform(Posing(body, person), plan, everyday, load)[1], load


def _reach_m(pose: Pose) -> tuple[Any, Any]:
    points = pose.positions_m.reshape(-1, 3)
    low = np.array([-0.4, points[:, 1].min() - 0.15, -0.03])
    return low, np.array([0.4, points[:, 1].max() + 0.2, points[:, 2].max() + 0.2])


def _joints_m(rng: Generator, person: Person, body: Body, pose: Pose) -> dict[str, Any]:
    """Return joints as a network places them, feet included."""
    joints = truths.joints_m(body, pose, truths.back_m(body, person.skinning, pose))
    beyond = float(rng.uniform(*WRIST_BEYOND))
    for side in ("l", "r"):
        ankle, wrist, elbow = joints[f"ankle_{side}"], joints[f"wrist_{side}"], joints[f"elbow_{side}"]
        down = np.array([0.0, 0.0, ankle[0, 2] - 0.03])
        for name, forward in (("heel", body.heel_y_m), ("toe", body.toe_y_m)):
            joints[f"{name}_{side}"] = ankle - down + np.array([0.0, forward - ankle[0, 1], 0.0])
        joints[f"wrist_{side}"] = wrist + beyond * (wrist - elbow)
    return joints


def _varied(movement: Any, way: Way) -> Any:
    """Return the movement with hands and load of the way, at a pace that is not only the generator's."""
    swings = way.movement == "swing"
    fields: dict[str, Any] = {
        "choices": ((way.hands, way.load, 1.0),),
        "from_floor": way.from_floor,
        "begins_low": way.begins_low,
        "descent_s": SWING_DESCENT_S if swings else SLOW_DESCENT_S,
        "bottom_s": movement.bottom_s if swings else way.pause_s,
        "ascent_s": SWING_ASCENT_S if swings else SLOW_ASCENT_S,
    }
    given = {name: getattr(way, name) for name in ("trunk_deg", "knee_deg", "arm_deg", "top_arm_deg")}
    return replace(movement, **fields, **{name: span for name, span in given.items() if span is not None})


def _discs(load: Load, plan: Plan, pose: Pose, camera: Camera) -> tuple[Disc, ...]:
    """Return the near plate, the bell, the near dumbbell or the box in the frame, as round as each is from the side."""
    if load.kind == STICK:
        return ()
    radius, beside_m, below_m = load.radius_m, 0.0, 0.0
    if load.kind == BAR_IN_HANDS:
        beside_m = SLEEVE_M
    elif load.kind in {HEX_BAR, DUMBBELLS} and plan.everyday is not None:
        beside_m = plan.everyday.grip_half_share * STATURE_M + 0.1
    elif load.kind == BELL:
        radius = below_m = load.radius_m / BELL_RADII
    elif load.kind == BOX:
        radius = BOX_HALF_M
    centre = np.asarray(pose.load_m) + np.array([camera.side * beside_m, 0.0, -below_m])
    middle = camera.project(centre)
    rim = np.linalg.norm(camera.project(centre + np.array([0.0, 0.0, radius])) - middle, axis=1)
    return (Disc(middle=middle, radius=rim, opaque=load.kind in {BAR_IN_HANDS, HEX_BAR}),)
