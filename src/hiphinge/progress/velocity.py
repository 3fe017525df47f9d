"""How fast a person comes up at which load, as far as videos show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from scipy import special

from hiphinge.progress.filmed import FilmedSet

__all__ = ["LEAST_LOADS", "LoadSpeed", "VelocityProfile", "velocity_profile"]

LEAST_LOADS = 3
WINDOW_DAYS = 84
"""A profile is of one state of training: twelve weeks up to the last filmed set with a load; a choice."""
_LEAN, _TIME = "trunk_inclination_deg", "ascent_s"


@dataclass(frozen=True, kw_only=True)
class LoadSpeed:
    """The sets at one load; ``speed`` is their median, in degrees a second."""

    load_kg: float
    speed: float
    sets: int


@dataclass(frozen=True, kw_only=True)
class VelocityProfile:
    """Speed against load.

    Speed is the mean angular velocity of the trunk on the way up: its lean at the bottom over the time of the ascent,
    each the median of the set's repetitions. It is no speed of the bar.

    Attributes
    ----------
    points
        By load, ascending; empty where no set shows both speed and load.
    slope
        Of the line through all sets, degrees a second for each kilogram; NaN where there is a ``reason``.
    interval
        Its 95 % interval.
    reason
        Why there is no line; empty where there is one.
    """

    points: tuple[LoadSpeed, ...]
    slope: float
    interval: tuple[float, float]
    reason: str


def velocity_profile(filmed: Sequence[FilmedSet]) -> VelocityProfile:
    """Return the profile of one exercise: a line where at least three loads were filmed within twelve weeks.

    Notes
    -----
    Least squares through the sets, with Student's quantile. No one-rep max is estimated from it: individual
    profiles gave too little for deadlifts, with poor to moderate reliability (Lake 2017). Sets done while counting are
    left out, since the mind is elsewhere.
    """
    shown = [one for one in filmed if not one.counting and _speed(one) is not None and one.load_kg is not None]
    last = max((one.day for one in shown), default=0)
    shown = [one for one in shown if last - WINDOW_DAYS < one.day <= last]
    by_load: dict[float, list[float]] = {}
    for one in shown:
        by_load.setdefault(round(one.load_kg or 0.0, 1), []).append(_speed(one) or 0.0)
    points = tuple(LoadSpeed(load_kg=kg, speed=median(by_load[kg]), sets=len(by_load[kg])) for kg in sorted(by_load))
    if len(points) < LEAST_LOADS:
        return VelocityProfile(points=points, slope=np.nan, interval=(np.nan, np.nan), reason=_reason(len(points)))
    slope, half = _line([(one.load_kg or 0.0, _speed(one) or 0.0) for one in shown])
    return VelocityProfile(points=points, slope=slope, interval=(slope - half, slope + half), reason="")


def _speed(one: FilmedSet) -> float | None:
    lean, time_s = one.values.get(_LEAN), one.values.get(_TIME)
    return None if lean is None or time_s is None or time_s <= 0 else lean / time_s


def _reason(loads: int) -> str:
    if loads == 0:
        return "no filmed set of the last twelve weeks shows both its load and the speed of the ascent"
    return f"filmed at {loads} of the {LEAST_LOADS} loads needed in twelve weeks"


def _line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the slope of the line of least squares, and half its 95 % interval."""
    loads, speeds = np.asarray(points, dtype=np.float64).T
    off = loads - loads.mean()
    spread = float(np.sum(off**2))
    slope = float(np.sum(off * speeds)) / spread
    left = speeds - speeds.mean() - slope * off
    degrees = len(points) - 2
    error = float(np.sqrt(np.sum(left**2) / degrees / spread))
    return slope, float(special.stdtrit(degrees, 0.975)) * error
