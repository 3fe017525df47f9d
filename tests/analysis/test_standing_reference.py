"""The person's reference posture and maximum, taken in one recording and used in another."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import (
    Analysis,
    Measurement,
    StandingReference,
    analyse,
    calibrate,
    calibrating,
    standing_reference_of,
)
from hiphinge.errors import NotMeasurableError, UsageError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import FloatArray, Motion, SideMotion
from hiphinge.spine import OTHER_RECORDING_DEG, Back
from hiphinge.testing import HINGE, SQUAT, Camera, Lift, Plan, record_video
from hiphinge.workflow.pose_estimation import Stretch

LUMBAR = "lumbar_flexion_deg"
THREE = (Lift(),) * 3


def _parts(motion: Motion) -> tuple[Motion, Motion]:
    """Cut a recording into its standing before the first movement, and the first movement without any standing."""
    first = analyse(motion).repetitions[0]
    standing = Stretch(end_s=first.start_s + 0.1).of(motion)
    return standing, Stretch(start_s=first.start_s + 0.2, end_s=first.end_s - 0.8).of(motion)


def _measured(analysis: Analysis, id_: str) -> Measurement:
    found = analysis.repetitions[0].measurements[id_]
    assert isinstance(found, Measurement), found
    return found


def test_a_recording_without_standing_gets_its_angles_from_another_one(rendered: Motion) -> None:
    standing, moving = _parts(rendered)
    assert analyse(moving).standing.kind == "none"
    whole, part = analyse(rendered), analyse(moving, reference=standing_reference_of(standing))
    assert part.standing.kind == "calibration"
    assert part.standing.recording == "bends.mp4"
    assert "no_standing" not in [reason.id for reason in part.not_measurable]
    for id_ in ("thoracic_flexion_deg", "pelvis_tilt_deg", "hip_flexion_deg", "head_angle_deg"):
        assert _measured(part, id_).value == pytest.approx(_measured(whole, id_).value, abs=8.0)
        assert _measured(part, id_).interval is not None


def test_places_are_never_taken_from_another_recording(rendered: Motion) -> None:
    standing, moving = _parts(rendered)
    found = analyse(moving, reference=standing_reference_of(standing)).repetitions[0].measurements
    for id_ in ("hip_back_travel", "hip_drop"):
        missing = found[id_]
        assert not isinstance(missing, Measurement)
        assert missing.id == "no_standing"


def test_what_was_given_wins_over_standing_in_the_recording() -> None:
    motion = record_video(Plan(movement=HINGE, lifts=THREE)).motion
    own = standing_reference_of(motion)
    shifted = replace(own, angles={**own.angles, "head_angle_deg": own.angles["head_angle_deg"] - 10.0})
    usual, given = analyse(motion), analyse(motion, reference=shifted)
    assert (usual.standing.kind, given.standing.kind) == ("quiet", "calibration")
    assert _measured(given, "head_angle_deg").value == pytest.approx(_measured(usual, "head_angle_deg").value + 10.0)
    assert _measured(given, "hip_back_travel") == _measured(usual, "hip_back_travel")


def test_it_does_not_matter_which_way_the_person_faced() -> None:
    right, left = (
        record_video(Plan(movement=HINGE, lifts=THREE), camera=Camera(facing=way)).motion for way in ("right", "left")
    )
    same, other = (analyse(right, reference=standing_reference_of(motion)) for motion in (right, left))
    assert _measured(other, "head_angle_deg").value == pytest.approx(_measured(same, "head_angle_deg").value, abs=0.5)


def test_a_reference_from_elsewhere_widens_the_change_of_the_head() -> None:
    motion = record_video(Plan(movement=HINGE, lifts=THREE)).motion
    halves = []
    for own in (None, standing_reference_of(motion)):
        interval = _measured(analyse(motion, reference=own), "head_angle_deg").interval
        assert interval is not None
        halves.append(interval.width / 2)
    assert halves[1] == pytest.approx(np.hypot(halves[0], OTHER_RECORDING_DEG))


def test_standing_without_a_silhouette_cannot_serve_a_video(rendered: Motion) -> None:
    own = standing_reference_of(record_video(Plan(movement=HINGE, lifts=THREE)).motion)
    assert own.shape is None
    with pytest.raises(UsageError, match="has none: only videos"):
        analyse(rendered, reference=own)


@pytest.mark.parametrize(
    ("cut", "said"),
    [({"start_s": 0.0, "end_s": 0.3}, r"\. Film "), ({"start_s": 1.9, "end_s": 2.7}, "never stood still")],
)
def test_a_recording_without_standing_tells_no_standing(rendered: Motion, cut: Mapping[str, float], said: str) -> None:
    with pytest.raises(NotMeasurableError, match=said):
        standing_reference_of(Stretch(**cut).of(rendered))


# A back of known angles, so that the calibration is tested apart from the trained networks.


def _back_of(side: SideMotion, share: float) -> Back:
    """Return a back that takes a share of the trunk's lean, with an interval of 5 degrees below and 8 above."""
    line = side.joint("shoulder") - side.joint("hip")
    values: FloatArray = share * np.degrees(np.arctan2(line[:, 0], line[:, 1]))
    names = (LUMBAR, "thoracic_flexion_deg", "thoracolumbar_flexion_deg", "pelvis_tilt_deg")
    return Back(
        values=dict.fromkeys(names, values), low=dict.fromkeys(names, values - 5), high=dict.fromkeys(names, values + 8)
    )


