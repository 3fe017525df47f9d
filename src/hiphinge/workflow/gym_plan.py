"""Today's session of the plan that a person trains by, as sets that are tapped one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from hiphinge.catalogue import load
from hiphinge.documents.training_log import LoadRecord, PersonRecord, PlannedSetRecord
from hiphinge.planning import Answers, DayPlan, Decided, Item
from hiphinge.reports.text.plan_words import how_words, reasons, title_of
from hiphinge.workflow.kept_plans import KeptPlan, kept_plan

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = ["GymPlan", "plan_of_today"]

_NOBODY = "0" * 32


@dataclass(frozen=True, kw_only=True)
class GymPlan:
    """What the plan says of today.

    Attributes
    ----------
    title
        Of the session; empty where there is none.
    sets
        Each set of the session in order; their ids say their place, as they are in no log.
    why
        Why the day is as it is.
    why_of
        Why each exercise is as it is, by id.
    answers
        How the person is today, as they said it.
    until
        The last day of the plan.
    """

    title: str
    sets: Sequence[PlannedSetRecord]
    why: Sequence[Decided]
    why_of: dict[str, Sequence[Decided]]
    answers: Answers
    until: date


def plan_of_today(store: "Store", person: PersonRecord, *, now: datetime | None = None) -> GymPlan | None:
    """Return what the plan of a person says of today, or None where they have none, or it is over.

    Raises
    ------
    InputFormatError
        If the plan is damaged, or newer than what is known.
    """
    kept = kept_plan(store, person, now=now)
    if kept is None or kept.today > kept.last_day:
        return None
    day = kept.day()
    items = () if day.session is None else day.session.items
    why: dict[str, list[Decided]] = {}
    for item in items:
        why.setdefault(item.exercise, []).extend(item.decisions)
    return GymPlan(
        title="" if day.session is None else title_of(day.session),
        sets=tuple(_sets(kept, items)),
        why=_day_reasons(day),
        why_of={id_: reasons(found, quiet=True) for id_, found in why.items()},
        answers=kept.answers,
        until=kept.last_day,
    )


def _day_reasons(day: DayPlan) -> Sequence[Decided]:
    return reasons((*day.decisions, *(() if day.session is None else day.session.decisions)))


def _sets(kept: KeptPlan, items: Sequence[Item]) -> Iterator[PlannedSetRecord]:
    place = 0
    for item in items:
        for _ in range(item.sets):
            yield _set(kept, item, place)
            place += 1


def _set(kept: KeptPlan, item: Item, place: int) -> PlannedSetRecord:
    unit = kept.settings.unit
    return PlannedSetRecord(
        id=f"{place:032x}",
        person=kept.record.person,
        session=_NOBODY,
        position=place,
        exercise=item.exercise,
        exercise_name=load().exercises[item.exercise].name,
        kind="warm_up" if item.part == "warm_up" else "work",
        load=None if item.load is None or item.load <= 0 else LoadRecord(value=item.load, unit=unit),
        repetitions=item.repetitions,
        duration_s=item.hold_s,
        rest_s=item.rest_s,
        note=how_words(item),
    )
