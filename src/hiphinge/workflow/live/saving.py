"""Files what a live session measured in a person's training log, as any other set, with its video where wanted."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hiphinge.assessments import judge_lesson
from hiphinge.sources.files import sha256_of
from hiphinge.workflow.filing import Filed, file_result
from hiphinge.workflow.lessons import lesson_named
from hiphinge.workflow.live.counting import note_counting
from hiphinge.workflow.notes import note_practice
from hiphinge.workflow.provenance import provenance_of
from hiphinge.workflow.result import Result
from hiphinge.workflow.stores import person_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hiphinge.analysis import Analysis
    from hiphinge.assessments import LessonResult
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store

__all__ = ["Lifted", "file_live", "judged_lesson", "keep_session", "live_result"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Lifted:
    """What was lifted without a gap.

    Attributes
    ----------
    began_at
        When the clock of the analysis was 0.
    video
        The video of exactly its frames, the first one at 0, where it is to be kept.
    """

    analysis: "Analysis"
    began_at: datetime
    video: "Path | None" = None


def live_result(analysis: "Analysis", *, video: "Path | None" = None) -> Result:
    """Return the result of a live session, with what is needed to reproduce its numbers from its poses."""
    if video is not None:
        motion = analysis.motion
        known = replace(motion.origin, sha256=sha256_of(video))
        analysis = replace(analysis, motion=replace(motion, origin=known))
    asked = {
        "exercise": analysis.exercise if analysis.exercise_given else None,
        "load_kg": analysis.load_kg,
        "start_s": None,
        "end_s": None,
        "own_standing": None,
    }
    return Result(analysis=analysis, provenance=provenance_of(analysis.motion.origin, parameters=asked), video=video)


def file_live(
    store: "Store", person: "PersonRecord", analysis: "Analysis", *, began_at: datetime, video: "Path | None" = None
) -> Filed:
    """Keep an analysis of a live session in the log of a person, and join it to the set logged at that time.

    Parameters
    ----------
    began_at
        When the clock of the analysis was 0.
    video
        Kept, too: whoever began the session asked for it.

    Raises
    ------
    OutputError
        If something cannot be written; nothing is filed then.
    """
    recorded_at = began_at + timedelta(seconds=float(analysis.motion.time_s[0]))
    result = live_result(analysis, video=video)
    return file_result(store, person, result, recorded_at=recorded_at, keep_video=video is not None)


def judged_lesson(lesson: str | None, analyses: "Sequence[Analysis]") -> "LessonResult | None":
    """Return how a session met a lesson's pass marks, by its longest stretch; None where no lesson was taken."""
    if lesson is None or not analyses:
        return None
    return judge_lesson(lesson_named(lesson), max(analyses, key=lambda one: len(one.counted)))


def keep_session(
    store: "Store",
    person: "PersonRecord",
    lifted: "Sequence[Lifted]",
    *,
    judged: "LessonResult | None",
    counting: bool = False,
) -> tuple[str, ...]:
    """File what was lifted in a session, and note what was practised and passed; return the ids of what was filed.

    ``counting`` notes in the log that it was all done while counting backwards aloud.

    Raises
    ------
    OutputError
        If something cannot be written.
    """
    filed = [file_live(store, person, one.analysis, began_at=one.began_at, video=one.video) for one in lifted]
    if counting:
        for each, one in zip(lifted, filed, strict=True):
            note_counting(store, person, each.analysis, one, began_at=each.began_at)
    passed = judged.lesson.id if judged is not None and judged.outcome == "passed" else None
    note_practice(
        person.name,
        repetitions=sum(len(one.analysis.counted) for one in lifted),
        passed=passed,
        on=lifted[0].began_at.astimezone(ZoneInfo(person.zone)).date(),
        files=person_files(store),
    )
    return tuple(one.analysis.id for one in filed)
