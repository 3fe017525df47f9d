"""People, sessions and sets: kept as they were given, on both engines, by several processes at once."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from hiphinge.documents.training_log import BodyWeightRecord, LoadRecord, PersonRecord, SessionRecord, SetRecord
from hiphinge.errors import InputMissingError, OutputError, UsageError
from hiphinge.store import Store
from hiphinge.store.columns import new_id

NOW = datetime(2026, 5, 4, 17, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture
def ana(store: Store) -> PersonRecord:
    return store.people.add("Ana", adult=True, zone="Europe/Vienna", unit="lb")


def session_of(person: PersonRecord, at: datetime = NOW) -> SessionRecord:
    return SessionRecord(id=new_id(), person=person.id, started_at=at, zone=person.zone)


def one_set(session: SessionRecord, **fields: Any) -> SetRecord:
    given: dict[str, Any] = {
        "exercise_name": "RDL",
        "exercise": "romanian_deadlift",
        "position": 0,
        "performed_at": session.started_at,
    }
    return SetRecord(id=new_id(), person=session.person, session=session.id, **(given | fields))


def test_a_person_is_found_without_case_and_blanks(store: Store, ana: PersonRecord) -> None:
    assert store.people.named("  aNA ") == ana
    assert store.people.all() == (ana,)


def test_nobody_under_18_is_kept_and_the_reason_is_said(store: Store) -> None:
    with pytest.raises(UsageError, match="18 or older"):
        store.people.add("Kim", adult=False)
    assert store.people.all() == ()


def test_a_name_is_given_once(store: Store, ana: PersonRecord) -> None:
    with pytest.raises(UsageError, match="already a person"):
        store.people.add(ana.name.upper(), adult=True)


def test_an_unknown_person_is_answered_with_those_that_are_known(store: Store, ana: PersonRecord) -> None:
    with pytest.raises(InputMissingError, match=f"Known: {ana.name}"):
        store.people.named("Bo")


def test_consent_is_kept_and_can_be_taken_back(store: Store, ana: PersonRecord) -> None:
    store.people.agree(ana, "keep_videos")
    assert store.people.withdraw(ana, "keep_videos") == 1
    (consent,) = store.people.consents(ana)
    assert consent.withdrawn_at is not None
    assert consent.given_at <= consent.withdrawn_at


def test_every_field_of_a_set_comes_back_as_it_was(store: Store, ana: PersonRecord) -> None:
    session = session_of(ana)
    whole = one_set(
        session,
        load=LoadRecord(value=137.5, unit="lb"),
        repetitions=8,
        duration_s=41.5,
        rpe=7.5,
        rest_s=120,
        tempo="3-1-1-0",
        pain_before=0,
        pain_after=1,
        pain_next_morning=2,
        note="Grip gave first ✔",
        kind="warm_up",
        time_known=False,
        source="strong",
        source_key="k1",
    )
    bare = one_set(session, exercise=None, exercise_name="Curl", position=1)
    assert store.log.add([session], [whole, bare]) == 2
    assert store.log.sets(ana) == (whole, bare)
    assert store.log.sessions(ana) == (session,)


def test_moments_come_back_in_utc_whatever_their_offset(store: Store, ana: PersonRecord) -> None:
    session = session_of(ana, NOW.astimezone(timezone(timedelta(hours=-7))))
    store.log.add([session], [one_set(session)])
    (kept,) = store.log.sets(ana)
    assert kept.performed_at == NOW
    assert kept.performed_at.utcoffset() == timedelta(0)


def test_the_same_set_is_kept_once(store: Store, ana: PersonRecord) -> None:
    session = session_of(ana)
    one = one_set(session, source="strong", source_key="2026-05-04 RDL 1")
    assert store.log.add([session], [one]) == 1
    assert store.log.add([session], [one]) == 0
    assert store.log.add([], [one.model_copy(update={"id": new_id()})]) == 0
    assert store.log.count(ana) == 1


def test_sets_without_their_session_are_refused_and_nothing_is_kept(store: Store, ana: PersonRecord) -> None:
    session = session_of(ana)
    with pytest.raises(OutputError, match="Nothing was changed"):
        store.log.add([], [one_set(session)])
    assert store.log.count(ana) == 0


def test_a_set_joins_the_session_within_two_hours(store: Store, ana: PersonRecord) -> None:
    session = session_of(ana)
    store.log.add([session], [one_set(session)])
    assert store.log.session_at(ana, NOW + timedelta(minutes=110)).id == session.id
    assert store.log.session_at(ana, NOW + timedelta(hours=3)).id != session.id


def test_the_last_page_begins_with_the_newest(store: Store, ana: PersonRecord) -> None:
    sessions = [session_of(ana, NOW + timedelta(days=day)) for day in range(5)]
    store.log.add(sessions, [one_set(session, repetitions=day) for day, session in enumerate(sessions)])
    assert [one.repetitions for one in store.log.page(ana, size=2)] == [4, 3]
    older = store.log.page(ana, size=2, before=NOW + timedelta(days=3))
    assert [one.repetitions for one in older] == [2, 1]


def test_an_empty_session_goes_with_its_last_set(store: Store, ana: PersonRecord) -> None:
    session = session_of(ana)
    one, other = one_set(session), one_set(session, position=1)
    store.log.add([session], [one, other])
    assert store.log.remove(ana, [one.id]) == 1
    assert len(store.log.sessions(ana)) == 1
    assert store.log.remove(ana, [other.id]) == 1
    assert store.log.sessions(ana) == ()


def test_nobody_removes_the_sets_of_somebody_else(store: Store, ana: PersonRecord) -> None:
    session = session_of(ana)
    one = one_set(session)
    store.log.add([session], [one])
    assert store.log.remove(store.people.add("Bo", adult=True), [one.id]) == 0
    assert store.log.count(ana) == 1


def test_a_set_is_changed_in_its_place(store: Store, ana: PersonRecord) -> None:
    session = session_of(ana)
    one = one_set(session)
    store.log.add([session], [one])
    changed = one.model_copy(update={"pain_next_morning": 3})
    store.log.change(changed)
    assert store.log.sets(ana) == (changed,)
    with pytest.raises(InputMissingError):
        store.log.change(one.model_copy(update={"id": new_id()}))


def test_body_weights_keep_their_unit(store: Store, ana: PersonRecord) -> None:
    weight = BodyWeightRecord(id=new_id(), person=ana.id, measured_at=NOW, weight=LoadRecord(value=181.5, unit="lb"))
    store.log.weigh([weight])
    assert store.log.body_weights(ana) == (weight,)


def test_a_removed_person_takes_everything_along(store: Store, ana: PersonRecord) -> None:
    session = session_of(ana)
    store.log.add([session], [one_set(session)])
    store.documents.write("ana", "notes", b"{}")
    store.people.remove(ana)
    assert store.log.sets(ana) == ()
    assert store.documents.kept() == {}


WRITER = """
import sys
from datetime import UTC, datetime
from hiphinge.documents.training_log import SessionRecord, SetRecord
from hiphinge.store import open_store
from hiphinge.store.columns import new_id

