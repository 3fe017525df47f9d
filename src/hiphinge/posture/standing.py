"""The reference posture: frames in which the person stands still and upright."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import FloatArray
from hiphinge.repetitions import Span
from hiphinge.signals import derivative, rolling_median, runs, window_frames

__all__ = ["StandingFrames", "detect_standing"]

UPRIGHT_DEG = 20.0
STILL_DEG_S = 18.0
MIN_RUN_S = 0.25
MIN_QUIET_S = 0.5
ABOVE_LOWEST_DEG = 12.0
LOCKOUT_S = 0.15
HELD_LOCKOUT_S = 1.0
"""Somebody who has just finished a lift may still lean back or hold the lockout; rest begins this long after it."""
RESTING_ABOVE_LOWEST_DEG = 25.0
"""At rest the fold may be this far above its minimum, which may be an over-extended lockout."""


@dataclass(frozen=True, kw_only=True, eq=False)
class StandingFrames:
    """Which frames ``[time]`` show the person standing, and what kind of standing it was.

    ``quiet``: upright and still; ``lockout``: only the ends of repetitions; ``none``: neither was detected.
    """

    kind: Literal["quiet", "lockout", "none"]
    frames: NDArray[np.bool_]


def detect_standing(
    time_s: FloatArray, trunk_deg: FloatArray, fold: FloatArray, spans: Sequence[Span]
) -> StandingFrames:
    """Return the frames of quiet standing at rest, else of all quiet standing, else of the lockouts.

    Parameters
    ----------
    trunk_deg, fold
        Trunk inclination and fold (`hiphinge.repetitions.fold_deg`), degrees ``[time]``.

    Notes
    -----
    At rest is before the first movement, and from a second after one until the next set: a lockout may be held in
    over-extension, which would then be part of the reference. The median over all of it is used because a single
    standing is a poor reference: of 353 people who stood six times, half varied by 10 to 20 % in lordosis (Schmidt et
    al. 2018, J. Biomech. 70:67).
    """
    upright = np.isfinite(trunk_deg) & (np.abs(trunk_deg) <= UPRIGHT_DEG)
    if not upright.any():
        return StandingFrames(kind="none", frames=np.zeros(len(time_s), dtype=bool))
    lowest = float(np.percentile(fold[upright], 10))
    still = upright & (_speed(fold, time_s) <= STILL_DEG_S)
    resting = still & (fold <= lowest + RESTING_ABOVE_LOWEST_DEG) & _at_rest(time_s, spans)
    for candidates in (resting, still & (fold <= lowest + ABOVE_LOWEST_DEG)):
        quiet, total_s = _long_enough(candidates, time_s)
        if total_s >= MIN_QUIET_S:
            return StandingFrames(kind="quiet", frames=quiet)
    tops = np.zeros(len(time_s), dtype=bool)
    for span in spans:
        if span.kind == "repetition":
            tops |= upright & (np.abs(time_s - span.end_s) <= LOCKOUT_S)
    return StandingFrames(kind="lockout" if tops.any() else "none", frames=tops)


def _at_rest(time_s: FloatArray, spans: Sequence[Span]) -> NDArray[np.bool_]:
    """Return the frames ``[time]`` that belong to no movement and to no top between two of them."""
    if not spans:
        return np.zeros(len(time_s), dtype=bool)
    moving = np.zeros(len(time_s), dtype=bool)
    for span in spans:
        moving |= (time_s >= span.start_s) & (time_s <= span.end_s + HELD_LOCKOUT_S)
    return ~moving


def _long_enough(frames: NDArray[np.bool_], time_s: FloatArray) -> tuple[NDArray[np.bool_], float]:
    """Return the frames ``[time]`` of runs that last, and how long they last together."""
    kept = np.zeros(len(time_s), dtype=bool)
    total_s = 0.0
    for start, stop in runs(frames):
        length_s = float(time_s[stop - 1] - time_s[start])
        if length_s >= MIN_RUN_S:
            kept[start:stop] = True
            total_s += length_s
    return kept, total_s


def _speed(fold: FloatArray, time_s: FloatArray) -> FloatArray:
    speed = np.abs(derivative(fold, time_s))
    return rolling_median(speed, frames=min(window_frames(time_s, 0.2), 2 * (len(speed) // 2) + 1))
