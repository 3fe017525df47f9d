"""What a person trains by: their plan, how they are on a day of it, the days on which they practised."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from hiphinge.documents.log_fields import Id, Moment, Rating, Record

__all__ = ["DayAnswerRecord", "PracticeRecord", "TrainingPlanRecord"]


def _a_plan(content: dict[str, Any]) -> dict[str, Any]:
    from hiphinge.documents.plan import PlanDocument  # noqa: PLC0415  # loads the planner, and most logs have no plan

    PlanDocument.model_validate(content)
    return content


class TrainingPlanRecord(Record):
    """A plan that a person trains by, or has trained by: its settings and the person's changes, without the sessions.

    The sessions follow from these and from what was logged.
    """

    id: Id
    person: Id
    begun_at: Moment
    changed_at: Moment
    ended_at: Moment | None = None
    """When it was stopped, or another took its place; None for the present one."""
    content: Annotated[dict[str, Any], AfterValidator(_a_plan)]
    """A `hiphinge.documents.plan.PlanDocument` of which only ``settings`` and ``edits`` are filled."""


class DayAnswerRecord(Record):
    """How somebody is on a day, as it was asked before the session; of several of a day the last one counts."""

    id: Id
    person: Id
    day: date
    """Where the person is."""
    answered_at: Moment
    pain: Rating = 0
    soreness: Rating = 0
    busy: bool = False
    """Whether they asked for an easier week."""
    yes: list[Annotated[str, Field(max_length=60)]] = Field(default_factory=list)
    """Questions before the start that they answered with yes, by id."""


class PracticeRecord(Record):
    """A day on which somebody practised the hinge in daily life."""

    id: Id
    person: Id
    day: date
    """Where the person is."""
    ticked_at: Moment
