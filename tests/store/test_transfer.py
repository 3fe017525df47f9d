"""A person's data out of the store, erased without a trace, and in again field by field, on both engines."""

import csv
import os
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import select
from tests.store.filled import MARK, filled

from hiphinge.documents.training_log import (
    ClipRecord,
    LogDocument,
)
from hiphinge.errors import InputFormatError, InputMissingError, UsageError
from hiphinge.people import PersonFolder
from hiphinge.store import AskedTest, Store, open_store
from hiphinge.store.columns import new_id
from hiphinge.store.tables import METADATA, analyses, analysis_documents, recordings
from hiphinge.store.transfer import OF_NOBODY, TRANSFERRED
from hiphinge.workflow.data_keeping import erase_kept, erase_person, remove_old_videos
from hiphinge.workflow.data_transfer import export_person, import_person, is_export


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "hiphinge"


def test_every_table_is_transferred() -> None:
    assert set(METADATA.tables) == TRANSFERRED | OF_NOBODY


def test_an_export_into_an_empty_store_of_the_other_engine_is_the_same_field_by_field(
    store: Store, other_url: str, tmp_path: Path
) -> None:
    person = filled(store, tmp_path)
    before = store.transfer.log_of(MARK)
    assert all(getattr(before, field) for field in LogDocument.model_fields)
    (analysis,) = store.recordings.all(person)
    (tested,) = [one for one in before.clips if one.test is not None]
    said = (tested.test, tested.side, tested.hurt, tested.sitting is None, MARK in (tested.test_result or ""))
    assert said == ("bird_dog_test", "right", False, False, True)
    sitting = tested.sitting or ""
    done = export_person(store, MARK, tmp_path / "a.zip", videos=True)
    assert (done.sets, done.analyses, done.documents, done.files, done.left_out) == (200, 1, 1, 3, 0)
    assert is_export(tmp_path / "a.zip")
    with open_store(other_url, files=str(tmp_path / "other")) as other:
        assert other.database.is_sqlite != store.database.is_sqlite
        assert import_person(other, tmp_path / "a.zip") == done
        assert other.transfer.log_of(MARK) == before
        assert other.clips.of_sitting(sitting) == store.clips.of_sitting(sitting)
        assert other.recordings.document(analysis.id) == store.recordings.document(analysis.id)
        assert other.documents.read(MARK, "notes") == store.documents.read(MARK, "notes")
        keys = store.recordings.files_of(person)
        assert {key: other.files.read(key) for key in keys} == {key: store.files.read(key) for key in keys}
        export_person(other, MARK, tmp_path / "b.zip", videos=True)
    with zipfile.ZipFile(tmp_path / "a.zip") as one, zipfile.ZipFile(tmp_path / "b.zip") as two:
        assert one.namelist() == two.namelist()
        assert all(one.read(name) == two.read(name) for name in one.namelist())


def test_a_queued_self_test_is_still_one_after_an_import_and_an_older_log_holds_lifts(
    store: Store, tmp_path: Path
) -> None:
    ana = store.people.add("Ana", adult=True)
    (tmp_path / "a.mp4").write_bytes(b"a")
    asked = AskedTest(test="straight_leg_raise", side="left", sitting=new_id())
    waits = store.clips.add(tmp_path / "a.mp4", name="a.mp4", person=ana, id_=None, asked=asked)
    export_person(store, "Ana", tmp_path / "a.zip", videos=True)
    erase_person(store, "Ana")
    import_person(store, tmp_path / "a.zip")
    claimed = store.clips.claim("worker", lost_after=timedelta(hours=1))
    assert claimed is not None
    assert (claimed.id, claimed.asked) == (waits, asked)
    fields = ("test", "side", "hurt", "sitting", "test_result")
    (clip,) = store.transfer.log_of("Ana").clips
    old = clip.model_dump(exclude=set(fields))
    assert [getattr(ClipRecord(**old), name) for name in fields] == [None] * len(fields)
    with pytest.raises(ValidationError, match="a self-test of a sitting, or a lift"):
        ClipRecord(**old, side="left")


def test_an_export_erased_and_imported_into_the_same_store_is_the_same(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path)
    before = store.transfer.log_of(MARK)
    export_person(store, MARK, tmp_path / "a.zip", videos=True)
    with pytest.raises(UsageError, match="Something is kept about"):
        import_person(store, tmp_path / "a.zip")
    erase_person(store, MARK)
    import_person(store, tmp_path / "a.zip")
    assert store.transfer.log_of(MARK) == before


