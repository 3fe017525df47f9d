"""How a number is said: unit, interval, time, load and stature; nothing is judged."""

import math
from collections.abc import Sequence
from typing import Literal

from hiphinge.motion import Interval

__all__ = [
    "Units",
    "chance",
    "clock",
    "is_informative",
    "listed",
    "load",
    "spelled",
    "spoken",
    "spoken_range",
    "stature",
    "unit_words",
    "with_interval",
]

Units = Literal["metric", "imperial"]

_POUNDS_PER_KILOGRAM = 2.204623
_INCHES_PER_METRE = 39.370079
_INCHES_PER_FOOT = 12
_CERTAIN = 0.99
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_SHOWN: dict[str, tuple[float, int, str]] = {
    "deg": (1.0, 0, "°"),
    "s": (1.0, 1, " s"),
    "share of leg length": (100.0, 0, " % of leg length"),
    "share of foot length": (100.0, 0, " % of foot length"),
    "share of hip width": (100.0, 0, " % of hip width"),
    "share of stance": (100.0, 0, " % of stance"),
    "share of stature": (100.0, 0, " % of stature"),
    "points": (1.0, 0, " points"),
    "yes": (1.0, 0, " yes"),
    "cm": (1.0, 0, " cm"),
    "touches": (1.0, 0, " touches"),
    "repetitions": (1.0, 0, " repetitions"),
    "share of expected travel": (100.0, 0, " % of what balance needs"),
    "probability": (100.0, 0, " % likely"),
    "ratio": (1.0, 1, ""),
    "share": (100.0, 0, " %"),
    "%": (1.0, 0, " %"),
    "kg": (1.0, 1, " kg"),
    "m": (1.0, 2, " m"),
    "m/s": (1.0, 2, " m/s"),
    "W": (1.0, 0, " W"),
    "N m": (1.0, 0, " N m"),
    "N": (0.001, 1, " kN"),
    "N m s": (0.001, 2, " kN m s"),
    "N² m² s": (1e-6, 3, " (kN m)² s"),
}
"""Factor, decimals and ending of each unit."""

_VAGUE_FROM = {
    "deg": 10.0,
    "s": 1.0,
    "share of leg length": 0.1,
    "share of foot length": 0.3,
    "share of hip width": 0.3,
    "share of stance": 0.1,
    "share": 0.3,
    "%": 30.0,
    "ratio": 1.0,
}
"""Half-widths of an interval from which a value near zero says nothing, by unit; the program's own choice."""


def _digits(value: float, unit: str) -> str:
    factor, decimals, _ = _SHOWN.get(unit, (1.0, 2, ""))
    text = f"{value * factor:.{decimals}f}"
    positive_zero = text.lstrip("-").strip("0.") == ""
    return text.lstrip("-") if positive_zero else text.replace("-", "\N{MINUS SIGN}")


def unit_words(unit: str) -> str:
    """Return how a unit is written after a number."""
    return _SHOWN.get(unit, (1.0, 2, f" {unit}"))[2]


def spoken(value: float, unit: str) -> str:
    """Return a value with its unit, rounded as far as it can be trusted: ``62°``, ``1.8 s``, ``21 % of leg length``."""
    words = _in_words(value, unit)
    return "1 point" if words == "1 points" else words


def _in_words(value: float, unit: str) -> str:
    if not math.isfinite(value):
        return "not measured"
    if unit == "probability":
        return f"{chance(value)} likely"
    return f"{_digits(value, unit)}{unit_words(unit)}"


def chance(probability: float) -> str:
    """Return a probability in per cent; nothing that a model says is certain: ``over 99 %``."""
    if probability > _CERTAIN:
        return f"over {100 * _CERTAIN:.0f} %"
    if probability < 1 - _CERTAIN:
        return f"under {100 * (1 - _CERTAIN):.0f} %"
    return f"{100 * probability:.0f} %"


def spoken_range(low: float, high: float, unit: str) -> str:
    """Return a range with its unit said once: ``5 to 30°``."""
    return f"{_digits(low, unit)} to {_in_words(high, unit)}"


def is_informative(value: float, unit: str, interval: Interval | None) -> bool:
    """Tell whether a value says something: not 8° where the interval is from -12 to 28°.

    It does not where its interval is wide for its unit, holds zero, and is wider than the value is large.
    """
    if interval is None or not math.isfinite(value):
        return math.isfinite(value)
    half_width = interval.width / 2
    holds_zero = interval.low < 0 < interval.high
    return not (holds_zero and half_width > max(abs(value), _VAGUE_FROM.get(unit, math.inf)))


def with_interval(value: float, unit: str, interval: Interval | None) -> str:
    """Return a value with its interval: ``about 62°, could be 58 to 66°``; only the interval where that says more.

    See `is_informative`.
    """
    if interval is not None and not is_informative(value, unit, interval):
        return f"somewhere from {spoken_range(interval.low, interval.high, unit)}"
    if interval is None or not math.isfinite(value):
        return spoken(value, unit)
    low, high = _digits(interval.low, unit), _digits(interval.high, unit)
    if low == high:
        return spoken(value, unit)
    return f"about {spoken(value, unit)}, could be {low} to {high}{'°' if unit == 'deg' else ''}"


def clock(time_s: float) -> str:
    """Return a time in the clip as minutes and seconds: ``0:12.4``."""
    tenths = max(0, round(time_s * 10))
    minutes, rest = divmod(tenths, 600)
    return f"{minutes}:{rest / 10:04.1f}"


def listed(items: Sequence[str | int]) -> str:
    """Return items as a spoken list: ``1, 2 and 4``."""
    words = [str(i) for i in items]
    if len(words) < 2:  # noqa: PLR2004 - a list of one needs no "and"
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def spelled(count: int) -> str:
    """Return a small number as a word, a large one in digits."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else str(count)


def load(kilograms: float, units: Units) -> str:
    """Return a load in kilograms or pounds."""
    if units == "imperial":
        return f"{kilograms * _POUNDS_PER_KILOGRAM:.0f} lb"
    return f"{kilograms:g} kg"


def stature(metres: float, units: Units) -> str:
    """Return a stature in metres, or in feet and inches."""
    if units == "imperial":
        feet, inches = divmod(round(metres * _INCHES_PER_METRE), _INCHES_PER_FOOT)
        return f"{feet} ft {inches} in"
    return f"{metres:.2f} m"
