"""A person's rows out of the store as one document, and into a store that has none of them yet."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, RowMapping, Select, Table, insert, select

from hiphinge.documents.training_log import (
    AimRecord,
    AnalysisRecord,
    BodyWeightRecord,
    ClipRecord,
    ComfortRecord,
    ConsentRecord,
    DayAnswerRecord,
    ExerciseNameRecord,
    KeptRecord,
    LogDocument,
    MeasuredRecord,
    PersonRecord,
    PlannedSessionRecord,
    PlannedSetRecord,
    PracticeRecord,
    PreparationRecord,
    Record,
    RecordingRecord,
    SelfTestRecord,
    SessionRecord,
    SetRecord,
    TrainingPlanRecord,
)
from hiphinge.errors import InputFormatError, InputMissingError, UsageError
from hiphinge.people import person_key
from hiphinge.store import tables
from hiphinge.store.account_tables import ACCOUNT_TABLES
from hiphinge.store.clip_rows import counted
from hiphinge.store.database import Database
from hiphinge.store.people import find_person
from hiphinge.store.rows import records_of, row_of
from hiphinge.store.video_notes import note_of, note_row

__all__ = ["OF_NOBODY", "TRANSFERRED", "Transfer"]

R = TypeVar("R", bound=Record)
_ROWS_AT_ONCE = 1_000

_OF_PERSON: Final[Mapping[str, tuple[Table, type[Record]]]] = {
    "consents": (tables.consents, ConsentRecord),
    "sessions": (tables.sessions, SessionRecord),
    "sets": (tables.sets, SetRecord),
    "body_weights": (tables.body_weights, BodyWeightRecord),
    "aims": (tables.aims, AimRecord),
    "planned_sessions": (tables.planned_sessions, PlannedSessionRecord),
    "planned_sets": (tables.planned_sets, PlannedSetRecord),
    "self_tests": (tables.self_tests, SelfTestRecord),
    "preparations": (tables.preparations, PreparationRecord),
    "back_comfort": (tables.back_comfort, ComfortRecord),
    "training_plans": (tables.training_plans, TrainingPlanRecord),
    "day_answers": (tables.day_answers, DayAnswerRecord),
    "practice_days": (tables.practice_days, PracticeRecord),
    "exercise_names": (tables.exercise_names, ExerciseNameRecord),
    "recordings": (tables.recordings, RecordingRecord),
}
"""Fields of a log and the tables whose rows they are, each in the order in which they may be put in."""
TRANSFERRED: Final = {
    *(table.name for table, _ in _OF_PERSON.values()),
    *("people", "analyses", "analysis_documents", "measured_sets", "kept_documents", "clips", "video_notes"),
}
"""Every table that a log takes along."""
OF_NOBODY: Final = {"clip_counter", *(table.name for table in ACCOUNT_TABLES)}
"""Tables that say nothing of a person's training: accounts are of a place, not of a log; a test holds that there is no
other one.
"""


@dataclass(frozen=True)
class Transfer:
    """Logs out and in."""

    database: Database

    def log_of(self, name: str) -> LogDocument:
        """Return everything that is kept of a person in rows, as it is at one moment.

        Raises
        ------
        UsageError
            If it is no name that can be used.
        InputMissingError
            If nothing is kept of them.
        """
        key = person_key(name)
        with self.database.reading() as connection:
            person = find_person(connection, name)
            kept = _all(connection, select(tables.kept_documents).where(tables.kept_documents.c.key == key), KeptRecord)
            if person is None and not kept:
                names = connection.execute(select(tables.people.c.name).order_by(tables.people.c.key)).scalars().all()
                keys = connection.execute(select(tables.kept_documents.c.key).distinct()).scalars().all()
                known = sorted({*map(person_key, names), *keys})
                others = f"There is something about: {', '.join(known)}." if known else "There is nobody yet."
                message = f"Nothing is kept about {name!r}. {others}"
                raise InputMissingError(message)
            return LogDocument(kept=kept) if person is None else _log(connection, person, kept)

    def kept(self, key: str, kind: str) -> bytes:
        """Return the content of a document, also of an earlier version of one.

        Raises
        ------
        InputMissingError
            If there is none.
        """
        table = tables.kept_documents
        with self.database.reading() as connection:
            query = select(table.c.content).where((table.c.key == key) & (table.c.kind == kind))
            content = connection.execute(query).scalar_one_or_none()
        if content is None:
            message = f"The {kind} of {key} is gone: another process erased it. Try again."
            raise InputMissingError(message)
        return bytes(content)

    def take_in(self, log: LogDocument, *, kept: Mapping[str, bytes], analyses: Mapping[str, bytes]) -> None:
        """Keep a log, all of it or nothing.

        Parameters
        ----------
        kept
            The content of each document by its kind.
        analyses
            The ``analysis.json`` of each analysis by its id.

        Raises
        ------
        UsageError
            If there is somebody of that name already, or something is kept of them.
        OutputError
            If it cannot be written, or something of it is there already as somebody else's.
        """
        with self.database.writing() as connection:
            _ensure_free(connection, log)
            if log.person is not None:
                row = row_of(log.person) | {"key": person_key(log.person.name)}
                connection.execute(insert(tables.people).values(row))
                _put_rows(connection, log, analyses)
            _insert(connection, tables.kept_documents, (row_of(one) | {"content": kept[one.kind]} for one in log.kept))


def _log(connection: Connection, person: PersonRecord, kept: tuple[KeptRecord, ...]) -> LogDocument:
    rows: dict[str, Any] = {
        field: _all(connection, select(table).where(table.c.person == person.id), kind)
        for field, (table, kind) in _OF_PERSON.items()
    }
    analyses, documents, measured = tables.analyses, tables.analysis_documents, tables.measured_sets
    mine = analyses.c.person == person.id
    clips, recordings = tables.clips, tables.recordings
    given = select(clips).join(recordings, recordings.c.id == clips.c.recording).where(recordings.c.person == person.id)
    about = tables.video_notes
    noted = select(about).join(recordings, recordings.c.id == about.c.recording)
    query = select(analyses, documents.c.corrections).join(documents, documents.c.analysis == analyses.c.id)
    numbers = select(measured).join(analyses, analyses.c.id == measured.c.analysis).where(mine)
    return LogDocument.model_construct(
        **rows,
        person=person,
        analyses=tuple(_analysis(row) for row in connection.execute(query.where(mine)).mappings()),
        measured_sets=_all(connection, numbers, MeasuredRecord),
        clips=_all(connection, given, ClipRecord),
        video_notes=tuple(
            note_of(row)
            for row in connection.execute(noted.where(recordings.c.person == person.id).order_by(about.c.id)).mappings()
        ),
        kept=kept,
    )


def _analysis(row: RowMapping) -> AnalysisRecord:
    fields = dict(row)
    return AnalysisRecord.model_construct(schema_=fields.pop("schema"), **fields)


def _all(connection: Connection, query: Select[Any], kind: type[R]) -> tuple[R, ...]:
    """Return the records of a query in the order of their keys, so that the same data is the same document."""
    keys = [column for column in query.selected_columns if getattr(column, "primary_key", False)]
    return tuple(records_of(connection.execute(query.order_by(*keys)), kind))


def _ensure_free(connection: Connection, log: LogDocument) -> None:
    keys = {one.key for one in log.kept} | (set() if log.person is None else {person_key(log.person.name)})
    if len(keys) != 1:
        message = f"An export should hold the data of one person, but holds {len(keys)}. Nothing was changed."
        raise InputFormatError(message)
    (key,) = keys
    there = select(tables.kept_documents.c.kind).where(tables.kept_documents.c.key == key)
    if find_person(connection, key) is not None or connection.execute(there).first() is not None:
        message = (
            f"Something is kept about {key!r} already, and an export is imported whole, where nothing is kept yet. "
            "Export what is there (hiphinge data export), erase it (hiphinge data erase), then import again. Nothing "
            "was changed."
        )
        raise UsageError(message)


def _put_rows(connection: Connection, log: LogDocument, analyses: Mapping[str, bytes]) -> None:
    for field, (table, _) in _OF_PERSON.items():
        if field != "sets":  # they name analyses, which are not there yet
            _insert(connection, table, map(row_of, getattr(log, field)))
    rows = [row_of(one) for one in log.analyses]
    for row in rows:
        row["schema"] = row.pop("schema_")
    corrections = {row["id"]: row.pop("corrections") for row in rows}
    _insert(connection, tables.analyses, rows)
    documents = (
        {"analysis": id_, "content": zlib.compress(analyses[id_], 6), "corrections": corrected}
        for id_, corrected in corrections.items()
    )
    _insert(connection, tables.analysis_documents, documents)
    _insert(connection, tables.measured_sets, map(row_of, log.measured_sets))
    _insert(connection, tables.sets, map(row_of, log.sets))
    _insert(connection, tables.video_notes, map(note_row, log.video_notes))
    if log.clips:
        change = counted(connection)
        _insert(connection, tables.clips, (row_of(one) | {"change": change} for one in log.clips))


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    waiting: list[dict[str, Any]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _ROWS_AT_ONCE:
            connection.execute(insert(table), waiting)
            waiting = []
    if waiting:
        connection.execute(insert(table), waiting)
