"""Columns of numbers into one Parquet file, with a document about them in its metadata."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hiphinge.filesystem import writing_file
from hiphinge.motion import FloatArray

__all__ = ["write_parquet"]


def write_parquet(path: Path, columns: Mapping[str, FloatArray], *, key: str, document: Mapping[str, Any]) -> None:
    """Write columns, with null where a number is missing, and a JSON document under ``key``.

    A column ``[row]`` becomes numbers, one ``[row, number]`` lists of that many numbers. The file is whole
    after a power cut, too.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is written
    import pyarrow.parquet as pq  # noqa: PLC0415 - likewise

    arrays = {name: _lists(values) if values.ndim > 1 else _column(values) for name, values in columns.items()}
    metadata = {key: json.dumps(document, default=str)}
    table = pa.table(arrays, metadata=metadata)
    with writing_file(path) as unfinished:
        pq.write_table(table, unfinished, compression="zstd", use_dictionary=False, use_byte_stream_split=True)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())


def _lists(values: FloatArray) -> Any:
    """Return rows of numbers as an Arrow array of lists of one length."""
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is written

    return pa.FixedSizeListArray.from_arrays(_column(values.ravel()), values.shape[1])


def _column(values: FloatArray) -> Any:
    """Return numbers as an Arrow array with null in place of NaN.

    Made of the bare buffers: ``pyarrow.array`` would load pandas, where that is installed, to look whether it is one.
    """
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is written

    numbers = np.ascontiguousarray(values, dtype=np.float64)
    missing = np.isnan(numbers)
    known = np.packbits(~missing, bitorder="little")
    buffers = [pa.py_buffer(known), pa.py_buffer(np.where(missing, 0.0, numbers))]
    return pa.Array.from_buffers(pa.float64(), len(numbers), buffers)
