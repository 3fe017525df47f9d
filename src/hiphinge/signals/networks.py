"""Small trained networks, run with numpy: numbers in, numbers out; callers give them meaning."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["DenseNetwork", "NetworkEnsemble"]

FloatArray = NDArray[np.float64]
Weights = NDArray[np.float32] | NDArray[np.float64]
MAX_DEVIATION = 4.0
"""Inputs are clipped at this many standard deviations of the training data, so that one outlier cannot dominate the
output."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DenseNetwork:
    """One fully connected network: matrices ``[input, output]``, offsets ``[output]``, ReLU between layers.

    It computes in the precision of its matrices: single for those from a file, whose weights have half of it.
    """

    matrices: tuple[Weights, ...]
    offsets: tuple[Weights, ...]

    def __call__(self, values: Weights) -> Weights:
        """Return outputs ``[row, output]`` of standardised inputs ``[row, input]``."""
        last = len(self.matrices) - 1
        for index, (matrix, offset) in enumerate(zip(self.matrices, self.offsets, strict=True)):
            values = values @ matrix
            values += offset
            if index < last:
                np.maximum(values, 0.0, out=values)
        return values


@dataclass(frozen=True, kw_only=True, eq=False)
class NetworkEnsemble:
    """An ensemble trained on one task from different initial weights, with the scale of its inputs and outputs.

    ``mean``, ``deviation`` ``[input]`` of the training data; outputs are multiplied by ``unit``.
    """

    mean: FloatArray
    deviation: FloatArray
    unit: float
    members: tuple[DenseNetwork, ...]

    def __call__(self, values: FloatArray) -> FloatArray:
        """Return each member's outputs ``[member, row, output]`` for inputs ``[row, input]``."""
        scaled = np.clip((values - self.mean) / self.deviation, -MAX_DEVIATION, MAX_DEVIATION)
        scaled = scaled.astype(self.members[0].matrices[0].dtype)
        return np.stack([member(scaled) for member in self.members]).astype(np.float64) * self.unit

    def distance_from_training(self, values: FloatArray) -> FloatArray:
        """Return the inputs' root mean square distance from the training mean ``[row]``, standard deviations."""
        scaled = np.clip((values - self.mean) / self.deviation, -2 * MAX_DEVIATION, 2 * MAX_DEVIATION)
        return np.asarray(np.sqrt(np.mean(scaled**2, axis=1)))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], *, name: str) -> "NetworkEnsemble":
        """Return the networks that `to_arrays` stored under a name."""

        def found(member: int, kind: str) -> tuple[Weights, ...]:
            keys = sorted(key for key in arrays if key.startswith(f"{name}.{member}.{kind}"))
            return tuple(np.asarray(arrays[key], dtype=np.float32) for key in keys)

        count = int(arrays[f"{name}.members"])
        return cls(
            mean=np.asarray(arrays[f"{name}.mean"], dtype=np.float64),
            deviation=np.asarray(arrays[f"{name}.deviation"], dtype=np.float64),
            unit=float(arrays[f"{name}.unit"]),
            members=tuple(DenseNetwork(matrices=found(k, "matrix"), offsets=found(k, "offset")) for k in range(count)),
        )

    def to_arrays(self, *, name: str) -> dict[str, Any]:
        """Return all weights and scales as half-precision arrays by name, for a file of weights."""
        out: dict[str, Any] = {
            f"{name}.members": np.asarray(len(self.members), dtype=np.float32),
            f"{name}.mean": self.mean.astype(np.float32),
            f"{name}.deviation": self.deviation.astype(np.float32),
            f"{name}.unit": np.asarray(self.unit, dtype=np.float32),
        }
        for index, member in enumerate(self.members):
            for kind, layers in (("matrix", member.matrices), ("offset", member.offsets)):
                out |= {f"{name}.{index}.{kind}.{k}": _half_precision(values) for k, values in enumerate(layers)}
        return out


def _half_precision(values: Weights) -> NDArray[np.float16]:
    return values.astype(np.float16)
