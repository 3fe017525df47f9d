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
    correlation is taken, between fiftieths of a second by a parabola through the neighbours of the greatest; the
    correlation is NaN where nothing moves.
    """
    first, ours = _even(time_s, values)
    other_first, theirs = _even(other_time_s, other_values)
    least = max(2, int(MIN_OVERLAP * min(len(ours), len(theirs))))
    lags = range(least - len(ours), len(theirs) - least + 1)
    like = np.array(
        [_correlation(ours[max(0, -lag) : len(theirs) - lag], theirs[max(0, lag) : lag + len(ours)]) for lag in lags]
    )
    if not np.isfinite(like).any():
        return other_first - first, float("nan")
    best = int(np.nanargmax(like))
    return other_first - first + (lags[best] + _between(like[best - 1 : best + 2])) / RATE_HZ, float(like[best])


def _between(three: FloatArray) -> float:
    """Return where the top of a parabola through three neighbours is, from -0.5 to 0.5 of a step from the middle."""
    if len(three) < 3 or not np.isfinite(three).all():  # noqa: PLR2004  # at an end there are no two neighbours
        return 0.0
    before, middle, after = (float(value) for value in three)
    bend = before - 2.0 * middle + after
    return float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend < 0.0 else 0.0


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
