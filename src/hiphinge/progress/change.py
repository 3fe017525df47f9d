"""Two stretches of training compared: changed, not distinguishable from noise, or too few to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hiphinge.progress.noise import Noise

__all__ = ["LEAST_SESSIONS", "Change", "Verdict", "compare_phases"]

Verdict = Literal["changed", "noise", "too_few"]
LEAST_SESSIONS = 3
"""Fewer on either side say too little: one may have been a bad day."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What became of a measure from one stretch to another.

    Attributes
    ----------
    before, after
        Means, in the measure's unit; NaN without a session.
    difference
        After minus before.
    interval
        Its 95 % interval.
    detectable
        The smallest difference that would not be noise.
    """

    verdict: Verdict
    before: float
    after: float
    difference: float
    interval: tuple[float, float]
    detectable: float
    sessions: tuple[int, int]


def compare_phases(before: Sequence[float], after: Sequence[float], *, noise: Noise) -> Change:
    """Return what changed between two stretches, one value for each session.

    Notes
    -----
    "changed" is said of a difference beyond the detectable one, which happens by chance in one of twenty comparisons in
    which nothing changed.
    """
    counts = (len(before), len(after))
    means = [float(np.mean(values)) if len(values) else float("nan") for values in (before, after)]
    difference = means[1] - means[0]
    detectable = noise.detectable(*counts) if min(counts) else float("nan")
    verdict: Verdict = "changed" if abs(difference) > detectable else "noise"
    if min(counts) < LEAST_SESSIONS:
        verdict = "too_few"
    return Change(
        verdict=verdict,
        before=means[0],
        after=means[1],
        difference=difference,
        interval=(difference - detectable, difference + detectable),
        detectable=detectable,
        sessions=counts,
    )
