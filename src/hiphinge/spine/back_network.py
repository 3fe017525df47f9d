"""The networks that estimate the back, and the file that holds their weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from hiphinge.motion import FloatArray
from hiphinge.signals import NetworkEnsemble

__all__ = ["ANGLES", "BOUNDED", "BackModel", "packaged_model"]

ANGLES = ("pelvis_tilt_deg", "lumbar_flexion_deg", "thoracic_flexion_deg")
"""Outputs of the networks."""
BOUNDED = (*ANGLES, "thoracolumbar_flexion_deg")
"""What has an interval; the last is the sum of the two before it."""
_FILE = "back.npz"


@dataclass(frozen=True, kw_only=True, eq=False)
class BackModel:
    """Angles from features, and how far each may be off.

    ``angles`` estimates `ANGLES`; ``errors`` how far the truth may lie below and then above each of `BOUNDED` (90 %),
    before ``widening`` ``[side, angle]``, below and then above, a factor that gives the intervals their coverage on
    held-out people.
    """

    angles: NetworkEnsemble
    errors: NetworkEnsemble
    widening: FloatArray

    def estimate(self, features: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return `ANGLES` ``[time, 3]`` and the input of `bounds` ``[time, number]``, from features."""
        members = self.angles(features)
        mean = members.mean(axis=0)
        return mean, self.error_features(features, mean, members.std(axis=0), unit=self.angles.unit)

    @staticmethod
    def error_features(features: FloatArray, mean: FloatArray, spread: FloatArray, *, unit: float) -> FloatArray:
        """Return the input of the error networks ``[time, number]``: features, estimate and ensemble disagreement."""
        return np.concatenate([features, mean / unit, spread / unit], axis=1)

    def bounds(self, error_features: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return how far the truth may lie below and above ``[time, angle]``, degrees, both at least 0."""
        offsets = self.errors(error_features).mean(axis=0)
        count = len(BOUNDED)
        below, above = np.maximum(-offsets[:, :count], 0.0), np.maximum(offsets[:, count:], 0.0)
        return below * self.widening[0], above * self.widening[1]

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, FloatArray]) -> "BackModel":
        """Return the model from the arrays of `to_arrays`."""
        return cls(
            angles=NetworkEnsemble.from_arrays(arrays, name="angles"),
            errors=NetworkEnsemble.from_arrays(arrays, name="errors"),
            widening=np.asarray(arrays["widening"], dtype=np.float64),
        )

    def to_arrays(self) -> dict[str, Any]:
        """Return everything as arrays by name, for a file of weights."""
        return {
            **self.angles.to_arrays(name="angles"),
            **self.errors.to_arrays(name="errors"),
            "widening": self.widening.astype(np.float32),
        }


@cache
def packaged_model() -> BackModel:
    """Return the model that comes with the package; it is read once."""
    with files(__package__).joinpath("data", _FILE).open("rb") as file, np.load(file) as arrays:
        return BackModel.from_arrays(dict(arrays))
