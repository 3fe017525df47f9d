"""One rise of the bar: how far, how long, how fast; the same definition for every repetition."""

from dataclasses import dataclass

import numpy as np

from hiphinge.catalogue import load
from hiphinge.motion import FloatArray
from hiphinge.signals import derivative

__all__ = ["Rise", "rise_of"]

_MIN_FRAMES = 5
_STILL_RISES = 0.1
"""A bar that is lost while it rises faster than this share of its peak has not come to its top."""


@dataclass(frozen=True, kw_only=True)
class Rise:
    """The bar's way up in one repetition.

    Attributes
    ----------
    start_s, end_s
        From the last moment at which it is within a small share of its rise of the lowest place, to the first within
        the same share of the highest one.
    height_m
        From the lowest place to the highest, metres.
    mean_velocity, peak_velocity
        Upward, metres a second: between ``start_s`` and ``end_s``, and the largest.
    start_velocity, end_velocity
        At both ends, upward.
    width_m
        Between its most forward and its most backward place on the way up; NaN where that is not known.
    """

    start_s: float
    end_s: float
    height_m: float
    mean_velocity: float
    peak_velocity: float
    start_velocity: float
    end_velocity: float
    width_m: float


def rise_of(time_s: FloatArray, up_m: FloatArray, ahead_m: FloatArray, *, from_s: float, to_s: float) -> Rise | None:
    """Return the bar's rise between two moments, or None where it was not followed throughout, or does not rise.

    Parameters
    ----------
    time_s, up_m, ahead_m
        Seconds, and metres up and forward, ``[time]``.
    from_s, to_s
        The bottom is at or after the first, the top before the second.

    Notes
    -----
    Linear position transducers give mean concentric velocity as the mean from the first upward movement to the top. A
    camera's noise hides when so slow a movement begins; a share of the rise is found in every repetition alike.
    """
    frames = np.flatnonzero((time_s >= from_s) & (time_s <= to_s))
    if len(frames) < _MIN_FRAMES:
        return None
    frames = frames[: int(np.nanargmax(up_m[frames])) + 1] if np.isfinite(up_m[frames]).any() else frames[:0]
    after = int(frames[-1]) + 1 if len(frames) else len(up_m)
    lost = after < len(up_m) and time_s[after] <= to_s and not np.isfinite(up_m[after])
    known = np.isfinite(up_m[frames])
    if len(frames) < _MIN_FRAMES or not known.any():
        return None
    lowest = int(np.nanargmin(up_m[frames]))
    if lowest and not known[lowest - 1]:
        return None  # it may have been lower while it was not followed
    frames = frames[lowest:]
    up, at = up_m[frames], time_s[frames]
    height = float(up[-1] - up[0])
    if len(frames) < _MIN_FRAMES or not np.isfinite(up).all() or height < load().thresholds["bar_rises_least"].value:
        return None
    share = load().thresholds["bar_rise_ends"].value
    low, high = up[0] + share * height, up[-1] - share * height
    begins = int(np.flatnonzero(up <= low)[-1])
    ends = begins + int(np.flatnonzero(up[begins:] >= high)[0])
    start_s, end_s = _crossing(at, up, begins, low), _crossing(at, up, ends - 1, high)
    velocity = derivative(up, at)
    if lost and velocity[-1] > _STILL_RISES * velocity.max():
        return None  # it went on while it was not followed
    ahead = ahead_m[frames]
    return Rise(
        start_s=start_s,
        end_s=end_s,
        height_m=height,
        mean_velocity=float((high - low) / (end_s - start_s)),
        peak_velocity=float(velocity.max()),
        start_velocity=float(np.interp(start_s, at, velocity)),
        end_velocity=float(np.interp(end_s, at, velocity)),
        width_m=float(np.ptp(ahead)) if np.isfinite(ahead).all() else float("nan"),
    )


def _crossing(time_s: FloatArray, up: FloatArray, before: int, level: float) -> float:
    """Return when a level is passed between one frame and the next."""
    share = (level - up[before]) / (up[before + 1] - up[before])
    return float(time_s[before] + share * (time_s[before + 1] - time_s[before]))
