"""Where the hands are as a load is lifted: forward of the ankles, above the floor, and how far they rise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hiphinge.anthropometry import ANKLE_HEIGHT, metres_per_unit
from hiphinge.cleaning import planted_position
from hiphinge.motion import FloatArray, SideMotion

__all__ = ["HandPlaces", "hand_places", "hands_end"]

WRIST_TO_GRIP = 0.050
"""From the wrist to the knuckles, share of stature (de Leva 1996, table 4: 86.2 mm at 1.741 m, 78.0 mm at 1.735 m)."""
_ABOUT_S = 0.1
"""The place at the bottom is the median over so much before and after."""


@dataclass(frozen=True, kw_only=True)
class HandPlaces:
    """Where the middle of the hands is in one lift, metres.

    ``horizontal_m`` forward of the ankles and ``vertical_m`` above the floor where the lift begins; ``rise_m`` is how
    far up they are then moved.
    """

    horizontal_m: float
    vertical_m: float
    rise_m: float


def hand_places(
    side: SideMotion, lifts_s: Sequence[tuple[float, float]], *, stature_m: float
) -> tuple[HandPlaces, ...]:
    """Return where the hands are in each lift; one in which they were not detected is left out.

    Parameters
    ----------
    lifts_s
        Begin (the bottom) and end of each, seconds.
    stature_m
        From which the scale comes, metres.

    Notes
    -----
    The hand ends where the forearm does once the length from wrist to knuckles is added; both sides are averaged where
    both are detected. The floor is an ankle's height below where the ankle is planted.
    """
    scale = metres_per_unit(side.leg_length, stature_m=stature_m)
    ankle = planted_position(side.joint("ankle"), side.time_s, moves=side.moves)
    place = (hands_end(side, WRIST_TO_GRIP * stature_m / scale) - ankle) * scale
    place[:, 1] += ANKLE_HEIGHT * stature_m
    found = (_of_lift(place, side.time_s, *lift) for lift in lifts_s)
    return tuple(one for one in found if one is not None)


def _of_lift(place: FloatArray, time_s: FloatArray, start_s: float, end_s: float) -> HandPlaces | None:
    at_start = place[np.abs(time_s - start_s) <= _ABOUT_S]
    heights = place[(time_s >= start_s) & (time_s <= end_s), 1]
    if not (np.isfinite(at_start).any() and np.isfinite(heights).any()):
        return None
    forward, above = np.nanmedian(at_start, axis=0)
    return HandPlaces(
        horizontal_m=float(forward), vertical_m=float(above), rise_m=float(max(np.nanmax(heights) - above, 0.0))
    )


def hands_end(side: SideMotion, length: float) -> FloatArray:
    """Return the middle of the hands ``[time, 2]``, ``length`` beyond the wrists."""
    ends = []
    for which in ("near", "far"):
        elbow, wrist = (side.joint(name, side=which) for name in ("elbow", "wrist"))
        forearm = wrist - elbow
        ends.append(wrist + length * forearm / np.linalg.norm(forearm, axis=1, keepdims=True))
    near, far = ends
    middle = np.where(np.isfinite(far), (near + far) / 2, near)
    return np.asarray(np.where(np.isfinite(middle), middle, far))
