"""Where to read on after an analysis: the fault, the drill and the lesson that the advice leads to."""

from dataclasses import dataclass

from hiphinge.catalogue import load
from hiphinge.workflow.result import Result

__all__ = ["NextSteps", "next_steps"]


@dataclass(frozen=True, kw_only=True)
class NextSteps:
    """What to read next; None where the advice names none.

    Attributes
    ----------
    fault, drill
        Ids of the catalogue.
    lesson
        The number of the lesson that teaches what the fault lacks.
    exercise_unnamed
        Whether nobody named the exercise, so that naming it may change the answer.
    prepares
        Whether the advice is to practise without a load first.
    """

    fault: str | None = None
    drill: str | None = None
    lesson: int | None = None
    exercise_unnamed: bool = False
    prepares: bool = False


def next_steps(result: Result) -> NextSteps | None:
    """Return what to read next, or None where nothing could be measured."""
    from hiphinge.reports.sheets import lessons_for  # noqa: PLC0415  # slow to load

    advice, catalogue = result.analysis.advice, load()
    if advice is None or not result.measurable:
        return None
    unnamed = not result.analysis.exercise_given
    if advice.finding is None:
        return NextSteps(drill=advice.drill_id, exercise_unnamed=unnamed)
    return NextSteps(
        fault=advice.finding,
        drill=advice.drill_id,
        lesson=lessons_for(catalogue.faults[advice.finding], catalogue)[0].number,
        exercise_unnamed=unnamed,
        prepares=catalogue.phrases["prepare_first"].text in advice.next,
    )
