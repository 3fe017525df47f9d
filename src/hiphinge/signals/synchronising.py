"""The time offset between two recordings of one movement on different clocks, by cross-correlation."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["clock_offset_s"]

FloatArray = NDArray[np.float64]

RATE_HZ = 50.0
MIN_OVERLAP = 0.5
"""The two must overlap by this share of the shorter one."""


def clock_offset_s(
    time_s: FloatArray, values: FloatArray, *, other_time_s: FloatArray, other_values: FloatArray
) -> tuple[float, float]:
    """Return the seconds to add to ``time_s`` to get the other clock's time, and the correlation at that offset.

    Both series ``[time]`` are of one quantity; frames that are NaN are left out. The offset of the greatest
    correlation is taken, to the nearest fiftieth of a second; the correlation is NaN where nothing moves.
    """
    first, ours = _even(time_s, values)
    other_first, theirs = _even(other_time_s, other_values)
    least = max(2, int(MIN_OVERLAP * min(len(ours), len(theirs))))
    best, found = float("nan"), 0
    for lag in range(least - len(ours), len(theirs) - least + 1):
        a = ours[max(0, -lag) : len(theirs) - lag]
        b = theirs[max(0, lag) : lag + len(ours)]
        r = _correlation(a, b)
        if np.isnan(best) or r > best:
            best, found = r, lag
    return other_first - first + found / RATE_HZ, best


def _even(time_s: FloatArray, values: FloatArray) -> tuple[float, FloatArray]:
    known = np.isfinite(values)
    if known.sum() < 2:  # noqa: PLR2004  # one value is no movement
        return float(time_s[0]), np.zeros(1)
    times, kept = time_s[known], values[known]
    steps = np.arange(times[0], times[-1], 1.0 / RATE_HZ)
    return float(times[0]), np.interp(steps, times, kept)


def _correlation(first: FloatArray, second: FloatArray) -> float:
    a, b = first - first.mean(), second - second.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0 else float("nan")
