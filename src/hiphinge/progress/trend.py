"""A measure over all sessions: where it began, where it is, and whether that is a change."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hiphinge.errors import UsageError
from hiphinge.motion import FloatArray
from hiphinge.progress.change import Change, compare_phases
from hiphinge.progress.noise import Noise, noise_within

__all__ = ["Trend", "trend_of"]

_LEAST_AT_AN_END, _MOST_AT_AN_END, _SHARE_AT_AN_END = 3, 6, 4
"""A quarter of the sessions at either end, within these numbers."""


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
        From the first sessions to the last ones: a quarter of them at either end, three at least and six at most.
    """

    days: FloatArray
    values: FloatArray
    noise: Noise
    change: Change


def trend_of(days: Sequence[float], values: Sequence[float], *, published_sem: float) -> Trend:
    """Return the trend of a measure, one value for each session in order of time.

    The noise is that within either half, so that a change in the middle is not taken for it.

    Raises
    ------
    UsageError
        If days and values differ in number, or days do not ascend.
    """
    when, what = np.asarray(days, dtype=np.float64), np.asarray(values, dtype=np.float64)
    if len(when) != len(what) or (np.diff(when) < 0).any():
        message = f"Days should ascend, one for each value, but there are {len(when)} days and {len(what)} values."
        raise UsageError(message)
    half = len(what) // 2
    noise = noise_within((what[:half].tolist(), what[len(what) - half :].tolist()), published_sem=published_sem)
    ends = min(max(_LEAST_AT_AN_END, min(len(what) // _SHARE_AT_AN_END, _MOST_AT_AN_END)), half)
    return Trend(
        days=when,
        values=what,
        noise=noise,
        change=compare_phases(what[:ends].tolist(), what[len(what) - ends :].tolist(), noise=noise),
    )
