"""What a person aims at, and what they plan to do on which day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import delete, func, insert, select

from hiphinge.documents.training_log import AimRecord, PersonRecord, PlannedSessionRecord, PlannedSetRecord
from hiphinge.store import tables
from hiphinge.store.columns import new_id
from hiphinge.store.database import Database
from hiphinge.store.rows import record_of, records_of, row_of
from hiphinge.store.sessions import wait_for

__all__ = ["PlannedDay", "Plans"]


@dataclass(frozen=True, kw_only=True)
class PlannedDay:
    """A planned session with its sets in order."""

    session: PlannedSessionRecord
    sets: tuple[PlannedSetRecord, ...]


@dataclass(frozen=True)
class Plans:
    """Aims, and planned sessions with their sets."""

    database: Database

    def aim(self, one: AimRecord) -> None:
        """Keep an aim.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        with self.database.writing() as connection:
            connection.execute(insert(tables.aims).values(row_of(one)))

    def aims(self, person: PersonRecord) -> tuple[AimRecord, ...]:
        """Return a person's aims, the earliest day first."""
        table = tables.aims
        query = select(table).where(table.c.person == person.id).order_by(table.c.by, table.c.id)
        with self.database.reading() as connection:
            return tuple(records_of(connection.execute(query), AimRecord))

    def remove_aims(self, person: PersonRecord, ids: Sequence[str]) -> int:
        """Erase aims of a person; return how many."""
        table = tables.aims
        with self.database.writing() as connection:
            return connection.execute(delete(table).where((table.c.person == person.id) & table.c.id.in_(ids))).rowcount

    def plan(
        self,
        person: PersonRecord,
        day: date,
        sets_of: Callable[[PlannedSessionRecord, int], Sequence[PlannedSetRecord]],
    ) -> tuple[PlannedSetRecord, ...]:
        """Keep sets for a day, in the session that is planned there or a new one, all in one transaction.

        Parameters
        ----------
        sets_of
            Makes the sets from their session and the first free place in it.

        Raises
        ------
        OutputError
            If they cannot be written; none of them is kept then.
        """
        sessions, sets = tables.planned_sessions, tables.planned_sets
        with self.database.writing() as connection:
            wait_for(connection, person)
            of_day = (sessions.c.person == person.id) & (sessions.c.day == day)
            row = connection.execute(select(sessions).where(of_day).order_by(sessions.c.id)).mappings().first()
            session = (
                PlannedSessionRecord(id=new_id(), person=person.id, day=day, planned_at=datetime.now(UTC))
                if row is None
                else record_of(row, PlannedSessionRecord)
            )
            last = connection.execute(select(func.max(sets.c.position)).where(sets.c.session == session.id)).scalar()
            new = tuple(sets_of(session, 0 if last is None else last + 1))
            if row is None:
                connection.execute(insert(sessions).values(row_of(session)))
            connection.execute(insert(sets), [row_of(one) for one in new])
        return new

    def days(self, person: PersonRecord, *, since: date | None = None) -> tuple[PlannedDay, ...]:
        """Return what a person planned, the earliest day first; from a day on where it is given."""
        sessions, sets = tables.planned_sessions, tables.planned_sets
        mine = sessions.c.person == person.id
        if since is not None:
            mine &= sessions.c.day >= since
        planned = select(sets).join(sessions, sessions.c.id == sets.c.session).where(mine)
        with self.database.reading() as connection:
            found = connection.execute(select(sessions).where(mine).order_by(sessions.c.day, sessions.c.id))
            days = tuple(records_of(found, PlannedSessionRecord))
            of_sessions: dict[str, list[PlannedSetRecord]] = {one.id: [] for one in days}
            rows = connection.execute(planned.order_by(sets.c.position, sets.c.id))
            for one in records_of(rows, PlannedSetRecord):
                of_sessions[one.session].append(one)
        return tuple(PlannedDay(session=one, sets=tuple(of_sessions[one.id])) for one in days)

    def remove_day(self, person: PersonRecord, day: date) -> int:
        """Erase what a person planned for a day; return how many sets that were."""
        sessions, sets = tables.planned_sessions, tables.planned_sets
        with self.database.writing() as connection:
            ids = select(sessions.c.id).where((sessions.c.person == person.id) & (sessions.c.day == day))
            count = connection.execute(delete(sets).where(sets.c.session.in_(ids))).rowcount
            connection.execute(delete(sessions).where((sessions.c.person == person.id) & (sessions.c.day == day)))
        return count
