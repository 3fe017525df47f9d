"""A measure over all sessions: where it began, where it is, and whether that is a change."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hiphinge.errors import UsageError
from hiphinge.motion import FloatArray
from hiphinge.progress.change import Change, compare_phases
from hiphinge.progress.noise import Noise, estimate_noise

__all__ = ["Trend", "trend_of"]

_AT_EITHER_END = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Trend:
    """A measure in time.

    Attributes
    ----------
    days, values
        Each session's day (any origin, ascending) and value ``[session]``.
    noise
        Its repeatability.
    change
        From the first sessions to the last ones, up to three at either end.
    """

    days: FloatArray
    values: FloatArray
    noise: Noise
    change: Change


def trend_of(days: Sequence[float], values: Sequence[float], *, published_sem: float) -> Trend:
    """Return the trend of a measure, one value for each session in order of time.

    Raises
    ------
    UsageError
        If days and values differ in number, or days do not ascend.
    """
    when, what = np.asarray(days, dtype=np.float64), np.asarray(values, dtype=np.float64)
    if len(when) != len(what) or (np.diff(when) < 0).any():
        message = f"Days should ascend, one for each value, but there are {len(when)} days and {len(what)} values."
        raise UsageError(message)
    noise = estimate_noise(what, published_sem=published_sem)
    ends = min(_AT_EITHER_END, len(what) // 2)
    return Trend(
        days=when,
        values=what,
        noise=noise,
        change=compare_phases(what[:ends], what[len(what) - ends :], noise=noise),
    )
