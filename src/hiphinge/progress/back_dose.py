"""What the lower back held over time: the sums of a set, of a day and of a week, as the person's own trend."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from hiphinge.dynamics.dose import Dose
from hiphinge.progress.filmed import FilmedSet
from hiphinge.progress.trend import Trend, trend_of

__all__ = ["BackDose", "DoseSum", "back_dose"]

_DAYS_OF_A_WEEK = 7
_SEM_SHARE = 0.1
"""Of the weeks' median: stands until there are weeks enough for own noise, and nothing is claimed by it."""


@dataclass(frozen=True, kw_only=True)
class DoseSum:
    """The filmed sets of a day, or of a week by the ordinal of its Monday, together."""

    day: int
    sets: int
    dose: Dose


@dataclass(frozen=True, kw_only=True, eq=False)
class BackDose:
    """What the lower back held in filmed sets of known load, body weight and height.

    Attributes
    ----------
    last_set
        The dose of the last such set.
    days, weeks
        Sums, in order of time; those without such a set are left out.
    trend
        Of the weeks' sums, in newton metre seconds.
    """

    last_set: Dose
    days: tuple[DoseSum, ...]
    weeks: tuple[DoseSum, ...]
    trend: Trend


def back_dose(filmed: Iterable[FilmedSet]) -> BackDose | None:
    """Return the dose of the lower back over time; None where no set has one."""
    known = sorted(((one.day, one.dose) for one in filmed if one.dose is not None), key=lambda one: one[0])
    if not known:
        return None
    days = _sums(known)
    weeks = _sums([(day - (day - 1) % _DAYS_OF_A_WEEK, dose) for day, dose in known])
    sums = [one.dose.moment_nm_s for one in weeks]
    return BackDose(
        last_set=known[-1][1],
        days=days,
        weeks=weeks,
        trend=trend_of([one.day for one in weeks], sums, published_sem=max(_SEM_SHARE * median(sums), 1.0)),
    )


def _sums(doses: Iterable[tuple[int, Dose]]) -> tuple[DoseSum, ...]:
    found = []
    for day, of_day in groupby(doses, key=lambda one: one[0]):
        first, *rest = (dose for _, dose in of_day)
        found.append(DoseSum(day=day, sets=1 + len(rest), dose=sum(rest, start=first)))
    return tuple(found)
