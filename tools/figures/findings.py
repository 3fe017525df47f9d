"""The findings as figures: for each, a repetition as it is meant and one that shows it, in the same time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tools.figures.hinges import BAR, HANGING, PLATE_HEIGHT, crossed
from tools.figures.making import catalogued, down_and_up, knees_to
from tools.figures.pairs import HEIGHT, Mark, Pair
from tools.figures.poses import Arm, Figure, Leg, Phase, Pose
from tools.figures.solving import placed

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BACKS", "EXERCISE", "OF_MOTION", "PAIRS", "TAUGHT", "first_standing"]

CENTRE = 30.0
SCALE, BACK_SCALE, BACK_HEIGHT = 0.2, 0.27, 384
LOAD = 0.5
DOWN_UP = (0.9, 1.9, 0.7, 1.5)
LABELS = ("stand", "hips back", "pause", "hips forward")
TOP, BOTTOM = 0, 2

TALL = Pose(arm=crossed(0.0))
BAR_TALL = Pose(arm=HANGING)
BAR_LOW = Pose(trunk=68.0, leg=Leg(knee=17.0), arm=Arm(over=58.0))
AT_FLOOR = knees_to(Pose(trunk=70.0, arm=Arm(over=50.0)), PLATE_HEIGHT, load_hands=LOAD)

EXERCISE: dict[str, str] = {}
"""How each finding's recordings are analysed."""
BACKS = (
    "stoop_pattern",
    "back_gives",
    "near_end_range",
    "more_than_usual",
    "thoracic_rounding",
    "lumbar_leads_hip",
    "lockout_overextension",
)
"""Findings of the back, which joints do not show: `backs` checks them on rendered people."""
TAUGHT = ("bar_drifts",)
"""Findings that are taught and not looked for."""
OF_MOTION = (*TAUGHT, "knees_creep", "heels_rise", "arms_pull", "neck_extension", "neck_flexion")
"""Findings that a video hardly shows, or not at all: `checking_findings` measures the motion itself."""


def bow(trunk: float = 66.0, knee: float = 15.0) -> Pose:
    """Return a bow with the arms crossed."""
    return Pose(trunk=trunk, leg=Leg(knee=knee), arm=crossed(trunk))


def _two(id_: str, held: str, halves: Sequence[tuple[Phase, ...]], *, marks: tuple[Mark, ...], **more: Any) -> Pair:
    """Return a pair of an empty-handed hinge, or with ``bar`` of one with a barbell."""
    item, bar, of_back = catalogued("faults", id_), more.pop("bar", False), id_ in BACKS
    EXERCISE[id_] = more.pop("exercise", "romanian_deadlift" if bar else "hip_hinge")
    key_phase, pin = more.pop("key_phase", BOTTOM), more.pop("pin", "foot")
    right, wrong = (
        Figure(
            kind="findings",
            id=id_,
            title=item["name"],
            desc=item["what"],
            phases=phases,
            key_phase=key_phase,
            pin=pin,
            props=(BAR,) if bar else (),
            load_hands=LOAD if bar else 0.0,
            height=BACK_HEIGHT if of_back else HEIGHT,
            scale=BACK_SCALE if of_back else SCALE,
            centre=CENTRE,
        )
        for phases in halves
    )
    return Pair(right=right, wrong=wrong, held=held, name=item["name"], marks=marks, **more)


def _phases(*phases: tuple[str, float, Pose]) -> tuple[Phase, ...]:
    return tuple(Phase(label=label, seconds=seconds, pose=pose) for label, seconds, pose in phases)


def _bows(right: Pose, wrong: Pose, top: Pose = TALL, other_top: Pose | None = None) -> list[tuple[Phase, ...]]:
    return [
        down_and_up(top, right, labels=LABELS, seconds=DOWN_UP),
        down_and_up(other_top or top, wrong, labels=LABELS, seconds=DOWN_UP),
    ]


