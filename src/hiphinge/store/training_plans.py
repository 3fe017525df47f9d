"""The plan that a person trains by, how they are on a day of it, and the days on which they practised."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from hiphinge.documents.training_log import DayAnswerRecord, PersonRecord, PracticeRecord, TrainingPlanRecord
from hiphinge.errors import InputMissingError
from hiphinge.store import tables
from hiphinge.store.columns import new_id
from hiphinge.store.database import Database
from hiphinge.store.rows import record_of, records_of, row_of
from hiphinge.store.sessions import wait_for

__all__ = ["TrainingPlans"]


@dataclass(frozen=True)
class TrainingPlans:
    """One present plan a person, those before it, and what is said of their days."""

    database: Database

    def begin(self, person: PersonRecord, one: TrainingPlanRecord) -> None:
        """Keep a plan as the present one of a person; the one before it ends.

        Raises
        ------
        OutputError
            If it cannot be written; the one before it goes on then.
        """
        table = tables.training_plans
        present = (table.c.person == person.id) & table.c.ended_at.is_(None)
        with self.database.writing() as connection:
            wait_for(connection, person)
            connection.execute(update(table).where(present).values(ended_at=one.begun_at))
            connection.execute(insert(table).values(row_of(one)))

    def present(self, person: PersonRecord) -> TrainingPlanRecord | None:
        """Return the plan that a person trains by, or None."""
        with self.database.reading() as connection:
            return _present(connection, person)

    def change(
        self, person: PersonRecord, change: Callable[[dict[str, Any]], dict[str, Any]], *, now: datetime
    ) -> TrainingPlanRecord:
        """Read, change and write the present plan of a person in one transaction.

        Raises
        ------
        InputMissingError
            If there is none.
        OutputError
            If it cannot be written.
        """
        table = tables.training_plans
        with self.database.writing() as connection:
            wait_for(connection, person)
            before = _present(connection, person)
            if before is None:
                message = f"{person.name} has no plan. Make one: hiphinge plan make --person {person.name!r} --days ..."
                raise InputMissingError(message)
            after = before.model_copy(update={"content": change(before.content), "changed_at": now})
            values = {"content": after.content, "changed_at": now}
            connection.execute(update(table).where(table.c.id == after.id).values(values))
        return after

    def end(self, person: PersonRecord, now: datetime) -> int:
        """Let the present plan of a person end; return how many that were, 0 or 1."""
        table = tables.training_plans
        present = (table.c.person == person.id) & table.c.ended_at.is_(None)
        with self.database.writing() as connection:
            return connection.execute(update(table).where(present).values(ended_at=now)).rowcount

    def answer(self, one: DayAnswerRecord) -> None:
        """Keep how somebody is on a day; of several of a day the last one counts.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        with self.database.writing() as connection:
            connection.execute(insert(tables.day_answers).values(row_of(one)))

    def answers(self, person: PersonRecord) -> tuple[DayAnswerRecord, ...]:
        """Return how somebody was, the last answer of each day, the earliest day first."""
        table = tables.day_answers
        query = select(table).where(table.c.person == person.id).order_by(table.c.day, table.c.id)
        with self.database.reading() as connection:
            return tuple({one.day: one for one in records_of(connection.execute(query), DayAnswerRecord)}.values())

    def tick(self, person: PersonRecord, day: date, *, now: datetime, done: bool = True) -> None:
        """Keep that somebody practised on a day, once; or take that back.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        table = tables.practice_days
        of_day = (table.c.person == person.id) & (table.c.day == day)
        with self.database.writing() as connection:
            wait_for(connection, person)
            there = connection.execute(select(table.c.id).where(of_day)).first() is not None
            if there and not done:
                connection.execute(delete(table).where(of_day))
            if done and not there:
                one = PracticeRecord(id=new_id(), person=person.id, day=day, ticked_at=now)
                connection.execute(insert(table).values(row_of(one)))

    def practised(self, person: PersonRecord) -> frozenset[date]:
        """Return the days on which somebody practised."""
        table = tables.practice_days
        with self.database.reading() as connection:
            return frozenset(connection.execute(select(table.c.day).where(table.c.person == person.id)).scalars())


def _present(connection: Connection, person: PersonRecord) -> TrainingPlanRecord | None:
    table = tables.training_plans
    mine = select(table).where((table.c.person == person.id) & table.c.ended_at.is_(None)).order_by(table.c.id.desc())
    row = connection.execute(mine).mappings().first()
    return None if row is None else record_of(row, TrainingPlanRecord)
