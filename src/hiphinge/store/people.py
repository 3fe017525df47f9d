"""The people of a store, and what they agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from hiphinge.documents.training_log import ConsentRecord, PersonRecord, checked
from hiphinge.errors import InputMissingError, UsageError
from hiphinge.people import person_key
from hiphinge.store import tables
from hiphinge.store.columns import new_id
from hiphinge.store.database import Database
from hiphinge.store.rows import record_of, row_of

__all__ = ["People", "find_person", "insert_person"]


def find_person(connection: Connection, name: str) -> PersonRecord | None:
    """Return the person of that name, or None."""
    row = connection.execute(select(tables.people).where(tables.people.c.key == person_key(name))).mappings().first()
    return None if row is None else record_of(row, PersonRecord)


def insert_person(
    connection: Connection, name: str, *, adult: bool, zone: str, unit: Literal["kg", "lb"] = "kg"
) -> PersonRecord:
    """Add a person in a transaction, and return them; raises as `People.add`."""
    if not adult:
        message = (
            f"{name} should be 18 or older, and somebody should say so (in the terminal with --adult): what trained "
            "adults show is what a lift is compared with here, and nothing of it is known to hold for children. "
            "Nothing was kept."
        )
        raise UsageError(message)
    key = person_key(name)
    fields = {"name": name.strip(), "adult": True, "created_at": datetime.now(UTC), "zone": zone, "unit": unit}
    person = checked(PersonRecord, id=new_id(), **fields)
    if find_person(connection, name) is not None:
        message = f"There is already a person called {name!r}. Choose another name."
        raise UsageError(message)
    connection.execute(insert(tables.people).values(key=key, **row_of(person)))
    return person


@dataclass(frozen=True)
class People:
    """The people whose training is kept; adults only."""

    database: Database

    def add(self, name: str, *, adult: bool, zone: str = "UTC", unit: Literal["kg", "lb"] = "kg") -> PersonRecord:
        """Add a person and return them.

        Raises
        ------
        UsageError
            If the name is taken or cannot be used, they are not 18 yet, or there is no such time zone.
        OutputError
            If it cannot be written.
        """
        with self.database.writing() as connection:
            return insert_person(connection, name, adult=adult, zone=zone, unit=unit)

    def all(self) -> tuple[PersonRecord, ...]:
        """Return everybody, by name."""
        with self.database.reading() as connection:
            rows = connection.execute(select(tables.people).order_by(tables.people.c.key)).mappings()
            return tuple(record_of(row, PersonRecord) for row in rows)

    def named(self, name: str) -> PersonRecord:
        """Return the person of that name.

        Raises
        ------
        InputMissingError
            If there is none.
        UsageError
            If it is no name that can be used.
        """
        with self.database.reading() as connection:
            found = find_person(connection, name)
        if found is None:
            known = ", ".join(person.name for person in self.all())
            others = f"Known: {known}." if known else "There is nobody yet."
            message = f"Nobody called {name!r} is in the training log. {others} "
            message += "To add them: hiphinge people add NAME --adult"
            raise InputMissingError(message)
        return found

    def settle(self, person: PersonRecord, *, zone: str, unit: Literal["kg", "lb"]) -> PersonRecord:
        """Change a person's time zone and unit, and return them as they are now.

        Raises
        ------
        UsageError
            If there is no such time zone.
        """
        changed = checked(PersonRecord, **person.model_dump() | {"zone": zone, "unit": unit})
        with self.database.writing() as connection:
            connection.execute(
                update(tables.people).where(tables.people.c.id == person.id).values(zone=zone, unit=unit)
            )
        return changed

    def agree(self, person: PersonRecord, to: Literal["keep_videos"]) -> ConsentRecord:
        """Keep that a person agrees to something, from now on."""
        consent = ConsentRecord(id=new_id(), person=person.id, to=to, given_at=datetime.now(UTC))
        with self.database.writing() as connection:
            connection.execute(insert(tables.consents).values(row_of(consent)))
        return consent

    def withdraw(self, person: PersonRecord, to: Literal["keep_videos"]) -> int:
        """Keep that a person takes an agreement back, and return how many were open."""
        table = tables.consents
        with self.database.writing() as connection:
            open_ones = (table.c.person == person.id) & (table.c.to == to) & table.c.withdrawn_at.is_(None)
            return connection.execute(update(table).where(open_ones).values(withdrawn_at=datetime.now(UTC))).rowcount

    def consents(self, person: PersonRecord | None = None) -> Sequence[ConsentRecord]:
        """Return what a person agreed to, or everybody, the oldest first."""
        table = tables.consents
        query = select(table).order_by(table.c.given_at, table.c.id)
        with self.database.reading() as connection:
            rows = connection.execute(query if person is None else query.where(table.c.person == person.id)).mappings()
            return tuple(record_of(row, ConsentRecord) for row in rows)

    def remove(self, person: PersonRecord) -> None:
        """Erase a person with everything that belongs to them in the database."""
        with self.database.writing() as connection:
            connection.execute(delete(tables.people).where(tables.people.c.id == person.id))
            connection.execute(
                delete(tables.kept_documents).where(tables.kept_documents.c.key == person_key(person.name))
            )
