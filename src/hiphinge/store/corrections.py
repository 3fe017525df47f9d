"""What a person corrects of a filed analysis, beside the machine's answer, and the numbers that follow from it."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, insert, null, select, update

from hiphinge.documents.corrections import CorrectionsDocument, corrections_from_json
from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import InputMissingError, UsageError
from hiphinge.store import tables
from hiphinge.store.assigning import show_sets
from hiphinge.store.database import Database
from hiphinge.store.filed import MeasuredSet

__all__ = ["AnalysisNumbers", "CorrectedMeanwhileError", "CorrectedRecording", "Corrections", "MeasuredAnew"]


class CorrectedMeanwhileError(Exception):
    """Somebody corrected an analysis while it was measured anew."""


@dataclass(frozen=True, kw_only=True)
class CorrectedRecording:
    """The recording of an analysis: whose it is, None for nobody yet; keys of its files, None where not kept."""

    analysis: str
    recording: str
    person: str | None
    name: str
    sha256: str
    hiphinge_version: str
    poses: str | None
    video: str | None
    proxy: str | None


@dataclass(frozen=True, kw_only=True)
class AnalysisNumbers:
    """What progress reads of an analysis."""

    exercise: str
    repetitions: int
    measured: Sequence[MeasuredSet]


@dataclass(frozen=True, kw_only=True)
class MeasuredAnew:
    """An analysis that takes the place of a filed one, with nothing of that one left.

    Attributes
    ----------
    document
        The whole ``analysis.json``.
    corrections, numbers
        What is corrected of it, None for nothing; what progress reads of it then.
    seen
        How many corrections the filed one had when this one was begun.
    shows
        The logged sets that it shows: their ids, each with the number of its set in the recording.
    """

    document: bytes
    hiphinge_version: str
    schema: str
    numbers: AnalysisNumbers
    corrections: CorrectionsDocument | None
    seen: int
    shows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Corrections:
    """The corrections of analyses; the machine's answer is never changed."""

    database: Database

    def recording(self, analysis: str) -> CorrectedRecording:
        """Return the recording of an analysis.

        Raises
        ------
        InputMissingError
            If there is no analysis of that id.
        """
        analyses, recordings = tables.analyses, tables.recordings
        query = (
            select(
                analyses.c.id.label("analysis"),
                analyses.c.recording,
                analyses.c.person,
                recordings.c.name,
                recordings.c.sha256,
                analyses.c.hiphinge_version,
                recordings.c.poses,
                recordings.c.video,
                recordings.c.proxy,
            )
            .join(recordings, recordings.c.id == analyses.c.recording)
            .where(analyses.c.id == analysis)
        )
        with self.database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            message = f"The store has no analysis {analysis}."
            raise InputMissingError(message)
        return CorrectedRecording(**row)

    def rename(self, analysis: str, name: str) -> None:
        """Call the recording of an analysis something else.

        Raises
        ------
        InputMissingError
            If there is no analysis of that id.
        OutputError
            If it cannot be written.
        """
        recording, table = self.recording(analysis).recording, tables.recordings
        with self.database.writing() as connection:
            connection.execute(update(table).where(table.c.id == recording).values(name=name))

    def of(self, analysis: str) -> CorrectionsDocument:
        """Return what was corrected of an analysis; without records where nothing was.

        Raises
        ------
        InputMissingError
            If there is no analysis of that id.
        InputFormatError
            If what is kept is damaged, or a newer hiphinge wrote it.
        """
        with self.database.reading() as connection:
            return _kept(connection, analysis)

    def numbers(self, analysis: str) -> AnalysisNumbers:
        """Return what progress reads of an analysis now."""
        analyses, measured = tables.analyses, tables.measured_sets
        names = ("set", "quantity", "repetitions", "median", "spread", "half_width")
        query = select(*(measured.c[name] for name in names)).where(measured.c.analysis == analysis)
        with self.database.reading() as connection:
            row = connection.execute(
                select(analyses.c.exercise, analyses.c.repetitions).where(analyses.c.id == analysis)
            ).one()
            rows = connection.execute(query.order_by(measured.c.set, measured.c.quantity)).mappings()
            return AnalysisNumbers(
                exercise=row.exercise, repetitions=row.repetitions, measured=tuple(MeasuredSet(**one) for one in rows)
            )

    def keep(
        self,
        analysis: str,
        document: CorrectionsDocument,
        *,
        seen: int,
        numbers: AnalysisNumbers | None,
        shows: Mapping[str, int] | None = None,
    ) -> bool:
        """Keep corrections and what follows from them, all or nothing; False where somebody else was faster.

        Parameters
        ----------
        seen
            How many records there were when ``document`` was begun: where there are others by now, nothing is kept.
        numbers
            None leaves the numbers as they are.
        shows
            Logged sets that the analysis shows now: their ids, each with the number of its set in the recording.
        """
        table, analyses = tables.analysis_documents, tables.analyses
        content = document.model_dump(mode="json", by_alias=True)
        with self.database.writing() as connection:
            if len(_kept(connection, analysis, lock=True).records) != seen:
                return False
            connection.execute(update(table).where(table.c.analysis == analysis).values(corrections=content))
            if numbers is not None:
                _put_numbers(connection, analysis, numbers)
            if shows:
                whose = connection.execute(select(analyses.c.person).where(analyses.c.id == analysis)).scalar_one()
                show_sets(connection, whose, analysis, shows)
        return True

    def analyses_of(self, recording: str) -> tuple[str, ...]:
        """Return the ids of a recording's analyses, the newest last."""
        table = tables.analyses
        query = select(table.c.id).where(table.c.recording == recording).order_by(table.c.analysed_at, table.c.id)
        with self.database.reading() as connection:
            return tuple(connection.execute(query).scalars())

    def hand_over(self, recording: str, person: PersonRecord, anew: Mapping[str, MeasuredAnew]) -> bool:
        """Put a recording into the log of another person, all or nothing; False where somebody else was faster.

        Its analyses are replaced by those that were measured anew as that person's, and logged sets of the former
        person are joined to nothing.

        Parameters
        ----------
        anew
            Each analysis of the recording by its id.

        Raises
        ------
        UsageError
            If the same recording is filed for that person already; nothing is changed then.
        """
        recordings, analyses, sets = tables.recordings, tables.analyses, tables.sets
        mine = select(analyses.c.id).where(analyses.c.recording == recording)
        sha256 = select(recordings.c.sha256).where(recordings.c.id == recording).scalar_subquery()
        there = select(recordings.c.id).where((recordings.c.person == person.id) & (recordings.c.sha256 == sha256))
        with self.database.writing() as connection:
            if connection.execute(there).first() is not None:
                message = f"This recording is in the log of {person.name} already. Nothing was changed."
                raise UsageError(message)
            filed = {id_: len(_kept(connection, id_, lock=True).records) for id_ in connection.execute(mine).scalars()}
            if filed != {id_: one.seen for id_, one in anew.items()}:
                return False
            connection.execute(update(sets).where(sets.c.analysis.in_(mine)).values(analysis=None, analysis_set=None))
            change = update(recordings).where(recordings.c.id == recording)
            connection.execute(change.values(person=person.id, zone=person.zone, estimate=None))
            for id_, one in anew.items():
                _replace(connection, id_, one, person=person.id)
        return True

    def put_anew(self, connection: Connection, person: PersonRecord | None, anew: Mapping[str, MeasuredAnew]) -> None:
        """Replace analyses that are a person's, or nobody's, by those that were measured anew, in a transaction.

        Raises
        ------
        CorrectedMeanwhileError
            If somebody corrected one of them since it was measured.
        """
        for id_, one in anew.items():
            if len(_kept(connection, id_, lock=True).records) != one.seen:
                raise CorrectedMeanwhileError(id_)
            _replace(connection, id_, one, person=None if person is None else person.id)


