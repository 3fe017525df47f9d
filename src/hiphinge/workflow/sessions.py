"""What was analysed, as a list to look things up in: searched, filtered, renamed."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hiphinge.catalogue import load
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import FiledAnalysis, Store

__all__ = ["AnalysedSession", "analysed_sessions", "rename_recording"]

_LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class AnalysedSession:
    """One recording with its newest analysis; ``when`` is in the person's time zone.

    Attributes
    ----------
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
    faults: tuple[str, ...]

    @property
    def day(self) -> str:
        """The day, YYYY-MM-DD."""
        return f"{self.when:%Y-%m-%d}"


def analysed_sessions(
    store: "Store", people: "Sequence[PersonRecord]", *, search: str = "", exercise: str = "", most: int = 200
) -> tuple[AnalysedSession, ...]:
    """Return what was analysed of some people, the newest first.

    Parameters
    ----------
    search
        Words that all have to be in the name of the recording, person or exercise, or in what was found.
    exercise
        Only of that one.
    """
    found: list[AnalysedSession] = []
    for person in people:
        newest = {one.recording: one for one in store.recordings.all(person)}
        found += [_session(store, person, one) for one in newest.values() if exercise in ("", one.exercise)]
    words = search.casefold().split()
    fitting = [one for one in found if all(word in _text(one) for word in words)]
    return tuple(sorted(fitting, key=lambda one: (one.when, one.id), reverse=True)[:most])


def _session(store: "Store", person: "PersonRecord", one: "FiledAnalysis") -> AnalysedSession:
    known = load().exercises.get(one.exercise)
    return AnalysedSession(
        id=one.id,
        recording=one.recording,
        name=one.name,
        person=person.name,
        when=(one.recorded_at or one.analysed_at).astimezone(ZoneInfo(person.zone)),
        filmed=one.recorded_at is not None,
        exercise=one.exercise if known is None else known.name,
        exercise_id=one.exercise,
        repetitions=one.repetitions,
        faults=_faults(store, one.id),
    )


def _faults(store: "Store", analysis: str) -> tuple[str, ...]:
    kept = store.corrections.of(analysis).corrected
    document = json.loads(store.recordings.document(analysis)) if kept is None else kept
    counted: dict[str, int] = {}
    for repetition in document.get("repetitions", ()):
        for finding in repetition.get("findings", ()):
            if finding.get("level") == "fault":
                counted[finding["id"]] = counted.get(finding["id"], 0) + 1
    names = load().faults
    return tuple(names[id_].name for id_ in sorted(counted, key=lambda id_: -counted[id_]) if id_ in names)


def _text(one: AnalysedSession) -> str:
    day = f"{one.when:%Y-%m-%d}"
    return " ".join((one.name, one.person, one.exercise, day, *one.faults)).casefold()


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
    wanted = " ".join(name.split())
    if not 1 <= len(wanted) <= _LONGEST_NAME:
        message = f"A name should have 1 to {_LONGEST_NAME} characters, but has {len(wanted)}."
        raise UsageError(message)
    store.corrections.rename(analysis, wanted)
