"""What is carried, and where."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from hiphinge.errors import UsageError
from hiphinge.motion import FloatArray, check_load

__all__ = ["NO_LOAD", "Load", "LoadPlace"]

LoadPlace = Literal["hands", "back"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Load:
    """A load in the hands or on the back.

    Attributes
    ----------
    mass_kg
        Of everything that is carried.
    place
        ``hands``: at the grip, from where it hangs; ``back``: a bar across the shoulders.
    ahead_m
        How far in front of L5/S1 it is, horizontally, a number or ``[time]``; None takes it where hands or shoulders
        are.

    Raises
    ------
    UsageError
        If nobody could carry it, or the place is none of the two.
    """

    mass_kg: float = 0.0
    place: LoadPlace = "hands"
    ahead_m: float | FloatArray | None = None

    def __post_init__(self) -> None:
        """Check mass and places."""
        check_load(self.mass_kg)
        if self.place not in get_args(LoadPlace):
            message = f"The load's place should be one of {', '.join(get_args(LoadPlace))}, but is {self.place!r}."
            raise UsageError(message)
        if self.ahead_m is not None and not (np.abs(self.ahead_m) < _FARTHEST_M).all():
            message = f"The load should be less than {_FARTHEST_M:g} m from L5/S1, but is at {self.ahead_m} m."
            raise UsageError(message)


_FARTHEST_M = 2.0
NO_LOAD = Load()
