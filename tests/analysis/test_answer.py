"""The shape of every answer: known ids, ordered times, nothing changed that was given, the same every time."""

import itertools
from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from hiphinge.analysis import Analysis, Measurement, analyse
from hiphinge.catalogue import load
from hiphinge.findings import NotMeasurable
from hiphinge.measures import HIDDEN, hidden_by_view
from hiphinge.motion import Motion, Person
from hiphinge.quantities import QUANTITIES
from hiphinge.testing import DEADLIFT, SQUAT, SWING, Camera, Hidden, Lift, Plan, record_markers, record_video

MOTIONS = {
    "hinges": record_video(Plan()).motion,
    "squats": record_video(Plan(movement=SQUAT)).motion,
    "swings": record_video(Plan(movement=SWING), camera=Camera(noise_px=3.0)).motion,
    "floor": record_video(Plan(movement=DEADLIFT, starts_at="bottom", ends_at="bottom")).motion,
    "attempts": record_video(Plan(lifts=(Lift(), Lift(depth=0.3), Lift(rise=0.3), Lift()))).motion,
    "oblique": record_video(Plan(), camera=Camera(yaw_deg=40)).motion,
    "hidden": record_video(Plan(), camera=Camera(hidden=(Hidden(start_s=2, end_s=4),))).motion,
    "front": record_video(Plan(), camera=Camera(yaw_deg=90)).motion,
    "laboratory": record_markers(Plan(sets=2)).motion,
}
ANSWERS = {name: analyse(motion) for name, motion in MOTIONS.items()}
every_answer = pytest.mark.parametrize("answer", ANSWERS.values(), ids=list(ANSWERS))


