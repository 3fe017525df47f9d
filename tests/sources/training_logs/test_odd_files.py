"""Exports with other bytes, damaged lines and missing units: read as far as they can be, with a reason for the rest."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.training_logs.exported import (
    FITNOTES,
    FITNOTES_BODY,
    HEVY,
    LIFTOSAUR,
    STRONG,
    WGER,
)

from hiphinge.errors import HiphingeError, InputEmptyError, InputFormatError, UnknownIdError, UsageError
from hiphinge.sources.training_logs import APPS, Hints, TrainingExport
from hiphinge.sources.training_logs.text import table_of

Read = Callable[..., TrainingExport]
KG, LB = Hints(unit="kg"), Hints(unit="lb")


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
            f"2025-01-18,A,Squat,1,60,5,,{'9' * 400}:30,",
            "the time should be seconds, or like 1:30, at most a day, but it is '999",
        ),
        (
            f"2025-01-18,A,Squat,1,60,5,,{'9' * 5000} h,",
            "the time should be seconds, or like 1:30, at most a day, but it is '999",
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


def test_a_table_of_very_many_columns_is_refused_at_once() -> None:
    with pytest.raises(InputFormatError, match="at most 1000 columns"):
        table_of("," * 1_000_000 + "\n1" + "," * 1_000_000)
