"""The plate that hands hold, among what was followed: it goes up and down as they do."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import FloatArray

__all__ = ["depth_behind", "has_usual_width", "plate_in_hands"]

BoolArray = NDArray[np.bool_]

SAME_PLATE = 0.18
"""Logarithm of how much a plate's width changes in the frame, at most."""
LEAST_WAY, STRAYS, FOLLOWS = 0.21, 0.13, (0.4, 2.0)
"""How far a plate in the hands goes up and down, leg lengths; how far it then strays from the hands, median as a share
of that; and how far it goes for each length that the hands go: it is nearer to the camera than they are."""
LIFTED = 0.1
"""So far above its lowest place a plate is off the floor, leg lengths: one that lies there stays as hands leave it."""
FOLLOWED_SHARE, FOUND_SHARE = 0.35, 0.25
"""Share of frames in which a plate has to be found, from the first to the last in which it is off the floor, and of
all; what is found more rarely is not the lifter's."""
WIDTHS = 3
"""So many sizes of what was followed are tried, the most frequent first: a ball behind the lifter may be followed for
as long as the plate."""
_MIN_FRAMES = 5


def has_usual_width(plate: FloatArray) -> BoolArray:
    """Return the frames in which a plate ``[time, 4 or more]`` is about as wide as mostly; else it is another one."""
    known = np.asarray(np.isfinite(plate[:, :4]).all(axis=1))
    if not known.any():
        return np.zeros(len(plate), dtype=bool)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(known & (np.abs(np.log(plate[:, 2] / np.median(plate[known, 2]))) < SAME_PLATE))


def plate_in_hands(disc: FloatArray, hands: FloatArray, leg: float) -> FloatArray:
    """Return what was followed ``[time, 4]`` where it has one of the usual sizes, if it goes up and down as hands do.

    All NaN where something round was followed that no hands hold. Where the plate was lost meanwhile, it is where the
    hands carry it.

    Parameters
    ----------
    disc
        What was followed: centre forward and up, width and height ``[time, 4]``, in one unit.
    hands
        The middle between both wrists ``[time, 2]``, or between the elbows where a plate hides the wrists.
    leg
        A leg's length in that unit.
    """
    left = np.array(disc)
    for _ in range(WIDTHS):
        alike = has_usual_width(left)
        if _is_held(disc, alike, hands, leg):
            return _carried(np.where(alike[:, None], disc, np.nan), hands)
        left[alike] = np.nan
    return np.full(disc.shape, np.nan)


def _is_held(disc: FloatArray, alike: BoolArray, hands: FloatArray, leg: float) -> bool:
    """Tell whether hands hold what was followed in the frames that are ``alike`` ``[time]``.

    A plate that hands let go of lies on the floor, so it has to go with them where it is off the floor, or throughout.
    """
    both = alike & np.isfinite(hands).all(axis=1)
    if both.sum() < 2 * _MIN_FRAMES:
        return False
    lowest, highest = (float(height) for height in np.percentile(disc[both, 1], (2, 98)))
    lifted = np.asarray(both & (np.nan_to_num(disc[:, 1], nan=lowest) > lowest + LIFTED * leg))
    if highest - lowest <= LEAST_WAY * leg or lifted.sum() < 2 * _MIN_FRAMES:
        return False
    found = alike.mean() > FOUND_SHARE and alike[_meanwhile(lifted)].mean() >= FOLLOWED_SHARE
    return bool(found) and any(_moves_along(disc[at, 1], hands[at, 1], way=highest - lowest) for at in (lifted, both))


def _meanwhile(frames: BoolArray) -> slice:
    """Return the frames from the first to the last of some."""
    return slice(int(np.argmax(frames)), len(frames) - int(np.argmax(frames[::-1])))


def _carried(disc: FloatArray, hands: FloatArray) -> FloatArray:
    """Return a plate ``[time, 4]`` that is lost for a while as hands ``[time, 2]`` carry it."""
    known: BoolArray = np.asarray(np.isfinite(disc).all(axis=1))
    held = np.asarray(np.isfinite(hands).all(axis=1))
    both = known & held
    rise, start = np.polyfit(hands[both, 1], disc[both, 1], 1)
    ahead = disc[both, 0] - rise * hands[both, 0]
    lost = held & ~known
    lost[: _meanwhile(known).start] = lost[_meanwhile(known).stop :] = False
    place = np.column_stack([rise * hands[:, 0] + np.median(ahead), rise * hands[:, 1] + start])
    size = np.broadcast_to(np.median(disc[known, 2:], axis=0), place.shape)
    return np.where(lost[:, None], np.hstack([place, size]), disc)


def _moves_along(up: FloatArray, hands: FloatArray, *, way: float) -> bool:
    """Tell whether a plate's height ``[frame]`` goes with that of the hands; ``way`` is how far it goes altogether."""
    slope, start = np.polyfit(hands, up, 1) if np.ptp(hands) > 0 else (0.0, 0.0)
    strays = float(np.median(np.abs(up - start - slope * hands)))
    return bool(FOLLOWS[0] < slope < FOLLOWS[1] and strays < STRAYS * way)


def depth_behind(places: FloatArray, disc: FloatArray) -> FloatArray:
    """Return how far inside the plate's outline places ``[time, 2]`` are; far outside where either is not known."""
    away = np.linalg.norm((places - disc[:, :2]) / (disc[:, 2:4] / 2), axis=1)
    return np.asarray(np.nan_to_num(1.0 - away, nan=-9.0))
