"""The revisions of the tables: which one a database has, and the way up and down between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from hiphinge.errors import InputFormatError, UsageError
from hiphinge.store.database import Database

__all__ = ["ensure_present", "newest", "revisions", "upgrade_to"]

_HERE = Path(__file__).parent


@cache
def revisions() -> tuple[str, ...]:
    """Return every revision, the oldest first."""
    return tuple(script.revision for script in reversed(list(_scripts().walk_revisions())))


def newest() -> str:
    """Return the revision that this hiphinge needs."""
    return revisions()[-1]


def ensure_present(database: Database) -> None:
    """Bring a database to the newest revision, keeping what is in it.

    Raises
    ------
    InputFormatError
        If a newer hiphinge wrote it.
    """
    present = database.revision()
    if present == newest():
        return
    if present is not None and present not in revisions():
        message = (
            f"The training log at {database.place} has revision {present!r}, which this hiphinge does not know: a "
            "newer one wrote it. Update hiphinge, or restore a backup."
        )
        raise InputFormatError(message)
    upgrade_to(database, newest())


def upgrade_to(database: Database, revision: str) -> None:
    """Bring a database to a revision, up or down; "base" removes every table.

    Raises
    ------
    UsageError
        If there is no such revision.
    """
    if revision not in {*revisions(), "base"}:
        message = f"There is no revision {revision!r}. Known: {', '.join(revisions())}."
        raise UsageError(message)
    with (
        database.engine.connect().execution_options(hiphinge_writes=True) as connection,
        _without_cascades(database, connection),
        connection.begin(),
    ):
        if connection.dialect.name == "postgresql":  # servers and workers may start at once; SQLite has one writer
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("hiphinge revisions"))))
        config = _config()
        config.attributes["connection"] = connection
        present = MigrationContext.configure(connection).get_current_revision()
        order = ("base", *revisions())
        down = order.index(revision) < order.index(present or "base")
        (command.downgrade if down else command.upgrade)(config, revision)


@contextmanager
def _without_cascades(database: Database, connection: Connection) -> Iterator[None]:
    """Let a table of SQLite be written anew without the rows that refer to it: dropping the old one deletes no others.

    https://www.sqlite.org/lang_altertable.html#otheralter
    """
    if not database.is_sqlite:
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
