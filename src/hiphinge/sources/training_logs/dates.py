"""Dates as apps write them in several languages: days, times on the clock, moments with an offset."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone

from hiphinge.sources.training_logs.model import DateOrder, When
from hiphinge.sources.training_logs.values import UnreadableCellError

__all__ = ["order_of", "read_when"]

_EARLIEST, _LATEST = 1950, 2200
_LARGEST_OFFSET_MIN = 18 * 60
"""No clock is farther from that of Greenwich; the largest in use is 14 hours."""
_MONTHS = (
    ("january", "januar", "janvier", "enero", "gennaio", "janeiro", "januari"),
    ("february", "februar", "fevrier", "febrero", "febbraio", "fevereiro", "februari"),
    ("march", "marz", "maerz", "mars", "marzo", "marco", "maart", "mrt"),
    ("april", "avril", "abril", "aprile"),
    ("may", "mai", "mayo", "maggio", "maio", "mei"),
    ("june", "juni", "juin", "junio", "giugno", "junho"),
    ("july", "juli", "juillet", "julio", "luglio", "julho"),
    ("august", "aout", "agosto", "augustus"),
    ("september", "septembre", "septiembre", "setiembre", "settembre", "setembro"),
    ("october", "oktober", "octobre", "octubre", "ottobre", "outubro"),
    ("november", "novembre", "noviembre", "novembro"),
    ("december", "dezember", "decembre", "diciembre", "dicembre", "dezembro"),
)
"""In English, German, French, Spanish, Italian, Portuguese and Dutch, without accents; three letters are enough."""
_SHORTEST_MONTH = 3
_TIME = re.compile(
    r"(?P<h>\d{1,2})\s?[:h]\s?(?P<m>\d{2})(?:[:.](?P<s>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?\s?m\b\.?)?"
    r"\s*(?P<offset>z|utc|gmt|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})[-/.]\s?(\d{4}|\d{2})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s(?:de\s|of\s)?([a-z]+)\.?,?\s(?:de\s)?(\d{4})")
_MONTH_DAY = re.compile(r"([a-z]+)\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})")
_WEEKDAY = re.compile(r"^[a-z]{2,}(?:-[a-z]+)?\.?,?\s")
_EXPECTED = "the date should be like 2025-01-18 18:30:00"


def read_when(text: str, *, order: DateOrder | None = None) -> When:
    """Return the day, the time on the clock or the moment that a text gives.

    Parameters
    ----------
    order
        Which part of ``3/4/2025`` is the day; with dots the day is always first.

    Raises
    ------
    UnreadableCellError
        If it is no date from 1950 to 2199.
    """
    plain = _plain(text)
    day_text, clock, offset = _split(plain, text)
    day = _day(day_text.strip(" ,t"), order, text)
    if clock is None:
        return day
    moment = datetime.combine(day, clock)
    return moment if offset is None else moment.replace(tzinfo=offset).astimezone(UTC)


def order_of(texts: Iterable[str]) -> DateOrder | None:
    """Return what the dates of a file show about the order of day and month; None where they fit both.

    Only dates like ``3/4/2025`` have a say; where there are none, the order does not matter, and it is day first.
    """
    pairs = [
        (int(match[1]), int(match[3]))
        for text in texts
        if (match := _YEAR_LAST.match(_plain(text))) and match[2] != "."
    ]
    if not pairs or any(first > 12 for first, _ in pairs):  # noqa: PLR2004 - there is no thirteenth month
        return "day-first"
    return "month-first" if any(second > 12 for _, second in pairs) else None  # noqa: PLR2004 - likewise


def _plain(text: str) -> str:
    """Return a text in lower case, without accents and with plain blanks."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", letters).strip()


def _split(plain: str, text: str) -> tuple[str, time | None, timezone | None]:
    """Return the day's part of a text, the time on the clock and the offset."""
    match = _TIME.search(plain)
    if match is None:
        return plain, None, None
    hour, minute, second = int(match["h"]), int(match["m"]), int(match["s"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the face of a clock
            raise UnreadableCellError(_EXPECTED, text)
        hour = hour % 12 + (12 if match["half"].startswith("p") else 0)
    try:
        clock = time(hour, minute, second)
    except ValueError:
        raise UnreadableCellError(_EXPECTED, text) from None
    before = re.sub(r"\b(at|um|a las|as|alle|om|a)$", "", plain[: match.start()].rstrip(" ,-"))
    return before, clock, _offset(match["offset"])


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    minutes = 60 * int(text[1:3]) + int(text[-2:])
    if minutes > _LARGEST_OFFSET_MIN:
        raise UnreadableCellError(_EXPECTED, text)
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _day(plain: str, order: DateOrder | None, text: str) -> date:
    parts = _parts(plain, order) or _parts(_WEEKDAY.sub("", plain), order)
    if parts is None or not _EARLIEST <= parts[0] < _LATEST:
        raise UnreadableCellError(_EXPECTED, text)
    try:
        return date(*parts)
    except ValueError:
        raise UnreadableCellError(_EXPECTED, text) from None


def _parts(plain: str, order: DateOrder | None) -> tuple[int, int, int] | None:
    """Return year, month and day of a text; None where it is no day."""
    if match := _YEAR_FIRST.fullmatch(plain):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _YEAR_LAST.fullmatch(plain):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        day, month = (second, first) if order == "month-first" and match[2] != "." else (first, second)
        return (year if len(match[4]) > 2 else 2000 + year), month, day  # noqa: PLR2004 - two digits of this century
    if match := _DAY_MONTH.fullmatch(plain):
        return int(match[3]), _month(match[2]), int(match[1])
    if match := _MONTH_DAY.fullmatch(plain):
        return int(match[3]), _month(match[1]), int(match[2])
    return None


def _month(word: str) -> int:
    """Return the month that a word begins, 1 to 12; 0, which is none, where it is none or could be two."""
    if len(word) < _SHORTEST_MONTH:
        return 0
    found = [n for n, names in enumerate(_MONTHS, start=1) if any(name.startswith(word) for name in names)]
    return found[0] if len(found) == 1 else 0
