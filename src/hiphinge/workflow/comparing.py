"""Two repetitions, sets or sessions of one person compared: read from results and from the log, laid in step."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from hiphinge.catalogue import load
from hiphinge.documents import AnalysisDocument, analysis_from_json
from hiphinge.documents.analysis import MeasurementDocument, RepetitionDocument
from hiphinge.errors import HiphingeError, InputFormatError, InputMissingError, NotMeasurableError, UsageError
from hiphinge.motion import SIDE_JOINTS, FloatArray
from hiphinge.progress import FamilyDifference, Side, by_family, differences
from hiphinge.progress.side_by_side import ASCENT, BOTTOM, DESCENT, Difference, Nearness, in_step, median_curve
from hiphinge.sources.files import checked_file
from hiphinge.workflow.analyzing import analyze
from hiphinge.workflow.carried_notes import carried_notes
from hiphinge.workflow.comparison_notes import comparison_notes

if TYPE_CHECKING:
    from hiphinge.analysis import Analysis
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.reports.side_by_side import SideShown
    from hiphinge.store import Store

__all__ = [
    "Compared",
    "ComparedSide",
    "Part",
    "compare_sides",
    "comparison_values",
    "read_logged_side",
    "read_side",
    "repetition_phases",
    "write_comparison_page",
]

_CHOICE = re.compile(r"(?P<place>.*?)(?:#(?:(?P<own>reference)|(?P<set>set)?(?P<number>\d+)))?", re.DOTALL)
_LAST = "last"
_STORED = re.compile(r"[0-9a-f]{6,32}")
_DOCUMENT, _POSES = "analysis.json", "pose.parquet"
_BACK = "lumbar_flexion_deg"
GRID = np.linspace(0.0, DESCENT + BOTTOM + ASCENT, 111)
"""Places in the common time of two repetitions."""


@dataclass(frozen=True, eq=False)
class Part:
    """Repetitions of one recording; ``poses`` are None where they were not kept."""

    document: AnalysisDocument
    repetitions: tuple[RepetitionDocument, ...]
    poses: bytes | None

    @cached_property
    def again(self) -> "Analysis | None":
        """What its poses show, measured again for curves and figures; None without poses."""
        if self.poses is None:
            return None
        asked = self.document.provenance.parameters
        with TemporaryDirectory(prefix="hiphinge-") as folder:
            file = Path(folder) / _POSES
            file.write_bytes(self.poses)
            try:
                found = analyze(
                    file,
                    exercise=self.document.exercise.id,
                    start_s=_seconds(asked.get("start_s")),
                    end_s=_seconds(asked.get("end_s")),
                )
            except HiphingeError:
                return None
        return found.analysis

    @property
    def stands_elsewhere(self) -> bool:
        """Whether angles count from a standing in another recording, which the poses do not show."""
        return self.document.provenance.parameters.get("own_standing") is not None


def _seconds(asked: object) -> float | None:
    return float(asked) if isinstance(asked, int | float) else None


@dataclass(frozen=True, kw_only=True, eq=False)
class ComparedSide:
    """One side: a repetition, a set, a recording, or a day of them; ``day`` is None where it is not known."""

    name: str
    parts: tuple[Part, ...]
    day: str | None = None

    @property
    def exercises(self) -> frozenset[str]:
        """The exercises of its parts."""
        return frozenset(part.document.exercise.id for part in self.parts)

    def side(self) -> Side:
        """Return what is compared of it."""
        values: dict[str, list[float]] = {}
        half_widths: dict[str, list[float]] = {}
        for repetition in (r for part in self.parts for r in part.repetitions):
            for id_, measured in repetition.measurements.items():
                if isinstance(measured, MeasurementDocument):
                    values.setdefault(id_, []).append(measured.value)
                    if measured.low is not None and measured.high is not None:
                        half_widths.setdefault(id_, []).append((measured.high - measured.low) / 2.0)
        recordings = frozenset(part.document.source.sha256 or part.document.source.path for part in self.parts)
        days = frozenset(() if self.day is None else (self.day,))
        return Side(values=values, half_widths=half_widths, recordings=recordings, days=days)

    def curve(self, quantity: str) -> FloatArray:
        """Return the median of its repetitions over the common time ``[place]``, NaN where not measured."""
        return median_curve([*self._curves(quantity)] or [np.full(len(GRID), np.nan)])

    def _curves(self, quantity: str) -> "list[FloatArray]":
        found = []
        for part in self.parts:
            series = None if part.again is None else part.again.series
            if series is None or quantity not in series.values or part.stands_elsewhere:
                continue
            values = series.values[quantity]
            phases = [known for repetition in part.repetitions if (known := repetition_phases(repetition)) is not None]
            found += [in_step(series.time_s, values, phases=one, grid=GRID) for one in phases]
        return found

    def figures(self) -> FloatArray | None:
        """Return the joints of its middle repetition over the common time ``[place, joint, 2]``; None without poses.

        In leg lengths from the ankle, forward and up.
        """
        for part in self.parts:
            moving = [r for r in part.repetitions if repetition_phases(r) is not None]
            side = None if part.again is None else part.again.side
            if side is None or not moving:
                continue
            phases = repetition_phases(moving[len(moving) // 2])
            assert phases is not None  # noqa: S101  # just checked
            ankle = np.nanmedian(side.near[:, SIDE_JOINTS.index("ankle")], axis=0)
            joints = (side.near - ankle) / side.leg_length
            flat = joints.reshape(len(joints), -1)
            paths = [in_step(side.time_s, flat[:, n], phases=phases, grid=GRID) for n in range(flat.shape[1])]
            return np.array(paths).T.reshape(len(GRID), -1, 2)
        return None


def repetition_phases(repetition: RepetitionDocument) -> Mapping[str, tuple[float, float]] | None:
    """Return start and end of descent, bottom and ascent, seconds; None where descent or ascent was not measured."""
    found: dict[str, tuple[float, float]] = {phase.name: (phase.start_s, phase.end_s) for phase in repetition.phases}
    return found if {"descent", "ascent"} <= set(found) else None


@dataclass(frozen=True, kw_only=True, eq=False)
class Compared:
    """Two sides and what differs, each quantity and by what belongs together."""

    first: ComparedSide
    second: ComparedSide
    nearness: Nearness
    differences: tuple[Difference, ...]
    families: tuple[FamilyDifference, ...]

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What limits the comparison, in sentences: a back that was not measured, exercises that were guessed."""
        sides = (self.first, self.second)
        measured = [_BACK in side.side().values for side in sides]
        return comparison_notes([s.exercises for s in sides], has_back=measured) + carried_notes(*sides, self.nearness)


