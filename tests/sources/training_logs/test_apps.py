"""The exports of each training app, as the apps write them, read set by set."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.sources.training_logs.exported import (
    FITNOTES,
    FITNOTES_BODY,
    FITNOTES_IOS,
    HEVY,
    HEVY_WEIGHTS,
    LIFTOSAUR,
    LIFTOSAUR_OLD,
    STRONG,
    STRONG_OLD,
    STRONG_SEMICOLONS,
    WGER,
)

from hiphinge.errors import UsageError
from hiphinge.sources.training_logs import ExportedSet, Hints, TrainingExport

Read = Callable[..., TrainingExport]
KG, LB = Hints(unit="kg"), Hints(unit="lb")


def test_strong_with_commas(read: Read) -> None:
    export = read(STRONG, KG)
    warm_up, work, plank, run = export.sets
    start = datetime(2025, 1, 18, 18, 30)  # noqa: DTZ001 - a time on the clock
    assert (export.app, export.rejected, dict(export.passed_over)) == ("strong", (), {"rest timers": 1})
    assert warm_up.warm_up
    assert work == ExportedSet(
        line=3,
        start=start,
        exercise="Romanian Deadlift (Barbell)",
        workout="Legs",
        workout_note="Good day",
        number="1",
        load=(80.0, "kg"),
        repetitions=8,
        rpe=7.5,
        rest_s=120.0,
        note='slow, "paused"\nsecond line',
    )
    assert (plank.load, plank.repetitions, plank.duration_s) == (None, None, 60.0)
    assert (run.duration_s, run.distance, run.line) == (1800.0, "5.2", 7)


def test_strong_with_semicolons_decimal_commas_and_units_in_the_headings(read: Read) -> None:
    warm_up, work, failure, carry = read(STRONG_SEMICOLONS).sets
    assert warm_up.warm_up
    assert (work.load, work.rpe, work.rest_s) == ((102.5, "kg"), 8.5, 90.0)
    assert (failure.note, failure.number) == ("to failure\nbelt on", "f")
    assert (carry.load, carry.repetitions, carry.distance) == ((24.0, "kg"), None, "20 meters")


def test_strong_with_a_unit_beside_each_weight(read: Read) -> None:
    export = read(STRONG_OLD)
    assert [one.load for one in export.sets] == [(20.0, "kg"), (45.0, "lb")]


def test_strong_with_the_clock_of_an_american_phone(read: Read) -> None:
    (one, *_) = read(STRONG.replace("2025-01-18 18:30:00", "2025-01-18 6:30:00\u202fPM"), KG).sets
    assert one.start == datetime(2025, 1, 18, 18, 30)  # noqa: DTZ001 - a time on the clock


def test_strong_in_german(read: Read) -> None:
    text = "Datum;Workout-Name;Name der Übung;Satz;Gewicht (kg);Wdh.\n18.01.2025 18:30;Beine;Kreuzheben;1;102,5;5\n"
    (one,) = read(text).sets
    assert (one.exercise, one.load, one.repetitions, one.number) == ("Kreuzheben", (102.5, "kg"), 5, "1")


def test_strong_without_most_of_its_columns(read: Read) -> None:
    (one,) = read("Date,Exercise Name,Reps\n2025-01-18,Squat,5\n").sets
    assert one == ExportedSet(line=2, start=date(2025, 1, 18), exercise="Squat", repetitions=5)


def test_a_unit_that_the_file_does_not_name_is_asked_for(read: Read) -> None:
    with pytest.raises(UsageError, match="--unit kg or --unit lb"):
        read(STRONG)
    assert read(STRONG, LB).sets[0].load == (40.0, "lb")


def test_no_unit_is_asked_for_where_nothing_was_lifted(read: Read) -> None:
    assert read("Date,Exercise Name,Weight,Reps\n2025-01-18,Push Up,0,15\n").sets[0].load is None


def test_the_unit_of_the_file_counts_before_the_one_given(read: Read) -> None:
    export = read(HEVY, LB)
    assert export.sets[0].load == (60.0, "kg")
    assert export.remarks == ("The file says itself where a weight is in kg; that counts.",)


def test_hevy(read: Read) -> None:
    warm_up, work, assisted, plank = read(HEVY).sets
    assert (warm_up.warm_up, work.warm_up, warm_up.number, work.number) == (True, False, "0", "1")
    assert work.start == datetime(2026, 8, 12, 19, 31)  # noqa: DTZ001 - a time on the clock
    assert (work.load, work.rpe, work.note, work.workout_note) == ((110.0, "kg"), 8.5, "hips back", "Tired")
    assert (assisted.load, assisted.repetitions) == (None, 6)
    assert assisted.note == "assistance 20 kg\nto failure\nsuperset 0"
    assert (plank.duration_s, plank.note) == (45.0, "superset 0")


def test_hevy_in_pounds(read: Read) -> None:
    export = read(HEVY.replace("weight_kg", "weight_lbs").replace("distance_km", "distance_miles"))
    assert export.sets[1].load == (110.0, "lb")


@pytest.mark.parametrize(
    "when", ["12 août 2026, 19:31", "12 ago 2026, 19:31", "12. Aug. 2026, 19:31", "12 aug. 2026 19:31"]
)
def test_hevy_in_other_languages(read: Read, when: str) -> None:
    assert read(HEVY.replace("12 Aug 2026, 19:31", when)).sets[0].start == datetime(2026, 8, 12, 19, 31)  # noqa: DTZ001


def test_hevy_body_weights(read: Read) -> None:
    export = read(HEVY_WEIGHTS)
    (weight,) = export.weights
    assert (weight.weight, weight.measured) == ((81.5, "kg"), datetime(2023, 2, 9))  # noqa: DTZ001 - as above
    assert dict(export.passed_over) == {"measurements without a body weight": 1}


def test_fitnotes(read: Read) -> None:
    kilos, pounds, run = read(FITNOTES).sets
    assert (kilos.start, kilos.load, kilos.number) == (date(2026, 8, 8), (60.0, "kg"), "")
    assert (pounds.load, pounds.note) == ((135.0, "lb"), "Straps")
    assert (run.duration_s, run.distance) == (1926.0, "1.53 mi")


def test_fitnotes_with_both_units_takes_the_one_that_was_lifted(read: Read) -> None:
    assert [one.load for one in read(FITNOTES_IOS).sets] == [(42.5, "kg"), (45.0, "lb")]


@pytest.mark.parametrize(("heading", "unit"), [("Weight (kgs)", "kg"), ("Weight (lbs)", "lb"), ("weight_lb", "lb")])
def test_the_unit_in_a_heading(read: Read, heading: str, unit: str) -> None:
    (one,) = read(f"Date,Exercise,Category,{heading},Reps\n2026-08-08,Squat,Legs,60,12\n").sets
    assert one.load == (60.0, unit)


def test_fitnotes_body_tracker(read: Read) -> None:
    export = read(FITNOTES_BODY)
    assert [(one.weight, one.measured) for one in export.weights] == [((82.0, "kg"), datetime(2026, 1, 10, 7))]  # noqa: DTZ001
    assert dict(export.passed_over) == {"measurements other than body weight": 1}


def test_liftosaur(read: Read) -> None:
    export = read(LIFTOSAUR)
    warm_up, work = export.sets
    assert (warm_up.warm_up, warm_up.number, warm_up.load) == (True, "w", (95.0, "lb"))
    assert (work.repetitions, work.rpe, work.note) == (6, 9.0, "as many as possible\nfast")
    assert work.performed == datetime(2026, 3, 1, 10, 9, tzinfo=UTC)
    assert work.workout == "GZCLP, Day 1"
    assert dict(export.passed_over) == {"sets that were planned and not done": 1}


def test_liftosaur_of_earlier_years(read: Read) -> None:
    (one,) = read(LIFTOSAUR_OLD).sets
    assert (one.exercise, one.load, one.rpe, one.performed) == ("Deadlift (barbell)", (100.0, "kg"), 8.0, None)


def test_wger(read: Read) -> None:
    export = read(json.dumps(WGER))
    deadlift, held, by_day, plates = export.sets
    assert deadlift == ExportedSet(
        line=1,
        start=datetime(2025, 4, 2, 18, 0),  # noqa: DTZ001 - a time on the clock
        performed=datetime(2025, 4, 2, 16, 5, tzinfo=UTC),
        exercise="Deadlifts",
        workout_note="Fresh",
        identity="log 7",
        load=(62.5, "kg"),
        repetitions=8,
        rpe=8.0,
        rest_s=120.0,
    )
    assert (held.exercise, held.duration_s, held.load) == ("wger exercise 9", 45.0, None)
    assert (by_day.start, by_day.load) == (date(2025, 4, 2), (135.0, "lb"))
    assert (plates.load, plates.note) == (None, "2 plates")
    assert [one.weight for one in export.weights] == [(81.4, "kg")]


@pytest.mark.parametrize("key", ["results", None])
def test_wger_as_one_answer(read: Read, key: str | None) -> None:
    logs = [
        {"id": 1, "date": "2021-05-03", "exercise_base": 4, "reps": 8, "weight": "60.00", "weight_unit": 1, "rir": None}
    ]
    (one,) = read(json.dumps({"count": 1, key: logs} if key else logs)).sets
    assert (one.exercise, one.repetitions, one.load) == ("wger exercise 4", 8, (60.0, "kg"))


def test_wger_body_weights_as_csv(read: Read) -> None:
    (weight,) = read("Date,Weight\r\n2020-01-05,81.50\r\n", KG).weights
    assert (weight.measured, weight.weight) == (date(2020, 1, 5), (81.5, "kg"))


def test_wger_rejects_an_entry_and_reads_the_others(read: Read) -> None:
    good: dict[str, Any] = {"id": 2, "date": "2025-04-02", "exercise": 4, "repetitions": 8}
    logs: list[object] = [good, good | {"id": 1, "date": "yesterday"}, 5]
    export = read(json.dumps(logs))
    assert [(one.line, one.reason.split(",")[0]) for one in export.rejected] == [
        (2, "the date should be like 2025-01-18 18:30:00"),
        (3, "an entry should be an object"),
    ]
    assert len(export.sets) == 1


@pytest.mark.parametrize("names", [True, "Deadlifts", {"name": "Deadlifts"}])
def test_wger_names_that_are_no_list_leave_the_number(read: Read, names: object) -> None:
    log = {"id": 1, "date": "2025-04-02", "exercise": 507, "repetitions": 5, "weight_unit": "²", "weight": 60}
    export = read(json.dumps({"workoutlog": [log], "exerciseinfo": [{"id": 507, "translations": names}]}), KG)
    assert [one.exercise for one in export.sets] == ["wger exercise 507"]
