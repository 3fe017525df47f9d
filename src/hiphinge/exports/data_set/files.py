"""The files of a data set: the rows of each clip as they come, and the tables that they are merged into."""

import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from hiphinge.exports.data_set.columns import CLIP, SCHEMA, TABLES, Table, columns_of, part_of
from hiphinge.exports.data_set.rows import ClipRows
from hiphinge.exports.data_set.series_file import write_series_part
from hiphinge.exports.data_set.storage import ENTRY_KEY, ROW_GROUP, arrow_schema, conformed, damaged, encoding, table_of
from hiphinge.exports.parquet import write_parquet
from hiphinge.filesystem import writing_file

__all__ = [
    "ClipFacts",
    "entry_names",
    "is_current",
    "is_whole",
    "read_clips",
    "read_entry",
    "read_rows",
    "write_entry",
    "write_part",
]

_ENTRIES: Final = ".unmerged"
_SORTED_BY = {
    "clips": (CLIP,),
    "sets": (CLIP, "set"),
    "repetitions": (CLIP, "set", "repetition"),
    "findings": (CLIP, "set", "repetition", "finding", "time_s"),
}


@dataclass(frozen=True, kw_only=True)
class ClipFacts:
    """What is known of a clip beside its content: where it is, what it is called, its columns of the list.

    ``stamp`` is what a place in a network says of the version of the file.
    """

    source: str
    name: str
    stamp: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


def write_entry(folder: Path, clip: str, rows: ClipRows) -> None:
    """Keep the rows of a clip until they are merged; whole or not at all, also after a power cut.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    document = {"schema": SCHEMA, **{name: value for name, value in asdict(rows).items() if name != "series"}}
    path = folder / _ENTRIES / f"{clip}.parquet"
    path.parent.mkdir(exist_ok=True)
    write_parquet(path, rows.series, key=ENTRY_KEY, document=document)


def entry_names(folder: Path) -> dict[str, Path]:
    """Return the clips whose rows wait to be merged, with their files, in order."""
    return {path.stem: path for path in sorted((folder / _ENTRIES).glob("*.parquet"))}


def read_entry(path: Path) -> dict[str, Any] | None:
    """Return the rows of a clip that wait, but for its series; None where the file is damaged."""
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is read
    import pyarrow.parquet as pq  # noqa: PLC0415 - likewise

    try:
        metadata = pq.read_schema(path).metadata or {}
        document = json.loads(metadata[ENTRY_KEY.encode()])
    except (OSError, pa.ArrowInvalid, KeyError, ValueError):
        return None
    return document if document.get("schema") == SCHEMA else None


def is_whole(path: Path) -> bool:
    """Return whether all that waits in a file can be read, its series too."""
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is read
    import pyarrow.parquet as pq  # noqa: PLC0415 - likewise

    try:
        pq.ParquetFile(path).read()
    except (OSError, pa.ArrowInvalid):
        return False
    return read_entry(path) is not None


def is_current(folder: Path, part: str, labels: Sequence[str]) -> bool:
    """Return whether the tables of a part have the columns that they would have now, or there are none yet."""
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is read
    import pyarrow.parquet as pq  # noqa: PLC0415 - likewise

    if not _path(folder, "clips", part).exists():
        return True
    try:
        return all(
            pq.read_schema(_path(folder, table, part)).equals(
                arrow_schema(table, columns_of(table, labels)), check_metadata=True
            )
            for table in TABLES
        )
    except (OSError, pa.ArrowInvalid):
        return False


def read_clips(folder: Path, columns: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the rows of the table of clips, by clip: those of some columns that are there.

    Raises
    ------
    InputFormatError
        If a file is damaged.
    """
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((folder / "clips").glob("part-*.parquet")):
        table = _read(path)
        wanted = [name for name in table.column_names if name in columns]
        found |= {row[CLIP]: row for row in table.select(wanted).to_pylist()}
    return found


def read_rows(folder: Path, table: Table, clips: Collection[str], columns: Sequence[str]) -> dict[str, list[Any]]:
    """Return the rows of some clips as columns: those that are there, in the order of the files.

    Raises
    ------
    InputFormatError
        If a file is damaged.
    """
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is read
    import pyarrow.compute as pc  # noqa: PLC0415 - likewise

    found: dict[str, list[Any]] = {name: [] for name in columns}
    for part in sorted({part_of(clip) for clip in clips}):
        path = _path(folder, table, part)
        if not path.exists():
            continue
        rows = _read(path)
        rows = rows.filter(pc.is_in(rows.column(CLIP), value_set=pa.array(sorted(clips), pa.string())))
        for name in columns:
            there = name in rows.column_names
            found[name] += rows.column(name).to_pylist() if there else [None] * rows.num_rows
    return found


