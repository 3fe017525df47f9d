"""Random bends: leans that go down and up smoothly, with their exact derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hiphinge.motion import FloatArray

__all__ = ["ABSOLUTE", "Bend", "bends", "time_of"]

ABSOLUTE = ("shank", "thigh", "pelvis", "above", "head", "upper_arm", "forearm")
"""Segments from the ankles up; ``above`` is the line from L5/S1 to the shoulders, arms count from hanging."""
_RANGES_DEG = {
    "shank": ((-3, 8), (-8, 30)),
    "thigh": ((-8, 3), (-75, -5)),
    "pelvis": ((-5, 5), (15, 75)),
    "above": ((-5, 8), (35, 100)),
    "head": ((-5, 10), (0, 80)),
    "upper_arm": ((-10, 10), (-20, 60)),
    "forearm": ((0, 20), (-10, 80)),
}
"""Where each segment stands, and how far it leans at the bottom."""


@dataclass(frozen=True, kw_only=True)
class Bend:
    """A bend: each segment leans from ``stands`` to ``deepest`` and back, radians, in ``period_s``."""

    stands: dict[str, float]
    deepest: dict[str, float]
    phase: dict[str, float]
    period_s: float

    def of(self, name: str, time_s: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return lean, rate and acceleration of a segment ``[time]``, radians and seconds."""
        middle = (self.stands[name] + self.deepest[name]) / 2
        half = (self.deepest[name] - self.stands[name]) / 2
        rate = 2 * np.pi / self.period_s
        angle = rate * time_s + self.phase[name]
        return middle - half * np.cos(angle), half * rate * np.sin(angle), half * rate**2 * np.cos(angle)


def time_of(bend: Bend, *, rate_hz: float, periods: float = 2.0) -> FloatArray:
    """Return times at a frame rate."""
    return np.arange(0.0, periods * bend.period_s, 1 / rate_hz)


def bends(count: int, rng: np.random.Generator) -> list[Bend]:
    """Return random bends of 1.2 to 4 seconds whose segments are up to a tenth of the period apart."""
    return [
        Bend(
            stands={name: float(np.radians(rng.uniform(*_RANGES_DEG[name][0]))) for name in ABSOLUTE},
            deepest={name: float(np.radians(rng.uniform(*_RANGES_DEG[name][1]))) for name in ABSOLUTE},
            phase={name: float(rng.uniform(-0.3, 0.3)) for name in ABSOLUTE},
            period_s=float(rng.uniform(1.2, 4.0)),
        )
        for _ in range(count)
    ]
