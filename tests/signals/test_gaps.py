"""Gaps, runs, running medians and outliers against counting by hand and against loops that cannot be wrong."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hiphinge.motion import FloatArray
from hiphinge.signals import fill_gaps, outliers, rolling_median, runs, window_frames

NAN = float("nan")
MASKS = hnp.arrays(np.bool_, st.integers(0, 30))


@pytest.mark.parametrize(
    ("mask", "expected"),
    [
        ([], []),
        ([0, 0], []),
        ([1, 1], [(0, 2)]),
        ([0, 1, 1, 0, 1], [(1, 3), (4, 5)]),
        ([1, 0, 1], [(0, 1), (2, 3)]),
    ],
)
def test_runs_by_hand(mask: list[int], expected: list[tuple[int, int]]) -> None:
    assert runs(np.array(mask, dtype=bool)) == expected


@settings(max_examples=40, deadline=None, derandomize=True)
@given(mask=MASKS)
def test_runs_put_together_are_the_mask(mask: np.ndarray) -> None:
    again = np.zeros_like(mask)
    found = runs(mask)
    for start, stop in found:
        assert start < stop
        again[start:stop] = True
    assert np.array_equal(again, mask)
    assert all(a[1] < b[0] for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("rate_hz", "window_s", "frames"), [(30, 0.35, 11), (30, 0.01, 3), (100, 1.5, 151), (25, 0.2, 5)]
)
def test_a_window_in_frames(rate_hz: float, window_s: float, frames: int) -> None:
    assert window_frames(np.arange(50) / rate_hz, window_s) == frames


@pytest.mark.parametrize("frames", [0, 1])
def test_a_window_without_a_rate(frames: int) -> None:
    assert window_frames(np.zeros(frames), 1.0) == 3


def test_a_short_gap_is_closed_by_a_line_in_time() -> None:
    time_s = np.array([0.0, 0.1, 0.2, 0.5, 0.6])
    values = np.array([0.0, 1.0, NAN, NAN, 6.0])
    assert fill_gaps(values, time_s, max_gap_s=0.6) == pytest.approx([0.0, 1.0, 2.0, 5.0, 6.0])


def test_the_length_of_a_gap_lies_between_known_frames() -> None:
    time_s = np.arange(10) / 10
    values = np.arange(10.0)
    values[3:6] = NAN  # known at 0.2 and 0.6
    assert np.isnan(fill_gaps(values, time_s, max_gap_s=0.39)).sum() == 3
    assert not np.isnan(fill_gaps(values, time_s, max_gap_s=0.41)).any()


def test_ends_stay_open() -> None:
    time_s = np.arange(6) / 10
    values = np.array([NAN, 1.0, 2.0, 3.0, NAN, NAN])
    assert np.isnan(fill_gaps(values, time_s, max_gap_s=9.0)).tolist() == np.isnan(values).tolist()


def test_every_series_has_its_own_gaps() -> None:
    time_s = np.arange(5) / 10
    values = np.tile(np.arange(5.0)[:, None, None], (1, 2, 2))
    values[2, 0, 1] = values[0, 1, 1] = NAN
    filled = fill_gaps(values, time_s, max_gap_s=1.0)
    assert filled[2, 0, 1] == 2.0
    assert np.isnan(filled[0, 1, 1])
    assert np.isnan(filled).sum() == 1
    assert np.isnan(values).sum() == 2  # the input is not touched


@pytest.mark.parametrize("value", [NAN, 1.0])
def test_all_or_nothing_known_is_left(value: float) -> None:
    values = np.full((4, 2), value)
    assert np.array_equal(fill_gaps(values, np.arange(4.0), max_gap_s=9.0), values, equal_nan=True)


def median_by_loop(values: FloatArray, frames: int, *, holding: bool) -> FloatArray:
    """Median of each window, frame by frame; beyond the ends the last value holds, or nothing is."""
    half, out = frames // 2, np.empty_like(values)
    for i in range(len(values)):
        places = range(i - half, i + half + 1)
        if holding:
            window = [values[min(max(k, 0), len(values) - 1)] for k in places]
        else:
            window = [values[k] for k in places if 0 <= k < len(values) and np.isfinite(values[k])]
        out[i] = np.median(window) if window else NAN
    return out


@settings(max_examples=30, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), length=st.integers(1, 30), half=st.integers(1, 5))
def test_the_running_median_is_a_loops(seed: int, length: int, half: int) -> None:
    values = np.random.default_rng(seed).standard_normal(length)
    frames = 2 * half + 1
    assert rolling_median(values, frames=frames) == pytest.approx(median_by_loop(values, frames, holding=True))


@settings(max_examples=30, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), length=st.integers(2, 30), half=st.integers(1, 5))
def test_the_running_median_leaves_out_what_is_unknown(seed: int, length: int, half: int) -> None:
    random = np.random.default_rng(seed)
    values = random.standard_normal(length)
    values[random.integers(length)] = NAN
    values[random.random(length) < 0.4] = NAN
    frames = 2 * half + 1
    expected = median_by_loop(values, frames, holding=False)
    assert rolling_median(values, frames=frames) == pytest.approx(expected, nan_ok=True)


def test_the_running_median_goes_along_time_only() -> None:
    values = np.random.default_rng(0).standard_normal((20, 3, 2))
    for holes in (False, True):
        values[4, 1, 1] = NAN if holes else 0.0
        whole = rolling_median(values, frames=5)
        for i, j in np.ndindex(3, 2):
            if holes and (i, j) != (1, 1):
                continue  # without holes of its own, a series alone is treated differently at its ends
            alone = rolling_median(values[:, i, j], frames=5)
            assert np.allclose(whole[:, i, j], alone, equal_nan=True)


def test_a_long_recording_is_taken_block_by_block() -> None:
    values = np.random.default_rng(0).standard_normal((9000, 2))
    values[::7] = NAN
    whole = rolling_median(values, frames=301)  # more than a million values in its windows
    for middle in (0, 1740, 1742, 5000, 8999):
        window = values[max(middle - 150, 0) : middle + 151]
        assert whole[middle] == pytest.approx(np.nanmedian(window, axis=0))


@pytest.mark.parametrize("frames", [0, 1])
def test_nothing_has_no_median(frames: int) -> None:
    assert np.isnan(rolling_median(np.full((frames, 2), NAN), frames=5)).all()


def hampel_by_loop(values: FloatArray, frames: int, sigmas: float, floor: float) -> list[bool]:
    middle = median_by_loop(values, frames, holding=True)
    distance = np.abs(values - middle)
    spread = 1.4826 * median_by_loop(distance, frames, holding=True)
    return [bool(d > max(sigmas * s, floor)) for d, s in zip(distance, spread, strict=True)]


@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_outliers_are_hampels(seed: int) -> None:
    random = np.random.default_rng(seed)
    time_s = np.arange(60) / 30
    values = np.sin(time_s) + 0.02 * random.standard_normal(60)
    values[random.integers(0, 60, 4)] += random.choice([-1.0, 1.0], 4)
    found = outliers(values, time_s, window_s=0.35, sigmas=4.0, floor=0.05)
    by_loop = hampel_by_loop(values, 11, 4.0, 0.05)
    assert found.any()
    assert all(b for f, b in zip(found, by_loop, strict=True) if f)
    spared = [i for i in range(60) if by_loop[i] and not found[i]]
    assert all(abs(values[i] - np.sin(time_s[i])) < 0.25 for i in spared)


@pytest.mark.parametrize(("rate_hz", "turn_s"), [(24, 0.4), (30, 0.3), (60, 0.3), (120, 0.3)])
def test_a_fast_turn_is_no_outlier(rate_hz: float, turn_s: float) -> None:
    time_s = np.arange(0, 3, 1 / rate_hz)
    bow = np.where(np.abs(time_s - 1.5) < turn_s, 1 + np.cos(np.pi * (time_s - 1.5) / turn_s), 0.0)
    assert not outliers(bow, time_s, window_s=0.35, sigmas=4.0, floor=0.08).any()
    jump = round(1.5 * rate_hz)
    bow[jump] += 0.5
    assert np.flatnonzero(outliers(bow, time_s, window_s=0.35, sigmas=4.0, floor=0.08)).tolist() == [jump]


def test_stillness_and_drift_have_no_outliers() -> None:
    time_s = np.arange(60) / 30
    for values in (np.zeros(60), 5 * time_s):
        assert not outliers(values, time_s, window_s=0.35, sigmas=4.0, floor=0.01).any()


def test_a_jump_below_the_floor_is_left() -> None:
    time_s = np.arange(60) / 30
    values = np.zeros(60)
    values[30] = 0.5
    assert not outliers(values, time_s, window_s=0.35, sigmas=4.0, floor=0.6).any()
    assert np.flatnonzero(outliers(values, time_s, window_s=0.35, sigmas=4.0, floor=0.4)).tolist() == [30]


def test_the_unknown_is_no_outlier() -> None:
    values = np.zeros(30)
    values[10:13] = NAN
    assert not outliers(values, np.arange(30) / 30, window_s=0.35, sigmas=4.0, floor=0.0).any()
