"""The squats and the lunges: knees and hips bend together, on two legs or with one foot behind."""

from __future__ import annotations

from tools.figures.making import down_and_up, figure
from tools.figures.poses import Arm, Claim, Leg, Phase, Pose, Prop

__all__ = ["FIGURES"]

KIND = "exercises"
LABELS = ("stand", "sit down", "pause", "stand up")
AT_CHEST = Arm(lean=-6.0, elbow=132.0)
SQUAT = Claim(exercise="bodyweight_squat", pattern="squat", shapes=("neutral_back", "balanced", "feet_flat"))


def _claim(exercise: str) -> Claim:
    return Claim(exercise=exercise, pattern="squat", shapes=SQUAT.shapes)


ON_TWO_LEGS = (
    figure(
        KIND,
        "bodyweight_squat",
        down_and_up(
            Pose(arm=Arm(lean=-12.0)), Pose(trunk=40.0, leg=Leg(knee=104.0), arm=Arm(lean=-86.0)), labels=LABELS
        ),
        2,
        claim=_claim("bodyweight_squat"),
    ),
    figure(
        KIND,
        "back_squat",
        down_and_up(
            Pose(arm=Arm(lean=30.0, elbow=194.0)),
            Pose(trunk=38.0, leg=Leg(knee=104.0), arm=Arm(lean=68.0, elbow=194.0)),
            labels=LABELS,
        ),
        2,
        props=(Prop(kind="bar_on_back", with_="part:chest_c", at=(-52.0, -38.0)),),
        load_back=0.5,
        claim=_claim("back_squat"),
    ),
    figure(
        KIND,
        "goblet_squat",
        down_and_up(
            Pose(arm=AT_CHEST),
            Pose(trunk=30.0, leg=Leg(knee=106.0), arm=Arm(lean=20.0, elbow=132.0)),
            labels=LABELS,
        ),
        2,
        props=(Prop(kind="kettlebell", with_="hand", at=(18.0, 0.0), layer="under_arm"),),
        load_hands=0.2,
        claim=_claim("goblet_squat"),
    ),
)

BEHIND = Leg(ankle=(-400.0, 58.0), foot=66.0)
LOW = Pose(trunk=12.0, leg=Leg(ankle=(0.0, 0.0)), far_leg=Leg(ankle=(-400.0, 57.0), foot=78.0), place=(-212.0, 298.0))
LUNGE_CLAIM = Claim(shapes=("neutral_back", "feet_flat", "above_floor"))
LUNGES = (
    figure(
        KIND,
        "split_squat",
        down_and_up(
            Pose(trunk=4.0, leg=Leg(ankle=(0.0, 0.0)), far_leg=BEHIND, place=(-176.0, 490.0)),
            LOW,
            labels=("feet apart", "knee to the floor", "pause", "come up"),
        ),
        2,
        pin="hip",
        centre=-180.0,
        claim=LUNGE_CLAIM,
    ),
    figure(
        KIND,
        "reverse_lunge",
        (
            Phase(
                label="stand",
                seconds=0.8,
                pose=Pose(leg=Leg(ankle=(0.0, 0.0)), far_leg=Leg(ankle=(0.0, 0.0)), place=(12.0, 520.0)),
            ),
            Phase(
                label="step back",
                seconds=0.9,
                pose=Pose(trunk=6.0, leg=Leg(ankle=(0.0, 0.0)), far_leg=BEHIND, place=(-166.0, 470.0)),
            ),
            Phase(label="lower the knee", seconds=1.1, pose=LOW),
            Phase(label="pause", seconds=0.5, pose=LOW),
            Phase(
                label="push up",
                seconds=0.9,
                pose=Pose(trunk=6.0, leg=Leg(ankle=(0.0, 0.0)), far_leg=BEHIND, place=(-150.0, 474.0)),
            ),
            Phase(
                label="step forward",
                seconds=0.9,
                pose=Pose(leg=Leg(ankle=(0.0, 0.0)), far_leg=Leg(ankle=(0.0, 0.0)), place=(12.0, 520.0)),
            ),
        ),
        3,
        pin="hip",
        centre=-180.0,
        claim=LUNGE_CLAIM,
    ),
)

FIGURES = (*ON_TWO_LEGS, *LUNGES)
