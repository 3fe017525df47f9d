"""Parses lengths, masses and times as people write them into metres, kilograms and seconds."""

import re
from enum import StrEnum

from hiphinge.errors import UsageError

__all__ = ["Units", "frame_size_px", "length_m", "mass_kg", "moment_s"]

_M_PER_INCH = 0.0254
_KG_PER_POUND = 0.45359237
_LARGEST_PLAIN_M = 3.0
_SMALLEST_PLAIN_INCHES = 36.0
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_FEET_AND_INCHES = re.compile(rf"(\d+)\s*(?:'|ft|feet|foot)\s*(?:{_NUMBER}\s*(?:\"|''|in|inch|inches)?)?")
_QUANTITY = re.compile(rf"{_NUMBER}\s*(\"|''|[a-z]+)?")
_M_PER = {"m": 1.0, "cm": 0.01, "mm": 0.001} | dict.fromkeys(('"', "''", "in", "inch", "inches"), _M_PER_INCH)
_KG_PER = {"kg": 1.0, "kgs": 1.0} | dict.fromkeys(("lb", "lbs", "pound", "pounds"), _KG_PER_POUND)
_MOMENT = re.compile(rf"(?:(\d+):)?(?:(\d+):)?{_NUMBER}\s*s?")
_SIZE = re.compile(r"(\d{2,5})\s*(?:[x×*,:]|by)\s*(\d{2,5})")  # noqa: RUF001  # what phones write between
_QUOTES = str.maketrans({"′": "'", "’": "'", "″": '"', "”": '"'})  # noqa: RUF001  # what phones type for ' and "


class Units(StrEnum):
    """What a number without a unit means."""

    METRIC = "metric"
    IMPERIAL = "imperial"


def length_m(text: str, *, units: Units = Units.METRIC) -> float:
    """Return the metres that ``text`` gives: ``1.8``, ``180 cm``, ``5'11"``, ``5 ft 11 in``, ``71 in``.

    Without a unit, metric reads metres up to 3 and centimetres above; imperial reads inches.

    Raises
    ------
    UsageError
        If it is not a length.
    """
    plain = text.strip().lower().translate(_QUOTES)
    if match := _FEET_AND_INCHES.fullmatch(plain):
        return (12 * int(match[1]) + _number(match[2] or "0")) * _M_PER_INCH
    if match := _QUANTITY.fullmatch(plain):
        value, unit = _number(match[1]), match[2]
        if unit in _M_PER:
            return value * _M_PER[unit]
        if unit is None and units is Units.METRIC:
            return value if value <= _LARGEST_PLAIN_M else value / 100
        if unit is None and value >= _SMALLEST_PLAIN_INCHES:
            return value * _M_PER_INCH
    raise _refusal(text, what="a length", examples="1.80 m, 180 cm, 5'11\" or 71 in")


def mass_kg(text: str, *, units: Units = Units.METRIC) -> float:
    """Return the kilograms that ``text`` gives: ``82``, ``82,5 kg``, ``180 lb``.

    Without a unit, metric reads kilograms and imperial pounds.

    Raises
    ------
    UsageError
        If it is not a mass.
    """
    if match := _QUANTITY.fullmatch(text.strip().lower()):
        unit = match[2] or ("kg" if units is Units.METRIC else "lb")
        if unit in _KG_PER:
            return _number(match[1]) * _KG_PER[unit]
    raise _refusal(text, what="a mass", examples="82 kg or 180 lb")


def moment_s(text: str) -> float:
    """Return the seconds that ``text`` gives: ``75``, ``12.4 s``, ``1:15``, ``1:02:03.5``.

    Raises
    ------
    UsageError
        If it is not a time.
    """
    match = _MOMENT.fullmatch(text.strip().lower())
    if match is None:
        raise _refusal(text, what="a time in the video", examples="75, 12.4 or 1:15")
    first, second, last = match.groups()
    minutes = 60 * int(first) + int(second) if second else int(first or 0)
    return 60 * minutes + _number(last)


def frame_size_px(text: str) -> tuple[int, int]:
    """Return the width and height in pixels that ``text`` gives: ``1080x1920``.

    Raises
    ------
    UsageError
        If it is not a size.
    """
    match = _SIZE.fullmatch(text.strip().lower())
    if match is None:
        raise _refusal(text, what="width and height of a video", examples="1080x1920")
    return int(match[1]), int(match[2])


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _refusal(text: str, *, what: str, examples: str) -> UsageError:
    message = f"{text!r} cannot be read as {what}. Write it like {examples}."
    return UsageError(message)
