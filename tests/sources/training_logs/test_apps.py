"""The exports of each training app, as the apps write them, read set by set."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiphinge.errors import HiphingeError, InputEmptyError, InputFormatError, UnknownIdError, UsageError
from hiphinge.sources.training_logs import APPS, ExportedSet, Hints, TrainingExport, read_training_log

Read = Callable[..., TrainingExport]
KG, LB = Hints(unit="kg"), Hints(unit="lb")

STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
    "2025-01-18 18:30:00,Legs,1h 5m,Romanian Deadlift (Barbell),W,40.0,10,0,0.0,,,\n"
    '2025-01-18 18:30:00,Legs,1h 5m,Romanian Deadlift (Barbell),1,80.0,8.0,0,0.0,"slow, ""paused""\nsecond line",'
    "Good day,7.5\n"
    "2025-01-18 18:30:00,Legs,1h 5m,Romanian Deadlift (Barbell),Rest Timer,0,0,0,120,,,\n"
    "2025-01-18 18:30:00,Legs,1h 5m,Plank,1,0,0,0,60,,,\n"
    "2025-01-18 18:30:00,Legs,1h 5m,Running,1,0,0,5.2,1800,,,\n"
)
STRONG_SEMICOLONS = (
    "Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;Distance (meters);Seconds;"
    "Notes;Workout Notes\n"
    '"1";"2026-08-10 18:00:00";"Push";"3600";"Deadlift (Barbell)";"W";"60";"10";"";"";"";"";""\n'
    '"1";"2026-08-10 18:00:00";"Push";"3600";"Deadlift (Barbell)";"1";"102,5";"5";"8,5";"";"";"";""\n'
    '"1";"2026-08-10 18:00:00";"Push";"3600";"Deadlift (Barbell)";"Rest Timer";"";"";"";"";"90";"";""\n'
    '"1";"2026-08-10 18:00:00";"Push";"3600";"Deadlift (Barbell)";"F";"110";"2";"10";"";"";"";""\n'
    '"1";"2026-08-10 18:00:00";"Push";"3600";"Deadlift (Barbell)";"Note";"";"";"";"";"";"belt on";""\n'
    '"1";"2026-08-10 18:00:00";"Push";"3600";"Suitcase Carry";"1";"24";"";"";"20";"";"";""\n'
)
STRONG_OLD = (
    "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;"
    "Workout Notes\n"
    '2019-01-11 12:31:54;"Leg";"Deadlift (Barbell)";1;20;kg;5;;;;0;"";""\n'
    '2019-01-11 12:31:54;"Leg";"Deadlift (Barbell)";2;45;lbs;4;;;;0;;\n'
)
_HEVY_WORKOUT = '"Lower","12 Aug 2026, 19:31","12 Aug 2026, 21:03","Tired"'
HEVY = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
    f'{_HEVY_WORKOUT},"Romanian Deadlift (Barbell)",,"hips back",0,"warmup",60,8,,,\n'
    f'{_HEVY_WORKOUT},"Romanian Deadlift (Barbell)",,"hips back",1,"normal",110,8,,,8.5\n'
    f'{_HEVY_WORKOUT},"Pull Up (Assisted)",0,"",0,"failure",20,6,,,\n'
    f'{_HEVY_WORKOUT},"Plank",0,"",0,"normal",,,,45,\n'
)
HEVY_WEIGHTS = (
    '"date","weight_kg","fat_percent","neck_cm","waist_cm"\n"9 Feb 2023, 00:00",81.5,,,\n"10 Feb 2023, 07:30",,,38,\n'
)
FITNOTES = (
    "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n\n"
    '2026-08-08,Romanian Deadlift,Legs,60.0,kgs,12,,,,""\n'
    '2026-08-08,Romanian Deadlift,Legs,135.0,lbs,8,,,,"Straps"\n'
    "2026-08-08,Treadmill,Cardio,,,,1.53,mi,0:32:06,\n"
)
FITNOTES_IOS = (
    "Date,Exercise,Category,Weight (kg),Weight (lbs),Reps,Distance,Distance Unit,Time,Notes,Kind\n"
    "2021-05-20,Barbell Squat,Legs,42.50,93.70,8,,,,,wr\n"
    "2021-05-20,Barbell Squat,Legs,20.41,45.00,8,,,,,wr\n"
)
FITNOTES_BODY = (
    "Date,Time,Measurement,Value,Unit,Comment\n"
    "2026-01-10,07:00:00,Bodyweight,82.0,kg,\n"
    "2026-01-10,07:00:00,Waist,84,cm,\n"
)
LIFTOSAUR = (
    "Workout DateTime,Program,Day Name,Exercise,Is Warmup Set?,Required Reps,Completed Reps,Is AMRAP?,Required RPE,"
    "Completed RPE,Log RPE?,Required Weight Value,Required Weight Unit,Completed Weight Value,Completed Weight Unit,"
    "Ask Weight?,Completed Reps Time,Target Muscles,Synergist Muscles,Notes\n"
    "2026-03-01T10:00:00.000Z,GZCLP,Day 1,Deadlift,1,5,5,0,,,0,95,lb,95,lb,0,2026-03-01T10:05:00.000Z,,,\n"
    "2026-03-01T10:00:00.000Z,GZCLP,Day 1,Deadlift,0,5,6,1,8,9,0,225,lb,225,lb,0,2026-03-01T10:09:00.000Z,,,fast\n"
    "2026-03-01T10:00:00.000Z,GZCLP,Day 1,Deadlift,0,5,,0,8,,0,225,lb,,,0,,,,\n"
)
LIFTOSAUR_OLD = (
    "Workout DateTime,Program,Day Name,Exercise,Equipment,Is Warmup Set?,Required Reps,Completed Reps,RPE,Is AMRAP?,"
    "Weight Value,Weight Unit,Completed Reps Time,Target Muscles,Synergist Muscles,Notes\n"
    "2022-03-01T10:00:00.000Z,5/3/1,Day 1,Deadlift,barbell,0,5,5,8,0,100,kg,,,,\n"
)
WGER: dict[str, Any] = {
    "workoutlog": {
        "count": 4,
        "next": None,
        "results": [
            {
                "id": 7,
                "date": "2025-04-02T18:05:00+02:00",
                "session": "3",
                "exercise": 507,
                "repetitions_unit": 1,
                "repetitions": "8.00",
                "weight_unit": 1,
                "weight": "62.50",
                "rir": "2.0",
                "rest": 120,
            },
            {
                "id": 8,
                "date": "2025-04-02T18:15:00+02:00",
                "session": 3,
                "exercise": 9,
                "repetitions_unit": 3,
                "repetitions": "45",
                "weight_unit": 3,
                "weight": "80",
            },
            {"id": 9, "date": "2025-04-02", "exercise": 507, "repetitions": 5, "weight_unit": 2, "weight": 135},
            {"id": 10, "date": "2025-04-02", "exercise": 507, "repetitions": 5, "weight_unit": 4, "weight": 2},
        ],
    },
    "workoutsession": [{"id": 3, "date": "2025-04-02", "time_start": "18:00:00", "notes": "Fresh"}],
    "exerciseinfo": [
        {"id": 507, "translations": [{"language": 1, "name": "Kreuzheben"}, {"language": 2, "name": "Deadlifts"}]}
    ],
    "weightentry": [{"id": 1, "date": "2025-04-01T07:00:00+02:00", "weight": "81.40", "weight_unit": 1}],
}


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_content(content: str | bytes, hints: Hints | None = None, *, app: str | None = None) -> TrainingExport:
        file = tmp_path / "export"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_training_log(file, hints=hints, app=app)

    return read_content


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


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + STRONG.encode(),
        STRONG.replace("\n", "\r\n").encode(),
        STRONG.encode("utf-16"),
        STRONG.encode("utf-16-le"),
        STRONG.encode("utf-16-be"),
        b"sep=,\n" + STRONG.encode(),
    ],
    ids=["mark", "CRLF", "UTF-16", "UTF-16 LE without mark", "UTF-16 BE without mark", "sep="],
)
def test_bytes_of_every_kind(read: Read, content: bytes) -> None:
    expected = [(one.exercise, one.load, one.note.replace("\r", "")) for one in read(STRONG, KG).sets]
    assert [(one.exercise, one.load, one.note) for one in read(content, KG).sets] == expected


def test_the_code_page_of_windows(read: Read) -> None:
    (one,) = read("Date;Exercise Name;Reps\n2025-01-18;Rumänisches Kreuzheben;5\n".encode("cp1252")).sets
    assert one.exercise == "Rumänisches Kreuzheben"


HEADINGS = "Date,Workout Name,Exercise Name,Set Order,Weight (kg),Reps,RPE,Seconds,Notes\n"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("soon,A,Squat,1,60,5,,,", "the date should be like 2025-01-18 18:30:00, but it is 'soon'"),
        ("2025-02-30,A,Squat,1,60,5,,,", "the date should be like 2025-01-18 18:30:00, but it is '2025-02-30'"),
        ("2025-01-18,A,,1,60,5,,,", "the exercise should have a name, but there is none"),
        ("2025-01-18,A,Squat,1,sixty,5,,,", "the weight should be a number, but it is 'sixty'"),
        ("2025-01-18,A,Squat,1,60,5000,,,", "the repetitions should be 0 to 1000, but it is '5000'"),
        ("2025-01-18,A,Squat,1,900,5,,,", "the weight should be at most 600 kg, but it is '900 kg'"),
        ("2025-01-18,A,Squat,1,60,5,12,,", "RPE should be 1 to 10, but it is '12'"),
        (
            "2025-01-18,A,Squat,1,60,5,,long,",
            "the time should be seconds, or like 1:30, at most a day, but it is 'long'",
        ),
        (
            "2025-01-18,A,Squat,1,0,0,,,",
            "a set should have repetitions, a weight, a time or a distance, but there is none",
        ),
        ("2025-01-18,A,Squat,1,,,,,never done", "a set should have repetitions, a weight, a time or a distance"),
        (",A,Squat,1,60,5,,,", "the date should be like 2025-01-18 18:30:00, but there is none"),
        ("2025-01-18,A,Squat,1,60,5,,,a,b", "the headings have 9 columns, but it has 10"),
        ('2025-01-18,A,Squat,1,60,5,,,"never\nclosed', 'a quote (") is opened in it and never closed'),
    ],
)
def test_a_line_that_cannot_be_used_says_why_and_stops_nothing(read: Read, row: str, reason: str) -> None:
    export = read(f"{HEADINGS}2025-01-18,A,Squat,1,50,5,,,\n{row}\n")
    assert len(export.sets) == 1
    (rejected,) = export.rejected
    assert rejected.line == 3
    assert rejected.reason.startswith(reason)


def test_lines_are_counted_over_notes_with_line_breaks(read: Read) -> None:
    export = read(f'{HEADINGS}2025-01-18,A,Squat,1,50,5,,,"one\ntwo\n\nthree"\n\nsoon,A,Squat,2,50,5,,,\n')
    assert ([one.line for one in export.sets], [one.line for one in export.rejected]) == ([2], [7])


def test_a_failed_attempt_keeps_its_zero(read: Read) -> None:
    assert read(f"{HEADINGS}2025-01-18,A,Squat,1,140,0,,,\n").sets[0].repetitions == 0


def test_the_order_of_day_and_month_is_found_or_asked_for(read: Read) -> None:
    clear, unclear = (
        "Date,Exercise Name,Reps\n3/4/2025,Squat,5\n25/4/2025,Squat,5\n",
        "Date,Exercise Name,Reps\n3/4/2025,Squat,5\n",
    )
    assert read(clear).sets[0].start == date(2025, 4, 3)
    assert read(clear.replace("25/4", "4/25")).sets[0].start == date(2025, 3, 4)
    with pytest.raises(UsageError, match="--dates day-first or --dates month-first"):
        read(unclear)
    assert read(unclear, Hints(dates="month-first")).sets[0].start == date(2025, 3, 4)


def test_what_is_no_export_says_what_it_is(read: Read) -> None:
    with pytest.raises(InputFormatError, match="its first line is: a, b"):
        read("a,b\n1,2\n")
    with pytest.raises(InputFormatError, match="JSON, but no export"):
        read('{"a": 1}')
    with pytest.raises(InputFormatError, match="begins as JSON, but is broken"):
        read('[{"a": ')
    with pytest.raises(InputFormatError, match="not text"):
        read(bytes(range(256)) * 20)
    with pytest.raises(InputEmptyError):
        read("")
    with pytest.raises(InputFormatError, match="only empty lines"):
        read("\n\n")


def test_the_app_can_be_named(read: Read) -> None:
    assert read(FITNOTES, app="FitNotes").app == "fitnotes"
    assert read("Date,Exercise,Reps\n2025-01-18,Squat,5\n", app="fitnotes").sets[0].repetitions == 5
    with pytest.raises(InputFormatError, match=r"should be the export of Hevy, but .* start_time and exercise_title"):
        read(FITNOTES, app="hevy")
    with pytest.raises(UnknownIdError, match="Known: fitnotes, hevy, liftosaur, strong, wger"):
        read(FITNOTES, app="jefit")


def test_every_app_of_the_table_is_recognised_by_one_of_these(read: Read) -> None:
    texts = (STRONG, HEVY, FITNOTES, LIFTOSAUR, json.dumps(WGER))
    assert {read(text, KG).app for text in texts} == set(APPS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.sampled_from((STRONG, HEVY, FITNOTES_BODY, LIFTOSAUR, json.dumps(WGER))),
    junk=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 20), st.binary(max_size=4)), min_size=1, max_size=5),
)
def test_a_damaged_file_is_read_or_refused_in_words(read: Read, text: str, junk: list[tuple[int, int, bytes]]) -> None:
    damaged = bytearray(text.encode())
    for place, length, piece in junk:
        damaged[place : place + length] = piece
    with suppress(HiphingeError):
        export = read(bytes(damaged), KG)
        assert all(one.reason for one in export.rejected)


def test_a_number_beyond_all_numbers_is_rejected(read: Read) -> None:
    export = read(f"{HEADINGS}2025-01-18,A,Squat,1,1e308,5,,,\n2025-01-18,A,Squat,2,1e999,5,,,\n")
    assert {one.reason.split(",")[0] for one in export.rejected} == {"the weight should be a number"}
