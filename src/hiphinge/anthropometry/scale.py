"""From pixels to metres: by the length of the leg, which stature gives."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.anthropometry.lengths import LEG

__all__ = ["ASSUMED_STATURE_M", "leg_length_m", "leg_lengths", "metres_per_unit"]

ASSUMED_STATURE_M = 1.70
"""Stature where none was given. Angles and shares of leg length do not depend on it."""

_Array = NDArray[np.float64]


def leg_lengths(hip: _Array, knee: _Array, ankle: _Array) -> _Array:
    """Return hip to knee to ankle in every frame ``[time]``, in the unit of the positions ``[time, axis]``.

    NaN where a joint is NaN. A leg out of the image plane appears shorter.
    """
    return np.asarray(np.linalg.norm(hip - knee, axis=1) + np.linalg.norm(knee - ankle, axis=1))


def leg_length_m(stature_m: float) -> float:
    """Return the length of the leg, hip to ankle over the knee, metres, from stature, metres."""
    return LEG * stature_m


def metres_per_unit(leg_length: float, *, stature_m: float) -> float:
    """Return the metres in one unit of positions (of one pixel, in an image).

    Parameters
    ----------
    leg_length
        Hip to ankle over the knee, in the unit of the positions, positive.
    stature_m
        The person's stature, metres.
    """
    return leg_length_m(stature_m) / leg_length
