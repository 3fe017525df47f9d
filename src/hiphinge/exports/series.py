"""`series.parquet`: the quantities of every frame."""

from pathlib import Path

from hiphinge.analysis import Analysis
from hiphinge.exports.columns import series_columns, units_of_columns
from hiphinge.exports.parquet import write_parquet

__all__ = ["SERIES_SCHEMA", "write_series"]

SERIES_SCHEMA = "hiphinge.series/1"


def write_series(path: Path, analysis: Analysis) -> None:
    """Write `series.parquet`: ``time_s`` and every quantity per frame; null where it was not measured.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    columns = series_columns(analysis)
    document = {
        "schema": SERIES_SCHEMA,
        "source": analysis.motion.origin.name,
        "units": units_of_columns(list(columns)),
    }
    write_parquet(path, columns, key="hiphinge", document=document)
