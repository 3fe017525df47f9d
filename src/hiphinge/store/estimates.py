"""What people said of a set before they saw its answer: kept with the recording, once."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, update

from hiphinge.store import tables
from hiphinge.store.database import Database

__all__ = ["Estimate", "Estimates"]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """In how many repetitions the lower back kept its shape, as the person felt it; None where they did not say."""

    repetitions: int | None
    at: datetime


@dataclass(frozen=True)
class Estimates:
    """The estimates of recordings."""

    database: Database

    def of(self, recording: str) -> Estimate | None:
        """Return what was said of a recording; None where nobody was asked yet, or there is no such recording."""
        table = tables.recordings
        query = select(table.c.estimate, table.c.estimated_at).where(table.c.id == recording)
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        if row is None or row.estimated_at is None:
            return None
        return Estimate(repetitions=row.estimate, at=row.estimated_at)

    def was_given_in(self, recording: str) -> bool:
        """Tell whether it came as a clip, so that nobody read its answer in a terminal or during a live session."""
        table = tables.clips
        with self.database.reading() as connection:
            return connection.execute(select(table.c.id).where(table.c.recording == recording)).first() is not None

    def unread(self, person: str) -> frozenset[str]:
        """Return the recordings of a person that came as clips, and whose answer was neither guessed nor read yet."""
        table, clips = tables.recordings, tables.clips
        open_ones = (table.c.person == person) & table.c.estimated_at.is_(None)
        query = select(table.c.id).join(clips, clips.c.recording == table.c.id).where(open_ones)
        with self.database.reading() as connection:
            return frozenset(connection.execute(query).scalars())

    def keep(self, recording: str, repetitions: int | None) -> bool:
        """Keep what was said, or that the answer was read without saying anything; False where that is known already.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        table = tables.recordings
        still_open = (table.c.id == recording) & table.c.estimated_at.is_(None)
        said = {"estimate": repetitions, "estimated_at": datetime.now(UTC)}
        with self.database.writing() as connection:
            return connection.execute(update(table).where(still_open).values(said)).rowcount == 1
