"""Cells to numbers: decimal commas, units, durations; what cannot be read says what was expected and what came."""

import re

from hiphinge.sources.training_logs.model import Unit

__all__ = ["UnreadableCellError", "duration_s", "number", "repetitions", "rpe", "unit_named"]

_UNITS: dict[str, Unit] = (
    dict.fromkeys(("kg", "kgs", "kilogram", "kilograms", "kilo", "kilos"), "kg")  # type: ignore[assignment]
    | dict.fromkeys(("lb", "lbs", "pound", "pounds", "#"), "lb")
)
_MOST_REPETITIONS = 1000
_LARGEST = 1e9
_DAY_S = 86_400.0
_CLOCK = re.compile(r"(?:(\d{1,9}):)?(\d{1,9}):(\d{2})(?:[.,]\d+)?")
_PARTS = re.compile(
    r"(?:(\d{1,9})\s*h[a-z]*)?\s*(?:(\d{1,9})\s*m(?:in)?[a-z]*)?\s*(?:(\d{1,9})\s*s[a-z]*)?\s*", re.IGNORECASE
)


class UnreadableCellError(ValueError):
    """A cell that is not what it should be; the message says what was expected and what came."""

    def __init__(self, expected: str, came: str) -> None:
        shown = came if len(came) <= 40 else f"{came[:37]}..."  # noqa: PLR2004 - a line of the terminal
        super().__init__(f"{expected}, but {f'it is {shown!r}' if came.strip() else 'there is none'}")


def number(text: str, *, name: str) -> float | None:
    """Return a number with a decimal point or comma; None for an empty cell.

    The last of several signs is the decimal one: ``1,250.5`` and ``1.250,5`` are the same. A single sign is always
    decimal: ``1,250`` is one and a quarter.

    Raises
    ------
    UnreadableCellError
        If it is no number of at most a thousand million.
    """
    plain = re.sub(r"[\s\u00a0\u202f']", "", text).replace("\u2212", "-")
    if not plain:
        return None
    if "," in plain and "." in plain:
        thousands = "," if plain.rfind(".") > plain.rfind(",") else "."
        plain = plain.replace(thousands, "")
    if not re.fullmatch(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", plain):
        expected = f"{name} should be a number"
        raise UnreadableCellError(expected, text)
    value = float(plain.replace(",", "."))
    if abs(value) > _LARGEST:
        expected = f"{name} should be a number"
        raise UnreadableCellError(expected, text)
    return value


def repetitions(text: str) -> int | None:
    """Return how many whole repetitions there were; None for an empty cell.

    Raises
    ------
    UnreadableCellError
        If it is no number from 0 to 1000.
    """
    value = number(text, name="the repetitions")
    if value is None:
        return None
    if not 0 <= value <= _MOST_REPETITIONS:
        expected = f"the repetitions should be 0 to {_MOST_REPETITIONS}"
        raise UnreadableCellError(expected, text)
    return int(value)


def rpe(text: str, *, in_reserve: bool = False) -> float | None:
    """Return the rating of perceived exertion, 1 to 10; None for an empty cell and for 0, which apps write for none.

    Parameters
    ----------
    in_reserve
        Whether the cell holds repetitions in reserve, 0 to 9, of which RPE is 10 minus them.

    Raises
    ------
    UnreadableCellError
        If it is out of range.
    """
    value = number(text, name="RIR" if in_reserve else "RPE")
    if value is None or (value == 0 and not in_reserve):
        return None
    effort = 10.0 - value if in_reserve else value
    if not 1.0 <= effort <= 10.0:  # noqa: PLR2004 - the scale's ends
        expected = "RIR should be 0 to 9" if in_reserve else "RPE should be 1 to 10"
        raise UnreadableCellError(expected, text)
    return effort


def duration_s(text: str) -> float | None:
    """Return the seconds of ``90``, ``1:30``, ``0:32:06`` or ``1h 5m``; None for an empty cell and for 0.

    Raises
    ------
    UnreadableCellError
        If it is no length of time, or is longer than a day.
    """
    plain = text.strip()
    expected = "the time should be seconds, or like 1:30, at most a day"
    if match := _CLOCK.fullmatch(plain):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        value: float | None = 3600.0 * hours + 60.0 * minutes + seconds
    elif plain and (match := _PARTS.fullmatch(plain)) and any(match.groups()):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        value = 3600.0 * hours + 60.0 * minutes + seconds
    else:
        try:
            value = number(plain, name="the time")
        except UnreadableCellError:
            raise UnreadableCellError(expected, text) from None
    if value is not None and not 0 <= value <= _DAY_S:
        raise UnreadableCellError(expected, text)
    return value or None


def unit_named(text: str) -> Unit | None:
    """Return the unit of a weight that a text names: ``kgs``, ``lbs`` and so on; None for an empty text.

    Raises
    ------
    UnreadableCellError
        If it names something else.
    """
    plain = text.strip().lower().rstrip(".")
    if not plain:
        return None
    if plain not in _UNITS:
        expected = "the unit of the weight should be kg or lb"
        raise UnreadableCellError(expected, text)
    return _UNITS[plain]
