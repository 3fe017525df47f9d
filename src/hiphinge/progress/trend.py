"""A measure over all sessions: where it began, where it is, and whether that is a change."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from hiphinge.errors import UsageError
from hiphinge.motion import FloatArray
from hiphinge.progress.change import LEAST_SESSIONS, Change, Verdict, compare_phases
from hiphinge.progress.noise import Noise, noise_within

__all__ = ["LEAST_DAYS_FOR_NOISE", "Trend", "trend_of"]

LEAST_DAYS_FOR_NOISE = 12
"""Fewer days can hide a true change: from here on one of one and a half times the detectable change of one day against
another is seen in at least 8 of 10 cases, whatever its shape and with days missing (`validation.trends`)."""
_FALSE_RATE = 0.045
"""How often "changed" is said where nothing changed, whichever shape is the best; 5 of 100 is the most, a choice."""
_DRAWS, _FLAT = 20_000, 1e-9


Shape = Literal["line", "step"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Trend:
    """A measure in time.

    Attributes
    ----------
    days, values
        Each session's day (any origin, ascending) and value ``[session]``.
    noise
        Its repeatability: what is left beside the change.
    change
        Over all sessions, of the shape that fits better: little by little from the first day to the last, or at once
        after a quarter, half or three quarters of them. What is no change is noise from `LEAST_DAYS_FOR_NOISE` days
        on, and too few to say before.
    shape
        Which of them; None of too few sessions.
    """

    days: FloatArray
    values: FloatArray
    noise: Noise
    change: Change
    shape: Shape | None = None


def trend_of(days: Sequence[float], values: Sequence[float], *, published_sem: float) -> Trend:
    """Return the trend of a measure, one value for each session in order of time.

    Raises
    ------
    UsageError
        If days and values differ in number, days do not ascend, or ``published_sem`` is not above 0.

    Notes
    -----
    Contrasts are tried: a straight line over the days, and a step after a quarter, half and three quarters of them.
    The largest share of the variance is compared with what chance gives the best of them in fewer
    than 5 of 100 (`_share_of_chance`), so that trying several costs no false change. The noise is the person's own,
    whatever it is; the published value counts only below six sessions, where nothing is claimed.
    """
    when, what = np.asarray(days, dtype=np.float64), np.asarray(values, dtype=np.float64)
    if len(when) != len(what) or (np.diff(when) < 0).any():
        message = f"Days should ascend, one for each value, but there are {len(when)} days and {len(what)} values."
        raise UsageError(message)
    half = len(what) // 2
    if half < LEAST_SESSIONS or not np.ptp(what) > 0:
        halves = (what[:half].tolist(), what[len(what) - half :].tolist())
        noise = noise_within(halves, published_sem=published_sem)
        return Trend(days=when, values=what, noise=noise, change=compare_phases(*halves, noise=noise))
    noise, change, shape = _tested(when, what)
    return Trend(days=when, values=what, noise=noise, change=change, shape=shape)


def _tested(when: FloatArray, what: FloatArray) -> tuple[Noise, Change, Shape]:
    """Return the noise beside the best of a line and steps, and the change by it, of 6 sessions or more."""
    count = len(what)
    splits = sorted({max(LEAST_SESSIONS, count // 4), count // 2, min(count - LEAST_SESSIONS, count - count // 4)})
    places = when if np.ptp(when) > 0 else np.arange(count, dtype=np.float64)
    shapes = [(places - places[0]) / np.ptp(places), *(1.0 * (np.arange(count) >= split) for split in splits)]
    centred = [shape - shape.mean() for shape in shapes]
    units = np.array([shape / np.linalg.norm(shape) for shape in centred])
    apart = what - what.mean()
    found = units @ apart
    better = int(np.argmax(np.abs(found)))
    half = splits[better - 1] if better else count // 2
    size = float(np.linalg.norm(centred[better]))
    left = max(float(apart @ apart - found[better] ** 2), 0.0)
    chance = _share_of_chance(tuple(map(tuple, np.round(units @ units.T, 4).tolist())), count - 1)
    detectable = float(np.sqrt(left * chance / (1.0 - chance))) / size
    difference = float(found[better]) / size
    before, after = (float(what.mean() + difference * centred[better][end]) for end in (0, -1))
    noise = Noise(sem=float(np.sqrt(left / (count - 2))), degrees=count - 2.0, own_repeats=count - 2, source="own")
    change = Change(
        verdict=_verdict(count, has_changed=abs(difference) > detectable),
        before=before,
        after=after,
        difference=difference,
        interval=(difference - detectable, difference + detectable),
        detectable=detectable,
        sessions=(half, count - half),
    )
    return noise, change, "step" if better else "line"


def _verdict(days: int, *, has_changed: bool) -> Verdict:
    if has_changed:
        return "changed"
    return "noise" if days >= LEAST_DAYS_FOR_NOISE else "too_few"


@lru_cache(maxsize=4096)
def _share_of_chance(cosines: tuple[tuple[float, ...], ...], dimensions: int) -> float:
    """Return the share of the variance that the best of some contrasts exceeds by chance in `_FALSE_RATE` of cases.

    Drawn, always the same: normal noise in the space of the contrasts, whose ``cosines`` are given, and chi-squared
    noise in the other dimensions. The share does not depend on how large the noise is.
    """
    values, vectors = np.linalg.eigh(np.array(cosines))
    root = vectors[:, values > _FLAT] * np.sqrt(values[values > _FLAT])
    rng = np.random.default_rng(0)
    inside = rng.normal(size=(_DRAWS, root.shape[1]))
    outside = rng.chisquare(dimensions - root.shape[1], _DRAWS)
    best = ((inside @ root.T) ** 2).max(axis=1)
    return float(np.quantile(best / ((inside**2).sum(axis=1) + outside), 1.0 - _FALSE_RATE))
