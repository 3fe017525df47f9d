"""Calibrations, notes and profiles of people in the store, behind the interface of `hiphinge.people`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update

from hiphinge.people import FILE_ENDINGS, KINDS, HandedOver, KeptFile, Kind, person_key
from hiphinge.store.database import Database
from hiphinge.store.tables import kept_documents

__all__ = ["StoredPersonFiles", "document_name"]


@dataclass(frozen=True)
class StoredPersonFiles:
    """`hiphinge.people.PersonFiles` in a database."""

    database: Database

    @property
    def place(self) -> Path:
        """The database: its file, or its name."""
        return Path(self.database.url.database or "memory")

    def kept(self) -> Mapping[str, tuple[KeptFile, ...]]:
        """Return everything that is kept, by the person's name."""
        table = kept_documents
        with self.database.reading() as connection:
            rows = connection.execute(select(table.c.key, table.c.kind).order_by(table.c.key, table.c.kind)).all()
        found: dict[str, list[KeptFile]] = {}
        for key, kind in rows:
            if kind not in KINDS:
                continue
            name = document_name(key, kind)
            one = KeptFile(person=key, kind=kind, place=self.place / name, file_name=name)
            found.setdefault(key, []).append(one)
        return {key: tuple(items) for key, items in found.items()}

    def place_of(self, person: str, kind: Kind) -> Path:
        """Return the database, with the name of the document in it."""
        return self.place / document_name(person, kind)

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

    def earlier(self, person: str) -> Mapping[str, bytes]:
        """Return what was replaced by something newer when it moved in (`move_in`), by the name of its file."""
        table, key = kept_documents, person_key(person)
        with self.database.reading() as connection:
            rows = connection.execute(select(table.c.kind, table.c.content).where(table.c.key == key)).all()
        return {document_name(key, kind): bytes(content) for kind, content in rows if kind not in KINDS}

    def move_in(self, handed: Sequence[HandedOver]) -> None:
        """Keep files that were kept in a folder before, all of them or none.

        Where something else is here already, the newer one is kept in its place and the other one as an earlier
        version (`earlier`); what is here already, in either place, is not kept twice.
        """
        with self.database.writing() as connection:
            for one in handed:
                _lock(connection, person_key(one.person))
                _move_in(connection, one)

    def erase_all(self, person: str) -> int:
        """Erase everything that is kept of a person, earlier versions too; return how many documents."""
        table = kept_documents
        with self.database.writing() as connection:
            return connection.execute(delete(table).where(table.c.key == person_key(person))).rowcount

    def erase(self, person: str, kinds: tuple[Kind, ...] = KINDS) -> tuple[Path, ...]:
        """Erase what is kept of a person of these kinds, earlier versions too, and return what it was."""
        table, key = kept_documents, person_key(person)
        with self.database.writing() as connection:
            every = connection.execute(select(table.c.kind).where(table.c.key == key)).scalars().all()
            gone = [kind for kind in every if kind.partition(".")[0] in kinds]
            connection.execute(delete(table).where((table.c.key == key) & table.c.kind.in_(gone)))
            found = [kind for kind in kinds if kind in gone]
        return tuple(self.place_of(person, kind) for kind in found)


def document_name(person: str, kind: str) -> str:
    """Return the name of a document's file when it is exported; ``notes.2`` is an earlier version of the notes.

    Raises
    ------
    UsageError
        If it is no name that can be used.
    """
    base, _, number = kind.partition(".")
    return f"{person_key(person)}{f'.{number}' if number else ''}{FILE_ENDINGS[base]}"


def _lock(connection: Connection, key: str) -> None:
    """Let nobody else change the documents of a person until the transaction ends; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"hiphinge {key}"))))


def _content(connection: Connection, key: str, kind: Kind) -> bytes | None:
    query = select(kept_documents.c.content).where((kept_documents.c.key == key) & (kept_documents.c.kind == kind))
    return connection.execute(query).scalar_one_or_none()


def _put(connection: Connection, key: str, kind: str, content: bytes, *, new: bool, at: datetime | None = None) -> None:
    now = at or datetime.now(UTC)
    if new:
        connection.execute(insert(kept_documents).values(key=key, kind=kind, content=content, changed_at=now))
        return
    where = (kept_documents.c.key == key) & (kept_documents.c.kind == kind)
    connection.execute(update(kept_documents).where(where).values(content=content, changed_at=now))


def _move_in(connection: Connection, one: HandedOver) -> None:
    table, key = kept_documents, person_key(one.person)
    rows = connection.execute(select(table.c.kind, table.c.content, table.c.changed_at).where(table.c.key == key))
    known = {row.kind: row for row in rows if row.kind.partition(".")[0] == one.kind}
    if one.content in {bytes(row.content) for row in known.values()}:
        return
    present = known.get(one.kind)
    if present is None:
        _put(connection, key, one.kind, one.content, new=True, at=one.written_at)
        return
    older, at = (one.content, one.written_at)
    if one.written_at > present.changed_at:
        older, at = bytes(present.content), present.changed_at
        _put(connection, key, one.kind, one.content, new=False, at=one.written_at)
    number = 1 + max((int(kind.partition(".")[2] or 0) for kind in known), default=0)
    _put(connection, key, f"{one.kind}.{number}", older, new=True, at=at)