def _kept(connection: Connection, analysis: str, *, lock: bool = False) -> CorrectionsDocument:
    table = tables.analysis_documents
    query = select(table.c.corrections).where(table.c.analysis == analysis)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        message = f"The store has no analysis {analysis}."
        raise InputMissingError(message)
    if not row.corrections:
        return CorrectionsDocument()
    return corrections_from_json(json.dumps(row.corrections), name=f"What was corrected of analysis {analysis[-8:]}")


def _replace(connection: Connection, analysis: str, anew: MeasuredAnew, *, person: str | None) -> None:
    analyses, documents = tables.analyses, tables.analysis_documents
    change = update(analyses).where(analyses.c.id == analysis)
    connection.execute(change.values(person=person, hiphinge_version=anew.hiphinge_version, schema=anew.schema))
    corrections = null() if anew.corrections is None else anew.corrections.model_dump(mode="json", by_alias=True)
    content = {"content": zlib.compress(anew.document, 6), "corrections": corrections}
    connection.execute(update(documents).where(documents.c.analysis == analysis).values(content))
    _put_numbers(connection, analysis, anew.numbers)
    if person is not None:
        show_sets(connection, person, analysis, anew.shows)


def _put_numbers(connection: Connection, analysis: str, numbers: AnalysisNumbers) -> None:
    analyses, measured = tables.analyses, tables.measured_sets
    connection.execute(
        update(analyses)
        .where(analyses.c.id == analysis)
        .values(exercise=numbers.exercise, repetitions=numbers.repetitions)
    )
    connection.execute(delete(measured).where(measured.c.analysis == analysis))
    if numbers.measured:
        connection.execute(insert(measured), [{"analysis": analysis} | vars(one) for one in numbers.measured])
