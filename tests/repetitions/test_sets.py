"""Sets are divided by long rests."""

import pytest

from hiphinge.repetitions import Span, group_sets


def span(start_s: float, duration_s: float = 3.0) -> Span:
    return Span(
        start_s=start_s,
        bottom_start_s=start_s + 1,
        bottom_s=start_s + 1,
        bottom_end_s=start_s + 1,
        end_s=start_s + duration_s,
        depth_deg=80.0,
        kind="repetition",
    )


def test_nothing_is_no_set() -> None:
    assert group_sets([]) == []


def test_one_is_a_set() -> None:
    assert group_sets([span(0)]) == [[0]]


@pytest.mark.parametrize(("rest_s", "sets"), [(1.0, 1), (6.9, 1), (7.1, 2), (60.0, 2)])
def test_a_rest_of_seven_seconds_divides(rest_s: float, sets: int) -> None:
    assert len(group_sets([span(0), span(3 + rest_s)])) == sets


@pytest.mark.parametrize(("rest_s", "sets"), [(15.0, 1), (17.0, 2)])
def test_slow_repetitions_may_rest_twice_their_length(rest_s: float, sets: int) -> None:
    assert len(group_sets([span(0, 8.0), span(8 + rest_s, 8.0)])) == sets


def test_each_set_holds_its_own() -> None:
    starts = [0.0, 4.0, 8.0, 60.0, 64.0, 120.0]
    assert group_sets([span(s) for s in starts]) == [[0, 1, 2], [3, 4], [5]]
