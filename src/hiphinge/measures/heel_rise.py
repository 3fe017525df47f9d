"""Whether a heel leaves the floor while the toe stays: how far it rises above its height in standing."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.catalogue import load
from hiphinge.measures.estimates import estimate, missing
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable
from hiphinge.posture import HAND_HEIGHT, HEEL_HEIGHT, TOE_AWAY
from hiphinge.signals import largest_lasting

__all__ = ["HEEL_RISE"]

TOE_STAYS = 0.2
"""A toe that is no farther than this share of the foot from where it is planted has stayed there."""
HELD_S = 0.3
"""Plates that pass a foot make its heel seem to rise for a moment; a heel that leaves the floor stays up for longer."""


def _heel_rise(repetition: RepetitionInput) -> Measured:
    """Return how far the heel rises above the toe, against standing, and holds it, share of foot length.

    Not where a plate hides part of the legs, nor while the hands are at the floor, where plates may stand before the
    feet: the network moves what it cannot see. Of 169 rendered people whose heels stay down, 252 repetitions without
    plates read 0.32 at most; 67 with a bar in the hands read up to 0.69, two of them more than half a foot.
    """
    series, span = repetition.series, repetition.span
    if series.behind_plate:
        return not_measurable("feet_behind_plate")
    during = series.between(span.start_s, span.end_s)
    seen = np.isfinite(series.of(HEEL_HEIGHT)) & np.isfinite(series.of(TOE_AWAY))
    standing = series.reference.values.get(HEEL_HEIGHT)
    if standing is None:
        return missing(series, "feet_not_seen_standing" if _mostly(seen[during]) else "feet_not_seen")
    stays = series.of(TOE_AWAY) <= TOE_STAYS
    at_floor = series.of(HAND_HEIGHT) < load().thresholds["hands_on_floor"].value
    rise = np.where(stays & ~at_floor, series.of(HEEL_HEIGHT) - standing, np.nan)
    found = largest_lasting(rise, series.time_s, during, lasting_s=HELD_S)
    if found is None and not _mostly(seen[during]):
        return not_measurable("feet_not_seen")
    if found is None:
        return not_measurable("hands_at_floor" if _mostly(at_floor[during & seen]) else "foot_moved")
    value, at_s = found
    return estimate("heel_rise", value, time_s=at_s)


def _mostly(frames: NDArray[np.bool_]) -> bool:
    return bool(2 * frames.sum() > len(frames))


HEEL_RISE = (Measure(quantity="heel_rise", function=_heel_rise, inputs=(HEEL_HEIGHT, TOE_AWAY, HAND_HEIGHT)),)
