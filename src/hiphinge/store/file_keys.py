"""Which files are named by which rows: those of recordings, and voices of notes about them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from hiphinge.store import tables

__all__ = ["file_keys", "keys_of", "owners_of_file"]


def keys_of(rows: Iterable[Any]) -> set[str]:
    """Return the keys of files in some rows."""
    return {key for row in rows for key in row if key is not None}


def file_keys(connection: Connection, where: ColumnElement[bool] | None = None) -> set[str]:
    """Return the keys of every file of the recordings for which a condition holds; without one, of all."""
    recordings, notes = tables.recordings, tables.video_notes
    own = select(recordings.c.video, recordings.c.poses, recordings.c.proxy)
    voices = select(notes.c.voice).join(recordings, recordings.c.id == notes.c.recording)
    if where is not None:
        own, voices = own.where(where), voices.where(where)
    return keys_of(connection.execute(own)) | keys_of(connection.execute(voices))


def owners_of_file(connection: Connection, key: str) -> tuple[tuple[str, str, str], ...]:
    """Return whose file it is: the person's name, the recording's name, and ``video``, ``poses`` or ``voice``."""
    people, recordings, notes = tables.people, tables.recordings, tables.video_notes
    head = (people.c.name, recordings.c.name)
    query = select(*head, recordings.c.video).join(people, people.c.id == recordings.c.person)
    query = query.where((recordings.c.video == key) | (recordings.c.poses == key))
    found = [
        (whose, name, "video" if video == key else "poses")
        for whose, name, video in connection.execute(query.order_by(people.c.key, recordings.c.id))
    ]
    spoken = select(*head).join(people, people.c.id == recordings.c.person)
    spoken = spoken.join(notes, notes.c.recording == recordings.c.id).where(notes.c.voice == key)
    voices = connection.execute(spoken.order_by(people.c.key, notes.c.id))
    return (*found, *((whose, name, "voice") for whose, name in voices))
