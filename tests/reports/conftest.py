"""A synthetic set of five hinges: a person of straight lines whose knees bend more from the third repetition on."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hiphinge.analysis import Advice, Analysis, Measurement, Phase, Repetition, Series, SetOfRepetitions, Standing
from hiphinge.findings import Finding, Judgement, NotMeasurable, Pattern, RuleInput, judge
from hiphinge.motion import (
    BLAZEPOSE_33,
    SIDE_JOINTS,
    CoordinateFrame,
    FloatArray,
    Interval,
    Motion,
    Origin,
    Person,
    SideMotion,
    View,
)

WIDTH, HEIGHT = 360, 540
RATE_HZ = 25.0
LEG, TRUNK, ARM, ANKLE = 110.0, 130.0, 60.0, np.array([150.0, 480.0])
STARTS_S = (0.8, 3.2, 5.6, 8.0, 10.4)
DOWN_S, PAUSE_S, UP_S, REST_S = 0.9, 0.2, 0.8, 0.3
KNEE_DEG = (20.0, 22.0, 47.0, 52.0, 58.0)
SHORT_DESCENT = 5
Image = NDArray[np.uint8]

BACK = NotMeasurable(id="lumbar_flexion_deg", reason="The back was not seen.", do="Wear fitted clothes.")
HEAD = NotMeasurable(id="head_angle_deg", reason="The head left the frame.", do="Step back a little.")


def _trajectory(time_s: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return how far down (0 to 1) and which knee bend belongs to it, over time."""
    depth, knee = np.zeros(len(time_s)), np.full(len(time_s), KNEE_DEG[0])
    for start, bend in zip(STARTS_S, KNEE_DEG, strict=True):
        down = np.clip((time_s - start) / DOWN_S, 0, 1)
        up = np.clip((time_s - start - DOWN_S - PAUSE_S) / UP_S, 0, 1)
        now = np.sin(down * np.pi / 2) ** 2 * np.cos(up * np.pi / 2) ** 2
        knee = np.where(now > depth, bend, knee)
        depth = np.maximum(depth, now)
    return depth, knee


def _angles(time_s: FloatArray) -> dict[str, FloatArray]:
    depth, knee = _trajectory(time_s)
    return {
        "trunk_inclination_deg": 3 + 67 * depth,
        "knee_flexion_deg": 5 + (knee - 5) * depth,
        "shank_inclination_deg": 4 - 2 * depth,
        "trunk_thigh_angle_deg": 5 + 80 * depth,
        "head_angle_deg": 4 * depth,
        "hip_back_travel": 0.24 * depth,
    }


def _towards(angle_deg: FloatArray, length: float) -> FloatArray:
    angle = np.radians(angle_deg)
    return length * np.stack([np.sin(angle), -np.cos(angle)], axis=1)


