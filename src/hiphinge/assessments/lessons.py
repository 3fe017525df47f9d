"""Judges a set by the pass marks of a lesson: passed, not yet, or not to be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hiphinge.analysis import Analysis, Measurement, Repetition, past_line
from hiphinge.catalogue import Fault, Lesson, PassMark, load

__all__ = ["LessonResult", "MarkResult", "Outcome", "judge_lesson"]

Outcome = Literal["passed", "not_yet", "cannot_tell"]


@dataclass(frozen=True, kw_only=True)
class MarkResult:
    """What became of one pass mark.

    ``repetitions`` says of each counted repetition in order whether it met the mark: True, False, or None where it
    could not be seen or was nearer to the line than the repeatability of such a measurement.
    """

    mark: PassMark
    outcome: Outcome
    repetitions: tuple[bool | None, ...]

    @property
    def met(self) -> int:
        """In how many repetitions it was met for sure."""
        return sum(met is True for met in self.repetitions)

    @property
    def untold(self) -> int:
        """Of how many it could not be told."""
        return sum(met is None for met in self.repetitions)


@dataclass(frozen=True, kw_only=True)
class LessonResult:
    """What became of a lesson; with too few repetitions it cannot be told."""

    lesson: Lesson
    outcome: Outcome
    marks: tuple[MarkResult, ...]
    counted: int

    @property
    def enough(self) -> bool:
        """Whether there were as many repetitions as the lesson asks for."""
        return self.counted >= self.lesson.repetitions

    def missed_in(self, place: int) -> tuple[int, ...]:
        """Return the marks, numbered from 1, that a repetition did not meet, by its place among the counted ones."""
        return tuple(n for n, mark in enumerate(self.marks, start=1) if mark.repetitions[place - 1] is False)


def judge_lesson(lesson: Lesson, analysis: Analysis) -> LessonResult:
    """Compare the repetitions of a recording with the pass marks of a lesson.

    A mark is passed when its share of the repetitions met it for sure. It is not yet met when the share cannot be
    reached even if every repetition that is near the line, or was not seen, had met it. Between the two it cannot be
    told. A repetition is on a side of a line for sure when it is farther from it than the repeatability of the
    measurement; these rules are this program's own.
    """
    counted = analysis.counted
    marks = tuple(_judged(mark, analysis) for mark in lesson.passes)
    enough = len(counted) >= lesson.repetitions
    return LessonResult(
        lesson=lesson,
        outcome=_overall([m.outcome for m in marks]) if enough else "cannot_tell",
        marks=marks,
        counted=len(counted),
    )


def _overall(outcomes: Sequence[Outcome]) -> Outcome:
    if "not_yet" in outcomes:
        return "not_yet"
    return "cannot_tell" if "cannot_tell" in outcomes else "passed"


def _judged(mark: PassMark, analysis: Analysis) -> MarkResult:
    met = tuple(_met(mark, analysis, repetition) for repetition in analysis.counted)
    return MarkResult(mark=mark, outcome=_outcome(met, mark.share), repetitions=met)


def _outcome(met: Sequence[bool | None], share: float) -> Outcome:
    needed = share * len(met)
    if not met:
        return "cannot_tell"
    if sum(m is True for m in met) >= needed:
        return "passed"
    return "not_yet" if sum(m is not False for m in met) < needed else "cannot_tell"


def _met(mark: PassMark, analysis: Analysis, repetition: Repetition) -> bool | None:
    if mark.finding is not None:
        return _free_of(load().faults[mark.finding], analysis, repetition)
    measured = repetition.measurements.get(mark.quantity or "")
    if not isinstance(measured, Measurement):
        return None
    sides = []
    if mark.low is not None:
        sides.append(measured.value - mark.low)
    if mark.high is not None:
        sides.append(mark.high - measured.value)
    nearest = min(sides)
    if abs(nearest) <= (measured.repeatability or 0.0):
        return None
    return nearest > 0


def _free_of(fault: Fault, analysis: Analysis, repetition: Repetition) -> bool | None:
    """Tell whether a finding was looked for and is absent; None where it was not looked for, or is near its line."""
    if any(f.id == fault.id for f in repetition.findings):
        return False
    if not fault.looked_for or fault.silence(analysis.exercise, repetition.pattern.label) is not None:
        return None
    if fault.quantity is None:
        return None if repetition.pattern.label == "unclear" else True
    past = past_line(fault, repetition, analysis)
    return None if past is None or (past and fault.margin in {"clear", "interval"}) else True
