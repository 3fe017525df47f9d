"""Sessions written by hand, for tests of what they change."""

from datetime import date
from typing import Any

from hiphinge.planning import DoneSession, DoneSet, Gate, Item, Plan, Settings, make_plan, plan_of_day

__all__ = ["GOOD", "POOR", "START", "did", "item_of", "lifter", "planned", "today_for"]

START = date(2027, 1, 4).toordinal()
GOOD, POOR = Gate(judged=8, met=8), Gate(judged=8, met=4)


def lifter(**changes: Any) -> Settings:
    """Return somebody who trains three days a week, with the Romanian deadlift at 60 kg as their hardest hinge."""
    given: dict[str, Any] = {
        "start": START,
        "weekdays": (0, 2, 4),
        "experience": "some",
        "equipment": frozenset({"barbell", "dumbbells"}),
        "loads": {"romanian_deadlift": 60.0},
    }
    return Settings(**(given | changes))


def did(
    day: int,
    exercise: str = "romanian_deadlift",
    *,
    load: float | None = 60.0,
    gate: Gate | None = GOOD,
    repetitions: int = 8,
    effort: float | None = 7.0,
    sets: int = 2,
    **of_session: Any,
) -> DoneSession:
    """Return a session of one exercise on a day of the plan, counted from 0."""
    one = DoneSet(exercise=exercise, repetitions=repetitions, load=load, effort=effort)
    last = DoneSet(exercise=exercise, repetitions=repetitions, load=load, effort=effort, gate=gate)
    return DoneSession(day=START + day, sets=(*(one,) * (sets - 1), last), **of_session)


def planned(settings: Settings, *done: DoneSession, **more: Any) -> Plan:
    """Return the plan after what was done."""
    last = max((one.day for one in done), default=START - 1)
    return make_plan(settings, done=done, today=last + 1, **more)


def item_of(plan: Plan, exercise: str = "romanian_deadlift", *, kind: str | None = None) -> Item:
    """Return the first item with an exercise that is not in a warm-up, on a day of a kind."""
    return next(
        item
        for session in plan.sessions
        for item in session.items
        if item.exercise == exercise and item.part != "warm_up" and kind in {None, session.kind}
    )


def today_for(settings: Settings, day: int, *done: DoneSession, **more: Any) -> Any:
    """Return what a day of the plan, counted from 0, brings."""
    return plan_of_day(settings, START + day, done=done, **more)
