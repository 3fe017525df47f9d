"""What the model gives: draws of moments and forces, their 90 % intervals, and what makes them wide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hiphinge.dynamics.unknowns import GROUPS, Draws, PoseError
from hiphinge.errors import UsageError
from hiphinge.motion import FloatArray, FrozenArrays, Interval, frozen

__all__ = ["LEAST_SHARE", "BackLoads", "Estimate", "Group", "LoadQuantity"]

Group = Literal["pose", "body", "muscle", "load"]
LoadQuantity = Literal["moment_nm", "muscle_n", "compression_n", "hip_moment_nm", "knee_moment_nm", "shear_n"]

LEAST_SHARE = 0.30
"""No range of a muscle's force or of compression is narrower than this share to either side: what a static model of one
muscle leaves out is not in its draws (static and detailed models of one lift differ by a factor of two)."""
_FORCES = ("muscle_n", "compression_n")
_SHARED_VARIANCE = 1e-12
_BY_CHANCE = 8.0
"""A share of the variance below this divided by the number of draws is none: chance alone reaches it in 1 of 200."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """The middle of the draws, their 90 % interval, and what makes it wide.

    Attributes
    ----------
    value
        Median, in the quantity's unit.
    interval
        90 %; of forces at least 30 % to either side.
    shares
        Of the variance by group of unknowns: ``pose``, ``body``, ``muscle``, ``load``.
    time_s
        The moment, where the posture is a movement.
    """

    value: float
    interval: Interval
    shares: Mapping[Group, float]
    time_s: float | None = None

    @property
    def dominant(self) -> Group | None:
        """What makes the interval widest; None where nothing does."""
        return max(self.shares, key=lambda group: self.shares[group], default=None)


@dataclass(frozen=True, kw_only=True, eq=False)
class BackLoads(FrozenArrays):
    """Moments in newton metres and forces in newtons, ``[draw, time]``.

    Attributes
    ----------
    moment_nm
        Net at L5/S1, positive where the back's extensors hold it.
    muscle_n
        Force of one muscle that stands for all extensors (flexors where the moment is negative).
    compression_n, shear_n
        On the disc at L5/S1 along its normal, and forward along it.
    hip_moment_nm, knee_moment_nm
        Net of both sides, positive where the extensors of hips or knees hold it.
    time_s
        ``[time]``, or None.
    inertial
        Whether inertial terms are in it; else every frame counts as held still.
    """

    moment_nm: FloatArray
    muscle_n: FloatArray
    compression_n: FloatArray
    shear_n: FloatArray
    hip_moment_nm: FloatArray
    knee_moment_nm: FloatArray
    draws: Draws
    pose_error: PoseError
    time_s: FloatArray | None = None
    inertial: bool = False

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for name in ("moment_nm", "muscle_n", "compression_n", "shear_n", "hip_moment_nm", "knee_moment_nm"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def of(self, quantity: LoadQuantity) -> FloatArray:
        """Return one quantity ``[draw, time]``."""
        return np.asarray(getattr(self, quantity))

    def bounds(self, quantity: LoadQuantity) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return median and 90 % bounds of one quantity ``[time]``; of forces at least 30 % to either side."""
        ranked = np.sort(self.of(quantity), axis=0)
        low, middle, high = (_at_share(ranked, share) for share in (0.05, 0.5, 0.95))
        if quantity in _FORCES:
            low = np.minimum(low, (1 - LEAST_SHARE) * middle)
            high = np.maximum(high, (1 + LEAST_SHARE) * middle)
        return middle, low, high

    def peak(self, quantity: LoadQuantity = "moment_nm") -> int:
        """Return the frame in which the middle of the draws is largest.

        Raises
        ------
        UsageError
            If it is known in no frame.
        """
        with np.errstate(invalid="ignore"):
            middle = np.mean(self.of(quantity), axis=0)
        if not np.isfinite(middle).any():
            message = "A movement should have a frame in which every angle is known, but has none."
            raise UsageError(message)
        return int(np.nanargmax(middle))

    def estimate(self, quantity: LoadQuantity = "moment_nm", *, frame: int | None = None) -> Estimate:
        """Return one quantity in one frame; None takes the frame of the largest moment at L5/S1."""
        frame = self.peak() if frame is None else frame
        drawn = self.of(quantity)[:, frame]
        low, middle, high = (float(x) for x in np.quantile(drawn, (0.05, 0.5, 0.95)))
        if quantity in _FORCES:
            low, high = min(low, (1 - LEAST_SHARE) * middle), max(high, (1 + LEAST_SHARE) * middle)
        return Estimate(
            value=middle,
            interval=Interval(low=low, high=high),
            shares=self._shares(drawn),
            time_s=None if self.time_s is None else float(self.time_s[frame]),
        )

    def _shares(self, drawn: FloatArray) -> dict[Group, float]:
        """Return each group's share of the variance: squared correlations with its unknowns."""
        away = drawn - drawn.mean()
        variance = float((away**2).mean())
        if variance < _SHARED_VARIANCE:
            return {}
        found: dict[Group, float] = {}
        for group, names in GROUPS.items():
            columns = [self.draws.standard[name] for name in names]
            if group == "pose":
                columns += [column for name, column in self.draws.each.items() if self.pose_error.each.get(name)]
            z = np.array(columns)
            z = z - z.mean(axis=1, keepdims=True)
            explained = (z @ away / len(away)) ** 2 / np.maximum((z**2).mean(axis=1), _SHARED_VARIANCE) / variance
            clear = explained > _BY_CHANCE / len(away)
            found[group] = float(explained[clear].sum())  # type: ignore[index] # its keys are the groups
        whole = sum(found.values()) or 1.0
        return {group: share / whole for group, share in found.items()}


def _at_share(ranked: FloatArray, share: float) -> FloatArray:
    place = share * (len(ranked) - 1)
    lower = int(place)
    upper = min(lower + 1, len(ranked) - 1)
    return np.asarray(ranked[lower] + (place - lower) * (ranked[upper] - ranked[lower]))
