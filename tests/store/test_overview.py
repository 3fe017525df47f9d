"""Questions about everybody's log are answered alike by both engines."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from hiphinge.documents.training_log import PersonRecord, SelfTestRecord, SetRecord
from hiphinge.store import AskedTest, Held, Judged, MeasuredSet, NewAnalysis, Store
from hiphinge.store.columns import new_id
from hiphinge.store.tables import measured_sets, recordings
from hiphinge.workflow.data_keeping import all_holdings, holdings_of

NOW = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)
BEFORE = NOW - timedelta(days=30)


def filed(store: Store, person: PersonRecord | None, judged: int, *, at: datetime | None = NOW, sha: str = "") -> str:
    new = NewAnalysis(
        sha256=sha or new_id() * 2,
        name="a",
        hiphinge_version="1",
        schema="s",
        exercise="romanian_deadlift",
        repetitions=3,
        document=b"{}",
        measured=(MeasuredSet(set=1, quantity="met_its_marks", repetitions=judged, median=0.0),),
        recorded_at=at,
    )
    return store.recordings.file(person, new).id


def logged(store: Store, person: PersonRecord, at: datetime, **said: Any) -> None:
    session = store.log.session_at(person, at)
    one = SetRecord(
        id=new_id(),
        person=person.id,
        session=session.id,
        performed_at=at,
        position=0,
        exercise_name="RDL",
        **said,
    )
    store.log.add([session], [one])


def test_who_trained_when(store: Store) -> None:
    ana, ben = (store.people.add(name, adult=True) for name in ("Ana", "Ben"))
    for hours in (0, 48):
        logged(store, ana, NOW - timedelta(hours=hours))
    filed(store, ana, 3, at=NOW - timedelta(days=3))
    filed(store, ana, 3, at=BEFORE - timedelta(days=1))
    filed(store, None, 3)
    the_hour = NOW.replace(minute=0)
    assert store.overview.trained(BEFORE) == {ana.id: tuple(the_hour - timedelta(days=days) for days in (3, 2, 0))}
    filed(store, ben, 3, at=NOW - timedelta(days=5))
    assert store.overview.last_trained() == {ana.id: NOW, ben.id: NOW - timedelta(days=5)}


def test_a_video_of_a_self_test_is_no_training(store: Store, tmp_path: Path) -> None:
    people = ana, ben, cleo, dan = [store.people.add(name, adult=True) for name in ("Ana", "Ben", "Cleo", "Dan")]
    asked = AskedTest(test="toe_touch", sitting="5" * 32)
    given: tuple[tuple[AskedTest | None, ...], ...] = ((asked,), (asked, None), (asked,), (None,))
    for number, (person, shows) in enumerate(zip(people, given, strict=True)):
        video = tmp_path / "a.mp4"
        for one in shows:
            video.write_bytes(f"{number}".encode())
            store.clips.add(video, name="a", person=person, id_=None, asked=one)
    filed(store, cleo, 3, sha=hashlib.sha256(b"2").hexdigest(), at=None)
    trained = {ben.id, cleo.id, dan.id}
    assert set(store.overview.last_trained()) == trained
    assert set(store.overview.trained(datetime.now(UTC) - timedelta(days=1))) == trained
    assert ana.id not in trained


def test_what_could_be_judged_and_what_nobody_corrected(store: Store) -> None:
    ana = store.people.add("Ana", adult=True)
    well, badly, old = filed(store, ana, 2), filed(store, ana, 0), filed(store, ana, 0, at=BEFORE)
    nothing = Judged(repetitions=3, judged=0, met=0, corrected=False)
    assert store.overview.judged([well, badly])[well].judged == 2
    assert store.overview.unclear(NOW - timedelta(days=1)) == {badly: nothing}
    assert set(store.overview.unclear(BEFORE)) == {badly, old}


def test_the_newest_analysis_of_each_recording(store: Store) -> None:
    ana = store.people.add("Ana", adult=True)
    filed(store, ana, 2, sha="a" * 64)
    again, nobodys = filed(store, ana, 2, sha="a" * 64), filed(store, None, 2, at=None)
    assert [one.analysis for one in store.overview.newest([ana.id])] == [again]
    assert {(one.analysis, one.person) for one in store.overview.newest([ana.id, None])} == {
        (again, ana.id),
        (nobodys, None),
    }
    assert store.overview.newest([ana.id], since=NOW + timedelta(days=1)) == ()
    assert store.overview.exercises() == ("romanian_deadlift",)
    assert store.overview.documents([again, "0" * 32]) == {again: (b"{}", None)}
    assert list(store.overview.marks([again, nobodys, "0" * 32])) == sorted([again, nobodys])


def test_the_last_ones_of_an_exercise(store: Store) -> None:
    ana = store.people.add("Ana", adult=True)
    days = [filed(store, ana, 2, at=NOW - timedelta(days=one)) for one in (3, 1, 2)]
    assert [one.analysis for one in store.overview.newest([ana.id], most=2)] == [days[1], days[2]]
    assert store.overview.newest([ana.id], exercise="good_morning") == ()
    two_days = store.overview.newest([ana.id], since=NOW - timedelta(days=3), until=NOW - timedelta(days=1))
    assert {one.analysis for one in two_days} == {days[0], days[2]}


def test_a_later_set_that_could_be_judged(store: Store) -> None:
    ana = store.people.add("Ana", adult=True)
    badly = filed(store, ana, 0)
    with store.database.writing() as connection:
        row = {"set": 2, "quantity": "met_its_marks", "repetitions": 3, "median": 1.0}
        connection.execute(insert(measured_sets).values(analysis=badly, **row))
    assert store.overview.unclear(NOW - timedelta(days=1)) == {}


def test_how_much_is_kept_of_everybody(store: Store) -> None:
    ana, ben = (store.people.add(name, adult=True) for name in ("Ana", "Ben"))
    logged(store, ana, NOW)
    filed(store, ana, 2)
    filed(store, None, 2)
    test: dict[str, Any] = {"person": ana.id, "test": "toe_touch", "tested_at": NOW, "value": 2, "unit": "yes"}
    for sitting in ("5" * 32, "5" * 32, "6" * 32, None, None):
        store.days.add_test(SelfTestRecord(id=new_id(), sitting=sitting, **test))
    store.documents.write("Ben", "notes", b"x")
    store.documents.write("Cleo", "profile", b"")
    with store.database.writing() as connection:
        names = {"video": "a" * 64, "video_size": 7, "poses": "b" * 64, "proxy": "a" * 64}
        connection.execute(update(recordings).where(recordings.c.person == ana.id).values(names))
    nothing = {"sets": 0, "analyses": 0, "self_tests": 0, "files": 0, "videos": 0, "videos_bytes": 0}
    assert store.overview.held() == {
        "ana": Held(sets=1, analyses=1, self_tests=4, documents=0, files=2, videos=1, videos_bytes=7),
        "ben": Held(documents=1, **nothing),
        "cleo": Held(documents=1, **nothing),
    }
    assert [one.self_tests for one in all_holdings(store)] == [holdings_of(store, "Ana").self_tests, 0, 0] == [4, 0, 0]
    assert len(store.recordings.files_of(ana)) == 2
    assert store.recordings.videos_of(ben) == (0, 0)


def test_what_was_said_of_pain(store: Store) -> None:
    ana = store.people.add("Ana", adult=True)
    logged(store, ana, NOW)
    logged(store, ana, NOW - timedelta(days=1), pain_after=4)
    logged(store, ana, BEFORE, pain_after=9)
    found = store.overview.pain(NOW - timedelta(days=7))
    assert [(one.person, one.before, one.after, one.next_morning) for one in found] == [(ana.id, None, 4, None)]


def test_a_recording_is_joined_and_renamed_as_it_is_assigned(store: Store) -> None:
    ana = store.people.add("Ana", adult=True)
    logged(store, ana, NOW)
    analysis = filed(store, None, 2)
    recording = store.corrections.recording(analysis).recording
    store.recordings.rename(recording, "Tuesday")
    store.recordings.assign(recording, ana, shows={analysis: {store.log.sets(ana)[0].id: 1}})
    assert [(one.analysis, one.analysis_set) for one in store.log.sets(ana)] == [(analysis, 1)]
    assert store.recordings.all(ana)[0].name == "Tuesday"
