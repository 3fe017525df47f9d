"""Today in the gym: planned or as last time, one set a tap, what to film, and what a form says of a set."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hiphinge.documents.training_log import PersonRecord, SetRecord
from hiphinge.errors import InputMissingError, UsageError
from hiphinge.store import Store, open_store
from hiphinge.workflow.gym import day_in_the_gym, log_tap, worth_filming
from hiphinge.workflow.log_days import next_morning, prepare, rate_comfort
from hiphinge.workflow.log_editing import change_set, erase_set, log_days, said_in_fields
from hiphinge.workflow.log_keeping import log_sets
from hiphinge.workflow.log_planning import plan_sets

SET = {"name": "rdl", "repetitions": "8", "load": "60", "unit": "kg"}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with open_store() as opened:
        yield opened


@pytest.fixture
def ana(store: Store) -> PersonRecord:
    return store.people.add("Ana", adult=True, zone="UTC")


def days_ago(count: int) -> str:
    return (datetime.now(UTC) - timedelta(days=count)).strftime("%Y-%m-%d 10:00")


def test_sets_are_those_of_the_last_session(store: Store, ana: PersonRecord) -> None:
    log_sets(store, ana, "squat 5x5 100kg", at=days_ago(9))
    log_sets(store, ana, "rdl 2x8 60kg", at=days_ago(3))
    day = day_in_the_gym(store, ana)
    assert [(one.name, len(one.sets), len(one.done)) for one in day.exercises] == [("rdl", 2, 0)]
    assert not day.planned
    assert day.last_day == datetime.now(UTC).date() - timedelta(days=3)


def test_a_plan_for_today_comes_before_last_time(store: Store, ana: PersonRecord) -> None:
    log_sets(store, ana, "squat 5x5 100kg", at=days_ago(3))
    plan_sets(store, ana, "rdl 3x8 62.5kg", on="today")
    plan_sets(store, ana, "rdl 3x8 65kg", on="tomorrow")
    log_sets(store, ana, "Romanian deadlift 1x8 62.5kg")
    (one,) = day_in_the_gym(store, ana).exercises
    assert (one.planned, len(one.sets), len(one.done)) == (True, 3, 1)
    assert one.next is one.sets[1]


def test_a_tap_that_comes_twice_logs_one_set(store: Store, ana: PersonRecord) -> None:
    assert log_tap(store, ana, SET | {"count": "0"}) is not None
    assert log_tap(store, ana, SET | {"count": "0"}) is None
    assert log_tap(store, ana, SET | {"count": "1", "name": "RDL"}) is not None
    assert len(store.log.sets(ana)) == 2


def test_names_that_look_like_a_line_are_kept_as_they_are(store: Store, ana: PersonRecord) -> None:
    one = log_tap(store, ana, SET | {"name": "Press 3x8 machine", "rpe": "7,5", "tempo": "3-1-1-0", "pain_after": "1"})
    assert one is not None
    assert (one.exercise_name, one.rpe, one.tempo, one.pain_after, one.load and one.load.kg) == (
        "Press 3x8 machine",
        7.5,
        "3-1-1-0",
        1,
        60,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"repetitions": ""},
        {"repetitions": "8.5"},
        {"load": "heavy"},
        {"rpe": "11"},
        {"load": "nan"},
        {"load": "-5"},
        {"pain_after": "11"},
        {"name": "x" * 201},
    ],
)
def test_what_is_no_set_changes_nothing(store: Store, ana: PersonRecord, wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        log_tap(store, ana, SET | wrong)
    assert store.log.count(ana) == 0


def test_the_heaviest_and_the_last_work_set_are_filmed(store: Store, ana: PersonRecord) -> None:
    def places(*lines: str) -> list[int]:
        sets: list[SetRecord] = []
        for line in lines:
            sets += log_sets(store, ana, line).sets
        return sorted(worth_filming(sets))

    assert places("rdl 1x8 40kg warm-up", "rdl 3x8 60kg") == [3]
    assert places("rdl 1x5 100kg", "rdl 2x8 80kg") == [0, 2]
    assert places("rdl 1x8 warm-up") == []
    assert list(worth_filming(log_sets(store, ana, "hip hinge 1x8").sets).values()) == ["the last set"]


def test_exercises_whose_videos_are_not_judged_are_not_filmed(store: Store, ana: PersonRecord) -> None:
    log_sets(store, ana, "bench press 3x8 60kg", at=days_ago(1))
    log_sets(store, ana, "rdl 3x8 60kg", at=days_ago(1))
    bench, rdl = day_in_the_gym(store, ana).exercises
    assert (bool(bench.filming_reasons), bench.filmed, bool(rdl.filming_reasons), rdl.filmed) == (
        False,
        False,
        True,
        True,
    )


def test_what_was_noted_of_the_day_is_shown(store: Store, ana: PersonRecord) -> None:
    log_sets(store, ana, "rdl 3x8 60kg", at=days_ago(1))
    first = day_in_the_gym(store, ana)
    assert first.morning is not None
    assert (first.comfort, first.prepared, first.morning.pain) == (None, None, None)
    rate_comfort(store, ana, 7, on=None)
    prepare(store, ana, {"roll_thighs": True}, at=None)
    next_morning(store, ana, 2, on=None)
    day = day_in_the_gym(store, ana)
    assert day.morning is not None
    assert (day.comfort, day.prepared, day.morning.pain) == (7, {"roll_thighs": True}, 2)


def test_a_set_is_changed_in_place(store: Store, ana: PersonRecord) -> None:
    before = log_sets(store, ana, "rdl 1x8 60kg rpe 7 rest 90s note good", at=days_ago(2)).sets[0]
    change_set(
        store, ana, before.id, {"name": "squat", "repetitions": "5", "load": "100", "unit": "lb", "kind": "warm_up"}
    )
    (after,) = store.log.sets(ana)
    assert (after.id, after.performed_at, after.session) == (before.id, before.performed_at, before.session)
    assert (after.exercise, after.kind, after.repetitions, after.rpe, after.note) == (
        "back_squat",
        "warm_up",
        5,
        None,
        "",
    )
    assert after.load is not None
    assert (after.load.value, after.load.unit) == (100, "lb")


def test_nobody_changes_or_erases_the_set_of_another(store: Store, ana: PersonRecord) -> None:
    bo = store.people.add("Bo", adult=True, zone="UTC")
    one = log_sets(store, ana, "rdl 1x8 60kg").sets[0]
    with pytest.raises(InputMissingError):
        change_set(store, bo, one.id, SET)
    erase_set(store, bo, one.id)
    assert store.log.count(ana) == 1
    erase_set(store, ana, one.id)
    erase_set(store, ana, one.id)
    assert store.log.count(ana) == 0


def test_the_log_by_day_shows_whole_days_with_plans_beside_them(store: Store, ana: PersonRecord) -> None:
    for count in range(12):
        log_sets(store, ana, "rdl 20x8 60kg", at=days_ago(count + 1))
    plan_sets(store, ana, "squat 3x5 100kg", on="tomorrow")
    first = log_days(store, ana)
    assert first[0].day == datetime.now(UTC).date() + timedelta(days=1)
    assert [one.state for one in first[0].planned] == ["none"]
    assert {len(one.done) for one in first[1:]} == {20}
    rest = log_days(store, ana, before=first[-1].day)
    assert [one.day for one in (*first[1:], *rest)] == [
        datetime.now(UTC).date() - timedelta(days=n + 1) for n in range(12)
    ]
    assert log_days(store, ana, before=rest[-1].day) == ()


def test_fields_say_a_set_that_is_held() -> None:
    said = said_in_fields({"name": "plank", "seconds": "40", "counting": "yes"})
    assert (said.repetitions, said.duration_s, said.load, said.counting) == ((None,), 40.0, None, True)
