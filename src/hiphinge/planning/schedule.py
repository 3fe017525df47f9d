"""On which days the hinge sessions are, which of them is the hard one, and where a missed one moves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

from hiphinge.planning.deciding import decide, value_of
from hiphinge.planning.graph import Graph
from hiphinge.planning.model import WEEK, Decided, DoneSession, Kind, Settings, weekday_of

__all__ = ["Slot", "begun_with_a_session", "calendar", "days_decided", "hinge_weekdays", "week_kinds", "week_of"]

_KINDS: dict[int, tuple[Kind, ...]] = {
    2: ("heavy", "slow"),
    3: ("heavy", "light", "slow"),
    4: ("heavy", "light", "slow", "light"),
}
_BETWEEN_HEAVY = 3
"""Days from one hard session to the next, at least."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A place for a session: its day, its week from 0, its number in the week from 0, and what moved it."""

    day: int
    week: int
    number: int
    kind: Kind
    decisions: tuple[Decided, ...] = ()


def week_of(settings: Settings, day: int) -> int:
    """Return the week of a day, from 0: weeks run from Monday to Sunday, and the first holds the first day."""
    monday = settings.start - weekday_of(settings.start)
    return (day - monday) // WEEK


def begun_with_a_session(settings: Settings) -> Settings:
    """Return settings that begin on the next Monday where none of the days of the first week is left."""
    today = weekday_of(settings.start)
    if max(hinge_weekdays(settings)) >= today:
        return settings
    return replace(settings, start=settings.start + WEEK - today)


def hinge_weekdays(settings: Settings) -> tuple[int, ...]:
    """Return the weekdays of hinge sessions: as many as suit the experience, spread out, early in the week."""
    least, most = _days_for(settings)
    count = min(len(settings.weekdays), most)
    count = max(count, min(least, len(settings.weekdays)))
    return _spread(settings.weekdays, count)


@cache
def _spread(weekdays: tuple[int, ...], count: int) -> tuple[int, ...]:
    return max(combinations(weekdays, count), key=lambda days: (_apart(days), [-day for day in days]))


def _days_for(settings: Settings) -> tuple[int, int]:
    later = settings.experience == "advanced"
    who = "later" if later else "beginner"
    least = value_of("frequency", f"{who}_sessions_per_week_least")
    most = value_of("frequency", f"{'beginner' if settings.experience == 'new' else who}_sessions_per_week_most")
    return int(least), int(most)


def _apart(days: Sequence[int]) -> list[int]:
    """Return the ways from one day to the next, over the end of the week as well, the shortest first."""
    return sorted((b - a) % WEEK or WEEK for a, b in zip(days, (*days[1:], days[0]), strict=True))


def days_decided(settings: Settings) -> Iterator[Decided]:
    """Yield what is said of how many days there are."""
    days, offered = len(hinge_weekdays(settings)), len(settings.weekdays)
    least, _ = _days_for(settings)
    if days < least:
        yield decide("fewer_days", days=days)
    else:
        yield decide("hinge_days", days=days)
    if offered > days:
        yield decide("more_days", offered=offered, days=days)


def week_kinds(graph: Graph) -> tuple[Kind, ...]:
    """Return the kind of each session of a week, in order."""
    settings = graph.settings
    kinds = _KINDS[len(hinge_weekdays(settings))]
    if not graph.may_raise:
        return tuple("slow" if kind == "slow" else "light" for kind in kinds)
    if (settings.age_years or 0) >= value_of("age", "more_time_from_years") and len(kinds) > len(_KINDS[2]):
        return tuple("light" if kind == "slow" else kind for kind in kinds)
    return kinds


def _week(graph: Graph, week: int) -> list[Slot]:
    settings = graph.settings
    monday = settings.start - weekday_of(settings.start) + WEEK * week
    days = [monday + weekday for weekday in hinge_weekdays(settings)]
    slots = [
        Slot(day=day, week=week, number=n, kind=kind)
        for n, (day, kind) in enumerate(zip(days, week_kinds(graph), strict=True))
    ]
    return [slot for slot in slots if slot.day >= settings.start]


def calendar(graph: Graph, done: Sequence[DoneSession], today: int, *, weeks: int | None = None) -> tuple[Slot, ...]:
    """Return the sessions from a day on, in their order: missed ones moved, what no day is left for dropped.

    Parameters
    ----------
    weeks
        How many weeks to look ahead, that of the day being the first; None is to the end of the plan.
    """
    settings = graph.settings
    trained = sorted(one.day for one in done if one.sets)
    last_heavy = _last_heavy(graph, done)
    earliest = max(today + (today in trained), settings.start)
    slots: list[Slot] = []
    first = max(0, week_of(settings, earliest))
    last = settings.weeks if weeks is None else min(settings.weeks, first + weeks)
    for week in range(first, last):
        used = sum(week_of(settings, day) == week for day in trained)
        left = [slot for slot in _week(graph, week) if slot.day not in _skipped(graph)][used:]
        placed, last_heavy = _placed(graph, left, earliest, last_heavy)
        slots += placed
        if placed:
            earliest = max(earliest, placed[-1].day + 1)
    return tuple(slots)


def _skipped(graph: Graph) -> set[int]:
    return {edit.day for edit in graph.edits if edit.kind == "skip" and edit.day is not None}


def _placed(graph: Graph, left: list[Slot], earliest: int, last_heavy: int) -> tuple[list[Slot], int]:
    """Put the sessions that are left of a week on its days that are left, one a day."""
    moves = {e.day: e.to_day for e in graph.edits if e.kind == "move"}
    placed: list[Slot] = []
    left = sorted(left, key=lambda slot: moves.get(slot.day) or slot.day)
    kinds = [slot.kind for slot in left]
    for place, slot in enumerate(left):
        asked = moves.get(slot.day)
        day = max(slot.day, earliest) if asked is None else max(asked, earliest)
        if asked is None and week_of(graph.settings, day) != slot.week:
            break
        if kinds[place] == "heavy" and day - last_heavy < _BETWEEN_HEAVY:
            later = place + 1
            kinds[place] = "light"
            if later < len(kinds):
                kinds[later] = "heavy"
        if kinds[place] == "heavy":
            last_heavy = day
        placed.append(replace(slot, day=day, kind=kinds[place], decisions=_moved(slot, day)))
        earliest = day + 1
    return placed, last_heavy


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def weekday_name(day: int) -> str:
    """Return the name of a day's weekday."""
    return _WEEKDAYS[weekday_of(day)]


def _moved(slot: Slot, day: int) -> tuple[Decided, ...]:
    return () if day == slot.day else (decide("moved_day", day=weekday_name(slot.day)),)


def _last_heavy(graph: Graph, done: Sequence[DoneSession]) -> int:
    """Return the day of the last hard session, as it was noted, or by its place in its week."""
    counts: dict[int, int] = {}
    last = -_BETWEEN_HEAVY
    for one in sorted(done, key=lambda session: session.day):
        if not one.sets:
            continue
        week = week_of(graph.settings, one.day)
        number = counts.get(week, 0)
        counts[week] = number + 1
        slots = _week(graph, week)
        kind = one.kind or (slots[number].kind if number < len(slots) else "light")
        if kind == "heavy":
            last = one.day
    return last
