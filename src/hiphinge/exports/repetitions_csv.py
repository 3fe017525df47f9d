"""`repetitions.csv`: a row for each repetition, with every measurement, its interval, and what was found."""

import csv
from collections.abc import Iterator
from pathlib import Path

from hiphinge.analysis import Analysis
from hiphinge.documents import ProvenanceRecord, analysis_document
from hiphinge.documents.analysis import AnalysisDocument, MeasurementDocument, RepetitionDocument, UnmeasuredDocument
from hiphinge.filesystem import writing_file
from hiphinge.measures import lift_quantities

__all__ = ["Cell", "repetition_columns", "repetition_row", "write_repetitions"]

Cell = str | int | float | None
"""What a cell of the table holds."""

_PHASES = ("descent", "bottom", "ascent", "lockout")
_PATTERNS = ("hinge", "squat", "stoop")
_PLACES = ("below", "within", "above")
_BETWEEN = ";"


def write_repetitions(path: Path, analysis: Analysis, *, provenance: ProvenanceRecord) -> None:
    """Write a row for each repetition and attempt; the columns are the same for every recording.

    Moments are ``start_time_s``, ``bottom_time_s`` and ``end_time_s``, and each phase has two, since ``bottom_s`` is a
    quantity: a pause. A cell is empty where nothing was measured; ``not_measurable`` then names the reason.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    document = analysis_document(analysis, provenance=provenance)
    ids = tuple(lift_quantities())
    with writing_file(path) as unfinished, unfinished.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("recording", *repetition_columns(ids)))
        name = _plain(document.source.path)
        writer.writerows((name, *repetition_row(repetition, document, ids)) for repetition in document.repetitions)


def repetition_columns(ids: tuple[str, ...]) -> Iterator[str]:
    """Yield the names of the columns after the recording's; ``ids`` are the quantities."""
    yield from ("exercise", "set", "repetition", "kind", "start_time_s", "bottom_time_s", "end_time_s")
    for phase in _PHASES:
        yield from (f"{phase}_start_time_s", f"{phase}_end_time_s")
    yield from ("pattern", *(f"pattern_{label}" for label in _PATTERNS))
    yield from ("back", *(f"back_{label}" for label in _PLACES))
    for id_ in ids:
        yield from (id_, f"{id_}_low", f"{id_}_high")
    yield from ("findings", "not_measurable", "note")


def repetition_row(repetition: RepetitionDocument, document: AnalysisDocument, ids: tuple[str, ...]) -> Iterator[Cell]:
    """Yield the cells of one repetition, in the order of `repetition_columns`."""
    yield from (document.exercise.id, repetition.set, repetition.index, repetition.kind)
    yield from (repetition.start_s, repetition.bottom_s, repetition.end_s)
    yield from _phases(repetition)
    yield from (repetition.pattern.label, *(repetition.pattern.probability.get(label) for label in _PATTERNS))
    yield from _back(repetition)
    for id_ in ids:
        found = repetition.measurements.get(id_)
        measured = found if isinstance(found, MeasurementDocument) else None
        yield from (None, None, None) if measured is None else (measured.value, measured.low, measured.high)
    yield _BETWEEN.join(finding.id for finding in repetition.findings)
    yield _BETWEEN.join(_reasons(repetition))
    yield repetition.note


def _phases(repetition: RepetitionDocument) -> Iterator[float | None]:
    """Yield when each phase begins and ends; a phase that comes twice counts from its first to its last."""
    for name in _PHASES:
        phases = [phase for phase in repetition.phases if phase.name == name]
        yield min((phase.start_s for phase in phases), default=None)
        yield max((phase.end_s for phase in phases), default=None)


def _back(repetition: RepetitionDocument) -> Iterator[Cell]:
    back = repetition.back
    yield "not_measurable" if back is None else back.label
    yield from (None if back is None else back.probability.get(label) for label in _PLACES)


def _reasons(repetition: RepetitionDocument) -> Iterator[str]:
    for id_, found in repetition.measurements.items():
        if isinstance(found, UnmeasuredDocument):
            yield f"{id_}={found.reason}"


def _plain(name: str) -> str:
    """Return a name as text where a spreadsheet would take it for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name
