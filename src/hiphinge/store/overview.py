"""What is asked of everybody's log at once: who trained when, what was judged, what was answered."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, cast, func, or_, select, union

from hiphinge.store import tables
from hiphinge.store.columns import UtcMoment
from hiphinge.store.database import Database

__all__ = ["Held", "Judged", "NewestAnalysis", "Overview", "PainAnswer", "is_newest"]

_AT_ONCE = 500
_BETWEEN = ","
_TO_THE_HOUR = len("2026-05-04 17")
_JUDGED = "met_its_marks"
"""As `hiphinge.workflow.set_numbers.JUDGED`; a test holds that."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """How much an analysis could say: repetitions that count, those that could be judged, and those without a fault.

    Attributes
    ----------
    judged
        None where that was not counted yet when it was filed.
    corrected
        Whether a person said something about it.
    """

    repetitions: int
    judged: int | None
    met: int
    corrected: bool


@dataclass(frozen=True, slots=True)
class NewestAnalysis:
    """The newest analysis of a recording; ``person`` is None for nobody's."""

    analysis: str
    recording: str
    person: str | None
    name: str
    recorded_at: datetime | None
    analysed_at: datetime
    exercise: str
    repetitions: int
    video: str | None


@dataclass(frozen=True, slots=True)
class PainAnswer:
    """What was said of pain in a set, from 0 to 10; None where nothing was."""

    set: str
    person: str
    at: datetime
    before: int | None
    after: int | None
    next_morning: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """How much is kept of a person; ``files`` are videos, poses, copies that browsers play, and voices of notes.

    The values of a test in one sitting are one of ``self_tests``.
    """

    sets: int
    analyses: int
    self_tests: int
    documents: int
    files: int
    videos: int
    videos_bytes: int


