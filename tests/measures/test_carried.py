"""What a repetition asks of back, hips and knees: from body, load and posture, and not without one of them."""

from dataclasses import replace

import pytest

from hiphinge.analysis import Analysis, analyse, compare_back_loads
from hiphinge.catalogue import load
from hiphinge.dynamics import LoadComparison
from hiphinge.measures import Measurement, NotMeasurable
from hiphinge.motion import Interval, Motion, Person
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


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [
        (-300.0, -80.0, "behind both knees hold about 190 N m (80 to 300 N m)"),
        (80.0, 300.0, "in front of both knees hold about 190 N m (80 to 300 N m)"),
        (-40.0, 60.0, "does not show whether"),
    ],
)
def test_the_side_of_the_knees_is_named_where_their_range_leaves_no_doubt(
    loaded: Analysis, low: float, high: float, says: str
) -> None:
    knee = replace(_of(loaded, "knee_moment_nm"), value=(low + high) / 2, interval=Interval(low=low, high=high))
    repetitions = [replace(r, measurements={**r.measurements, "knee_moment_nm": knee}) for r in loaded.repetitions]
    section = carried_section(replace(loaded, repetitions=tuple(repetitions)))
    assert section is not None
    assert says in section.says[3]


def test_two_recordings_are_compared_with_the_same_draws(motion: Motion, loaded: Analysis) -> None:
    heavier = analyse(motion, exercise="romanian_deadlift", person=PERSON, load_kg=80.0)
    found = compare_back_loads(loaded, heavier)
    assert isinstance(found, LoadComparison)
    assert found.clear == "more"
    assert found.interval.low < found.share < found.interval.high
    assert found.share == pytest.approx(
        _of(heavier, "back_moment_nm").value / _of(loaded, "back_moment_nm").value - 1, abs=0.05
    )
    assert compare_back_loads(loaded, loaded).clear == "alike"  # type: ignore[union-attr] # both have a load
    back = analyse(motion, exercise="good_morning", person=PERSON, load_kg=40.0)
    assert isinstance(compare_back_loads(loaded, back), LoadComparison)
    missing = compare_back_loads(loaded, analyse(motion, exercise="romanian_deadlift"))
    assert isinstance(missing, NotMeasurable)
    assert missing.id == "loads_need_body"
