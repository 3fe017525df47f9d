"""Whose something is that an id names: asked before anything of it is shown or changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Select, select

from hiphinge.store import tables
from hiphinge.store.database import Database

__all__ = ["Kind", "Owners", "owners_of"]


class Kind(StrEnum):
    """What an id can name."""

    PERSON = "person"
    ANALYSIS = "analysis"
    RECORDING = "recording"
    CLIP = "clip"
    SET = "set"
    NOTE = "note"
    SITTING = "sitting"


@dataclass(frozen=True, kw_only=True)
class Owners:
    """Whose something is; ``accounts`` gave it in, and count where nobody has said whose it is."""

    person: str | None
    accounts: frozenset[str] = frozenset()


def _person(id_: str) -> Select[Any]:
    return select(tables.people.c.id, tables.people.c.id).where(tables.people.c.id == id_)


def _analysis(id_: str) -> Select[Any]:
    table = tables.analyses
    return select(table.c.recording, table.c.person).where(table.c.id == id_)


def _recording(id_: str) -> Select[Any]:
    table = tables.recordings
    return select(table.c.id, table.c.person).where(table.c.id == id_)


def _clip(id_: str) -> Select[Any]:
    table, clips = tables.recordings, tables.clips
    return select(table.c.id, table.c.person).join(clips, clips.c.recording == table.c.id).where(clips.c.id == id_)


def _set(id_: str) -> Select[Any]:
    return select(tables.sets.c.id, tables.sets.c.person).where(tables.sets.c.id == id_)


def _note(id_: str) -> Select[Any]:
    table, notes = tables.recordings, tables.video_notes
    return select(table.c.id, table.c.person).join(notes, notes.c.recording == table.c.id).where(notes.c.id == id_)


def _sitting(id_: str) -> Select[Any]:
    """Find it by its clips, or by its values where it was kept without any."""
    recordings, clips, values = tables.recordings, tables.clips, tables.self_tests
    of_clips = select(recordings.c.id, recordings.c.person).join(clips, clips.c.recording == recordings.c.id)
    of_values = select(values.c.sitting, values.c.person).where(values.c.sitting == id_)
    return select(of_clips.where(clips.c.sitting == id_).union_all(of_values).subquery())


_FOUND: Final[Mapping[Kind, Callable[[str], Select[Any]]]] = {
    Kind.PERSON: _person,
    Kind.ANALYSIS: _analysis,
    Kind.RECORDING: _recording,
    Kind.CLIP: _clip,
    Kind.SET: _set,
    Kind.NOTE: _note,
    Kind.SITTING: _sitting,
}
"""For each kind, what finds its recording, or else itself, and its person."""


def owners_of(database: Database, kind: Kind, id_: str) -> Owners | None:
    """Return whose something is; None where there is no such thing."""
    clips = tables.clips
    with database.reading() as connection:
        row = connection.execute(_FOUND[kind](id_)).first()
        if row is None:
            return None
        where, person = row
        if person is not None:
            return Owners(person=person)
        gave = select(clips.c.account).where((clips.c.recording == where) & clips.c.account.is_not(None))
        return Owners(person=None, accounts=frozenset(connection.execute(gave).scalars()))
