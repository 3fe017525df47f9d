"""Which session something belongs to, found and tidied inside a transaction."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, union_all

from hiphinge.documents.training_log import PersonRecord, SessionRecord
from hiphinge.store import tables
from hiphinge.store.rows import record_of

__all__ = ["SESSION_GAP", "remove_empty_sessions", "session_near", "wait_for"]

SESSION_GAP = timedelta(hours=2)
"""A set so long after the last one of a session begins another session."""


def session_near(connection: Connection, person: PersonRecord, moment: datetime) -> SessionRecord | None:
    """Return the session with a set, or an answer about preparation, within `SESSION_GAP` of a moment; the nearest."""
    sets, answers, sessions = tables.sets, tables.preparations, tables.sessions
    span = (moment - SESSION_GAP, moment + SESSION_GAP)
    of_sets = select(sets.c.session, sets.c.performed_at.label("at")).where(
        (sets.c.person == person.id) & sets.c.performed_at.between(*span)
    )
    of_answers = select(answers.c.session, answers.c.answered_at.label("at")).where(
        (answers.c.person == person.id) & answers.c.answered_at.between(*span)
    )
    found = connection.execute(union_all(of_sets, of_answers)).all()
    if not found:
        return None
    nearest = min(found, key=lambda row: abs(row.at - moment))
    row = connection.execute(select(sessions).where(sessions.c.id == nearest.session)).mappings().one()
    return record_of(row, SessionRecord)


def wait_for(connection: Connection, person: PersonRecord) -> None:
    """Let nobody else enter anything of a person until the transaction ends; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(tables.people.c.id).where(tables.people.c.id == person.id).with_for_update())


def remove_empty_sessions(connection: Connection, person: PersonRecord) -> None:
    """Erase a person's sessions that have neither a set nor an answer about preparation."""
    sessions = tables.sessions
    has_sets = select(tables.sets.c.session).where(tables.sets.c.session == sessions.c.id)
    has_answers = select(tables.preparations.c.session).where(tables.preparations.c.session == sessions.c.id)
    empty = (sessions.c.person == person.id) & ~has_sets.exists() & ~has_answers.exists()
    connection.execute(delete(sessions).where(empty))
