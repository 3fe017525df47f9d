"""A filed recording goes into the log of the person that it shows, measured as theirs and with nothing else left."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hiphinge.analysis import StandingReference
from hiphinge.documents.training_log import PersonRecord, SetRecord
from hiphinge.errors import NotMeasurableError, UsageError
from hiphinge.exports import write_pose
from hiphinge.motion import Person
from hiphinge.store import Claimed, Store, open_store, sqlite_url
from hiphinge.store.columns import new_id
from hiphinge.store.tables import METADATA
from hiphinge.testing import HINGE, Lift, Plan, record_video
from hiphinge.workflow import Result, analyze
from hiphinge.workflow.assigning import assign, assign_clip
from hiphinge.workflow.correcting import as_correction, correct, corrected_analysis, undo
from hiphinge.workflow.data_keeping import erase_person
from hiphinge.workflow.filing import file_clip, file_result

NOW = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_store(sqlite_url(tmp_path / "log.sqlite"), files=str(tmp_path / "files")) as opened:
        yield opened


@pytest.fixture
def ana(store: Store) -> PersonRecord:
    return store.people.add("Ana", adult=True, zone="Europe/Vienna")


@pytest.fixture
def ben(store: Store) -> PersonRecord:
    store.documents.write("Ben", "profile", b"stature_m = 1.9\n")
    return store.people.add("Ben", adult=True, zone="Asia/Tokyo")


def analysed(folder: Path, **asked: Any) -> Result:
    motion = record_video(Plan(movement=HINGE, lifts=(Lift(),) * 4)).motion
    poses = folder / "kept.parquet"
    write_pose(poses, replace(motion, origin=replace(motion.origin, name="set.mp4", sha256="a" * 64)))
    return analyze(poses, exercise="romanian_deadlift", **asked)


def without_the_second(store: Store, analysis_id: str, reason: str) -> None:
    document = corrected_analysis(store, analysis_id).document
    correct(store, analysis_id, as_correction(document, "delete", repetition=2), reason=reason)


def test_it_is_in_the_other_log_alone_and_measured_as_theirs(
    store: Store, ana: PersonRecord, ben: PersonRecord, tmp_path: Path
) -> None:
    id_ = file_result(store, ana, analysed(tmp_path)).analysis.id
    without_the_second(store, id_, "Ana stumbled")
    now = assign(store, id_, ben)
    assert (now.machine.person.stature_m, now.document.person.stature_m) == (1.9, 1.9)
    assert (len(now.machine.repetitions), len(now.document.repetitions)) == (4, 3)
    assert [(one.counts, one.record.reason) for one in now.corrections] == [(True, "")]
    assert (store.recordings.all(ana), store.recordings.sets_in_time(ana)) == ((), ())
    assert [one.repetitions for one in store.recordings.all(ben)] == [3]
    there = corrected_analysis(store, id_)
    assert (there.machine, there.document, there.corrections) == (now.machine, now.document, now.corrections)
    assert undo(store, id_).document == now.machine
    assert [one.repetitions for one in store.recordings.all(ben)] == [4]
    with pytest.raises(UsageError, match="in the log of Ben already"):
        assign(store, id_, ben)


def test_nothing_of_the_former_person_is_left_once_they_are_erased(
    store: Store, ana: PersonRecord, ben: PersonRecord, tmp_path: Path
) -> None:
    former = Person(stature_m=1.6789, mass_kg=67.891, lumbar_maximum_deg=61.23)
    standing = StandingReference(
        recording="zanzibar.mp4", kind="quiet", duration_s=3.0, angles={}, thigh_deg=0.0, shape=None
    )
    for load_kg in (50.0, 60.0):
        result = analysed(tmp_path, person=former, neutral=standing, load_kg=load_kg)
        filed = file_result(store, ana, result).analysis
        without_the_second(store, filed.id, "Quetzalcoatlus")
    words = ("1.6789", "67.891", "61.23", "zanzibar", "Quetzalcoatlus", "Europe/Vienna", ana.id)
    assert [word for word in words if word not in everything(store)] == []
    assign(store, filed.id, ben)
    erase_person(store, "Ana")
    assert len(store.recordings.all(ben)) == 2
    assert [word for word in words if word in everything(store)] == []
    store.close()
    whole = (tmp_path / "log.sqlite").read_bytes()
    assert [word for word in words if word.encode() in whole] == []


def everything(store: Store) -> str:
    """Return every row of every table, and every document in plain."""
    with store.database.reading() as connection:
        rows = [tuple(row) for table in METADATA.sorted_tables for row in connection.execute(table.select())]
    documents = [store.recordings.document(one.id) for who in store.people.all() for one in store.recordings.all(who)]
    return str((rows, documents))


def test_it_is_joined_to_the_set_of_its_new_person(
    store: Store, ana: PersonRecord, ben: PersonRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hiphinge.workflow.filing.recorded_at", lambda _: NOW)
    for person in (ana, ben):
        log_a_set(store, person)
    filed = file_result(store, ana, replace(analysed(tmp_path), video=tmp_path / "kept.parquet")).analysis
    assert [one.analysis for one in store.log.sets(ana)] == [filed.id]
    assign(store, filed.id, ben)
    assert [one.analysis for one in store.log.sets(ana)] == [None]
    assert [one.analysis for one in store.log.sets(ben)] == [filed.id]


def log_a_set(store: Store, person: PersonRecord) -> None:
    session = store.log.session_at(person, NOW)
    one = SetRecord(
        id=new_id(),
        person=person.id,
        session=session.id,
        performed_at=NOW,
        position=0,
        exercise="romanian_deadlift",
        exercise_name="RDL",
        repetitions=4,
    )
    store.log.add([session], [one])


def test_without_its_poses_it_stays_where_it_is(
    store: Store, ana: PersonRecord, ben: PersonRecord, tmp_path: Path
) -> None:
    filed = file_result(store, ana, analysed(tmp_path)).analysis
    for key in store.recordings.files_of(ana):
        store.files.remove(key)
    with pytest.raises(NotMeasurableError, match='Analyse the video again with --person "Ben"'):
        assign(store, filed.id, ben)
    assert (len(store.recordings.all(ana)), len(store.recordings.all(ben))) == (1, 0)


def test_somebody_who_corrects_at_the_same_time_loses_nothing(
    store: Store, ana: PersonRecord, ben: PersonRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = file_result(store, ana, analysed(tmp_path)).analysis.id
    hand_over, waiting = type(store.corrections).hand_over, ["stumbled"]

    def after_a_correction(corrections: Any, *what: Any) -> bool:
        if waiting:
            without_the_second(store, id_, waiting.pop())
        return hand_over(corrections, *what)

    monkeypatch.setattr(type(store.corrections), "hand_over", after_a_correction)
    assert len(assign(store, id_, ben).document.repetitions) == 3


def nobodys(store: Store, tmp_path: Path) -> tuple[str, Claimed]:
    """Give a clip in, and let a worker take it."""
    video = tmp_path / "set.mp4"
    video.write_bytes(b"\0\0\0\x18ftypmp42")
    id_ = store.clips.add(video, name="set.mp4", id_=None)
    claimed = store.clips.claim("w", lost_after=timedelta(seconds=5))
    assert claimed is not None
    return id_, claimed


def test_what_was_nobodys_is_joined_to_the_set_of_its_time_as_it_was_measured(
    store: Store, ana: PersonRecord, ben: PersonRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hiphinge.workflow.filing.recorded_at", lambda _: NOW)
    for person in (ana, ben):
        log_a_set(store, person)
    id_, claimed = nobodys(store, tmp_path)
    filed = file_clip(store, claimed, replace(analysed(tmp_path), video=tmp_path / "kept.parquet"))
    store.clips.end(claimed, "done")
    before = store.recordings.document(filed.id)
    without_the_second(store, filed.id, "Nobody stumbled")
    for _ in range(2):
        assign_clip(store, store.clips.clip(id_), ana)
        assert [one.analysis for one in store.log.sets(ana)] == [filed.id]
        assert store.recordings.document(filed.id) == before
        assert store.clips.clip(id_).person == "Ana"
    assign_clip(store, store.clips.clip(id_), ben)
    assert ([one.analysis for one in store.log.sets(ana)], store.recordings.all(ana)) == ([None], ())
    assert [one.analysis for one in store.log.sets(ben)] == [filed.id]
    assert corrected_analysis(store, filed.id).machine.person.stature_m == 1.9


def test_what_was_nobodys_is_measured_with_the_profile_of_whose_it_is(
    store: Store, ben: PersonRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hiphinge.workflow.filing.recorded_at", lambda _: NOW)
    log_a_set(store, ben)
    id_, claimed = nobodys(store, tmp_path)
    filed = file_clip(store, claimed, replace(analysed(tmp_path), video=tmp_path / "kept.parquet"))
    store.clips.end(claimed, "done")
    as_nobodys = corrected_analysis(store, filed.id).machine
    without_the_second(store, filed.id, "A step between")
    assign_clip(store, store.clips.clip(id_), ben)
    there = corrected_analysis(store, filed.id)
    assert (there.machine.person.stature_m, len(there.document.repetitions)) == (1.9, 3)
    assert [one.record.reason for one in there.corrections] == ["A step between"]
    assert [one.analysis for one in store.log.sets(ben)] == [filed.id]
    assign_clip(store, store.clips.clip(id_), None)
    again = corrected_analysis(store, filed.id)
    assert (again.machine.person, len(again.document.repetitions)) == (as_nobodys.person, 3)
    assert (store.clips.clip(id_).person, [one.analysis for one in store.log.sets(ben)]) == (None, [None])


def test_without_its_poses_nothing_of_a_person_is_taken_back(
    store: Store, ben: PersonRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hiphinge.workflow.filing.recorded_at", lambda _: NOW)
    id_, claimed = nobodys(store, tmp_path)
    filed = file_clip(store, claimed, replace(analysed(tmp_path), video=tmp_path / "kept.parquet"))
    assign_clip(store, store.clips.clip(id_), ben)
    store.files.remove(store.corrections.recording(filed.id).poses or "")
    with pytest.raises(NotMeasurableError, match=r"poses of set\.mp4 are not kept"):
        assign_clip(store, store.clips.clip(id_), None)
    assert store.clips.clip(id_).person == "Ben"


def test_who_is_said_while_it_is_measured_has_it_with_their_profile(
    store: Store, ben: PersonRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hiphinge.workflow.filing.recorded_at", lambda _: NOW)
    id_, claimed = nobodys(store, tmp_path)
    assign_clip(store, store.clips.clip(id_), ben)
    video = replace(analysed(tmp_path), video=tmp_path / "kept.parquet")
    anew = replace(analysed(tmp_path, person=Person(stature_m=1.9)), video=video.video)
    filed = file_clip(store, claimed, video, anew=lambda person: anew if person == ben else video)
    assert corrected_analysis(store, filed.id).machine.person.stature_m == 1.9


def test_who_says_it_while_it_is_measured_has_it_in_their_log(
    store: Store, ana: PersonRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hiphinge.workflow.filing.recorded_at", lambda _: NOW)
    log_a_set(store, ana)
    id_, claimed = nobodys(store, tmp_path)
    assign_clip(store, store.clips.clip(id_), ana)
    filed = file_clip(store, claimed, replace(analysed(tmp_path), video=tmp_path / "kept.parquet"))
    assert [one.id for one in store.recordings.all(ana)] == [filed.id]
    assert store.recordings.all(None) == ()
    assert store.clips.clip(id_).analysis == filed.id
    assert [one.analysis for one in store.log.sets(ana)] == [filed.id]