def compare_sides(first: ComparedSide, second: ComparedSide) -> Compared:
    """Compare two sides of one exercise.

    Raises
    ------
    UsageError
        If they show no exercise that is the same, and both were named.
    NotMeasurableError
        If nothing was measured on both.
    """
    both = _of_one_exercise(first, second)
    one, other = (side.side() for side in both)
    found = differences(one, other)
    if not found:
        message = f"Nothing was measured in both {first.name} and {second.name}."
        raise NotMeasurableError(message)
    return Compared(
        first=both[0], second=both[1], nearness=one.nearness(other), differences=found, families=by_family(found)
    )


def _of_one_exercise(first: ComparedSide, second: ComparedSide) -> list[ComparedSide]:
    """Return the parts of both that show the same exercise, or all of them where a guess says that they do not.

    Whoever compares two sets knows what they show: a round back alone may make one look like another exercise.
    """
    same = first.exercises & second.exercises
    if not same and any(_is_guessed(side) for side in (first, second)):
        return [first, second]
    if not same:
        shown = " and ".join(load().exercise(next(iter(side.exercises))).name for side in (first, second))
        message = f"Both should show the same exercise, but show {shown}. Name it in `analyze` if it was named wrong."
        raise UsageError(message)
    return [
        replace(side, parts=tuple(part for part in side.parts if part.document.exercise.id in same))
        for side in (first, second)
    ]


def _is_guessed(side: ComparedSide) -> bool:
    """Whether nobody named the exercise of a side, which shows one."""
    return len(side.exercises) == 1 and not any(part.document.exercise.given for part in side.parts)


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
    path = Path(_choice(text)["place"])
    if path.exists() or path.name == _DOCUMENT:
        return _side(text, [_from_files(path)], None)
    if store is not None and person is not None:
        return read_logged_side(text, store=store, person=person)
    message = f"There is no folder {path}. Give one that `hiphinge analyze` wrote, or say whose log with --person."
    raise InputMissingError(message)


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


def write_comparison_page(found: Compared, path: Path) -> None:
    """Write a comparison as one page that needs nothing beside it.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    from hiphinge.reports.paper import write_whole  # noqa: PLC0415  # not always wanted, and slow to load
    from hiphinge.reports.side_by_side import side_by_side_page  # noqa: PLC0415  # likewise

    write_whole(side_by_side_page(*_shown(found), **_differing(found)), path)


def comparison_values(found: Compared) -> dict[str, Any]:
    """Return what the templates of the page are filled with, for a page that has them inside."""
    from hiphinge.reports.side_by_side import side_by_side_values  # noqa: PLC0415  # not always wanted, and slow to load

    return side_by_side_values(*_shown(found), **_differing(found))


def _shown(found: Compared) -> "tuple[SideShown, SideShown]":
    from hiphinge.reports.side_by_side import SideShown  # noqa: PLC0415  # not always wanted, and slow to load

    first, second = (
        SideShown(
            name=side.name,
            exercise=next(iter(side.exercises)),
            repetitions=sum(len(part.repetitions) for part in side.parts),
            curve=side.curve,
            figures=side.figures(),
        )
        for side in (found.first, found.second)
    )
    return first, second


def _differing(found: Compared) -> dict[str, Any]:
    return {
        "differences": found.differences,
        "families": found.families,
        "nearness": found.nearness,
        "notes": found.notes,
        "grid": GRID,
    }
