"""The page of the hinge lab as data: two settings with their figures, what differs in sentences, and what is known."""

from dataclasses import dataclass

from hiphinge.catalogue import Disagreement, Evidence, Grade, load
from hiphinge.lab import Answer
from hiphinge.reports.lab_drawing import LabDrawing, drawing_box, lab_drawing
from hiphinge.reports.text.lab_words import LabRow, bend_words, difference_words, lab_rows, method_words

__all__ = ["LabSide", "LabView", "lab_view"]

_KNOWN = ("forty_percent", "cumulative_load", "neutral_spine_and_pain", "lifting_training", "knees_spared")
"""Disagreements of the catalogue that the numbers of the lab belong to."""


_SOURCES = ("balance-model", "greenland-2011", "heavy-deadlift-model", "moment-arm-model", "visser-1990")
"""Evidence on the model itself; the grade of the first is that of what is calculated."""
_TRIES = ("hips", "away", "round", "legs")
"""What to try, in order."""


@dataclass(frozen=True, kw_only=True)
class LabSide:
    """One setting: its letter, its figure, and a sentence for those who do not see it."""

    letter: str
    answer: Answer
    drawing: LabDrawing
    words: str


@dataclass(frozen=True, kw_only=True)
class LabView:
    """Both settings, in one scale.

    ``says`` is what changes from the first to the second and why, ``grade`` how well that is supported, and ``tries``
    what to do with the sliders.
    """

    sides: tuple[LabSide, LabSide]
    box: str
    says: tuple[str, ...]
    rows: tuple[LabRow, ...]
    method: tuple[str, ...]
    known: tuple[Disagreement, ...]
    sources: tuple[Evidence, ...]
    grade: Grade
    model: str
    tries: tuple[str, ...]


def lab_view(first: Answer, second: Answer) -> LabView:
    """Return the page of two settings."""
    catalogue = load()
    one, other = (
        LabSide(letter=letter, answer=found, drawing=lab_drawing(found), words=bend_words(found))
        for letter, found in zip("AB", (first, second), strict=True)
    )
    return LabView(
        sides=(one, other),
        box=drawing_box(first, second),
        says=difference_words(first, second),
        rows=lab_rows(first, second),
        method=method_words(),
        known=tuple(catalogue.disagreements[id_] for id_ in _KNOWN),
        sources=tuple(catalogue.evidence[id_] for id_ in _SOURCES),
        grade=catalogue.evidence[_SOURCES[0]].grade,
        model=catalogue.phrases["lab_model"].text,
        tries=tuple(catalogue.phrases[f"lab_try_{id_}"].text for id_ in _TRIES),
    )
