"""What the names of exercises in a person's exports mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from hiphinge.documents.training_log import PersonRecord
from hiphinge.store import tables
from hiphinge.store.database import Database

__all__ = ["ExerciseNames", "NameInLog", "name_key"]


@dataclass(frozen=True, kw_only=True)
class NameInLog:
    """An exercise's name in a person's log, what it means there, and how many sets have it."""

    name: str
    exercise: str | None
    sets: int


def name_key(name: str) -> str:
    """Return a name without case and with single blanks, at most 200 letters: what it is found by."""
    return " ".join(name.casefold().split())[:200]


@dataclass(frozen=True)
class ExerciseNames:
    """What a person said that names mean: an exercise of the catalogue, or none of ours."""

    database: Database

    def all(self, person: PersonRecord) -> Mapping[str, str | None]:
        """Return what each name means, by `name_key`; None where the person said that it is none of ours."""
        table = tables.exercise_names
        query = select(table.c.name, table.c.exercise).where(table.c.person == person.id).order_by(table.c.name)
        with self.database.reading() as connection:
            return {row.name: row.exercise for row in connection.execute(query)}

    def used(self, person: PersonRecord) -> tuple[NameInLog, ...]:
        """Return every name in the log of a person with what its sets are logged as, by name."""
        table = tables.sets
        names = (table.c.exercise_name, table.c.exercise)
        query = select(*names, func.count()).where(table.c.person == person.id).group_by(*names)
        with self.database.reading() as connection:
            rows = [NameInLog(name=name, exercise=id_, sets=sets) for name, id_, sets in connection.execute(query)]
        return tuple(sorted(rows, key=lambda row: (name_key(row.name), row.exercise or "")))

    def assign(self, person: PersonRecord, name: str, exercise: str | None) -> int:
        """Keep what a name means, also for the sets that are in the log already; return how many sets that changes.

        Raises
        ------
        OutputError
            If it cannot be written; nothing is changed then.
        """
        names, sets, key = tables.exercise_names, tables.sets, name_key(name)
        mine = sets.c.person == person.id
        with self.database.writing() as connection:
            connection.execute(delete(names).where((names.c.person == person.id) & (names.c.name == key)))
            connection.execute(insert(names).values(person=person.id, name=key, exercise=exercise))
            written = connection.execute(select(sets.c.exercise_name).where(mine).distinct()).scalars()
            same = [one for one in written if name_key(one) == key]
            other = sets.c.exercise.is_distinct_from(exercise)
            change = update(sets).where(mine & sets.c.exercise_name.in_(same) & other).values(exercise=exercise)
            return connection.execute(change).rowcount if same else 0
