"""Recordings of a person and their analyses, whole and in the numbers that progress reads."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, func, insert, select, update

from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import InputMissingError
from hiphinge.store import tables
from hiphinge.store.assigning import assign_recording, show_sets
from hiphinge.store.clip_rows import unpacked_times
from hiphinge.store.columns import UtcMoment, new_id
from hiphinge.store.database import Database
from hiphinge.store.file_keys import file_keys, keys_of, owners_of_file
from hiphinge.store.filed import FiledAnalysis, NewAnalysis, SetInTime
from hiphinge.store.files import FileStore
from hiphinge.store.overview import is_newest

__all__ = ["UNFINISHED", "Recordings", "recording_of"]

UNFINISHED = ("queued", "running")
"""States of a clip whose video is still needed."""
_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Recordings:
    """The recordings of people, their analyses and their files."""

    database: Database
    files: FileStore

    def file(
        self,
        person: PersonRecord | None,
        new: NewAnalysis,
        *,
        with_it: Callable[[Connection, str], None] | None = None,
    ) -> FiledAnalysis:
        """Keep an analysis with its recording, and return it; without a person it is nobody's yet.

        Files are put in place first: what is acknowledged is whole, and a process that is killed between the two leaves
        at most a file that no recording names, which `hiphinge data check` removes.

        Parameters
        ----------
        with_it
            Called with the id of the analysis in the same transaction: what it raises lets nothing be filed.

        Raises
        ------
        OutputError
            If something cannot be written: nothing is filed then.
        """
        video = None if new.video is None else self.files.put(new.video)
        poses = None if new.poses is None else self.files.put(new.poses)
        with self.database.writing() as connection:
            recording = _recording_of(connection, person, new)
            kept = {} if video is None else {"video": video[0], "video_size": video[1]}
            kept |= {} if poses is None else {"poses": poses[0]}
            before = _keys(connection, recording)
            if kept:
                table = tables.recordings
                connection.execute(update(table).where(table.c.id == recording).values(**kept))
            id_ = new_id()
            _insert_analysis(connection, person, new, id_=id_, recording=recording)
            if person is not None:
                show_sets(connection, person.id, id_, new.shows)
            if with_it is not None:
                with_it(connection, id_)
        self._ensure_kept(((video, new.video), (poses, new.poses)))
        self.remove_unnamed(before)
        return self.analysis(person, id_)

    def show(self, person: PersonRecord, analysis: str, shows: Mapping[str, int]) -> None:
        """Join logged sets to an analysis that shows them, all or none: ids with the number of the set in it.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        with self.database.writing() as connection:
            show_sets(connection, person.id, analysis, shows)

    def _ensure_kept(self, put: "Sequence[tuple[tuple[str, int] | None, Path | None]]") -> None:
        """Keep a file again that another process erased, as nobody else's any more, before we named it."""
        for kept, source in put:
            if kept is not None and source is not None and not self.files.has(kept[0]):
                self.files.put(source)

    def analysis(self, person: PersonRecord | None, id_: str) -> FiledAnalysis:
        """Return one analysis of a person.

        Raises
        ------
        InputMissingError
            If there is none of that id.
        """
        with self.database.reading() as connection:
            row = connection.execute(_filed(person).where(tables.analyses.c.id == id_)).mappings().first()
        if row is None:
            message = f"{'Nobody' if person is None else person.name} has no analysis {id_}."
            raise InputMissingError(message)
        return FiledAnalysis(**row)

    def all(self, person: PersonRecord | None) -> tuple[FiledAnalysis, ...]:
        """Return the analyses of a person, or of nobody yet, the oldest recording first."""
        when = tables.recordings.c.recorded_at
        query = _filed(person).order_by(when.is_(None), when, tables.analyses.c.analysed_at, tables.analyses.c.id)
        with self.database.reading() as connection:
            return tuple(FiledAnalysis(**row) for row in connection.execute(query).mappings())

    def of_recording(self, person: PersonRecord | None, sha256: str) -> tuple[FiledAnalysis, ...]:
        """Return the analyses of a recording, the newest last; none where it is not filed."""
        query = _filed(person).where(tables.recordings.c.sha256 == sha256).order_by(tables.analyses.c.analysed_at)
        with self.database.reading() as connection:
            return tuple(FiledAnalysis(**row) for row in connection.execute(query).mappings())

    def document(self, id_: str) -> bytes:
        """Return the ``analysis.json`` of an analysis, as it was filed.

        Raises
        ------
        InputMissingError
            If there is none of that id.
        """
        table = tables.analysis_documents
        with self.database.reading() as connection:
            content = connection.execute(select(table.c.content).where(table.c.analysis == id_)).scalar_one_or_none()
        if content is None:
            message = f"The store has no analysis {id_}."
            raise InputMissingError(message)
        return zlib.decompress(content)

    def assign(
        self,
        recording: str,
        person: PersonRecord | None,
        *,
        shows: Mapping[str, Mapping[str, int]] | None = None,
        with_it: Callable[[Connection], None] | None = None,
    ) -> str:
        """Let a recording with its analyses be a person's, or nobody's again (`assign_recording`); return its id.

        Parameters
        ----------
        shows
            The logged sets of the person that its analyses show, by analysis, as in `show`.
        with_it
            Called in the same transaction: what it raises lets nothing be changed.

        Raises
        ------
        InputMissingError
            If there is no such recording.
        """
        with self.database.writing() as connection:
            keys = _keys(connection, recording)
            target = assign_recording(connection, recording, person)
            if person is not None:
                for analysis, sets in (shows or {}).items():
                    show_sets(connection, person.id, analysis, sets)
            if with_it is not None:
                with_it(connection)
        self.remove_unnamed(keys)
        return target

    def rename(self, recording: str, name: str) -> None:
        """Call a recording something else; OutputError says that it cannot be written."""
        table = tables.recordings
        with self.database.writing() as connection:
            connection.execute(update(table).where(table.c.id == recording).values(name=name))

    def frame_times(self, recording: str) -> tuple[float, ...] | None:
        """Return the times of every frame of a recording, in seconds; None where they are not kept."""
        table = tables.recordings
        query = select(table.c.frame_times).where(table.c.id == recording)
        with self.database.reading() as connection:
            content = connection.execute(query).scalar_one_or_none()
        return None if content is None else unpacked_times(content)

    def sets_in_time(self, person: PersonRecord, *, exercise: str | None = None) -> tuple[SetInTime, ...]:
        """Return every measured set of a person in time, of the newest analysis of each recording."""
        analyses, recordings, measured = tables.analyses, tables.recordings, tables.measured_sets
        newest = (analyses.c.person == person.id) & is_newest()
        if exercise is not None:
            newest &= analyses.c.exercise == exercise
        at = func.coalesce(recordings.c.recorded_at, recordings.c.filed_at, type_=UtcMoment())
        heads = select(analyses.c.id, analyses.c.exercise, at)
        heads = heads.join(recordings, recordings.c.id == analyses.c.recording).where(newest)
        columns = (measured.c.analysis, measured.c.set, measured.c.quantity, measured.c.median, measured.c.repetitions)
        numbers = select(*columns).join(analyses, analyses.c.id == measured.c.analysis).where(newest)
        of_set: dict[tuple[str, int], tuple[dict[str, float], dict[str, int]]] = {}
        with self.database.reading() as connection:
            known = {id_: (of, moment) for id_, of, moment in connection.execute(heads)}
            for some in connection.execute(numbers).partitions(_ROWS_AT_ONCE):
                for analysis, set_, quantity, median, repetitions in some:
                    medians, counts = of_set.setdefault((analysis, set_), ({}, {}))
                    medians[quantity], counts[quantity] = median, repetitions
        found = [
            SetInTime(analysis=id_, set=set_, exercise=known[id_][0], at=known[id_][1], medians=one, repetitions=counts)
            for (id_, set_), (one, counts) in of_set.items()
        ]
        return tuple(sorted(found, key=lambda one: (one.at, one.analysis, one.set)))

    def keep_video(self, person: PersonRecord, sha256: str, video: Path) -> None:
        """Keep the video of a recording that was filed without it.

        Raises
        ------
        OutputError
            If it cannot be written: nothing is changed then.
        """
        table = tables.recordings
        key, size = self.files.put(video)
        with self.database.writing() as connection:
            mine = (table.c.person == person.id) & (table.c.sha256 == sha256)
            connection.execute(update(table).where(mine).values(video=key, video_size=size))
        self._ensure_kept((((key, size), video),))

    def video_of(self, person: PersonRecord, sha256: str) -> str | None:
        """Return the key of the video that is kept of a recording; None where it is not."""
        return self._key_of(tables.recordings.c.video, person, sha256)

    def videos_of(self, person: PersonRecord) -> tuple[int, int]:
        """Return how many videos are kept of a person, and how many bytes they have together."""
        table = tables.recordings
        counted = select(func.count(table.c.video), func.sum(table.c.video_size)).where(table.c.person == person.id)
        with self.database.reading() as connection:
            count, size = connection.execute(counted.where(table.c.video.is_not(None))).one()
        return int(count), int(size or 0)

    def remove_videos(self, person: PersonRecord | None, *, older_than: timedelta) -> int:
        """Erase the video files filed longer ago than that; poses and results stay. Return how many.

        What waits to be analysed, or is being analysed, stays, too; what only waits to be made playable does not.
        """
        table, before = tables.recordings, datetime.now(UTC) - older_than
        clips = tables.clips
        unmeasured = clips.c.state.in_(UNFINISHED) & clips.c.analysis.is_(None)
        waits = select(clips.c.id).where((clips.c.recording == table.c.id) & unmeasured).exists()
        with self.database.writing() as connection:
            filed = _is_of(table, person) & (table.c.filed_at < before)
            old = filed & (table.c.video.is_not(None) | table.c.proxy.is_not(None)) & ~waits
            keys = keys_of(connection.execute(select(table.c.video, table.c.proxy).where(old)))
            unplayable = clips.c.recording.in_(select(table.c.id).where(old)) & clips.c.state.in_(UNFINISHED)
            connection.execute(delete(clips).where(unplayable))
            gone = {"video": None, "video_size": None, "proxy": None}
            count = connection.execute(update(table).where(old).values(gone)).rowcount
        self.remove_unnamed(keys)
        return count

    def files_of(self, person: PersonRecord) -> set[str]:
        """Return the keys of a person's files."""
        with self.database.reading() as connection:
            return file_keys(connection, tables.recordings.c.person == person.id)

    def named_files(self) -> set[str]:
        """Return the key of every file that some recording, or a note about one, names."""
        with self.database.reading() as connection:
            return file_keys(connection)

    def owners_of(self, key: str) -> tuple[tuple[str, str, str], ...]:
        """Return whose file it is (`owners_of_file`)."""
        with self.database.reading() as connection:
            return owners_of_file(connection, key)

    def poses_of(self, person: PersonRecord, sha256: str) -> str | None:
        """Return the key of the poses that are kept of a recording; None where none are."""
        return self._key_of(tables.recordings.c.poses, person, sha256)

    def _key_of(self, column: Column[str], person: PersonRecord, sha256: str) -> str | None:
        table = tables.recordings
        query = select(column).where((table.c.person == person.id) & (table.c.sha256 == sha256))
        with self.database.reading() as connection:
            found: str | None = connection.execute(query).scalar_one_or_none()
            return found

    def remove_unnamed(self, keys: set[str]) -> int:
        """Erase those files that no recording names any more, and what pages show of the others; return how many."""
        named = self.named_files()
        for key in keys & named:
            self.files.remove_shown(key)
        return sum(self.files.remove(key) for key in keys - named)

    def remove_files(self, person: PersonRecord) -> int:
        """Erase the files of a person's recordings that nobody else's recording names, and return how many.

        The recordings stay, and say that they have no files.
        """
        table = tables.recordings
        keys = self.files_of(person)
        with self.database.reading() as connection:
            others = file_keys(connection, table.c.person.is_distinct_from(person.id))
        count = sum(self.files.remove(key) for key in keys - others)
        for key in keys & others:
            self.files.remove_shown(key)
        with self.database.writing() as connection:
            gone = {"video": None, "video_size": None, "poses": None, "proxy": None, "frame_times": None}
            connection.execute(update(table).where(table.c.person == person.id).values(gone))
            mine = select(table.c.id).where(table.c.person == person.id)
            notes = tables.video_notes
            connection.execute(update(notes).where(notes.c.recording.in_(mine)).values(voice=None))
        return count

    def remove(self, person: PersonRecord, analysis: str) -> None:
        """Erase an analysis, and its recording with its files where it was the last one."""
        found = self.analysis(person, analysis)
        with self.database.writing() as connection:
            connection.execute(delete(tables.analyses).where(tables.analyses.c.id == found.id))
            left = select(tables.analyses.c.id).where(tables.analyses.c.recording == found.recording)
            keys: set[str] = set()
            if connection.execute(left).first() is None:
                keys = _keys(connection, found.recording)
                connection.execute(delete(tables.recordings).where(tables.recordings.c.id == found.recording))
        self.remove_unnamed(keys)


