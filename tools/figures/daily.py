"""What the day asks for: a box, a child, bags, a shoe, a low shelf."""

from __future__ import annotations

from tools.figures.making import down_and_up, figure, knees_to, up_and_down
from tools.figures.poses import Arm, Claim, Leg, Phase, Pose, Prop

__all__ = ["FIGURES"]

KIND = "exercises"
LABELS = ("take hold", "push the floor", "stand tall", "put it down")
STILL = ("neutral_back", "balanced", "feet_flat")

BOX = figure(
    KIND,
    "box_lift",
    up_and_down(
        knees_to(Pose(trunk=71.0, arm=Arm(over=118.0)), 96.0, load_hands=0.2),
        Pose(arm=Arm(lean=6.0, elbow=66.0)),
        labels=LABELS,
    ),
    0,
    props=(Prop(kind="box", with_="hand", at=(44.0, -8.0), layer="under_arm"),),
    load_hands=0.2,
    claim=Claim(exercise="box_lift", pattern="hinge", shapes=STILL),
)

CHILD = figure(
    KIND,
    "child_lift",
    up_and_down(
        knees_to(Pose(trunk=52.0, arm=Arm(lean=-30.0, elbow=0.0)), 262.0, load_hands=0.18),
        Pose(trunk=-2.0, arm=Arm(lean=4.0, elbow=112.0)),
        labels=("draw close", "push the floor", "stand tall", "set down"),
    ),
    0,
    props=(Prop(kind="child", with_="hand", at=(46.0, -52.0), size=1.35, layer="under_arm"),),
    load_hands=0.18,
    claim=Claim(shapes=STILL),
)

BAGS = figure(
    KIND,
    "grocery_pickup",
    up_and_down(
        knees_to(Pose(trunk=64.0, arm=Arm(over=20.0)), 222.0, load_hands=0.15),
        Pose(arm=Arm(over=24.0)),
        labels=LABELS,
    ),
    0,
    props=(Prop(kind="bag", with_="hand", at=(0.0, 4.0), layer="under_arm"),),
    load_hands=0.15,
    claim=Claim(exercise="grocery_pickup", pattern="hinge", shapes=STILL),
)

ON_STEP = Leg(ankle=(190.0, 100.0))
STAND_AT_STEP = Pose(leg=ON_STEP, far_leg=Leg(ankle=(-20.0, 0.0)), arm=Arm(lean=-6.0), place=(-4.0, 520.0))
AT_SHOE = Pose(
    trunk=84.0,
    lumbar=22.0,
    thoracic=12.0,
    leg=ON_STEP,
    far_leg=Leg(ankle=(-20.0, 0.0)),
    arm=Arm(hand=(238.0, 176.0)),
    place=(-52.0, 500.0),
)
SHOE = figure(
    KIND,
    "shoe_tying",
    down_and_up(
        STAND_AT_STEP,
        AT_SHOE,
        labels=("foot on a step", "fold at the hip", "tie it", "come up"),
        seconds=(0.8, 1.6, 1.3, 1.4),
    ),
    2,
    pin="hip",
    props=(Prop(kind="step", at=(225.0, 98.0), layer="behind"),),
    centre=60.0,
    claim=Claim(shapes=("folds_at_hips", "feet_still")),
)

PARCEL = (290.0, 318.0)
REACHED = Pose(trunk=56.0, leg=Leg(knee=38.0), arm=Arm(hand=PARCEL, bend=-1.0), far_arm=Arm(lean=14.0, elbow=40.0))
BROUGHT = Pose(trunk=4.0, arm=Arm(lean=-14.0, elbow=84.0), far_arm=Arm(lean=2.0))
SHELF = figure(
    KIND,
    "low_shelf_reach",
    (
        Phase(label="hips back, set it down", seconds=1.6, pose=REACHED),
        Phase(label="pause", seconds=0.6, pose=REACHED),
        Phase(label="take it near, stand", seconds=1.6, pose=BROUGHT),
        Phase(label="stand", seconds=0.8, pose=BROUGHT),
    ),
    1,
    props=(
        Prop(kind="shelf", at=(330.0, 0.0), layer="behind"),
        Prop(kind="parcel", with_="hand", at=(14.0, -8.0), layer="under_arm"),
    ),
    centre=90.0,
    claim=Claim(shapes=("neutral_back", "feet_flat", "balanced")),
)

FIGURES = (BOX, CHILD, BAGS, SHOE, SHELF)
