"""What became of a lesson, as data: each pass mark with how many repetitions met it, and what to try."""

from hiphinge.assessments import LessonResult, MarkResult
from hiphinge.reports.model import LessonCard, MarkRow

__all__ = ["lesson_card"]

_OUTCOMES = {"passed": "passed", "not_yet": "not yet", "cannot_tell": "could not be measured"}


def lesson_card(judged: LessonResult) -> LessonCard:
    """Return a judged lesson as it is shown."""
    lesson = judged.lesson
    first = next((mark.mark for mark in judged.marks if mark.outcome == "not_yet"), None)
    return LessonCard(
        id=lesson.id,
        number=lesson.number,
        title=f"Lesson {lesson.number}, {lesson.name}: {_OUTCOMES[judged.outcome]}",
        outcome=judged.outcome,
        too_few="" if judged.enough else _too_few(judged),
        rows=tuple(
            MarkRow(outcome=mark.outcome, says=mark.mark.says, count=_count(mark), not_yet=mark.mark.not_yet)
            for mark in judged.marks
        ),
        try_this="" if first is None else first.not_yet,
        passed=lesson.passed if judged.outcome == "passed" else "",
    )


def _too_few(judged: LessonResult) -> str:
    return f"{judged.counted} repetitions were counted; this lesson asks for {judged.lesson.repetitions}."


def _count(mark: MarkResult) -> str:
    unmeasured = f", {mark.untold} could not be measured" if mark.untold else ""
    return f"{mark.met} of {len(mark.repetitions)}{unmeasured}"
