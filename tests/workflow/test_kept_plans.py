"""The plan that a person trains by: tried out, kept, followed by their log, changed by them, stopped."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hiphinge.documents.plan import EditDocument
from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import InputMissingError, UnknownIdError, UsageError
from hiphinge.planning import Answers, Settings
from hiphinge.store import Store, open_store
from hiphinge.workflow.gym import day_in_the_gym
from hiphinge.workflow.kept_plans import (
    answer_day,
    change_kept,
    keep_plan,
    kept_plan,
    present_plan,
    stop_plan,
    take_back_change,
)
from hiphinge.workflow.log_keeping import log_sets
from hiphinge.workflow.log_planning import plan_sets

MONDAY = datetime.now(UTC).replace(hour=12, minute=0) - timedelta(days=datetime.now(UTC).weekday() + 14)
"""Two weeks ago, as a log holds nothing that is to come."""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with open_store() as opened:
        yield opened


@pytest.fixture
def ana(store: Store) -> PersonRecord:
    return store.people.add("Ana", adult=True, zone="UTC")


def settings(**changes: object) -> Settings:
    given: dict[str, object] = {
        "start": MONDAY.date().toordinal(),
        "weekdays": (0, 2, 4),
        "weeks": 4,
        "experience": "some",
        "equipment": frozenset({"barbell"}),
        "loads": {"romanian_deadlift": 60.0},
    }
    return Settings(**(given | changes))  # type: ignore[arg-type]


def on(days: int) -> datetime:
    return MONDAY + timedelta(days=days)


def weight(store: Store, ana: PersonRecord, now: datetime) -> float | None:
    session = present_plan(store, ana, now=now).day().session
    assert session is not None
    [main] = [item for item in session.items if item.part == "main"]
    return main.load


def test_a_plan_is_tried_out_before_it_is_kept(store: Store, ana: PersonRecord) -> None:
    outcomes = keep_plan(store, ana, settings(), now=MONDAY)
    assert list(outcomes) == ["succeeds", "stalls", "misses weeks", "hurts"]
    assert all(one.broken == () and one.sessions for one in outcomes.values())
    assert outcomes["misses weeks"].sessions < outcomes["succeeds"].sessions == 12
    assert kept_plan(store, ana, now=MONDAY) is not None


def test_what_breaks_a_rule_is_not_kept(store: Store, ana: PersonRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hiphinge.planning.trial.trying.broken_promises", lambda *_, **__: ["heavy two days in a row"])
    with pytest.raises(UsageError, match="heavy two days in a row"):
        keep_plan(store, ana, settings(), now=MONDAY)
    assert kept_plan(store, ana, now=MONDAY) is None


def test_another_plan_takes_the_place_and_stopping_leaves_none(store: Store, ana: PersonRecord) -> None:
    keep_plan(store, ana, settings(), now=MONDAY)
    keep_plan(store, ana, settings(weekdays=(1, 4)), now=MONDAY)
    assert present_plan(store, ana, now=MONDAY).settings.weekdays == (1, 4)
    stop_plan(store, ana, now=MONDAY)
    assert kept_plan(store, ana, now=MONDAY) is None
    with pytest.raises(InputMissingError, match="no plan"):
        stop_plan(store, ana, now=MONDAY)


def test_a_missed_day_moves_and_never_doubles(store: Store, ana: PersonRecord) -> None:
    keep_plan(store, ana, settings(), now=MONDAY)
    tuesday = day_in_the_gym(store, ana, now=on(1))
    assert tuesday.plan is not None
    assert tuesday.plan.why[0].id == "moved_day"
    assert tuesday.planned
    days = [one.day - MONDAY.date().toordinal() for one in present_plan(store, ana, now=on(1)).plan().sessions]
    assert days[:3] == [1, 2, 4]


def test_what_was_done_is_beside_the_plan_and_changes_what_comes(store: Store, ana: PersonRecord) -> None:
    keep_plan(store, ana, settings(), now=MONDAY)
    log_sets(store, ana, "rdl 1x8 60kg rpe 7", at=f"{MONDAY:%Y-%m-%d} 10:00")
    monday = day_in_the_gym(store, ana, now=MONDAY)
    [deadlift] = [one for one in monday.exercises if one.exercise == "romanian_deadlift"]
    assert (deadlift.planned, len(deadlift.done)) == (True, 1)
    tuesday = day_in_the_gym(store, ana, now=on(1))
    assert tuesday.plan is not None
    assert (tuesday.exercises, tuesday.plan.why[0].id) == ((), "rest_day")
    assert weight(store, ana, on(2)) == 47.5, "the light day, as the hard one was done"
    assert present_plan(store, ana, now=on(2)).done[0].kind == "heavy"


def test_trunk_work_alone_is_no_session(store: Store, ana: PersonRecord) -> None:
    keep_plan(store, ana, settings(), now=MONDAY)
    log_sets(store, ana, "plank 2x30s", at=f"{MONDAY:%Y-%m-%d} 10:00")
    assert weight(store, ana, on(1)) == 60.0


def test_changes_of_the_person_win_and_can_be_taken_back(store: Store, ana: PersonRecord) -> None:
    keep_plan(store, ana, settings(), now=MONDAY)
    change_kept(store, ana, [EditDocument(kind="set", exercise="rdl", field="load", value=80.0)], now=MONDAY)
    assert weight(store, ana, MONDAY) == 80.0
    with pytest.raises(UsageError, match="load should be"):
        change_kept(store, ana, [EditDocument(kind="set", exercise="rdl", field="load", value=-1.0)], now=MONDAY)
    assert weight(store, ana, MONDAY) == 80.0
    take_back_change(store, ana, now=MONDAY)
    assert weight(store, ana, MONDAY) == 60.0
    with pytest.raises(UsageError, match="no change to take back"):
        take_back_change(store, ana, now=MONDAY)


def test_a_day_that_was_planned_by_hand_comes_before_the_plan(store: Store, ana: PersonRecord) -> None:
    now = datetime.now(UTC)
    keep_plan(store, ana, settings(start=now.date().toordinal(), weekdays=tuple(range(7))), now=now)
    plan_sets(store, ana, "squat 3x5 100kg", on="today")
    assert [one.name for one in day_in_the_gym(store, ana).exercises] == ["squat"]


def test_answers_of_the_day_ease_or_stop_it(store: Store, ana: PersonRecord) -> None:
    keep_plan(store, ana, settings(), now=MONDAY)
    answer_day(store, ana, Answers(pain=4), now=MONDAY)
    assert weight(store, ana, MONDAY) == 30.0
    answer_day(store, ana, Answers(yes=frozenset({"chest_pain"})), now=MONDAY)
    stopped = day_in_the_gym(store, ana, now=MONDAY)
    assert stopped.plan is not None
    assert (stopped.exercises, stopped.plan.why[0].id) == ((), "stop_answer")
    with pytest.raises(UnknownIdError):
        answer_day(store, ana, Answers(yes=frozenset({"hunger"})), now=MONDAY)


def test_a_busy_answer_counts_for_a_week(store: Store, ana: PersonRecord) -> None:
    keep_plan(store, ana, settings(), now=MONDAY)
    answer_day(store, ana, Answers(busy=True), now=MONDAY)
    assert present_plan(store, ana, now=on(6)).answers.busy
    assert not present_plan(store, ana, now=on(7)).answers.busy


def test_a_practised_day_is_kept_once(store: Store, ana: PersonRecord) -> None:
    for _ in range(2):
        store.training_plans.tick(ana, MONDAY.date(), now=MONDAY)
    assert store.training_plans.practised(ana) == {MONDAY.date()}
    store.training_plans.tick(ana, MONDAY.date(), now=MONDAY, done=False)
    assert store.training_plans.practised(ana) == frozenset()
