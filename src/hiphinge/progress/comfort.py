"""How comfortable a person's back was over the weeks: their own ratings against their own weeks, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np

from hiphinge.errors import UsageError
from hiphinge.progress.change import LEAST_SESSIONS, compare_phases
from hiphinge.progress.noise import ENOUGH_OWN, Noise
from hiphinge.progress.trend import Trend

__all__ = ["LEAST_WEEKS", "ComfortTrend", "comfort_trend"]

LEAST_WEEKS = ENOUGH_OWN + 2
"""Fewer weeks say too little: there are no published ratings of how a comfortable back differs from week to week."""
_DAYS_OF_A_WEEK = 7
_MOST_ALIKE = 0.7
"""Beyond such a correlation from week to week no change would ever be found; a choice."""
_ROUNDING = 12.0**-0.5
"""Standard deviation of what whole numbers leave out, in points: no rating is better known than that."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ComfortTrend:
    """Ratings in time, in points from 0 to 10.

    Attributes
    ----------
    days, ratings
        Ordinal and rating of each day that has one, ascending.
    weeks
        The median of each week that has a rating, from the first weeks to the last ones.
    """

    days: tuple[int, ...]
    ratings: tuple[int, ...]
    weeks: Trend


def comfort_trend(ratings: Sequence[tuple[int, int]]) -> ComfortTrend | None:
    """Return the trend of ratings, each a day's ordinal and its points, days ascending; None where there are none.

    Neighbouring days are alike, so weeks are compared; below `LEAST_WEEKS` of them nothing is said of a change.

    Raises
    ------
    UsageError
        If the days do not ascend.
    """
    if not ratings:
        return None
    if any(after <= before for (before, _), (after, _) in pairwise(ratings)):
        message = "Days of ratings should ascend, each once."
        raise UsageError(message)
    by_week: dict[int, list[int]] = {}
    for day, points in ratings:
        by_week.setdefault(day - (day - 1) % _DAYS_OF_A_WEEK, []).append(points)
    medians = [float(median(of_week)) for of_week in by_week.values()]
    half = len(medians) // 2
    noise = _within((medians[:half], medians[len(medians) - half :]))
    ends = min(max(LEAST_SESSIONS, half // 2), half)
    change = compare_phases(medians[:ends], medians[len(medians) - ends :], noise=noise)
    if len(medians) < LEAST_WEEKS:
        change = replace(change, verdict="too_few")
    days, points_of_days = zip(*ratings, strict=True)
    weeks = Trend(days=np.array(list(by_week), dtype=np.float64), values=np.array(medians), noise=noise, change=change)
    return ComfortTrend(days=tuple(days), ratings=tuple(points_of_days), weeks=weeks)


def _within(halves: Sequence[Sequence[float]]) -> Noise:
    """Return how weeks differ about the mean of their half, wider where good and bad weeks come in spells.

    Source
    ------
    The mean of weeks with autocorrelation r varies by (1 + r) / (1 - r) as much as that of independent ones; the bias
    of an estimate from n weeks, -(1 + 3 r) / n, is put back (Kendall 1954, from memory, not checked).
    """
    off = [np.asarray(half) - np.mean(half) for half in halves if len(half) > 1]
    degrees = sum(len(one) - 1 for one in off)
    squares = sum(float(np.sum(one**2)) for one in off)
    alike = sum(float(np.sum(one[1:] * one[:-1])) for one in off) / squares if squares > 0 else 0.0
    weeks = float(np.mean([len(one) for one in off])) if off else 1.0
    r = min(max((alike * weeks + 1.0) / max(weeks - 3.0, 1.0), 0.0), _MOST_ALIKE)
    sem = float(np.sqrt(squares / max(1, degrees) * (1.0 + r) / (1.0 - r)))
    return Noise(sem=max(_ROUNDING, sem), degrees=float(max(1, degrees)), own_repeats=degrees, source="own")
