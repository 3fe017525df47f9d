"""Smoothing, derivatives and resampling against theory, against scipy, and against what must not matter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import interpolate, signal

from hiphinge.motion import FloatArray
from hiphinge.signals import derivative, lowpass, resample

RATE_HZ = 100.0


def clock(duration_s: float = 4.0, rate_hz: float = RATE_HZ) -> FloatArray:
    return np.arange(0.0, duration_s, 1.0 / rate_hz)


def middle(values: FloatArray) -> FloatArray:
    """Return a series without its first and last fifth, where the ends are felt."""
    edge = len(values) // 5
    return values[edge:-edge]


@pytest.mark.parametrize(("cutoff_hz", "rate_hz"), [(2.0, 240.0), (6.0, 240.0), (6.0, 30.0), (6.0, 24.0), (4.0, 15.0)])
def test_at_the_cut_off_half_the_power_is_left(cutoff_hz: float, rate_hz: float) -> None:
    time_s = clock(60.0, rate_hz)
    wave = np.sin(2 * np.pi * cutoff_hz * time_s)
    kept = middle(lowpass(wave, time_s, cutoff_hz=cutoff_hz))
    assert np.std(kept) / np.std(middle(wave)) == pytest.approx(np.sqrt(0.5), rel=0.01)


def test_slow_passes_and_fast_does_not() -> None:
    time_s = clock(10.0)
    slow, fast = np.sin(2 * np.pi * 0.5 * time_s), np.sin(2 * np.pi * 30 * time_s)
    kept = lowpass(slow + fast, time_s, cutoff_hz=6.0)
    assert middle(kept) == pytest.approx(middle(slow), abs=0.01)


def test_there_is_no_delay() -> None:
    time_s = clock()
    bump = np.exp(-0.5 * ((time_s - 2.0) / 0.15) ** 2)
    assert time_s[np.argmax(lowpass(bump, time_s, cutoff_hz=4.0))] == pytest.approx(2.0, abs=0.011)


def test_a_line_stays_a_line() -> None:
    time_s = clock()
    line = 3.0 * time_s - 5.0
    assert lowpass(line, time_s, cutoff_hz=6.0) == pytest.approx(line, abs=1e-4)


def test_it_is_scipys_filter_run_both_ways() -> None:
    time_s = clock()
    noise = np.random.default_rng(0).standard_normal((len(time_s), 3))
    # tan(pi 6/100) = 0.1908; over (sqrt(2) - 1)^(1/4) = 0.8022 it is 0.2378 = tan(pi 7.431/100).
    b, a = signal.butter(2, 7.431, fs=RATE_HZ)
    expected = signal.filtfilt(b, a, noise, axis=0, padlen=27)
    assert middle(lowpass(noise, time_s, cutoff_hz=6.0)) == pytest.approx(middle(expected), abs=1e-3)


def test_columns_are_filtered_alone_whatever_their_gaps() -> None:
    time_s = clock()
    block = np.random.default_rng(0).standard_normal((len(time_s), 2, 3))
    block[:120, 0, 1] = np.nan
    block[200:260, 1, 2] = np.nan
    together = lowpass(block, time_s, cutoff_hz=6.0)
    for i, j in np.ndindex(2, 3):
        alone = lowpass(block[:, i, j], time_s, cutoff_hz=6.0)
        assert np.allclose(together[:, i, j], alone, equal_nan=True)


def test_a_gap_stays_a_gap_and_divides() -> None:
    time_s = clock()
    wave = np.sin(2 * np.pi * time_s)
    holed = wave.copy()
    holed[150:250] = np.nan
    kept = lowpass(holed, time_s, cutoff_hz=6.0)
    assert np.isnan(kept).tolist() == np.isnan(holed).tolist()
    assert kept[:150] == pytest.approx(lowpass(wave[:150], time_s[:150], cutoff_hz=6.0))


def test_uneven_frames_give_nearly_the_same() -> None:
    even = clock(6.0, 60.0)
    uneven = even + np.random.default_rng(2).uniform(-0.3, 0.3, len(even)) / 60.0

    def wave(time_s: FloatArray) -> FloatArray:
        return np.sin(2 * np.pi * 0.8 * time_s)

    assert middle(lowpass(wave(uneven), uneven, cutoff_hz=6.0)) == pytest.approx(middle(wave(uneven)), abs=0.02)


@pytest.mark.parametrize(("frames", "cutoff_hz"), [(7, 2.0), (100, 60.0), (1, 6.0), (0, 6.0)])
def test_what_cannot_be_filtered_comes_back_as_it_is(frames: int, cutoff_hz: float) -> None:
    time_s = np.arange(frames) / RATE_HZ
    values = np.random.default_rng(0).standard_normal(frames)
    kept = lowpass(values, time_s, cutoff_hz=cutoff_hz)
    assert np.array_equal(kept, values)
    assert kept is not values


def test_nothing_known_stays_unknown() -> None:
    time_s = clock(1.0)
    assert np.isnan(lowpass(np.full((len(time_s), 2), np.nan), time_s, cutoff_hz=6.0)).all()


def test_the_input_is_not_touched() -> None:
    time_s = clock(1.0)
    values = np.random.default_rng(0).standard_normal(len(time_s))
    before = values.copy()
    lowpass(values, time_s, cutoff_hz=3.0)
    assert np.array_equal(values, before)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(scale=st.floats(0.1, 50), offset=st.floats(-100, 100), start_s=st.floats(-1e3, 1e3))
def test_scale_offset_and_clock_do_not_matter(scale: float, offset: float, start_s: float) -> None:
    time_s = clock(2.0)
    values = np.random.default_rng(0).standard_normal(len(time_s))
    kept = lowpass(values, time_s, cutoff_hz=6.0)
    moved = lowpass(scale * values + offset, time_s + start_s, cutoff_hz=6.0)
    assert moved == pytest.approx(scale * kept + offset, abs=1e-6 * (abs(offset) + scale))


def test_backwards_in_time_is_the_same_backwards() -> None:
    time_s = clock(2.0)
    values = np.random.default_rng(0).standard_normal(len(time_s))
    there = lowpass(values, time_s, cutoff_hz=6.0)
    back = lowpass(values[::-1], time_s, cutoff_hz=6.0)[::-1]
    assert middle(there) == pytest.approx(middle(back), abs=1e-3)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), frames=st.integers(2, 40), wanted=st.integers(1, 60))
def test_resampling_is_numpys_interpolation(seed: int, frames: int, wanted: int) -> None:
    random = np.random.default_rng(seed)
    time_s = np.cumsum(random.uniform(0.01, 0.1, frames))
    values = random.standard_normal((frames, 2))
    new_s = random.uniform(time_s[0] - 0.5, time_s[-1] + 0.5, wanted)
    expected = np.stack([np.interp(new_s, time_s, column) for column in values.T], axis=1)
    assert resample(values, time_s, new_s) == pytest.approx(expected)


def test_resampling_keeps_the_trailing_axes() -> None:
    values = np.random.default_rng(0).standard_normal((5, 4, 3))
    time_s = np.arange(5.0)
    assert resample(values, time_s, time_s) == pytest.approx(values)
    assert resample(values, time_s, np.array([0.5])).shape == (1, 4, 3)


def test_the_derivative_of_a_parabola_is_a_line() -> None:
    time_s = np.cumsum(np.random.default_rng(0).uniform(0.01, 0.05, 60))
    assert derivative(time_s**2, time_s)[1:-1] == pytest.approx(2 * time_s[1:-1])


def test_the_derivative_agrees_with_a_spline() -> None:
    time_s = clock(2.0)
    wave = np.sin(2 * np.pi * time_s)
    expected = interpolate.CubicSpline(time_s, wave)(time_s, 1)
    assert derivative(wave, time_s)[1:-1] == pytest.approx(expected[1:-1], abs=0.01)


@pytest.mark.parametrize("frames", [0, 1])
def test_too_few_frames_do_not_move(frames: int) -> None:
    assert derivative(np.ones((frames, 2)), np.arange(float(frames))).tolist() == np.zeros((frames, 2)).tolist()