def _recording_of(connection: Connection, person: PersonRecord | None, new: NewAnalysis) -> str:
    """Return the id of an analysis's recording, filed now where it is new; what it did not say is added."""
    said = {"recorded_at": new.recorded_at, "zone": new.zone, "duration_s": new.duration_s}
    table = tables.recordings
    id_ = recording_of(connection, person, sha256=new.sha256, name=new.name)
    row = connection.execute(select(*(table.c[name] for name in said)).where(table.c.id == id_)).mappings().one()
    added = {name: value for name, value in said.items() if row[name] is None and value is not None}
    if added:
        connection.execute(update(table).where(table.c.id == id_).values(added))
    return id_


def recording_of(connection: Connection, person: PersonRecord | None, *, sha256: str, name: str) -> str:
    """Return the id of the recording of a content, filed now where it is new."""
    table = tables.recordings
    known = select(table.c.id).where(_is_of(table, person) & (table.c.sha256 == sha256)).order_by(table.c.id)
    found = connection.execute(known).scalars().first()
    if found is not None:
        return str(found)
    id_ = new_id()
    whose = None if person is None else person.id
    row = {"id": id_, "person": whose, "sha256": sha256, "name": name, "filed_at": datetime.now(UTC)}
    connection.execute(insert(table).values(row))
    return id_


