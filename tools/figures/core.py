"""On the floor: bridges, planks and what keeps the trunk still while limbs or a weight move."""

from __future__ import annotations

from tools.figures.making import down_and_up, figure
from tools.figures.poses import Arm, Claim, Leg, Phase, Pose, Prop

__all__ = ["ALL_FOURS", "FIGURES", "REACH_FAR", "REACH_NEAR", "bird_dog_phases"]

KIND = "exercises"
MAT_HEIGHT, LOW_HEIGHT = 240, 210

ON_FLOOR = Arm(lean=-86.0)
BENT = Leg(ankle=(250.0, 0.0))
BRIDGES = (
    figure(
        KIND,
        "glute_bridge",
        down_and_up(
            Pose(trunk=-91.0, leg=BENT, arm=ON_FLOOR, place=(-272.0, 66.0)),
            Pose(trunk=-118.0, neck=24.0, leg=BENT, arm=ON_FLOOR, place=(-272.0, 74.0)),
            labels=("lie", "lift the hips", "pause", "lower"),
            seconds=(0.7, 1.4, 0.9, 1.5),
        ),
        2,
        pin="shoulder",
        height=LOW_HEIGHT,
        centre=-20.0,
        claim=Claim(shapes=("thigh_and_trunk_in_line", "feet_still", "neutral_back", "above_floor")),
    ),
    figure(
        KIND,
        "hip_thrust",
        down_and_up(
            Pose(
                trunk=-58.0,
                neck=6.0,
                leg=Leg(ankle=(190.0, 0.0)),
                arm=Arm(lean=-42.0, elbow=20.0),
                place=(-300.0, 272.0),
            ),
            Pose(
                trunk=-93.0,
                neck=26.0,
                leg=Leg(ankle=(190.0, 0.0)),
                arm=Arm(lean=-86.0, elbow=22.0),
                place=(-300.0, 272.0),
            ),
            labels=("sit low", "lift the hips", "pause", "lower"),
            seconds=(0.7, 1.3, 0.9, 1.5),
        ),
        2,
        pin="shoulder",
        props=(
            Prop(kind="bench", at=(-350.0, 210.0), layer="behind"),
            Prop(kind="barbell", with_="hip", at=(20.0, 84.0)),
        ),
        height=240,
        centre=-60.0,
        claim=Claim(shapes=("thigh_and_trunk_in_line", "feet_still", "neutral_back", "above_floor")),
    ),
)

TOES = Leg(ankle=(-750.0, 64.0), foot=84.0)
STRAIGHT = Pose(trunk=84.0, leg=TOES, arm=Arm(lean=0.0, elbow=90.0), place=(0.0, 28.0))
ON_KNEES = Pose(trunk=82.0, leg=TOES, arm=Arm(lean=-16.0, elbow=74.0), place=(0.0, 28.0))
PLANK = figure(
    KIND,
    "plank",
    (
        Phase(label="knees down", seconds=0.8, pose=ON_KNEES),
        Phase(label="lift", seconds=1.0, pose=STRAIGHT),
        Phase(label="hold, breathe", seconds=2.6, pose=STRAIGHT),
        Phase(label="lower", seconds=1.0, pose=ON_KNEES),
    ),
    2,
    pin="elbow",
    height=LOW_HEIGHT,
    centre=-330.0,
    claim=Claim(shapes=("straight_line", "neutral_back", "elbows_and_toes_still", "above_floor")),
)

