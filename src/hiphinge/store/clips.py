"""The queue: what was given in to be analysed; a clip is accepted, claimed, analysed and ended in transactions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal, get_args

from sqlalchemy import Connection, insert, select, update

from hiphinge.documents.training_log import PersonRecord, SelfTestRecord
from hiphinge.errors import InputMissingError
from hiphinge.store import tables
from hiphinge.store.clip_removal import FREE, erase_test, forget
from hiphinge.store.clip_rows import (
    AskedTest,
    Changes,
    Claimed,
    Clip,
    ClipMovedError,
    ClipState,
    change_claimed,
    claimed_of,
    clips_of,
    counted,
    newest_of,
    next_waiting,
    whose,
)
from hiphinge.store.columns import new_id
from hiphinge.store.database import Database
from hiphinge.store.file_keys import keys_of
from hiphinge.store.files import FileStore
from hiphinge.store.overview import is_newest
from hiphinge.store.recordings import UNFINISHED, Recordings, recording_of
from hiphinge.store.rows import row_of

__all__ = ["AS_BEFORE", "Clips"]

AS_BEFORE: Final = "as before"
"""In place of an exercise: the one that was given before, or none."""

_ENDED: tuple[ClipState, ...] = ("done", "failed", "cancelled")
End = Literal["done", "failed"]


@dataclass(frozen=True)
class Clips:
    """Videos that were given in, of somebody or of nobody yet."""

    database: Database
    files: FileStore

    def add(
        self,
        file: Path,
        *,
        name: str,
        person: PersonRecord | None = None,
        exercise: str | None = None,
        id_: str | None,
        once: bool = False,
        account: str | None = None,
        asked: AskedTest | None = None,
    ) -> str:
        """Accept a video, and return its id: when this returns, it is kept and will be analysed.

        Parameters
        ----------
        id_
            An id of the caller's: the same video is accepted once, however often it is given in under it. None takes
            a new one.
        once
            Whether a video that was given in already, of the same person and as the same (a lift; the same test and
            side in the same sitting), is taken as the one that is there.
        account
            Who gives it in, in shared mode: they see it until somebody says whose it is.
        asked
            The self-test that it shows; None where it is a lift.

        Raises
        ------
        OutputError
            If it cannot be written: it is not accepted then.
        """
        id_ = id_ or new_id()
        if self._is_there(id_):
            return id_
        key, size = self.files.put(file)
        with self.database.writing() as connection:
            change = counted(connection)  # whoever gives in the same one waits here
            recording = recording_of(connection, person, sha256=key, name=name)
            there = newest_of(connection, recording, account, asked) if once else None
            if there is None:
                table = tables.recordings
                kept = {"video": key, "video_size": size}
                connection.execute(update(table).where(table.c.id == recording).values(kept))
                row: dict[str, Any] = {"id": id_, "recording": recording, "exercise": exercise, "account": account}
                row |= {"added_at": datetime.now(UTC), "state": "queued", "attempts": 0, "change": change}
                row |= {} if asked is None else asdict(asked)
                connection.execute(insert(tables.clips).values(row))
        if there is not None:
            if key not in Recordings(self.database, self.files).named_files():
                self.files.remove(key)
            return there
        if not self.files.has(key):
            self.files.put(file)  # another process erased it, as nobody else's any more, before we named it
        return id_

    def add_unprepared(self) -> int:
        """Let videos that were filed with their analysis wait to be made playable, each once; return how many.

        Their answers count as read: in the terminal, or at the end of a live session.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        recordings, analyses, clips = tables.recordings, tables.analyses, tables.clips
        known = select(clips.c.id).where(clips.c.recording == recordings.c.id).exists()
        wanted = (
            select(recordings.c.id, analyses.c.id)
            .join(analyses, analyses.c.recording == recordings.c.id)
            .where(recordings.c.video.is_not(None) & recordings.c.frame_times.is_(None) & ~known & is_newest())
        )
        with self.database.reading() as connection:
            if connection.execute(wanted).first() is None:
                return 0
        with self.database.writing() as connection:
            now, found = datetime.now(UTC), connection.execute(wanted).all()
            rows = [
                {"id": new_id(), "recording": recording, "analysis": analysis, "added_at": now, "state": "queued"}
                | {"attempts": 0, "change": counted(connection)}
                for recording, analysis in found
            ]
            if rows:
                connection.execute(insert(clips), rows)
                filed = recordings.c.id.in_([recording for recording, _ in found])
                connection.execute(
                    update(recordings).where(filed & recordings.c.estimated_at.is_(None)).values(estimated_at=now)
                )
        return len(rows)

    def is_being_prepared(self, recording: str) -> bool:
        """Return whether the video of a recording waits to be made playable, or is being."""
        recordings, clips = tables.recordings, tables.clips
        query = (
            select(clips.c.id)
            .join(recordings, recordings.c.id == clips.c.recording)
            .where((recordings.c.id == recording) & recordings.c.frame_times.is_(None))
            .where(clips.c.state.in_(UNFINISHED))
        )
        with self.database.reading() as connection:
            return connection.execute(query).first() is not None

    def _is_there(self, id_: str) -> bool:
        with self.database.reading() as connection:
            return connection.execute(select(tables.clips.c.id).where(tables.clips.c.id == id_)).first() is not None

    def clip(self, id_: str) -> Clip:
        """Return one clip.

        Raises
        ------
        InputMissingError
            If there is none of that id.
        """
        with self.database.reading() as connection:
            found = clips_of(connection, tables.clips.c.id == id_)
        if not found:
            message = f"There is no clip {id_[:40]!r}: it was discarded, or never given in."
            raise InputMissingError(message)
        return found[0]

    def all(self, *states: ClipState) -> tuple[Clip, ...]:
        """Return the clips in some states, or all of them, the newest first."""
        with self.database.reading() as connection:
            return clips_of(connection, tables.clips.c.state.in_(states or get_args(ClipState)))

    def changes(self, after: int) -> Changes:
        """Return what changed after a moment that an earlier call named; 0 is before everything."""
        with self.database.reading() as connection:
            now = connection.execute(select(tables.clip_counter.c.changes)).scalar_one()
            if now == after:
                return Changes(counter=now)
            table = tables.clips
            gone = select(table.c.id).where((table.c.change > after) & table.c.recording.is_(None))
            return Changes(
                counter=now,
                clips=clips_of(connection, table.c.change > after),
                gone=tuple(connection.execute(gone).scalars()) if after else (),
            )

    def claim(self, worker: str, *, lost_after: timedelta) -> Claimed | None:
        """Give a worker the next clip that waits, or whose worker has been silent for so long; or None.

        Those that were tried least come first, so that one that ends its worker keeps nobody waiting.
        """
        with self.database.reading() as connection:
            if next_waiting(connection, lost_after) is None:
                return None
        with self.database.writing() as connection:
            id_ = next_waiting(connection, lost_after, lock=True)
            if id_ is None:
                return None
            now, table = datetime.now(UTC), tables.clips
            row = {"state": "running", "worker": worker, "beat_at": now, "started_at": now, "reason": None}
            row |= {"attempts": table.c.attempts + 1, "stage": None, "fraction": None, "change": counted(connection)}
            connection.execute(update(table).where(table.c.id == id_).values(row))
            return claimed_of(connection, id_)

    def beat(self, claimed: Claimed, *, stage: str | None, fraction: float | None) -> None:
        """Keep that the worker works, and how far it is.

        Raises
        ------
        ClaimLostError
            If the clip is not its own any more.
        """
        self._change(claimed, {"beat_at": datetime.now(UTC), "stage": stage, "fraction": fraction})

    def name_analysis(self, connection: Connection, claimed: Claimed, analysis: str) -> None:
        """Keep which analysis a clip ends in, in the transaction that files it.

        Raises
        ------
        ClaimLostError
            As `beat`: nothing is filed then.
        ClipMovedError
            If it is another person's than when it was claimed: nothing is filed then, either.
        """
        change_claimed(connection, claimed, {"analysis": analysis})
        if whose(claimed_of(connection, claimed.id)) != whose(claimed):
            raise ClipMovedError(claimed.id)

    def keep_test(self, claimed: Claimed, result: str, values: Sequence[SelfTestRecord]) -> None:
        """Keep what a clip of a self-test gave, with the values in its person's log: both or neither.

        Raises
        ------
        ClaimLostError, ClipMovedError
            As `name_analysis`.
        OutputError
            If it cannot be written.
        """
        with self.database.writing() as connection:
            change_claimed(connection, claimed, {"test_result": result})
            if whose(claimed_of(connection, claimed.id)) != whose(claimed):
                raise ClipMovedError(claimed.id)
            if values:
                connection.execute(insert(tables.self_tests), [row_of(one) for one in values])

    def of_sitting(self, sitting: str) -> tuple[Clip, ...]:
        """Return the clips of a sitting of self-tests, the one that was given in first first."""
        with self.database.reading() as connection:
            return tuple(reversed(clips_of(connection, tables.clips.c.sitting == sitting)))

    def again(self, claimed: Claimed) -> Claimed:
        """Return a worker's clip as it is now.

        Raises
        ------
        ClaimLostError
            As `beat`.
        """
        with self.database.writing() as connection:
            change_claimed(connection, claimed, {"beat_at": datetime.now(UTC)})
            return claimed_of(connection, claimed.id)

    def keep_frames(self, claimed: Claimed, *, times: bytes, proxy: Path | None) -> None:
        """Keep the times of a video's frames, and the copy that browsers play, where one was needed.

        Raises
        ------
        ClaimLostError
            As `beat`.
        OutputError
            If it cannot be written.
        """
        key = None if proxy is None else self.files.put(proxy)[0]
        table = tables.recordings
        with self.database.writing() as connection:
            change_claimed(connection, claimed, {"beat_at": datetime.now(UTC)})
            where = table.c.id == claimed_of(connection, claimed.id).recording
            before = keys_of(connection.execute(select(table.c.proxy).where(where)))
            connection.execute(update(table).where(where).values(proxy=key, frame_times=times))
        if key is not None and proxy is not None and not self.files.has(key):
            self.files.put(proxy)
        Recordings(self.database, self.files).remove_unnamed(before)

    def end(self, claimed: Claimed, state: End, *, reason: str | None = None) -> None:
        """Keep how a clip ended.

        Raises
        ------
        ClaimLostError
            As `beat`.
        """
        self._change(claimed, FREE | {"state": state, "reason": reason})

    def of_worker(self, worker: str) -> Clip | None:
        """Return the clip that a worker has."""
        with self.database.reading() as connection:
            table = tables.clips
            return next(iter(clips_of(connection, (table.c.worker == worker) & (table.c.state == "running"))), None)

    def take_from(self, worker: str, *, reason: str | None = None) -> None:
        """Take its clip from a worker that ended: the clip failed for a reason, or waits again."""
        table = tables.clips
        row = FREE | ({"state": "queued"} if reason is None else {"state": "failed", "reason": reason})
        with self.database.writing() as connection:
            mine = (table.c.worker == worker) & (table.c.state == "running")
            if connection.execute(select(table.c.id).where(mine)).first() is not None:
                connection.execute(update(table).where(mine).values(row | {"change": counted(connection)}))

    def cancel(self, id_: str) -> Clip:
        """Stop a clip that waits or is worked on; another one stays as it is. Its worker notices within seconds.

        Raises
        ------
        InputMissingError
            If there is none of that id.
        """
        return self._turn(id_, UNFINISHED, FREE | {"state": "cancelled"})

    def retry(self, id_: str, *, exercise: str | None = AS_BEFORE) -> Clip:
        """Let a clip that failed, or was cancelled, wait once more; another one stays as it is.

        Parameters
        ----------
        exercise
            Id of the exercise that it is judged as now; None tells it from the movement.

        Raises
        ------
        InputMissingError
            If there is none of that id.
        """
        row = FREE | {"state": "queued", "reason": None, "attempts": 0}
        row |= {} if exercise == AS_BEFORE else {"exercise": exercise}
        return self._turn(id_, ("failed", "cancelled"), row)

    def discard(self, id_: str) -> None:
        """Forget a clip, and its video where no other clip or analysis came of it.

        What was measured stays where it is somebody's, and goes where it is nobody's.

        Raises
        ------
        InputMissingError
            If there is none of that id.
        """
        clip = self.clip(id_)
        with self.database.writing() as connection:
            keys = forget(connection, [clip])
        Recordings(self.database, self.files).remove_unnamed(keys)

    def remove_test(
        self, person: PersonRecord, sitting: str, test: str, *, side: Literal["left", "right"] | None = None
    ) -> int:
        """Erase what a self-test of a person's sitting gave, values and videos, both or neither; return how many.

        Videos that wait, are measured, failed or were stopped stay (`cancel`, `discard`).

        Parameters
        ----------
        side
            Only what was measured of this side; a video that shows both is erased with both. None erases both.

        Raises
        ------
        InputMissingError
            If the sitting has nothing measured of that test and side.
        OutputError
            If it cannot be erased.
        """
        with self.database.writing() as connection:
            count, keys = erase_test(connection, person, sitting, test, side)
        Recordings(self.database, self.files).remove_unnamed(keys)
        return count

    def clear(self, *, older_than: timedelta) -> int:
        """Forget that clips were discarded so long ago, and return how many."""
        table = tables.clips
        with self.database.writing() as connection:
            old = (table.c.state == "discarded") & (table.c.added_at < datetime.now(UTC) - older_than)
            return connection.execute(table.delete().where(old)).rowcount

    def _turn(self, id_: str, states: tuple[str, ...], row: Mapping[str, Any]) -> Clip:
        table = tables.clips
        with self.database.writing() as connection:
            mine = (table.c.id == id_) & table.c.state.in_(states)
            if connection.execute(select(table.c.id).where(mine)).first() is not None:
                connection.execute(update(table).where(mine).values({**row, "change": counted(connection)}))
        return self.clip(id_)

    def _change(self, claimed: Claimed, row: Mapping[str, Any]) -> None:
        with self.database.writing() as connection:
            change_claimed(connection, claimed, row)
