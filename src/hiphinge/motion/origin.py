"""What every recording has: where it came from, and arrays that cannot be written to."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["EVERYBODY", "FloatArray", "FrozenArrays", "Origin", "frozen"]

FloatArray = NDArray[np.float64]

EVERYBODY = "everybody"
"""Key of `Origin.details` with where everybody is at a moment: ``time_s``, ``followed`` (a number, from 1) and
``boxes_px`` in the upright original, numbered from the left."""


def frozen(values: ArrayLike) -> FloatArray:
    """Return a float copy that cannot be written to."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


class FrozenArrays:
    """Base of dataclasses whose arrays cannot be written to, also after a copy or in another process."""

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Freeze the arrays again, which `copy` and `pickle` leave writable."""
        for value in state.values():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
        self.__dict__.update(state)


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a recording came from: file, format, frame rate, estimator, and warnings from reading it."""

    name: str
    sha256: str | None = None
    format: str = "unknown"
    duration_s: float = 0.0
    fps: float = 0.0
    size_px: tuple[int, int] | None = None
    estimator: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