UP = Arm(lean=-182.0)
TABLE = Leg(thigh=-180.0, knee=90.0, foot=-80.0)
LONG = Leg(thigh=-104.0, knee=8.0, foot=-80.0)
OVERHEAD = Arm(lean=-258.0)
BUG = Pose(trunk=-91.0, leg=TABLE, far_leg=TABLE, arm=UP, far_arm=UP, place=(0.0, 67.0))
BUG_ONE = Pose(trunk=-91.0, leg=LONG, far_leg=TABLE, arm=UP, far_arm=OVERHEAD, place=(0.0, 67.0))
BUG_TWO = Pose(trunk=-91.0, leg=TABLE, far_leg=LONG, arm=OVERHEAD, far_arm=UP, place=(0.0, 67.0))
DEAD_BUG = figure(
    KIND,
    "dead_bug",
    (
        Phase(label="back stays", seconds=0.7, pose=BUG),
        Phase(label="reach", seconds=1.4, pose=BUG_ONE),
        Phase(label="pause", seconds=0.5, pose=BUG_ONE),
        Phase(label="come back", seconds=1.2, pose=BUG),
        Phase(label="back stays", seconds=0.4, pose=BUG),
        Phase(label="other side", seconds=1.4, pose=BUG_TWO),
        Phase(label="pause", seconds=0.5, pose=BUG_TWO),
        Phase(label="come back", seconds=1.2, pose=BUG),
    ),
    2,
    pin="hip",
    height=MAT_HEIGHT,
    centre=20.0,
    claim=Claim(shapes=("trunk_still", "pelvis_level", "hips_still", "above_floor")),
)

KNEELS = Leg(thigh=0.0, knee=90.0, foot=168.0)
BACK = Leg(thigh=86.0, knee=3.0, foot=92.0)
PALM = Arm(hand=(285.0, 22.0), wrist=-86.0)
FORWARD = Arm(lean=-92.0)
PLACE = (0.0, 288.0)
ALL_FOURS = Pose(trunk=80.0, neck=-6.0, leg=KNEELS, far_leg=KNEELS, arm=PALM, far_arm=PALM, place=PLACE)
REACH_NEAR = Pose(trunk=80.0, neck=-6.0, leg=BACK, far_leg=KNEELS, arm=PALM, far_arm=FORWARD, place=PLACE)
REACH_FAR = Pose(trunk=80.0, neck=-6.0, leg=KNEELS, far_leg=BACK, arm=FORWARD, far_arm=PALM, place=PLACE)


def bird_dog_phases(hold_s: float) -> tuple[Phase, ...]:
    """Reach with one arm and the other leg, hold, come back, change sides."""
    return (
        Phase(label="hands and knees", seconds=0.6, pose=ALL_FOURS),
        Phase(label="reach", seconds=1.3, pose=REACH_NEAR),
        Phase(label="hold", seconds=hold_s, pose=REACH_NEAR),
        Phase(label="come back", seconds=1.1, pose=ALL_FOURS),
        Phase(label="other side", seconds=1.3, pose=REACH_FAR),
        Phase(label="hold", seconds=hold_s, pose=REACH_FAR),
        Phase(label="come back", seconds=1.1, pose=ALL_FOURS),
    )


BIRD_DOG = figure(
    KIND,
    "bird_dog",
    bird_dog_phases(0.9),
    2,
    pin="hip",
    height=MAT_HEIGHT + 10,
    centre=40.0,
    claim=Claim(shapes=("pelvis_level", "trunk_still", "hips_still", "above_floor")),
)

HUNG = Pose(trunk=52.0, leg=Leg(knee=22.0), arm=Arm(lean=-4.0))
PULLED = Pose(trunk=52.0, leg=Leg(knee=22.0), arm=Arm(lean=76.0, elbow=72.0))
ROW = figure(
    KIND,
    "bent_over_row",
    down_and_up(HUNG, PULLED, labels=("hold the hinge", "pull", "pause", "lower"), seconds=(0.7, 1.0, 0.5, 1.3)),
    2,
    props=(Prop(kind="small_barbell", with_="hand"),),
    load_hands=0.25,
    claim=Claim(shapes=("trunk_still", "neutral_back", "balanced", "feet_flat")),
)

FIGURES = (*BRIDGES, PLANK, DEAD_BUG, BIRD_DOG, ROW)
