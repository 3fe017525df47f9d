"""Cells of exports: numbers, dates and lengths of time in the ways of several languages; names of exercises."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiphinge.catalogue import load
from hiphinge.sources.training_logs import exercise_of
from hiphinge.sources.training_logs.dates import order_of, read_when
from hiphinge.sources.training_logs.names import _given
from hiphinge.sources.training_logs.values import UnreadableCellError, duration_s, number, rpe, unit_named


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60", 60.0),
        ("102,5", 102.5),
        ("1.250,5", 1250.5),
        ("1,250.5", 1250.5),
        ("\u221220", -20.0),
        ("1 250", 1250.0),
        ("", None),
        (" ", None),
    ],
)
def test_numbers(text: str, value: float | None) -> None:
    assert number(text, name="it") == value


@pytest.mark.parametrize("text", ["x", "1-2", "nan", "inf", "1,2,3", "60kg", "--1", "1e999"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(UnreadableCellError, match="it should be a number"):
        number(text, name="it")


@given(st.floats(min_value=-1e6, max_value=1e6, allow_nan=False).map(lambda value: round(value, 3)))
def test_a_decimal_comma_is_a_decimal_point(value: float) -> None:
    assert number(f"{value:.3f}".replace(".", ","), name="it") == number(f"{value:.3f}", name="it") == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-01-18", date(2025, 1, 18)),
        ("2025/1/8", date(2025, 1, 8)),
        ("18.1.2025", date(2025, 1, 18)),
        ("18.01.25", date(2025, 1, 18)),
        ("18/01/2025", date(2025, 1, 18)),
        ("18 janv. 2025", date(2025, 1, 18)),
        ("18 de enero de 2025", date(2025, 1, 18)),
        ("Samstag, 18. Januar 2025", date(2025, 1, 18)),
        ("Jan 18, 2025", date(2025, 1, 18)),
        ("Saturday, January 18th, 2025", date(2025, 1, 18)),
        ("3 März 2025", date(2025, 3, 3)),
        ("3 déc. 2025", date(2025, 12, 3)),
        ("1er mai 2025", date(2025, 5, 1)),
        ("5 juin 2025", date(2025, 6, 5)),
        ("5 juil. 2025", date(2025, 7, 5)),
        ("5 ott 2025", date(2025, 10, 5)),
        ("5 out. 2025", date(2025, 10, 5)),
        ("5 mrt. 2025", date(2025, 3, 5)),
    ],
)
def test_days(text: str, day: date) -> None:
    assert read_when(text) == day


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2025-01-18 18:30:00", (18, 30, 0)),
        ("2025-01-18T18:30", (18, 30, 0)),
        ("2025-01-18 6:30:05\u202fPM", (18, 30, 5)),
        ("2025-01-18 12:05 am", (0, 5, 0)),
        ("2025-01-18 12:05 p. m.", (12, 5, 0)),
        ("18 Jan 2025, 18:30", (18, 30, 0)),
        ("18 janv. 2025 à 18h30", (18, 30, 0)),
        ("Saturday 18 January 2025 at 18:30", (18, 30, 0)),
        ("18. Januar 2025 um 18:30", (18, 30, 0)),
    ],
)
def test_times_on_the_clock(text: str, clock: tuple[int, int, int]) -> None:
    assert read_when(text) == datetime(2025, 1, 18, *clock)  # noqa: DTZ001 - a time on the clock


@pytest.mark.parametrize(
    "text",
    ["2025-01-18T18:30:00Z", "2025-01-18T18:30:00.000Z", "2025-01-18T20:30:00+02:00", "2025-01-18 12:30:00-0600"],
)
def test_moments(text: str) -> None:
    assert read_when(text) == datetime(2025, 1, 18, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025",
        "18:30",
        "2025-13-01",
        "31.02.2025",
        "1 jui 2025",
        "1 ma 2025",
        "2025-01-18 25:00",
        "0001-01-01",
        "2025-01-18T18:30:00+92:00",
        "1/2/3/4",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(UnreadableCellError, match="the date should be like"):
        read_when(text)


@given(st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2199, 12, 31)))  # noqa: DTZ001 - clocks
def test_a_date_that_is_written_comes_back(when: datetime) -> None:
    when = when.replace(microsecond=0)
    assert read_when(when.isoformat(sep=" ")) == when
    assert read_when(f"{when:%d %B %Y, %H:%M:%S}") == when
    assert read_when(f"{when:%m/%d/%Y %I:%M:%S %p}", order="month-first") == when


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_says_what_it_should_be(text: str) -> None:
    with suppress(UnreadableCellError):
        assert isinstance(read_when(text), date)


def test_the_order_of_day_and_month() -> None:
    assert order_of(["2025-01-18", "1.2.2025"]) == "day-first"
    assert order_of(["1/2/2025", "13/2/2025"]) == "day-first"
    assert order_of(["1/2/2025", "2/13/2025"]) == "month-first"
    assert order_of(["1/2/2025"]) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90.0),
        ("1:30", 90.0),
        ("0:32:06", 1926.0),
        ("1h 5m", 3900.0),
        ("45min", 2700.0),
        ("30s", 30.0),
        ("0", None),
        ("", None),
    ],
)
def test_lengths_of_time(text: str, seconds: float | None) -> None:
    assert duration_s(text) == seconds


def test_effort() -> None:
    assert rpe("8,5") == 8.5
    assert rpe("0") is None
    assert rpe("2", in_reserve=True) == 8.0
    assert rpe("0", in_reserve=True) == 10.0
    with pytest.raises(UnreadableCellError, match="RIR should be 0 to 9"):
        rpe("10", in_reserve=True)


def test_units() -> None:
    assert [unit_named(text) for text in ("kgs", "LBS", "lb.", "")] == ["kg", "lb", "lb", None]
    with pytest.raises(UnreadableCellError, match="kg or lb"):
        unit_named("stone")


@pytest.mark.parametrize(
    ("name", "exercise"),
    [
        ("Romanian Deadlift (Barbell)", "romanian_deadlift"),
        ("romanian  deadlift (DUMBBELL)", "romanian_deadlift"),
        ("RDL", "romanian_deadlift"),
        ("Squat (Barbell)", "back_squat"),
        ("Squat (Bodyweight)", "bodyweight_squat"),
        ("Deadlift (Trap bar)", "trap_bar_deadlift"),
        ("Rumänisches Kreuzheben", "romanian_deadlift"),
        ("good_morning", "good_morning"),
        ("Romanian Deadlift Machine", None),
        ("Bench Press (Barbell)", None),
        ("Lunge", None),
        ("()", None),
    ],
)
def test_names_of_apps(name: str, exercise: str | None) -> None:
    assert exercise_of(name) == exercise


def test_the_table_of_names_names_exercises_and_no_name_twice() -> None:
    given_names = _given()
    names = [name for several in given_names["exercises"].values() for name in several]
    assert set(given_names["exercises"]) <= set(load().exercises)
    assert len(set(map(str.casefold, names))) == len(names)
    assert {exercise_of(name) for name in given_names["too_vague"]} == {None}
