"""What a comparison says of the load on the lower back, where both sides have stature, mass and load."""

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from hiphinge.analysis import compare_back_loads
from hiphinge.catalogue import load
from hiphinge.measures import NotMeasurable
from hiphinge.measures.carried_lift import body_and_load
from hiphinge.reports.text import spoken
from hiphinge.reports.text.numbers import spoken_range

if TYPE_CHECKING:
    from hiphinge.analysis import Analysis
    from hiphinge.documents import AnalysisDocument
    from hiphinge.documents.analysis import RepetitionDocument
    from hiphinge.progress.side_by_side import Nearness

__all__ = ["PartShown", "SideCompared", "carried_notes"]

SAME_S = 0.1
"""A repetition that a person corrected is not found in the poses alone, and left out."""


class PartShown(Protocol):
    """Repetitions of one recording, with what its poses show."""

    @property
    def document(self) -> "AnalysisDocument":
        """The analysis as it was written."""

    @property
    def repetitions(self) -> "tuple[RepetitionDocument, ...]":
        """Those that are compared."""

    @property
    def again(self) -> "Analysis | None":
        """What the poses show; None without poses."""


class SideCompared(Protocol):
    """One side of a comparison."""

    @property
    def parts(self) -> tuple[PartShown, ...]:
        """What it consists of."""


def carried_notes(first: SideCompared, second: SideCompared, nearness: "Nearness") -> tuple[str, ...]:
    """Return how B differs from A in the moment at the lower back; nothing where that is not known.

    Two days are not compared: the camera may have stood elsewhere, and its error is then not the same in both.
    """
    if nearness == "nothing":
        return ()
    one, other = (_with_lift(side) for side in (first, second))
    found = None if one is None or other is None else compare_back_loads(one, other)
    if found is None or isinstance(found, NotMeasurable):
        return ()
    low, high = found.interval.low, found.interval.high
    if found.clear == "less":
        low, high = -high, -low
    words = {"share": spoken(abs(found.share), "share"), "between": spoken_range(low, high, "share")}
    return (load().phrases[f"carried_{found.clear}"].say(**words),)


def _with_lift(side: SideCompared) -> "Analysis | None":
    """Return the side's analysis with person and load, and only its repetitions; None where that is not known."""
    if len(side.parts) != 1:
        return None
    part = side.parts[0]
    document, person = part.document, part.document.person.person()
    given = body_and_load(load().exercises[document.exercise.id], person, document.load_kg)
    again = None if isinstance(given, NotMeasurable) else part.again
    if again is None:
        return None
    bottoms_s = [repetition.bottom_s for repetition in part.repetitions]
    chosen = tuple(r for r in again.repetitions if any(abs(r.bottom_s - at_s) < SAME_S for at_s in bottoms_s))
    return replace(again, person=person, load_kg=document.load_kg, repetitions=chosen)
