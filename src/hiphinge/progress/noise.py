"""How far a measure of one person differs from session to session when nothing changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from hiphinge.errors import UsageError
from hiphinge.motion import FloatArray

__all__ = ["PRIOR_DEGREES", "Noise", "estimate_noise", "noise_within"]

PRIOR_DEGREES = 2.0
"""How many repeats of the person's own a published value is worth; a choice, not a finding."""
WORTH = 2.0 / 3.0
"""Neighbouring differences share a session, so each is worth less than one degree of freedom."""
LEAST_OWN, LEAST_TRIMMED, ENOUGH_OWN = 3, 4, 8
"""From so many repeats on: the published value is left out where the person's own is larger; a real change is kept out
of the noise; the published value is left out in any case."""


@dataclass(frozen=True, kw_only=True)
class Noise:
    """The standard error of measurement of one session, and how well it is known.

    Attributes
    ----------
    sem
        In the measure's unit.
    degrees
        Degrees of freedom behind it.
    own_repeats
        How many repeats of the person's own it rests on.
    source
        Whose sessions: the person's own, published ones, or both.
    """

    sem: float
    degrees: float
    own_repeats: int
    source: Literal["own", "both", "published"]

    def detectable(self, before: int, after: int) -> float:
        """Return the smallest difference between two means of so many sessions that is not noise, 95 %.

        Source
        ------
        MDC95 = 1.96 sqrt(2) SEM for one session against one; here with Student's quantile in place of 1.96, since the
        SEM is itself an estimate.
        """
        quantile = float(special.stdtrit(self.degrees, 0.975))
        return quantile * self.sem * float(np.sqrt(1.0 / before + 1.0 / after))


def estimate_noise(sessions: Sequence[float], *, published_sem: float) -> Noise:
    """Return the noise of a measure from one person's sessions in order of time, and a published value.

    As `noise_within` one stretch of training in which the measure may drift, but does not jump more than once.

    Raises
    ------
    UsageError
        If ``published_sem`` is not above 0.
    """
    _check(published_sem)
    steps = np.diff(np.asarray(sessions, dtype=np.float64)) if len(sessions) > 1 else np.zeros(0)
    return _of_steps(steps, published_sem)


def noise_within(stretches: Sequence[Sequence[float]], *, published_sem: float) -> Noise:
    """Return the noise of a measure from what differs within stretches of training, whatever changed between them.

    Parameters
    ----------
    stretches
        One value for each session in order of time, at the same exercise, for each stretch.
    published_sem
        Standard error of measurement from the literature or from our own studies, in the measure's unit, above 0.

    Raises
    ------
    UsageError
        If ``published_sem`` is not above 0.

    Notes
    -----
    With few sessions it is the standard deviation about each stretch's mean. From `ENOUGH_OWN` repeats on it is that of
    differences between one session and the next, which hold the noise twice and a slow change hardly at all (von
    Neumann 1941); the largest of eight is left out, since it may be a sudden change. Below so many repeats the
    published value counts as `PRIOR_DEGREES` of them, unless the person's own are larger.
    """
    _check(published_sem)
    known = [np.asarray(values, dtype=np.float64) for values in stretches if len(values) > 1]
    own = sum(len(values) - 1 for values in known)
    if own == 0 or own >= ENOUGH_OWN:
        return _of_steps(np.concatenate([np.zeros(0), *(np.diff(values) for values in known)]), published_sem)
    squares = sum(float(np.sum((values - values.mean()) ** 2)) for values in known)
    return _mixed(squares / own, degrees=float(own), own=own, published_sem=published_sem)


def _check(published_sem: float) -> None:
    if not published_sem > 0:
        message = f"A published standard error should be above 0, but is {published_sem:g}."
        raise UsageError(message)


def _of_steps(steps: FloatArray, published_sem: float) -> Noise:
    """Return the noise from the differences of neighbours; of none it is the published one."""
    own = len(steps)
    if own == 0:
        return Noise(sem=published_sem, degrees=PRIOR_DEGREES, own_repeats=0, source="published")
    return _mixed(_variance(steps), degrees=max(1.0, WORTH * own), own=own, published_sem=published_sem)


def _mixed(variance: float, *, degrees: float, own: int, published_sem: float) -> Noise:
    """Return the person's own variance, with the published one where theirs rests on little."""
    if own >= ENOUGH_OWN or (own >= LEAST_OWN and variance > published_sem**2):
        return Noise(sem=float(np.sqrt(variance)), degrees=degrees, own_repeats=own, source="own")
    together = degrees + PRIOR_DEGREES
    mixed = (degrees * variance + PRIOR_DEGREES * published_sem**2) / together
    return Noise(sem=float(np.sqrt(mixed)), degrees=together, own_repeats=own, source="both")


def _variance(steps: FloatArray) -> float:
    """Return the variance of one session from the differences of neighbours."""
    squares = steps**2 / 2.0
    if len(squares) < LEAST_TRIMMED:
        return float(squares.mean())
    # The largest step of eight may be a real change: it is left out, and what is then too little is put back.
    kept = np.sort(squares)[: len(squares) - max(1, len(squares) // 8)]
    return float(kept.mean()) / _kept_share(len(kept) / len(squares))


def _kept_share(share: float) -> float:
    """Return the mean of the lowest ``share`` of squared standard normal values."""
    limit = float(special.chdtri(1, 1.0 - share))
    return float(special.chdtr(3, limit)) / share
