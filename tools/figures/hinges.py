"""The hinges: bows with and without weight, lifts from the floor, hinges on one leg, on the knees, on a bench."""

from __future__ import annotations

from tools.figures.making import down_and_up, figure, knees_to, up_and_down
from tools.figures.poses import Arm, Claim, Figure, Leg, Line, Phase, Pose, Prop

__all__ = ["FIGURES"]

KIND = "exercises"
BAR, SMALL_BAR = Prop(kind="barbell", with_="hand"), Prop(kind="small_barbell", with_="hand")
DUMBBELL = Prop(kind="dumbbell", with_="hand", layer="front")
KETTLEBELL = Prop(kind="kettlebell", with_="hand")
PLATE_HEIGHT = 125.0
"""The middle of a bar whose plates of 45 cm stand on the floor."""


def crossed(trunk: float) -> Arm:
    """Return the arms crossed on the chest of a trunk that leans."""
    return Arm(lean=trunk + 12.0, elbow=138.0)


HANGING = Arm(over=56.0)
STANDING = Pose(arm=HANGING)
SOFT = Pose(leg=Leg(knee=4.0), arm=HANGING)
STILL = ("neutral_back", "balanced", "feet_flat")


def _hinge(exercise: str, **more: tuple[str, ...]) -> Claim:
    return Claim(exercise=exercise, pattern="hinge", shapes=STILL, **more)


def _floor(trunk: float, height: float, over: float = 50.0, load: float = 0.5) -> Pose:
    return knees_to(Pose(trunk=trunk, arm=Arm(over=over)), height, load_hands=load)


ON_BACK = Arm(lean=30.0, elbow=194.0)
SWING_BACK = Pose(trunk=62.0, leg=Leg(knee=28.0), arm=Arm(lean=52.0, elbow=0.0))
SWING_FRONT = Pose(trunk=-2.0, arm=Arm(lean=-82.0, elbow=4.0))
SWING_DOWN = Pose(trunk=12.0, leg=Leg(knee=8.0), arm=Arm(lean=-20.0, elbow=0.0))


def _swing() -> Figure:
    phases = (
        Phase(label="bell falls", seconds=0.45, pose=SWING_DOWN),
        Phase(label="hips back", seconds=0.5, pose=SWING_BACK),
        Phase(label="hips forward", seconds=0.55, pose=SWING_FRONT),
        Phase(label="bell floats", seconds=0.25, pose=SWING_FRONT),
    )
    bell = Prop(kind="kettlebell", with_="hand", turn="forearm")
    return figure(KIND, "kettlebell_swing", phases, 1, props=(bell,), claim=_hinge("kettlebell_swing"))


STANDING_HINGES = (
    figure(
        KIND,
        "hip_hinge",
        down_and_up(
            Pose(arm=crossed(0.0)),
            Pose(trunk=68.0, leg=Leg(knee=15.0), arm=crossed(68.0)),
            seconds=(0.8, 2.2, 1.0, 1.4),
        ),
        2,
        claim=_hinge("hip_hinge"),
    ),
    figure(
        KIND,
        "romanian_deadlift",
        down_and_up(STANDING, Pose(trunk=70.0, leg=Leg(knee=17.0), arm=Arm(over=58.0))),
        2,
        props=(BAR,),
        load_hands=0.4,
        claim=_hinge("romanian_deadlift"),
    ),
    figure(
        KIND,
        "stiff_leg_deadlift",
        down_and_up(STANDING, Pose(trunk=78.0, leg=Leg(knee=7.0), arm=Arm(over=60.0))),
        2,
        props=(SMALL_BAR,),
        load_hands=0.3,
        claim=_hinge("stiff_leg_deadlift"),
    ),
    figure(
        KIND,
        "good_morning",
        down_and_up(Pose(arm=ON_BACK), Pose(trunk=65.0, leg=Leg(knee=11.0), arm=Arm(lean=95.0, elbow=194.0))),
        2,
        props=(Prop(kind="bar_on_back", with_="part:chest_c", at=(-52.0, -38.0)),),
        load_back=0.3,
        claim=_hinge("good_morning"),
    ),
    figure(
        KIND,
        "banded_hinge",
        down_and_up(
            Pose(arm=crossed(0.0)),
            Pose(trunk=62.0, leg=Leg(knee=17.0), arm=crossed(62.0)),
            labels=("stand", "the band takes the hips back", "pause", "hips forward"),
        ),
        2,
        props=(Prop(kind="post", at=(-700.0, 0.0), layer="behind"),),
        lines=(Line(start=(-700.0, 520.0), to="hip", offset=(40.0, 0.0), layer="under_arm"),),
        centre=-200.0,
        claim=_hinge("banded_hinge"),
    ),
    figure(
        KIND,
        "cable_pull_through",
        down_and_up(
            Pose(arm=Arm(over=10.0)),
            Pose(trunk=62.0, leg=Leg(knee=19.0), arm=Arm(lean=50.0, elbow=0.0)),
            labels=("stand", "rope back between the thighs", "pause", "hips forward"),
        ),
        2,
        props=(Prop(kind="post", at=(-700.0, 0.0), layer="behind"),),
        lines=(Line(start=(-700.0, 120.0), to="hand", layer="middle"),),
        centre=-200.0,
        claim=_hinge("cable_pull_through"),
    ),
    _swing(),
)

