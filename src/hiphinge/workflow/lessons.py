"""The use case of a lesson: a video of it goes in, and what passed comes out, with how much of it to tell."""

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hiphinge.assessments import LessonResult, judge_lesson
from hiphinge.catalogue import Lesson, load
from hiphinge.coaching import Feedback, feedback_after
from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.workflow.analyzing import analyze
from hiphinge.workflow.calibrations import calibration_file
from hiphinge.workflow.notes import read_notes
from hiphinge.workflow.pose_estimation import USUAL_ESTIMATOR
from hiphinge.workflow.progress import Listener
from hiphinge.workflow.result import Result

if TYPE_CHECKING:
    from hiphinge.estimators import Estimator

__all__ = ["LessonTaken", "lesson_named", "lessons", "take_lesson"]


@dataclass(frozen=True, kw_only=True)
class LessonTaken:
    """A lesson that was filmed.

    ``feedback`` says which repetitions are told about one by one, after ``practised`` repetitions before this video.
    """

    result: Result
    judged: LessonResult
    feedback: Feedback
    practised: int


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
    told = ", ".join(f"{lesson.number} ({lesson.name})" for lesson in lessons())
    message = f"There is no lesson {name!r}. There are: {told}."
    raise UnknownIdError(message)


def take_lesson(  # what was filmed, of which lesson, by whom, and how it is watched
    lesson: Lesson,
    source: str | os.PathLike[str],
    *,
    person: str = "me",
    model: str | os.PathLike[str] | None = None,
    estimator: "str | Estimator" = USUAL_ESTIMATOR,
    threads: int | None = None,
    progress: Listener | None = None,
) -> LessonTaken:
    """Measure a video of a lesson and compare it with the lesson's pass marks; nothing is kept.

    Angles count from the person's own standing as they were calibrated, where that was done.

    Parameters
    ----------
    person
        Whose calibration and practice count.
    model, estimator, threads, progress
        As in `analyze`.

    Raises
    ------
    UsageError
        If the lesson is a calibration, which `calibrate` measures, or the person's name is none.
    InputError, UnknownIdError, MissingComponentError
        As in `analyze`.
    """
    if lesson.calibrates:
        message = f"Lesson {lesson.number} should be measured as a calibration. Write: hiphinge calibrate VIDEO"
        raise UsageError(message)
    own = calibration_file(person)
    practised = read_notes(person).practised
    result = analyze(
        source,
        exercise=lesson.exercise,
        calibration=own if own.is_file() else None,
        model=model,
        estimator=estimator,
        threads=threads,
        progress=progress,
    )
    judged = judge_lesson(lesson, result.analysis)
    result = replace(result, lesson=judged)
    return LessonTaken(result=result, judged=judged, feedback=feedback_after(practised), practised=practised)
