"""The use case of a lesson: a video of it goes in; which pass marks were met comes out, with how much to report."""

import os
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from hiphinge.assessments import LessonResult, judge_lesson
from hiphinge.catalogue import Lesson, load
from hiphinge.coaching import Feedback, feedback_after
from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.workflow.analyzing import analyze
from hiphinge.workflow.calibrations import is_calibrated
from hiphinge.workflow.notes import note_practice, read_notes
from hiphinge.workflow.pose_estimation import DEFAULT_ESTIMATOR
from hiphinge.workflow.progress import Listener
from hiphinge.workflow.result import Result

if TYPE_CHECKING:
    from hiphinge.estimators import Estimator

__all__ = [
    "LessonVideo",
    "keep_calibration_lesson",
    "keep_lesson",
    "lesson_after",
    "lesson_named",
    "lessons",
    "take_lesson",
]


@dataclass(frozen=True, kw_only=True)
class LessonVideo:
    """A video of a lesson, judged.

    Attributes
    ----------
    feedback
        Which repetitions are reported one by one.
    practised
        How many repetitions the person practised before this video.
    """

    result: Result
    judged: LessonResult
    feedback: Feedback
    practised: int

    @property
    def met_every_mark(self) -> int:
        """How many of the counted repetitions clearly met every pass mark."""
        marks = [mark.repetitions for mark in self.judged.marks]
        return sum(all(mark[place] is True for mark in marks) for place in range(self.judged.counted))

    @property
    def missed(self) -> dict[int, tuple[int, ...]]:
        """The pass marks missed, both numbered from 1, by each repetition that is reported by itself."""
        places = (place for place in range(1, self.judged.counted + 1) if self.feedback.reports(place))
        return {place: self.judged.missed_in(place) for place in places}


def lessons() -> tuple[Lesson, ...]:
    """Return the lessons in their order."""
    return tuple(sorted(load().lessons.values(), key=lambda lesson: lesson.number))


def lesson_named(name: str | int) -> Lesson:
    """Return a lesson by its number or id.

    Raises
    ------
    UnknownIdError
        If there is none.
    """
    wanted = str(name).strip().lower()
    for lesson in lessons():
        if wanted in {str(lesson.number), lesson.id}:
            return lesson
    known = [f"{lesson.number} ({lesson.name})" for lesson in lessons()]
    raise UnknownIdError.of(name, kind="lesson", known=known, also=[lesson.id for lesson in lessons()])


def lesson_after(lesson: Lesson) -> Lesson | None:
    """Return the next lesson, or None after the last."""
    return next((other for other in lessons() if other.number == lesson.number + 1), None)


def keep_lesson(taken: LessonVideo, *, person: str, on: date) -> None:
    """Add a lesson to a person's notes: the repetitions practised, and that it was passed where it was.

    Raises
    ------
    OutputError
        If the notes cannot be written.
    """
    judged = taken.judged
    passed = judged.lesson.id if judged.outcome == "passed" else None
    note_practice(person, repetitions=judged.counted, passed=passed, on=on)


def keep_calibration_lesson(lesson: Lesson, *, person: str, on: date) -> None:
    """Note that a person passed a lesson that is a calibration, which has no repetitions.

    Raises
    ------
    OutputError
        If the notes cannot be written.
    """
    note_practice(person, repetitions=0, passed=lesson.id, on=on)


def take_lesson(  # the options of a use case, all but lesson and source by name
    lesson: Lesson,
    source: str | os.PathLike[str],
    *,
    person: str = "me",
    model: str | os.PathLike[str] | None = None,
    estimator: "str | Estimator" = DEFAULT_ESTIMATOR,
    threads: int | None = None,
    progress: Listener | None = None,
) -> LessonVideo:
    """Measure a video of a lesson and compare it with the lesson's pass marks; nothing is saved (see `keep_lesson`).

    Where the person is calibrated, angles count from that standing.

    Parameters
    ----------
    person
        Whose calibration and practice count.
    model, estimator, threads, progress
        As in `analyze`.

    Raises
    ------
    UsageError
        If the lesson is a calibration, which `calibrate` measures, or the person's name cannot be used as one.
    InputError, UnknownIdError, MissingComponentError
        As in `analyze`.
    """
    if lesson.calibrates:
        message = f"Lesson {lesson.number} should be measured as a calibration. Write: hiphinge calibrate VIDEO"
        raise UsageError(message)
    calibrated = is_calibrated(person)
    practised = read_notes(person).practised
    result = analyze(
        source,
        exercise=lesson.exercise,
        calibration=person if calibrated else None,
        model=model,
        estimator=estimator,
        threads=threads,
        progress=progress,
    )
    judged = judge_lesson(lesson, result.analysis)
    result = replace(result, lesson=judged)
    return LessonVideo(result=result, judged=judged, feedback=feedback_after(practised), practised=practised)
