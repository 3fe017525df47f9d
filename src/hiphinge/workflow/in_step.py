"""Two videos in step: which moments of two repetitions are at the same phase, and what differs between the two."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.errors import HiphingeError, NotMeasurableError, UsageError
from hiphinge.motion import FloatArray
from hiphinge.progress.side_by_side import ASCENT, BOTTOM, DESCENT, in_step
from hiphinge.workflow.comparing import ComparedSide, Part, compare_sides, repetition_phases
from hiphinge.workflow.correcting import corrected_analysis

if TYPE_CHECKING:
    from hiphinge.documents.analysis import RepetitionDocument
    from hiphinge.store import Store

__all__ = ["RepetitionInStep", "SaidOfBoth", "repetitions_in_step", "said_of_both"]

_KNOTS = np.array([0.0, DESCENT, DESCENT + BOTTOM, DESCENT + BOTTOM + ASCENT])
"""Where phases meet in the common time of two repetitions."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RepetitionInStep:
    """A repetition of an analysis that can be laid beside another.

    Attributes
    ----------
    numbers
        The repetitions of the analysis that can be chosen.
    moments_s
        Start, bottom reached, bottom left and end, seconds of the recording, ``[4]``.
    """

    analysis: str
    name: str
    day: str
    number: int
    numbers: tuple[int, ...]
    moments_s: FloatArray
    side: ComparedSide


@dataclass(frozen=True, kw_only=True)
class SaidOfBoth:
    """What differs between two repetitions, in sentences; ``families`` are names with their sentences."""

    headline: str
    nearness: str = ""
    families: tuple[tuple[str, tuple[str, ...]], ...] = ()


def repetitions_in_step(
    store: "Store", sides: "tuple[tuple[str, int | None], tuple[str, int | None]]"
) -> tuple[RepetitionInStep, RepetitionInStep]:
    """Return two repetitions of one person, each an analysis and a number; None is the middle one.

    Of one recording alone, None is the first on the first side and the last on the second.

    Raises
    ------
    InputMissingError
        If there is no such analysis.
    UsageError
        If they are recordings of different people, or of nobody yet, or an analysis has no such repetition.
    NotMeasurableError
        If the phases of no repetition were measured.
    """
    _check_person(store, sides[0][0], sides[1][0])
    same = sides[0][0] == sides[1][0]
    first, second = (
        _repetition(store, id_, number, usual=(0.0, 1.0)[place] if same else 0.5)
        for place, (id_, number) in enumerate(sides)
    )
    return first, second


def _check_person(store: "Store", first: str, second: str) -> None:
    one, other = (store.corrections.recording(id_) for id_ in (first, second))
    if one.recording == other.recording or (one.person is not None and one.person == other.person):
        return
    message = (
        "Two recordings are laid beside each other where both are of one person. Say whose they are first, on the page "
        "of each."
    )
    raise UsageError(message)


def _repetition(store: "Store", id_: str, number: int | None, *, usual: float) -> RepetitionInStep:
    recording, document = store.corrections.recording(id_), corrected_analysis(store, id_).document
    counted = {one.index: one for one in document.repetitions if one.kind == "repetition"}
    known = {index: one for index, one in counted.items() if repetition_phases(one) is not None}
    if not known:
        message = f"The phases of no repetition of {recording.name} were measured, so it cannot be laid beside another."
        raise NotMeasurableError(message)
    numbers = tuple(known)
    chosen = numbers[round(usual * (len(numbers) - 1))] if number is None else number
    if chosen not in known:
        message = f"Choose repetition {', '.join(map(str, numbers))} of {recording.name}; {chosen} is not one of them."
        raise UsageError(message)
    one, day = known[chosen], _day(store, id_, recording.person)
    name = f"{recording.name}, repetition {chosen}"
    side = ComparedSide(name=name, parts=(Part(document, (one,), None),), day=day or None)
    moments = _moments(one)
    return RepetitionInStep(
        analysis=id_, name=recording.name, day=day, number=chosen, numbers=numbers, moments_s=moments, side=side
    )


def _day(store: "Store", id_: str, person: str | None) -> str:
    """Return the day of a recording in its person's time zone; empty where nobody has said whose it is."""
    from hiphinge.workflow.sessions import analysed_sessions  # noqa: PLC0415  # only here

    known = next((one for one in store.people.all() if one.id == person), None)
    recording = store.corrections.recording(id_).recording
    found = analysed_sessions(store, [known], most=10_000)
    return next((one.day for one in found if one.recording == recording), "")


def _moments(repetition: "RepetitionDocument") -> FloatArray:
    """Return when the phases of a repetition meet: the identity over its time, laid in step."""
    phases = repetition_phases(repetition)
    assert phases is not None  # noqa: S101  # chosen so
    time_s = np.unique([moment for ends in phases.values() for moment in ends])
    return in_step(time_s, time_s, phases=phases, grid=_KNOTS)


def said_of_both(first: RepetitionInStep, second: RepetitionInStep) -> SaidOfBoth:
    """Return what differs between two repetitions by more than its error, or why that cannot be said."""
    from hiphinge.reports.side_by_side import difference_words, headline, nearness_words  # noqa: PLC0415  # slow to load

    try:
        found = compare_sides(first.side, second.side)
    except HiphingeError as error:
        return SaidOfBoth(headline="Not compared.", nearness=str(error))
    families = tuple((one.family, tuple(difference_words(d) for d in one.differences)) for one in found.families)
    notes = " ".join((nearness_words(found.nearness), *found.notes))
    return SaidOfBoth(headline=headline(found.families), nearness=notes, families=families)
