"""A measure over all sessions: where it began, where it is, and whether that is a change."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from hiphinge.errors import UsageError
from hiphinge.motion import FloatArray
from hiphinge.progress.change import LEAST_SESSIONS, Change, compare_phases
from hiphinge.progress.noise import Noise, noise_within

__all__ = ["Trend", "trend_of"]

_FALSE_RATE = 0.05
"""How often "changed" may be said where nothing changed, whichever of both shapes is the better."""
_ANGLES = (np.arange(720) + 0.5) / 720 * np.pi


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
        in the middle.
    shape
        Which of both; None of too few sessions.
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
    Two contrasts are tried, a straight line over the days and a step in the middle. Their larger share of the variance
    is compared with what chance gives the better of both in 5 of 100 (`_share_of_chance`), so that trying two costs no
    false change. The noise is the person's own, whatever it is; the published value counts only below six sessions,
    where nothing is claimed.
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
    """Return the noise beside the better of a line and a step, and the change by it, of 6 sessions or more."""
    count, half = len(what), len(what) // 2
    places = when if np.ptp(when) > 0 else np.arange(count, dtype=np.float64)
    shapes = [(places - places[0]) / np.ptp(places), (np.arange(count) >= half).astype(np.float64)]
    centred = [shape - shape.mean() for shape in shapes]
    units = [shape / np.linalg.norm(shape) for shape in centred]
    apart = what - what.mean()
    found = [float(unit @ apart) for unit in units]
    better = int(abs(found[1]) > abs(found[0]))
    size = float(np.linalg.norm(centred[better]))
    left = max(float(apart @ apart) - found[better] ** 2, 0.0)
    chance = _share_of_chance(round(float(units[0] @ units[1]), 3), count - 1)
    detectable = float(np.sqrt(left * chance / (1.0 - chance))) / size
    difference = found[better] / size
    before, after = (float(what.mean() + difference * centred[better][end]) for end in (0, -1))
    noise = Noise(sem=float(np.sqrt(left / (count - 2))), degrees=count - 2.0, own_repeats=count - 2, source="own")
    change = Change(
        verdict="changed" if abs(difference) > detectable else "noise",
        before=before,
        after=after,
        difference=difference,
        interval=(difference - detectable, difference + detectable),
        detectable=detectable,
        sessions=(half, count - half),
    )
    return noise, change, "step" if better else "line"


@lru_cache(maxsize=4096)
def _share_of_chance(correlation: float, dimensions: int) -> float:
    """Return the share of the variance that the better of two contrasts exceeds by chance in `_FALSE_RATE` of cases.

    Of normal noise in so many dimensions, a plane through both contrasts holds a share R^2 ~ Beta(1, (m - 2) / 2) in a
    direction of even chance; the better contrast takes R^2 cos^2 of the angle to the nearer one. Exact, whatever the
    noise.
    """
    apart = np.arccos(min(1.0, correlation))
    nearer = np.maximum(np.cos(_ANGLES) ** 2, np.cos(_ANGLES - apart) ** 2)
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        rate = float(np.mean(np.maximum(0.0, 1.0 - middle / nearer) ** ((dimensions - 2) / 2)))
        low, high = (middle, high) if rate > _FALSE_RATE else (low, middle)
    return high
