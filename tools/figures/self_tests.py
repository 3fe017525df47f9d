"""The self-tests: how each is done, what must be in the frame, and from where it is filmed, seen from above."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tools.figures.core import PLANK, bird_dog_phases
from tools.figures.drills import STANDING_DRILLS
from tools.figures.front import drawn_front_content, front_loop, places
from tools.figures.hinges import crossed
from tools.figures.making import catalogued, down_and_up, figure
from tools.figures.paths import number
from tools.figures.poses import Arm, Leg, Phase, Pose, Prop
from tools.figures.squats import LUNGES, ON_TWO_LEGS
from tools.figures.svg import WIDTH, drawn_content, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.figures.body import Point
    from tools.figures.poses import Figure
    from tools.figures.svg import Stage

__all__ = ["FIGURES", "drawn_test"]

KIND = "self_tests"
PLAN_HEIGHT = 92
AROUND_PX, CORNER_PX = 14.0, 16.0
HEAD_TOP = (0.0, -118.0)
AT_REST = Arm(lean=-12.0)
ARMS_IN_FRONT = Arm(lean=-18.0)


def _phases(kind: str, id_: str, figures: Sequence[Figure]) -> tuple[Phase, ...]:
    return next(one.phases for one in figures if (one.kind, one.id) == (kind, id_))


def _labelled(phases: tuple[Phase, ...], labels: tuple[str, ...]) -> tuple[Phase, ...]:
    return tuple(replace(phase, label=label) for phase, label in zip(phases, labels, strict=True))


def _still(label: str, pose: Pose, seconds: float = 2.0) -> tuple[Phase, ...]:
    return (Phase(label=label, seconds=seconds, pose=pose), Phase(label=label, seconds=0.5, pose=pose))


TALL = Pose(arm=AT_REST)
TOUCH = Pose(
    trunk=104.0, lumbar=40.0, thoracic=16.0, neck=8.0, leg=Leg(knee=3.0, shank=-8.0), arm=Arm(hand=(70.0, 24.0))
)
BOW = Pose(trunk=62.0, leg=Leg(knee=15.0), arm=crossed(62.0))
BEHIND = Leg(ankle=(-230.0, 58.0), foot=62.0)
LEANS = Pose(trunk=6.0, leg=Leg(knee=62.0, shank=36.0), far_leg=BEHIND, arm=Arm(hand=(176.0, 610.0)))
BEFORE = Pose(trunk=4.0, leg=Leg(knee=40.0, shank=20.0), far_leg=BEHIND, arm=Arm(hand=(176.0, 610.0)))
STANDING = (
    figure(KIND, "standing_posture", _still("stand still", Pose(arm=ARMS_IN_FRONT)), 1),
    figure(
        KIND,
        "toe_touch",
        down_and_up(TALL, TOUCH, labels=("stand still", "reach for the toes", "stay", "come up")),
        2,
    ),
    figure(
        KIND,
        "waiters_bow_test",
        _labelled(
            _phases("drills", "waiters_bow", STANDING_DRILLS), ("stand still", "bow", "back keeps its shape", "come up")
        ),
        2,
    ),
    figure(KIND, "squat_control", _phases("exercises", "bodyweight_squat", ON_TWO_LEGS), 2),
    figure(KIND, "lunge_control", _phases("exercises", "split_squat", LUNGES), 2, pin="hip", centre=-180.0),
    figure(
        KIND,
        "weight_bearing_lunge",
        down_and_up(BEFORE, LEANS, labels=("one foot in front", "lean the knee forward", "heel down", "back")),
        2,
        centre=-40.0,
        props=(Prop(kind="wall_ahead", at=(206.0, 0.0), layer="behind"),),
    ),
    figure(
        KIND,
        "wall_touch_test",
        _phases("drills", "wall_touch", STANDING_DRILLS),
        3,
        props=(Prop(kind="wall", at=(-132.0, 0.0), layer="behind"),),
    ),
    figure(
        KIND,
        "dowel_test",
        down_and_up(Pose(arm=crossed(0.0)), BOW, labels=("stand still", "hinge, without a stick", "pause", "come up")),
        2,
    ),
    figure(
        KIND,
        "jump",
        (
            Phase(label="stand still", seconds=0.9, pose=TALL),
            Phase(label="down", seconds=0.5, pose=Pose(trunk=34.0, leg=Leg(knee=78.0), arm=Arm(lean=40.0))),
            Phase(label="jump", seconds=0.3, pose=Pose(arm=Arm(lean=-150.0), place=(0.0, 190.0))),
            Phase(label="land softly", seconds=0.4, pose=Pose(trunk=26.0, leg=Leg(knee=60.0), arm=Arm(lean=-40.0))),
            Phase(label="stand still", seconds=0.7, pose=TALL),
        ),
        2,
        height=350,
    ),
)

LIES = (0.0, 67.0)
FLAT = Leg(thigh=-91.0, knee=1.0, foot=-80.0)
UPRIGHT = Leg(thigh=-180.0, knee=92.0, foot=-80.0)
REACHES = Leg(thigh=-180.0, knee=24.0, foot=-146.0)
RAISED = Leg(thigh=-163.0, knee=2.0, foot=-152.0)
FOLDED = Leg(thigh=-226.0, knee=128.0, foot=-84.0)
BESIDE, HOLDS = Arm(lean=-86.0), Arm(lean=-128.0, elbow=34.0)


def _lies(leg: Leg, arm: Arm = BESIDE, far: Leg = FLAT) -> Pose:
    return Pose(trunk=-91.0, leg=leg, far_leg=far, arm=arm, place=LIES)


ON_TABLE = (0.0, 377.0)
HANGS = Leg(thigh=-87.0, knee=72.0, foot=-4.0)
TABLE = (Prop(kind="table", at=(-225.0, 310.0), layer="behind"),)
HUNG = Pose(trunk=-91.0, leg=FOLDED, far_leg=FOLDED, arm=HOLDS, place=ON_TABLE)
THOMAS = Pose(trunk=-91.0, leg=HANGS, far_leg=FOLDED, arm=HOLDS, place=ON_TABLE)
LYING = (
    figure(
        KIND,
        "active_knee_extension",
        (
            Phase(label="lie flat", seconds=1.0, pose=_lies(FLAT)),
            Phase(label="thigh upright", seconds=1.2, pose=_lies(UPRIGHT)),
            Phase(label="straighten the knee", seconds=1.6, pose=_lies(REACHES)),
            Phase(label="hold", seconds=1.4, pose=_lies(REACHES)),
            Phase(label="lower", seconds=1.2, pose=_lies(FLAT)),
        ),
        3,
        pin="hip",
        height=250,
        centre=20.0,
    ),
    figure(
        KIND,
        "straight_leg_raise",
        down_and_up(_lies(FLAT), _lies(RAISED), labels=("lie flat", "raise, knee straight", "hold", "lower")),
        2,
        pin="hip",
        height=250,
        centre=20.0,
    ),
    figure(
        KIND,
        "thomas",
        (
            Phase(label="both knees to the chest", seconds=1.0, pose=HUNG),
            Phase(label="let one leg hang", seconds=1.6, pose=THOMAS),
            Phase(label="keep still", seconds=2.0, pose=THOMAS),
            Phase(label="back", seconds=1.0, pose=HUNG),
        ),
        2,
        pin="hip",
        props=TABLE,
        height=290,
        centre=-10.0,
    ),
    figure(
        KIND,
        "knee_to_chest",
        down_and_up(_lies(FLAT), _lies(FOLDED, HOLDS), labels=("lie flat", "pull one knee up", "hold", "let it down")),
        2,
        pin="hip",
        height=230,
        centre=20.0,
    ),
)

LEGS_BACK = Leg(thigh=88.0, knee=2.0, foot=92.0)
OFF_BENCH = (0.0, 292.0)
LEVEL = Pose(trunk=88.0, neck=-6.0, leg=LEGS_BACK, arm=crossed(88.0), place=OFF_BENCH)
DROPPED = Pose(trunk=128.0, leg=LEGS_BACK, arm=crossed(128.0), place=OFF_BENCH)
HELD = (
    figure(KIND, "bird_dog_test", bird_dog_phases(1.6), 2, pin="hip", height=250, centre=40.0),
    figure(KIND, "front_plank", PLANK.phases, 2, pin="elbow", height=PLANK.height, centre=PLANK.centre),
    figure(
        KIND,
        "back_endurance",
        down_and_up(DROPPED, LEVEL, labels=("over the edge", "lift until level", "hold", "lower")),
        2,
        pin="hip",
        props=(Prop(kind="bench", at=(-212.0, 210.0), layer="behind"),),
        height=260,
        centre=-90.0,
    ),
)


def _front(*labels: tuple[str, float]) -> tuple[Phase, ...]:
    return tuple(Phase(label=name, seconds=seconds, pose=Pose()) for name, seconds in labels)


FROM_FRONT = (
    figure(
        KIND,
        "single_leg_stand",
        _front(
            ("both feet", 0.8),
            ("lift one foot", 0.8),
            ("hold", 2.0),
            ("both feet", 0.8),
            ("the other foot", 0.8),
            ("hold", 2.0),
        ),
        2,
        view="front",
    ),
    figure(
        KIND,
        "side_plank",
        _front(("hips down", 0.8), ("lift the hips", 1.1), ("hold", 2.4), ("lower", 1.1)),
        2,
        height=230,
        centre=-70.0,
        view="front",
    ),
)

FIGURES = (*STANDING, *LYING, *HELD, *FROM_FRONT)


def drawn_test(shown: Figure) -> str:
    """Return the whole SVG file of a self-test: the movement in the camera's frame, below it the view from above."""
    stage, moves, defs, content = drawn_front_content(shown) if shown.view == "front" else drawn_content(shown)
    corners = _frame(_extent(stage, shown))
    protocol = catalogued(KIND, shown.id)["protocol"]
    plan = _plan(protocol["posture"], protocol["views"][0], toward="your front" if shown.id == "side_plank" else "")
    below = f'<g transform="translate(0 {shown.height})">{plan}</g>'
    taller = replace(stage, figure=replace(shown, height=shown.height + PLAN_HEIGHT, desc=_said(shown)))
    return wrapped(taller, moves, defs, content + corners + below)