BEND = replace(HINGE, bottom=replace(HINGE.bottom, trunk_deg=96.0, knee_deg=8.0))
"""Fingers to the floor, with straight knees."""


@pytest.fixture
def bending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hiphinge.analysis.tracks.estimate_back", lambda side, **_: _back_of(side, 0.6))


@pytest.mark.usefixtures("bending")
def test_the_own_maximum_is_the_median_of_the_full_bends() -> None:
    video = record_video(Plan(movement=BEND, lifts=(Lift(), Lift(depth=0.9), Lift())))
    bend = calibrate(video.motion).full_bend
    lean = video.truth["trunk_inclination_deg"]
    true = [0.6 * lean[_within(video.motion, r.start_s, r.end_s)].max() for r in video.counted]
    assert bend.bends_deg == pytest.approx(true, abs=1.0)
    assert bend.lumbar_flexion_deg == pytest.approx(np.median(true), abs=1.0)
    assert bend.spread_deg == pytest.approx(max(true) - min(true), abs=1.0)
    assert bend.interval.low == pytest.approx(bend.lumbar_flexion_deg - np.hypot(5, bend.spread_deg / 2), abs=0.01)
    assert bend.interval.high == pytest.approx(
        bend.lumbar_flexion_deg + math.hypot(8, bend.spread_deg / 2, calibrating.DEEPER_DEG), abs=0.01
    )


def _within(motion: Motion, start_s: float, end_s: float) -> slice:
    first, last = np.searchsorted(motion.time_s, (start_s, end_s))
    return slice(int(first), int(last))


@pytest.mark.usefixtures("bending")
@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(movement=BEND, lifts=(Lift(),)), "should show 3 slow full bends, but shows 1"),
        (Plan(movement=SQUAT, lifts=THREE), "but shows 0: a bend counts when"),
    ],
)
def test_too_few_full_bends_are_refused_with_what_to_do(plan: Plan, said: str) -> None:
    with pytest.raises(NotMeasurableError, match=said):
        calibrate(record_video(plan).motion)


@pytest.mark.usefixtures("bending")
def test_a_hinge_is_no_full_bend_unless_the_line_is_lowered() -> None:
    """Its lower back would make the own maximum too small."""
    motion = record_video(Plan(movement=replace(BEND, bottom=replace(BEND.bottom, trunk_deg=66.0)), lifts=THREE)).motion
    with pytest.raises(NotMeasurableError, match=r"leans 75° or more.*--least-lean"):
        calibrate(motion)
    assert len(calibrate(motion, least_lean_deg=60.0).full_bend.bends_deg) == 3


@pytest.mark.usefixtures("bending")
@pytest.mark.parametrize("knee_deg", [25.0, 45.0])
def test_a_deep_hinge_with_bent_knees_is_no_full_bend(knee_deg: float) -> None:
    deep = replace(HINGE, bottom=replace(HINGE.bottom, trunk_deg=90.0, knee_deg=knee_deg))
    with pytest.raises(NotMeasurableError, match=r"shows hinges.*keep your knees nearly straight"):
        calibrate(record_video(Plan(movement=deep, lifts=THREE)).motion)


def test_a_deep_bend_with_a_flat_upper_back_is_no_full_bend(monkeypatch: pytest.MonkeyPatch) -> None:
    def held(side: SideMotion, **_: object) -> Back:
        back = _back_of(side, 0.5)
        flat = {"thoracic_flexion_deg": np.zeros(len(side))}
        return replace(back, values=dict(back.values) | flat, low=dict(back.low) | flat, high=dict(back.high) | flat)

    monkeypatch.setattr("hiphinge.analysis.tracks.estimate_back", held)
    with pytest.raises(NotMeasurableError, match=r"upper back is held flat"):
        calibrate(record_video(Plan(movement=BEND, lifts=THREE)).motion)


def test_a_held_back_is_no_maximum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hiphinge.analysis.tracks.estimate_back", lambda side, **_: _back_of(side, 0.1))
    with pytest.raises(NotMeasurableError, match=r"round by 20° or more.*as far as is comfortable"):
        calibrate(record_video(Plan(movement=BEND, lifts=THREE)).motion)


def test_a_back_that_is_not_measurable_is_refused_with_the_reason() -> None:
    with pytest.raises(NotMeasurableError, match="synthetic hinge should show how you stand or bend, but does not"):
        calibrate(record_video(Plan(movement=BEND, lifts=THREE)).motion)


def test_a_calibration_needs_quiet_standing(rendered: Motion) -> None:
    first = analyse(rendered).repetitions[0]
    with pytest.raises(NotMeasurableError, match=r"stand"):
        calibrate(Stretch(start_s=first.start_s + 0.4, end_s=first.end_s - 0.4).of(rendered))


def test_nobody_stands_with_bent_knees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibrating, "STRAIGHT_KNEE_DEG", 0.5)
    with pytest.raises(NotMeasurableError):
        standing_reference_of(record_video(Plan(movement=HINGE, lifts=THREE)).motion)


def test_the_reference_posture_is_frozen(rendered: Motion) -> None:
    own = standing_reference_of(rendered)
    assert isinstance(own, StandingReference)
    assert isinstance(own.angles, FrozenMapping)
