"""Messages that hold samples: JSON, and Open Sound Control (OSC 1.0)."""

import json
import struct
from typing import Any, Final

from hiphinge.errors import InputFormatError, UnknownIdError
from hiphinge.motion import SensorPlace, SensorSample

__all__ = ["samples_of"]

_MOST_IN_ONE: Final = 1000
_OSC_SHARE: Final = 4
_RAW_NUMBERS, _QUATERNION_NUMBERS = 7, 5
_OSC_BUNDLE: Final = b"#bundle\0"
_BUNDLE_HEAD: Final = 16
_DEEPEST: Final = 4


def samples_of(message: bytes) -> tuple[SensorSample, ...]:
    """Return the samples of one message.

    JSON is an object, or a list of them: ``{"place": "L5", "time_s": 1.25, "acceleration_m_s2": [x, y, z],
    "angular_rate_rad_s": [x, y, z]}``, or with ``"quaternion": [w, x, y, z]`` in place of the last two. An OSC message
    has the place as the last part of its address (``/hiphinge/L5``), and as numbers the time and the same values: seven
    for acceleration and rate, five for a quaternion. Bundles are taken apart.

    Raises
    ------
    InputFormatError
        If it is neither, a value is missing or no number, or the place is not known.
    """
    if message[:1] in {b"{", b"["}:
        return _of_json(message)
    if message[:1] == b"/" or message.startswith(_OSC_BUNDLE):
        return tuple(_of_osc(message, depth=0))
    start = message[:12]
    error = f"A message should be JSON, or OSC with an address such as /hiphinge/L5, but begins with {start!r}."
    raise InputFormatError(error)


def _of_json(message: bytes) -> tuple[SensorSample, ...]:
    try:
        found = json.loads(message)
    except (ValueError, RecursionError) as error:
        text = f"A message begins as JSON, but is broken further on: {error}."
        raise InputFormatError(text) from error
    each = found if isinstance(found, list) else [found]
    if len(each) > _MOST_IN_ONE:
        text = f"A message should hold {_MOST_IN_ONE} samples at most, but holds {len(each)}."
        raise InputFormatError(text)
    return tuple(_of_object(one) for one in each)


def _of_object(one: Any) -> SensorSample:
    if not isinstance(one, dict) or "place" not in one:
        text = "A sample should be an object with place, time_s, and acceleration_m_s2 and angular_rate_rad_s."
        raise InputFormatError(text)
    return _sample(
        str(one["place"]),
        _numbers(one.get("time_s"), "time_s", 1)[0],
        acceleration=_optional(one, "acceleration_m_s2", 3),
        rate=_optional(one, "angular_rate_rad_s", 3),
        quaternion=_optional(one, "quaternion", 4),
    )


def _optional(one: dict[str, Any], name: str, count: int) -> tuple[float, ...] | None:
    return None if one.get(name) is None else _numbers(one[name], name, count)


def _numbers(value: Any, name: str, count: int) -> tuple[float, ...]:
    given = value if isinstance(value, list) else [value]
    if len(given) != count or any(isinstance(v, bool) or not isinstance(v, int | float) for v in given):
        wanted = "a number" if count == 1 else f"{count} numbers"
        text = f"{name} of a sample should be {wanted}, but is {str(value)[:60]}."
        raise InputFormatError(text)
    try:
        return tuple(float(v) for v in given)
    except OverflowError as error:
        text = f"{name} of a sample is larger than any number that can be meant."
        raise InputFormatError(text) from error


def _of_osc(message: bytes, *, depth: int) -> list[SensorSample]:
    if message.startswith(_OSC_BUNDLE):
        if depth > _DEEPEST:
            text = "An OSC bundle holds bundles in bundles, more than can be meant."
            raise InputFormatError(text)
        found: list[SensorSample] = []
        at = _BUNDLE_HEAD
        while at + 4 <= len(message):
            size = int.from_bytes(message[at : at + 4], "big")
            if size == 0 or at + 4 + size > len(message):
                text = "An OSC bundle says that it is longer than it is."
                raise InputFormatError(text)
            found += _of_osc(message[at + 4 : at + 4 + size], depth=depth + 1)
            at += 4 + size
        return found
    address, at = _osc_text(message, 0)
    types, at = _osc_text(message, at)
    numbers = _osc_numbers(types.removeprefix(","), message[at:])
    place = address.rsplit("/", 1)[-1]
    if len(numbers) == _RAW_NUMBERS:
        return [_sample(place, numbers[0], acceleration=numbers[1:4], rate=numbers[4:7], quaternion=None)]
    if len(numbers) == _QUATERNION_NUMBERS:
        return [_sample(place, numbers[0], acceleration=None, rate=None, quaternion=numbers[1:5])]
    wanted = f"{_RAW_NUMBERS} or {_QUATERNION_NUMBERS} numbers"
    text = f"An OSC message should hold {wanted}, but {address} holds {len(numbers)}."
    raise InputFormatError(text)


def _osc_text(message: bytes, at: int) -> tuple[str, int]:
    """Return a text that ends with zeros to a multiple of four bytes, and where the next one begins."""
    end = message.find(b"\0", at)
    if end < 0:
        text = "An OSC message has a text without an end."
        raise InputFormatError(text)
    return message[at:end].decode("ascii", "replace"), at + (end - at) // _OSC_SHARE * _OSC_SHARE + _OSC_SHARE


def _osc_numbers(types: str, data: bytes) -> tuple[float, ...]:
    codes = {"f": "f", "d": "d", "i": "i", "h": "q"}
    if any(kind not in codes for kind in types):
        text = f"An OSC message should hold numbers only (f, d, i, h), but has the types {types[:20]!r}."
        raise InputFormatError(text)
    form = ">" + "".join(codes[kind] for kind in types)
    if struct.calcsize(form) != len(data):
        text = f"An OSC message should have {struct.calcsize(form)} bytes of numbers, but has {len(data)}."
        raise InputFormatError(text)
    return tuple(float(value) for value in struct.unpack(form, data))


def _sample(
    place: str,
    time_s: float,
    *,
    acceleration: tuple[float, ...] | None,
    rate: tuple[float, ...] | None,
    quaternion: tuple[float, ...] | None,
) -> SensorSample:
    try:
        where = SensorPlace.named(place)
    except UnknownIdError as error:
        raise InputFormatError(str(error)) from error
    return SensorSample(
        place=where,
        time_s=time_s,
        acceleration_m_s2=None if acceleration is None else (acceleration[0], acceleration[1], acceleration[2]),
        angular_rate_rad_s=None if rate is None else (rate[0], rate[1], rate[2]),
        quaternion=None if quaternion is None else (quaternion[0], quaternion[1], quaternion[2], quaternion[3]),
    )