def _is_of(table: Table, person: PersonRecord | None) -> Any:
    """Return the condition that a row is of a person, or of nobody yet."""
    return table.c.person.is_(None) if person is None else table.c.person == person.id


def _keys(connection: Connection, recording: str) -> set[str]:
    """Return the keys of a recording's files."""
    return file_keys(connection, tables.recordings.c.id == recording)


def _insert_analysis(
    connection: Connection, person: PersonRecord | None, new: NewAnalysis, *, id_: str, recording: str
) -> None:
    connection.execute(
        insert(tables.analyses).values(
            id=id_,
            person=None if person is None else person.id,
            recording=recording,
            analysed_at=datetime.now(UTC),
            hiphinge_version=new.hiphinge_version,
            schema=new.schema,
            exercise=new.exercise,
            repetitions=new.repetitions,
        )
    )
    connection.execute(insert(tables.analysis_documents).values(analysis=id_, content=zlib.compress(new.document, 6)))
    if new.measured:
        rows = [{"analysis": id_} | vars(one) for one in new.measured]
        connection.execute(insert(tables.measured_sets), rows)


def _filed(person: PersonRecord | None) -> Any:
    analyses, recordings = tables.analyses, tables.recordings
    return (
        select(
            analyses.c.id,
            analyses.c.recording,
            recordings.c.name,
            recordings.c.sha256,
            recordings.c.recorded_at,
            analyses.c.analysed_at,
            analyses.c.hiphinge_version,
            analyses.c.exercise,
            analyses.c.repetitions,
        )
        .join(recordings, recordings.c.id == analyses.c.recording)
        .where(_is_of(analyses, person))
    )
