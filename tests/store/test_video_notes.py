"""Notes at moments of a recording: kept, changed and erased with their voices, on both engines."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiphinge.documents.training_log import VideoNoteRecord
from hiphinge.documents.video_notes import ShapeRecord
from hiphinge.errors import InputMissingError, UsageError
from hiphinge.store import FiledAnalysis, NewAnalysis, Store
from hiphinge.store.columns import new_id
from hiphinge.store.video_notes import MOST_NOTES

NOW = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)


def filed(store: Store, name: str | None = "Ana", *, sha256: str = "0" * 64) -> FiledAnalysis:
    person = None if name is None else store.people.add(name, adult=True)
    new = NewAnalysis(
        sha256=sha256,
        name="set.mp4",
        hiphinge_version="0.1",
        schema="hiphinge.analysis/3",
        exercise="romanian_deadlift",
        repetitions=8,
        document=b"{}",
    )
    return store.recordings.file(person, new)


def noted(store: Store, recording: str, *, time_s: float = 1.5, text: str = "Hips back") -> VideoNoteRecord:
    note = VideoNoteRecord(id=new_id(), recording=recording, time_s=time_s, written_at=NOW, changed_at=NOW, text=text)
    store.video_notes.add(note)
    return note


def spoken(folder: Path, words: str) -> Path:
    file = folder / "voice"
    file.write_bytes(words.encode() * 50)
    return file


def test_notes_are_kept_in_the_order_of_their_moments(store: Store) -> None:
    recording = filed(store).recording
    late, early = noted(store, recording, time_s=9.0), noted(store, recording, time_s=0.5)
    assert store.video_notes.of(recording) == (early, late)
    angle = ShapeRecord(kind="angle", colour="cyan", points=((0, 0), (10, 0), (10.5, 10)))
    store.video_notes.change(late.model_copy(update={"text": "Better", "drawing": (angle,), "time_s": 0.25}))
    first, _ = store.video_notes.of(recording)
    assert (first.id, first.text, first.drawing, first.written_at) == (late.id, "Better", (angle,), NOW)
    assert first.changed_at > NOW
    store.video_notes.remove(early)
    store.video_notes.remove(early)
    assert [one.id for one in store.video_notes.of(recording)] == [late.id]


def test_a_voice_goes_with_its_note_and_with_what_takes_its_place(store: Store, tmp_path: Path) -> None:
    note = noted(store, filed(store).recording)
    store.video_notes.speak(note, spoken(tmp_path, "one"))
    (first,) = store.recordings.named_files()
    store.video_notes.speak(note, spoken(tmp_path, "two"))
    (second,) = store.recordings.named_files()
    assert list(store.files.written()) == [second] != [first]
    assert store.recordings.owners_of(second) == (("Ana", "set.mp4", "voice"),)
    assert store.upkeep.check().sound
    store.video_notes.change(note)
    assert store.video_notes.one(note.recording, note.id).voice == second
    store.video_notes.speak(note, None)
    assert store.files.written() == {}
    store.video_notes.speak(note, spoken(tmp_path, "three"))
    store.video_notes.remove(note)
    assert store.files.written() == {}


def test_a_note_that_is_gone_keeps_no_voice(store: Store, tmp_path: Path) -> None:
    note = noted(store, filed(store).recording)
    store.video_notes.remove(note)
    with pytest.raises(InputMissingError, match="not there any more"):
        store.video_notes.speak(note, spoken(tmp_path, "late"))
    with pytest.raises(InputMissingError, match="not there any more"):
        store.video_notes.change(note)
    assert store.files.written() == {}


def test_notes_follow_their_recording_to_whom_it_belongs(store: Store, tmp_path: Path) -> None:
    """Also where that person has the same recording already, and where the analysis is erased."""
    theirs, loose = filed(store), filed(store, None)
    note = noted(store, loose.recording)
    store.video_notes.speak(note, spoken(tmp_path, "one"))
    person = store.people.named("Ana")
    assert store.recordings.assign(loose.recording, person) == theirs.recording
    assert [one.id for one in store.video_notes.of(theirs.recording)] == [note.id]
    assert store.upkeep.check().sound
    for one in store.recordings.all(person):
        store.recordings.remove(person, one.id)
    assert store.video_notes.of(theirs.recording) == ()
    assert store.files.written() == {}


def test_a_recording_takes_only_so_many(store: Store) -> None:
    recording = filed(store).recording
    for number in range(MOST_NOTES):
        noted(store, recording, time_s=number)
    with pytest.raises(UsageError, match="Erase some first"):
        noted(store, recording)


@pytest.mark.parametrize(("kind", "count"), [("line", 3), ("arrow", 3), ("angle", 2), ("free", 1), ("free", 401)])
def test_a_shape_has_the_points_of_its_kind(kind: str, count: int) -> None:
    with pytest.raises(ValueError, match="point"):
        ShapeRecord(kind=kind, colour="white", points=tuple((float(n), 0.0) for n in range(count)))  # type: ignore[arg-type]  # on purpose
