"""hiphinge's pose file, `pose.parquet`: keypoints of a video, so that it can be analysed again without the video."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray, Motion
from hiphinge.motion.columns import POSE_METADATA_KEY, motion_from_columns
from hiphinge.sources.formats.hints import rate_unused
from hiphinge.sources.formats.table import Format, Head, Hints
from hiphinge.sources.number_columns import numbers_in, numbers_of

__all__ = ["POSE_PARQUET"]

_MAGIC = b"PAR1"


def _recognise(head: Head) -> bool:
    return head.data.startswith(_MAGIC)


def _read(path: Path, hints: Hints) -> Motion:
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when a Parquet file is read
    import pyarrow.parquet as pq  # noqa: PLC0415 - likewise

    try:
        table: Any = pq.read_table(path, memory_map=False)
    except (pa.ArrowException, OSError) as error:
        message = f"{path} begins as Parquet, but is broken further on: {error}. Write it again."
        raise InputFormatError(message) from error
    text = (table.schema.metadata or {}).get(POSE_METADATA_KEY.encode())
    try:
        document = json.loads(text) if text else {}
    except ValueError:
        document = {}
    if not text or not isinstance(document, dict) or "layout" not in document:
        message = f"{path} is Parquet, but has no poses of hiphinge in it. Give the pose.parquet that `analyze` wrote."
        raise InputFormatError(message)
    from hiphinge.documents import pose_document_from_json  # noqa: PLC0415 - loaded when a pose file is read

    document = pose_document_from_json(text, name=str(path))
    motion = motion_from_columns(numbers_in(table, path, of=_numbers), document)
    notes = (*motion.origin.warnings, *rate_unused(motion.origin.fps, hints))
    return replace(motion, origin=replace(motion.origin, warnings=notes))


def _numbers(column: Any) -> FloatArray:
    """Return a column ``[row]``, or one of lists ``[row, number]``; null becomes NaN."""
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when a Parquet file is read

    if pa.types.is_fixed_size_list(column.type):
        flat = _numbers(pa.chunked_array([chunk.values for chunk in column.chunks], type=column.type.value_type))
        return flat.reshape(-1, column.type.list_size)
    return numbers_of(column)


POSE_PARQUET = Format(
    id="pose-parquet",
    title="hiphinge poses",
    kind="keypoints",
    endings=(".parquet",),
    what="The pose.parquet that `hiphinge analyze` writes beside its report.",
    recognise=_recognise,
    read=_read,
)
