"""Calibrations, notes and profiles of people in the store, behind the interface of `hiphinge.people`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update

from hiphinge.people import KINDS, KeptFile, Kind, person_key
from hiphinge.store.database import Database
from hiphinge.store.tables import kept_documents

__all__ = ["StoredPersonFiles"]

_ENDINGS: Mapping[Kind, str] = {"calibration": ".calibration.json", "notes": ".notes.json", "profile": ".profile.toml"}


@dataclass(frozen=True)
class StoredPersonFiles:
    """`hiphinge.people.PersonFiles` in a database."""

    database: Database

    @property
    def place(self) -> Path:
        """Where the database is."""
        return Path(self.database.place)

    def kept(self) -> Mapping[str, tuple[KeptFile, ...]]:
        """Return everything that is kept, by the person's name."""
        table = kept_documents
        with self.database.reading() as connection:
            rows = connection.execute(select(table.c.key, table.c.kind).order_by(table.c.key, table.c.kind)).all()
        found: dict[str, list[KeptFile]] = {}
        for key, kind in rows:
            one = KeptFile(person=key, kind=kind, place=self.place, file_name=f"{key}{_ENDINGS[kind]}")
            found.setdefault(key, []).append(one)
        return {key: tuple(items) for key, items in found.items()}

    def place_of(self, person: str, kind: Kind) -> Path:
        """Return the database, with the name of the document in it."""
        return self.place / f"{person_key(person)}{_ENDINGS[kind]}"

    def read(self, person: str, kind: Kind) -> bytes | None:
        """Return the content, or None where there is none."""
        with self.database.reading() as connection:
            return _content(connection, person_key(person), kind)

    def change(self, person: str, kind: Kind, change: Callable[[bytes | None], bytes]) -> Path:
        """Read, change and write in one transaction."""
        key = person_key(person)
        with self.database.writing() as connection:
            _lock(connection, key)
            present = _content(connection, key, kind)
            _put(connection, key, kind, change(present), new=present is None)
        return self.place_of(person, kind)

    def write(self, person: str, kind: Kind, content: bytes) -> Path:
        """Put the content in the place of what was there."""
        return self.change(person, kind, lambda _: content)

    def erase(self, person: str, kinds: tuple[Kind, ...] = KINDS) -> tuple[Path, ...]:
        """Erase what is kept of a person of these kinds, and return what it was."""
        table, key = kept_documents, person_key(person)
        with self.database.writing() as connection:
            found = [kind for kind in kinds if _content(connection, key, kind) is not None]
            connection.execute(delete(table).where((table.c.key == key) & table.c.kind.in_(found)))
        return tuple(self.place_of(person, kind) for kind in found)


def _lock(connection: Connection, key: str) -> None:
    """Let nobody else change the documents of a person until the transaction ends; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"hiphinge {key}"))))


def _content(connection: Connection, key: str, kind: Kind) -> bytes | None:
    query = select(kept_documents.c.content).where((kept_documents.c.key == key) & (kept_documents.c.kind == kind))
    return connection.execute(query).scalar_one_or_none()


def _put(connection: Connection, key: str, kind: Kind, content: bytes, *, new: bool) -> None:
    now = datetime.now(UTC)
    if new:
        connection.execute(insert(kept_documents).values(key=key, kind=kind, content=content, changed_at=now))
        return
    where = (kept_documents.c.key == key) & (kept_documents.c.kind == kind)
    connection.execute(update(kept_documents).where(where).values(content=content, changed_at=now))
