"""Reads a data set in a test."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["content", "table"]


def table(folder: Path, name: str) -> pa.Table:
    """Return all rows of a table, part by part."""
    return pa.concat_tables([pq.ParquetFile(path).read() for path in sorted((folder / name).glob("*.parquet"))])


def content(folder: Path) -> dict[str, Any]:
    """Return the bytes of every table's files by name, and whatever else is there that should not be."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in {".lock", "data_set.json"})
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}
