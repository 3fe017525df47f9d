"""The worked values of the calculation by hand are reproduced, and intervals hold what is true of simulated people."""

import pytest
from validation.dynamics.people import comparisons, coverage
from validation.dynamics.sheet import LIFTS, hand_rows, own_moment_nm


def test_every_worked_value_is_reproduced_to_two_per_cent() -> None:
    rows = hand_rows()
    assert len(rows) == 5 * 7
    assert max(abs(row.error) for row in rows) < 0.02


def test_the_packages_own_body_gives_moments_near_the_sheets() -> None:
    for lift in LIFTS:
        assert own_moment_nm(lift) == pytest.approx(lift.moment_nm, rel=0.08)


def test_intervals_hold_what_is_true_of_simulated_people() -> None:
    for found in coverage(120, count=300):
        assert 0.75 < found.share < 0.98


def test_true_differences_are_found_and_false_ones_are_rare() -> None:
    found = comparisons(30, count=200)
    assert found.found > 0.6
    assert found.false < 0.15
