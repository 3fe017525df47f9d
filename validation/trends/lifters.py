"""Simulated lifters: a measure on each filmed day, with a known change and a known noise."""

from dataclasses import dataclass

import numpy as np

from hiphinge.motion import FloatArray
from hiphinge.progress import trend_of
from hiphinge.progress.published import DETECTABLE_SEMS

__all__ = ["KINDS", "Lifters", "share_changed"]

KINDS = ("gradual", "sudden", "early", "plateau")
"""Over all days; at once halfway; at once after a quarter; over the first half, then no more."""
_PUBLISHED = 2.0
_FREEDOM = 4
"""Degrees of freedom of heavy tails."""


@dataclass(frozen=True, kw_only=True)
class Lifters:
    """Lifters of one kind.

    Attributes
    ----------
    noise
        True standard error of a day, in published ones.
    tails
        ``normal``, or ``heavy``: Student's t of 4 degrees of freedom with the same variance.
    has_gaps
        Whether two of three days are missing, at random.
    size
        True change, in MDC95 of one day against another, by the true noise.
    kind
        One of `KINDS`.
    """

    noise: float
    size: float
    kind: str
    tails: str = "normal"
    has_gaps: bool = False


def share_changed(lifters: Lifters, *, sessions: int, draws: int, seed: int = 20_265) -> float:
    """Return the share of such lifters of whom "changed" is said."""
    rng = np.random.default_rng(seed)
    changed = 0
    for _ in range(draws):
        count = 3 * sessions if lifters.has_gaps else sessions
        days = np.sort(rng.choice(count, sessions, replace=False)) if lifters.has_gaps else np.arange(count)
        sem = lifters.noise * _PUBLISHED
        true = lifters.size * DETECTABLE_SEMS * sem * _share_done(lifters.kind, days)
        values = 30.0 + true + sem * _noise(rng, lifters.tails, sessions)
        changed += trend_of(days.tolist(), values.tolist(), published_sem=_PUBLISHED).change.verdict == "changed"
    return changed / draws


def _noise(rng: np.random.Generator, tails: str, count: int) -> FloatArray:
    if tails == "normal":
        return np.asarray(rng.normal(size=count), dtype=np.float64)
    return np.asarray(rng.standard_t(_FREEDOM, count) / np.sqrt(_FREEDOM / (_FREEDOM - 2)), dtype=np.float64)


def _share_done(kind: str, days: "np.typing.NDArray[np.int64]") -> FloatArray:
    """Return how much of the change has come about on each day."""
    share = (days - days[0]) / (days[-1] - days[0])
    if kind == "gradual":
        return np.asarray(share, dtype=np.float64)
    if kind == "plateau":
        return np.asarray(np.minimum(1.0, 2.0 * share), dtype=np.float64)
    return np.asarray(share >= (0.5 if kind == "sudden" else 0.25), dtype=np.float64)
