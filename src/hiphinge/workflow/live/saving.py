"""Files what a live session measured in a person's training log, as any other set; no video is kept."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hiphinge.assessments import judge_lesson
from hiphinge.workflow.filing import Filed, file_result
from hiphinge.workflow.lessons import lesson_named
from hiphinge.workflow.live.counting import note_counting
from hiphinge.workflow.notes import note_practice
from hiphinge.workflow.provenance import provenance_of
from hiphinge.workflow.result import Result
from hiphinge.workflow.stores import person_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.analysis import Analysis
    from hiphinge.assessments import LessonResult
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store

__all__ = ["file_live", "judged_lesson", "keep_session", "live_result"]


def live_result(analysis: "Analysis") -> Result:
    """Return the result of a live session, with what is needed to reproduce its numbers from its poses."""
    asked = {
        "exercise": analysis.exercise if analysis.exercise_given else None,
        "load_kg": analysis.load_kg,
        "start_s": None,
        "end_s": None,
        "own_standing": None,
    }
    return Result(analysis=analysis, provenance=provenance_of(analysis.motion.origin, parameters=asked))


def file_live(store: "Store", person: "PersonRecord", analysis: "Analysis", *, began_at: datetime) -> Filed:
    """Keep an analysis of a live session in the log of a person, and join it to the set logged at that time.

    Parameters
    ----------
    began_at
        When the clock of the camera was 0.

    Raises
    ------
    OutputError
        If something cannot be written; nothing is filed then.
    """
    first_s = float(analysis.motion.time_s[0])
    return file_result(store, person, live_result(analysis), recorded_at=began_at + timedelta(seconds=first_s))


def judged_lesson(lesson: str | None, analyses: "Sequence[Analysis]") -> "LessonResult | None":
    """Return how a session met a lesson's pass marks, by its longest stretch; None where no lesson was taken."""
    if lesson is None or not analyses:
        return None
    return judge_lesson(lesson_named(lesson), max(analyses, key=lambda one: len(one.counted)))


def keep_session(
    store: "Store",
    person: "PersonRecord",
    analyses: "Sequence[Analysis]",
    *,
    judged: "LessonResult | None",
    began_at: datetime,
    counting: bool = False,
) -> tuple[str, ...]:
    """File the analyses of a session, and note what was practised and passed; return the ids of what was filed.

    ``counting`` notes in the log that it was all done while counting backwards aloud.

    Raises
    ------
    OutputError
        If something cannot be written.
    """
    filed = [file_live(store, person, one, began_at=began_at) for one in analyses]
    if counting:
        for analysis, one in zip(analyses, filed, strict=True):
            note_counting(store, person, analysis, one, began_at=began_at)
    passed = judged.lesson.id if judged is not None and judged.outcome == "passed" else None
    note_practice(
        person.name,
        repetitions=sum(len(one.counted) for one in analyses),
        passed=passed,
        on=began_at.astimezone(ZoneInfo(person.zone)).date(),
        files=person_files(store),
    )
    return tuple(one.analysis.id for one in filed)
