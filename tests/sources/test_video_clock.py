import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiphinge.sources.video.clock import Clock

times = st.lists(st.one_of(st.none(), st.floats(-1e4, 1e4)), min_size=1, max_size=60)


@given(times)
def test_whatever_comes_the_times_increase(container_s: list[float | None]) -> None:
    clock = Clock(period_s=0.04)
    found = [clock.tick(time_s) for time_s in container_s]
    assert np.all(np.diff(found) > 0)


@given(st.lists(st.floats(0.001, 1.0), min_size=1, max_size=60))
def test_times_that_increase_are_left_alone(steps_s: list[float]) -> None:
    expected = [float(time_s) for time_s in np.cumsum(steps_s)]
    clock = Clock(period_s=0.04)
    assert [clock.tick(time_s) for time_s in expected] == expected
    assert clock.warnings() == ()


def test_a_repeated_time_is_moved_between_its_neighbours() -> None:
    clock = Clock(period_s=0.04)
    assert [clock.tick(time_s) for time_s in (0.0, 0.04, 0.04, 0.12)] == pytest.approx([0.0, 0.04, 0.06, 0.12])
    assert clock.repaired == 1
    assert "did not increase" in clock.warnings()[0]


def test_a_clock_that_starts_again_is_carried_on() -> None:
    clock = Clock(period_s=0.5)
    assert [clock.tick(time_s) for time_s in (3.0, 3.5, 0.0, 0.5)] == pytest.approx([3.0, 3.5, 4.0, 4.5])
    assert "clock restarted" in clock.warnings()[0]


def test_a_frame_without_a_time_follows_the_frame_rate() -> None:
    clock = Clock(period_s=0.1)
    assert [clock.tick(time_s) for time_s in (1.0, None, 1.3)] == pytest.approx([1.0, 1.1, 1.3])
    assert "without a time" in clock.warnings()[0]