LOW = (1, 2, 3)
SQUAT = _two(
    "squat_pattern",
    "Hips go back",
    _bows(bow(), Pose(trunk=38.0, leg=Leg(knee=104.0), arm=crossed(38.0))),
    marks=(Mark(kind="arrow", with_="knee", tilt=90.0, when=LOW),),
)
EXCESS = _two(
    "excess_knee_flexion",
    "Soft knees",
    _bows(bow(), bow(76.0, 62.0)),
    marks=(Mark(kind="ring", with_="knee", when=LOW),),
)
NO_KNEE = _two(
    "no_knee_bend",
    "Soft knees",
    _bows(bow(), bow(66.0, 0.0)),
    marks=(Mark(kind="ring", with_="knee", when=LOW),),
)
ARMS_BACK, ARMS_AHEAD, ARMS_DOWN = Arm(lean=55.0), Arm(lean=-38.0, elbow=5.0), Arm(lean=-4.0, elbow=5.0)
LOOSE = Pose(arm=ARMS_DOWN)
SHINS = _two(
    "shins_forward",
    "Shins nearly upright",
    _bows(
        Pose(trunk=60.0, leg=Leg(knee=20.0), arm=ARMS_BACK),
        Pose(trunk=48.0, leg=Leg(knee=44.0, shank=20.0), arm=ARMS_BACK),
        LOOSE,
    ),
    marks=(
        Mark(kind="upright", with_="ankle", both=True),
        Mark(kind="arrow", with_="knee", at=(30.0, 0.0), tilt=90.0, when=LOW),
    ),
    also=("hips_not_back",),  # knees bent by less than their own band cannot bring hips back over shins that lean
)
HIPS_STAY = _two(
    "hips_not_back",
    "Hips go back",
    _bows(
        Pose(trunk=54.0, leg=Leg(knee=15.0), arm=ARMS_BACK),
        Pose(trunk=50.0, leg=Leg(knee=14.0, shank=8.0), arm=ARMS_BACK),
        LOOSE,
    ),
    marks=(
        Mark(kind="upright", with_="heel", both=True, floor=True),
        Mark(kind="arrow", with_="hip", at=(-50.0, 0.0), tilt=-90.0, when=LOW),
    ),
)
WEIGHT = _two(
    "weight_forward",
    "Weight over mid-foot",
    _bows(
        Pose(trunk=78.0, leg=Leg(knee=22.0), arm=ARMS_DOWN),
        Pose(trunk=84.0, leg=Leg(knee=26.0, shank=3.0), arm=ARMS_AHEAD),
        LOOSE,
    ),
    marks=(
        Mark(kind="plumb", with_="centre", both=True),
        Mark(kind="arrow", with_="ball", at=(40.0, 0.0), when=LOW),
    ),
)


def _over_ball(pose: Pose, foot: float = 0.0) -> Pose:
    """Return a posture that stands on the ball of the foot, in balance as with flat feet or with the heel up."""
    shank = placed(pose, "foot").lean["shank"] + 0.6 * foot
    return replace(pose, leg=replace(pose.leg, shank=shank, foot=foot), place=(95.0, 9.3))


HEELS = _two(
    "heels_rise",
    "Heels stay down",
    _bows(_over_ball(bow()), _over_ball(bow(62.0, 24.0), 22.0), _over_ball(TALL)),
    pin="toe",
    marks=(Mark(kind="ring", with_="heel", when=LOW),),
)
FAST = _two(
    "uncontrolled_descent",
    "Two seconds down",
    [
        down_and_up(BAR_TALL, BAR_LOW, labels=LABELS, seconds=(0.9, 1.9, 1.0, 1.5)),
        _phases(("stand", 0.9, BAR_TALL), ("drop", 0.55, BAR_LOW), ("pause", 2.35, BAR_LOW), ("up", 1.5, BAR_TALL)),
    ],
    bar=True,
    marks=(Mark(kind="clock", with_="hip", at=(-230.0, 60.0), when=(1, 2)),),
)
SHALLOW = _two(
    "shallow_range",
    "The hips fold",
    _bows(bow(68.0), bow(30.0, 10.0)),
    marks=(
        Mark(kind="trunk", with_="hip", tilt=70.0, when=LOW),
        Mark(kind="arrow", with_="hip", at=(270.0, 110.0), when=LOW),
    ),
)
NECK_UP = _two(
    "neck_extension",
    "The head goes with the trunk",
    _bows(bow(), Pose(trunk=66.0, neck=-52.0, leg=Leg(knee=15.0), arm=crossed(66.0))),
    marks=(Mark(kind="ring", with_="head", when=LOW),),
)
NECK_DOWN = _two(
    "neck_flexion",
    "The head goes with the trunk",
    _bows(bow(), Pose(trunk=66.0, neck=50.0, leg=Leg(knee=15.0), arm=crossed(66.0))),
    marks=(Mark(kind="ring", with_="head", when=LOW),),
)

