"""The six lessons: what the person does in each, from finding the back's shape to lifting from the floor."""

from __future__ import annotations

from tools.figures.hinges import crossed
from tools.figures.making import down_and_up, figure, knees_to, up_and_down
from tools.figures.poses import Arm, Claim, Leg, Phase, Pose, Prop

__all__ = ["FIGURES"]

KIND = "lessons"
STILL = ("neutral_back", "balanced", "feet_flat")
HINGE = Claim(exercise="hip_hinge", pattern="hinge", shapes=STILL)
TALL = Pose(arm=crossed(0.0))
HANGING = Arm(over=34.0)


def _bow(trunk: float, knee: float = 15.0) -> Pose:
    return Pose(trunk=trunk, leg=Leg(knee=knee), arm=crossed(trunk))


def _stick(trunk: float, knee: float) -> Pose:
    """One hand behind the waist, the other behind the neck."""
    near, far = Arm(lean=52.0 + trunk, elbow=84.0), Arm(lean=trunk - 166.0, elbow=146.0)
    return Pose(trunk=trunk, leg=Leg(knee=knee), arm=near, far_arm=far)


LOOSE = Pose(arm=Arm(lean=-3.0, elbow=6.0))
FULL_BEND = Pose(trunk=88.0, lumbar=48.0, thoracic=24.0, neck=22.0, leg=Leg(knee=5.0), arm=HANGING)
FIND = figure(
    KIND,
    "find_your_shape",
    (
        Phase(label="stand still", seconds=2.0, pose=LOOSE),
        Phase(label="bend slowly, let it round", seconds=2.6, pose=FULL_BEND),
        Phase(label="stay for a breath", seconds=1.2, pose=FULL_BEND),
        Phase(label="come up slowly", seconds=2.4, pose=LOOSE),
    ),
    2,
    props=(
        Prop(kind="filming_plan", at=(-680.0, 1060.0), layer="behind"),
        Prop(kind="phone", at=(-570.0, -40.0), size=1.15, layer="front"),
    ),
    centre=-190.0,
    height=296,
    claim=Claim(shapes=("rounds", "feet_flat", "balanced")),
)

SOFT = Pose(leg=Leg(knee=12.0), arm=crossed(0.0))
TOUCH = _bow(48.0)
WALL = figure(
    KIND,
    "wall",
    (
        Phase(label="stand still", seconds=0.9, pose=TALL),
        Phase(label="soft knees", seconds=0.6, pose=SOFT),
        Phase(label="pockets to the wall", seconds=1.6, pose=TOUCH),
        Phase(label="a light touch", seconds=0.8, pose=TOUCH),
        Phase(label="push the floor, stand tall", seconds=1.3, pose=TALL),
    ),
    3,
    props=(Prop(kind="wall", at=(-132.0, 0.0), layer="behind"),),
    claim=HINGE,
)

DOWEL = figure(
    KIND,
    "dowel_lesson",
    down_and_up(_stick(0.0, 0.0), _stick(60.0, 15.0), labels=("three touches", "bow", "all three stay", "come up")),
    2,
    props=(
        Prop(kind="dowel", with_="part:lumbar_a", at=(-70.0, 66.0), tilt=1.5),
        Prop(kind="touch", with_="part:head", at=(-60.0, -50.0)),
        Prop(kind="touch", with_="part:chest_b", at=(-60.0, -30.0)),
        Prop(kind="touch", with_="part:pelvis", at=(-64.0, -10.0)),
    ),
    claim=HINGE,
)

FREE = figure(
    KIND,
    "free",
    (
        Phase(label="stand tall", seconds=0.9, pose=TALL),
        Phase(label="close the car door: 1, 2, 3", seconds=2.2, pose=_bow(64.0, 16.0)),
        Phase(label="stay, wiggle the toes", seconds=1.3, pose=_bow(64.0, 16.0)),
        Phase(label="push the floor away", seconds=1.4, pose=TALL),
    ),
    2,
    claim=HINGE,
)

LIGHT = figure(
    KIND,
    "light_load",
    (
        Phase(label="breathe in, firm up", seconds=1.3, pose=Pose(arm=Arm(over=60.0))),
        Phase(label="hips back: 1, 2, 3", seconds=2.2, pose=Pose(trunk=64.0, leg=Leg(knee=17.0), arm=Arm(over=60.0))),
        Phase(label="stay", seconds=0.9, pose=Pose(trunk=64.0, leg=Leg(knee=17.0), arm=Arm(over=60.0))),
        Phase(label="stand up, breathe out", seconds=1.5, pose=Pose(arm=Arm(over=60.0))),
    ),
    2,
    props=(Prop(kind="dumbbell", with_="hand"),),
    load_hands=0.2,
    claim=Claim(exercise="romanian_deadlift", pattern="hinge", shapes=STILL),
)

LOW = knees_to(Pose(trunk=72.0, arm=Arm(over=26.0)), 245.0, load_hands=0.25)
FLOOR = figure(
    KIND,
    "floor",
    up_and_down(
        LOW,
        Pose(arm=Arm(over=40.0)),
        labels=("take hold, firm up", "hips and chest together", "stand tall", "hips back, put it down"),
        seconds=(1.3, 1.5, 1.0, 1.8),
    ),
    0,
    props=(
        Prop(kind="step", at=(26.0, 98.0), layer="behind"),
        Prop(kind="kettlebell", with_="hand", layer="under_arm"),
    ),
    load_hands=0.25,
    claim=Claim(exercise="kettlebell_deadlift", pattern="hinge", shapes=STILL),
)

FIGURES = (FIND, WALL, DOWEL, FREE, LIGHT, FLOOR)
