"""Samples in SI units: what the titles say, checked against what the numbers can be."""

from typing import Final

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray
from hiphinge.orientation import rate_scale

__all__ = ["ACCELERATION_TO_SI", "GRAVITY_M_S2", "RATE_TO_SI", "in_m_s2", "in_rad_s", "in_seconds", "rate_unit"]

GRAVITY_M_S2: Final = 9.80665
ACCELERATION_TO_SI: Final = {"g": GRAVITY_M_S2, "mg": GRAVITY_M_S2 / 1000.0, "m/s2": 1.0}
RATE_TO_SI: Final = {"deg/s": np.pi / 180.0, "rad/s": 1.0, "mdeg/s": np.pi / 180_000.0}
_SECONDS: Final = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
_AT_REST: Final = (0.75, 1.25)
"""Half of a recording's samples are about 1 g long: nobody accelerates all the time."""
_RATE_FITS: Final = (0.5, 2.0)
_STEPS_S: Final = (0.001, 0.1)
"""Samples are so far apart at most and at least; a step within it in one unit of time is in no other."""


def in_m_s2(values: FloatArray, unit: str, *, whose: str) -> tuple[FloatArray, tuple[str, ...]]:
    """Return an acceleration ``[time, 3]`` in m/s², and what is to be said about its unit.

    Raises
    ------
    InputFormatError
        If no unit makes half of the samples as long as gravity.
    """
    typical = float(np.median(np.linalg.norm(values, axis=1)))
    fitting = [
        name for name, size in ACCELERATION_TO_SI.items() if _AT_REST[0] <= typical * size / GRAVITY_M_S2 <= _AT_REST[1]
    ]
    if unit in fitting:
        return values * ACCELERATION_TO_SI[unit], ()
    if not fitting:
        message = (
            f"The acceleration of {whose} should be about 1 g (9.81 m/s²) most of the time, but its middle is "
            f"{typical:.3g}: in no unit is that gravity. Give the raw acceleration, gravity included."
        )
        raise InputFormatError(message)
    said = (
        f"is stated in {unit}, but fits {fitting[0]}"
        if unit in ACCELERATION_TO_SI
        else f"has no unit; it fits {fitting[0]}"
    )
    return values * ACCELERATION_TO_SI[fitting[0]], (f"The acceleration of {whose} {said}.",)


def in_rad_s(
    values: FloatArray, unit: str, *, acceleration_m_s2: FloatArray, time_s: FloatArray, whose: str, alike: str = ""
) -> tuple[FloatArray, tuple[str, ...]]:
    """Return an angular rate ``[time, 3]`` in rad/s, and what is to be said about its unit.

    How fast the direction of gravity turns in the sensor's axes says in which unit the rate is; a recording in which
    nothing turns cannot say it, and then the title counts, or the unit of the other sensors, ``alike``.

    Raises
    ------
    InputFormatError
        If there is neither a unit nor enough movement to find it.
    """
    turning = rate_scale(time_s, acceleration_m_s2, values)
    fitting = _fitting(turning) or ([alike] if alike else [])
    if unit in RATE_TO_SI and (turning is None or unit in fitting or not fitting):
        return values * RATE_TO_SI[unit], ()
    if not fitting:
        message = (
            f"The angular rate of {whose} has no unit, and too little turns to find it. Write the unit into the title "
            "of the column, such as gyr_x (deg/s)."
        )
        raise InputFormatError(message)
    said = f"is stated in {unit}, but fits {fitting[0]}" if unit in RATE_TO_SI else f"has no unit; it fits {fitting[0]}"
    return values * RATE_TO_SI[fitting[0]], (f"The angular rate of {whose} {said}.",)


def rate_unit(values: FloatArray, *, acceleration_m_s2: FloatArray, time_s: FloatArray) -> str:
    """Return the unit that an angular rate ``[time, 3]`` must be in, by how gravity turns; empty if unknown."""
    fitting = _fitting(rate_scale(time_s, acceleration_m_s2, values))
    return fitting[0] if fitting else ""


def _fitting(turning: float | None) -> list[str]:
    if turning is None:
        return []
    return [name for name, size in RATE_TO_SI.items() if _RATE_FITS[0] <= turning / size <= _RATE_FITS[1]]


def in_seconds(times: FloatArray, unit: str) -> tuple[FloatArray, tuple[str, ...]]:
    """Return times ``[time]`` in seconds, and what is to be said about their unit.

    Raises
    ------
    InputFormatError
        If no unit makes the steps those of a sensor.
    """
    step = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    if unit in _SECONDS and _STEPS_S[0] <= step * _SECONDS[unit] <= _STEPS_S[1]:
        return times * _SECONDS[unit], ()
    fitting = [name for name, size in _SECONDS.items() if _STEPS_S[0] <= step * size <= _STEPS_S[1]]
    if not fitting:
        message = (
            f"The times should be between 10 and 1000 samples a second apart, but are {step:.3g} {unit or 'apart'}. "
            "Check which column the times are in."
        )
        raise InputFormatError(message)
    said = f"are stated in {unit}, but fit {fitting[0]}" if unit in _SECONDS else f"have no unit; they fit {fitting[0]}"
    return times * _SECONDS[fitting[0]], (f"The times {said}.",)