def _said(shown: Figure) -> str:
    """Return what the figure shows, for those who do not see it."""
    item = catalogued(KIND, shown.id)
    return f"{item['asks']} {item['protocol']['filming'][0]}"


def _extent(stage: Stage, shown: Figure) -> tuple[float, float, float, float]:
    """Return the least box around the body in all its postures: left, top, right, bottom in pixels."""
    points: list[Point] = []
    if shown.view == "front":
        for seen in front_loop(shown)[1]:
            found = places(seen)
            head = found["neck"]
            up = (head[0] - found["hip"][0], head[1] - found["hip"][1])
            long = (up[0] ** 2 + up[1] ** 2) ** 0.5
            top = (head[0] + 190.0 * up[0] / long, head[1] + 190.0 * up[1] / long)
            points += [*found.values(), top, (found["hip"][0] + 110.0, 0.0), (found["hip"][0] - 110.0, 0.0)]
    for pose in stage.poses:
        points += [*pose.joint.values(), pose.point("head", HEAD_TOP), pose.named("ball"), pose.named("far_ball")]
        points += [pose.named("hand"), pose.named("far_hand")]
    at = [stage.px(point) for point in points]
    floor = stage.floor
    return (
        min(x for x, _ in at) - AROUND_PX,
        min(y for _, y in at) - AROUND_PX,
        max(x for x, _ in at) + AROUND_PX,
        min(max(max(y for _, y in at) + AROUND_PX, floor + 6.0), floor + 10.0),
    )


