"""What an estimate of lumbar flexion says of the true angle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiphinge.measures import lumbar_estimate
from hiphinge.motion import Interval


def estimated(value: float, *, below: float, above: float) -> float:
    return lumbar_estimate(value, Interval(low=value - below, high=value + above)).mean_deg


def test_an_estimate_in_the_middle_of_its_interval_is_taken_as_it_is() -> None:
    assert estimated(33.0, below=15.0, above=15.0) == 33.0
    assert estimated(3.0, below=0.0, above=0.0) == 3.0


def test_where_the_truth_may_lie_further_above_it_does_so_on_average() -> None:
    assert estimated(33.0, below=10.0, above=18.0) == pytest.approx(33.0 + 0.5 * 4.0)
    assert estimated(33.0, below=18.0, above=10.0) == pytest.approx(33.0 - 0.5 * 4.0)


def test_a_low_estimate_of_a_video_falls_short_and_one_of_a_sensor_hardly() -> None:
    assert 6.0 < estimated(2.0, below=16.0, above=16.0) < 10.0
    assert 2.0 < estimated(2.0, below=4.0, above=4.0) < 2.6


@given(half=st.floats(0.0, 60.0), value=st.floats(-60.0, 120.0), more=st.floats(0.1, 40.0))
def test_more_flexion_is_never_taken_for_less(half: float, value: float, more: float) -> None:
    assert estimated(value, below=half, above=half) <= estimated(value + more, below=half, above=half)
