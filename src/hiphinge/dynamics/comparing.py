"""One lift against another of the same person: what is shared cancels, and only what is clear is claimed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hiphinge.dynamics.result import LEAST_SHARE, BackLoads, LoadQuantity
from hiphinge.errors import UsageError
from hiphinge.motion import FloatArray, Interval

__all__ = ["Change", "LoadComparison", "compare"]

Change = Literal["more", "less", "alike"]
_CLEAR = (0.0125, 0.9875)
_FORCES = frozenset({"muscle_n", "compression_n", "shear_n"})
_SPREAD_FROM = 3


@dataclass(frozen=True, kw_only=True)
class LoadComparison:
    """How much more or less the second lift asks than the first, as a share of the first.

    Attributes
    ----------
    share
        Median of the paired draws: 0.1 is a tenth more.
    interval
        90 %.
    clear
        What may be said: ``more`` or ``less`` where 98.75 % of the draws are on one side of no difference, and, of
        forces, the median is beyond 30 %; else ``alike``: no difference that can be seen, which is not "the same".
    quantity
        What is compared.
    """

    quantity: LoadQuantity
    share: float
    interval: Interval
    clear: Change


def compare(
    first: BackLoads | Sequence[BackLoads],
    second: BackLoads | Sequence[BackLoads],
    *,
    quantity: LoadQuantity = "moment_nm",
) -> LoadComparison:
    """Return how the second lift differs from the first in what it asks at its peak.

    Parameters
    ----------
    first, second
        One lift each, or the repetitions of a set (`Draws.of_repetition`); all from the same draws, so that body,
        moment arm and what the recording does to the pose are the same in every pair.

    Raises
    ------
    UsageError
        If a side has no lift, or the draws are not the same.

    Notes
    -----
    Repetitions differ by more than the error of their poses; the wider of the two counts, so that a difference between
    sets is none where repetitions of one set differ as much.
    """
    sides = [[one] if isinstance(one, BackLoads) else list(one) for one in (first, second)]
    if not all(sides):
        message = "A comparison should have a lift on either side, but one side has none."
        raise UsageError(message)
    base = sides[0][0].draws
    if not all(one.draws.shares_with(base) for side in sides for one in side):
        message = (
            "Both lifts should come from the same draws, or what they share does not cancel. Give both one `draw`."
        )
        raise UsageError(message)
    peaks = [np.array([one.of(quantity)[:, one.peak()] for one in side]) for side in sides]
    before, after = (peak.mean(axis=0) for peak in peaks)
    share = after / before - 1 + _spread(peaks, seed=base.seed)
    low, high = (float(x) for x in np.quantile(share, (0.05, 0.95)))
    return LoadComparison(
        quantity=quantity,
        share=float(np.median(share)),
        interval=Interval(low=low, high=high),
        clear=_clear(share, least=LEAST_SHARE if quantity in _FORCES else 0.0),
    )


def _spread(peaks: Sequence[FloatArray], *, seed: int) -> FloatArray:
    """Return draws of what repetitions differ by beyond the error of their poses, as a share of the first lift.

    Both sides together say how much that is, by Student's t with as many degrees of freedom.
    """
    sides = [side / np.median(side) for side in peaks if len(side) >= _SPREAD_FROM]
    freedom = sum(len(side) - 1 for side in sides)
    if not freedom:
        return np.zeros(peaks[0].shape[1])
    seen = sum(float(np.median(side, axis=1).var() * len(side)) for side in sides) / freedom
    errors = [side - np.median(side, axis=1, keepdims=True) for side in sides]
    drawn = sum(float(error.var(axis=0).mean() * len(error)) for error in errors) / freedom
    each = max(seen - drawn, 0.0) * sum(1 / len(side) for side in peaks)
    return np.asarray(np.sqrt(each) * np.random.default_rng((abs(seed), 2)).standard_t(freedom, peaks[0].shape[1]))


def _clear(share: FloatArray, *, least: float) -> Change:
    low, high = np.quantile(share, _CLEAR)
    middle = float(np.median(share))
    if low > 0 and middle >= least:
        return "more"
    if high < 0 and middle <= -least:
        return "less"
    return "alike"
