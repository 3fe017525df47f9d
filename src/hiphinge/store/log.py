"""The training log itself: sessions, sets and body weight of a person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Column, Connection, Table, delete, func, insert, select, update

from hiphinge.documents.training_log import (
    POUND_KG,
    BodyWeightRecord,
    PersonRecord,
    Record,
    SessionRecord,
    SetRecord,
)
from hiphinge.errors import InputMissingError
from hiphinge.store import tables
from hiphinge.store.columns import new_id
from hiphinge.store.database import Database
from hiphinge.store.rows import record_of, records_of, row_of
from hiphinge.store.sessions import remove_empty_sessions, session_near, wait_for
from hiphinge.store.taking_over import TakenOver, compare, take_over
from hiphinge.store.undoing import undo_last

__all__ = ["BriefSet", "Log"]

_ROWS_AT_ONCE = 500


class BriefSet(NamedTuple):
    """What progress reads of a set; ``load_kg`` is None for bodyweight alone."""

    exercise: str | None
    performed_at: datetime
    load_kg: float | None
    repetitions: int | None
    rpe: float | None
    analysis: str | None
    analysis_set: int | None
    kind: str
    counting: bool


@dataclass(frozen=True)
class Log:
    """Sets, sessions and body weight."""

    database: Database

    def session_at(self, person: PersonRecord, moment: datetime) -> SessionRecord:
        """Return the session to which a set at that moment belongs: a present one, else a new one, not kept yet."""
        with self.database.reading() as connection:
            found = session_near(connection, person, moment)
        return found or SessionRecord(id=new_id(), person=person.id, started_at=moment, zone=person.zone)

    def add(self, sessions: Iterable[SessionRecord], sets: Sequence[SetRecord]) -> int:
        """Keep sessions and sets together, those that are there already left as they are; return how many sets are new.

        A set is the same where its id is, or the source and the key of its import.

        Raises
        ------
        OutputError
            If they cannot be written; none of them is kept then.
        """
        with self.database.writing() as connection:
            present = _present_ids(connection, tables.sessions.c.id, [session.id for session in sessions])
            _insert(connection, tables.sessions, [row_of(s) for s in sessions if s.id not in present])
            known = _known_sets(connection, sets)
            new = [row_of(one) for one in sets if one.id not in known and (one.source, one.source_key) not in known]
            _insert(connection, tables.sets, new)
            return len(new)

    def enter(
        self,
        person: PersonRecord,
        moment: datetime,
        sets_of: Callable[[SessionRecord, int], Sequence[SetRecord]],
    ) -> tuple[SetRecord, ...]:
        """Keep sets done at a moment, in the session that is there or a new one, all in one transaction.

        Parameters
        ----------
        sets_of
            Makes the sets from their session and the first free place in it.

        Raises
        ------
        OutputError
            If they cannot be written; none of them is kept then.
        """
        table = tables.sets
        with self.database.writing() as connection:
            wait_for(connection, person)
            found = session_near(connection, person, moment)
            session = found or SessionRecord(id=new_id(), person=person.id, started_at=moment, zone=person.zone)
            last = connection.execute(select(func.max(table.c.position)).where(table.c.session == session.id)).scalar()
            new = tuple(sets_of(session, 0 if last is None else last + 1))
            _insert(connection, tables.sessions, [row_of(session)] if found is None else [])
            _insert(connection, table, [row_of(one) for one in new])
        return new

    def undo(self, person: PersonRecord) -> tuple[Record, ...]:
        """Erase what was entered last, and return it: all that one line added; nothing imported."""
        with self.database.writing() as connection:
            wait_for(connection, person)
            return undo_last(connection, person)

    def change(self, one: SetRecord) -> None:
        """Put a set in the place of the one with its id.

        Raises
        ------
        InputMissingError
            If there is none.
        """
        with self.database.writing() as connection:
            changed = connection.execute(update(tables.sets).where(tables.sets.c.id == one.id).values(row_of(one)))
            if changed.rowcount == 0:
                message = f"The log has no set {one.id}."
                raise InputMissingError(message)

    def one(self, person: PersonRecord, id_: str) -> SetRecord:
        """Return a set of a person.

        Raises
        ------
        InputMissingError
            If they have none of that id.
        """
        table = tables.sets
        query = select(table).where((table.c.person == person.id) & (table.c.id == id_))
        with self.database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            message = f"{person.name} has no set {id_}. It may have been taken back."
            raise InputMissingError(message)
        return record_of(row, SetRecord)

    def remove(self, person: PersonRecord, ids: Sequence[str]) -> int:
        """Erase sets of a person, and sessions that have none left; return how many sets."""
        with self.database.writing() as connection:
            mine = (tables.sets.c.person == person.id) & tables.sets.c.id.in_(ids)
            count = connection.execute(delete(tables.sets).where(mine)).rowcount
            remove_empty_sessions(connection, person)
            return count

    def page(self, person: PersonRecord, *, size: int, before: datetime | None = None) -> tuple[SetRecord, ...]:
        """Return the last sets of a person, the newest first; ``before`` a moment where it is given."""
        table = tables.sets
        query = select(table).where(table.c.person == person.id)
        if before is not None:
            query = query.where(table.c.performed_at < before)
        newest_first = query.order_by(table.c.performed_at.desc(), table.c.position.desc()).limit(size)
        with self.database.reading() as connection:
            return tuple(record_of(row, SetRecord) for row in connection.execute(newest_first).mappings())

    def sets(self, person: PersonRecord, *, exercise: str | None = None) -> tuple[SetRecord, ...]:
        """Return a person's sets, the oldest first; of one exercise where it is given."""
        table = tables.sets
        query = select(table).where(table.c.person == person.id)
        if exercise is not None:
            query = query.where(table.c.exercise == exercise)
        with self.database.reading() as connection:
            found = connection.execute(query.order_by(table.c.performed_at, table.c.position, table.c.id))
            return tuple(records_of(found, SetRecord))

    def take_over(
        self,
        person: PersonRecord,
        sessions: Sequence[SessionRecord],
        sets: Sequence[SetRecord],
        weights: Sequence[BodyWeightRecord] = (),
    ) -> TakenOver:
        """Take over what another app exported: add what is new, bring up to date what is there, all of it or none.

        Raises
        ------
        InputMissingError, OutputError
            As `hiphinge.store.taking_over.take_over`.
        """
        return take_over(self.database, person, sessions, sets, weights)

    def compare(
        self,
        person: PersonRecord,
        sessions: Sequence[SessionRecord],
        sets: Sequence[SetRecord],
        weights: Sequence[BodyWeightRecord] = (),
    ) -> TakenOver:
        """Return what `take_over` would add and change, without doing it."""
        return compare(self.database, person, sessions, sets, weights)

    def in_brief(self, person: PersonRecord) -> tuple[BriefSet, ...]:
        """Return of a person's sets what progress reads, the oldest first."""
        table = tables.sets
        columns = (
            table.c.exercise,
            table.c.performed_at,
            table.c.load_value,
            table.c.load_unit,
            table.c.repetitions,
            table.c.rpe,
            table.c.analysis,
            table.c.analysis_set,
            table.c.kind,
            table.c.counting,
        )
        mine = table.c.person == person.id
        with self.database.reading() as connection:
            query = select(*columns).where(mine).order_by(table.c.performed_at, table.c.position)
            rows = connection.execute(query).all()
            return tuple(
                BriefSet(exercise, at, value if unit != "lb" or value is None else value * POUND_KG, *rest)
                for exercise, at, value, unit, *rest in rows
            )

    def between(self, person: PersonRecord, start: datetime, end: datetime) -> tuple[SetRecord, ...]:
        """Return a person's sets from one moment to another, both included, the oldest first."""
        table = tables.sets
        query = select(table).where((table.c.person == person.id) & table.c.performed_at.between(start, end))
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(table.c.performed_at, table.c.position, table.c.id)).mappings()
            return tuple(record_of(row, SetRecord) for row in rows)

    def of_analyses(self, person: PersonRecord, analyses: Sequence[str]) -> tuple[SetRecord, ...]:
        """Return a person's sets that any of these analyses shows, the oldest first."""
        table = tables.sets
        query = select(table).where((table.c.person == person.id) & table.c.analysis.in_(analyses))
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(table.c.performed_at, table.c.position, table.c.id)).mappings()
            return tuple(record_of(row, SetRecord) for row in rows)

    def sessions(self, person: PersonRecord) -> tuple[SessionRecord, ...]:
        """Return a person's sessions, the oldest first."""
        table = tables.sessions
        query = select(table).where(table.c.person == person.id).order_by(table.c.started_at, table.c.id)
        with self.database.reading() as connection:
            return tuple(record_of(row, SessionRecord) for row in connection.execute(query).mappings())

    def weigh(self, weights: Sequence[BodyWeightRecord]) -> None:
        """Keep body weights."""
        with self.database.writing() as connection:
            _insert(connection, tables.body_weights, [row_of(weight) for weight in weights])

    def body_weights(self, person: PersonRecord) -> tuple[BodyWeightRecord, ...]:
        """Return a person's weights, the oldest first."""
        table = tables.body_weights
        query = select(table).where(table.c.person == person.id).order_by(table.c.measured_at, table.c.id)
        with self.database.reading() as connection:
            return tuple(record_of(row, BodyWeightRecord) for row in connection.execute(query).mappings())

    def last_weight(self, person: PersonRecord) -> BodyWeightRecord | None:
        """Return a person's last weight, or None."""
        table = tables.body_weights
        query = select(table).where(table.c.person == person.id).order_by(table.c.measured_at.desc(), table.c.id.desc())
        with self.database.reading() as connection:
            row = connection.execute(query.limit(1)).mappings().first()
        return None if row is None else record_of(row, BodyWeightRecord)

    def count(self, person: PersonRecord) -> int:
        """Return how many sets a person has."""
        with self.database.reading() as connection:
            query = select(func.count()).select_from(tables.sets).where(tables.sets.c.person == person.id)
            return int(connection.execute(query).scalar_one())

    def counts(self) -> Mapping[str, int]:
        """Return how many sets each person has, by the person's id; who has none is not in it."""
        with self.database.reading() as connection:
            query = select(tables.sets.c.person, func.count()).group_by(tables.sets.c.person)
            return {person: int(count) for person, count in connection.execute(query)}


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _present_ids(connection: Connection, column: Column[str], ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(ids), _ROWS_AT_ONCE):
        some = ids[start : start + _ROWS_AT_ONCE]
        found |= set(connection.execute(select(column).where(column.in_(some))).scalars())
    return found


def _known_sets(connection: Connection, sets: Sequence[SetRecord]) -> set[object]:
    """Return the ids, and the sources with keys, of those that are in the table."""
    table = tables.sets
    known: set[object] = set(_present_ids(connection, table.c.id, [one.id for one in sets]))
    for person, source in {(one.person, one.source) for one in sets if one.source_key is not None}:
        mine = (table.c.person == person) & (table.c.source == source)
        known |= {(source, key) for key in connection.execute(select(table.c.source_key).where(mine)).scalars()}
    return known
