"""Differences between two frames of one video: as marked each time, as measured, and for marks at other levels."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from validation.marked.reading import OF_PLACES, Frame, directions_deg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hiphinge.motion import FloatArray

__all__ = ["Pair", "moved_levels", "pairs_of", "repeatability_deg", "within_sd"]

_TWO_SIDED_90 = 0.95
_TURNS = np.array([[1.0, 0.0, 0.0, 0.0], [1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 1.0]])
"""The turns at the three places as sums of the four angles."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Pair:
    """A frame against the most upright one of its video; NaN where something was not marked or not measured."""

    upright: Frame
    frame: Frame

    @property
    def turns_deg(self) -> FloatArray:
        """How far the contour turned forward ``[repeat, place]``, degrees."""
        return self.frame.repeats_deg - self.upright.repeats_deg

    @property
    def marked_deg(self) -> FloatArray:
        """The four angles ``[repeat, angle]``, degrees."""
        # A place that was not marked spoils only the angles that need it.
        terms = np.where(OF_PLACES != 0, OF_PLACES * self.turns_deg[:, None, :], 0.0)
        return np.asarray(terms.sum(axis=2))

    @property
    def measured_deg(self) -> FloatArray:
        """What the package measured ``[angle, end]``, less its value in the upright frame."""
        return self.frame.measured_deg - self.upright.measured_deg[:, :1]

    @property
    def measured_turns_deg(self) -> FloatArray:
        """The turns at the three places that follow from what the package measured."""
        return np.asarray(_TURNS @ self.measured_deg[:, 0])


def pairs_of(frames: Sequence[Frame]) -> list[Pair]:
    """Pair every frame that shows S2 and T12/L1 with the upright one of its video.

    That is the one chosen as upright; where it could not be marked, the one whose contour at T12/L1 leans least.
    """
    return [pair for _, clip in groupby(frames, key=lambda f: f.clip) for pair in _pairs(list(clip))]


def _pairs(clip: Sequence[Frame]) -> Iterator[Pair]:
    usable = [frame for frame in clip if all(frame.places_marked[:2])]
    if usable:
        upright = next(
            (f for f in usable if f.chosen == "upright"), min(usable, key=lambda f: float(f.repeats_deg[:, 1].mean()))
        )
        yield from (Pair(upright=upright, frame=frame) for frame in usable if frame is not upright)


def within_sd(repeats: FloatArray) -> FloatArray:
    """Return the standard deviation of one repeat about the mean of many, from two repeats ``[frame, repeat, ...]``.

    It includes a constant difference between the first and the second repeat.
    """
    gaps = repeats[:, 1] - repeats[:, 0]
    return np.asarray(np.sqrt(np.nanmean(gaps**2, axis=0) / 2))


def repeatability_deg(sd: float, n: int) -> float:
    """Return how far two repeats may differ with 90 %, from one's standard deviation, itself from ``n`` differences."""
    return float(stdtrit(n, _TWO_SIDED_90)) * sd * float(np.sqrt(2.0))


def moved_levels(pair: Pair, up: FloatArray, *, upright_up: FloatArray | None = None) -> FloatArray:
    """Return the turns at the three places as if the rater had put each at another level ``[place]``, degrees.

    Parameters
    ----------
    up
        How far each place is moved up along the marked contour ``[place]``, as shares of its length from the middle of
        the lowest pair to that of the highest. Directions between the pairs are those of the lines that join them.
    upright_up
        The same in the upright frame, where it differs.
    """
    in_upright = up if upright_up is None else upright_up
    turns = [
        _at(bent, pair.frame.forward, up) - _at(upright, pair.upright.forward, in_upright)
        for bent, upright in zip(pair.frame.points_px, pair.upright.points_px, strict=True)
    ]
    return np.asarray(np.mean(turns, axis=0))


def _at(points_px: FloatArray, forward: int, shift: FloatArray) -> FloatArray:
    if not np.isfinite(points_px).all():
        return np.full(len(shift), np.nan)
    pairs = directions_deg(points_px, forward)
    between = directions_deg(points_px[1:-1], forward)
    directions = np.degrees(np.unwrap(np.radians([pairs[0], between[0], pairs[1], between[1], pairs[2]])))
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points_px, axis=0), axis=1))])
    middles = (along[1:] + along[:-1]) / 2
    level = (middles - middles[0]) / (middles[-1] - middles[0])
    return np.asarray(np.interp(level[::2] + shift, level, directions))
