"""A person's data as one file: exported in open formats, and imported into a store that has none of it."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hiphinge.documents.training_log import LogDocument, PersonRecord, RecordingRecord, SetRecord, log_from_json
from hiphinge.errors import InputFormatError, InputMissingError, InputUnreadableError
from hiphinge.filesystem import writing_file
from hiphinge.training_log import in_kg_and_lb

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = ["Transferred", "export_person", "import_person", "is_export"]

_LOG, _SETS, _ANALYSES, _KEPT, _FILES = "log.json", "sets.csv", "analyses", "saved", "files"
_LARGEST_LOG_BYTES = 1 << 30
_BLOCK_BYTES = 1 << 20
_ZIP = b"PK\x03\x04"
"""How a zip file begins."""
_HEADINGS = (
    "day",
    "time",
    "zone",
    "exercise",
    "exercise_id",
    "kind",
    "load_kg",
    "load_lb",
    "load_written_in",
    "repetitions",
    "duration_s",
    "rpe",
    "rest_s",
    "tempo",
    "pain_before",
    "pain_after",
    "pain_next_morning",
    "counting",
    "note",
    "source",
)


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
        archive.writestr(_SETS, _table(log))
        for one in log.analyses:
            archive.writestr(f"{_ANALYSES}/{one.id}.json", store.recordings.document(one.id))
        for kept in log.kept:
            archive.writestr(f"{_KEPT}/{document_name(kept.key, kept.kind)}", store.transfer.kept(kept.key, kept.kind))
        for key in sorted(keys):
            with archive.open(zipfile.ZipInfo(f"{_FILES}/{key}"), "w", force_zip64=True) as writing:
                for block in store.files.blocks(key):
                    writing.write(block)
    return _counted(log, name, files=len(keys), left_out=left_out)


def import_person(store: "Store", source: Path) -> Transferred:
    """Take an export in, whole or not at all, where nothing is kept of that person yet.

    Files are put in place first: a process that is killed leaves at most files that nobody names.

    Raises
    ------
    InputMissingError, InputUnreadableError, InputFormatError
        If there is no such file, or it is no whole export.
    UsageError
        If something is kept of them already.
    OutputError
        If it cannot be written.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            log = log_from_json(_content(archive, _LOG, source), name=f"{_LOG} in {source.name}")
            kept = dict(_kept(archive, log, source))
            analyses = {one.id: _content(archive, f"{_ANALYSES}/{one.id}.json", source) for one in log.analyses}
            keys = {key for one in log.recordings for key in (one.video, one.poses) if key is not None}
            for key in sorted(keys):
                _take_file(store, archive, key, source)
    except FileNotFoundError as error:
        message = f"The export {source} does not exist."
        raise InputMissingError(message) from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise _damaged(source, str(error)) from error
    except OSError as error:
        message = f"The export {source} cannot be read: {error.strerror or error}."
        raise InputUnreadableError(message) from error
    store.transfer.take_in(log, kept=kept, analyses=analyses)
    name = log.person.name if log.person is not None else log.kept[0].key if log.kept else source.stem
    return _counted(log, name, files=len(keys), left_out=0)


def is_export(source: Path) -> bool:
    """Return whether a file is meant to be an export of `export_person`: a zip file, whole or not."""
    try:
        with source.open("rb") as file:
            return file.read(len(_ZIP)) == _ZIP or source.suffix.lower() == ".zip"
    except OSError:
        return source.suffix.lower() == ".zip"


def _with_files(store: "Store", log: LogDocument, *, videos: bool) -> tuple[LogDocument, set[str], int]:
    """Return the log as the export has it, with the keys of its files and how many of the log's are left out."""
    keys, left_out, recordings = set[str](), 0, list[RecordingRecord]()
    for one in log.recordings:
        change: dict[str, None] = {}
        if one.video is not None and not (videos and store.files.has(one.video)):
            change |= {"video": None, "video_size": None}
        if one.poses is not None and not store.files.has(one.poses):
            change |= {"poses": None}
        left_out += len(change.keys() & {"video", "poses"})
        now = one.model_copy(update=change)
        recordings.append(now)
        keys |= {key for key in (now.video, now.poses) if key is not None}
    return log.model_copy(update={"recordings": tuple(recordings)}), keys, left_out


def _counted(log: LogDocument, name: str, *, files: int, left_out: int) -> Transferred:
    shown = name if log.person is None else log.person.name
    return Transferred(
        name=shown,
        sets=len(log.sets),
        analyses=len(log.analyses),
        documents=len(log.kept),
        files=files,
        left_out=left_out,
    )


def _table(log: LogDocument) -> str:
    """Return the sets as a table for other programs; ``log.json`` is what is imported again."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADINGS)
    if log.person is not None:
        ordered = sorted(log.sets, key=lambda one: (one.performed_at, one.position, one.id))
        writer.writerows(_row(one, log.person) for one in ordered)
    return text.getvalue()


def _row(one: SetRecord, person: PersonRecord) -> tuple[object, ...]:
    local = one.performed_at.astimezone(ZoneInfo(person.zone))
    kg, lb, unit = ("", "", "") if one.load is None else (*in_kg_and_lb(one.load.value, one.load.unit), one.load.unit)
    moment = (f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}" if one.time_known else "", person.zone)
    rest = (getattr(one, name) for name in _HEADINGS[9:])
    return (*moment, one.exercise_name, one.exercise, one.kind, kg, lb, unit, *rest)


def _kept(archive: zipfile.ZipFile, log: LogDocument, source: Path) -> Iterator[tuple[str, bytes]]:
    from hiphinge.store import document_name  # noqa: PLC0415  # loads the database's library

    for one in log.kept:
        yield one.kind, _content(archive, f"{_KEPT}/{document_name(one.key, one.kind)}", source)


def _content(archive: zipfile.ZipFile, name: str, source: Path) -> bytes:
    try:
        if archive.getinfo(name).file_size > _LARGEST_LOG_BYTES:
            raise _damaged(source, f"{name} is too large")
        return archive.read(name)
    except KeyError as error:
        raise _damaged(source, f"{name} is not in it") from error


def _take_file(store: "Store", archive: zipfile.ZipFile, key: str, source: Path) -> None:
    """Keep a file of the archive, if it is what its name says."""
    if store.files.has(key):
        return
    with TemporaryDirectory(prefix="hiphinge-import-") as folder:
        place = Path(folder) / key
        try:
            with archive.open(f"{_FILES}/{key}") as reading, place.open("wb") as writing:
                while block := reading.read(_BLOCK_BYTES):
                    writing.write(block)
        except KeyError as error:
            raise _damaged(source, f"the file {key[:12]}… is not in it") from error
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
