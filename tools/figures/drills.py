"""The drills: small movements that teach one thing each, with a wall, a stick, a band, a chair or the floor."""

from __future__ import annotations

from tools.figures.core import bird_dog_phases
from tools.figures.hinges import BAR, HANGING, PLATE_HEIGHT, STANDING, crossed
from tools.figures.making import down_and_up, figure, knees_to, up_and_down
from tools.figures.poses import Arm, Claim, Leg, Line, Phase, Pose, Prop

__all__ = ["FIGURES"]

KIND = "drills"
STILL = ("neutral_back", "balanced", "feet_flat")
HINGE = Claim(exercise="hip_hinge", pattern="hinge", shapes=STILL)
LIFT = Claim(exercise="conventional_deadlift", pattern="hinge", shapes=STILL)
SHALLOW = Claim(shapes=(*STILL, "folds_at_hips"))


def _bow(trunk: float, knee: float = 15.0, **more: object) -> Pose:
    arm = more.get("arm")
    return Pose(trunk=trunk, leg=Leg(knee=knee), arm=arm if isinstance(arm, Arm) else crossed(trunk))


TALL = Pose(arm=crossed(0.0))
HAND_BEHIND, HAND_AT_NECK = Arm(lean=52.0, elbow=84.0), Arm(lean=-166.0, elbow=146.0)


def _with_trunk(arm: Arm, trunk: float) -> Arm:
    return Arm(lean=arm.lean + trunk, elbow=arm.elbow)


def _stick(trunk: float, knee: float) -> Pose:
    near, far = _with_trunk(HAND_BEHIND, trunk), _with_trunk(HAND_AT_NECK, trunk)
    return Pose(trunk=trunk, leg=Leg(knee=knee), arm=near, far_arm=far)


def _on_hips(trunk: float, knee: float) -> Pose:
    """One hand on the lower back, the other on the belly."""
    near = Arm(lean=trunk + 16.0, elbow=68.0)
    return Pose(trunk=trunk, leg=Leg(knee=knee), arm=near, far_arm=_with_trunk(HAND_BEHIND, trunk))


SQUAT = Pose(trunk=40.0, leg=Leg(knee=96.0), arm=Arm(lean=-80.0))
HINGE_POSE = Pose(trunk=62.0, leg=Leg(knee=16.0), arm=crossed(62.0))
SOFT = Pose(leg=Leg(knee=12.0), arm=crossed(0.0))
WALL = Prop(kind="wall", at=(-132.0, 0.0), layer="behind")

