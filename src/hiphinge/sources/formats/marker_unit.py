"""The unit of length of a file of markers: what the file says, checked against the length of the leg."""

from collections.abc import Mapping

import numpy as np

from hiphinge.anthropometry import ASSUMED_STATURE_M, leg_length_m, leg_lengths
from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray

__all__ = ["METRES", "PIXELS", "fits_no_unit", "in_metres", "metres", "unit_of"]

METRES = {"m": 1.0, "mm": 0.001, "cm": 0.01, "in": 0.0254, "dm": 0.1, "ft": 0.3048}
_USUAL = ("m", "mm", "cm", "in")
"""Those that are looked for in this order where the file's own does not fit."""
_OTHER_NAMES = {
    **dict.fromkeys(("meter", "meters", "metre", "metres"), "m"),
    **dict.fromkeys(("millimeter", "millimeters", "millimetre", "millimetres"), "mm"),
    **dict.fromkeys(("centimeter", "centimeters", "centimetre", "centimetres"), "cm"),
    **dict.fromkeys(("inch", "inches"), "in"),
    **dict.fromkeys(("foot", "feet"), "ft"),
    **dict.fromkeys(("pixel", "pixels", "pix"), "px"),
}
PIXELS = frozenset({"px"})
"""Units of points in a video's frame."""

_MIN_LEG_M, _MAX_LEG_M = 0.45, 1.25
_MIN_LEG_PART = 0.33
"""Thigh or shank by leg; Winter's is 0.5."""
_MIN_TRUNK_SHARE, _MAX_TRUNK_SHARE = 0.25, 1.3
"""Hip to shoulder by leg; Winter's is 0.59."""
_TINY = 1e-12


def unit_of(text: str) -> str | None:
    """Return the unit that a text names (``mm``, ``m``, ``cm``, ``in``, ``dm``, ``ft``, ``px``), None for any other."""
    plain = text.strip().strip("[]()").lower()
    plain = _OTHER_NAMES.get(plain, plain)
    return plain if plain in METRES or plain in PIXELS else None


def metres(unit: str) -> float:
    """Return the length of a unit in metres; 1 for pixels, and for an empty text, where the file names none.

    Raises
    ------
    InputFormatError
        If it is no unit of length that marker files use.
    """
    if not unit.strip():
        return 1.0
    known = unit_of(unit)
    if known is None:
        message = f"Metres, centimetres or millimetres were expected, but the unit is {unit!r}. Write it as mm."
        raise InputFormatError(message)
    return METRES.get(known, 1.0)


def in_metres(points: Mapping[str, FloatArray], *, unit: str, name: str) -> tuple[float, tuple[str, ...]]:
    """Return the factor that brings points ``[time, 3]`` to metres, and what to say; 1 where the unit is right.

    ``points`` are in metres if the file's ``unit`` is right. A leg of 0.45 to 1.25 m, hip to ankle over the knee, is an
    adult's; where the unit gives another, the unit is taken that gives such a leg.

    Raises
    ------
    InputFormatError
        If thigh, shank and trunk are not those of a body.
    """
    leg_m = _leg(points, name=name)
    if not np.isfinite(leg_m) or (unit and _MIN_LEG_M <= leg_m <= _MAX_LEG_M):
        return 1.0, ()
    raw = leg_m / metres(unit)
    said = f"The file says {unit}" if unit else "The file names no unit"
    said += f", and the leg is {raw:.3g} {unit or 'units'} long"
    fitting = _fitting(raw)
    if fitting is not None:
        factor = METRES[fitting] / metres(unit)
        return factor, (f"{said}: {fitting} was taken, in which it is {leg_m * factor:.2f} m.",)
    assumed_m = leg_length_m(ASSUMED_STATURE_M)
    note = (
        f"{said}: no adult's is, and no other unit fits. The body was scaled to a leg of {assumed_m:.2f} m. Angles do "
        "not depend on it; lengths and speeds in metres do."
    )
    return assumed_m / leg_m, (note,)


def fits_no_unit(points: Mapping[str, FloatArray], *, unit: str, name: str) -> bool:
    """Return whether the leg is an adult's neither in the file's ``unit`` nor in another.

    Raises
    ------
    InputFormatError
        If thigh, shank and trunk are not those of a body.
    """
    leg_m = _leg(points, name=name)
    right = bool(unit) and _MIN_LEG_M <= leg_m <= _MAX_LEG_M
    return bool(np.isfinite(leg_m)) and not right and _fitting(leg_m / metres(unit)) is None


def _fitting(raw: float) -> str | None:
    """Return the first unit in which a leg of that number is an adult's."""
    return next((unit for unit in _USUAL if _MIN_LEG_M <= raw * METRES[unit] <= _MAX_LEG_M), None)


def _leg(points: Mapping[str, FloatArray], *, name: str) -> float:
    """Return the median length of the leg, of the side that is detected in more frames; NaN where there is none."""
    sides = [(_frames(points, side), side) for side in ("left", "right")]
    frames, side = max(sides)
    if not frames:
        return float("nan")
    shoulder, hip, knee, ankle = (points[f"{side}_{joint}"] for joint in ("shoulder", "hip", "knee", "ankle"))
    leg = float(np.nanmedian(leg_lengths(hip, knee, ankle)))
    thigh, shank, trunk = (
        float(np.nanmedian(np.linalg.norm(a - b, axis=1))) for a, b in ((hip, knee), (knee, ankle), (shoulder, hip))
    )
    of_leg = np.array([thigh, shank, trunk]) / max(leg, _TINY)
    whole = min(of_leg[:2]) >= _MIN_LEG_PART and _MIN_TRUNK_SHARE <= of_leg[2] <= _MAX_TRUNK_SHARE
    if not whole:
        message = (
            f"Thigh, shank and trunk of a body were expected in {name}, but they are {of_leg[0]:.0%}, {of_leg[1]:.0%} "
            f"and {of_leg[2]:.0%} as long as the leg. Check that each marker has the name of its place, and that all "
            "are one person's."
        )
        raise InputFormatError(message)
    return leg


def _frames(points: Mapping[str, FloatArray], side: str) -> int:
    names = [f"{side}_{joint}" for joint in ("shoulder", "hip", "knee", "ankle")]
    if not all(name in points for name in names):
        return 0
    return int(np.isfinite(np.concatenate([points[name] for name in names], axis=1)).all(axis=1).sum())
