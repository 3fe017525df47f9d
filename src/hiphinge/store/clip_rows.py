"""Clips as rows: what is said of one, which one is next, and the count of changes."""

import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, select, update

from hiphinge.documents.training_log import PersonRecord
from hiphinge.store import tables
from hiphinge.store.rows import record_of

__all__ = [
    "AskedTest",
    "Changes",
    "ClaimLostError",
    "Claimed",
    "Clip",
    "ClipMovedError",
    "ClipState",
    "change_claimed",
    "claimed_of",
    "clips_of",
    "counted",
    "newest_of",
    "next_waiting",
    "packed_times",
    "unpacked_times",
    "whose",
]

_OF_TEST = ("test", "side", "hurt", "sitting")
ClipState = Literal["queued", "running", "done", "failed", "cancelled"]


class ClaimLostError(Exception):
    """A worker went on with a clip that is not its own any more: cancelled, discarded, or given to another."""


class ClipMovedError(Exception):
    """Somebody said whose a clip is while it was worked on: `Clips.again` returns it as it is now."""


@dataclass(frozen=True, kw_only=True)
class AskedTest:
    """Which self-test a clip shows, as was said when it was given in.

    Attributes
    ----------
    sitting
        The id that clips of one sitting share; its values are kept with it.
    side
        The side that is tested; None where the test has none, or the pose says it.
    hurt
        Whether it hurt; None where that is not asked.
    """

    test: str
    sitting: str
    side: Literal["left", "right"] | None = None
    hurt: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Clip:
    """A video that was given in, and what became of it.

    Attributes
    ----------
    name
        What it is called: a label, never the name of a file.
    person
        Whose it is, by name; None where nobody said so yet.
    stage, fraction
        What is being done with it, and how much of that is done, from 0 to 1; None where that is not known.
    position
        How many are before it in the queue; None where it does not wait.
    reason
        Why it failed, in words.
    video, proxy
        The keys of its file and of the copy that browsers play; None where there is none.
    analysis
        The id of its analysis, where there is one.
    asked
        The self-test that it shows; None where it is a lift.
    test_result
        What was measured of the test, as `hiphinge.documents.self_tests` writes it.
    """

    id: str
    recording: str
    name: str
    sha256: str
    person: str | None
    exercise: str | None
    added_at: datetime
    state: ClipState
    attempts: int
    reason: str | None
    analysis: str | None
    stage: str | None
    fraction: float | None
    started_at: datetime | None
    video: str | None
    video_size: int | None
    proxy: str | None
    position: int | None = None
    asked: AskedTest | None = None
    test_result: str | None = None


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A clip that a worker has."""

    id: str
    worker: str
    recording: str
    name: str
    sha256: str
    person: PersonRecord | None
    exercise: str | None
    video: str | None
    analysis: str | None
    attempts: int
    asked: AskedTest | None = None
    test_result: str | None = None


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What changed: ``counter`` names the moment, and never goes back.

    Attributes
    ----------
    gone
        Ids of clips that were discarded.
    """

    counter: int
    clips: tuple[Clip, ...] = ()
    gone: tuple[str, ...] = ()


def clips_of(connection: Connection, where: Any) -> tuple[Clip, ...]:
    """Return the clips for which a condition holds, the newest first, those that wait with their place."""
    clips, recordings = tables.clips, tables.recordings
    own = (c for c in clips.c if c.name not in ("worker", "beat_at", "change", "account"))
    query = (
        select(
            *own,
            recordings.c.name,
            recordings.c.sha256,
            recordings.c.video,
            recordings.c.video_size,
            recordings.c.proxy,
            tables.people.c.name.label("person"),
        )
        .join(recordings, recordings.c.id == clips.c.recording)
        .outerjoin(tables.people, tables.people.c.id == recordings.c.person)
        .where(where)
        .order_by(clips.c.added_at.desc(), clips.c.id.desc())
    )
    rows = connection.execute(query).mappings().all()
    places = _places(connection) if any(row["state"] == "queued" for row in rows) else {}
    return tuple(Clip(**_with_test(row), position=places.get(row["id"])) for row in rows)


def _with_test(row: RowMapping | dict[str, Any]) -> dict[str, Any]:
    """Return a row with what was said of its test in one value."""
    values = dict(row)
    said = {name: values.pop(name) for name in _OF_TEST}
    return {**values, "asked": None if said["test"] is None else AskedTest(**said)}


