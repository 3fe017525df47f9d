"""The reference posture: frames in which the person stands still and upright."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hiphinge.catalogue import load
from hiphinge.motion import FloatArray, SideMotion
from hiphinge.posture.over_foot import on_one_leg
from hiphinge.repetitions import Span
from hiphinge.signals import derivative, resample, rolling_median, runs, window_frames

__all__ = ["HELD_LOCKOUT_S", "Legs", "StandingFrames", "detect_standing", "legs_of"]

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


STRAIGHTEST_PERCENTILE = 10.0
STEP_S, GROWTH_PER_S = 0.4, 0.12
"""Somebody who walks to a camera four metres away grows by about a fifth in a second; cloth and tracking by less."""


@dataclass(frozen=True, kw_only=True, eq=False)
class StandingFrames:
    """Which frames ``[time]`` show the person standing, and what kind of standing it was.

    ``quiet``: upright and still; ``lockout``: only the ends of repetitions; ``none``: neither was detected. ``legs`` is
    false where the trunk stands upright over legs that cannot be standing, as behind a plate: it is then a reference
    for the trunk and the back only.
    """

    kind: Literal["quiet", "lockout", "none"]
    frames: NDArray[np.bool_]
    legs: bool = True


@dataclass(frozen=True, kw_only=True, eq=False)
class Legs:
    """Knee flexion and shank inclination, degrees ``[time]``, and frames ``[time]`` in which the feet do not stand."""

    knee_deg: FloatArray
    shank_deg: FloatArray
    moving: NDArray[np.bool_]

    @property
    def plausible(self) -> NDArray[np.bool_]:
        """Frames ``[time]`` in which the angles can be those of somebody who stands; unknown angles can be."""
        names = ("knee_bent", "knee_back", "shank", "shank_back")
        limit = {name: load().thresholds[f"standing_{name}"].value for name in names}
        with np.errstate(invalid="ignore"):
            bent = (self.knee_deg > limit["knee_bent"]) | (self.knee_deg < limit["knee_back"])
            leans = (self.shank_deg > limit["shank"]) | (self.shank_deg < limit["shank_back"])
            return np.asarray(~(bent | leans))

    def straight(self, upright: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return the frames ``[time]`` whose knees are nearly as straight as they are while the trunk is upright."""
        known = self.knee_deg[upright & self.plausible & np.isfinite(self.knee_deg)]
        if not len(known):
            return np.ones(len(self.knee_deg), dtype=bool)
        straightest = float(np.percentile(known, STRAIGHTEST_PERCENTILE))
        with np.errstate(invalid="ignore"):
            return np.asarray(~(self.knee_deg > straightest + load().thresholds["standing_straighter"].value))


def legs_of(side: SideMotion, *, knee_deg: FloatArray, shank_deg: FloatArray, walks: NDArray[np.bool_]) -> Legs:
    """Return what the legs say of standing: their angles, and when a foot is in the air or the person walks.

    Notes
    -----
    Who walks to the camera, or away from it, grows or shrinks by more than `GROWTH_PER_S`. A recording that shows one
    leg throughout says nothing of the other foot.
    """
    lifted = on_one_leg(side) > 0
    return Legs(knee_deg=knee_deg, shank_deg=shank_deg, moving=walks | _approaching(side) | (lifted & ~lifted.all()))


def _approaching(side: SideMotion) -> NDArray[np.bool_]:
    """Return the frames ``[time]`` in which the person's size changes as in walking to the camera."""
    names = ("shoulder", "hip", "knee", "ankle")
    size = sum(np.linalg.norm(side.joint(a) - side.joint(b), axis=1) for a, b in pairwise(names))
    frames = min(window_frames(side.time_s, STEP_S), 2 * (len(side) // 2) - 1)
    smooth = rolling_median(np.log(np.maximum(size, 1e-9)), frames=frames)
    early, late = (np.clip(side.time_s + step, side.time_s[0], side.time_s[-1]) for step in (-STEP_S, STEP_S))
    growth = (resample(smooth, side.time_s, late) - resample(smooth, side.time_s, early)) / np.maximum(
        late - early, STEP_S
    )
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(growth) > GROWTH_PER_S)


def detect_standing(
    time_s: FloatArray, trunk_deg: FloatArray, fold: FloatArray, spans: Sequence[Span], *, legs: Legs | None = None
) -> StandingFrames:
    """Return the frames of quiet standing at rest, else of all quiet standing, else of the lockouts.

    Parameters
    ----------
    trunk_deg, fold
        Trunk inclination and fold (`hiphinge.repetitions.fold_deg`), degrees ``[time]``.
    legs
        What the legs say (`legs_of`); None takes them to stand. Frames while walking, or on one foot, are never taken,
        nor pauses with knees bent more than elsewhere. Frames whose legs cannot stand are taken only where there are no
        others.

    Notes
    -----
    At rest is before the first movement, and from a second after one until the next set: a lockout may be held in
    over-extension, which would then be part of the reference. The median over all of it is used because a single
    standing is a poor reference: of 353 people who stood six times, half varied by 10 to 20 % in lordosis (Schmidt et
    al. 2018, J. Biomech. 70:67).
    """
    detected = np.isfinite(trunk_deg)
    upright = detected & (np.abs(trunk_deg) <= UPRIGHT_DEG)
    tops_s = _tops_s(time_s, detected, spans)
    if legs is not None:
        upright &= ~legs.moving
        found = _standing(time_s, upright & legs.plausible & legs.straight(upright), fold, spans, tops_s)
        return found if found.kind != "none" else replace(_standing(time_s, upright, fold, spans, tops_s), legs=False)
    return _standing(time_s, upright, fold, spans, tops_s)


def _tops_s(time_s: FloatArray, detected: NDArray[np.bool_], spans: Sequence[Span]) -> list[float]:
    """Return when each repetition is at its top, seconds: at its end or, hidden there, before the next movement."""
    tops = []
    for place, span in enumerate(spans):
        hidden = not detected[min(int(np.searchsorted(time_s, span.end_s)), len(time_s) - 1)]
        if span.kind == "repetition":
            tops.append(spans[place + 1].start_s if hidden and place + 1 < len(spans) else span.end_s)
    return tops


def _standing(
    time_s: FloatArray,
    upright: NDArray[np.bool_],
    fold: FloatArray,
    spans: Sequence[Span],
    tops_s: Sequence[float],
) -> StandingFrames:
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
    for top_s in tops_s:
        tops |= upright & (np.abs(time_s - top_s) <= LOCKOUT_S)
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
