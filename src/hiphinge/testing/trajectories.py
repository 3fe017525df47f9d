"""How a synthetic person moves: postures at given times, and the smooth path between them."""

from dataclasses import astuple, dataclass, fields
from typing import Literal

import numpy as np

from hiphinge.motion import FloatArray
from hiphinge.testing.body import Posture, hip_ahead

__all__ = ["Key", "Trajectory", "TrueRepetition"]

ANGLES = tuple(field.name for field in fields(Posture))


@dataclass(frozen=True, kw_only=True)
class Key:
    """A posture that is reached, and left, at rest; ``place_m`` is where the feet are along the way forward."""

    time_s: float
    posture: Posture
    place_m: float = 0.0


@dataclass(frozen=True, kw_only=True)
class TrueRepetition:
    """When one movement really starts, reaches the bottom, leaves it and ends.

    ``lowering`` is a last descent without an ascent. Where the trajectory begins at the bottom, the first two times
    are its beginning.
    """

    start_s: float
    bottom_start_s: float
    bottom_end_s: float
    end_s: float
    kind: Literal["repetition", "attempt", "lowering"] = "repetition"
    set: int = 1


@dataclass(frozen=True, kw_only=True)
class Trajectory:
    """A whole recording's movement, known at every moment.

    Notes
    -----
    Between two keys every angle follows the minimum-jerk path from rest to rest (Flash and Hogan 1985,
    J. Neurosci. 5:1688).
    """

    standing: Posture
    keys: tuple[Key, ...]
    repetitions: tuple[TrueRepetition, ...] = ()

    @property
    def duration_s(self) -> float:
        """From the first key to the last."""
        return self.keys[-1].time_s - self.keys[0].time_s

    def angles(self, time_s: FloatArray) -> dict[str, FloatArray]:
        """Return the angles of `Posture` by name, degrees ``[time]``."""
        path = self._between(np.array([astuple(key.posture) for key in self.keys]), time_s)
        return {name: path[:, i] for i, name in enumerate(ANGLES)}

    def place_m(self, time_s: FloatArray) -> FloatArray:
        """Return where the feet are along the way forward, metres ``[time]``."""
        return self._between(np.array([[key.place_m] for key in self.keys]), time_s)[:, 0]

    def truth(self, time_s: FloatArray) -> dict[str, FloatArray]:
        """Return the exact series by quantity id ``[time]``."""
        angles = self.angles(time_s)
        shank, knee = angles["shank_deg"], angles["knee_deg"]
        start = hip_ahead(shank_deg=np.array(self.standing.shank_deg), knee_deg=np.array(self.standing.knee_deg))
        return {
            "trunk_inclination_deg": angles["trunk_deg"],
            "shank_inclination_deg": shank,
            "knee_flexion_deg": knee,
            "trunk_thigh_angle_deg": angles["trunk_deg"] - shank + knee,
            "head_angle_deg": angles["head_deg"] - self.standing.head_deg,
            "hip_back_travel": start - hip_ahead(shank_deg=shank, knee_deg=knee),
        }

    def _between(self, values: FloatArray, time_s: FloatArray) -> FloatArray:
        times = np.array([key.time_s for key in self.keys])
        left = np.clip(np.searchsorted(times, time_s, side="right") - 1, 0, len(times) - 2)
        share = np.clip((time_s - times[left]) / (times[left + 1] - times[left]), 0.0, 1.0)
        way = share**3 * (10.0 - 15.0 * share + 6.0 * share**2)
        return np.asarray(values[left] + way[:, None] * (values[left + 1] - values[left]))
