"""Judges a set by the pass marks of a lesson: passed, not yet, or cannot tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import Lesson, PassMark
from hiphinge.findings import Judgement

__all__ = ["LessonResult", "MarkResult", "Outcome", "judge_lesson"]

Outcome = Literal["passed", "not_yet", "cannot_tell"]


@dataclass(frozen=True, kw_only=True)
class MarkResult:
    """What became of one pass mark.

    ``repetitions`` says of each counted repetition in order whether it met the mark: True, False, or None where it
    was not measurable or near the line.
    """

    mark: PassMark
    outcome: Outcome
    repetitions: tuple[bool | None, ...]

    @property
    def met(self) -> int:
        """In how many repetitions it was met beyond doubt."""
        return sum(met is True for met in self.repetitions)

    @property
    def undecided(self) -> int:
        """In how many repetitions neither can be said."""
        return sum(met is None for met in self.repetitions)


@dataclass(frozen=True, kw_only=True)
class LessonResult:
    """What became of a lesson; with too few repetitions it is ``cannot_tell``."""

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

    A mark is passed when its share of the repetitions met it. It is not yet met when the share cannot be reached even
    if every repetition that was near the line, or not measurable, had met it. Between the two it is ``cannot_tell``.
    For a finding, the repetition's judgement decides: clear is met, found is not. A finding that compares repetitions
    is met only where at least one was compared with an earlier one. For a quantity, a repetition is on a side of the
    line when it is farther from it than the repeatability of the measurement; these rules are this program's choice.
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
    met = _without(mark.finding, analysis) if mark.finding is not None else _within(mark, analysis)
    return MarkResult(mark=mark, outcome=_outcome(met, mark.share), repetitions=met)


def _outcome(met: Sequence[bool | None], share: float) -> Outcome:
    needed = share * len(met)
    if not met:
        return "cannot_tell"
    if sum(m is True for m in met) >= needed:
        return "passed"
    return "not_yet" if sum(m is not False for m in met) < needed else "cannot_tell"


def _within(mark: PassMark, analysis: Analysis) -> tuple[bool | None, ...]:
    return tuple(_is_within(mark, repetition) for repetition in analysis.counted)


def _is_within(mark: PassMark, repetition: Repetition) -> bool | None:
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


def _without(finding: str, analysis: Analysis) -> tuple[bool | None, ...]:
    """Return of each repetition whether a finding is absent; None where neither can be said."""
    of_finding = [next((j for j in r.judgements if j.id == finding), None) for r in analysis.counted]
    compared = any(j is not None and j.has_value and not j.first_of_set for j in of_finding)
    return tuple(None if j is None else _is_absent(j, compared=compared) for j in of_finding)


def _is_absent(judgement: Judgement, *, compared: bool) -> bool | None:
    if judgement.outcome == "found":
        return False
    return True if judgement.outcome == "clear" and compared else None
