"""The database behind the store: SQLite in a file, or PostgreSQL; opened, checked and used in transactions."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from hiphinge.errors import InputUnreadableError, MissingComponentError, OutputError, UsageError

__all__ = ["Database", "sqlite_url"]

_PATIENCE_S = 30
"""How long to wait for another process that writes."""
_LEAST_FREE_BYTES = 1 << 18
"""With less, a disk counts as full."""
_ENGINES = ("sqlite", "postgresql")
_DRIVERS = {"postgresql": "postgresql+psycopg", "sqlite": "sqlite+pysqlite"}


def sqlite_url(file: Path) -> str:
    """Return the address of a database in a file."""
    return URL.create("sqlite", database=str(file)).render_as_string(hide_password=False)


class Database:
    """One database, read and written in transactions; safe to use from several processes at once.

    Parameters
    ----------
    url
        ``sqlite:///FILE`` or ``postgresql://USER:PASSWORD@HOST/NAME``.

    Raises
    ------
    UsageError
        If it is no such address.
    MissingComponentError
        If PostgreSQL is wanted and its driver is not installed.
    """

    def __init__(self, url: str) -> None:
        self.url = _checked(url)
        self._engine = _engine(self.url)

    @property
    def engine(self) -> Engine:
        """For revisions."""
        return self._engine

    @property
    def place(self) -> str:
        """Where it is, as a message says it, without a password."""
        return self.url.database or "memory" if self.is_sqlite else self.url.render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.url.get_backend_name() == "sqlite"

    def revision(self) -> str | None:
        """Return which revision the tables have; None where there are none yet."""
        with self.reading() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the database throughout.

        Raises
        ------
        InputUnreadableError
            If the database cannot be read.
        OutputError
            If it cannot be because its disk is full or may not be written: SQLite writes beside its file also to read.
        """
        try:
            with self._engine.connect() as connection:
                if not self.is_sqlite:
                    connection = connection.execution_options(isolation_level="REPEATABLE READ")  # noqa: PLW2901
                with connection.begin():
                    yield connection
        except DBAPIError as error:
            message = f"The training log at {self.place} cannot be read: {_reason(error)}"
            if cause := self._cause():
                message = f"{message} {cause} Nothing was changed."
                raise OutputError(message) from error
            raise InputUnreadableError(message) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection whose changes are kept together when the block ends well, and not at all otherwise.

        Raises
        ------
        OutputError
            If they cannot be kept: the disk is full, the file may not be written, another process writes too long.
        """
        try:
            with self._engine.connect() as connection:
                if self.is_sqlite:
                    connection = connection.execution_options(hiphinge_writes=True)  # noqa: PLW2901
                with connection.begin():
                    yield connection
        except DBAPIError as error:
            message = f"Nothing was changed: the training log at {self.place} cannot be written: {_reason(error)}"
            raise OutputError(f"{message} {self._cause()}".rstrip()) from error

    def _cause(self) -> str:
        """Return what is wrong with the place of a SQLite file, where something is, and what to do."""
        if not self.is_sqlite or not self.url.database:
            return ""
        folder = Path(self.url.database).absolute().parent
        if not folder.is_dir():
            return ""
        if shutil.disk_usage(folder).free < _LEAST_FREE_BYTES:
            return "No space is left on its disk: free some, and run the command again."
        if not os.access(folder, os.W_OK):
            return f"The folder {folder} may not be written, and has to be, also to read the log. Change its rights."
        return ""

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        message = f"{url!r} is no address of a database. Give sqlite:///FILE or postgresql://USER@HOST/NAME."
        raise UsageError(message) from error
    backend = parsed.get_backend_name()
    if backend not in _ENGINES:
        message = f"The training log is kept in SQLite or PostgreSQL, but the address names {backend!r}."
        raise UsageError(message)
    return parsed.set(drivername=_DRIVERS[backend])


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": _PATIENCE_S, "isolation_level": None})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": _PATIENCE_S})
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        message = "PostgreSQL needs its driver: pip install 'hiphinge[postgresql]'."
        raise MissingComponentError(message) from error


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """Let readers and one writer work at once (WAL); what was acknowledged outlives a crash, also of the machine."""
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin as a writer where we write: a reader that turns into one could find that somebody else was quicker."""
    writes = connection.get_execution_options().get("hiphinge_writes", False)
    connection.execute(text("BEGIN IMMEDIATE" if writes else "BEGIN"))


def _reason(error: DBAPIError) -> str:
    """Return what the database said, on one line."""
    said = str(error.orig).strip().splitlines()
    return (said[0] if said else type(error.orig).__name__).rstrip(".") + "."
