"""What sheets are put together from: parts that are left out when empty, and pointers to other items."""

from collections.abc import Iterable
from typing import Literal

from hiphinge.catalogue import Catalogue, Lesson
from hiphinge.reports.sheets.model import Part, Pointer

__all__ = ["OWN", "part", "to_drill", "to_exercise", "to_finding", "to_item", "to_lesson"]

OWN = "a value of this program, not of a study"


def part(title: str, lines: Iterable[str], *, kind: Literal["text", "points", "steps"] = "text") -> tuple[Part, ...]:
    """Return a part, or nothing where there is nothing to say."""
    given = tuple(lines)
    return (Part(title=title, lines=given, kind=kind),) if given else ()


def to_finding(id_: str, catalogue: Catalogue) -> Pointer:
    """Point to a finding."""
    return Pointer(words=f"Finding: {catalogue.faults[id_].name}", command=f"hiphinge explain {id_}", id=id_)


def to_drill(id_: str, catalogue: Catalogue) -> Pointer:
    """Point to a drill."""
    return Pointer(words=f"Drill: {catalogue.drills[id_].name}", command=f"hiphinge explain {id_}", id=id_)


def to_exercise(id_: str, catalogue: Catalogue) -> Pointer:
    """Point to an exercise."""
    return Pointer(words=f"Exercise: {catalogue.exercises[id_].name}", command=f"hiphinge explain {id_}", id=id_)


def to_lesson(lesson: Lesson, word: str = "Practise it") -> Pointer:
    """Point to a lesson."""
    return Pointer(
        words=f"{word}: lesson {lesson.number}, {lesson.name}", command=f"hiphinge lesson {lesson.number}", id=lesson.id
    )


def to_item(id_: str, words: str) -> Pointer:
    """Point to anything that can be explained."""
    return Pointer(words=words, command=f"hiphinge explain {id_}", id=id_)
