"""Which logged set a recording shows: the one of that time and exercise, else those that it might be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.analysis import Analysis
    from hiphinge.documents import AnalysisDocument
    from hiphinge.documents.training_log import PersonRecord, SetRecord
    from hiphinge.store import FiledAnalysis, Store

__all__ = ["WITHIN", "Joining", "join"]

WITHIN = timedelta(minutes=20)
"""So far apart may the clock of the phone and the logged time be."""
_SHORTEST_ENDING = 6
_AROUND = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Joining:
    """What a recording is joined to.

    Attributes
    ----------
    joined
        Logged sets that it shows, each with the number of its set in the recording.
    possible
        Where none was found for certain: the sets that fit, or those of the day; the nearest in time first.
    has_time
        Whether the recording says when it was filmed.
    """

    joined: "tuple[tuple[SetRecord, int], ...]" = ()
    possible: "tuple[SetRecord, ...]" = ()
    has_time: bool = True


def join(  # what it needs to know of log and recording, by name
    store: "Store",
    person: "PersonRecord",
    analysis: "Analysis | AnalysisDocument",
    *,
    before: "Sequence[FiledAnalysis]",
    moment: datetime | None,
    join_to: str | None = None,
) -> Joining:
    """Return to which logged sets the sets of an analysis belong.

    A logged set that an earlier analysis of the recording was joined to moves to this one. Otherwise each set of the
    recording takes a logged set of the same exercise, or of one that the log does not know, within `WITHIN` of it,
    where only one fits: several that differ in load, repetitions or effort are left to the person.

    Raises
    ------
    UsageError
        If ``join_to`` ends the id of no set of the person, or of several.
    """
    if join_to is not None:
        return Joining(joined=((_set_of(store, person, join_to), 1),))
    known = store.log.of_analyses(person, [one.id for one in before])
    if known:
        return Joining(joined=tuple((one, one.analysis_set or 1) for one in known))
    if moment is None:
        return Joining(has_time=False)
    near = store.log.between(person, moment - WITHIN, moment + WITHIN + _length(analysis))
    free = [one for one in near if one.time_known and one.analysis is None]
    found = _assigned(analysis, free, moment)
    if found:
        return Joining(joined=tuple((one, set_) for set_, one in found.items()))
    around = [one for one in store.log.between(person, moment - _AROUND, moment + _AROUND) if one.analysis is None]
    possible = [one for one in free if _is_of(one, _exercise(analysis))] or around
    return Joining(possible=tuple(sorted(possible, key=lambda one: abs(one.performed_at - moment))))


def _length(analysis: "Analysis | AnalysisDocument") -> timedelta:
    return timedelta(seconds=max((one.end_s for one in analysis.sets), default=0.0))


def _exercise(analysis: "Analysis | AnalysisDocument") -> str:
    return analysis.exercise if isinstance(analysis.exercise, str) else analysis.exercise.id


def _is_of(one: "SetRecord", exercise: str) -> bool:
    return one.exercise is None or one.exercise == exercise


def _assigned(
    analysis: "Analysis | AnalysisDocument", free: "Sequence[SetRecord]", moment: datetime
) -> "dict[int, SetRecord]":
    """Return the logged set of each set of the recording where only one fits."""
    counted = {repetition.index for repetition in analysis.repetitions if repetition.kind == "repetition"}
    exercise = _exercise(analysis)
    found: dict[int, SetRecord] = {}
    for one in analysis.sets:
        repetitions = len(counted & set(one.repetitions))
        at = moment + timedelta(seconds=one.start_s)
        near = [s for s in free if abs(s.performed_at - at) <= WITHIN and s not in found.values()]
        fitting = [s for s in near if _is_of(s, exercise)]
        same = [s for s in fitting if s.exercise == exercise] or fitting
        exact = [s for s in same if s.repetitions == repetitions] or same
        if repetitions and exact and len({(s.exercise, s.load, s.repetitions, s.rpe, s.kind) for s in exact}) == 1:
            found[one.index] = min(exact, key=lambda s: (abs(s.performed_at - at), s.position))
    return found


def _set_of(store: "Store", person: "PersonRecord", ending: str) -> "SetRecord":
    """Return the set whose id ends so."""
    wanted = ending.strip().lower()
    fitting = [one for one in store.log.sets(person) if one.id.endswith(wanted)]
    if len(wanted) < _SHORTEST_ENDING or len(fitting) != 1:
        which = "no set" if not fitting else "one set" if len(fitting) == 1 else f"{len(fitting)} sets"
        message = (
            f"A set should be named by the last {_SHORTEST_ENDING} or more characters of its id, but {ending!r} has "
            f"{len(wanted)} and fits {which} of {person.name}."
        )
        raise UsageError(message)
    return fitting[0]
