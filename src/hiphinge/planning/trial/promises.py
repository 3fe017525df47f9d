"""What every plan has to keep, read from what was planned and done alone; nothing here asks the planner why."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from hiphinge.catalogue import load
from hiphinge.planning.model import DayPlan, DoneSession, DoneSet, Item, Session, Settings

__all__ = ["broken_promises"]

_WEEK = 7
_SHARE = 0.8
_JUDGED = 3
_HARD_APART = 2
_MOST_PAIN = 5


def broken_promises(
    settings: Settings,
    days: Sequence[DayPlan],
    done: Sequence[DoneSession],
    stops: Sequence[int] = (),
    pains: Mapping[int, int] | None = None,
) -> Iterator[str]:
    """Yield every promise that is broken, in words.

    Parameters
    ----------
    days
        What was planned day by day.
    done
        What was done.
    stops
        Days on which an answer asked to stop.
    pains
        The pain of each day, from 0 to 10.
    """
    sessions = [day.session for day in days if day.session is not None]
    yield from _loads(settings, sessions, done, stops)
    yield from _hard_days(done)
    yield from _counts(settings, sessions, done)
    for session in sessions:
        yield from _order(session)
        yield from _equipped(settings, session)
        yield from _said(session)
    yield from _reached(settings, sessions, done)
    for day in days:
        if day.day in stops and day.session is not None:
            yield f"day {day.day}: a session although an answer asks to stop"
        if (pains or {}).get(day.day, 0) > _MOST_PAIN and day.session is not None:
            yield f"day {day.day}: a session with pain of {(pains or {})[day.day]}"


def _loads(
    settings: Settings, sessions: Sequence[Session], done: Sequence[DoneSession], stops: Sequence[int]
) -> Iterator[str]:
    """Nothing is heavier than the last time after a failed gate, a stop or a missed week; no step is large."""
    last: dict[str, tuple[int, list[DoneSet]]] = {}
    by_day = {one.day: one for one in done}
    trained = [one.day for one in done if one.sets]
    for session in sessions:
        before = max((day for day in trained if day < session.day), default=None)
        for item in session.items:
            if item.load is None or item.exercise not in last or item.part == "warm_up":
                continue
            day, sets = last[item.exercise]
            lifted = max((one.load for one in sets if one.load is not None), default=None)
            if lifted is None or item.load <= lifted + 1e-6:
                continue
            if any(_failed(one) for one in sets):
                yield f"day {session.day}: {item.exercise} up from {lifted:g} to {item.load:g} after a failed gate"
            if any(day <= stop <= session.day for stop in stops):
                yield f"day {session.day}: {item.exercise} up from {lifted:g} to {item.load:g} after a stop"
            if before is not None and _week_missed(settings, before, session.day):
                yield f"day {session.day}: {item.exercise} up from {lifted:g} to {item.load:g} after a missed week"
        if session.day in by_day:
            for exercise in {one.exercise for one in by_day[session.day].sets}:
                sets = [one for one in by_day[session.day].sets if one.exercise == exercise]
                last[exercise] = (session.day, sets)


def _week_missed(settings: Settings, before: int, now: int) -> bool:
    """Tell whether a whole week, Monday to Sunday, is between two days."""
    return (now - 1) // _WEEK - (before - 1) // _WEEK > 1 and settings.start <= before


def _failed(one: DoneSet) -> bool:
    gate = one.gate
    return gate is not None and gate.judged >= _JUDGED and gate.met < _SHARE * gate.judged


def _passed(one: DoneSet) -> bool:
    return one.gate is not None and one.gate.judged >= _JUDGED and not _failed(one)


def _hard_days(done: Sequence[DoneSession]) -> Iterator[str]:
    hard = [one.day for one in done if one.kind == "heavy"]
    for first, second in pairwise(hard):
        if second - first < _HARD_APART:
            yield f"day {second}: heavy two days in a row"


def _counts(settings: Settings, sessions: Sequence[Session], done: Sequence[DoneSession]) -> Iterator[str]:
    """No more hinge sessions in a week than suit the experience, never two on a day; heavy once a week."""
    most = {"new": 3, "some": 4, "advanced": 4}[settings.experience]
    weeks: dict[int, list[DoneSession]] = {}
    for one in done:
        if one.sets:
            weeks.setdefault((one.day - 1) // _WEEK, []).append(one)
    for week, trained in weeks.items():
        if len(trained) > most:
            yield f"week {week}: {len(trained)} hinge sessions"
        if sum(one.kind == "heavy" for one in trained) > 1:
            yield f"week {week}: heavy more than once"
    if len({session.day for session in sessions}) < len(sessions):
        yield "two sessions on one day"


def _order(session: Session) -> Iterator[str]:
    parts = [item.part for item in session.items]
    if "warm_up" in parts and (parts[0] != "warm_up" or session.items[0].exercise != "hip_hinge"):
        yield f"day {session.day}: the warm-up does not begin with the hinge"
    work = [part for part in parts if part != "warm_up"]
    if work[0] != "main":
        yield f"day {session.day}: the hinge is not first"


def _equipped(settings: Settings, session: Session) -> Iterator[str]:
    for item in session.items:
        needs = load().stations[item.exercise].needs
        if needs and not settings.equipment & set(needs):
            yield f"day {session.day}: {item.exercise} without its equipment"


def _said(session: Session) -> Iterator[str]:
    rules = load().training_rules
    for one in (*session.decisions, *(d for item in session.items for d in item.decisions)):
        if one.rule not in rules or not one.says or "{" in one.says or one.grade != rules[one.rule].grade:
            yield f"day {session.day}: {one.says!r} cites {one.rule!r}"
    for item in session.items:
        yield from _marked(session, item)


def _marked(session: Session, item: Item) -> Iterator[str]:
    analysed = load().exercises[item.exercise].analysed
    marked = any(one.id == "not_gated" for one in item.decisions)
    if item.gated != analysed or marked == analysed:
        yield f"day {session.day}: {item.exercise} is marked wrongly as to video"


def _reached(settings: Settings, sessions: Sequence[Session], done: Sequence[DoneSession]) -> Iterator[str]:
    """Of somebody new, each main exercise comes after two sessions of the one before that met the gate."""
    if settings.experience != "new":
        return
    rungs = {s.id: s.rung for s in load().stations.values() if s.part == "main"}
    equipped = [
        s.id
        for s in sorted((s for s in load().stations.values() if s.part == "main"), key=lambda s: s.rung)
        if not s.needs or settings.equipment & set(s.needs)
    ]
    for session in sessions:
        for item in session.items:
            if item.part != "main" or item.exercise not in rungs or equipped.index(item.exercise) == 0:
                continue
            easier = equipped[equipped.index(item.exercise) - 1]
            met = [one.day for one in done if one.day < session.day and _met_in(one, easier)]
            if len(met) < 2:  # noqa: PLR2004 - the gate is two sessions
                yield f"day {session.day}: {item.exercise} before {easier} was met twice"


def _met_in(session: DoneSession, exercise: str) -> bool:
    sets = [one for one in session.sets if one.exercise == exercise]
    return any(_passed(one) for one in sets) and not any(_failed(one) for one in sets)