SOFT_TOP = Pose(trunk=16.0, leg=Leg(knee=20.0), arm=HANGING)
NOT_UP = _two(
    "no_lockout",
    "Stood up as at the start",
    _bows(BAR_LOW, BAR_LOW, BAR_TALL, SOFT_TOP),
    bar=True,
    key_phase=TOP,
    marks=(
        Mark(kind="ring", with_="hip", when=(0, 3)),
        Mark(kind="ring", with_="knee", when=(0, 3)),
        Mark(kind="upright", with_="ankle", both=True, floor=True),
    ),
)
LEANT_BACK = Pose(trunk=-15.0, lumbar=-24.0, neck=12.0, leg=Leg(knee=4.0, shank=6.0), arm=Arm(over=62.0))
BACKWARD = _two(
    "lockout_overextension",
    "As tall as at the start",
    _bows(BAR_LOW, BAR_LOW, BAR_TALL, LEANT_BACK),
    bar=True,
    key_phase=TOP,
    reference_posture_of=True,
    marks=(Mark(kind="arrow", with_="lumbar", at=(-4.0, 0.0), tilt=-90.0, when=(0, 3)),),
)

HIPS_UP = Pose(trunk=86.0, leg=Leg(knee=40.0), arm=Arm(over=50.0))
MEANT_UP = Pose(trunk=66.0, leg=Leg(knee=40.0), arm=Arm(over=52.0))


def _pull(middle: Pose, top: Pose = BAR_TALL) -> tuple[Phase, ...]:
    return _phases(
        ("firm up", 1.0, AT_FLOOR),
        ("push the floor", 0.8, middle),
        ("hips forward", 1.0, top),
        ("stand tall", 1.1, top),
        ("hips back", 1.8, AT_FLOOR),
    )


HIPS_FIRST = _two(
    "hips_rise_early",
    "Hips and chest rise together",
    [_pull(MEANT_UP), _pull(HIPS_UP)],
    bar=True,
    exercise="conventional_deadlift",
    key_phase=1,
    marks=(Mark(kind="arrow", with_="hip", at=(-150.0, 60.0), tilt=180.0, when=(1,)),),
)
BENT_TOP = Pose(arm=Arm(hand=(64.0, 545.0)))
PULLED = Pose(trunk=66.0, leg=Leg(knee=40.0), arm=Arm(hand=(58.0, 330.0)))
ARMS = _two(
    "arms_pull",
    "Long arms",
    [
        _pull(MEANT_UP),
        _pull(PULLED, BENT_TOP),
    ],
    bar=True,
    exercise="conventional_deadlift",
    key_phase=1,
    marks=(Mark(kind="ring", with_="elbow", when=(1, 2, 3)),),
)
DRIFT = _two(
    "bar_drifts",
    "The bar stays over the foot",
    _bows(BAR_LOW, Pose(trunk=66.0, leg=Leg(knee=17.0), arm=Arm(over=190.0)), BAR_TALL),
    bar=True,
    marks=(
        Mark(kind="upright", at=(55.0, 0.0), both=True),
        Mark(kind="arrow", with_="hand", at=(60.0, 0.0), tilt=90.0, when=LOW),
    ),
)
CREEP = _two(
    "knees_creep",
    "The hips do the last part",
    [
        _phases(
            ("stand", 0.9, TALL),
            ("hips back", 1.2, bow(45.0, 13.0)),
            ("last third", 0.8, bow()),
            ("pause", 0.6, bow()),
            ("hips forward", 1.5, TALL),
        ),
        _phases(
            ("stand", 0.9, TALL),
            ("hips back", 1.2, bow(45.0, 13.0)),
            ("last third", 0.8, bow(54.0, 46.0)),
            ("pause", 0.6, bow(54.0, 46.0)),
            ("hips forward", 1.5, TALL),
        ),
    ],
    marks=(Mark(kind="arrow", with_="knee", tilt=90.0, when=(2, 3)),),
    key_phase=3,
)


def _rounded(lumbar: float, thoracic: float = 0.0, trunk: float = 68.0) -> Pose:
    neck = -0.4 * thoracic - 0.2 * lumbar
    return Pose(trunk=trunk, lumbar=lumbar, thoracic=thoracic, neck=neck, leg=Leg(knee=17.0), arm=Arm(over=58.0))


