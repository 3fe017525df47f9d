"""The use cases of aims and plans: kept as they are written, and shown beside what was done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from hiphinge.documents.training_log import (
    AimRecord,
    LoadRecord,
    PersonRecord,
    PlannedSessionRecord,
    PlannedSetRecord,
    SetRecord,
    checked,
)
from hiphinge.errors import UsageError
from hiphinge.training_log import WEEKDAYS, PlannedAgainstDone, parse_set_line, planned_against_done, weekday_meant
from hiphinge.workflow.log_keeping import PLANNABLE, exercise_meant, load_meant

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = [
    "DayOfPlan",
    "Planned",
    "aim_at_load",
    "aim_at_measure",
    "day_of",
    "plan_sets",
    "planned_together",
    "plans_shown",
]

_SHOWN_BACK = timedelta(days=7)
_AIM = re.compile(
    r"(?P<name>.*?\S)\s+(?:(?P<reps>\d+)\s*x\s*)?(?P<load>\d+(?:[.,]\d+)?)\s*(?P<unit>kgs?|lbs?)?", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What a line became; the unit is the one that was taken because the line says none."""

    day: date
    sets: tuple[PlannedSetRecord, ...]
    unit_assumed: Literal["kg", "lb"] | None


@dataclass(frozen=True, kw_only=True)
class DayOfPlan:
    """A planned exercise of a day beside what was done; ``over`` is whether the day has passed."""

    day: date
    over: bool
    work: PlannedAgainstDone[PlannedSetRecord, SetRecord]


def plan_sets(store: "Store", person: PersonRecord, line: str, *, on: str, now: datetime | None = None) -> Planned:
    """Keep the sets that a line plans for a day.

    Parameters
    ----------
    line
        As `hiphinge.training_log.parse_set_line` reads it.
    on
        As `day_of` reads it; today or later.

    Raises
    ------
    UsageError
        If the line or the day is not understood, a number in it cannot be, or the day has passed.
    OutputError
        If the sets cannot be written; none of them is kept then.
    """
    from hiphinge.store.columns import new_ids  # noqa: PLC0415  # loads the database's library

    said, day = parse_set_line(line), day_of(on, person, now=now)
    if day < day_of("today", person, now=now):
        message = f"{on!r} has passed. Plan for today or later; log what was done with: hiphinge log LINE --at {on}"
        raise UsageError(message)
    if said.pain_before is not None or said.pain_after is not None:
        message = "Pain cannot be planned. Leave it out, and say it when you log the set."
        raise UsageError(message)
    exercise, (load, assumed) = exercise_meant(store, person, said.name), load_meant(person, said)
    same = {"exercise": exercise, "exercise_name": said.name, "load": load}
    same |= {"kind": "warm_up" if said.warm_up else "work"} | {name: getattr(said, name) for name in PLANNABLE}

    def sets_of(session: PlannedSessionRecord, first: int) -> Sequence[PlannedSetRecord]:
        ids = new_ids(len(said.repetitions))
        mine = {"person": person.id, "session": session.id, **same}
        return [
            checked(PlannedSetRecord, id=id_, position=first + n, repetitions=said.repetitions[n], **mine)
            for n, id_ in enumerate(ids)
        ]

    return Planned(day=day, sets=store.plans.plan(person, day, sets_of), unit_assumed=assumed)


def plans_shown(store: "Store", person: PersonRecord, *, now: datetime | None = None) -> tuple[DayOfPlan, ...]:
    """Return what was planned for the last seven days and what is to come, beside what was done; the earliest first."""
    today = day_of("today", person, now=now)
    days = store.plans.days(person, since=today - _SHOWN_BACK)
    if not days:
        return ()
    zone = ZoneInfo(person.zone)
    start = datetime.combine(days[0].session.day, datetime.min.time(), zone).astimezone(UTC)
    done: dict[date, list[SetRecord]] = {}
    for one in store.log.between(person, start, (now or datetime.now(UTC)) + timedelta(days=1)):
        done.setdefault(one.performed_at.astimezone(zone).date(), []).append(one)
    return tuple(
        DayOfPlan(day=day.session.day, over=day.session.day < today, work=work)
        for day in days
        for work in planned_against_done(day.sets, done.get(day.session.day, ()))
    )


