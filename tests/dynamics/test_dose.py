"""Dose: moment over time, against sums that can be done by hand."""

import numpy as np
import pytest

from hiphinge.dynamics.dose import Dose, dose_of
from hiphinge.errors import UsageError


def test_a_steady_moment_is_itself_times_the_time() -> None:
    time_s = np.linspace(0.0, 4.0, 121)
    dose = dose_of(np.full(121, -150.0), time_s)
    assert dose.moment_nm_s == pytest.approx(600.0)
    assert dose.squared_nm2_s == pytest.approx(90_000.0)
    assert dose.seconds == pytest.approx(4.0)


def test_a_ramp_and_uneven_frames_are_summed_as_areas() -> None:
    time_s = np.sort(np.random.default_rng(0).uniform(0.0, 2.0, 400))
    dose = dose_of(100.0 * time_s, time_s)
    span = time_s[-1] ** 2 - time_s[0] ** 2
    assert dose.moment_nm_s == pytest.approx(50.0 * span, rel=1e-3)
    assert dose.squared_nm2_s == pytest.approx(1e4 * (time_s[-1] ** 3 - time_s[0] ** 3) / 3, rel=1e-2)


def test_frames_without_a_moment_count_for_nothing() -> None:
    moment = np.full(101, 200.0)
    moment[50:] = np.nan
    dose = dose_of(moment, np.linspace(0.0, 1.0, 101))
    assert dose.seconds == pytest.approx(0.495)
    assert dose.moment_nm_s == pytest.approx(99.0)
    assert dose_of(np.array([5.0]), np.array([0.0])) == Dose(moment_nm_s=0.0, squared_nm2_s=0.0, seconds=0.0)


def test_doses_add_up_and_times_have_to_fit() -> None:
    one = Dose(moment_nm_s=1.0, squared_nm2_s=2.0, seconds=3.0)
    assert one + one == Dose(moment_nm_s=2.0, squared_nm2_s=4.0, seconds=6.0)
    with pytest.raises(UsageError):
        dose_of(np.zeros(3), np.zeros(2))
