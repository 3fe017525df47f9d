"""The use cases of what a person notes of a day: back comfort, preparation, self-tests, the morning after."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from hiphinge.catalogue import SelfTest, load
from hiphinge.documents.training_log import ComfortRecord, PersonRecord, SelfTestRecord, checked
from hiphinge.errors import InputMissingError, UnknownIdError, UsageError
from hiphinge.training_log import preparation
from hiphinge.workflow.log_keeping import moment_of
from hiphinge.workflow.log_planning import day_of

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = [
    "Tested",
    "answers_done",
    "day_so_far",
    "log_test",
    "next_morning",
    "prepare",
    "rate_comfort",
    "self_test",
    "unit_of_test",
]

_RESULT = re.compile(r"(?P<value>[-+]?\d+(?:[.,]\d+)?)\s*(?P<unit>[^\W\d]+|\N{DEGREE SIGN})?")
_UNITS = {"\N{DEGREE SIGN}": "deg", "degrees": "deg", "degree": "deg", "sec": "s", "seconds": "s", "point": "points"}
_POINTS = "points"


@dataclass(frozen=True, kw_only=True)
class Tested:
    """A result that was kept, and the one before it of the same test and side; None where it is the first."""

    result: SelfTestRecord
    before: SelfTestRecord | None


def rate_comfort(
    store: "Store", person: PersonRecord, comfort: int, *, on: str | None, note: str = "", now: datetime | None = None
) -> ComfortRecord:
    """Keep how comfortable a person's back is on a day, 0 to 10, in the place of an earlier rating of that day.

    Raises
    ------
    UsageError
        If it is no such number, or the day is not understood or to come.
    OutputError
        If it cannot be written.
    """
    from hiphinge.store.columns import new_id  # noqa: PLC0415  # loads the database's library

    day = day_so_far(on, person, now)
    noted = {"day": day, "noted_at": now or datetime.now(UTC), "note": note}
    one = checked(ComfortRecord, id=new_id(), person=person.id, comfort=comfort, **noted)
    store.days.rate_comfort(one)
    return one


def answers_done(done: Sequence[str]) -> Mapping[str, bool]:
    """Return an answer to every item of the checklist: yes to those that are named, no to all others.

    Raises
    ------
    UsageError
        If one of them is no item.
    """
    items = preparation()
    unknown = [id_ for id_ in done if id_ not in items]
    if unknown:
        message = f"{unknown[0]!r} is not on the checklist. On it: {', '.join(items)}."
        raise UsageError(message)
    return {id_: id_ in done for id_ in items}


def prepare(store: "Store", person: PersonRecord, answers: Mapping[str, bool], *, at: str | None) -> datetime:
    """Keep answers about preparation for the session at a moment, and return that moment.

    Raises
    ------
    UsageError
        If the moment is not understood or to come, or is a day without a time.
    OutputError
        If they cannot be written.
    """
    moment, time_known = moment_of(at, person)
    if not time_known:
        message = f"{at!r} has no time. Write it like '2026-11-28 17:30': the session within two hours of it is meant."
        raise UsageError(message)
    store.days.prepare(person, moment, answers)
    return moment


def next_morning(
    store: "Store", person: PersonRecord, pain: int, *, on: str | None, now: datetime | None = None
) -> tuple[date, int]:
    """Keep what was felt the morning after with all sets of the day before; return that day, and how many sets.

    Raises
    ------
    UsageError
        If it is not 0 to 10, or the day is not understood or to come.
    InputMissingError
        If nothing was logged on the day before.
    OutputError
        If it cannot be written.
    """
    if not 0 <= pain <= 10:  # noqa: PLR2004 - the scale's ends
        message = f"Pain should be 0 to 10, but is {pain}."
        raise UsageError(message)
    morning, zone = day_so_far(on, person, now), ZoneInfo(person.zone)
    end = datetime.combine(morning, datetime.min.time(), zone).astimezone(UTC)
    before = morning - timedelta(days=1)
    start = datetime.combine(before, datetime.min.time(), zone).astimezone(UTC)
    count = store.days.next_morning(person, start, end, pain)
    if count == 0:
        last = store.days.last_trained(person, end)
        hint = "" if last is None else _hint(last.astimezone(zone).date())
        message = f"No set was logged on {before}, the day before that morning, so nothing was changed.{hint}"
        raise InputMissingError(message)
    return before, count


def _hint(last: date) -> str:
    return f" The last sets are of {last}; for the morning after them add --at {last + timedelta(days=1)}"


def self_test(name: str) -> SelfTest:
    """Return the self-test of that id or name, without case.

    Raises
    ------
    UnknownIdError
        If there is none.
    """
    tests = load().self_tests
    key = name.strip().casefold().replace("-", "_").replace(" ", "_")
    for one in tests.values():
        if key in {one.id, one.name.casefold().replace(" ", "_")}:
            return one
    message = f"There is no self-test {name!r}. Known: {', '.join(tests)}."
    raise UnknownIdError(message)


def unit_of_test(test: SelfTest) -> str:
    """Return the unit in which a test is read; "points" where it has none."""
    return next((band.unit for band in test.bands if band.unit), _POINTS)


def log_test(
    store: "Store",
    person: PersonRecord,
    name: str,
    result: str,
    *,
    side: Literal["left", "right"] | None = None,
    measured_with: str = "",
    note: str = "",
    at: str | datetime | None = None,
) -> Tested:
    """Keep the result of a self-test such as ``10.5cm``.

    Raises
    ------
    UnknownIdError
        If there is no such test.
    UsageError
        If the result is no number, or in another unit than the test's; or the moment is not understood.
    OutputError
        If it cannot be written.
    """
    from hiphinge.store.columns import new_id  # noqa: PLC0415  # loads the database's library

    test = self_test(name)
    unit, match = unit_of_test(test), _RESULT.fullmatch(result.strip())
    given = "" if match is None or match["unit"] is None else match["unit"].lower()
    if match is None or (given and _UNITS.get(given, given) != unit):
        message = f"A result of {test.id} should be a number in {unit}, as in 10{unit}, but is {result!r}."
        raise UsageError(message)
    moment, time_known = moment_of(at, person)
    value = float(match["value"].replace(",", "."))
    said: dict[str, object] = {"side": side, "measured_with": measured_with, "note": note}
    said |= {"tested_at": moment, "time_known": time_known}
    one = checked(SelfTestRecord, id=new_id(), person=person.id, test=test.id, value=value, unit=unit, **said)
    earlier = [t for t in store.days.tests(person) if _same(t, one) and t.tested_at <= moment]
    store.days.add_test(one)
    return Tested(result=one, before=earlier[-1] if earlier else None)


def _same(other: SelfTestRecord, one: SelfTestRecord) -> bool:
    """Return whether two results can be compared: of one test and side, both typed in or both of one quantity."""
    return (other.test, other.side, other.quantity) == (one.test, one.side, one.quantity)


def day_so_far(text: str | None, person: PersonRecord, now: datetime | None) -> date:
    """Return a day as it was written, today where nothing was.

    Raises
    ------
    UsageError
        If it is not understood, or to come.
    """
    day, today = day_of(text or "today", person, now=now), day_of("today", person, now=now)
    if day > today:
        message = f"{text!r} is {day}, and that day has not come yet. Give today or a day before it."
        raise UsageError(message)
    return day
