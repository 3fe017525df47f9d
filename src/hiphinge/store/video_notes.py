"""What a coach notes at a moment of a recording: kept, changed, erased; a voice is a file beside the row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from hiphinge.documents.training_log import VideoNoteRecord
from hiphinge.errors import InputMissingError, UsageError
from hiphinge.store import tables
from hiphinge.store.database import Database
from hiphinge.store.file_keys import keys_of
from hiphinge.store.files import FileStore
from hiphinge.store.recordings import Recordings

__all__ = ["MOST_NOTES", "VideoNotes", "note_of", "note_row"]

MOST_NOTES = 200
"""Of one recording."""


@dataclass(frozen=True)
class VideoNotes:
    """The notes about recordings."""

    database: Database
    files: FileStore

    def of(self, recording: str) -> tuple[VideoNoteRecord, ...]:
        """Return the notes about a recording, in the order of their moments."""
        table = tables.video_notes
        query = select(table).where(table.c.recording == recording).order_by(table.c.time_s, table.c.id)
        with self.database.reading() as connection:
            return tuple(note_of(row) for row in connection.execute(query).mappings())

    def one(self, recording: str, id_: str) -> VideoNoteRecord:
        """Return one note about a recording.

        Raises
        ------
        InputMissingError
            If there is none of that id about it.
        """
        for note in self.of(recording):
            if note.id == id_:
                return note
        message = "This note is not there any more. Load the page again."
        raise InputMissingError(message)

    def add(self, note: VideoNoteRecord) -> None:
        """Keep a new note.

        Raises
        ------
        UsageError
            If the recording has as many notes as it can have.
        OutputError
            If it cannot be written.
        """
        table = tables.video_notes
        with self.database.writing() as connection:
            there = select(func.count()).select_from(table).where(table.c.recording == note.recording)
            if connection.execute(there).scalar_one() >= MOST_NOTES:
                message = f"A recording takes {MOST_NOTES} notes, and this one has them. Erase some first."
                raise UsageError(message)
            connection.execute(insert(table).values(note_row(note)))

    def change(self, note: VideoNoteRecord) -> None:
        """Let a note say and show something else; its voice stays.

        Raises
        ------
        InputMissingError
            If it is not there any more.
        OutputError
            If it cannot be written.
        """
        row = {name: value for name, value in note_row(note).items() if name in ("time_s", "text", "drawing")}
        with self.database.writing() as connection:
            _change(connection, note.id, row)

    def speak(self, note: VideoNoteRecord, voice: Path | None) -> None:
        """Keep what was spoken with a note, in place of what was there; None erases it.

        Raises
        ------
        InputMissingError
            If the note is not there any more: nothing is kept then.
        OutputError
            If it cannot be written.
        """
        key = None if voice is None else self.files.put(voice)[0]
        before: set[str] = set() if key is None else {key}
        try:
            with self.database.writing() as connection:
                before |= _voice(connection, note.id)
                _change(connection, note.id, {"voice": key})
            if key is not None and voice is not None and not self.files.has(key):
                self.files.put(voice)  # another process erased it, as nobody else's any more, before we named it
        finally:
            Recordings(self.database, self.files).remove_unnamed(before)

    def remove(self, note: VideoNoteRecord) -> None:
        """Erase a note with its voice; one that is gone already stays gone.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        table = tables.video_notes
        with self.database.writing() as connection:
            before = _voice(connection, note.id)
            connection.execute(delete(table).where(table.c.id == note.id))
        Recordings(self.database, self.files).remove_unnamed(before)


def note_row(note: VideoNoteRecord) -> dict[str, Any]:
    """Return the columns of a note by name."""
    row = {name: getattr(note, name) for name in type(note).model_fields}
    return row | {"drawing": [shape.model_dump(mode="json") for shape in note.drawing]}


def note_of(row: RowMapping | Mapping[str, Any]) -> VideoNoteRecord:
    """Return the note of a row."""
    return VideoNoteRecord.model_validate(dict(row))


def _voice(connection: Connection, id_: str) -> set[str]:
    table = tables.video_notes
    return keys_of(connection.execute(select(table.c.voice).where(table.c.id == id_)))


def _change(connection: Connection, id_: str, row: Mapping[str, Any]) -> None:
    table = tables.video_notes
    values = {**row, "changed_at": datetime.now(UTC)}
    if connection.execute(update(table).where(table.c.id == id_).values(values)).rowcount != 1:
        message = "This note is not there any more. Load the page again."
        raise InputMissingError(message)