STANDING_DRILLS = (
    figure(
        KIND,
        "wall_touch",
        (
            Phase(label="heels off the wall", seconds=0.8, pose=TALL),
            Phase(label="soft knees", seconds=0.5, pose=SOFT),
            Phase(label="hips to the wall", seconds=1.5, pose=_bow(48.0)),
            Phase(label="touch lightly", seconds=0.6, pose=_bow(48.0)),
            Phase(label="hips forward", seconds=1.3, pose=TALL),
        ),
        3,
        props=(WALL,),
        claim=HINGE,
    ),
    figure(
        KIND,
        "dowel",
        down_and_up(
            _stick(0.0, 0.0), _stick(62.0, 15.0), labels=("three touches", "bow", "three touches", "come back")
        ),
        2,
        props=(Prop(kind="dowel", with_="part:lumbar_a", at=(-70.0, 66.0), tilt=1.5),),
        claim=HINGE,
    ),
    figure(
        KIND,
        "waiters_bow",
        down_and_up(
            _on_hips(0.0, 2.0), _on_hips(50.0, 12.0), labels=("hands on back and belly", "bow", "feel", "come back")
        ),
        2,
        claim=HINGE,
    ),
    figure(
        KIND,
        "band_pull",
        down_and_up(TALL, _bow(60.0, 16.0), labels=("the band pulls", "hips go back", "pause", "stand against it")),
        2,
        props=(Prop(kind="post", at=(-700.0, 0.0), layer="behind"),),
        lines=(Line(start=(-700.0, 500.0), to="hip", offset=(40.0, 0.0), layer="under_arm"),),
        centre=-200.0,
        claim=HINGE,
    ),
    figure(
        KIND,
        "shin_gate",
        down_and_up(TALL, _bow(62.0, 17.0), labels=("shins at the chair", "hips back", "the gate stays", "stand up")),
        2,
        props=(Prop(kind="chair", at=(82.0, 0.0), layer="behind"),),
        centre=30.0,
        claim=HINGE,
    ),
    figure(
        KIND,
        "toe_wiggle",
        (
            Phase(label="stand", seconds=0.7, pose=TALL),
            Phase(label="hips back", seconds=1.5, pose=_bow(55.0)),
            Phase(label="wiggle the toes", seconds=1.8, pose=_bow(55.0)),
            Phase(label="stand up", seconds=1.3, pose=TALL),
        ),
        2,
        props=(Prop(kind="wiggle", at=(118.0, 24.0)),),
        claim=HINGE,
    ),
    figure(
        KIND,
        "tempo",
        (
            Phase(label="3", seconds=1.0, pose=_bow(20.0, 8.0, arm=HANGING)),
            Phase(label="2", seconds=1.0, pose=_bow(46.0, 13.0, arm=HANGING)),
            Phase(label="1", seconds=1.0, pose=_bow(68.0, 16.0, arm=HANGING)),
            Phase(label="hold", seconds=1.0, pose=_bow(68.0, 16.0, arm=HANGING)),
            Phase(label="up", seconds=1.0, pose=STANDING),
            Phase(label="stand", seconds=0.8, pose=STANDING),
        ),
        3,
        props=(BAR,),
        load_hands=0.3,
        claim=HINGE,
    ),
    figure(
        KIND,
        "bottom_pause",
        down_and_up(
            STANDING,
            _bow(68.0, 16.0, arm=HANGING),
            labels=("stand", "two to three seconds down", "one full second", "stand up"),
            seconds=(0.8, 2.4, 1.1, 1.4),
        ),
        2,
        props=(BAR,),
        load_hands=0.3,
        claim=HINGE,
    ),
    figure(
        KIND,
        "hinge_squat_contrast",
        (
            Phase(label="stand", seconds=0.6, pose=SOFT),
            Phase(label="squat: sit down", seconds=1.4, pose=SQUAT),
            Phase(label="stand", seconds=1.2, pose=SOFT),
            Phase(label="hinge: hips back", seconds=1.5, pose=HINGE_POSE),
            Phase(label="hinge: shins still", seconds=0.7, pose=HINGE_POSE),
            Phase(label="stand", seconds=1.2, pose=SOFT),
        ),
        4,
        props=(Prop(kind="seat", at=(-215.0, 244.0), layer="behind"),),
        centre=-40.0,
        claim=Claim(shapes=STILL),
    ),
    figure(
        KIND,
        "range_ladder",
        (
            Phase(label="stand", seconds=0.6, pose=STANDING),
            Phase(label="high target", seconds=1.4, pose=_bow(38.0, 10.0, arm=Arm(over=130.0))),
            Phase(label="stand", seconds=1.0, pose=STANDING),
            Phase(label="lower by a book", seconds=1.6, pose=_bow(56.0, 13.0, arm=Arm(over=130.0))),
            Phase(label="stand", seconds=1.0, pose=STANDING),
            Phase(label="and lower", seconds=1.8, pose=_bow(72.0, 16.0, arm=Arm(over=130.0))),
            Phase(label="stand", seconds=1.2, pose=STANDING),
        ),
        5,
        props=(Prop(kind="books", at=(165.0, 0.0), layer="behind"),),
        centre=30.0,
        claim=Claim(shapes=STILL),
    ),
    figure(
        KIND,
        "brace_breath",
        (
            Phase(label="hands round the waist", seconds=0.7, pose=_on_hips(0.0, 0.0)),
            Phase(label="breathe in low", seconds=1.4, pose=_on_hips(0.0, 1.0)),
            Phase(label="firm up", seconds=0.7, pose=_on_hips(0.0, 1.0)),
            Phase(label="bow", seconds=1.5, pose=_on_hips(50.0, 12.0)),
            Phase(label="breathe out, come up", seconds=1.5, pose=_on_hips(0.0, 0.0)),
        ),
        3,
        props=(Prop(kind="breath", with_="part:lumbar_b", at=(36.0, -6.0)),),
        claim=HINGE,
    ),
)

