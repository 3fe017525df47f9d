"""The daily practice as a small habit log: the days on which somebody practised, week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hiphinge.documents.training_log import PersonRecord
from hiphinge.workflow.log_days import day_so_far

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = ["PracticeWeeks", "practice_weeks", "tick_practice"]

_WEEKS = 8
_WEEK = 7


@dataclass(frozen=True, kw_only=True)
class PracticeWeeks:
    """The last weeks, the present one first: each day, and whether it was practised; None for days to come."""

    today: date
    weeks: Sequence[Sequence[tuple[date, bool | None]]]

    @property
    def practised_today(self) -> bool:
        """Whether today is ticked."""
        return any(done for week in self.weeks for day, done in week if day == self.today)


def practice_weeks(store: "Store", person: PersonRecord, *, now: datetime | None = None) -> PracticeWeeks:
    """Return the last eight weeks of somebody's daily practice, each from Monday to Sunday."""
    today = (now or datetime.now(UTC)).astimezone(ZoneInfo(person.zone)).date()
    days = store.training_plans.practised(person)
    monday = today - timedelta(days=today.weekday())
    weeks = [
        [
            (day, None if day > today else day in days)
            for day in (monday + timedelta(days=place - _WEEK * back) for place in range(_WEEK))
        ]
        for back in range(_WEEKS)
    ]
    return PracticeWeeks(today=today, weeks=weeks)


def tick_practice(
    store: "Store", person: PersonRecord, *, on: str | None = None, done: bool = True, now: datetime | None = None
) -> date:
    """Keep that somebody practised on a day, or take that back, and return the day; None is today.

    Raises
    ------
    UsageError
        If the day is not understood, or to come.
    OutputError
        If it cannot be written.
    """
    day = day_so_far(on, person, now)
    store.training_plans.tick(person, day, now=now or datetime.now(UTC), done=done)
    return day
