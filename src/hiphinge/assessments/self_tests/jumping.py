"""The jump: height from the time in the air, which the path of the ankles gives between two frames."""

import numpy as np

from hiphinge.anthropometry import ASSUMED_STATURE_M, leg_length_m
from hiphinge.assessments.self_tests.body import Body
from hiphinge.assessments.self_tests.result import SelfTestValue, missing
from hiphinge.catalogue import load
from hiphinge.measures import estimate, with_half_width
from hiphinge.motion import FloatArray
from hiphinge.signals import runs

__all__ = ["jump"]

GRAVITY = 9.81
FRAMES_OFF = 0.5
"""A contact is known to this share of the time between two frames; the program's own choice."""
ON_TIPTOE = 0.14
"""How much higher than flat the ankles of somebody are whose toes are about to leave the floor, share of leg length:
the foot from ankle to ball, nearly upright."""
_IDS = ("jump_height_m", "flight_s")
_FLOOR_PERCENTILE = 20.0
_LEAST_FRAMES = 4
_LONGEST_S = 1.2


def jump(body: Body, stature_m: float | None) -> tuple[SelfTestValue, ...]:
    """Return height and time in the air of the best jump.

    Notes
    -----
    The height of a body in flight is a parabola of time. One is fitted to the ankles while they are clearly higher than
    on tiptoe, and crosses that height at take-off and landing: that is finer than the time between frames. A network
    lets the toes rise with the heels before they leave the floor, and jumps would seem longer by them. A parabola whose
    fall does not fit gravity, by the length of the legs, is of a video in slow motion, or sped up.
    """
    if not body.is_known:
        return missing(_IDS, "person_not_seen")
    height = body.middle("ankle")[:, 1]
    known = height[np.isfinite(height)]
    if not len(known):
        return missing(_IDS, "feet_not_seen")
    rise = (height - np.percentile(known, _FLOOR_PERCENTILE)) / body.leg - ON_TIPTOE
    with np.errstate(invalid="ignore"):
        off_floor = rise >= load().thresholds["test_jump_clears"].value
    flights = [fit for start, stop in runs(off_floor) if (fit := _flight(rise, body.time_s, start, stop)) is not None]
    if not flights:
        return missing(_IDS, "no_jump")
    seconds, fall, at_s = max(flights)
    return _values(body, seconds, fall, at_s, stature_m)


def _values(body: Body, seconds: float, fall: float, at_s: float, stature_m: float | None) -> tuple[SelfTestValue, ...]:
    leg_m = leg_length_m(stature_m or ASSUMED_STATURE_M)
    share = fall * leg_m / GRAVITY
    most = load().thresholds["test_gravity_off"].value
    if not 1 / most <= share <= most or seconds > _LONGEST_S:
        return missing(_IDS, "times_not_real")
    error_s = FRAMES_OFF * float(np.median(np.diff(body.time_s)))
    flight = estimate("flight_s", seconds, time_s=at_s)
    least = load().accuracy["flight_s"].absolute
    half_s = max(error_s, least)
    height_m = GRAVITY * seconds**2 / 8
    half_m = GRAVITY * seconds * half_s / 4
    height = with_half_width(_IDS[0], height_m, half_width=half_m, repeatability=half_m, time_s=at_s)
    return (SelfTestValue(quantity=_IDS[0], measured=height), SelfTestValue(quantity=_IDS[1], measured=flight))


def _flight(rise: FloatArray, time_s: FloatArray, start: int, stop: int) -> tuple[float, float, float] | None:
    """Return a flight's seconds, its fall in leg lengths per second squared, and its middle, seconds; None if none."""
    if stop - start < _LEAST_FRAMES:
        return None
    middle_s = float((time_s[start] + time_s[stop - 1]) / 2)
    a, b, c = np.polyfit(time_s[start:stop] - middle_s, rise[start:stop], 2)
    inside = b**2 - 4 * a * c
    if a >= 0 or inside <= 0:
        return None
    return float(np.sqrt(inside) / -a), float(-2 * a), middle_s - float(b / (2 * a))
