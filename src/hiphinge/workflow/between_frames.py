"""Frames between two that were measured: what was found in those is carried over, along smooth curves."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import FloatArray

__all__ = ["along_curves", "along_lines"]


def along_lines(time_s: FloatArray, values: FloatArray, measured: NDArray[np.bool_]) -> FloatArray:
    """Return values ``[time, ...]`` with those of the frames between the measured ones on straight lines.

    Before the first measured frame and after the last, values stay as they are; NaN where either neighbour is NaN.
    """
    return _carried(time_s, values, measured, slopes=None)


def along_curves(time_s: FloatArray, values: FloatArray, measured: NDArray[np.bool_]) -> FloatArray:
    """Return the same on cubic curves, which hold turning points that lie between two measured frames.

    Where the next frame but one is measured on one side only, because the movement is uneven there, the curve sets out
    along the straight line, so that a jump on that side does not count.
    """
    frames = np.flatnonzero(measured)
    if len(frames) < 2:  # noqa: PLR2004 - a line has two ends
        return values.copy()
    flat = values.reshape(len(values), -1)
    spans = np.diff(time_s[frames])[:, None]
    slopes = np.diff(flat[frames], axis=0) / spans
    bridged = np.diff(frames) > 1
    leaving, arriving = slopes.copy(), slopes.copy()
    both = np.flatnonzero(bridged[:-1] & bridged[1:])
    before, after = spans[both], spans[both + 1]
    middle = (slopes[both] * after + slopes[both + 1] * before) / (before + after)
    known = np.isfinite(middle)
    arriving[both] = np.where(known, middle, slopes[both])
    leaving[both + 1] = np.where(known, middle, slopes[both + 1])
    return _carried(time_s, values, measured, slopes=(leaving, arriving))


def _carried(
    time_s: FloatArray,
    values: FloatArray,
    measured: NDArray[np.bool_],
    *,
    slopes: tuple[FloatArray, FloatArray] | None,
) -> FloatArray:
    """Return values carried over; ``slopes`` are those with which each span between measured frames begins and ends."""
    frames, out = np.flatnonzero(measured), values.copy()
    if len(frames) < 2:  # noqa: PLR2004 - a line has two ends
        return out
    missing = np.flatnonzero(~measured)
    missing = missing[(missing > frames[0]) & (missing < frames[-1])]
    span = np.searchsorted(frames, missing) - 1
    start, end = frames[span], frames[span + 1]
    seconds = (time_s[end] - time_s[start])[:, None]
    share = (time_s[missing] - time_s[start])[:, None] / seconds
    flat = values.reshape(len(values), -1)
    here, there = flat[start], flat[end]
    filled = here + share * (there - here)
    if slopes is not None:
        straight = (there - here) / seconds
        leaving, arriving = (each[span] - straight for each in slopes)
        filled += seconds * share * (1 - share) * ((1 - share) * leaving - share * arriving)
    out.reshape(len(values), -1)[missing] = filled
    return out
