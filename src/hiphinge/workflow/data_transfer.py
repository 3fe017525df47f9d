"""A person's data as one file: exported in open formats, and imported into a store that has none of it."""

import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING

from hiphinge.documents.training_log import LogDocument, RecordingRecord, log_from_json
from hiphinge.errors import InputFormatError, InputMissingError, InputUnreadableError, OutputError
from hiphinge.filesystem import writing_file
from hiphinge.workflow.export_tables import export_tables

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = ["Transferred", "export_person", "import_person", "is_export"]

_LOG, _ANALYSES, _KEPT, _FILES = "log.json", "analyses", "saved", "files"
_LARGEST_DOCUMENT_BYTES = 128 << 20
"""Some hundred thousand sets; what is packed small and is larger than that was packed to fill the memory."""
_BLOCK_BYTES = 1 << 20
_ZIP = b"PK\x03\x04"
"""How a zip file begins."""


@dataclass(frozen=True, kw_only=True)
class Transferred:
    """What an export holds.

    Attributes
    ----------
    left_out
        How many files of recordings are not in it: videos that were not wanted, and files that are not there any more.
    """

    name: str
    sets: int
    analyses: int
    self_tests: int
    documents: int
    files: int
    left_out: int


def export_person(store: "Store", name: str, target: Path, *, videos: bool = False) -> Transferred:
    """Write everything that is kept of a person into one zip file, whole or not at all.

    Raises
    ------
    UsageError, InputMissingError
        If it is no name that can be used, or nothing is kept of them.
    OutputError
        If it cannot be written.
    """
    from hiphinge.store import document_name  # noqa: PLC0415  # loads the database's library

    log = store.transfer.log_of(name)
    log, keys, left_out = _with_files(store, log, videos=videos)
    with (
        writing_file(target, what="The export", make_folders=True) as unfinished,
        zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr(_LOG, f"{log.model_dump_json(indent=1, by_alias=True)}\n")
        for table, content in export_tables(log).items():
            archive.writestr(table, content)
        for one in log.analyses:
            archive.writestr(f"{_ANALYSES}/{one.id}.json", store.recordings.document(one.id))
        for kept in log.kept:
            archive.writestr(f"{_KEPT}/{document_name(kept.key, kept.kind)}", store.transfer.kept(kept.key, kept.kind))
        for key in sorted(keys):
            with archive.open(zipfile.ZipInfo(f"{_FILES}/{key}"), "w", force_zip64=True) as writing:
                for block in store.files.blocks(key):
                    writing.write(block)
    return _counted(log, name, files=len(keys), left_out=left_out)


def import_person(store: "Store", source: Path, *, called: str | None = None) -> Transferred:
    """Take an export in, whole or not at all, where nothing is kept of that person yet.

    Files are put in place first: a process that is killed leaves at most files that nobody names.

    Parameters
    ----------
    called
        What messages call the file; its own path if not given.

    Raises
    ------
    InputMissingError, InputUnreadableError, InputFormatError
        If there is no such file, or it is no whole export.
    UsageError
        If something is kept of them already.
    OutputError
        If it cannot be written.
    """
    shown = source if called is None else Path(called)
    try:
        with zipfile.ZipFile(source) as archive:
            log = log_from_json(_content(archive, _LOG, shown), name=f"{_LOG} in {shown.name}")
            kept = dict(_kept(archive, log, shown))
            analyses = _Analyses(archive, log, shown)
            keys = _keys(log)
            _ensure_room(sum(archive.getinfo(analyses.part(id_)).file_size for id_ in analyses), shown)
            with _files_of(store, archive, keys, shown):
                store.transfer.take_in(log, kept=kept, analyses=analyses)
    except FileNotFoundError as error:
        message = f"The export {shown} does not exist."
        raise InputMissingError(message) from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise _damaged(shown, str(error)) from error
    except OSError as error:
        message = f"The export {shown} cannot be read: {error.strerror or error}."
        raise InputUnreadableError(message) from error
    name = log.person.name if log.person is not None else log.kept[0].key if log.kept else shown.stem
    return _counted(log, name, files=len(keys), left_out=0)


class _Analyses(Mapping[str, bytes]):
    """The documents of an export's analyses, each read when it is asked for: all of them may be more than memory."""

    def __init__(self, archive: zipfile.ZipFile, log: LogDocument, shown: Path) -> None:
        self._archive, self._shown = archive, shown
        self._ids = [one.id for one in log.analyses]
        for id_ in self._ids:
            _ensure_there(archive, self.part(id_), shown)

    @staticmethod
    def part(id_: str) -> str:
        """Return what the document of an analysis is called inside an export."""
        return f"{_ANALYSES}/{id_}.json"

    def __getitem__(self, id_: str) -> bytes:
        return _content(self._archive, self.part(id_), self._shown)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


@contextmanager
def _files_of(store: "Store", archive: zipfile.ZipFile, keys: set[str], shown: Path) -> Iterator[None]:
    """Put the files of an export in place for what is done meanwhile; if that fails, they go again."""
    missing = {key for key in keys if not store.files.has(key)}
    for key in missing:
        _ensure_there(archive, f"{_FILES}/{key}", shown)
    _ensure_room(sum(archive.getinfo(f"{_FILES}/{key}").file_size for key in missing), shown)
    try:
        for key in sorted(missing):
            _take_file(store, archive, key, shown)
        yield
    except BaseException:
        store.recordings.remove_unnamed(missing)
        raise


def _ensure_room(needed_bytes: int, shown: Path) -> None:
    free_bytes = shutil.disk_usage(gettempdir()).free
    if needed_bytes > free_bytes:
        message = (
            f"What is in {shown} needs {needed_bytes / 1e9:.1f} GB, but {free_bytes / 1e9:.1f} GB are free. Make "
            "room, or export again without videos. Nothing was changed."
        )
        raise OutputError(message)


def _ensure_there(archive: zipfile.ZipFile, name: str, shown: Path) -> None:
    """Raise InputFormatError if an export does not hold a part of that name, or one that is too large to be true."""
    try:
        size = archive.getinfo(name).file_size
    except KeyError as error:
        raise _damaged(shown, f"{name} is not in it") from error
    if size > _LARGEST_DOCUMENT_BYTES and not name.startswith(f"{_FILES}/"):
        raise _damaged(shown, f"{name} is too large")


def is_export(source: Path) -> bool:
    """Return whether a file is meant to be an export of `export_person`: a zip file, whole or not."""
    try:
        with source.open("rb") as file:
            return file.read(len(_ZIP)) == _ZIP or source.suffix.lower() == ".zip"
    except OSError:
        return source.suffix.lower() == ".zip"


def _with_files(store: "Store", log: LogDocument, *, videos: bool) -> tuple[LogDocument, set[str], int]:
    """Return the log as the export has it, with the keys of its files and how many of the log's are left out."""
    left_out, recordings = 0, list[RecordingRecord]()
    for one in log.recordings:
        change: dict[str, None] = {}
        if one.video is not None and not (videos and store.files.has(one.video)):
            change |= {"video": None, "video_size": None}
        if one.poses is not None and not store.files.has(one.poses):
            change |= {"poses": None}
        left_out += len(change.keys() & {"video", "poses"})
        recordings.append(one.model_copy(update=change))
    notes = tuple(
        one if one.voice is None or store.files.has(one.voice) else one.model_copy(update={"voice": None})
        for one in log.video_notes
    )
    left_out += sum(one.voice != now.voice for one, now in zip(log.video_notes, notes, strict=True))
    log = log.model_copy(update={"recordings": tuple(recordings), "video_notes": notes})
    return log, _keys(log), left_out


def _keys(log: LogDocument) -> set[str]:
    """Return the keys of the files that a log names."""
    named = [key for one in log.recordings for key in (one.video, one.poses)]
    return {key for key in (*named, *(one.voice for one in log.video_notes)) if key is not None}


def _counted(log: LogDocument, name: str, *, files: int, left_out: int) -> Transferred:
    shown = name if log.person is None else log.person.name
    return Transferred(
        name=shown,
        sets=len(log.sets),
        analyses=len(log.analyses),
        self_tests=log.count_of_self_tests,
        documents=len(log.kept),
        files=files,
        left_out=left_out,
    )


def _kept(archive: zipfile.ZipFile, log: LogDocument, source: Path) -> Iterator[tuple[str, bytes]]:
    from hiphinge.store import document_name  # noqa: PLC0415  # loads the database's library

    for one in log.kept:
        yield one.kind, _content(archive, f"{_KEPT}/{document_name(one.key, one.kind)}", source)


def _content(archive: zipfile.ZipFile, name: str, source: Path) -> bytes:
    _ensure_there(archive, name, source)
    return archive.read(name)


def _take_file(store: "Store", archive: zipfile.ZipFile, key: str, source: Path) -> None:
    """Keep a file of the archive, if it is what its name says."""
    with TemporaryDirectory(prefix="hiphinge-import-") as folder:
        place = Path(folder) / key
        with archive.open(f"{_FILES}/{key}") as reading, place.open("wb") as writing:
            while block := reading.read(_BLOCK_BYTES):
                writing.write(block)
        kept, _ = store.files.put(place)
    if kept != key:
        store.recordings.remove_unnamed({kept})
        raise _damaged(source, f"the file {key[:12]}… is not what was exported")


def _damaged(source: Path, reason: str) -> InputFormatError:
    message = (
        f"{source} should be a whole export that `hiphinge data export` wrote, but {reason}. Export it again. Nothing "
        "was changed."
    )
    return InputFormatError(message)
