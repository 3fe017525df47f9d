"""Looking after a store: what is broken, what nobody needs, backup and restore, no trace of what was erased."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, func, select, text

from hiphinge.errors import InputFormatError, InputMissingError, InputUnreadableError, OutputError, UsageError
from hiphinge.filesystem import writing_file
from hiphinge.store import tables
from hiphinge.store.account_tables import accounts
from hiphinge.store.database import Database
from hiphinge.store.file_keys import file_keys
from hiphinge.store.files import FileStore
from hiphinge.store.recordings import Recordings

__all__ = ["Condition", "Numbers", "Upkeep"]

SETTLED = timedelta(hours=1)
"""A file that is older than that and that no recording names belongs to nobody: filing takes less."""
_PATIENCE_S = 30
_READ = "another process is reading it"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What a check found.

    Attributes
    ----------
    files
        How many files recordings name.
    size
        How many bytes are in the place for files.
    missing, broken
        Keys of files that a recording names and that are not there, or are not what was kept.
    removed
        How many files were erased that no recording names, or that were never finished.
    young
        How many of these were left because another process could be about to use them.
    faults
        What the database says is wrong with itself.
    """

    files: int
    size: int
    missing: tuple[str, ...]
    broken: tuple[str, ...]
    removed: int
    young: int
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.missing or self.broken or self.faults)


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """How much is in a store.

    Attributes
    ----------
    clips
        Videos that were given in, by what became of them.
    waiting_since
        When the first of those in the queue was given in; None where nothing waits.
    """

    clips: Mapping[str, int]
    waiting_since: datetime | None
    people: int
    accounts: int


