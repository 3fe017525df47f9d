"""The most that somebody could lift once, estimated from a set: a median and a range, never one formula's number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from statistics import median

from hiphinge.errors import UsageError

__all__ = ["FORMULAS", "MOST_REPETITIONS", "StrengthEstimate", "estimate_strength"]

MOST_REPETITIONS = 12.0
"""Beyond so many possible repetitions the formulas part too far to say anything."""
_FULL_EFFORT = 10.0

FORMULAS: Mapping[str, Callable[[float, float], float]] = {
    "Epley": lambda load, reps: load * (1 + reps / 30),
    "Brzycki": lambda load, reps: load * 36 / (37 - reps),
    "Lander": lambda load, reps: 100 * load / (101.3 - 2.67123 * reps),
    "Lombardi": lambda load, reps: load * reps**0.10,
    "Mayhew": lambda load, reps: 100 * load / (52.2 + 41.9 * exp(-0.055 * reps)),
    "O'Conner": lambda load, reps: load * (1 + reps / 40),
    "Wathan": lambda load, reps: 100 * load / (48.8 + 53.8 * exp(-0.075 * reps)),
}
"""Load and repetitions to failure to the most for one repetition, in the load's unit.

Source
------
As collected at maxdeadliftcalculator.com (formulas); the papers themselves were not read.
"""


@dataclass(frozen=True, kw_only=True)
class StrengthEstimate:
    """An estimated most for one repetition, in the load's unit.

    Attributes
    ----------
    median, low, high
        Of all formulas; for one repetition at full effort all are the load itself.
    possible_repetitions
        Repetitions done and left, from which it was estimated.
    """

    median: float
    low: float
    high: float
    possible_repetitions: float


@lru_cache(maxsize=4096)  # a log holds the same few loads and repetitions over and over
def estimate_strength(load: float, repetitions: int, *, rpe: float | None = None) -> StrengthEstimate | None:
    """Return the estimate of a set, or None where it says nothing.

    Parameters
    ----------
    load
        Above 0, in any unit.
    rpe
        Rating of perceived exertion; 10 minus it are the repetitions left. None takes the set to failure, which makes
        the estimate a lower bound.

    Raises
    ------
    UsageError
        If load or repetitions are below 0.

    Notes
    -----
    The formulas give too little for deadlifts, and part beyond ten repetitions; above `MOST_REPETITIONS` there is no
    estimate.
    """
    if load < 0 or repetitions < 0:
        message = f"Load and repetitions should not be below 0, but are {load:g} and {repetitions}."
        raise UsageError(message)
    possible = repetitions + (0.0 if rpe is None else _FULL_EFFORT - rpe)
    if load == 0 or repetitions == 0 or possible > MOST_REPETITIONS:
        return None
    if possible <= 1.0:
        return StrengthEstimate(median=load, low=load, high=load, possible_repetitions=possible)
    estimates = [formula(load, possible) for formula in FORMULAS.values()]
    return StrengthEstimate(
        median=median(estimates), low=min(estimates), high=max(estimates), possible_repetitions=possible
    )
