"""What the lower back held over time: sums by day and by week, and a trend that needs weeks enough."""

import numpy as np

from hiphinge.dynamics.dose import Dose
from hiphinge.progress import FilmedSet, back_dose

MONDAY = 739_740 - (739_740 - 1) % 7


def filmed(day: int, moment_nm_s: float | None) -> FilmedSet:
    dose = None
    if moment_nm_s is not None:
        dose = Dose(moment_nm_s=moment_nm_s, squared_nm2_s=moment_nm_s * 100, seconds=30.0)
    return FilmedSet(day=day, exercise="romanian_deadlift", values={}, dose=dose)


def test_no_set_that_tells_is_no_dose() -> None:
    assert back_dose([]) is None
    assert back_dose([filmed(MONDAY, None)]) is None


def test_sets_are_summed_by_day_and_by_week() -> None:
    found = back_dose(
        [filmed(MONDAY + 7, 900.0), filmed(MONDAY, 1000.0), filmed(MONDAY, 500.0), filmed(MONDAY + 6, 200.0)]
    )
    assert found is not None
    assert [(one.day, one.sets, one.dose.moment_nm_s) for one in found.days] == [
        (MONDAY, 2, 1500.0), (MONDAY + 6, 1, 200.0), (MONDAY + 7, 1, 900.0),
    ]  # fmt: skip
    assert [(one.day, one.sets, one.dose.moment_nm_s) for one in found.weeks] == [
        (MONDAY, 3, 1700.0), (MONDAY + 7, 1, 900.0),
    ]  # fmt: skip
    assert found.weeks[0].dose.squared_nm2_s == 170_000.0
    assert found.last_set.moment_nm_s == 900.0
    assert found.trend.change.verdict == "too_few"


def test_a_step_over_weeks_is_a_change_and_noise_is_none() -> None:
    noise = np.random.default_rng(3).normal(0, 60, 16)
    weeks = [2000.0 + noise[n] + (1500.0 if n >= 8 else 0.0) for n in range(16)]
    grown = back_dose([filmed(MONDAY + 7 * n, value) for n, value in enumerate(weeks)])
    still = back_dose([filmed(MONDAY + 7 * n, 2000.0 + noise[n]) for n in range(16)])
    assert grown is not None
    assert still is not None
    assert (grown.trend.change.verdict, still.trend.change.verdict) == ("changed", "noise")
