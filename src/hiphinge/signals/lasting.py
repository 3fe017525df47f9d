"""The largest value of an array over time that lasts, so that one bad frame is none."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["largest_lasting"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def largest_lasting(
    values: FloatArray, time_s: FloatArray, frames: BoolArray, *, lasting_s: float
) -> tuple[float, float] | None:
    """Return the largest value that is held for so long in these frames, and the middle of that time, seconds.

    ``values``, ``time_s`` and ``frames`` are ``[time]``. None where fewer frames were measured than that takes.
    """
    places = np.flatnonzero(frames & np.isfinite(values))
    step_s = float(np.median(np.diff(time_s))) if len(time_s) > 1 else lasting_s
    lasting = max(round(lasting_s / step_s), 1)
    if len(places) < lasting:
        return None
    least = np.lib.stride_tricks.sliding_window_view(values[places], lasting).min(axis=1)
    first = int(np.argmax(least))
    return float(least[first]), float(time_s[places[first + lasting // 2]])