def same(a: object, b: object) -> bool:
    """Tell whether two answers are equal in every number, NaN being equal to NaN."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return np.array_equal(a, b, equal_nan=True)
    if is_dataclass(a) and type(a) is type(b):
        return all(same(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    return a == b


@every_answer
def test_every_measurement_is_a_known_quantity_in_its_unit(answer: Analysis) -> None:
    for repetition in answer.repetitions:
        assert set(repetition.measurements) == {id_ for id_, one in QUANTITIES.items() if one.scope != "test"}
        for id_, measured in repetition.measurements.items():
            if isinstance(measured, Measurement):
                assert measured.unit == QUANTITIES[id_].unit
                assert np.isfinite(measured.value)


@every_answer
def test_an_interval_holds_its_value(answer: Analysis) -> None:
    for repetition in answer.repetitions:
        for id_, measured in repetition.measurements.items():
            if isinstance(measured, Measurement) and id_ in load().accuracy:
                assert measured.interval is not None
                assert measured.interval.low <= measured.value < measured.interval.high
                assert measured.unit != "s" or measured.interval.low >= 0.0
                if answer.view.turned and measured.unit != "s":
                    oblique = load().accuracy[id_].oblique
                    assert oblique is not None
                    assert measured.repeatability == oblique.at(answer.view.yaw_deg or 0.0)[1]
                elif answer.view.frontal and (front := load().accuracy[id_].front) is not None:
                    assert measured.repeatability == front.repeatability
                else:
                    assert measured.repeatability == load().accuracy[id_].repeatability


@every_answer
def test_what_is_missing_has_a_reason_of_the_catalogue(answer: Analysis) -> None:
    missing = [m for r in answer.repetitions for m in r.measurements.values() if isinstance(m, NotMeasurable)]
    for reason in (*missing, *answer.not_measurable):
        known = load().reasons[reason.id]
        turn = hidden_by_view(answer.view.yaw_deg or 0.0).do if reason.id == HIDDEN else known.do
        assert (reason.reason, reason.do) == (known.reason, turn)
    assert len({reason.id for reason in answer.not_measurable}) == len(answer.not_measurable)


@every_answer
def test_findings_are_faults_of_the_catalogue_and_lie_in_their_repetition(answer: Analysis) -> None:
    for repetition in answer.repetitions:
        for finding in repetition.findings:
            assert finding.id in load().faults
            assert repetition.start_s <= finding.time_s <= repetition.end_s


@every_answer
def test_times_are_in_order(answer: Analysis) -> None:
    time_s = answer.motion.time_s
    for repetition in answer.repetitions:
        assert time_s[0] <= repetition.start_s <= repetition.bottom_s <= repetition.end_s <= time_s[-1]
        assert all(p.start_s < p.end_s for p in repetition.phases)
        assert all(a.end_s == b.start_s for a, b in itertools.pairwise(repetition.phases))
        names = [p.name for p in repetition.phases]
        assert names == [n for n in ("descent", "bottom", "ascent", "lockout") if n in names]
    assert all(a.end_s <= b.start_s for a, b in itertools.pairwise(answer.repetitions))


@every_answer
def test_sets_hold_every_repetition_once(answer: Analysis) -> None:
    held = [index for one in answer.sets for index in one.repetitions]
    assert held == [r.index for r in answer.repetitions] == list(range(1, len(answer.repetitions) + 1))
    for one in answer.sets:
        assert {answer.repetitions[i - 1].set for i in one.repetitions} == {one.index}


@every_answer
def test_probabilities_of_the_pattern_add_up(answer: Analysis) -> None:
    for repetition in answer.repetitions:
        assert sum(repetition.pattern.probability.values()) == pytest.approx(1.0)


@every_answer
def test_series_cover_every_frame_quantity_and_frame(answer: Analysis) -> None:
    if answer.series is None:
        assert answer.repetitions == ()
        return
    assert set(answer.series.values) == {q.id for q in QUANTITIES.values() if q.scope == "frame"}
    assert np.array_equal(answer.series.time_s, answer.motion.time_s)
    for id_, series in answer.series.values.items():
        assert series.shape == (len(answer.motion),)
        if id_ in load().accuracy:
            low, high = answer.series.low[id_], answer.series.high[id_]
            known = np.isfinite(series)
            assert (low[known] < series[known]).all()
            assert (series[known] < high[known]).all()


@every_answer
def test_standing_is_upright(answer: Analysis) -> None:
    if answer.standing.kind == "none":
        assert answer.standing.angles == {}
        return
    assert set(answer.standing.angles) <= set(QUANTITIES)
    if answer.view.frontal:
        assert answer.standing.angles == {}
        return
    assert abs(answer.standing.angles["trunk_inclination_deg"]) < 10
    assert answer.standing.time_s is not None
    assert answer.motion.time_s[0] <= answer.standing.time_s <= answer.motion.time_s[-1]
    assert 0 < answer.standing.duration_s <= answer.motion.time_s[-1] - answer.motion.time_s[0] + 0.1


@pytest.mark.parametrize("name", list(MOTIONS))
def test_the_same_input_gives_the_same_answer(name: str) -> None:
    assert same(analyse(MOTIONS[name]), ANSWERS[name])


@pytest.mark.parametrize("name", list(MOTIONS))
def test_nothing_that_was_given_is_changed(name: str) -> None:
    motion = MOTIONS[name]
    arrays = [array.copy() for array in arrays_of(motion)]
    analyse(motion, exercise="rdl", person=Person(mass_kg=70.0), load_kg=20.0)
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(arrays, arrays_of(motion), strict=True))


def arrays_of(motion: Motion) -> list[np.ndarray]:
    return [a for a in (motion.time_s, motion.positions, motion.confidence, motion.world_m) if a is not None]


def test_what_was_given_is_kept() -> None:
    person = Person(stature_m=1.8, mass_kg=82.0)
    answer = analyse(MOTIONS["hinges"], exercise="rdl", person=person, load_kg=60.0)
    assert (answer.person, answer.load_kg, answer.exercise, answer.exercise_given) == (
        person,
        60.0,
        "romanian_deadlift",
        True,
    )
    assert answer.motion is MOTIONS["hinges"]


def test_advice_and_findings_of_the_clip_are_left_to_others() -> None:
    assert ANSWERS["hinges"].advice is None
    assert ANSWERS["hinges"].findings == ()
