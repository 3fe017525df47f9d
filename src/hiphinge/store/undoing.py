"""Takes back what a person entered last."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from hiphinge.documents.training_log import (
    AimRecord,
    BodyWeightRecord,
    ComfortRecord,
    PersonRecord,
    PlannedSetRecord,
    PreparationRecord,
    Record,
    SelfTestRecord,
    SetRecord,
)
from hiphinge.store import tables
from hiphinge.store.columns import ENTRY_DIGITS
from hiphinge.store.fixed_ids import FIXED_DIGITS
from hiphinge.store.rows import records_of
from hiphinge.store.sessions import remove_empty_sessions

__all__ = ["undo_last"]

_ENTERED: Final[tuple[tuple[Table, type[Record]], ...]] = (
    (tables.sets, SetRecord),
    (tables.body_weights, BodyWeightRecord),
    (tables.aims, AimRecord),
    (tables.planned_sets, PlannedSetRecord),
    (tables.self_tests, SelfTestRecord),
    (tables.preparations, PreparationRecord),
    (tables.back_comfort, ComfortRecord),
)
"""What is entered line by line. Its identifiers sort by age, and those of one line share their first digits."""


def undo_last(connection: Connection, person: PersonRecord) -> tuple[Record, ...]:
    """Erase what was entered last, and return it: all that one line added.

    What was imported stays, and what a video in the queue was measured to show: nobody entered that as a line.
    """
    newest = [
        (last, table, kind)
        for table, kind in _ENTERED
        if (last := connection.execute(select(func.max(table.c.id)).where(_mine(table, person))).scalar()) is not None
    ]
    if not newest:
        return ()
    last, table, kind = max(newest, key=lambda one: one[0])
    chosen = _mine(table, person) & table.c.id.startswith(last[:ENTRY_DIGITS], autoescape=True)
    found = connection.execute(select(table).where(chosen).order_by(table.c.id))
    gone = tuple(records_of(found, kind))
    connection.execute(delete(table).where(chosen))
    remove_empty_sessions(connection, person)
    _remove_empty_plans(connection, person)
    return gone


def _mine(table: Table, person: PersonRecord) -> ColumnElement[Any]:
    mine = (table.c.person == person.id) & ~table.c.id.startswith(FIXED_DIGITS)
    return mine & table.c.source.is_(None) if "source" in table.c else mine


def _remove_empty_plans(connection: Connection, person: PersonRecord) -> None:
    sessions, sets = tables.planned_sessions, tables.planned_sets
    left = select(sets.c.session).where(sets.c.session == sessions.c.id)
    connection.execute(delete(sessions).where((sessions.c.person == person.id) & ~left.exists()))
