"""Columns of numbers in the Parquet files that an analysis writes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray

__all__ = ["numbers_in", "numbers_of"]


def numbers_of(column: Any) -> FloatArray:
    """Return an Arrow column ``[row]``; null becomes NaN.

    Raises
    ------
    ValueError, TypeError, pyarrow.ArrowException
        If it holds something else than numbers.
    """
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def numbers_in(table: Any, path: Path, *, of: Callable[[Any], FloatArray] = numbers_of) -> dict[str, FloatArray]:
    """Return the columns of an Arrow table by name, each as ``of`` reads it.

    Raises
    ------
    InputFormatError
        If one is not numeric, or its name is no text.
    """
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when a Parquet file is read

    try:
        return {name: of(table[name]) for name in table.column_names}
    except (ValueError, TypeError, pa.ArrowException) as error:
        message = f"{path} has a column that is not numeric: {error}. Give the file that `analyze` wrote."
        raise InputFormatError(message) from error