def _places(connection: Connection) -> dict[str, int]:
    table = tables.clips
    query = select(table.c.id).where(table.c.state == "queued").order_by(*_order())
    return {id_: place for place, id_ in enumerate(connection.execute(query).scalars())}


def _order() -> tuple[Any, ...]:
    table = tables.clips
    return table.c.attempts, table.c.added_at, table.c.id


def next_waiting(connection: Connection, lost_after: timedelta, *, lock: bool = False) -> str | None:
    """Return the id of the clip whose turn it is, with its row locked where that is wanted."""
    table = tables.clips
    lost = (table.c.state == "running") & (table.c.beat_at < datetime.now(UTC) - lost_after)
    unheard = (table.c.state == "running") & table.c.beat_at.is_(None)
    query = select(table.c.id).where((table.c.state == "queued") | lost | unheard).order_by(*_order()).limit(1)
    if lock:
        query = query.with_for_update(skip_locked=True)
    found: str | None = connection.execute(query).scalar_one_or_none()
    return found


def claimed_of(connection: Connection, id_: str) -> Claimed:
    """Return a clip as its worker needs it."""
    clips, recordings, people = tables.clips, tables.recordings, tables.people
    names = ("id", "worker", "recording", "exercise", "analysis", "attempts", "test_result", *_OF_TEST)
    own = [clips.c[name] for name in names]
    of_recording = (recordings.c.name, recordings.c.sha256, recordings.c.video, recordings.c.person)
    query = select(*own, *of_recording).join(recordings, recordings.c.id == clips.c.recording).where(clips.c.id == id_)
    row = dict(connection.execute(query).mappings().one())
    person_id = row.pop("person")
    person = None
    if person_id is not None:
        of_person = select(people).where(people.c.id == person_id)
        person = record_of(connection.execute(of_person).mappings().one(), PersonRecord)
    return Claimed(**_with_test(row), person=person)


def change_claimed(connection: Connection, claimed: Claimed, row: Mapping[str, Any]) -> None:
    """Write what changed of a clip that a worker has; raise `ClaimLostError` where it has it no more."""
    table = tables.clips
    change = counted(connection)
    mine = (table.c.id == claimed.id) & (table.c.worker == claimed.worker) & (table.c.state == "running")
    if connection.execute(update(table).where(mine).values({**row, "change": change})).rowcount != 1:
        raise ClaimLostError(claimed.id)


def newest_of(connection: Connection, recording: str, account: str | None, asked: AskedTest | None) -> str | None:
    """Return the newest clip of a recording, or None; where that is nobody's yet, an account finds only its own.

    A lift is no self-test; a test is the same with the same side in the same sitting.
    """
    table, recordings = tables.clips, tables.recordings
    same: ColumnElement[bool] = table.c.test.is_(None)
    if asked is not None:
        of_test = (table.c.test == asked.test) & (table.c.sitting == asked.sitting)
        same = of_test & table.c.side.is_not_distinct_from(asked.side)
    own = table.c.account.is_(None) if account is None else table.c.account == account
    query = select(table.c.id).join(recordings, recordings.c.id == table.c.recording)
    query = query.where((table.c.recording == recording) & same & (recordings.c.person.is_not(None) | own))
    return connection.execute(query.order_by(table.c.added_at.desc(), table.c.id.desc())).scalars().first()


def whose(claimed: Claimed) -> tuple[str, str | None]:
    """Return the recording and the person of a clip: what says that it is another person's now."""
    return claimed.recording, None if claimed.person is None else claimed.person.id


def counted(connection: Connection) -> int:
    """Count one change, and return its number; whoever counts next waits until this transaction has ended."""
    table = tables.clip_counter
    changed = update(table).values(changes=table.c.changes + 1).returning(table.c.changes)
    return int(connection.execute(changed).scalar_one())


def packed_times(times_s: Sequence[float]) -> bytes:
    """Return the times of frames as they are kept."""
    return zlib.compress(array("d", times_s).tobytes(), 6)


def unpacked_times(content: bytes) -> tuple[float, ...]:
    """Return the times of frames, in seconds."""
    return tuple(array("d", zlib.decompress(content)))