def _rounding(*, lumbar: float = 0.0, thoracic: float = 0.0) -> list[tuple[Phase, ...]]:
    """Return repetitions whose back keeps its shape on the way down, and on the way up in one half only."""
    half_up = Pose(trunk=44.0, leg=Leg(knee=12.0), arm=HANGING)
    given = Pose(trunk=44.0, lumbar=lumbar, thoracic=thoracic, leg=Leg(knee=12.0), arm=HANGING)
    low = _rounded(lumbar, thoracic)
    right, wrong = ((BAR_LOW, half_up), (low, given))
    return [
        _phases(
            ("stand", 0.9, BAR_TALL),
            ("hips back", 1.9, BAR_LOW),
            ("turn", 0.8, turned),
            ("hips forward", 0.9, halfway),
            ("hips forward", 0.8, BAR_TALL),
        )
        for turned, halfway in (right, wrong)
    ]


GIVES = _two(
    "back_gives",
    "Shape kept on the way up",
    _rounding(lumbar=34.0),
    bar=True,
    reference_posture_of=True,
    marks=(Mark(kind="arrow", with_="lumbar", when=(2, 3)),),
)
UPPER = _two(
    "thoracic_rounding",
    "Shape kept on the way up",
    _rounding(thoracic=44.0),
    bar=True,
    reference_posture_of=True,
    marks=(Mark(kind="arrow", with_="thoracic", when=(2, 3)),),
)
NEAR_END = _two(
    "near_end_range",
    "Room to spare in the own range",
    _bows(bow(), Pose(trunk=70.0, lumbar=55.0, neck=-11.0, leg=Leg(knee=17.0), arm=crossed(70.0))),
    reference_posture_of=True,
    marks=(Mark(kind="arrow", with_="lumbar", when=LOW),),
)
MORE = _two(
    "more_than_usual",
    "As lifters usually do",
    _bows(_rounded(18.0), _rounded(74.0), BAR_TALL),
    bar=True,
    reference_posture_of=True,
    marks=(Mark(kind="arrow", with_="lumbar", when=LOW),),
)
STOOP = _two(
    "stoop_pattern",
    "Hips back over soft knees",
    _bows(bow(), Pose(trunk=70.0, lumbar=58.0, neck=-11.0, leg=Leg(knee=2.0), arm=crossed(70.0))),
    reference_posture_of=True,
    marks=(Mark(kind="arrow", with_="lumbar", when=LOW),),
)


def _begun(first: Pose, low: Pose) -> tuple[Phase, ...]:
    return _phases(
        ("stand", 0.9, TALL),
        ("begin the bend", 1.0, first),
        ("hips back", 1.1, low),
        ("pause", 0.6, low),
        ("hips forward", 1.5, TALL),
    )


BEGUN_LOW = Pose(trunk=70.0, lumbar=38.0, leg=Leg(knee=15.0), arm=crossed(70.0))
LEADS = _two(
    "lumbar_leads_hip",
    "The hips begin",
    [
        _begun(bow(26.0, 6.0), Pose(trunk=68.0, lumbar=8.0, leg=Leg(knee=15.0), arm=crossed(68.0))),
        _begun(Pose(trunk=22.0, lumbar=38.0, leg=Leg(knee=2.0), arm=crossed(22.0)), BEGUN_LOW),
    ],
    key_phase=1,
    reference_posture_of=True,
    marks=(Mark(kind="arrow", with_="lumbar", tilt=-90.0, when=(1,)),),
)

PAIRS = (
    *(SQUAT, STOOP, EXCESS, NO_KNEE, SHINS, HIPS_STAY, WEIGHT, HEELS, FAST, SHALLOW, NECK_UP, NECK_DOWN),
    *(NOT_UP, BACKWARD, HIPS_FIRST, ARMS, DRIFT, CREEP, GIVES, UPPER, NEAR_END, MORE, LEADS),
)
"""All findings' figures."""


def first_standing(pair: Pair) -> Pose:
    """Return how the person of a pair stands before the first repetition: as the right half does."""
    tallest = min(pair.right.phases, key=lambda phase: (abs(phase.pose.trunk), phase.pose.leg.knee))
    return tallest.pose
