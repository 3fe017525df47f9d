"""The tables of many clips: their columns, the rows of one clip, and the Parquet files that hold them."""

from hiphinge.exports.data_set.columns import CLIP, PARTS, SCHEMA, TABLES, Column, columns_of, part_of, reserved_names
from hiphinge.exports.data_set.files import (
    ClipFacts,
    entry_names,
    is_current,
    is_whole,
    read_clips,
    read_entry,
    read_rows,
    write_entry,
    write_part,
)
from hiphinge.exports.data_set.rows import ROWS_VERSION, ClipRows, refused_rows, rows_of

__all__ = [
    "CLIP",
    "PARTS",
    "ROWS_VERSION",
    "SCHEMA",
    "TABLES",
    "ClipFacts",
    "ClipRows",
    "Column",
    "columns_of",
    "entry_names",
    "is_current",
    "is_whole",
    "part_of",
    "read_clips",
    "read_entry",
    "read_rows",
    "refused_rows",
    "reserved_names",
    "rows_of",
    "write_entry",
    "write_part",
]