HIGH = knees_to(Pose(trunk=62.0, arm=Arm(over=54.0)), PLATE_HEIGHT + 86.0, load_hands=0.4)
LOW = knees_to(Pose(trunk=78.0, arm=Arm(over=50.0)), PLATE_HEIGHT, load_hands=0.4)
HELD = knees_to(Pose(trunk=77.0, arm=Arm(over=52.0)), PLATE_HEIGHT + 60.0, load_hands=0.4)
LIFTS = (
    figure(
        KIND,
        "elevated_start",
        up_and_down(HIGH, STANDING, labels=("start higher", "hips and chest together", "stand tall", "hips back")),
        0,
        props=(Prop(kind="riser", at=(54.0, 86.0), layer="behind"), BAR),
        load_hands=0.4,
        claim=LIFT,
    ),
    figure(
        KIND,
        "pause_pull",
        (
            Phase(label="slack out", seconds=0.8, pose=LOW),
            Phase(label="a hand's width", seconds=0.9, pose=HELD),
            Phase(label="hold two seconds", seconds=2.0, pose=HELD),
            Phase(label="finish the lift", seconds=1.4, pose=STANDING),
            Phase(label="stand tall", seconds=0.8, pose=STANDING),
            Phase(label="put it down", seconds=1.7, pose=LOW),
        ),
        2,
        props=(BAR,),
        load_hands=0.4,
        claim=LIFT,
    ),
)

SEAT = Leg(thigh=-88.0, knee=88.0)
KNEEL = Leg(thigh=0.0, knee=90.0, foot=168.0)
SITTING = ((-200.0, 296.0), Prop(kind="seat", at=(-235.0, 244.0), layer="behind"))
LYING = (0.0, 68.0)
FLOOR_ARM = Arm(lean=-86.0)
CROOK = Leg(ankle=(300.0, 0.0))


def _tilt(turn: float, bend: float) -> Pose:
    return Pose(trunk=-90.0 + turn, lumbar=bend, neck=-bend, leg=CROOK, arm=FLOOR_ARM, place=LYING)


def _sweep(trunk: float, arm: Arm, place: tuple[float, float]) -> Pose:
    front, rear = Leg(ankle=(150.0, 12.0), foot=-24.0), Leg(ankle=(-20.0, 0.0))
    return Pose(trunk=trunk, leg=front, far_leg=rear, arm=arm, place=place)


def _lunge(place: tuple[float, float], trunk: float, lumbar: float) -> Pose:
    near, far = Leg(ankle=(0.0, 0.0)), Leg(ankle=(-470.0, 12.0), foot=168.0)
    return Pose(trunk=trunk, lumbar=lumbar, leg=near, far_leg=far, arm=Arm(lean=38.0, elbow=62.0), place=place)


ROLL_ARM = Arm(lean=-212.0, elbow=112.0)


def _rolled(x: float, turn: float) -> Pose:
    return Pose(trunk=-86.0 + turn, neck=16.0, leg=Leg(ankle=(300.0, 0.0)), arm=ROLL_ARM, place=(x, 112.0))


