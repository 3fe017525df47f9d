"""Takes the export of a training app into a person's log, or shows first what it would add and change."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import InputEmptyError, InputFormatError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.sources.training_logs import Hints, RejectedLine, TrainingExport, read_training_log
from hiphinge.store import Store, TakenOver
from hiphinge.workflow.log_names import KnownBy, meaning_of
from hiphinge.workflow.log_records import Records, days_of, records_of, zone_named

__all__ = ["ImportedName", "LogImport", "import_log", "preview_import"]

_REASONS_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class ImportedName:
    """An exercise's name in the file, the exercise that it means, who says so, and how many sets have it.

    Attributes
    ----------
    exercise, known_by
        None and None where nobody says what it means: its sets are logged under the name alone.
    """

    name: str
    exercise: str | None
    known_by: KnownBy | None
    sets: int


@dataclass(frozen=True, kw_only=True)
class LogImport:
    """What an import did, or would do.

    Attributes
    ----------
    taken
        What is new, changed and the same.
    rejected
        The lines that cannot be used, each with what was expected and what came.
    passed_over
        What the file holds on purpose that is no set, with how often.
    remarks
        What was assumed.
    days
        The first and the last day of the file; None where it has none.
    """

    app: str
    title: str
    zone: str
    workouts: int
    days: tuple[date, date] | None
    taken: TakenOver
    names: tuple[ImportedName, ...]
    rejected: tuple[RejectedLine, ...]
    passed_over: Mapping[str, int]
    remarks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Reading:
    who: PersonRecord
    zone: str
    export: TrainingExport
    records: Records
    names: tuple[ImportedName, ...]


def preview_import(
    store: Store,
    person: str,
    file: Path,
    *,
    app: str | None = None,
    zone: str | None = None,
    hints: Hints | None = None,
) -> LogImport:
    """Return what `import_log` would do, without doing it; parameters and errors are the same."""
    read = _read(store, person, file, app=app, zone=zone, hints=hints)
    records = read.records
    return _summary(read, store.log.compare(read.who, records.sessions, records.sets, records.weights))


def import_log(
    store: Store,
    person: str,
    file: Path,
    *,
    app: str | None = None,
    zone: str | None = None,
    hints: Hints | None = None,
) -> LogImport:
    """Take the export of a training app into a person's log: everything that can be read, in one step.

    A set that was imported before is brought up to date. It is known by the start of its workout, its exercise and its
    number there; in wger by its own number. What the file does not have stays in the log as it is.

    Parameters
    ----------
    person
        Their name; they have to be in the store.
    app
        The app's id; None finds it by the content of the file.
    zone
        Where the times of the file were read off a clock, such as ``Europe/Vienna``; None is the person's zone.
    hints
        The unit of weights without one, and the order of day and month, where the file does not show it.

    Raises
    ------
    InputError
        If the person or the file is missing, or it is no export that can be read, or nothing in it can be used.
    UsageError
        If the app or the zone is not known, or a hint is needed.
    OutputError
        If the log cannot be written; nothing is changed then.
    """
    read = _read(store, person, file, app=app, zone=zone, hints=hints)
    records = read.records
    return _summary(read, store.log.take_over(read.who, records.sessions, records.sets, records.weights))


def _read(store: Store, person: str, file: Path, *, app: str | None, zone: str | None, hints: Hints | None) -> _Reading:
    who = store.people.named(person)
    zone = zone_named(zone or who.zone)
    export = read_training_log(file, hints=hints, app=app)
    _ensure_something(export, file)
    said = store.names.all(who)
    meanings = {one.exercise: meaning_of(one.exercise, said) for one in export.sets}
    records = records_of(export, who, zone, exercise_of=lambda name: meanings[name][0])
    counts = Counter(one.exercise_name for one in records.sets)
    names = (
        ImportedName(name=name, exercise=meanings[name][0], known_by=meanings[name][1], sets=n)
        for name, n in counts.items()
    )
    by_name = sorted(names, key=lambda one: (-one.sets, one.name))
    return _Reading(who=who, zone=zone, export=export, records=records, names=tuple(by_name))


def _ensure_something(export: TrainingExport, file: Path) -> None:
    """Make sure that there is something to import.

    Raises
    ------
    InputEmptyError, InputFormatError
        If there is nothing in the file, or nothing of it can be used; the latter shows why.
    """
    if export.sets or export.weights:
        return
    if not export.rejected:
        message = f"{file} is an export of {export.title}, but holds no set that was done and no body weight."
        raise InputEmptyError(message)
    reasons = "; ".join(f"line {one.line}: {one.reason}" for one in export.rejected[:_REASONS_SHOWN])
    message = f"{file} is an export of {export.title}, but none of its lines can be used. For example, {reasons}."
    raise InputFormatError(message)


def _summary(read: _Reading, taken: TakenOver) -> LogImport:
    export, records = read.export, read.records
    repeated = {"entries that are in the file twice": records.repeated} if records.repeated else {}
    return LogImport(
        app=export.app,
        title=export.title,
        zone=read.zone,
        workouts=len(records.sessions),
        days=days_of(export),
        taken=taken,
        names=read.names,
        rejected=export.rejected,
        passed_over=FrozenMapping(dict(export.passed_over) | repeated),
        remarks=(*export.remarks, *_remarks(read)),
    )


def _remarks(read: _Reading) -> Iterator[str]:
    """Yield what was assumed about the times."""
    records, zone = read.records, read.zone
    if any(not one.time_known for one in records.sets):
        yield f"Sets with a day and no time are put at noon in {zone}, and marked as such."
    if records.skipped_hour:
        yield (
            f"{records.skipped_hour} times are in the hour that the clocks in {zone} skip in spring: each is taken as "
            "an hour later. The zone may be another one (--zone)."
        )
    if records.doubled_hour:
        yield (
            f"{records.doubled_hour} times are in the hour that the clocks in {zone} show twice in autumn: the first "
            "is taken."
        )
