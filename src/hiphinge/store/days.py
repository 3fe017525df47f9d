"""What a person notes of a day: how their back felt, what they did to prepare, and the results of self-tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update

from hiphinge.documents.training_log import (
    ComfortRecord,
    PersonRecord,
    PreparationRecord,
    SelfTestRecord,
    SessionRecord,
)
from hiphinge.store import tables
from hiphinge.store.columns import new_id, new_ids
from hiphinge.store.database import Database
from hiphinge.store.rows import records_of, row_of
from hiphinge.store.sessions import session_near, wait_for

__all__ = ["Days"]


@dataclass(frozen=True)
class Days:
    """Back comfort, preparation, self-tests, and the pain of the next morning."""

    database: Database

    def rate_comfort(self, one: ComfortRecord) -> None:
        """Keep a rating of back comfort; of several of a day the last one counts.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        with self.database.writing() as connection:
            connection.execute(insert(tables.back_comfort).values(row_of(one)))

    def comfort(self, person: PersonRecord) -> tuple[ComfortRecord, ...]:
        """Return the rating of each day that has one, the earliest day first."""
        table = tables.back_comfort
        query = select(table).where(table.c.person == person.id).order_by(table.c.day, table.c.id)
        with self.database.reading() as connection:
            return tuple({one.day: one for one in records_of(connection.execute(query), ComfortRecord)}.values())

    def prepare(
        self, person: PersonRecord, moment: datetime, answers: Mapping[str, bool]
    ) -> tuple[PreparationRecord, ...]:
        """Keep answers about preparation for the session at a moment: the one that is there, or a new one.

        Raises
        ------
        OutputError
            If they cannot be written; none of them is kept then.
        """
        with self.database.writing() as connection:
            wait_for(connection, person)
            found = session_near(connection, person, moment)
            session = found or SessionRecord(id=new_id(), person=person.id, started_at=moment, zone=person.zone)
            new = tuple(
                PreparationRecord(
                    id=id_, person=person.id, session=session.id, item=item, done=done, answered_at=moment
                )
                for id_, (item, done) in zip(new_ids(len(answers)), answers.items(), strict=True)
            )
            if found is None:
                connection.execute(insert(tables.sessions).values(row_of(session)))
            connection.execute(insert(tables.preparations), [row_of(one) for one in new])
        return new

    def preparations(self, person: PersonRecord) -> Mapping[str, Mapping[str, bool]]:
        """Return what was done to prepare, by session's id and item; the last answer to each."""
        table = tables.preparations
        query = select(table).where(table.c.person == person.id).order_by(table.c.id)
        found: dict[str, dict[str, bool]] = {}
        with self.database.reading() as connection:
            for one in records_of(connection.execute(query), PreparationRecord):
                found.setdefault(one.session, {})[one.item] = one.done
        return found

    def add_test(self, one: SelfTestRecord) -> None:
        """Keep the result of a self-test.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        with self.database.writing() as connection:
            connection.execute(insert(tables.self_tests).values(row_of(one)))

    def add_tests(self, several: Sequence[SelfTestRecord]) -> None:
        """Keep all values that one recording of a self-test gave, or none of them.

        Raises
        ------
        OutputError
            If they cannot be written.
        """
        with self.database.writing() as connection:
            connection.execute(insert(tables.self_tests), [row_of(one) for one in several])

    def tests(self, person: PersonRecord) -> tuple[SelfTestRecord, ...]:
        """Return a person's results of self-tests, the oldest first."""
        table = tables.self_tests
        query = select(table).where(table.c.person == person.id).order_by(table.c.tested_at, table.c.id)
        with self.database.reading() as connection:
            return tuple(records_of(connection.execute(query), SelfTestRecord))

    def next_morning(self, person: PersonRecord, start: datetime, end: datetime, pain: int) -> int:
        """Keep what was felt the morning after with the sets from one moment to before another; return how many."""
        table = tables.sets
        of_day = (table.c.person == person.id) & (table.c.performed_at >= start) & (table.c.performed_at < end)
        with self.database.writing() as connection:
            return connection.execute(update(table).where(of_day).values(pain_next_morning=pain)).rowcount

    def last_trained(self, person: PersonRecord, before: datetime) -> datetime | None:
        """Return when a person did their last set before a moment, or None."""
        table = tables.sets
        query = select(func.max(table.c.performed_at)).where(
            (table.c.person == person.id) & (table.c.performed_at < before)
        )
        with self.database.reading() as connection:
            return connection.execute(query).scalar()
