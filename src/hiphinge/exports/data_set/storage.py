"""How columns are stored in Parquet: Arrow types, units in the metadata, encodings."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from hiphinge.errors import InputFormatError
from hiphinge.exports.data_set.columns import SCHEMA, Column, Kind, Table

__all__ = ["ENTRY_KEY", "ROW_GROUP", "arrow_schema", "conformed", "damaged", "encoding", "table_of"]

ENTRY_KEY: Final = "hiphinge"
"""Key of our document in a file's metadata."""
ROW_GROUP: Final = 1 << 16
"""So many rows are stored together."""


def arrow_schema(table: Table, columns: Sequence[Column]) -> Any:
    """Return the Arrow schema of a table, with the unit and the meaning of each column in its metadata."""
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is written

    types = {
        "text": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "yes_no": pa.bool_(),
        "moment": pa.timestamp("us"),
    }
    units = {column.name: column.unit for column in columns if column.unit}
    document = json.dumps({"schema": SCHEMA, "table": table, "units": units})
    return pa.schema([pa.field(one.name, types[one.kind]) for one in columns], metadata={ENTRY_KEY: document})


def table_of(rows: Sequence[Mapping[str, Any]], schema: Any) -> Any:
    """Return rows as an Arrow table; what a row lacks is null, and what the schema lacks is left out."""
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is written

    arrays = [pa.array([_value(row.get(field.name), field.type) for row in rows], type=field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _value(value: Any, kind: Any) -> Any:
    """Return a cell as Arrow takes it: a moment, written out, as one in UTC without a zone."""
    if isinstance(value, str) and "timestamp" in str(kind):
        return datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
    return value


def encoding(columns: Iterable[Column]) -> dict[str, Any]:
    """Return how columns are written: texts by a dictionary, numbers byte by byte."""
    names: dict[Kind, list[str]] = {}
    for column in columns:
        names.setdefault(column.kind, []).append(column.name)
    return {
        "compression": "zstd",
        "use_dictionary": names.get("text", []),
        "use_byte_stream_split": names.get("number", []),
    }


def conformed(found: Any, schema: Any) -> Any:
    """Return a table with the columns of a schema; one that it lacks is null."""
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is read

    columns = [
        found.column(field.name).cast(field.type)
        if field.name in found.column_names
        else pa.nulls(found.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def damaged(path: Path, error: Exception) -> InputFormatError:
    """Return what is said of a table that cannot be read."""
    return InputFormatError(
        f"{path} should be a table of a data set, but is damaged: {error}. Remove {path.name} from each of the folders "
        "of tables, and run the batch again: it analyses those clips anew."
    )