def write_part(
    folder: Path,
    part: str,
    *,
    entries: Mapping[str, Path],
    facts: Mapping[str, ClipFacts],
    labels: Sequence[str],
    dropped: Collection[str] = (),
) -> None:
    """Merge what waits into the tables of one part; the entries themselves are left for the caller to remove.

    Doing it again changes nothing, so that it can be repeated after a crash between two tables.

    Parameters
    ----------
    entries
        The clips of this part whose rows wait, with their files.
    facts
        Where clips are now, and their columns of the list; one that is not named keeps what it has.
    labels
        The names of the columns of the list.
    dropped
        Clips whose rows go.

    Raises
    ------
    OutputError
        If a table cannot be written.
    InputFormatError
        If a file that is there is damaged.
    """
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is written

    documents = {clip: document for clip, path in entries.items() if (document := read_entry(path)) is not None}
    replaced = {*documents, *dropped}
    clips = _clips(_path(folder, "clips", part), documents, facts=facts, replaced=replaced, labels=labels)
    for table in TABLES:
        path = _path(folder, table, part)
        path.parent.mkdir(exist_ok=True)
        if table == "series":
            new = {clip: entries[clip] for clip in sorted(documents)}
            write_series_part(path, new=new, replaced=replaced)
        elif table == "clips":
            _write(path, table, clips, labels)
        else:
            _write(path, table, _labelled(_merged(path, table, documents, replaced), clips, labels), labels)
    pa.default_memory_pool().release_unused()  # else a batch of many clips holds what its merges took


def _path(folder: Path, table: Table, part: str) -> Path:
    return folder / table / f"part-{part}.parquet"


def _clips(
    path: Path,
    documents: Mapping[str, Mapping[str, Any]],
    *,
    facts: Mapping[str, ClipFacts],
    replaced: Collection[str],
    labels: Sequence[str],
) -> Any:
    rows = [row for row in (_read(path).to_pylist() if path.exists() else ()) if row[CLIP] not in replaced]
    rows += [{**document["clip"], CLIP: clip} for clip, document in documents.items()]
    now = [_with_facts(row, facts.get(row[CLIP]), labels) for row in rows]
    return table_of(now, arrow_schema("clips", columns_of("clips", labels)))


def _with_facts(row: dict[str, Any], facts: ClipFacts | None, labels: Sequence[str]) -> dict[str, Any]:
    if facts is None:
        return row
    about = {"source": facts.source, "name": facts.name, "stamp": facts.stamp}
    return {**row, **about, **{name: facts.labels.get(name) for name in labels}}


def _merged(path: Path, table: Table, documents: Mapping[str, Mapping[str, Any]], replaced: Collection[str]) -> Any:
    """Return the rows of a table that stay and those that are new, without the columns of the list."""
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is written
    import pyarrow.compute as pc  # noqa: PLC0415 - likewise

    schema = arrow_schema(table, columns_of(table))
    new = table_of([{**row, CLIP: clip} for clip, document in documents.items() for row in document[table]], schema)
    if not path.exists():
        return new
    old = conformed(_read(path), schema)
    stays = pc.invert(pc.is_in(old.column(CLIP), value_set=pa.array(sorted(replaced), pa.string())))
    return pa.concat_tables([old.filter(stays), new])


def _labelled(rows: Any, clips: Any, labels: Sequence[str]) -> Any:
    """Return rows with the columns of the list, as their clips have them, after the clip's id."""
    import pyarrow.compute as pc  # noqa: PLC0415 - a heavy library, loaded when Parquet is written

    places = pc.index_in(rows.column(CLIP), value_set=clips.column(CLIP))
    for number, name in enumerate(labels, start=1):
        rows = rows.add_column(number, name, clips.column(name).take(places))
    return rows


def _read(path: Path) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - a heavy library, loaded when Parquet is read
    import pyarrow.parquet as pq  # noqa: PLC0415 - likewise

    try:
        return pq.ParquetFile(path).read()
    except (OSError, pa.ArrowInvalid) as error:
        raise damaged(path, error) from error


def _write(path: Path, table: Table, rows: Any, labels: Sequence[str]) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415 - a heavy library, loaded when Parquet is written

    columns = columns_of(table, labels)
    found = conformed(rows, arrow_schema(table, columns)).sort_by([(name, "ascending") for name in _SORTED_BY[table]])
    with writing_file(path) as unfinished:
        pq.write_table(found.combine_chunks(), unfinished, row_group_size=ROW_GROUP, **encoding(columns))
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
