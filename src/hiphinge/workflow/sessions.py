"""What was analysed, as a list to look things up in: searched, filtered, renamed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hiphinge.catalogue import load
from hiphinge.errors import UsageError
from hiphinge.filesystem import local_zone
from hiphinge.workflow.found_faults import FoundFaults

if TYPE_CHECKING:
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Clip, NewestAnalysis, Store

__all__ = ["AnalysedSession", "SessionFilter", "analysed_sessions", "parse_day", "rename_clip", "rename_recording"]

_LONGEST_NAME = 200
_SEARCHED = 300
"""Findings are searched in so many of the newest recordings; in all the others, names, people and days are."""


@dataclass(frozen=True, kw_only=True)
class AnalysedSession:
    """One recording with its newest analysis; ``when`` is in the person's time zone.

    Attributes
    ----------
    person
        Their name; empty where nobody said whose it is.
    video
        The key of its video; None where it is not kept.
    faults
        Names of what was found to work on, the most frequent first.
    """

    id: str
    recording: str
    name: str
    person: str
    when: datetime
    filmed: bool
    exercise: str
    exercise_id: str
    repetitions: int
    video: str | None
    faults: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The day, YYYY-MM-DD."""
        return f"{self.when:%Y-%m-%d}"


@dataclass(frozen=True, kw_only=True)
class SessionFilter:
    """Which recordings are wanted; what is empty or None asks for nothing.

    Attributes
    ----------
    search
        Words that all have to be in the name of the recording, person or exercise, in the day, or in what was found.
    since, until
        The first and the last day.
    """

    search: str = ""
    exercise: str = ""
    since: date | None = None
    until: date | None = None

    def fits(self, when: datetime, exercise: str | None) -> bool:
        """Return whether a recording is of the exercise and within the days."""
        inside = (self.since is None or when.date() >= self.since) and (self.until is None or when.date() <= self.until)
        return inside and self.exercise in ("", exercise)


def analysed_sessions(
    store: "Store",
    people: "Sequence[PersonRecord | None]",
    *,
    wanted: SessionFilter | None = None,
    faults: FoundFaults | None = None,
    most: int = 200,
) -> tuple[AnalysedSession, ...]:
    """Return what was analysed of some people, and of nobody yet where None is among them, the newest first.

    Parameters
    ----------
    faults
        What was found, read once for several questions; None leaves it out.
    """
    wanted = wanted or SessionFilter()
    by_id = {None if one is None else one.id: one for one in people}
    words = wanted.search.casefold().split()
    all_fit = not words and wanted.since is None and wanted.until is None
    rows = store.overview.newest(list(by_id), exercise=wanted.exercise or None, most=most if all_fit else None)
    found = [_session(one, by_id[one.person]) for one in rows]
    found = [one for one in found if wanted.fits(one.when, one.exercise_id)]
    found.sort(key=lambda one: (one.when, one.id), reverse=True)
    if words and faults is not None:
        found = [*_with_faults(found[:_SEARCHED], faults), *found[_SEARCHED:]]
    fitting = [one for one in found if all(word in _text(one) for word in words)][:most]
    return tuple(fitting if faults is None else _with_faults(fitting, faults))


def _session(one: "NewestAnalysis", person: "PersonRecord | None") -> AnalysedSession:
    known = load().exercises.get(one.exercise)
    zone = ZoneInfo(local_zone() if person is None else person.zone)
    return AnalysedSession(
        id=one.analysis,
        recording=one.recording,
        name=one.name,
        person="" if person is None else person.name,
        when=(one.recorded_at or one.analysed_at).astimezone(zone),
        filmed=one.recorded_at is not None,
        exercise=one.exercise if known is None else known.name,
        exercise_id=one.exercise,
        repetitions=one.repetitions,
        video=one.video,
    )


def _with_faults(sessions: Iterable[AnalysedSession], faults: FoundFaults) -> list[AnalysedSession]:
    some = list(sessions)
    found, names = faults.of([one.id for one in some]), load().faults
    return [replace(one, faults=tuple(names[id_].name for id_ in found.get(one.id, ()))) for one in some]


def _text(one: AnalysedSession) -> str:
    return " ".join((one.name, one.person, one.exercise, one.day, *one.faults)).casefold()


def parse_day(text: str, *, what: str) -> date | None:
    """Return a day as a form sends it, YYYY-MM-DD; None for nothing.

    Raises
    ------
    UsageError
        If it is no day.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        message = f"{what} should be a day such as 2026-05-04, but is {text[:20]!r}."
        raise UsageError(message) from error


def rename_recording(store: "Store", analysis: str, name: str) -> None:
    """Give the recording of an analysis another name in the list; its file keeps its own.

    Raises
    ------
    UsageError
        If it is no name.
    InputMissingError
        If there is no such analysis.
    OutputError
        If it cannot be written.
    """
    store.corrections.rename(analysis, _name(name))


def rename_clip(store: "Store", clip: "Clip", name: str) -> None:
    """Give the recording of a clip another name in the list, analysed or not.

    Raises
    ------
    UsageError, OutputError
        As `rename_recording`.
    """
    store.recordings.rename(clip.recording, _name(name))


def _name(name: str) -> str:
    wanted = " ".join(name.split())
    if not 1 <= len(wanted) <= _LONGEST_NAME:
        message = f"A name should have 1 to {_LONGEST_NAME} characters, but has {len(wanted)}."
        raise UsageError(message)
    return wanted
