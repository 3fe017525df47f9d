"""Changes that keep a file well-formed enough to get behind the first check of its reader."""

import io
import json
import random
import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from validation.hostile.clips import boxes_of

__all__ = ["MUTATORS", "Mutate"]

Mutate = Callable[[bytes, random.Random], bytes]
_WORDS = (
    "", " ", "0", "-1", "1", "1e308", "1e400", "-0.0", "nan", "inf", "-Infinity", "true", "null", "9" * 400,
    "9" * 5000, "1_000", "\u0663", "\u00b2", "0x10", "1,5", "1.2.3", "--", "=", "[", "{", '"', "'", "\x00", "\ud7ff",
    "2026-02-30", "0001-01-01", "9999-12-31T23:59:59Z", "2026-03-29T02:30:00", "Europe/Vienna", "../..", "A" * 3000,
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    *_WORDS, 0, -1, 1, 2**31, 2**63, 2**64, 10**400, 0.1, -0.0, 1e308, float("nan"), float("inf"), True, False, None,
    [], {}, [[]], [{}], {"": None}, [None] * 50, list(range(40)), [[1e308] * 3] * 3,
)  # fmt: skip
_NUMBERS = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE, 0x10000)
_SEPARATORS = ("\t", ",", ";", "=", " ")
_DEEP = 2_000
_PARTS = b"\n---\n"


def _slots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each container of a document with each of its keys."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _slots(value[key])


def _json(data: bytes, chance: random.Random) -> bytes:
    """Change values, keys and nesting of a document."""
    document = json.loads(data)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        document = _changed(document, chance)
    return json.dumps(document).encode()


def _changed(document: Any, chance: random.Random) -> Any:
    slots = list(_slots(document))
    if not slots:
        return chance.choice(_VALUES)
    holder, key = chance.choice(slots)
    kind = chance.randrange(8)
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(holder, list):
        holder.insert(key, holder[key])
    elif kind == 2 and isinstance(holder, dict):  # noqa: PLR2004  # one of the kinds
        holder[chance.choice(_WORDS)] = holder.pop(key)
    elif kind == 3:  # noqa: PLR2004  # likewise
        other, place = chance.choice(slots)
        holder[key] = json.loads(json.dumps(other[place]))
    elif kind == 4 and isinstance(holder[key], int | float):  # noqa: PLR2004  # likewise
        holder[key] = holder[key] * chance.choice((-1, 0.5, 10, 1e6, 1e300)) + chance.choice((0, 1, -1))
    elif kind == 5 and chance.random() < 0.05:  # noqa: PLR2004  # likewise, seldom
        return json.loads("[" * _DEEP + "]" * _DEEP) if chance.random() < 0.5 else document  # noqa: PLR2004
    else:
        holder[key] = chance.choice(_VALUES)
    return document


def _cells(data: bytes, chance: random.Random) -> bytes:
    """Change cells and rows of a table, or keys and values of lines."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    text = "\n".join(lines)
    separator = max(_SEPARATORS, key=text.count)
    for _ in range(chance.choice((1, 1, 2, 4))):
        row = min(chance.randrange(len(lines)), chance.randrange(len(lines)))
        cells, kind = lines[row].split(separator), chance.randrange(9)
        place = chance.randrange(len(cells))
        if kind == 0:
            del cells[place]
        elif kind == 1:
            cells.insert(place, cells[place])
        elif kind == 2:  # noqa: PLR2004  # one of the kinds
            lines.insert(row, lines[row])
        elif kind == 3 and len(lines) > 1:  # noqa: PLR2004  # likewise
            other = chance.randrange(len(lines))
            lines[row], lines[other] = lines[other], lines[row]
            continue
        elif kind == 4 and len(lines) > 1:  # noqa: PLR2004  # likewise
            del lines[row]
            continue
        elif kind == 5:  # noqa: PLR2004  # likewise
            other_cells = chance.choice(lines).split(separator)
            cells[place] = chance.choice(other_cells)
        else:
            cells[place] = chance.choice(_WORDS)
        lines[row] = separator.join(cells)
    return "\n".join(lines).encode("utf-8", "surrogatepass" if chance.random() < 0.1 else "replace")  # noqa: PLR2004


def _boxes(data: bytes, chance: random.Random) -> bytes:
    """Write another number into a box of an MP4 or MOV file, or move boxes."""
    boxes, changed = list(boxes_of(data)), bytearray(data)
    if not boxes:
        return _numbers(data, chance)
    for _ in range(chance.choice((1, 1, 2, 3))):
        box = chance.choice(boxes)
        at = box.at + 4 * chance.randrange(max(1, min(box.size, 200) // 4))
        changed[at : at + 4] = struct.pack(">I", chance.choice(_NUMBERS))
    if chance.random() < 0.1:  # noqa: PLR2004  # seldom
        box = chance.choice(boxes)
        changed[box.at : box.at] = changed[box.at : box.at + box.size]
    return bytes(changed)


def _numbers(data: bytes, chance: random.Random) -> bytes:
    """Write odd numbers over the first kilobyte, where formats say how large everything is."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        width = chance.choice("BHI")
        limit = (1 << 8 * struct.calcsize(width)) - 1
        most = max(1, min(len(changed), chance.choice((64, 1024, len(changed) or 1))) - 4)
        packed = struct.pack(chance.choice("<>") + width, chance.choice(_NUMBERS) & limit)
        at = chance.randrange(most)
        changed[at : at + len(packed)] = packed
    return bytes(changed)


def _frames(data: bytes, chance: random.Random) -> bytes:
    parts = data.split(_PARTS)
    place = chance.randrange(len(parts))
    parts[place] = _json(parts[place], chance)
    return _PARTS.join(parts)


def _parquet(data: bytes, chance: random.Random) -> bytes:
    """Change columns of a table, or the document in its metadata."""
    import pyarrow as pa  # noqa: PLC0415  # only for these readers
    import pyarrow.parquet as pq  # noqa: PLC0415  # likewise

    if chance.random() < 0.2:  # noqa: PLR2004  # so often
        return _numbers(data, chance)
    table = pq.read_table(io.BytesIO(data))
    metadata = dict(table.schema.metadata or {})
    kind = chance.randrange(6)
    if kind <= 2 and metadata:  # noqa: PLR2004  # one of the kinds
        key = chance.choice(sorted(metadata))
        metadata[key] = _json(metadata[key], chance)
        table = table.replace_schema_metadata(metadata)
    elif table.num_columns:
        place = chance.randrange(table.num_columns)
        name, rows = table.column_names[place], table.num_rows
        columns = (
            pa.array([float("nan")] * rows), pa.array([1e308] * rows), pa.array(["x"] * rows), pa.nulls(rows),
            pa.array([[1.0]] * rows), pa.array([{"a": 1}] * rows), pa.array([-1] * rows), table.column(0),
        )  # fmt: skip
        if kind == 3:  # noqa: PLR2004  # likewise
            table = table.remove_column(place)
        elif kind == 4:  # noqa: PLR2004  # likewise
            table = table.slice(0, chance.choice((0, 1, 2)))
        else:
            table = table.set_column(place, name, chance.choice(columns))
    written = io.BytesIO()
    pq.write_table(table, written)
    return written.getvalue()


MUTATORS: Mapping[str, Mutate] = {
    "json": _json,
    "cells": _cells,
    "boxes": _boxes,
    "bytes": _numbers,
    "frames": _frames,
    "parquet": _parquet,
    "requests": _cells,
}
"""By the shape of a reader; each may raise where a file is no longer of that shape."""
