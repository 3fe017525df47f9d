"""Saved analyses: the folder that `analyze` wrote, or its `series.parquet` alone, read back for comparison."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hiphinge.documents import SERIES_KEY, AnalysisDocument, analysis_from_json, series_document_from_json
from hiphinge.documents.analysis import MeasurementDocument, UnmeasuredDocument
from hiphinge.errors import InputFormatError, InputMissingError
from hiphinge.motion import FloatArray
from hiphinge.sources.files import checked_file
from hiphinge.sources.formats.text import read_text
from hiphinge.sources.number_columns import numbers_in

__all__ = ["SavedAnalysis", "Value", "is_analysis_file", "read_analysis_file"]

_SERIES, _DOCUMENT = "series.parquet", "analysis.json"


@dataclass(frozen=True, kw_only=True)
class Value:
    """A number with its 90 % interval, NaN where it has none."""

    value: float
    low: float = float("nan")
    high: float = float("nan")


@dataclass(frozen=True, kw_only=True, eq=False)
class SavedAnalysis:
    """What an analysis measured: per frame by quantity ``[time]``, and at the bottoms of repetitions by their index."""

    name: str
    time_s: FloatArray
    values: Mapping[str, FloatArray]
    low: Mapping[str, FloatArray]
    high: Mapping[str, FloatArray]
    bottoms: Mapping[int, Mapping[str, Value]] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)


def is_analysis_file(path: Path) -> bool:
    """Return whether this is a folder that `analyze` wrote, or a series out of one."""
    return (path / _SERIES).is_file() if path.is_dir() else path.name == _SERIES


def read_analysis_file(path: Path) -> SavedAnalysis:
    """Return the analysis that a folder, or a `series.parquet` with or without its `analysis.json`, holds.

    Raises
    ------
    InputError
        If a file is missing, broken or of another kind.
    """
    folder = path if path.is_dir() else path.parent
    columns = _columns(folder / _SERIES if path.is_dir() else path)
    document = _document(folder / _DOCUMENT)
    ids = [name for name in columns if name != "time_s" and not name.endswith(("_low", "_high"))]
    return SavedAnalysis(
        name=document.source.path if document else folder.name or path.name,
        time_s=columns["time_s"],
        values={id_: columns[id_] for id_ in ids},
        low={id_: columns[f"{id_}_low"] for id_ in ids if f"{id_}_low" in columns},
        high={id_: columns[f"{id_}_high"] for id_ in ids if f"{id_}_high" in columns},
        bottoms={r.index: _bottom(r.measurements) for r in document.repetitions} if document else {},
        versions=document.provenance.versions if document else {},
    )


def _columns(path: Path) -> dict[str, FloatArray]:
    import pyarrow as pa  # noqa: PLC0415  # a heavy library, loaded when a Parquet file is read
    import pyarrow.parquet as pq  # noqa: PLC0415  # likewise

    try:
        table: Any = pq.read_table(checked_file(path), memory_map=False)
    except (pa.ArrowException, OSError) as error:
        message = f"{path} should be Parquet that `analyze` wrote, but cannot be read: {error}."
        raise InputFormatError(message) from error
    metadata = (table.schema.metadata or {}).get(SERIES_KEY.encode())
    if metadata is None or table.schema.get_field_index("time_s") < 0:
        message = f"{path} should be the series.parquet that `analyze` wrote, but is another table."
        raise InputFormatError(message)
    series_document_from_json(metadata, name=str(path))
    return numbers_in(table, path)


def _document(path: Path) -> AnalysisDocument | None:
    try:
        text = read_text(checked_file(path))
    except InputMissingError:
        return None
    return analysis_from_json(text, name=str(path))


def _bottom(measurements: Mapping[str, MeasurementDocument | UnmeasuredDocument]) -> dict[str, Value]:
    missing = float("nan")
    return {
        id_: Value(
            value=found.value,
            low=missing if found.low is None else found.low,
            high=missing if found.high is None else found.high,
        )
        for id_, found in measurements.items()
        if isinstance(found, MeasurementDocument)
    }
