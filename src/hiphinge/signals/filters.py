"""Smoothing, derivatives and resampling of arrays over time, given in hertz and seconds."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.signals.butterworth import both_ways
from hiphinge.signals.gaps import runs
from hiphinge.signals.rows import median_of

__all__ = ["derivative", "lowpass", "resample", "second_derivative"]

FloatArray = NDArray[np.float64]

_PASSES, _ORDER = 2, 2
_PADDING = 27
"""By so many frames both ends are continued before a series is filtered."""
_MIN_FRAMES = 8
_MAX_CUTOFF_SHARE = 1 / 3
"""Share of the sampling rate from which on a series comes back as it is."""
_SAME_DIGITS = 12
"""Cut-offs that agree to so many digits share a filter: times that are read from a file differ in the last ones."""
_UNEVEN_STEP_SHARE = 0.02
"""Relative spread of frame intervals above which time is resampled before filtering."""


def lowpass(values: FloatArray, time_s: FloatArray, *, cutoff_hz: float) -> FloatArray:
    """Return the series low-pass filtered with zero phase lag.

    Parameters
    ----------
    values
        ``[time, ...]``; NaN divides a series into stretches that are filtered alone.
    time_s
        ``[time]``, increasing; may be uneven (variable frame rate).
    cutoff_hz
        The -3 dB frequency of both passes together, hertz. Above a third of the
        sampling rate the series comes back as it is.

    Notes
    -----
    Butterworth of second order run forwards and backwards, with the cut-off corrected for the two passes (Winter 2009,
    Biomechanics and Motor Control of Human Movement, ch. 3).
    """
    out = np.array(values, dtype=np.float64)
    if len(time_s) < _MIN_FRAMES:
        return out
    step_s = median_of(np.diff(time_s))
    if cutoff_hz >= _MAX_CUTOFF_SHARE / step_s:
        return out
    cutoff = round(_cutoff_of_a_pass(cutoff_hz, step_s) * step_s, _SAME_DIGITS)
    flat = out.reshape(len(out), -1)
    known = np.isfinite(flat)
    for columns in _columns_by_gaps(known):
        for start, stop in runs(known[:, columns[0]]):
            if stop - start >= _MIN_FRAMES:
                part = flat[start:stop, columns]
                flat[start:stop, columns] = _filter(part, time_s[start:stop], step_s, cutoff)
    return flat.reshape(out.shape)


def _cutoff_of_a_pass(cutoff_hz: float, step_s: float) -> float:
    """Return the cut-off of one pass that gives both together ``cutoff_hz``, corrected for bilinear warping."""
    wanted = np.tan(np.pi * cutoff_hz * step_s)
    single = wanted / (2 ** (1 / _PASSES) - 1) ** (1 / (2 * _ORDER))
    return float(np.arctan(single) / (np.pi * step_s))


def _columns_by_gaps(known: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Return the columns in groups with the same gaps, so that each group is filtered at once."""
    groups: dict[bytes, list[int]] = {}
    for k, column in enumerate(np.ascontiguousarray(known.T)):
        groups.setdefault(column.tobytes(), []).append(k)
    return [np.array(columns, dtype=np.intp) for columns in groups.values()]


def _filter(values: FloatArray, time_s: FloatArray, step_s: float, cutoff_per_frame: float) -> FloatArray:
    steps = np.diff(time_s)
    even = np.abs(steps - step_s).max() <= _UNEVEN_STEP_SHARE * step_s
    grid = time_s if even else np.arange(time_s[0], time_s[-1] + step_s, step_s)
    source = values if even else resample(values, time_s, grid)
    smooth = both_ways(source, cutoff_per_frame=cutoff_per_frame, padding=min(len(grid) - 1, _PADDING))
    return np.asarray(smooth if even else resample(smooth, grid, time_s))


def resample(values: FloatArray, time_s: FloatArray, new_time_s: FloatArray) -> FloatArray:
    """Return ``[time, ...]`` linearly interpolated at other times; beyond the ends the last value holds."""
    flat = np.asarray(values, dtype=np.float64).reshape(len(time_s), -1)
    right = np.clip(np.searchsorted(time_s, new_time_s), 1, len(time_s) - 1)
    left = right - 1
    share = np.clip((new_time_s - time_s[left]) / (time_s[right] - time_s[left]), 0.0, 1.0)[:, None]
    out = flat[left] * (1 - share) + flat[right] * share
    return out.reshape(len(new_time_s), *np.shape(values)[1:])


def derivative(values: FloatArray, time_s: FloatArray) -> FloatArray:
    """Return the rate of change ``[time, ...]`` per second by central differences, uneven steps included."""
    if len(time_s) < 2:  # noqa: PLR2004 - a difference needs two frames
        return np.zeros_like(values, dtype=np.float64)
    return np.asarray(np.gradient(values, time_s, axis=0))


def second_derivative(values: FloatArray, time_s: FloatArray) -> FloatArray:
    """Return how fast the rate of change itself changes ``[time, ...]``, per second squared, uneven steps included.

    It is the difference of the slopes on both sides of a frame, which looks half as far as a derivative of
    `derivative`; the ends take the value of their neighbour.
    """
    if len(time_s) < 3:  # noqa: PLR2004 - two slopes need three frames
        return np.zeros_like(values, dtype=np.float64)
    steps = np.diff(time_s).reshape(-1, *(1,) * (np.ndim(values) - 1))
    inside = 2 * np.diff(np.diff(values, axis=0) / steps, axis=0) / (steps[:-1] + steps[1:])
    return np.concatenate([inside[:1], inside, inside[-1:]])
