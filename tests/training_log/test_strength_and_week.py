"""Estimated strength is a median with a range; sets of a week are counted as the catalogue says."""

import pytest

from hiphinge.errors import UsageError
from hiphinge.training_log import FORMULAS, PATTERNS, SetCount, count_week, estimate_strength


def test_epley_and_brzycki_agree_at_ten() -> None:
    assert FORMULAS["Epley"](100.0, 10.0) == pytest.approx(FORMULAS["Brzycki"](100.0, 10.0))


def test_repetitions_in_reserve_count_as_possible_ones() -> None:
    assert estimate_strength(100.0, 5, rpe=8.0) == estimate_strength(100.0, 7)


def test_the_median_lies_within_the_range_and_above_the_load() -> None:
    found = estimate_strength(100.0, 8)
    assert found is not None
    assert 100.0 < found.low < found.median < found.high < 150.0


def test_one_repetition_at_full_effort_is_the_load_itself() -> None:
    found = estimate_strength(140.0, 1, rpe=10.0)
    assert found is not None
    assert (found.low, found.median, found.high) == (140.0, 140.0, 140.0)


def test_many_repetitions_say_nothing() -> None:
    assert estimate_strength(40.0, 13) is None
    assert estimate_strength(40.0, 10, rpe=7.0) is None
    assert estimate_strength(0.0, 5) is None


def test_a_negative_load_is_refused() -> None:
    with pytest.raises(UsageError):
        estimate_strength(-1.0, 5)


def test_a_helping_muscle_counts_half() -> None:
    week = count_week([SetCount(exercise="romanian_deadlift", sets=4), SetCount(exercise="back_squat", sets=3)])
    assert week.patterns["hinge"] == 4
    assert week.patterns["squat"] == 3
    assert week.muscles["hamstrings"] == pytest.approx(4 + 0.5 * 3)
    assert "push" in week.missing


def test_unknown_exercises_are_counted_apart_and_every_pattern_is_there() -> None:
    week = count_week([SetCount(exercise=None, sets=5), SetCount(exercise="suitcase_carry", sets=2)])
    assert week.patterns["other"] == 5
    assert week.patterns["carry"] == 2
    assert set(PATTERNS) <= set(week.patterns)