FLOOR_LIFTS = (
    figure(
        KIND,
        "conventional_deadlift",
        up_and_down(_floor(79.0, PLATE_HEIGHT), STANDING),
        0,
        props=(BAR,),
        load_hands=0.5,
        claim=_hinge("conventional_deadlift"),
    ),
    figure(
        KIND,
        "sumo_deadlift",
        up_and_down(_floor(64.0, PLATE_HEIGHT, 40.0), Pose(arm=Arm(over=44.0))),
        0,
        props=(BAR,),
        load_hands=0.5,
        claim=_hinge("sumo_deadlift"),
    ),
    figure(
        KIND,
        "trap_bar_deadlift",
        up_and_down(_floor(58.0, 180.0, 28.0), Pose(arm=Arm(over=28.0))),
        0,
        props=(Prop(kind="trap_bar", with_="hand", at=(0.0, -55.0)),),
        load_hands=0.5,
        claim=_hinge("trap_bar_deadlift"),
    ),
    figure(
        KIND,
        "kettlebell_deadlift",
        up_and_down(_floor(76.0, 148.0, 24.0, 0.25), Pose(arm=Arm(over=46.0))),
        0,
        props=(Prop(kind="kettlebell", with_="hand", layer="under_arm"),),
        load_hands=0.25,
        claim=_hinge("kettlebell_deadlift"),
    ),
    figure(
        KIND,
        "rack_pull",
        up_and_down(_floor(62.0, 262.0, 62.0), STANDING),
        0,
        props=(Prop(kind="rack", at=(62.0, 0.0), layer="behind"), BAR),
        load_hands=0.5,
        claim=_hinge("rack_pull"),
    ),
)

ONE_LEG = (
    figure(
        KIND,
        "kickstand_romanian_deadlift",
        down_and_up(
            Pose(arm=HANGING, far_leg=Leg(ankle=(-85.0, 43.0), foot=38.0)),
            Pose(trunk=66.0, leg=Leg(knee=18.0, shank=-4.0), far_leg=Leg(ankle=(-85.0, 49.0), foot=45.0), arm=HANGING),
        ),
        2,
        props=(DUMBBELL,),
        load_hands=0.2,
        claim=Claim(exercise="kickstand_romanian_deadlift", pattern="hinge", shapes=("neutral_back", "feet_flat")),
    ),
    figure(
        KIND,
        "single_leg_romanian_deadlift",
        down_and_up(
            Pose(leg=Leg(knee=3.0, shank=3.0), far_leg=Leg(thigh=4.0, knee=6.0, foot=10.0), arm=HANGING),
            Pose(
                trunk=76.0,
                leg=Leg(knee=17.0, shank=7.0),
                far_leg=Leg(thigh=70.0, knee=6.0, foot=82.0),
                arm=Arm(over=52.0),
            ),
        ),
        2,
        props=(DUMBBELL,),
        load_hands=0.15,
        claim=Claim(shapes=("neutral_back", "trunk_and_leg_in_line", "feet_flat")),
    ),
)

KNEEL = Leg(thigh=0.0, knee=90.0, foot=165.0)
SEATED = Leg(thigh=-88.0, knee=88.0)
OTHER = (
    figure(
        KIND,
        "kneeling_hinge",
        down_and_up(
            Pose(leg=KNEEL, arm=crossed(0.0), place=(0.0, 50.0)),
            Pose(trunk=52.0, leg=Leg(thigh=-42.0, knee=132.0, foot=165.0), arm=crossed(52.0), place=(0.0, 50.0)),
            labels=("kneel tall", "hips to the heels", "pause", "come up tall"),
        ),
        2,
        pin="knee",
        height=260,
        centre=-60.0,
        claim=Claim(shapes=("neutral_back", "knees_on_floor")),
    ),
    figure(
        KIND,
        "seated_good_morning",
        down_and_up(
            Pose(leg=SEATED, arm=crossed(0.0), place=(-200.0, 296.0)),
            Pose(trunk=45.0, leg=SEATED, arm=crossed(45.0), place=(-200.0, 296.0)),
            labels=("sit tall", "tip the pelvis", "pause", "roll back up"),
        ),
        2,
        pin="hip",
        props=(Prop(kind="seat", at=(-235.0, 244.0), layer="behind"),),
        height=260,
        centre=-60.0,
        claim=Claim(shapes=("neutral_back", "sits_still")),
    ),
    figure(
        KIND,
        "back_extension",
        down_and_up(
            Pose(trunk=45.0, leg=Leg(thigh=45.0, knee=2.0, foot=45.0), arm=crossed(45.0), place=(0.0, 440.0)),
            Pose(trunk=112.0, leg=Leg(thigh=45.0, knee=2.0, foot=45.0), arm=crossed(112.0), place=(0.0, 440.0)),
            labels=("one straight line", "fold at the hips", "pause", "press the hips into the pad"),
        ),
        2,
        pin="hip",
        props=(Prop(kind="roman_chair", at=(0.0, 0.0), layer="behind"),),
        height=280,
        centre=-20.0,
        claim=Claim(shapes=("neutral_back", "folds_at_hips")),
    ),
)

FIGURES = (*STANDING_HINGES, *FLOOR_LIFTS, *ONE_LEG, *OTHER)
