"""Somebody filmed at an angle: what is measured from there, what is not, and that nothing follows from what is not."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.analysis.exercise_signs import exercise_signs_of
from hiphinge.analysis.tracks import measure_frames
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.measures import MEASURES, Measurement, NotMeasurable
from hiphinge.quantities import QUANTITIES
from hiphinge.testing import Camera, Plan, SyntheticRecording, record_video

YAWS = (35.0, 50.0, -35.0, -50.0)
ALL = load().accuracy
AT_AN_ANGLE = {id_ for id_, accuracy in ALL.items() if accuracy.oblique is not None}


def shown(analysis: Analysis) -> set[str]:
    """Return the quantities that truth supports at the angle of an analysis."""
    yaw_deg = analysis.view.yaw_deg or 0.0
    return {id_ for id_, one in ALL.items() if one.oblique is not None and one.oblique.reaches(yaw_deg)}


@pytest.fixture(scope="module", params=YAWS)
def filmed(request: pytest.FixtureRequest) -> tuple[SyntheticRecording, Analysis]:
    recording = record_video(Plan(), camera=Camera(yaw_deg=request.param))
    return recording, analyse(recording.motion, exercise="rdl")


@pytest.fixture(scope="module")
def from_the_side() -> Analysis:
    return analyse(record_video(Plan(), camera=Camera()).motion, exercise="rdl")


@pytest.mark.parametrize("yaw_deg", [0.0, 35.0])
def test_signs_of_the_exercise_say_that_they_were_seen_at_an_angle(yaw_deg: float) -> None:
    side = clean(record_video(Plan(), camera=Camera(yaw_deg=yaw_deg)).motion)
    series = measure_frames(side).series
    signs = exercise_signs_of(side, series, series.spans)
    assert signs is not None
    assert signs.at_an_angle == (yaw_deg != 0.0)


def test_the_view_is_said_with_its_error(filmed: tuple[SyntheticRecording, Analysis]) -> None:
    view = filmed[1].view
    assert (view.label, view.usable, view.turned, view.reasons) == ("oblique", True, True, ())
    assert view.yaw_deg is not None
    assert view.yaw_error_deg is not None


def test_repetitions_phases_and_patterns_are_as_from_the_side(
    filmed: tuple[SyntheticRecording, Analysis], from_the_side: Analysis
) -> None:
    at_an_angle = filmed[1]
    assert len(at_an_angle.counted) == len(from_the_side.counted) == 3
    for one, other in zip(at_an_angle.counted, from_the_side.counted, strict=True):
        assert one.pattern.label == other.pattern.label == "hinge"
        assert one.bottom_s == pytest.approx(other.bottom_s, abs=0.2)
        assert [phase.name for phase in one.phases] == [phase.name for phase in other.phases]


@pytest.mark.parametrize("id_", ["trunk_inclination_deg", "knee_flexion_deg"])
def test_trunk_and_knee_are_within_their_interval(filmed: tuple[SyntheticRecording, Analysis], id_: str) -> None:
    recording, analysis = filmed
    for repetition in analysis.counted:
        measured = repetition.measurements[id_]
        true = recording.truth[id_][np.argmin(np.abs(recording.motion.time_s - repetition.bottom_s))]
        assert isinstance(measured, Measurement)
        assert measured.interval is not None
        assert measured.interval.low <= true <= measured.interval.high


def test_what_the_angle_hides_says_by_how_much_to_turn_the_phone(
    filmed: tuple[SyntheticRecording, Analysis],
) -> None:
    analysis = filmed[1]
    assert analysis.series is not None
    for repetition in analysis.counted:
        for id_, measured in repetition.measurements.items():
            if MEASURES[id_].needs_view and "side" in QUANTITIES[id_].views and id_ not in shown(analysis):
                assert isinstance(measured, NotMeasurable)
                assert measured.id == "view_hides"
                assert f"about {5 * round((analysis.view.yaw_deg or 0) / 5)}°" in measured.do
    hidden = [id_ for id_ in analysis.series.values if id_ not in shown(analysis)]
    assert all(np.isnan(analysis.series.values[id_]).all() for id_ in hidden)
    assert "view_hides" in [missing.id for missing in analysis.not_measurable]


def test_nothing_follows_from_what_is_not_measured(filmed: tuple[SyntheticRecording, Analysis]) -> None:
    faults = load().faults
    for repetition in filmed[1].counted:
        for judgement in repetition.judgements:
            quantity = faults[judgement.id].quantity or ""
            if quantity in MEASURES and MEASURES[quantity].needs_view and quantity not in shown(filmed[1]):
                assert judgement.outcome in {"not_measurable", "not_applicable"}
        assert repetition.back is not None


def test_intervals_grow_with_the_angle() -> None:
    for id_ in AT_AN_ANGLE:
        oblique = ALL[id_].oblique
        assert oblique is not None
        near, middle, far = (oblique.at(yaw_deg) for yaw_deg in (20.0, 40.0, 60.0))
        assert all(a <= b <= c for a, b, c in zip(near, middle, far, strict=True))
        assert all(a >= b for a, b in zip(oblique.at(-60.0), far, strict=True))


def test_from_behind_intervals_are_wider() -> None:
    widths = []
    for yaw_deg in (-50.0, 50.0):
        recording = record_video(Plan(), camera=Camera(yaw_deg=yaw_deg))
        lean = analyse(recording.motion, exercise="rdl").counted[0].measurements["trunk_inclination_deg"]
        assert isinstance(lean, Measurement)
        assert lean.interval is not None
        widths.append(lean.interval.high - lean.interval.low)
    oblique = ALL["trunk_inclination_deg"].oblique
    assert oblique is not None
    assert oblique.from_behind is not None
    assert widths[0] == pytest.approx(2 * oblique.from_behind[0])
    assert widths[0] > widths[1]


def test_the_registry_says_what_an_angle_shows() -> None:
    for id_, quantity in QUANTITIES.items():
        timed = id_ in MEASURES and not MEASURES[id_].needs_view
        assert ("oblique" in quantity.views) == (id_ in AT_AN_ANGLE or timed)


def test_the_joints_are_drawn_where_they_are_in_the_frame(filmed: tuple[SyntheticRecording, Analysis]) -> None:
    recording, analysis = filmed
    side = analysis.side
    assert side is not None
    assert side.seen_near is not None
    near_hip = recording.motion.point(f"{side.near_side}_hip")
    forward = -1.0 if side.view.facing == "left" else 1.0
    drawn = side.seen[0][:, 4] * (forward, -1.0)
    assert np.nanmedian(np.linalg.norm(drawn - near_hip, axis=1)) < 3.0


def test_a_later_part_without_a_body_is_no_side_view() -> None:
    motion = record_video(Plan(), camera=Camera(yaw_deg=45.0)).motion
    whole = clean(motion)
    lost = replace(motion, positions=np.full(motion.positions.shape, np.nan)).part(slice(0, 20))
    assert whole.view.turned
    assert np.isnan(clean(lost, like=whole).near).all()
    part = clean(motion.part(slice(0, 60)), like=whole)
    assert part.view == whole.view
    assert np.isfinite(part.near[:, :2]).any()
