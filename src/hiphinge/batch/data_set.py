"""A data set that a batch writes: locked, resumed, each clip kept as it comes and merged into the tables."""

import json
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from hiphinge.batch.plan import Item, KnownClip, Plan, Recording
from hiphinge.documents.versions import DocumentKind, parsed
from hiphinge.exports.data_set import (
    CLIP,
    PARTS,
    TABLES,
    ClipFacts,
    ClipRows,
    entry_names,
    is_current,
    is_whole,
    part_of,
    read_clips,
    read_entry,
    write_entry,
    write_part,
)
from hiphinge.filesystem import check_writable, locked, read_bytes, remove_unfinished, write_bytes

__all__ = ["DataSet", "KeptClip"]

_KIND: Final = DocumentKind(
    name="hiphinge.data_set", version=1, title="the description of a data set", advice="Choose another folder."
)
_FILE, _ENTRIES, _TEMPORARY = "data_set.json", ".unmerged", ".unmerged/temporary"
_LEAST_WAITING = 200
_SHARE_WAITING = 4
"""Merged when so many clips wait, and no fewer than a quarter of those that are merged: so that each clip is rewritten
a few times only, however many there are."""


@dataclass(frozen=True, kw_only=True)
class KeptClip:
    """What the data set has of a clip: what a plan asks, and where it was with its columns of the list."""

    known: KnownClip
    sha256: str
    facts: ClipFacts


@dataclass(eq=False)
class DataSet:
    """The tables in a folder; one process at a time writes them.

    Attributes
    ----------
    labels
        The names of the columns of the list, of this batch and of earlier ones.
    """

    folder: Path
    labels: tuple[str, ...] = ()
    clips: dict[str, KeptClip] = field(default_factory=dict)
    _facts: dict[str, ClipFacts] = field(default_factory=dict)
    _waiting: int = 0

    @property
    def temporary(self) -> Path:
        """A folder for files that nobody needs afterwards."""
        return self.folder / _TEMPORARY

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the data set, after what an earlier process left unfinished is finished or removed.

        Raises
        ------
        OutputError
            If it cannot be written, or another batch writes it.
        InputFormatError
            If the folder holds a data set of a newer version, or a damaged table.
        """
        check_writable(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        with locked(self.folder, timeout_s=0.0):
            self._clear()
            self.read()
            self.merge()
            self.temporary.mkdir(parents=True, exist_ok=True)
            try:
                yield
            finally:
                shutil.rmtree(self.temporary, ignore_errors=True)

    def read(self) -> None:
        """Read which clips are there, waiting ones too; nothing is changed.

        Raises
        ------
        InputFormatError
            As `writing`.
        """
        self.labels = self._kept_labels()
        rows = self._rows()
        for clip, path in entry_names(self.folder).items():
            document = read_entry(path)
            if document is not None:
                rows[clip] = document["clip"]
        self.clips = {clip: self._kept(row) for clip, row in rows.items()}

    def begin(self, plan: Plan) -> None:
        """Take over where the clips of a plan are now, and their columns of the list.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        names = [name for recording in plan.recordings for name in recording.labels]
        self.labels = tuple(dict.fromkeys((*self.labels, *names)))
        self._facts = {recording.clip: _facts_of(recording) for recording in plan.recordings}
        text = json.dumps({"schema": _KIND.schema, "labels": self.labels}, indent=2) + "\n"
        write_bytes(self.folder / _FILE, text.encode(), what="The data set")

    def keep(self, item: Item, rows: ClipRows) -> None:
        """Keep the rows of a clip; from now on it is there, whatever happens.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        recording = item.recording
        about = {"sha256": recording.sha256, "key": item.key, **_row_of(_facts_of(recording))}
        write_entry(self.folder, item.clip, replace(rows, clip={**rows.clip, **about}))
        self._waiting += 1
        if self._waiting >= max(_LEAST_WAITING, len(self.clips) // _SHARE_WAITING):
            self.merge()

    def merge(self, *, dropped: Collection[str] = ()) -> None:
        """Put what waits into the tables, part by part, and bring the columns of the list up to date.

        Raises
        ------
        OutputError
            If it cannot be written: what waits is kept.
        InputFormatError
            If a table is damaged.
        """
        entries = entry_names(self.folder)
        for clip in [clip for clip, path in entries.items() if not is_whole(path)]:
            entries.pop(clip).unlink()
        changed = {clip for clip, facts in self._facts.items() if clip in self.clips and self._is_new(clip, facts)}
        touched = {part_of(clip) for clip in (*entries, *changed, *dropped)}
        for part in PARTS:
            if part in touched or not is_current(self.folder, part, self.labels):
                self._merge_part(part, entries, dropped)
        self._waiting = 0
        self.clips = {clip: self._kept(row) for clip, row in self._rows().items()}

    def _merge_part(self, part: str, entries: Mapping[str, Path], dropped: Collection[str]) -> None:
        mine = {clip: path for clip, path in entries.items() if part_of(clip) == part}
        write_part(
            self.folder,
            part,
            entries=mine,
            facts=self._facts,
            labels=self.labels,
            dropped={clip for clip in dropped if part_of(clip) == part},
        )
        for path in mine.values():
            path.unlink()

    def _rows(self) -> dict[str, dict[str, Any]]:
        """Return of each clip in the tables what `_kept` asks."""
        return read_clips(self.folder, (CLIP, "key", "state", "source", "name", "stamp", "sha256", *self.labels))

    def _is_new(self, clip: str, facts: ClipFacts) -> bool:
        return self.clips[clip].facts != facts

    def _clear(self) -> None:
        for name in ("", _ENTRIES, *TABLES):
            if (self.folder / name).is_dir():
                remove_unfinished(self.folder / name)
        shutil.rmtree(self.temporary, ignore_errors=True)

    def _kept_labels(self) -> tuple[str, ...]:
        text = read_bytes(self.folder / _FILE, what="The data set")
        if text is None:
            return ()
        return tuple(map(str, parsed(text, kind=_KIND, name=str(self.folder / _FILE)).get("labels", ())))

    def _kept(self, row: Mapping[str, Any]) -> KeptClip:
        labels = {name: value for name in self.labels if (value := row.get(name)) is not None}
        return KeptClip(
            known=KnownClip(key=str(row["key"]), state=row["state"], source=str(row["source"])),
            sha256=str(row["sha256"]),
            facts=ClipFacts(source=str(row["source"]), name=str(row["name"]), stamp=row.get("stamp"), labels=labels),
        )


def _facts_of(recording: Recording) -> ClipFacts:
    return ClipFacts(source=recording.source, name=recording.name, stamp=recording.stamp, labels=dict(recording.labels))


def _row_of(facts: ClipFacts) -> dict[str, Any]:
    return {"source": facts.source, "name": facts.name, "stamp": facts.stamp, **facts.labels}