url, files, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open_store(url, files=files) as store:
    person = store.people.named("ana")
    for _ in range(count):
        session = SessionRecord(id=new_id(), person=person.id, started_at=datetime.now(UTC), zone="UTC")
        one = SetRecord(id=new_id(), person=person.id, session=session.id, position=0,
                        performed_at=session.started_at, exercise_name="RDL")
        store.log.add([session], [one])
        store.documents.change("ana", "notes", lambda old: str(int(old or b"0") + 1).encode())
"""


def test_two_processes_write_at_once_and_nothing_is_lost(
    store: Store, ana: PersonRecord, url: str, reopen: Callable[[], Store]
) -> None:
    command = [sys.executable, "-c", WRITER, url, store.files.address, "20"]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in processes:
        _, errors = process.communicate()
        assert process.returncode == 0, errors
    with reopen() as again:
        assert again.log.count(ana) == 40
        assert again.documents.read("ana", "notes") == b"40"


def test_sets_in_brief_say_what_the_records_say_with_loads_in_kilograms(store: Store, ana: PersonRecord) -> None:
    session = session_of(ana)
    one = one_set(session, load=LoadRecord(value=100, unit="lb"), repetitions=5, rpe=8, kind="warm_up")
    bare = one_set(session, exercise=None, exercise_name="Curl", position=1)
    store.log.add([session], [one, bare])
    first, second = store.log.in_brief(ana)
    assert first.load_kg == pytest.approx(45.359237)
    assert (first.exercise, first.performed_at, first.repetitions, first.rpe) == (one.exercise, NOW, 5, 8)
    assert (first.kind, second.kind, second.load_kg, second.exercise) == ("warm_up", "work", None, None)


def test_sets_are_found_by_their_time_and_their_analyses(store: Store, ana: PersonRecord) -> None:
    session = session_of(ana)
    sets = [one_set(session, position=n, performed_at=NOW + timedelta(minutes=10 * n)) for n in range(4)]
    store.log.add([session], sets)
    assert store.log.between(ana, NOW, NOW + timedelta(minutes=20)) == tuple(sets[:3])
    assert store.log.of_analyses(ana, ["0" * 32]) == ()
