"""Lists in an order that does not change while they are read, a part at a time: recordings, jobs, analyses, sets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, func, or_, select, true

from hiphinge.documents.training_log import PersonRecord, SessionRecord, SetRecord
from hiphinge.errors import InputMissingError
from hiphinge.store import tables
from hiphinge.store.clip_rows import Clip, ClipState, clips_of
from hiphinge.store.database import Database
from hiphinge.store.overview import is_newest
from hiphinge.store.rows import record_of

__all__ = ["ListedAnalysis", "ListedClip", "ListedRecording", "Listing"]


@dataclass(frozen=True, kw_only=True)
class ListedRecording:
    """A recording with its newest analysis and its newest clip; ``person`` is an id, None for nobody yet."""

    id: str
    person: str | None
    name: str
    sha256: str
    recorded_at: datetime | None
    filed_at: datetime
    duration_s: float | None
    video: str | None
    video_size: int | None
    proxy: str | None
    poses: str | None
    analysis: str | None
    clip: str | None


@dataclass(frozen=True, kw_only=True)
class ListedAnalysis:
    """An analysis without its document; ``person`` is an id, None for nobody yet."""

    id: str
    recording: str
    person: str | None
    name: str
    recorded_at: datetime | None
    analysed_at: datetime
    hiphinge_version: str
    exercise: str
    repetitions: int


@dataclass(frozen=True)
class ListedClip:
    """A clip, and the id of whose it is."""

    clip: Clip
    person: str | None


@dataclass(frozen=True)
class Listing:
    """Parts of lists, the newest first; ``after`` names the last one that was read, None is the beginning.

    Attributes
    ----------
    within
        The condition that a recording is among those that are listed.
    """

    database: Database
    within: ColumnElement[bool] = field(default_factory=true)

    def recordings(
        self, *, most: int, after: str | None = None, person: str | None = None
    ) -> tuple[ListedRecording, ...]:
        """Return recordings, the one that was filed last first; of one person where it is given."""
        table = tables.recordings
        query = _recordings().where(self.within)
        if person is not None:
            query = query.where(table.c.person == person)
        return tuple(ListedRecording(**row) for row in self._part(query, table.c.id, most=most, after=after))

    def recording(self, id_: str) -> ListedRecording:
        """Return one recording.

        Raises
        ------
        InputMissingError
            If there is none of that id.
        """
        (row,) = self._part(
            _recordings().where((tables.recordings.c.id == id_) & self.within), tables.recordings.c.id, most=1
        ) or (None,)
        if row is None:
            message = f"There is no recording {id_[:40]}. It may have been erased."
            raise InputMissingError(message)
        return ListedRecording(**row)

    def of_content(self, sha256: str, person: str | None) -> ListedRecording | None:
        """Return the recording of a content that was given in to be analysed, of a person or of nobody; or None."""
        table = tables.recordings
        whose = table.c.person.is_(None) if person is None else table.c.person == person
        query = _recordings().where((table.c.sha256 == sha256) & whose & self.within)
        found = self._part(query, table.c.id, most=1)
        known = ListedRecording(**found[0]) if found else None
        return None if known is None or known.clip is None else known

    def analyses(
        self,
        *,
        most: int,
        after: str | None = None,
        person: str | None = None,
        recording: str | None = None,
    ) -> tuple[ListedAnalysis, ...]:
        """Return analyses, the newest first; of one person or recording where it is given."""
        table = tables.analyses
        query = _analyses().where(self.within)
        if person is not None:
            query = query.where(table.c.person == person)
        if recording is not None:
            query = query.where(table.c.recording == recording)
        return tuple(ListedAnalysis(**row) for row in self._part(query, table.c.id, most=most, after=after))

    def analysis(self, id_: str) -> ListedAnalysis:
        """Return one analysis.

        Raises
        ------
        InputMissingError
            If there is none of that id.
        """
        (row,) = self._part(
            _analyses().where((tables.analyses.c.id == id_) & self.within), tables.analyses.c.id, most=1
        ) or (None,)
        if row is None:
            message = f"There is no analysis {id_[:40]}. It may have been erased."
            raise InputMissingError(message)
        return ListedAnalysis(**row)

    def clips(
        self, *, most: int, after: tuple[datetime, str] | None = None, state: ClipState | None = None
    ) -> tuple[ListedClip, ...]:
        """Return clips, the one that was given in last first; in one state where it is given."""
        table = tables.clips
        query = self._clips() if state is None else self._clips().where(table.c.state == state)
        return self._found(_newest_first(query, table.c.added_at, table.c.id, after).limit(most))

    def clip(self, id_: str) -> ListedClip:
        """Return one clip.

        Raises
        ------
        InputMissingError
            If there is none of that id.
        """
        found = self._found(self._clips().where(tables.clips.c.id == id_))
        if not found:
            message = f"There is no job {id_[:40]}: it was discarded, or never given in."
            raise InputMissingError(message)
        return found[0]

    def _clips(self) -> Select[Any]:
        table, recordings = tables.clips, tables.recordings
        query = select(table.c.id, recordings.c.person).join(recordings, recordings.c.id == table.c.recording)
        return query.where(self.within)

    def _found(self, query: Select[Any]) -> tuple[ListedClip, ...]:
        with self.database.reading() as connection:
            whose: dict[str, str | None] = {row.id: row.person for row in connection.execute(query)}
            found = {one.id: one for one in clips_of(connection, tables.clips.c.id.in_(list(whose)))} if whose else {}
        return tuple(ListedClip(found[clip], person) for clip, person in whose.items() if clip in found)

    def sets(
        self, person: PersonRecord, *, most: int, after: tuple[datetime, str] | None = None, exercise: str | None = None
    ) -> tuple[SetRecord, ...]:
        """Return a person's sets, the newest first; ``after`` is when the last one was done, and its id."""
        table = tables.sets
        query = select(table).where(table.c.person == person.id)
        if exercise is not None:
            query = query.where(table.c.exercise == exercise)
        query = _newest_first(query, table.c.performed_at, table.c.id, after).limit(most)
        with self.database.reading() as connection:
            return tuple(record_of(row, SetRecord) for row in connection.execute(query).mappings())

    def sessions(
        self, person: PersonRecord, *, most: int, after: tuple[datetime, str] | None = None
    ) -> tuple[SessionRecord, ...]:
        """Return a person's sessions, the newest first; ``after`` is when the last one began, and its id."""
        table = tables.sessions
        query = select(table).where(table.c.person == person.id)
        query = _newest_first(query, table.c.started_at, table.c.id, after).limit(most)
        with self.database.reading() as connection:
            return tuple(record_of(row, SessionRecord) for row in connection.execute(query).mappings())

    def _part(
        self, query: Select[Any], id_: ColumnElement[str], *, most: int, after: str | None = None
    ) -> list[Mapping[str, Any]]:
        if after is not None:
            query = query.where(id_ < after)
        with self.database.reading() as connection:
            found = connection.execute(query.order_by(id_.desc()).limit(most)).mappings()
            return [dict(row) for row in found]