@dataclass(frozen=True)
class Overview:
    """Questions about everybody; each is a few queries, however many people there are."""

    database: Database

    def judged(self, analyses: Sequence[str]) -> Mapping[str, Judged]:
        """Return how much each of some analyses could say; those that are not there are left out."""
        table, measured, documents = tables.analyses, tables.measured_sets, tables.analysis_documents
        of_set = (measured.c.analysis == table.c.id) & (measured.c.quantity == _JUDGED)
        numbers = (table.c.id, table.c.repetitions, documents.c.corrections.is_not(None).label("corrected"))
        query = (
            select(*numbers, func.sum(measured.c.repetitions), func.sum(measured.c.median))
            .join(documents, documents.c.analysis == table.c.id)
            .outerjoin(measured, of_set)
            .group_by(table.c.id, table.c.repetitions, documents.c.corrections.is_not(None))
        )
        found: dict[str, Judged] = {}
        with self.database.reading() as connection:
            for start in range(0, len(analyses), _AT_ONCE):
                some = query.where(table.c.id.in_(analyses[start : start + _AT_ONCE]))
                for id_, repetitions, corrected, judged, met in connection.execute(some):
                    found[id_] = Judged(
                        repetitions=repetitions,
                        judged=None if judged is None else int(judged),
                        met=round(met or 0),
                        corrected=bool(corrected),
                    )
        return found

    def newest(
        self,
        people: Sequence[str | None],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        exercise: str | None = None,
        most: int | None = None,
    ) -> tuple[NewestAnalysis, ...]:
        """Return the newest analysis of each recording of some people, and of nobody where None is among them.

        Parameters
        ----------
        since, until
            Only recordings that were filmed, or else filed, from then on, and before that.
        exercise
            Only those of the exercise of this id.
        most
            So many at most, those that were filmed, or else analysed, last; None returns all, in any order.
        """
        table, recordings = tables.analyses, tables.recordings
        whose: ColumnElement[bool] = recordings.c.person.in_([one for one in people if one is not None])
        if None in people:
            whose = or_(whose, recordings.c.person.is_(None))
        query = (
            select(
                table.c.id.label("analysis"),
                table.c.recording,
                table.c.person,
                recordings.c.name,
                recordings.c.recorded_at,
                table.c.analysed_at,
                table.c.exercise,
                table.c.repetitions,
                recordings.c.video,
            )
            .join(recordings, recordings.c.id == table.c.recording)
            .where(whose & is_newest())
        )
        if since is not None:
            query = query.where(_since(recordings, since))
        if until is not None:
            query = query.where(_at(recordings) < until)
        if exercise is not None:
            query = query.where(table.c.exercise == exercise)
        if most is not None:
            moment = func.coalesce(recordings.c.recorded_at, table.c.analysed_at)
            query = query.order_by(moment.desc(), table.c.id.desc()).limit(most)
        with self.database.reading() as connection:
            return tuple(NewestAnalysis(*row) for row in connection.execute(query))

    def exercises(self) -> tuple[str, ...]:
        """Return the ids of all exercises that were analysed, in order."""
        table = tables.analyses
        with self.database.reading() as connection:
            return tuple(connection.execute(select(table.c.exercise).distinct().order_by(table.c.exercise)).scalars())

    def unclear(self, since: datetime) -> Mapping[str, Judged]:
        """Return analyses of recordings from a moment on that could judge nothing, and that nobody corrected."""
        table, recordings, measured = tables.analyses, tables.recordings, tables.measured_sets
        of_set = select(measured.c.set).where((measured.c.analysis == table.c.id) & (measured.c.quantity == _JUDGED))
        some = of_set.where(measured.c.repetitions > 0)
        in_first = some.where(measured.c.set == 1)  # found by the whole key: most analyses end here
        nothing = ~in_first.exists() & of_set.exists() & ~some.exists()
        query = (
            select(table.c.id)
            .join(recordings, recordings.c.id == table.c.recording)
            .where(recordings.c.person.in_(select(tables.people.c.id)) & _since(recordings, since))
            .where((table.c.repetitions == 0) | nothing)
        )
        with self.database.reading() as connection:
            found = list(connection.execute(query).scalars())
        return {id_: one for id_, one in self.judged(found).items() if not one.corrected}

    def documents(self, analyses: Sequence[str]) -> Mapping[str, tuple[bytes, Any]]:
        """Return each analysis's ``analysis.json``, and what is kept of its corrections, or None."""
        table = tables.analysis_documents
        query = select(table.c.analysis, table.c.content, table.c.corrections)
        found: dict[str, tuple[bytes, Any]] = {}
        with self.database.reading() as connection:
            for start in range(0, len(analyses), _AT_ONCE):
                some = query.where(table.c.analysis.in_(analyses[start : start + _AT_ONCE]))
                found |= {row[0]: (zlib.decompress(row[1]), row[2]) for row in connection.execute(some)}
        return found

    def marks(self, analyses: Sequence[str]) -> Mapping[str, str]:
        """Return for each analysis a mark that changes when its document or its corrections do."""
        table, documents = tables.analyses, tables.analysis_documents
        said = func.length(cast(documents.c.corrections, Text))
        columns = (table.c.id, table.c.person, table.c.exercise, table.c.repetitions, said)
        query = select(*columns).join(documents, documents.c.analysis == table.c.id)
        found: dict[str, str] = {}
        with self.database.reading() as connection:
            for start in range(0, len(analyses), _AT_ONCE):
                some = query.where(table.c.id.in_(analyses[start : start + _AT_ONCE]))
                found |= {row[0]: repr(tuple(row[1:])) for row in connection.execute(some)}
        return found

    def trained(self, since: datetime) -> Mapping[str, tuple[datetime, ...]]:
        """Return in which hours each person began a session with a set, or was filmed lifting, from a moment on."""
        sets, sessions, recordings = tables.sets, tables.sessions, tables.recordings
        at = _at(recordings)
        filmed = select(recordings.c.person, _moments(at)).where(
            recordings.c.person.is_not(None) & (at >= since) & _is_lift(recordings)
        )
        has_sets = select(sets.c.id).where(sets.c.session == sessions.c.id).exists()
        logged = select(sessions.c.person, _moments(sessions.c.started_at)).where(
            (sessions.c.started_at >= since) & has_sets
        )
        found: dict[str, set[str]] = {}
        with self.database.reading() as connection:
            for query in (logged.group_by(sessions.c.person), filmed.group_by(recordings.c.person)):
                for person, moments in connection.execute(query):
                    found.setdefault(person, set()).update(text[:_TO_THE_HOUR] for text in moments.split(_BETWEEN))
        return {person: tuple(_hour(text) for text in sorted(hours)) for person, hours in found.items()}

    def last_trained(self) -> Mapping[str, datetime]:
        """Return when each person logged a set or was filmed lifting last; who never did is not in it."""
        people, sets, recordings = tables.people, tables.sets, tables.recordings
        when_not_said = recordings.c.recorded_at.is_(None)
        moments = (
            _latest(sets.c.performed_at, sets.c.person == people.c.id),
            _latest(recordings.c.recorded_at, (recordings.c.person == people.c.id) & _is_lift(recordings)),
            _latest(recordings.c.filed_at, (recordings.c.person == people.c.id) & when_not_said & _is_lift(recordings)),
        )
        with self.database.reading() as connection:
            rows = connection.execute(select(people.c.id, *moments)).all()
        found = {person: [at for at in several if at is not None] for person, *several in rows}
        return {person: max(several) for person, several in found.items() if several}

    def held(self) -> Mapping[str, Held]:
        """Return how much is kept of everybody of whom something is, by the key of their name."""
        counted = _counted()
        with self.database.reading() as connection:
            found = {
                name: {key: int(count) for key, count in connection.execute(query)} for name, query in counted.items()
            }
            people = connection.execute(select(tables.people.c.id, tables.people.c.key)).all()
            sizes = connection.execute(_sizes()).all()
        videos = {person: (count, size or 0) for person, count, size in sizes}
        of_key = {key: id_ for id_, key in people}
        found_keys = sorted({*of_key, *found["documents"]})
        return {
            key: Held(
                **{
                    name: found[name].get(of_key.get(key, ""), 0)
                    for name in ("sets", "analyses", "self_tests", "files")
                },
                documents=found["documents"].get(key, 0),
                videos=videos.get(of_key.get(key, ""), (0, 0))[0],
                videos_bytes=videos.get(of_key.get(key, ""), (0, 0))[1],
            )
            for key in found_keys
        }

    def pain(self, since: datetime) -> tuple[PainAnswer, ...]:
        """Return what was said of pain in sets from a moment on, the newest first."""
        table = tables.sets
        said = (table.c.pain_before, table.c.pain_after, table.c.pain_next_morning)
        by_index = table.c.person.in_(select(tables.people.c.id)) & (table.c.performed_at >= since)
        query = select(table.c.id, table.c.person, table.c.performed_at, *said).where(
            by_index & or_(*(one.is_not(None) for one in said))
        )
        with self.database.reading() as connection:
            return tuple(PainAnswer(*row) for row in connection.execute(query.order_by(table.c.performed_at.desc())))


