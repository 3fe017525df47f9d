"""Which side of a comparison a text names: a folder of an analysis, something in a log, the demonstration."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hiphinge.documents import AnalysisDocument, analysis_from_json
from hiphinge.documents.analysis import RepetitionDocument
from hiphinge.errors import InputFormatError, InputMissingError, UsageError
from hiphinge.sources.files import checked_file
from hiphinge.workflow.compared_side import ComparedSide, Part
from hiphinge.workflow.demonstrations import demonstration, is_demonstration

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store

__all__ = ["read_logged_side", "read_side", "read_sides"]

_CHOICE = re.compile(r"(?P<place>.*?)(?:#(?:(?P<own>reference)|(?P<set>set)?(?P<number>\d+)))?", re.DOTALL)
_LAST = "last"
_STORED = re.compile(r"[0-9a-f]{6,32}")
_DOCUMENT, _POSES = "analysis.json", "pose.parquet"


def read_side(text: str, *, store: "Store | None" = None, person: "PersonRecord | None" = None) -> ComparedSide:
    """Return the side that a text names.

    Parameters
    ----------
    text
        A folder that `analyze` wrote or an `analysis.json` in one; or, for which the log of ``person`` is needed, the
        end of the id of a filed analysis, ``last``, or a day such as 2026-05-04. ``#3`` behind it is repetition 3,
        ``#set2`` set 2, ``#reference`` the repetition that the person chose as their reference. Folders and filed
        analyses are taken as corrected, an `analysis.json` as it is.

    Raises
    ------
    InputError
        If there is no such thing, or it is broken.
    UsageError
        If it has no such repetition or set.
    """
    if is_demonstration(text):
        message = "The demonstration is of one exercise. Name it, or compare it with a recording of that exercise."
        raise UsageError(message)
    path = Path(_choice(text)["place"])
    if path.exists() or path.name == _DOCUMENT:
        return _side(text, [_from_files(path)], None)
    if store is not None and person is not None:
        return read_logged_side(text, store=store, person=person)
    message = f"There is no folder {path}. Give one that `hiphinge analyze` wrote, or say whose log with --person."
    raise InputMissingError(message)


def read_sides(first: str, second: str, *, read: "Callable[[str], ComparedSide]") -> tuple[ComparedSide, ComparedSide]:
    """Return both sides that are compared; a demonstration is of the other side's exercise, and comes first.

    ``read`` returns the side that another text names, as `read_side` does.

    Raises
    ------
    InputError, UsageError, UnknownIdError
        As ``read`` and `demonstration`; if both are demonstrations.
    """
    drawn = [is_demonstration(text) for text in (first, second)]
    if all(drawn):
        message = "Both sides are demonstrations. Give a folder that `hiphinge analyze` wrote as one of them."
        raise UsageError(message)
    if not any(drawn):
        return read(first), read(second)
    figure, filmed = (first, second) if drawn[0] else (second, first)
    shown = read(filmed)
    exercise = figure.partition(":")[2] or min(shown.exercises)
    return demonstration(exercise), shown


def read_logged_side(text: str, *, store: "Store", person: "PersonRecord") -> ComparedSide:
    """Return the side that a text names in a log: as `read_side`, but never a folder.

    Raises
    ------
    InputError, UsageError
        As `read_side`.
    """
    parts, day = _from_log(_choice(text)["place"], store, person)
    return _side(text, parts, day)


def _choice(text: str) -> re.Match[str]:
    choice = _CHOICE.fullmatch(text)
    assert choice is not None  # noqa: S101  # the place may be anything
    return choice


def _side(text: str, parts: "Sequence[_Read]", day: str | None) -> ComparedSide:
    choice = _choice(text)
    place = choice["place"]
    chosen = tuple(
        part
        for document, poses, own_s in parts
        if (part := Part(document, _chosen(document, choice, own_s), poses)).repetitions
    )
    if not chosen:
        had = max((len(_counted(document)) for document, *_ in parts), default=0)
        if choice["own"] is not None:
            message = f"{place} has no reference repetition. Choose one: hiphinge fix {place} --reference NUMBER"
            raise UsageError(message)
        message = f"{text} should name repetitions that count, but {place} has {had} and none of that number."
        raise UsageError(message)
    return ComparedSide(name=_name(text), parts=chosen, day=day)


def _name(text: str) -> str:
    """Return what a side is called: without the folders above it."""
    return re.split(r"[/\\\\]", text.rstrip("/\\"))[-1]


_Read = tuple[AnalysisDocument, bytes | None, float | None]
"""A document, its poses, and a moment within the person's reference repetition."""


def _from_files(path: Path) -> _Read:
    file = path / _DOCUMENT if path.is_dir() else path
    if path.is_dir() and not file.exists():
        message = f"{path} should be a folder that `hiphinge analyze` wrote, but has no {_DOCUMENT}."
        raise InputFormatError(message)
    document = analysis_from_json(checked_file(file).read_bytes(), name=str(file))
    own_s = None
    if path.is_dir():
        from hiphinge.workflow.correcting_folders import corrected_folder  # noqa: PLC0415  # loads what an analysis loads

        corrected = corrected_folder(path)
        document, own_s = corrected.document, corrected.reference_s
    poses = file.parent / _POSES
    return document, poses.read_bytes() if poses.is_file() else None, own_s


def _from_log(place: str, store: "Store", person: "PersonRecord") -> tuple[list[_Read], str]:
    """Return the analyses that a day or the end of an id names, and their day."""
    from hiphinge.workflow.correcting import corrected_analysis  # noqa: PLC0415  # loads what an analysis loads

    zone = ZoneInfo(person.zone)
    everything = store.recordings.all(person)
    filed = {one.recording: one for one in everything}  # the newest of each recording
    days = {one.id: (one.recorded_at or one.analysed_at).astimezone(zone).date() for one in everything}
    wanted = place.strip().lower()
    try:
        day = date.fromisoformat(wanted)
    except ValueError:
        found = [one for one in everything if _STORED.fullmatch(wanted) and one.id.endswith(wanted)]
        if wanted == _LAST and everything:
            found = [max(everything, key=lambda one: (one.analysed_at, one.id))]
    else:
        found = [one for one in filed.values() if days[one.id] == day and one.repetitions]
    if not found or (len(found) > 1 and _STORED.fullmatch(wanted)):
        message = (
            f"{place!r} should be a folder of `hiphinge analyze`, a day such as 2026-05-04 on which {person.name} was "
            "filmed, `last`, or the last 6 or more characters of a filed analysis's id, but fits "
            f"{len(found) or 'none'}."
        )
        raise InputMissingError(message)
    read: list[_Read] = []
    for one in found:
        key = store.recordings.poses_of(person, one.sha256)
        poses = store.files.read(key) if key is not None and store.files.has(key) else None
        corrected = corrected_analysis(store, one.id)
        read.append((corrected.document, poses, corrected.reference_s))
    return read, days[found[0].id].isoformat()


def _counted(document: AnalysisDocument) -> list[RepetitionDocument]:
    return [repetition for repetition in document.repetitions if repetition.kind == "repetition"]


def _chosen(document: AnalysisDocument, choice: "re.Match[str]", own_s: float | None) -> tuple[RepetitionDocument, ...]:
    counted = _counted(document)
    if choice["own"] is not None:
        return tuple(r for r in counted if own_s is not None and r.start_s <= own_s <= r.end_s)
    if choice["number"] is None:
        return tuple(counted)
    return tuple(r for r in counted if (r.set if choice["set"] else r.index) == int(choice["number"]))
