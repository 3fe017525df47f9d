"""A leg that a plate hides and that the network has lost is not measured."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis.calibrating import standing_reference_of
from hiphinge.analysis.streaming.back_watch import BackWatch
from hiphinge.analysis.streaming.kept_frames import KeptFrames
from hiphinge.analysis.tracks import FrameMeasurements, measure_frames, movement_events_of
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.errors import NotMeasurableError
from hiphinge.measures import LiftContext, Measurement, NotMeasurable, RepetitionInput, compare_set, measure_repetition
from hiphinge.motion import SIDE_JOINTS, Motion, Person, SideMotion
from hiphinge.posture import StandingFrames
from hiphinge.testing import Plan, record_video

LEG = ("knee_flexion_deg", "shank_inclination_deg", "trunk_thigh_angle_deg")


@pytest.fixture(scope="module")
def side() -> SideMotion:
    return clean(record_video(Plan()).motion)


def measured(side: SideMotion, *, hip_ahead: float, hidden: bool) -> FrameMeasurements:
    """Measure with a hip and a trunk over it that are so many leg lengths ahead of where they are."""
    near = side.near.copy()
    for joint in ("hip", "shoulder"):
        near[:, SIDE_JOINTS.index(joint), 0] += hip_ahead * side.leg_length
    behind = np.full((len(side), 3), hidden)
    return measure_frames(replace(side, near=near, behind_plate=behind))


@pytest.mark.parametrize("hip_ahead", [-0.3, 0.2])
def test_somebody_who_seems_to_stand_as_nobody_does_has_no_leg_behind_a_plate(
    side: SideMotion, hip_ahead: float
) -> None:
    lost = measured(side, hip_ahead=hip_ahead, hidden=True).series
    for id_ in LEG:
        assert np.isnan(lost.of(id_)).all()
        assert id_ not in lost.reference.values
    assert np.isfinite(lost.of("trunk_inclination_deg")).all()
    context = LiftContext(exercise=load().exercise("romanian_deadlift"), person=Person(), load_kg=None)
    repetition = RepetitionInput(series=lost, comparison=compare_set(lost, lost.spans), index_in_set=0, context=context)
    found = measure_repetition(repetition)
    knee = found["knee_flexion_deg"]
    assert isinstance(knee, NotMeasurable)
    assert knee.id == "legs_hidden"
    assert isinstance(found["trunk_inclination_deg"], Measurement)


def test_who_stands_as_people_do_and_who_is_seen_is_measured(side: SideMotion) -> None:
    for known in (measured(side, hip_ahead=0.02, hidden=True), measured(side, hip_ahead=0.2, hidden=False)):
        for id_ in LEG:
            assert np.isfinite(known.series.of(id_)).all()


def test_whoever_never_stands_still_keeps_the_legs_that_are_seen(side: SideMotion) -> None:
    """Upright in walking only: nobody knows how the legs would stand."""
    hidden = replace(side, behind_plate=np.full((len(side), 3), fill_value=True))
    events = movement_events_of(hidden)
    nowhere = StandingFrames(kind="none", frames=np.zeros(len(side), dtype=bool), legs=False)
    series = measure_frames(hidden, events=replace(events, still=nowhere)).series
    for id_ in LEG:
        assert np.isfinite(series.of(id_)).all()


def test_a_knee_behind_a_plate_bends_as_the_lines_of_the_leg_do(side: SideMotion) -> None:
    """A straight knee is straight, whatever hides it in other frames."""
    seen, hidden = (measured(side, hip_ahead=0.02, hidden=hidden).series for hidden in (False, True))
    for id_ in LEG:
        np.testing.assert_array_equal(hidden.of(id_), seen.of(id_))


def test_movements_are_found_by_knees_that_are_lost_and_nothing_is_measured_of_them(side: SideMotion) -> None:
    whole = measure_frames(side)
    bottom = int(np.searchsorted(side.time_s, whole.series.spans[0].bottom_s))
    lost = np.zeros(len(side), dtype=bool)
    lost[bottom - 10 : bottom + 10] = True
    found = measure_frames(replace(side, knee_lost=lost))
    assert found.series.spans == whole.series.spans
    for id_ in LEG:
        assert np.isnan(found.series.of(id_)[lost]).all()
        assert np.isfinite(found.series.of(id_)[~lost]).mean() > 0.9
    assert found.side is not None
    assert np.isnan(found.side.joint("knee")[lost]).all()
    assert np.isfinite(found.series.of("trunk_inclination_deg")[lost]).all()


def with_lost_knee(motion: Motion, *, like: SideMotion | None = None) -> SideMotion:
    found = clean(motion, like=like)
    return replace(found, knee_lost=np.ones(len(found), dtype=bool))


def test_nobody_is_taken_to_stand_as_lost_knees_do(monkeypatch: pytest.MonkeyPatch) -> None:
    motion = record_video(Plan()).motion
    assert standing_reference_of(motion).angles["knee_flexion_deg"] < 30.0
    monkeypatch.setattr("hiphinge.analysis.calibrating.clean", with_lost_knee)
    with pytest.raises(NotMeasurableError, match="Your legs were hidden"):
        standing_reference_of(motion)


def test_a_back_is_measured_where_the_knee_is_lost_live_and_in_a_recording(
    rendered: Motion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lumbar_deg() -> float:
        watch, frames = BackWatch(), KeptFrames(keep_s=10.0)
        watch.stand(clean(rendered.part(slice(0, 30))), kind="quiet")
        for number in range(60):
            frames.push(rendered.part(slice(number, number + 1)))
        watch.push(frames, "romanian_deadlift", 1)
        assert watch.now is not None
        return watch.now.values["lumbar_flexion_deg"]

    known_deg = lumbar_deg()
    assert np.isfinite(known_deg)
    monkeypatch.setattr("hiphinge.analysis.streaming.back_watch.clean", with_lost_knee)
    assert lumbar_deg() == known_deg

    side = clean(rendered)
    seen, lost = (measure_frames(one).series for one in (side, with_lost_knee(rendered)))
    np.testing.assert_array_equal(lost.of("lumbar_flexion_deg"), seen.of("lumbar_flexion_deg"))
    assert np.isfinite(seen.of("lumbar_flexion_deg")).any()
    assert np.isnan(lost.of("hip_flexion_deg")).all()
