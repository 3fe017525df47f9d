"""Back comfort: a person's own weeks, too few to say for long, and seldom a change where there is none."""

import numpy as np

from hiphinge.progress import LEAST_WEEKS, ComfortTrend, comfort_trend

MONDAY = 739_740 - (739_740 - 1) % 7


def rated(points: list[float]) -> ComfortTrend:
    """Return the trend of ratings of every second day."""
    days = [(MONDAY + 2 * n, round(min(max(value, 0), 10))) for n, value in enumerate(points)]
    trend = comfort_trend(days)
    assert trend is not None
    return trend


def test_no_ratings_are_no_trend() -> None:
    assert comfort_trend([]) is None


def test_weeks_are_compared_by_their_medians() -> None:
    trend = comfort_trend([(MONDAY, 3), (MONDAY + 2, 9), (MONDAY + 6, 4), (MONDAY + 7, 8)])
    assert trend is not None
    assert (list(trend.weeks.days), list(trend.weeks.values)) == ([MONDAY, MONDAY + 7], [4, 8])
    assert trend.ratings == (3, 9, 4, 8)


def test_fewer_than_ten_weeks_say_too_little_however_large_the_step() -> None:
    nine = rated([2.0] * 16 + [9.0] * 15)
    assert len(nine.weeks.days) == LEAST_WEEKS - 1
    assert nine.weeks.change.verdict == "too_few"
    assert rated([2.0] * 18 + [9.0] * 18).weeks.change.verdict == "changed"


def test_a_step_smaller_than_whole_numbers_can_show_is_noise() -> None:
    """All weeks at 7 and one at 8 have no spread of their own; a rating is still known to a point at best."""
    trend = rated([7.0] * 40)
    assert trend.weeks.noise.sem > 0.28
    assert trend.weeks.change.verdict == "noise"


def test_bad_spells_of_days_are_seldom_called_a_change() -> None:
    """Twenty weeks of ratings that wander from day to day, and return to the same level."""
    rng, changed, runs = np.random.default_rng(5), 0, 400
    for _ in range(runs):
        level, points = 0.0, []
        for _ in range(70):
            level = 0.6 * level + rng.normal(0, 1.0)
            points.append(7.0 + level)
        changed += rated(points).weeks.change.verdict == "changed"
    assert changed / runs <= 0.05
