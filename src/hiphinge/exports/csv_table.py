"""CSV: the quantities of every frame as a plain table."""

import csv
import math
from pathlib import Path

from hiphinge.analysis import Analysis
from hiphinge.documents import ProvenanceRecord, series_columns
from hiphinge.exports.table import Export
from hiphinge.filesystem import writing_file

__all__ = ["CSV"]

_DIGITS = 4


def _write(path: Path, analysis: Analysis, *, provenance: ProvenanceRecord) -> None:  # noqa: ARG001 - a table of numbers has no place for it
    columns = series_columns(analysis)
    with writing_file(path) as unfinished, unfinished.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(value) for value in row] for row in zip(*columns.values(), strict=True))


def _cell(value: float) -> str:
    return f"{round(float(value), _DIGITS) + 0.0!r}" if math.isfinite(value) else ""


CSV = Export(
    id="csv",
    title="CSV table",
    file_name="series.csv",
    what="The quantities of every frame, empty where not measured.",
    write=_write,
)
