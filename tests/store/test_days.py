"""Aims, plans, and what is noted of a day: kept as given, taken back line by line, on both engines."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from hiphinge.documents.training_log import (
    AimRecord,
    BodyWeightRecord,
    ComfortRecord,
    LoadRecord,
    PersonRecord,
    PlannedSessionRecord,
    PlannedSetRecord,
    SelfTestRecord,
    SessionRecord,
    SetRecord,
)
from hiphinge.store import Store
from hiphinge.store.columns import new_id, new_ids
from hiphinge.store.fixed_ids import fixed_id

NOW = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)
DAY = date(2026, 5, 6)


@pytest.fixture
def ana(store: Store) -> PersonRecord:
    return store.people.add("Ana", adult=True)


def aim(person: PersonRecord, **fields: Any) -> AimRecord:
    given: dict[str, Any] = fields or {"load": LoadRecord(value=100, unit="kg")}
    return AimRecord(id=new_id(), person=person.id, set_at=NOW, by=DAY, exercise_name="RDL", **given)


def plan(store: Store, person: PersonRecord, day: date, count: int = 3) -> tuple[PlannedSetRecord, ...]:
    def sets_of(session: PlannedSessionRecord, first: int) -> list[PlannedSetRecord]:
        same: dict[str, Any] = {"person": person.id, "session": session.id, "exercise_name": "RDL", "repetitions": 8}
        return [PlannedSetRecord(id=id_, position=first + n, **same) for n, id_ in enumerate(new_ids(count))]

    return store.plans.plan(person, day, sets_of)


def do(store: Store, person: PersonRecord, at: datetime = NOW) -> tuple[SetRecord, ...]:
    def sets_of(session: SessionRecord, first: int) -> list[SetRecord]:
        same: dict[str, Any] = {"person": person.id, "session": session.id, "exercise_name": "RDL", "performed_at": at}
        return [SetRecord(id=id_, position=first + n, **same) for n, id_ in enumerate(new_ids(2))]

    return store.log.enter(person, at, sets_of)


def comfort(person: PersonRecord, day: date, value: int) -> ComfortRecord:
    return ComfortRecord(id=new_id(), person=person.id, day=day, comfort=value, noted_at=NOW)


def test_aims_come_back_the_earliest_day_first(store: Store, ana: PersonRecord) -> None:
    later = aim(ana, quantity="lumbar_flexion_deg", value=12.0, way="at_most").model_copy(
        update={"by": date(2027, 1, 1)}
    )
    sooner = aim(ana)
    for one in (later, sooner):
        store.plans.aim(one)
    assert store.plans.aims(ana) == (sooner, later)
    assert store.plans.remove_aims(ana, [later.id]) == 1
    assert store.plans.aims(ana) == (sooner,)


@pytest.mark.parametrize("fields", [{"value": 3.0}, {"quantity": "x"}, {"load": None, "note": ""}])
def test_an_aim_is_a_load_or_a_measure_with_its_value(ana: PersonRecord, fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="an aim is a load, or a measure with its value"):
        aim(ana, **fields)


def test_a_day_has_one_planned_session_with_its_sets_in_order(store: Store, ana: PersonRecord) -> None:
    first, second = plan(store, ana, DAY), plan(store, ana, DAY, 2)
    other = plan(store, ana, DAY + timedelta(days=2))
    days = store.plans.days(ana)
    assert [(one.session.day, one.sets) for one in days] == [(DAY, (*first, *second)), (DAY + timedelta(days=2), other)]
    assert [one.position for one in days[0].sets] == [0, 1, 2, 3, 4]
    assert [one.session.day for one in store.plans.days(ana, since=DAY + timedelta(days=1))] == [
        DAY + timedelta(days=2)
    ]
    assert store.plans.remove_day(ana, DAY) == 5
    assert [one.sets for one in store.plans.days(ana)] == [other]


def test_the_last_rating_of_a_day_counts_and_the_one_before_comes_back(store: Store, ana: PersonRecord) -> None:
    for value in (4, 7):
        store.days.rate_comfort(comfort(ana, DAY, value))
    store.days.rate_comfort(comfort(ana, DAY - timedelta(days=1), 9))
    assert [(one.day.day, one.comfort) for one in store.days.comfort(ana)] == [(5, 9), (6, 7)]
    store.log.undo(ana)
    store.log.undo(ana)
    assert [one.comfort for one in store.days.comfort(ana)] == [4]


def test_preparation_belongs_to_the_session_that_follows(store: Store, ana: PersonRecord) -> None:
    store.days.prepare(ana, NOW - timedelta(minutes=20), {"roll_thighs": True, "stretch_glutes": False})
    sets = do(store, ana)
    store.days.prepare(ana, NOW, {"stretch_glutes": True})
    (session,) = store.log.sessions(ana)
    assert {one.session for one in sets} == {session.id}
    assert store.days.preparations(ana) == {session.id: {"roll_thighs": True, "stretch_glutes": True}}
    store.log.remove(ana, [one.id for one in sets])
    assert store.log.sessions(ana) == (session,)


def test_the_next_morning_is_kept_with_the_sets_of_the_day(store: Store, ana: PersonRecord) -> None:
    do(store, ana)
    do(store, ana, NOW + timedelta(days=1))
    assert store.days.next_morning(ana, NOW - timedelta(hours=1), NOW + timedelta(hours=1), 2) == 2
    assert [one.pain_next_morning for one in store.log.sets(ana)] == [2, 2, None, None]
    assert store.days.last_trained(ana, NOW + timedelta(hours=1)) == NOW
    assert store.days.last_trained(ana, NOW) is None


def test_undo_takes_back_one_line_after_the_other_and_nothing_imported(store: Store, ana: PersonRecord) -> None:
    imported = BodyWeightRecord(
        id=fixed_id("a"), person=ana.id, measured_at=NOW, weight=LoadRecord(value=80, unit="kg")
    )
    store.log.weigh([imported])
    sets, planned = do(store, ana), plan(store, ana, DAY)
    test = SelfTestRecord(
        id=new_id(), person=ana.id, test="toe_touch", tested_at=NOW, value=2, unit="yes", measured_with="by eye"
    )
    store.days.add_test(test)
    prepared = store.days.prepare(ana, NOW, {"roll_thighs": True, "stretch_glutes": False})
    wanted = aim(ana)
    store.plans.aim(wanted)
    assert store.log.undo(ana) == (wanted,)
    assert store.log.undo(ana) == prepared
    assert store.log.undo(ana) == (test,)
    assert store.log.undo(ana) == planned
    assert store.plans.days(ana) == ()
    assert store.log.undo(ana) == sets
    assert store.log.undo(ana) == ()
    assert store.log.body_weights(ana) == (imported,)
