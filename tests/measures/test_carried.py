"""What a repetition asks of back, hips and knees: from body, load and posture, and not without one of them."""

import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.catalogue import load
from hiphinge.measures import Measurement, NotMeasurable
from hiphinge.motion import Motion, Person
from hiphinge.reports.carried import carried_section
from hiphinge.testing import Lift, Plan, record_video

IDS = ("back_moment_nm", "back_compression_n", "hip_moment_nm", "knee_moment_nm")
PERSON = Person(stature_m=1.75, mass_kg=75.0)


@pytest.fixture(scope="module")
def motion() -> Motion:
    return record_video(Plan(lifts=(Lift(), Lift()))).motion


@pytest.fixture(scope="module")
def loaded(motion: Motion) -> Analysis:
    return analyse(motion, exercise="romanian_deadlift", person=PERSON, load_kg=40.0)


def _of(analysis: Analysis, id_: str) -> Measurement:
    found = analysis.counted[0].measurements[id_]
    assert isinstance(found, Measurement), found
    return found


def test_every_estimate_has_a_range_and_its_moment(loaded: Analysis) -> None:
    repetition = loaded.counted[0]
    for id_ in IDS:
        found = _of(loaded, id_)
        assert found.interval is not None
        assert found.interval.low < found.value < found.interval.high
        assert found.repeatability is not None
        assert found.time_s is not None
        assert repetition.start_s <= found.time_s <= repetition.end_s
    moment, hip = _of(loaded, "back_moment_nm"), _of(loaded, "hip_moment_nm")
    assert 100 < moment.value < hip.value < 500


def test_compression_is_never_known_better_than_thirty_per_cent(loaded: Analysis) -> None:
    found = _of(loaded, "back_compression_n")
    assert found.interval is not None
    assert found.interval.low <= 0.7 * found.value
    assert found.interval.high >= 1.3 * found.value
    assert found.repeatability is not None
    assert found.repeatability >= 0.3 * found.value
    moment = _of(loaded, "back_moment_nm")
    assert moment.repeatability is not None
    assert moment.repeatability < 0.1 * moment.value


def test_more_weight_asks_more(motion: Motion, loaded: Analysis) -> None:
    heavier = analyse(motion, exercise="romanian_deadlift", person=PERSON, load_kg=80.0)
    assert _of(heavier, "back_moment_nm").value > 1.3 * _of(loaded, "back_moment_nm").value


@pytest.mark.parametrize(
    ("exercise", "person", "load_kg", "reason"),
    [
        ("romanian_deadlift", PERSON, None, "loads_need_body"),
        ("romanian_deadlift", Person(stature_m=1.75), 40.0, "loads_need_body"),
        ("romanian_deadlift", Person(mass_kg=75.0), 40.0, "loads_need_body"),
        ("cable_pull_through", PERSON, 40.0, "loads_not_known"),
        ("kettlebell_swing", PERSON, 16.0, "loads_not_known"),
    ],
)
def test_what_lacks_is_said(motion: Motion, exercise: str, person: Person, load_kg: float | None, reason: str) -> None:
    analysis = analyse(motion, exercise=exercise, person=person, load_kg=load_kg)
    for id_ in IDS:
        found = analysis.counted[0].measurements[id_]
        assert isinstance(found, NotMeasurable)
        assert found.id == reason
    assert carried_section(analysis) is None


def test_without_any_weight_in_it_no_load_need_be_given(motion: Motion) -> None:
    analysis = analyse(motion, exercise="hip_hinge", person=PERSON)
    assert 60 < _of(analysis, "back_moment_nm").value < 250


def test_the_report_says_ranges_and_no_limit(loaded: Analysis) -> None:
    section = carried_section(loaded)
    assert section is not None
    said = " ".join(section.says)
    assert "±30 % or worse" in said
    assert "N m" in said
    assert section.limits == load().phrases["carried_limits"].say()
