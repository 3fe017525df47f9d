"""Many curves at once, one in each row of an array: interpolated, filled and smoothed together."""

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "fill_rows",
    "interpolate_rows",
    "median_of",
    "median_of_three",
    "median_row",
    "percentile_of",
    "smooth_rows",
]

FloatArray = NDArray[np.float64]

FRAMES_AT_ONCE = 1024
"""Rows sorted at a time: an hour of video would not fit into memory."""


def interpolate_rows(at: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    """Return each row's ``y`` linearly interpolated at ``at``, the end values held beyond both ends.

    Parameters
    ----------
    at
        ``[row, point]``.
    x, y
        ``[row, sample]``, ``x`` not decreasing along a row; a row with a NaN gives NaN.
    """
    known = np.isfinite(x).all(axis=1) & np.isfinite(y).all(axis=1) & np.isfinite(at).all(axis=1)
    out = np.full(at.shape, np.nan)
    if not known.any():
        return out
    x, y, at = x[known], y[known], np.clip(at[known], x[known][:, :1], x[known][:, -1:])
    span = max(float(x.max() - x.min()), 1.0) * 2
    shift = span * np.arange(len(x))[:, None]
    out[known] = np.interp((at + shift).ravel(), (x + shift).ravel(), y.ravel()).reshape(at.shape)
    return out


def fill_rows(y: FloatArray, *, least: int) -> FloatArray:
    """Return rows ``[row, sample]`` with NaN filled from their neighbours; rows with fewer samples are NaN."""
    place = np.arange(y.shape[1], dtype=np.float64)
    out = np.full(y.shape, np.nan)
    detected = np.isfinite(y)
    whole = detected.all(axis=1)
    out[whole] = y[whole]
    for row in np.flatnonzero(~whole & (detected.sum(axis=1) >= least)):
        out[row] = np.interp(place, place[detected[row]], y[row, detected[row]])
    return out


def smooth_rows(y: FloatArray, *, samples: int) -> FloatArray:
    """Return running means along axis 1 of ``[row, sample, ...]`` over an odd number of samples, ends held."""
    half = samples // 2
    widths = [(0, 0), (half, half), *((0, 0),) * (y.ndim - 2)]
    total = np.cumsum(np.pad(y, widths, mode="edge"), axis=1)
    first = np.zeros_like(total[:, :1])
    return np.asarray((total[:, samples - 1 :] - np.concatenate([first, total[:, :-samples]], axis=1)) / samples)


def median_of_three(values: FloatArray) -> FloatArray:
    """Return the median of each value and its two neighbours in time ``[time, ...]``; NaN is ignored."""
    padded = np.concatenate([values[:1], values, values[-1:]])
    out = np.empty(values.shape)
    for first in range(0, len(values), FRAMES_AT_ONCE):
        part = padded[first : first + FRAMES_AT_ONCE + 2]
        out[first : first + FRAMES_AT_ONCE] = _median_of_three(part[:-2], part[1:-1], part[2:])
    return out


def _median_of_three(before: FloatArray, now: FloatArray, after: FloatArray) -> FloatArray:
    median = np.maximum(np.minimum(before, now), np.minimum(np.maximum(before, now), after))  # NaN where one of them is
    lacking = np.isnan(median)
    if lacking.any():
        median[lacking] = _median_of_known(before[lacking], now[lacking], after[lacking])
    return np.asarray(median)


def _median_of_known(before: FloatArray, now: FloatArray, after: FloatArray) -> FloatArray:
    three = np.sort(np.stack([before, now, after]), axis=0)
    detected = np.isfinite(three).sum(axis=0)
    two = (three[0] + three[1]) / 2
    return np.asarray(np.select([detected == 3, detected == 2, detected == 1], [three[1], two, three[0]], np.nan))  # noqa: PLR2004 - of three


def median_row(rows: FloatArray) -> FloatArray:
    """Return the median of rows ``[row, number]`` as ``[number]``; NaN is ignored; 0 where a column has no value."""
    detected = np.isfinite(rows).any(axis=0)
    median = np.zeros(rows.shape[1])
    ordered = np.sort(rows[:, detected], axis=0)
    count = len(rows) - np.isnan(ordered).sum(axis=0)
    column = np.arange(ordered.shape[1])
    median[detected] = (ordered[(count - 1) // 2, column] + ordered[count // 2, column]) / 2
    return median


def median_of(values: FloatArray) -> float:
    """Return the median of some numbers ``[number]``, none of them NaN; for a few, much faster than `numpy.median`."""
    ordered = np.sort(values)
    return float((ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2)


def percentile_of(values: FloatArray, percent: float) -> float:
    """Return a percentile of some numbers ``[number]``, none of them NaN, interpolated linearly as `numpy.percentile`.

    For a few, it is much faster.
    """
    ordered = np.sort(values)
    place = (len(ordered) - 1) * (percent / 100)
    below = min(int(place), len(ordered) - 1)
    low, high = float(ordered[below]), float(ordered[min(below + 1, len(ordered) - 1)])
    share = place - below
    return low + (high - low) * share if share < 0.5 else high - (high - low) * (1 - share)  # noqa: PLR2004 - the nearer