def _counted() -> dict[str, Any]:
    """Return queries for how many there are of each, by person's id; of documents, by the key of their name."""
    sets, analyses, recordings = tables.sets, tables.analyses, tables.recordings
    values = tables.self_tests
    of_one = func.coalesce(values.c.sitting, values.c.id).label("of_one")
    tests = select(values.c.person, values.c.test, of_one).distinct().subquery()
    notes, documents = tables.video_notes, tables.kept_documents
    keys = [
        select(recordings.c.person, column.label("key")).where(column.is_not(None))
        for column in (recordings.c.video, recordings.c.poses, recordings.c.proxy)
    ]
    voices = select(recordings.c.person, notes.c.voice.label("key")).join(
        recordings, recordings.c.id == notes.c.recording
    )
    files = union(*keys, voices.where(notes.c.voice.is_not(None))).subquery()
    return {
        "sets": select(sets.c.person, func.count()).group_by(sets.c.person),
        "analyses": select(analyses.c.person, func.count()).group_by(analyses.c.person),
        "self_tests": select(tests.c.person, func.count()).group_by(tests.c.person),
        "files": select(files.c.person, func.count()).group_by(files.c.person),
        "documents": select(documents.c.key, func.count()).group_by(documents.c.key),
    }


def _sizes() -> Any:
    table = tables.recordings
    return select(table.c.person, func.count(table.c.video), func.sum(table.c.video_size)).group_by(table.c.person)


def _at(recordings: Table) -> Any:
    """Return when something was filmed, or else filed, as progress takes it."""
    return func.coalesce(recordings.c.recorded_at, recordings.c.filed_at, type_=UtcMoment())


def _since(recordings: Table, since: datetime) -> ColumnElement[bool]:
    """Return the condition that something was filmed, or else filed, from a moment on, so that an index finds it."""
    return or_(recordings.c.recorded_at >= since, recordings.c.recorded_at.is_(None) & (recordings.c.filed_at >= since))


def _is_lift(recordings: Table) -> ColumnElement[bool]:
    """Return the condition that a recording was not given in as self-tests alone, whether they were measured or not."""
    clips, others, analyses = tables.clips, tables.clips.alias(), tables.analyses
    as_lift = select(others.c.id).where((others.c.recording == clips.c.recording) & others.c.test.is_(None)).exists()
    analysed = select(analyses.c.id).where(analyses.c.recording == clips.c.recording).exists()
    given = clips.c.sitting.is_not(None) & clips.c.recording.is_not(None)  # by the index of sittings
    return recordings.c.id.not_in(select(clips.c.recording).where(given & ~as_lift & ~analysed))


def _latest(column: Any, where: ColumnElement[bool]) -> Any:
    """Return the latest moment of one person: with an index, one look for each, however much they did."""
    return select(func.max(column, type_=UtcMoment())).where(where).scalar_subquery()


def _moments(column: Any) -> Any:
    """Return all values of a group as one text: a row for each of many thousand moments costs ten times as much."""
    return func.aggregate_strings(cast(column, Text), _BETWEEN)


def _hour(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00").replace(tzinfo=UTC)


def is_newest() -> Any:
    """Return the condition that an analysis is the newest one of its recording."""
    one, later = tables.analyses, tables.analyses.alias()
    after = (later.c.analysed_at > one.c.analysed_at) | (
        (later.c.analysed_at == one.c.analysed_at) & (later.c.id > one.c.id)
    )
    return ~select(later.c.id).where((later.c.recording == one.c.recording) & after).exists()
