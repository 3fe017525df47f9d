"""Two repetitions, sets or sessions compared: of one person, of two, or with the demonstration; laid in step."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hiphinge.catalogue import load
from hiphinge.errors import NotMeasurableError, UsageError
from hiphinge.findings.back_comparison import usual_range
from hiphinge.progress import FamilyDifference, against_demonstration, by_family, differences
from hiphinge.progress.side_by_side import Difference, Nearness
from hiphinge.workflow.carried_notes import carried_notes
from hiphinge.workflow.compared_side import GRID, ComparedSide, Part, repetition_phases
from hiphinge.workflow.comparison_notes import comparison_notes
from hiphinge.workflow.reading_sides import read_logged_side, read_side, read_sides

if TYPE_CHECKING:
    from hiphinge.reports.side_by_side import SideShown

__all__ = [
    "Compared",
    "ComparedSide",
    "Part",
    "compare_sides",
    "comparison_values",
    "read_logged_side",
    "read_side",
    "read_sides",
    "repetition_phases",
    "write_comparison_page",
]

_BACK = "lumbar_flexion_deg"
_FROM_STANDING = frozenset({"demonstration", "person"})
"""Of two bodies, angles are compared from each one's own standing, where that is known better."""
_ARMS = frozenset({"hand_height", "elbow_bend_deg", "shoulder_lead_deg"})
_NOTES = {"demonstration": ("compared_with_drawn",), "person": ("compared_with_person",)}
"""Ids of the phrases that a comparison ends with."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Compared:
    """Two sides and what differs, each quantity and by what belongs together.

    ``usual`` is what is usual in the exercise, by quantity, where one side is the demonstration.
    """

    first: ComparedSide
    second: ComparedSide
    nearness: Nearness
    differences: tuple[Difference, ...]
    families: tuple[FamilyDifference, ...]
    usual: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What limits the comparison, in sentences: a back that was not measured, exercises that were guessed."""
        sides = (self.first, self.second)
        measured = [_BACK in side.side().values for side in sides]
        notes = comparison_notes([s.exercises for s in sides], has_back=measured) + carried_notes(*sides, self.nearness)
        return (*notes, *(load().phrases[id_].say() for id_ in _NOTES.get(self.nearness, ())))


def compare_sides(first: ComparedSide, second: ComparedSide) -> Compared:
    """Compare two sides of one exercise; a demonstration is the first.

    Raises
    ------
    UsageError
        If they show no exercise that is the same, and both were named.
    NotMeasurableError
        If nothing was measured on both.
    """
    both = _of_one_exercise(first, second)
    nearness = both[0].side().nearness(both[1].side())
    one, other = (side.side(from_standing=nearness in _FROM_STANDING) for side in both)
    found = differences(one, other)
    if nearness == "demonstration":
        found = tuple(d for d in found if d.quantity not in _ARMS or _holds_load(both[0]))
    if not found:
        message = f"Nothing was measured in both {first.name} and {second.name}."
        raise NotMeasurableError(message)
    families = by_family(found)
    usual: Mapping[str, tuple[float, float]] = {}
    if nearness == "demonstration":
        usual = _usual(next(iter(both[0].exercises)))
        families = against_demonstration(families, usual=usual)
    return Compared(first=both[0], second=both[1], nearness=nearness, differences=found, families=families, usual=usual)


def _holds_load(side: ComparedSide) -> bool:
    """Return whether the hands hold something in the exercise; elsewhere everybody may hold them as they like."""
    return load().exercise(next(iter(side.exercises))).load_place == "hands"


def _usual(exercise: str) -> Mapping[str, tuple[float, float]]:
    """Return what is usual in an exercise, by quantity; of the lower back, what trained lifters show."""
    lifters = usual_range(exercise)
    bands = {one.quantity: one.band for one in load().exercise(exercise).expected}
    return {**bands, _BACK: (lifters.low, lifters.high)}


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
            shows=load().exercise(next(iter(side.exercises))).name,
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
        "usual": found.usual,
        "grid": GRID,
    }