def planned_together(sets: Sequence[PlannedSetRecord]) -> tuple[tuple[PlannedSetRecord, ...], ...]:
    """Return planned sets in groups that differ in their repetitions alone and follow one another."""
    groups: list[list[PlannedSetRecord]] = []
    for one in sets:
        if groups and _apart(groups[-1][-1]) == _apart(one):
            groups[-1].append(one)
        else:
            groups.append([one])
    return tuple(map(tuple, groups))


def _apart(one: PlannedSetRecord) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in ("session", "exercise_name", "kind", "load", *PLANNABLE))


def aim_at_load(store: "Store", person: PersonRecord, line: str, *, by: str, now: datetime | None = None) -> AimRecord:
    """Keep a load that a person aims at, such as ``rdl 100kg`` or ``rdl 5x100kg``, by a day.

    Raises
    ------
    UsageError
        If the line or the day is not understood, the load cannot be, or the day has passed.
    OutputError
        If it cannot be written.
    """
    match = _AIM.fullmatch(line.strip().replace("\N{MULTIPLICATION SIGN}", "x"))
    if match is None or float(match["load"].replace(",", ".")) == 0:
        message = f"An aim is an exercise and a load, as in 'rdl 100kg' or 'rdl 5x100kg', but is {line.strip()!r}."
        raise UsageError(message)
    unit = person.unit if match["unit"] is None else match["unit"].lower().removesuffix("s")
    load = checked(LoadRecord, value=float(match["load"].replace(",", ".")), unit=unit)
    repetitions = None if match["reps"] is None else int(match["reps"])
    return _aim(store, person, match["name"].strip(), by=by, now=now, load=load, repetitions=repetitions)


def aim_at_measure(
    store: "Store",
    person: PersonRecord,
    exercise: str,
    *,
    quantity: str,
    value: float,
    way: Literal["at_least", "at_most"],
    by: str,
    now: datetime | None = None,
) -> AimRecord:
    """Keep a value of a measure that a person aims at in an exercise, by a day.

    Raises
    ------
    UnknownIdError
        If there is no such measure.
    UsageError
        If the exercise is not one whose videos are measured, the value is no number, or the day has passed.
    OutputError
        If it cannot be written.
    """
    from hiphinge.quantities import quantity as known_quantity  # noqa: PLC0415  # not always wanted
    from hiphinge.workflow.exercise_lookup import analysed_exercise  # noqa: PLC0415  # likewise

    id_ = known_quantity(quantity).id
    analysed_exercise(exercise_meant(store, person, exercise) or exercise)
    return _aim(store, person, exercise, by=by, now=now, quantity=id_, value=value, way=way)


def _aim(
    store: "Store", person: PersonRecord, name: str, *, by: str, now: datetime | None, **wanted: object
) -> AimRecord:
    from hiphinge.store.columns import new_id  # noqa: PLC0415  # loads the database's library

    day = day_of(by, person, now=now)
    if day < day_of("today", person, now=now):
        message = f"{by!r} has passed. An aim has a day to come."
        raise UsageError(message)
    fields = {"exercise": exercise_meant(store, person, name), "exercise_name": name, "by": day}
    one = checked(AimRecord, id=new_id(), person=person.id, set_at=now or datetime.now(UTC), **fields, **wanted)
    store.plans.aim(one)
    return one


def day_of(text: str, person: PersonRecord, *, now: datetime | None = None) -> date:
    """Return the day where a person is that ``2026-12-01``, ``today``, ``tomorrow`` or ``friday`` says.

    A day of the week is the next one, today included.

    Raises
    ------
    UsageError
        If it is none of these.
    """
    today = (now or datetime.now(UTC)).astimezone(ZoneInfo(person.zone)).date()
    said = text.strip().lower()
    near = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if said in near:
        return today + timedelta(days=near[said])
    weekday = weekday_meant(said)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday()) % len(WEEKDAYS))
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        message = f"{text!r} is no day. Write it like 2026-12-01, today, tomorrow or friday."
        raise UsageError(message) from error
