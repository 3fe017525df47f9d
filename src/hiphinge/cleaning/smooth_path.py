"""The path of a hidden joint that fits a guess, lines, distances and smoothness best."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solveh_banded

from hiphinge.motion import FloatArray

__all__ = ["Line", "smooth_path"]

_SECOND_DIFFERENCE = ((0, 0, 1.0), (1, 1, 4.0), (2, 2, 1.0), (0, 1, -2.0), (1, 2, -2.0), (0, 2, 1.0))
"""Entries of the squared second difference (1, -2, 1) between two of its three frames."""


@dataclass(frozen=True)
class Line:
    """A line that the knee should be on: a place ``[time, 2]``, directions across it, and its weight ``[time]``."""

    through: FloatArray
    across: FloatArray
    weight: FloatArray


def smooth_path(
    knee: FloatArray,
    guess: tuple[FloatArray, FloatArray],
    lines: tuple[Line, ...],
    ends: FloatArray,
    lengths: FloatArray,
    by_length: FloatArray,
    stiffness: float,
) -> FloatArray:
    """Return the path ``[time, 2]`` that fits a guess, lines, both lengths of the leg, and smoothness best: one step.

    A Gauss-Newton step of weighted least squares about ``knee``. The normal equations, x and y of each frame in turn,
    have four diagonals beside the main one.

    Parameters
    ----------
    guess, lines
        A network's knee ``[time, 2]`` with its weight ``[time]``, and the lines on which it should be.
    ends, lengths, by_length
        Ankle and hip ``[2, time, 2]``, their distances from the knee, and the weight of these ``[2, time]``.
    stiffness
        Weight of the second differences.
    """
    bands = np.zeros((5, 2 * len(knee)))
    place, weight = guess
    right = weight[:, None] * place
    bands[0] = np.repeat(weight, 2) + 1e-9 * stiffness
    for line in lines:
        more = line.weight[:, None] * line.across
        right += more * (line.across * line.through).sum(axis=1, keepdims=True)
        bands[0] += (more * line.across).ravel()
        bands[1, ::2] += more[:, 0] * line.across[:, 1]
    for end, length, weighs in zip(ends, lengths, by_length, strict=True):
        from_end = knee - end
        away = np.linalg.norm(from_end, axis=1) + 1e-9
        unit = from_end / away[:, None]
        bands[0] += (weighs[:, None] * unit**2).ravel()
        bands[1, ::2] += weighs * unit[:, 0] * unit[:, 1]
        right += (weighs * (length - away + (unit * knee).sum(axis=1)))[:, None] * unit
    for first, second, value in _SECOND_DIFFERENCE:
        rows = np.arange(len(knee) - 2)
        for axis in (0, 1):
            bands[2 * (second - first), 2 * (rows + first) + axis] += stiffness * value
    return np.asarray(solveh_banded(bands, right.ravel(), lower=True)).reshape(-1, 2)