def test_the_sets_are_a_table_for_other_programs(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path)
    export_person(store, MARK, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        heading, first, *_ = archive.read("sets.csv").decode().splitlines()
        aims, plans, comfort = (
            list(csv.DictReader(archive.read(f"{name}.csv").decode().splitlines()))
            for name in ("aims", "plans", "comfort")
        )
    assert heading.startswith("day,time,zone,exercise,exercise_id,gated_by_video,kind,load_kg,load_lb")
    first_words = f"2026-05-04,19:30:15,Europe/Vienna,RDL {MARK},romanian_deadlift,yes,work,62.4,137.5,lb,8,,7.5"
    assert first.startswith(first_words)
    assert [(one["quantity"], one["way"], one["value"]) for one in aims] == [
        ("", "at_least", ""),
        ("lumbar_flexion_deg", "at_most", "12.5"),
    ]
    assert {(one["exercise"], one["gated_by_video"]) for one in plans} == {(MARK, "no")}
    assert [(one["day"], one["comfort"]) for one in comfort] == [("2026-05-04", "7")]


def test_videos_are_left_out_unless_they_are_wanted(store: Store, tmp_path: Path) -> None:
    person = filled(store, tmp_path)
    done = export_person(store, MARK, tmp_path / "a.zip")
    assert (done.files, done.left_out) == (2, 1)
    erase_person(store, MARK)
    import_person(store, tmp_path / "a.zip")
    kept = sorted(store.files.read(key)[: len(MARK) + 6] for key in store.recordings.files_of(person))
    assert kept == [f"{MARK} poses".encode(), f"{MARK} voice".encode()]
    assert store.upkeep.check().sound


def test_documents_of_somebody_who_does_not_train_are_exported_too(store: Store, tmp_path: Path) -> None:
    store.documents.write("me", "profile", b"stature_m = 1.8\n")
    export_person(store, "Me", tmp_path / "me.zip")
    erase_person(store, "me")
    import_person(store, tmp_path / "me.zip")
    assert store.documents.read("me", "profile") == b"stature_m = 1.8\n"


def spoilt(source: Path, target: Path, name: str, content: bytes | None) -> Path:
    with zipfile.ZipFile(source) as reading, zipfile.ZipFile(target, "w") as writing:
        for one in reading.namelist():
            if one == name and content is None:
                continue
            writing.writestr(one, content if one == name and content is not None else reading.read(one))
    return target


def test_an_export_that_is_not_whole_is_refused_and_nothing_is_kept(store: Store, tmp_path: Path) -> None:
    person = filled(store, tmp_path)
    (analysis,) = store.recordings.all(person)
    export_person(store, MARK, tmp_path / "a.zip", videos=True)
    poses = next(iter(store.recordings.files_of(person)))
    erase_person(store, MARK)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        log = archive.read("log.json")
    cases = [
        ("log.json", log.replace(person.id.encode(), b"0" * 32, 1), "of one person"),
        ("log.json", log.replace(b'"position": 3', b'"position": -3'), "should be a training log, but sets"),
        ("log.json", b"{}", "schema"),
        ("log.json", None, "is not in it"),
        (f"analyses/{analysis.id}.json", None, "is not in it"),
        (f"files/{poses}", b"something else", "is not what was exported"),
    ]
    for name, content, said in cases:
        with pytest.raises(InputFormatError, match=said):
            import_person(store, spoilt(tmp_path / "a.zip", tmp_path / "bad.zip", name, content))
        assert store.people.all() == ()
    (tmp_path / "cut.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:-300])
    with pytest.raises(InputFormatError, match="whole export"):
        import_person(store, tmp_path / "cut.zip")
    with pytest.raises(InputMissingError, match="does not exist"):
        import_person(store, tmp_path / "none.zip")
    store.upkeep.check(settled=timedelta(0))
    assert store.files.written() == {}


def test_erasing_leaves_no_trace_in_any_table_or_file(store: Store, home: Path, tmp_path: Path) -> None:
    other = filled(store, tmp_path, "Other")
    person = filled(store, tmp_path)
    with store.database.reading() as connection:
        documents = select(analysis_documents.c.content).join(analyses).where(analyses.c.person == person.id)
        packed = connection.execute(documents).scalar_one()
    PersonFolder(place=home / "people").write(MARK, "notes", MARK.encode())
    erase_person(store, MARK)
    assert store.people.all() == (other,)
    with store.database.reading() as connection:
        for table in METADATA.tables.values():
            for column in table.columns:
                values = [str(value) for value in connection.execute(select(column)).scalars()]
                assert not [value for value in values if person.id in value], (table.name, column.name)
    assert store.recordings.files_of(other), "a file that somebody else's recording names stays theirs"
    assert {store.files.has(key) for key in store.recordings.files_of(other)} == {True}
    erase_person(store, "Other")
    assert store.files.written() == {}
    store.close()
    kept = [path for path in (tmp_path / "data", tmp_path / "files") if path.exists()]
    kept += list(tmp_path.glob("log.sqlite*"))
    for path in [one for place in kept for one in ([place] if place.is_file() else place.rglob("*"))]:
        if path.is_file():
            content = path.read_bytes()
            assert MARK.encode() not in content, path
            assert MARK.lower().encode() not in content, path
            assert person.id.encode() not in content, path
            assert packed not in content, path


def test_an_erasure_that_was_cut_off_is_finished_by_the_same_command(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = filled(store, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("hiphinge.store.people.People.remove", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            erase_person(store, MARK)
    assert store.recordings.files_of(person) == set()
    assert store.upkeep.check().sound
    erase_person(store, MARK)
    with pytest.raises(InputMissingError, match="There is nobody yet"):
        erase_person(store, MARK)


def test_one_kind_is_erased_with_its_earlier_versions(store: Store) -> None:
    store.documents.write("anna", "notes", b"one")
    store.documents.write("anna", "profile", b"two")
    assert erase_kept(store, "Anna", ("notes",)) == 1
    assert [one.kind for one in store.documents.kept()["anna"]] == ["profile"]
    with pytest.raises(InputMissingError, match="no notes of 'anna'"):
        erase_kept(store, "Anna", ("notes",))


def test_old_videos_go_and_everything_else_stays(store: Store, tmp_path: Path) -> None:
    person = filled(store, tmp_path)
    assert remove_old_videos(store, days=1) == 0
    with store.database.writing() as connection:
        connection.execute(recordings.update().values(filed_at=datetime.now(UTC) - timedelta(days=31)))
    assert remove_old_videos(store, days=32, name=MARK) == 0
    assert remove_old_videos(store, days=30, name=MARK) == 1
    kept = store.recordings.files_of(person)
    assert set(store.files.written()) == kept
    assert sorted(store.files.read(key)[len(MARK) + 1 :][:5] for key in kept) == [b"poses", b"voice"]
    assert [list(one.medians) for one in store.recordings.sets_in_time(person)] == [["tempo"]]
    assert store.log.count(person) == 200


def test_a_check_erases_stray_files_once_they_are_old(store: Store, tmp_path: Path) -> None:
    person = filled(store, tmp_path)
    (tmp_path / "stray").write_bytes(b"stray")
    stray, _ = store.files.put(tmp_path / "stray")
    unfinished = Path(store.files.address) / "unfinished-0"
    unfinished.write_bytes(b"half")
    assert (store.upkeep.check().removed, store.upkeep.check().young) == (0, 2)
    for path in (Path(store.files.address) / stray[:2] / stray, unfinished):
        os.utime(path, (0, 0))
    found = store.upkeep.check()
    assert (found.removed, found.young, found.files, found.sound) == (2, 0, 3, True)
    assert set(store.files.written()) == store.recordings.files_of(person)


def test_a_check_names_what_is_missing_or_damaged(store: Store, tmp_path: Path) -> None:
    person = filled(store, tmp_path)
    one, other, _ = sorted(store.recordings.files_of(person))
    (Path(store.files.address) / one[:2] / one).write_bytes(b"something else")
    store.files.remove(other)
    found = store.upkeep.check()
    assert (found.broken, found.missing, found.sound) == ((one,), (other,), False)
    kinds = {kind for key in (one, other) for _, _, kind in store.recordings.owners_of(key)}
    assert kinds < {"video", "poses", "voice"}
    assert len(kinds) == 2
    assert store.recordings.owners_of(one)[0][:2] == (MARK, f"{MARK}.mp4")
