"""The series of many clips in one file, merged clip by clip, so that no more of it is in memory than a stretch."""

import os
from collections.abc import Collection, Iterator, Mapping
from heapq import merge
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from hiphinge.exports.data_set.columns import CLIP, columns_of
from hiphinge.exports.data_set.storage import ROW_GROUP, arrow_schema, conformed, damaged, encoding
from hiphinge.filesystem import writing_file

__all__ = ["write_series_part"]


def write_series_part(path: Path, *, new: Mapping[str, Path], replaced: Collection[str]) -> None:
    """Write the series of a part: those that it has, without the clips that are replaced, and new ones, by clip.

    The file depends on what is in it alone, not on the order in which it arrived.

    Parameters
    ----------
    new
        Clips with the files that hold their series.

    Raises
    ------
    OutputError
        If it cannot be written.
    InputFormatError
        If what is there is damaged.
    """
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is written
    import pyarrow.parquet as pq  # noqa: PLC0415 - likewise

    columns = columns_of("series")
    schema = arrow_schema("series", columns)
    with writing_file(path) as unfinished:
        try:
            with pq.ParquetWriter(unfinished, schema, **encoding(columns)) as writer:
                runs = merge(_kept(path, replaced, schema), _new(new, schema), key=lambda run: run[0])
                for stretch in _stretches(runs):
                    writer.write_table(stretch, row_group_size=ROW_GROUP)
        except pa.ArrowInvalid as error:
            raise damaged(path, error) from error
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())


def _kept(path: Path, replaced: Collection[str], schema: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a file has, each time of one clip."""
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is read
    import pyarrow.parquet as pq  # noqa: PLC0415 - likewise

    if not path.exists():
        return
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=ROW_GROUP):
            found = conformed(pa.Table.from_batches([batch]), schema)
            names = found.column(CLIP).combine_chunks()
            codes = names.dictionary_encode().indices.to_numpy()
            edges = [0, *(np.flatnonzero(np.diff(codes)) + 1).tolist(), len(codes)]
            for start, end in pairwise(edges):
                if end > start and (clip := names[start].as_py()) not in replaced:
                    yield clip, found.slice(start, end - start)


def _new(new: Mapping[str, Path], schema: Any) -> Iterator[tuple[str, Any]]:
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is read
    import pyarrow.parquet as pq  # noqa: PLC0415 - likewise

    for clip in sorted(new):
        found = pq.ParquetFile(new[clip]).read()
        if found.num_rows:
            clips = pa.array([clip] * found.num_rows, type=pa.string())
            yield clip, conformed(found.add_column(0, CLIP, clips), schema)


def _stretches(runs: Iterator[tuple[str, Any]]) -> Iterator[Any]:
    """Yield tables of `ROW_GROUP` rows, and a last one of the rest."""
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is written

    waiting: list[Any] = []
    count = 0
    for _, run in runs:
        waiting.append(run)
        count += run.num_rows
        while count >= ROW_GROUP:
            whole = pa.concat_tables(waiting)
            yield whole.slice(0, ROW_GROUP).combine_chunks()
            waiting = [whole.slice(ROW_GROUP)]
            count -= ROW_GROUP
    if count:
        yield pa.concat_tables(waiting).combine_chunks()