def _newest_first(
    query: Select[Any], at: Column[datetime], id_: Column[str], after: tuple[datetime, str] | None
) -> Select[Any]:
    if after is not None:
        query = query.where(or_(at < after[0], (at == after[0]) & (id_ < after[1])))
    return query.order_by(at.desc(), id_.desc())


def _recordings() -> Select[Any]:
    table, analyses, clips = tables.recordings, tables.analyses, tables.clips
    names = ("id", "person", "name", "sha256", "recorded_at", "filed_at", "duration_s")
    newest = select(func.max(analyses.c.id)).where((analyses.c.recording == table.c.id) & is_newest())
    clip = (
        select(clips.c.id).where(clips.c.recording == table.c.id).order_by(clips.c.added_at.desc(), clips.c.id.desc())
    )
    return select(
        *(table.c[name] for name in (*names, "video", "video_size", "proxy", "poses")),
        newest.scalar_subquery().label("analysis"),
        clip.limit(1).scalar_subquery().label("clip"),
    )


def _analyses() -> Select[Any]:
    table, recordings = tables.analyses, tables.recordings
    own = ("id", "recording", "person", "analysed_at", "hiphinge_version", "exercise", "repetitions")
    return select(*(table.c[name] for name in own), recordings.c.name, recordings.c.recorded_at).join(
        recordings, recordings.c.id == table.c.recording
    )
