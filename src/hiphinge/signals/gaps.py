"""Holes, runs and outliers in arrays over time."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.signals.rows import median_of

__all__ = ["fill_gaps", "outliers", "rolling_median", "runs", "runs_over_gaps", "window_frames"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_MAD_TO_SIGMA = 1.4826
"""A normal distribution's standard deviation over its median absolute deviation."""
_CURVE_STEP_S = 0.067
"""Between the neighbours that a value is compared with; jumps of a network are mostly shorter."""
_BLOCK_VALUES = 1 << 20
"""How many values of windows are sorted at a time, so that a long recording needs no more memory than a short one."""


def runs(mask: BoolArray) -> list[tuple[int, int]]:
    """Return the half-open runs ``(start, stop)`` where a mask ``[time]`` is true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def runs_over_gaps(mask: BoolArray, time_s: FloatArray, *, gap_s: float) -> list[tuple[int, int]]:
    """Return the half-open runs where a mask ``[time]`` is true, as one where less than ``gap_s`` is between them."""
    joined: list[tuple[int, int]] = []
    for start, stop in runs(mask):
        if joined and time_s[start] - time_s[joined[-1][1] - 1] < gap_s:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined


def window_frames(time_s: FloatArray, window_s: float) -> int:
    """Return the odd number of frames that covers a window at the median frame rate, at least 3."""
    if len(time_s) < 2:  # noqa: PLR2004 - a rate needs two times
        return 3
    half = round(window_s / (2 * median_of(np.diff(time_s))))
    return 2 * max(half, 1) + 1


def fill_gaps(values: FloatArray, time_s: FloatArray, *, max_gap_s: float) -> FloatArray:
    """Fill inner NaN gaps by linear interpolation in time.

    Parameters
    ----------
    values
        ``[time, ...]``; each series along the trailing axes is filled separately.
    max_gap_s
        Longer gaps, and gaps at either end, stay NaN. The length of a gap is the time between the known
        frames on its two sides.
    """
    flat = np.array(values, dtype=np.float64).reshape(len(time_s), -1)
    for series in flat.T:
        known = np.isfinite(series)
        if known.all() or not known.any():
            continue
        for start, stop in runs(~known):
            inside = start > 0 and stop < len(series)
            if inside and time_s[stop] - time_s[start - 1] <= max_gap_s:
                ends = [start - 1, stop]
                series[start:stop] = np.interp(time_s[start:stop], time_s[ends], series[ends])
    return flat.reshape(np.shape(values))


def rolling_median(values: FloatArray, *, frames: int) -> FloatArray:
    """Return the running median along time ``[time, ...]``; NaN is left out, at the ends the last value holds."""
    half, whole = frames // 2, not np.isnan(values).any()
    if not len(values):
        return np.empty_like(values)
    first, last = (values[:1], values[-1:]) if whole else (np.full_like(values[:1], np.nan),) * 2
    padded = np.concatenate([*[first] * half, values, *[last] * half])
    windows = np.lib.stride_tricks.sliding_window_view(padded, frames, axis=0)
    block = max(1, _BLOCK_VALUES // max(1, windows[:1].size))
    median = _median_of_all if whole else _median_of_finite
    return np.concatenate([median(windows[i : i + block]) for i in range(0, len(windows), block)])


def _median_of_all(windows: FloatArray) -> FloatArray:
    middle = windows.shape[-1] // 2
    return np.asarray(np.partition(windows, middle, axis=-1)[..., middle])


def _median_of_finite(windows: FloatArray) -> FloatArray:
    ordered = np.sort(windows, axis=-1)
    count = np.isfinite(windows).sum(axis=-1)
    lower = np.take_along_axis(ordered, np.maximum(count - 1, 0)[..., None] // 2, axis=-1)[..., 0]
    upper = np.take_along_axis(ordered, (np.maximum(count, 1) // 2)[..., None], axis=-1)[..., 0]
    return np.where(count > 0, (lower + upper) / 2, np.nan)


def outliers(values: FloatArray, time_s: FloatArray, *, window_s: float, sigmas: float, floor: float) -> BoolArray:
    """Return where a series jumps away from its neighbours: Hampel's identifier.

    Parameters
    ----------
    values
        ``[time, ...]``.
    window_s
        Width of the running median.
    sigmas
        Distance from the median, in robust standard deviations of that distance within the window.
    floor
        Distances below this are never outliers, in the unit of ``values``.

    Notes
    -----
    Hampel 1974, J. Am. Stat. Assoc. 69:383. Departs from it twice: by the floor, so that a person who stands
    perfectly still has no outliers; and where a value lies on the curve through its neighbours, since the median of
    a fast turn lies inside the turn.
    """
    frames = window_frames(time_s, window_s)
    distance = np.abs(values - rolling_median(values, frames=frames))
    spread = _MAD_TO_SIGMA * rolling_median(distance, frames=frames)
    with np.errstate(invalid="ignore"):
        far = distance > np.maximum(sigmas * spread, floor)
    return np.asarray(far & ~_on_curve(values, time_s, within=floor))


def _on_curve(values: FloatArray, time_s: FloatArray, *, within: float) -> BoolArray:
    """Return where a value lies on the cubic through its neighbours, one and two steps away on either side."""
    on = np.zeros(values.shape, dtype=bool)
    step = window_frames(time_s, 2 * _CURVE_STEP_S) // 2
    if len(values) <= 4 * step:
        return on
    single = rolling_median(values, frames=3)
    outer = single[: -4 * step] + single[4 * step :]
    inner = single[step : -3 * step] + single[3 * step : -step]
    with np.errstate(invalid="ignore"):
        on[2 * step : -2 * step] = np.abs(values[2 * step : -2 * step] - (4 * inner - outer) / 6) <= within
    return on
