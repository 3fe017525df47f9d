"""xlsx: a workbook with repetitions, findings, series and how it was measured."""

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from hiphinge.analysis import Analysis
from hiphinge.documents import ProvenanceRecord, analysis_document, series_columns
from hiphinge.documents.analysis import AnalysisDocument, FindingDocument, MeasurementDocument, RepetitionDocument
from hiphinge.exports.table import Export
from hiphinge.filesystem import writing_file

__all__ = ["XLSX"]

Cell = str | float | None
Row = list[Cell]

_DIGITS = 4
_FINDING_TITLES: tuple[str, ...] = (
    "repetition", "finding", "name", "level", "value", "unit", "threshold", "low", "high", "time_s", "cue", "drill",
    "why", "grade",
)  # fmt: skip


def _write(path: Path, analysis: Analysis, *, provenance: ProvenanceRecord) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - a heavy library, loaded when a workbook is written

    document = analysis_document(analysis, provenance=provenance)
    sheets: tuple[tuple[str, Iterable[Row]], ...] = (
        ("repetitions", _repetitions(document)),
        ("findings", _findings(document)),
        ("series", _series(analysis)),
        ("how measured", _how(document)),
    )
    with writing_file(path) as unfinished:
        book = Workbook(write_only=True)
        for title, rows in sheets:
            sheet = book.create_sheet(title)
            sheet.freeze_panes = "A2"
            for row in rows:
                sheet.append([_plain(cell) for cell in row])
        book.save(unfinished)


def _plain(cell: Cell) -> Cell:
    """Return a cell as text where a spreadsheet would take it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) else cell


def _repetitions(document: AnalysisDocument) -> Iterator[Row]:
    ids = list(dict.fromkeys(id_ for repetition in document.repetitions for id_ in repetition.measurements))
    yield ["repetition", "set", "kind", "start_s", "bottom_s", "end_s", "pattern", *ids, "findings", "note"]
    for repetition in document.repetitions:
        yield [
            repetition.index,
            repetition.set,
            repetition.kind,
            repetition.start_s,
            repetition.bottom_s,
            repetition.end_s,
            repetition.pattern.label,
            *(_value(repetition, id_) for id_ in ids),
            ", ".join(finding.id for finding in repetition.findings),
            repetition.note,
        ]


def _value(repetition: RepetitionDocument, id_: str) -> float | None:
    found = repetition.measurements.get(id_)
    return found.value if isinstance(found, MeasurementDocument) else None


def _findings(document: AnalysisDocument) -> Iterator[Row]:
    yield list(_FINDING_TITLES)
    for repetition in document.repetitions:
        for finding in repetition.findings:
            yield _finding(finding, repetition.index)
    for finding in document.findings:
        yield _finding(finding, None)


def _finding(finding: FindingDocument, repetition: int | None) -> Row:
    return [
        "whole clip" if repetition is None else repetition,
        finding.id,
        finding.name,
        finding.level,
        finding.value,
        finding.unit,
        finding.threshold,
        finding.low,
        finding.high,
        finding.time_s,
        finding.cue,
        finding.drill,
        finding.why,
        finding.grade,
    ]


def _series(analysis: Analysis) -> Iterator[Row]:
    columns = series_columns(analysis)
    yield list(columns)
    for row in zip(*columns.values(), strict=True):
        yield [round(float(value), _DIGITS) if math.isfinite(value) else None for value in row]


def _how(document: AnalysisDocument) -> Iterator[Row]:
    yield ["what", "value"]
    yield ["schema", document.schema_]
    parts: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("source", document.source.model_dump()),
        ("exercise", document.exercise.model_dump()),
        ("view", document.view.model_dump()),
        ("person", document.person.model_dump()),
        ("standing", document.standing.model_dump()),
        ("provenance", document.provenance.model_dump()),
    )
    for part, values in parts:
        for name, value in values.items():
            yield [f"{part}.{name}", _text(value)]
    for each in document.not_measurable:
        yield [f"not measurable: {each.id}", f"{each.reason} {each.do}"]


def _text(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_text(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(str(_text(each)) for each in value)
    return str(value)


XLSX = Export(
    id="xlsx",
    title="Excel workbook",
    file_name="results.xlsx",
    what="Sheets of repetitions, findings, series and how it was measured.",
    write=_write,
)