def _frame(box: tuple[float, float, float, float]) -> str:
    """Return the four corners of what the camera sees."""
    left, top, right, bottom = max(box[0], 4.0), max(box[1], 4.0), min(box[2], WIDTH - 4.0), box[3]
    marks = ""
    for x, across in ((left, CORNER_PX), (right, -CORNER_PX)):
        for y, down in ((top, CORNER_PX), (bottom, -CORNER_PX)):
            marks += f"M{number(x + across)} {number(y)}H{number(x)}V{number(y + down)}"
    return f'<path class="ka" d="{marks}"/>'


def _plan(posture: str, view: str, *, toward: str) -> str:
    """Return person and phone from above, and from where it is filmed in words."""
    long = posture != "standing"
    if view == "front":
        body = '<ellipse class="t" rx="15" ry="8"/><circle class="h" r="7"/><path class="ka" d="M-4 12l4 5 4-5"/>'
    elif long:
        body = '<rect class="t" x="-26" y="-8" width="40" height="16" rx="7"/><circle class="h" cx="-33" r="7"/>'
        body += '<path class="k" d="M14-7h24v5H14zM14 2h24v5H14z"/>'
    else:
        body = '<ellipse class="t" rx="8" ry="15"/><circle class="h" r="7"/><path class="ka" d="M13-4l5 4-5 4"/>'
    phone = '<rect class="e" x="-11" y="56" width="22" height="7" rx="2"/><circle class="e" cy="54.5" r="2.6"/>'
    sight = '<path class="c" d="M0 22V50"/>'
    lines = (f"Filmed from {toward or 'the ' + view}", "phone level, 3 m away", "all of you in the frame")
    text = "".join(f'<text class="x" x="208" y="{18 + 20 * n}">{line}</text>' for n, line in enumerate(lines))
    return f'<g transform="translate(70 18)">{body}{sight}{phone}</g>{text}'