@dataclass(frozen=True)
class Upkeep:
    """What is done to a store now and then."""

    database: Database
    files: FileStore

    def numbers(self) -> Numbers:
        """Return how much there is of everybody, counted at one moment.

        Raises
        ------
        InputUnreadableError
            If the database cannot be read.
        """
        clips = tables.clips
        by_state = select(clips.c.state, func.count()).where(clips.c.recording.is_not(None)).group_by(clips.c.state)
        first = select(clips.c.added_at).where(clips.c.state == "queued").order_by(clips.c.added_at).limit(1)
        with self.database.reading() as connection:
            people, signing_in = (
                int(connection.execute(select(func.count()).select_from(table)).scalar_one())
                for table in (tables.people, accounts)
            )
            return Numbers(
                clips={str(state): int(count) for state, count in connection.execute(by_state)},
                waiting_since=connection.execute(first).scalar_one_or_none(),
                people=people,
                accounts=signing_in,
            )

    def check(self, *, settled: timedelta = SETTLED) -> Condition:
        """Look at every file and at the database; erase files older than that which nobody needs, and traces of rows.

        Raises
        ------
        InputUnreadableError, OutputError
            If something cannot be read or erased.
        """
        # The files are listed first: one that is filed meanwhile is named, and one that is listed was there before.
        before = datetime.now(UTC) - settled
        present = self.files.written()
        named = Recordings(self.database, self.files).named_files()
        useless = [name for name in present if name not in named]
        old = [name for name in useless if present[name] is not None and present[name] <= before]  # type: ignore[operator]  # not None
        removed = sum(self.files.remove_written(name) for name in old)
        missing = tuple(sorted(key for key in named if not self.files.has(key)))
        broken = tuple(sorted(key for key in named.difference(missing) if not self.files.is_whole(key)))
        self.wipe()
        return Condition(
            files=len(named),
            size=self.files.size(),
            missing=missing,
            broken=broken,
            removed=removed,
            young=len(useless) - len(old),
            faults=self._faults(),
        )

    def _faults(self) -> tuple[str, ...]:
        if not self.database.is_sqlite:
            return ()
        with self.database.reading() as connection:
            said = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
            loose = [
                f"{row[0]} refers to no row of {row[2]}" for row in connection.execute(text("PRAGMA foreign_key_check"))
            ]
        return (*(line for line in said if line != "ok"), *loose)

    def erase_recording(self, recording: str) -> None:
        """Erase a recording with its analyses and its files; one that is gone already is no error.

        Raises
        ------
        OutputError
            If it cannot be erased.
        """
        mine = tables.recordings.c.id == recording
        with self.database.writing() as connection:
            keys = file_keys(connection, mine)
            connection.execute(delete(tables.recordings).where(mine))
        Recordings(self.database, self.files).remove_unnamed(keys)

    def wipe(self) -> None:
        """Leave no trace of erased rows in the file of a SQLite database; PostgreSQL does that by itself in time.

        Raises
        ------
        OutputError
            If another process uses the database for too long.
        """
        if not self.database.is_sqlite:
            return
        try:
            with closing(sqlite3.connect(self._file(), timeout=_PATIENCE_S, isolation_level=None)) as connection:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("VACUUM")
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error as error:
            raise self._not_wiped(str(error)) from error
        if busy:
            raise self._not_wiped(_READ)

    def _not_wiped(self, reason: str) -> OutputError:
        message = (
            f"The rows are erased, but traces of them can still be in {self.database.place}: {reason}. End the other "
            "process, and run: hiphinge data check"
        )
        return OutputError(message)

    def back_up(self, target: Path) -> int:
        """Copy the database as it is at one moment into a file, whole or not at all; return how many bytes it has.

        Raises
        ------
        UsageError
            If it is no SQLite database.
        OutputError
            If the file cannot be written.
        """
        source = self._file()
        with writing_file(target, what="The backup", make_folders=True) as unfinished:
            try:
                with (
                    closing(sqlite3.connect(source, timeout=_PATIENCE_S)) as reading,
                    closing(sqlite3.connect(unfinished)) as writing,
                ):
                    reading.backup(writing)
                    writing.execute("PRAGMA journal_mode = DELETE")
            except sqlite3.Error as error:
                message = f"The backup to {target} cannot be written: {error}. Nothing was changed."
                raise OutputError(message) from error
        return target.stat().st_size

    def restore(self, source: Path) -> None:
        """Put a backup in the place of the database, whole or not at all.

        Raises
        ------
        UsageError
            If the store is no SQLite database.
        InputMissingError, InputUnreadableError, InputFormatError
            If there is no such file, or it is no backup that this hiphinge can read.
        OutputError
            If the database cannot be written.
        """
        target = self._file()
        _ensure_backup(source)
        try:
            with (
                closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as reading,
                closing(sqlite3.connect(target, timeout=_PATIENCE_S)) as writing,
            ):
                reading.backup(writing)
        except sqlite3.Error as error:
            message = f"{source} cannot be restored to {target}: {error}. Nothing was changed."
            raise OutputError(message) from error

    def _file(self) -> str:
        if not self.database.is_sqlite:
            message = (
                f"The training log is in PostgreSQL ({self.database.place}), which has its own programs for this: "
                "pg_dump writes a backup, and pg_restore restores it."
            )
            raise UsageError(message)
        return str(self.database.url.database)


def _ensure_backup(path: Path) -> None:
    from hiphinge.store.revisions import revisions  # noqa: PLC0415  # slow to load, and needed for this alone

    if not path.exists():
        message = f"The backup {path} does not exist."
        raise InputMissingError(message)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    except sqlite3.OperationalError as error:
        message = f"The backup {path} cannot be read: {error}."
        raise InputUnreadableError(message) from error
    except sqlite3.DatabaseError as error:
        message = f"{path} should be a backup that `hiphinge data backup` wrote, but is not: {error}."
        raise InputFormatError(message) from error
    if row is None or row[0] not in revisions() or not sound:
        message = f"{path} should be a whole backup of this or an earlier hiphinge, but is not. Nothing was changed."
        raise InputFormatError(message)
