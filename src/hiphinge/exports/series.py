"""`series.parquet`: the quantities of every frame."""

from pathlib import Path

from hiphinge.analysis import Analysis
from hiphinge.documents import SERIES_KEY, series_columns, series_document
from hiphinge.exports.parquet import write_parquet

__all__ = ["write_series"]


def write_series(path: Path, analysis: Analysis) -> None:
    """Write `series.parquet`: ``time_s`` and every quantity per frame; null where it was not measured.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    columns = series_columns(analysis)
    write_parquet(path, columns, key=SERIES_KEY, document=series_document(analysis, columns=columns))
