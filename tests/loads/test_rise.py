"""One rise of the bar, against movements whose velocity is known."""

import numpy as np
import pytest

from hiphinge.loads import rise_of
from hiphinge.motion import FloatArray

TIME_S = np.arange(0, 4, 1 / 30)


def up(start_s: float, lasts_s: float, *, height_m: float = 0.5) -> FloatArray:
    """Return a rise that starts and ends at rest, fastest in the middle."""
    share = np.clip((TIME_S - start_s) / lasts_s, 0, 1)
    return height_m * (1 - np.cos(np.pi * share)) / 2


@pytest.mark.parametrize("lasts_s", [0.8, 1.5, 2.4])
def test_mean_and_peak_velocity_of_a_rise(lasts_s: float) -> None:
    found = rise_of(TIME_S, up(1.0, lasts_s), np.zeros_like(TIME_S), from_s=0.5, to_s=3.8)
    assert found is not None
    ends = np.arccos(1 - 2 * 0.02) / np.pi
    assert found.height_m == pytest.approx(0.5, abs=0.001)
    assert found.mean_velocity == pytest.approx(0.96 * 0.5 / (lasts_s * (1 - 2 * ends)), rel=0.01)
    assert found.peak_velocity == pytest.approx(0.5 * np.pi / 2 / lasts_s, rel=0.01)
    assert found.start_s == pytest.approx(1.0 + ends * lasts_s, abs=0.02)


def test_waiting_at_the_bottom_and_the_top_changes_nothing() -> None:
    whole = rise_of(TIME_S, up(1.0, 1.0), np.zeros_like(TIME_S), from_s=0.0, to_s=3.9)
    tight = rise_of(TIME_S, up(1.0, 1.0), np.zeros_like(TIME_S), from_s=0.9, to_s=2.1)
    assert whole is not None
    assert tight is not None
    assert whole.mean_velocity == pytest.approx(tight.mean_velocity, rel=1e-6)


def test_the_width_of_the_path_is_that_of_the_way_up() -> None:
    ahead = 0.03 * np.sin(np.pi * np.clip(TIME_S - 1.0, 0, 1))
    found = rise_of(TIME_S, up(1.0, 1.0), ahead, from_s=0.5, to_s=3.0)
    assert found is not None
    assert found.width_m == pytest.approx(0.03, abs=0.001)


def test_a_rise_that_was_not_followed_throughout_is_none() -> None:
    height = up(1.0, 1.0)
    height[(TIME_S > 1.4) & (TIME_S < 1.6)] = np.nan
    assert rise_of(TIME_S, height, np.zeros_like(TIME_S), from_s=0.5, to_s=3.0) is None


def test_a_rise_that_is_lost_before_its_top_is_none_unless_it_had_come_to_rest() -> None:
    for lost_s, is_known in ((1.7, False), (2.05, True)):
        height = up(1.0, 1.0)
        height[lost_s < TIME_S] = np.nan
        found = rise_of(TIME_S, height, np.zeros_like(TIME_S), from_s=0.5, to_s=3.0)
        assert (found is not None) == is_known


def test_a_rise_whose_lowest_place_may_be_hidden_is_none() -> None:
    height = up(1.0, 1.0)
    height[TIME_S < 1.3] = np.nan
    assert rise_of(TIME_S, height, np.zeros_like(TIME_S), from_s=0.5, to_s=3.0) is None


def test_what_hardly_rises_is_no_rise() -> None:
    assert rise_of(TIME_S, up(1.0, 1.0, height_m=0.04), np.zeros_like(TIME_S), from_s=0.5, to_s=3.0) is None
