"""Analyses written by hand for the tests of `exports`: one with everything in it, one of a refused clip."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from tests.repetitions_by_hand import repetition_by_hand

from hiphinge.analysis import (
    Advice,
    Analysis,
    ContactLoss,
    Measurement,
    Phase,
    Repetition,
    Series,
    SetOfRepetitions,
    Standing,
)
from hiphinge.findings import Finding, NotMeasurable, Pattern
from hiphinge.motion import Interval, Motion, Person, SideMotion, View
from hiphinge.quantities import QUANTITIES
from hiphinge.testing import Camera, record_video

MEASURED = ("trunk_inclination_deg", "shank_inclination_deg", "knee_flexion_deg", "trunk_thigh_angle_deg")


@dataclass(frozen=True)
class Synthetic:
    """What a use case tells of the making of a result."""

    versions: dict[str, str] = field(default_factory=lambda: {"hiphinge": "0.1.0", "numpy": "2.4.6"})
    model: dict[str, str] = field(default_factory=lambda: {"pose": "full"})
    parameters: dict[str, str | float | None] = field(default_factory=lambda: {"exercise": None, "load_kg": 60.0})


@pytest.fixture
def provenance() -> Synthetic:
    return Synthetic()


@pytest.fixture
def motion() -> Motion:
    """Return a filmed hinge of a person of 1.80 m facing left, with a hole in it."""
    motion = record_video(camera=Camera(facing="left", frame_rate_hz=10.0, first_s=2.0), stature_m=1.8).motion
    positions = motion.positions.copy()
    positions[5, 3:6] = np.nan
    return replace(motion, positions=positions)


def _finding() -> Finding:
    return Finding(
        id="excess_knee_flexion",
        level="fault",
        value=52.3456,
        unit="deg",
        threshold=40.0,
        time_s=3.1234567,
        grade="C",
        interval=Interval(low=48.0, high=56.0),
        repeatability=3.21987,
    )


def _repetition() -> Repetition:
    return repetition_by_hand(
        start_s=2.5,
        bottom_s=3.1234567,
        end_s=5.0,
        phases=(Phase(name="descent", start_s=2.5, end_s=3.0), Phase(name="bottom", start_s=3.0, end_s=3.3)),
        pattern=Pattern(label="hinge", probability={"hinge": 0.91, "squat": 0.04, "stoop": 0.05}),
        measurements={
            "knee_flexion_deg": Measurement(
                value=52.3456, unit="deg", interval=Interval(low=48.0, high=56.0), repeatability=3.2, time_s=3.1
            ),
            "descent_s": Measurement(value=0.61239, unit="s"),
            "hip_drop": Measurement(value=float("nan"), unit="share of leg length"),
            "lumbar_flexion_deg": NotMeasurable(id="back_not_seen", reason="The back was not seen.", do="Turn."),
        },
        findings=(_finding(),),
        contacts=(
            ContactLoss(
                id="head_leaves",
                contact="head",
                may_be=("upper_back", "neck"),
                start_s=2.80004,
                end_s=3.5,
                time_s=3.2,
                gap=0.0712345,
                threshold=0.06,
                grade="U",
            ),
        ),
    )


@pytest.fixture
def analysis(motion: Motion) -> Analysis:
    """Return an answer with something in every place."""
    time_s = motion.time_s
    bend = 40 * (1 - np.cos(2 * (time_s - time_s[0])))
    values = {id_: np.full(len(time_s), np.nan) for id_, q in QUANTITIES.items() if q.scope == "frame"}
    values |= {id_: bend * (1 + 0.1 * i) for i, id_ in enumerate(MEASURED)}
    values["knee_flexion_deg"][4] = np.nan
    knee = values["knee_flexion_deg"]
    view = View(label="side", facing="left", yaw_deg=4.567, yaw_error_deg=8.0, usable=True)
    joints = np.zeros((len(motion), 9, 2))
    return Analysis(
        motion=motion,
        side=SideMotion(
            time_s=time_s,
            near=joints,
            far=joints,
            quality=joints[..., 0],
            near_side="left",
            unit="px",
            leg_length=400.0,
            view=view,
        ),
        view=view,
        exercise="romanian_deadlift",
        exercise_given=False,
        person=Person(stature_m=1.8),
        load_kg=60.0,
        assumed=("mass",),
        standing=Standing(kind="quiet", duration_s=1.5, time_s=2.2, angles={"knee_flexion_deg": 4.444, "x": np.nan}),
        series=Series(
            time_s=time_s, values=values, low={"knee_flexion_deg": knee - 4}, high={"knee_flexion_deg": knee + 4}
        ),
        sets=(SetOfRepetitions(index=1, start_s=2.5, end_s=5.0, repetitions=(1,)),),
        repetitions=(_repetition(),),
        findings=(_finding(),),
        advice=Advice(
            finding="excess_knee_flexion", cue="=Hips back.", drill=None, drill_id=None, next="Five.", why="So."
        ),
        not_measurable=(NotMeasurable(id="back_not_seen", reason="The back was not seen.", do="Turn."),),
    )


@pytest.fixture
def refused(analysis: Analysis) -> Analysis:
    """Return the analysis of a video from the front."""
    view = View(label="front", facing="unknown", yaw_deg=88.0, yaw_error_deg=8.0, usable=False, reasons=("view_front",))
    nothing: dict[str, Any] = {
        "sets": (),
        "repetitions": (),
        "findings": (),
        "advice": None,
        "series": None,
        "side": None,
    }
    return replace(analysis, view=view, standing=Standing(kind="none"), **nothing)


@pytest.fixture
def with_back(analysis: Analysis) -> Analysis:
    """Return the analysis of a video in which the back was measured."""
    assert analysis.series is not None
    bend = analysis.series.values["trunk_inclination_deg"]
    back = {"pelvis_tilt_deg": 0.6 * bend, "hip_flexion_deg": 0.7 * bend, "thoracolumbar_flexion_deg": 0.4 * bend}
    return replace(analysis, series=replace(analysis.series, values={**analysis.series.values, **back}))