FLOOR_DRILLS = (
    figure(
        KIND,
        "seated_hinge_drill",
        down_and_up(
            Pose(leg=SEAT, arm=Arm(lean=30.0, elbow=80.0), place=SITTING[0]),
            Pose(trunk=42.0, leg=SEAT, arm=Arm(lean=66.0, elbow=80.0), place=SITTING[0]),
            labels=("sit tall", "tip over the thighs", "the crease pinches", "back to tall"),
        ),
        2,
        pin="hip",
        props=(SITTING[1],),
        height=260,
        centre=-60.0,
        claim=Claim(shapes=("neutral_back", "sits_still", "folds_at_hips")),
    ),
    figure(
        KIND,
        "kneeling_wall_hinge",
        down_and_up(
            Pose(leg=KNEEL, arm=crossed(0.0), place=(0.0, 50.0)),
            Pose(trunk=60.0, leg=Leg(thigh=-62.0, knee=152.0, foot=168.0), arm=crossed(60.0), place=(0.0, 50.0)),
            labels=("kneel tall", "hips to the wall", "as far as the shape stays", "shins into the mat"),
        ),
        2,
        pin="knee",
        props=(Prop(kind="wall", at=(-352.0, 0.0), layer="behind"),),
        height=260,
        centre=-60.0,
        claim=Claim(shapes=("neutral_back", "knees_on_floor", "folds_at_hips")),
    ),
    figure(
        KIND,
        "pelvic_tilt",
        (
            Phase(label="lie", seconds=0.6, pose=_tilt(0.0, 0.0)),
            Phase(label="back to the floor", seconds=1.4, pose=_tilt(0.0, 14.0)),
            Phase(label="back to the floor", seconds=0.4, pose=_tilt(0.0, 14.0)),
            Phase(label="arch", seconds=1.6, pose=_tilt(0.0, -16.0)),
            Phase(label="arch", seconds=0.4, pose=_tilt(0.0, -16.0)),
            Phase(label="stop in the middle", seconds=1.2, pose=_tilt(0.0, 0.0)),
        ),
        2,
        pin="hip",
        height=210,
        centre=20.0,
        claim=Claim(shapes=("pelvis_rolls", "feet_still", "hips_still")),
    ),
    figure(
        KIND,
        "foam_rolling",
        (
            Phase(label="shoulder blades", seconds=0.8, pose=_rolled(-40.0, 0.0)),
            Phase(label="roll slowly", seconds=2.2, pose=_rolled(70.0, 0.0)),
            Phase(label="lowest ribs", seconds=0.6, pose=_rolled(70.0, 0.0)),
            Phase(label="roll back", seconds=2.2, pose=_rolled(-40.0, 0.0)),
        ),
        2,
        pin="hip",
        props=(Prop(kind="roller", at=(-150.0, 65.0), layer="behind"),),
        height=220,
        centre=10.0,
        claim=Claim(shapes=("trunk_still", "feet_still", "above_floor")),
    ),
    figure(
        KIND,
        "hip_flexor_stretch",
        (
            Phase(label="kneel", seconds=0.8, pose=_lunge((-222.0, 292.0), 6.0, 0.0)),
            Phase(label="tuck the pelvis", seconds=1.0, pose=_lunge((-222.0, 292.0), 2.0, 9.0)),
            Phase(label="move it forward", seconds=1.2, pose=_lunge((-146.0, 276.0), 2.0, 9.0)),
            Phase(label="breathe", seconds=1.6, pose=_lunge((-146.0, 276.0), 2.0, 9.0)),
            Phase(label="come back", seconds=1.2, pose=_lunge((-222.0, 292.0), 6.0, 0.0)),
        ),
        3,
        pin="hip",
        height=260,
        centre=-160.0,
        claim=Claim(shapes=("pelvis_rolls", "feet_still", "above_floor")),
    ),
    figure(
        KIND,
        "hamstring_sweep",
        (
            Phase(label="heel forward", seconds=0.8, pose=_sweep(4.0, Arm(lean=-20.0), (30.0, 500.0))),
            Phase(label="hips back, sweep", seconds=1.4, pose=_sweep(72.0, Arm(lean=6.0), (-90.0, 446.0))),
            Phase(label="past the shin", seconds=0.7, pose=_sweep(72.0, Arm(lean=-22.0), (-90.0, 446.0))),
            Phase(label="scoop up, stand", seconds=1.5, pose=_sweep(4.0, Arm(lean=-120.0), (30.0, 500.0))),
        ),
        2,
        pin="hip",
        centre=30.0,
        claim=Claim(shapes=("neutral_back", "folds_at_hips", "feet_still")),
    ),
    figure(
        KIND,
        "bird_dog_hold",
        bird_dog_phases(2.6),
        2,
        pin="hip",
        props=(Prop(kind="cup", with_="part:lumbar_a", at=(-30.0, -20.0), tilt=-82.0),),
        height=250,
        centre=40.0,
        claim=Claim(shapes=("pelvis_level", "trunk_still", "hips_still", "above_floor")),
    ),
)

FIGURES = (*STANDING_DRILLS, *LIFTS, *FLOOR_DRILLS)