def _joints(angles: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Return pixel places ``[time, 2]`` of a person who faces right."""
    shank, knee_deg, trunk = (angles[f"{n}_deg"] for n in ("shank_inclination", "knee_flexion", "trunk_inclination"))
    still = np.zeros(len(shank))
    ankle = np.broadcast_to(ANKLE, (len(shank), 2))
    knee = ankle + _towards(shank, LEG)
    hip = knee + _towards(shank - knee_deg, LEG)
    shoulder = hip + _towards(trunk, TRUNK)
    elbow = shoulder + _towards(still + 180, ARM)
    ear = shoulder + _towards(trunk, 40)
    return {
        "ear": ear,
        "shoulder": shoulder,
        "elbow": elbow,
        "wrist": elbow + _towards(still + 180, ARM),
        "hip": hip,
        "knee": knee,
        "ankle": ankle,
        "heel": ankle + np.array([-12.0, 14.0]),
        "toe": ankle + np.array([38.0, 16.0]),
        "nose": ear + _towards(trunk + 80, 16),
        "eye": ear + _towards(trunk + 60, 14),
    }


def _motion(time_s: FloatArray, joints: Mapping[str, FloatArray], name: str) -> Motion:
    positions = np.full((len(time_s), len(BLAZEPOSE_33), 2), np.nan)
    for i, keypoint in enumerate(BLAZEPOSE_33.keypoints):
        place = joints.get(keypoint.removeprefix("left_").removeprefix("right_"))
        if place is not None:
            positions[:, i] = place + (-6.0 if keypoint.startswith("left_") else 0.0)
    seen = np.isfinite(positions).all(axis=2).astype(float)
    origin = Origin(
        name=name,
        sha256="0123456789abcdef" * 4,
        format="mp4",
        duration_s=float(time_s[-1]),
        fps=RATE_HZ,
        size_px=(WIDTH, HEIGHT),
        estimator="synthetic",
    )
    return Motion(
        time_s=time_s,
        positions=positions,
        confidence=seen,
        layout=BLAZEPOSE_33,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=origin,
    )


def _side(time_s: FloatArray, joints: Mapping[str, FloatArray], view: View) -> SideMotion:
    near = np.stack([joints[name] for name in SIDE_JOINTS], axis=1) * np.array([1.0, -1.0])
    return SideMotion(
        time_s=time_s,
        near=near,
        far=near + np.array([-6.0, 0.0]),
        quality=np.ones(near.shape[:2]),
        near_side="right",
        unit="px",
        leg_length=2 * LEG,
        view=view,
    )


def _measured(value: float, unit: str, half: float) -> Measurement:
    interval = Interval(low=value - half, high=value + half)
    return Measurement(value=value, unit=unit, interval=interval, repeatability=half / 2)


def _finding(id_: str, value: float, unit: str, threshold: float, time_s: float, half: float) -> Finding:
    return Finding(
        id=id_,
        level="fault",
        value=value,
        unit=unit,
        threshold=threshold,
        time_s=time_s,
        grade="C",
        interval=Interval(low=value - half, high=value + half),
        repeatability=half / 2,
    )


def _repetition(index: int, angles: Mapping[str, FloatArray], time_s: FloatArray) -> Repetition:
    start = STARTS_S[index - 1]
    bottom, low = start + DOWN_S + PAUSE_S / 2, start + DOWN_S
    at = int(np.argmin(np.abs(time_s - bottom)))
    descent = 0.6 if index == SHORT_DESCENT else DOWN_S
    knee = float(angles["knee_flexion_deg"][at]) - 5
    findings = []
    if knee > 40:
        findings.append(_finding("excess_knee_flexion", knee, "deg", 40.0, float(time_s[at]), 5.0))
    if index == SHORT_DESCENT:
        findings.append(_finding("uncontrolled_descent", descent, "s", 0.8, start + descent / 2, 0.1))
    repetition = Repetition(
        index=index,
        set=1,
        kind="repetition",
        start_s=start,
        bottom_s=float(time_s[at]),
        end_s=low + PAUSE_S + UP_S + REST_S,
        phases=(
            Phase(name="descent", start_s=start, end_s=low),
            Phase(name="bottom", start_s=low, end_s=low + PAUSE_S),
            Phase(name="ascent", start_s=low + PAUSE_S, end_s=low + PAUSE_S + UP_S),
            Phase(name="lockout", start_s=low + PAUSE_S + UP_S, end_s=low + PAUSE_S + UP_S + REST_S),
        ),
        starts_at="top",
        ends_at="top",
        pattern=Pattern(label="hinge", probability={"hinge": 0.94, "squat": 0.04, "stoop": 0.02}),
        measurements={
            "trunk_inclination_deg": _measured(float(angles["trunk_inclination_deg"][at]), "deg", 4.0),
            "knee_flexion_deg": _measured(float(angles["knee_flexion_deg"][at]), "deg", 6.0),
            "shank_inclination_deg": _measured(float(angles["shank_inclination_deg"][at]), "deg", 4.0),
            "hip_back_travel": _measured(0.24, "share of leg length", 0.03),
            "weight_shift": _measured(0.17, "share of foot length", 0.19),
            "lockout_left_deg": _measured(11.0, "deg", 5.0),
            "heel_rise": _measured(0.03, "share of foot length", 0.45),
            "knee_creep_deg": _measured(4.0, "deg", 10.0),
            "elbow_bend_deg": _measured(2.0, "deg", 18.0),
            "descent_s": _measured(descent, "s", 0.1),
            "ascent_s": _measured(UP_S, "s", 0.1),
            "lumbar_flexion_deg": BACK,
            **({"head_angle_deg": HEAD} if index == 2 else {"head_angle_deg": _measured(4.0, "deg", 8.0)}),
        },
        findings=tuple(findings),
    )
    return judged(repetition)


def judged(repetition: Repetition) -> Repetition:
    """Return a repetition with the judgements of its measurements; its findings are found."""
    standing = {
        id_: replace(m, value=m.value - 5.0) if isinstance(m, Measurement) else m
        for id_, m in repetition.measurements.items()
        if id_ == "knee_flexion_deg"
    }
    by_rules = judge(
        RuleInput(
            exercise="romanian_deadlift",
            exercise_given=True,
            pattern=repetition.pattern,
            bottom_s=repetition.bottom_s,
            starts_at_bottom=False,
            measurements=repetition.measurements,
            from_standing=standing,
            earlier=repetition.index - 1,
        )
    )
    found = {f.id: f for f in repetition.findings}

    def of(judgement: Judgement) -> Judgement:
        finding = found.get(judgement.id)
        return judgement if finding is None else replace(judgement, outcome="found", value=finding.value)

    return replace(repetition, judgements=tuple(of(judgement) for judgement in by_rules))


def _attempt(after: Repetition) -> Repetition:
    return replace(
        after,
        index=6,
        kind="attempt",
        start_s=12.7,
        bottom_s=12.8,
        end_s=13.0,
        phases=(Phase(name="descent", start_s=12.7, end_s=12.8),),
        pattern=Pattern(label="unclear"),
        measurements={},
        findings=(),
        judgements=(),
        note="not_completed",
    )


def build(name: str = "set.mp4") -> Analysis:
    """Return the analysis of the synthetic set, as measuring a recording would give it."""
    time_s = np.arange(0.0, 13.2, 1 / RATE_HZ)
    angles = _angles(time_s)
    joints = _joints(angles)
    view = View(label="side", facing="right", yaw_deg=6.0, yaw_error_deg=5.0, usable=True)
    repetitions = tuple(_repetition(i, angles, time_s) for i in range(1, 6))
    half = {id_: 0.03 if id_ == "hip_back_travel" else 4.0 for id_ in angles}
    return Analysis(
        motion=_motion(time_s, joints, name),
        side=_side(time_s, joints, view),
        view=view,
        exercise="romanian_deadlift",
        exercise_given=True,
        person=Person(stature_m=1.8, mass_kg=75.0),
        load_kg=60.0,
        assumed=("segment masses",),
        standing=Standing(
            kind="quiet", duration_s=0.8, time_s=0.4, angles={id_: float(v[10]) for id_, v in angles.items()}
        ),
        series=Series(
            time_s=time_s,
            values=angles,
            low={id_: v - half[id_] for id_, v in angles.items()},
            high={id_: v + half[id_] for id_, v in angles.items()},
        ),
        sets=(SetOfRepetitions(index=1, start_s=0.8, end_s=13.0, repetitions=(1, 2, 3, 4, 5, 6)),),
        repetitions=(*repetitions, _attempt(repetitions[-1])),
        findings=(),
        advice=Advice(
            finding="excess_knee_flexion",
            cue="Leave your knees where they are.",
            drill="Wall touch: two rounds of eight.",
            drill_id="wall_touch",
            next="Same weight, same number.",
            why="Found in 3 of 5 repetitions.",
            grade="C",
        ),
        not_measurable=(BACK,),
    )


def draw(analysis: Analysis, time_s: float) -> Image:
    """Return an image of the synthetic person: thick limbs, a head with a fine pattern for a face, a grained wall."""
    i = int(np.argmin(np.abs(analysis.motion.time_s - time_s)))
    grain = np.random.default_rng(7).integers(-6, 7, (HEIGHT, WIDTH, 1))
    image = np.clip(np.array([150, 160, 170]) + grain, 0, 255).astype(np.uint8)
    places = {n: tuple(int(v) for v in analysis.motion.point(f"right_{n}")[i]) for n in SIDE_JOINTS}
    for a, b, width in (("shoulder", "hip", 34), ("hip", "knee", 26), ("knee", "ankle", 20), ("ankle", "toe", 12)):
        cv2.line(image, places[a], places[b], (70, 90, 140), width)
    x, y = places["ear"]
    face = np.indices((30, 30)).sum(axis=0) % 2 * 200 + 30
    image[y - 15 : y + 15, x - 15 : x + 15] = face[..., None].astype(np.uint8)
    return image


@pytest.fixture(scope="session")
def five_hinges() -> Analysis:
    return build()


@pytest.fixture(scope="session")
def judging() -> Callable[[Repetition], Repetition]:
    """Return what judges a repetition anew after its measurements were changed."""
    return judged


@pytest.fixture(scope="session")
def named() -> Callable[[str], Analysis]:
    return build


@pytest.fixture(scope="session")
def drawn() -> Callable[[Analysis, float], Image]:
    return draw


@pytest.fixture(scope="session")
def refused(five_hinges: Analysis) -> Analysis:
    """Return the same video as if it had been filmed from the front."""
    reason = NotMeasurable(id="view_front", reason="The video is from the front.", do="Film from the side.")
    view = replace(five_hinges.view, label="front", yaw_deg=80.0, usable=False, reasons=("view_front",))
    return replace(
        five_hinges,
        side=None,
        view=view,
        series=None,
        sets=(),
        repetitions=(),
        advice=None,
        not_measurable=(reason,),
        standing=Standing(kind="none"),
    )
