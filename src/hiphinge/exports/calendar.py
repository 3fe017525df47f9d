"""A plan as an iCalendar file (RFC 5545): one event a session, at the same time by the clock whatever the season."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

__all__ = ["CalendarEvent", "calendar_text"]

_LONGEST_LINE = 75
_DAY = timedelta(days=1)
_FIRST_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""Versions of an event are counted in seconds from here, which keeps them in the 31 bits of an integer until 2094."""


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """One event: its day, a title, what it says, and what tells it from all others, whatever changes in it."""

    name: str
    day: date
    title: str
    text: str


def calendar_text(
    events: Sequence[CalendarEvent],
    *,
    written_at: datetime,
    at: time | None = None,
    zone: str | None = None,
    minutes: int = 60,
) -> str:
    """Return the events as one calendar.

    Parameters
    ----------
    written_at
        When it is written, with its offset.
    at, zone
        The time of day by the clock, and the time zone it is meant in; without a time, events last the whole day, and
        without a zone they are at that time wherever the reader is.

    Notes
    -----
    The zone is written with every change of its offset from a day before the first event to a day after the last, so
    that programs without a time zone database find the right moment as well. An event that is written again has the
    same UID and a higher SEQUENCE, so that a calendar changes the one that it has.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hiphinge//plan//EN", "CALSCALE:GREGORIAN"]
    if at is not None and zone is not None and events:
        days = [event.day for event in events]
        lines += _zone(zone, min(days) - _DAY, max(days) + _DAY)
    for event in events:
        lines += _event(event, written_at.astimezone(UTC), at, zone, minutes)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(event: CalendarEvent, written: datetime, at: time | None, zone: str | None, minutes: int) -> Iterator[str]:
    stamp = f"{written:%Y%m%dT%H%M%SZ}"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.name}@hiphinge"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{max(0, int((written - _FIRST_WRITTEN).total_seconds()))}"
    if at is None:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.day + _DAY:%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
    else:
        where = "" if zone is None else f";TZID={zone}"
        yield f"DTSTART{where}:{datetime.combine(event.day, at):%Y%m%dT%H%M%S}"
        yield f"DURATION:PT{minutes}M"
    yield f"SUMMARY:{_escaped(event.title)}"
    yield f"DESCRIPTION:{_escaped(event.text)}"
    yield "END:VEVENT"


def _zone(name: str, first: date, last: date) -> Iterator[str]:
    """Yield the zone with one observance for the start and one for each change of the offset."""
    zone = ZoneInfo(name)
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{name}"
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    yield from _observance(begin, begin.astimezone(zone).utcoffset() or timedelta(), zone)
    moment = begin
    while moment.date() <= last:
        following = moment + _DAY
        before, after = (one.astimezone(zone).utcoffset() for one in (moment, following))
        if before is not None and before != after:
            yield from _observance(_change(zone, moment, following), before, zone)
        moment = following
    yield "END:VTIMEZONE"


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Return the first minute with the offset of ``high``."""
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return high


def _observance(moment: datetime, before: timedelta, zone: ZoneInfo) -> Iterator[str]:
    local = moment.astimezone(zone)
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{moment.replace(tzinfo=None) + before:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{_offset(before)}"
    yield f"TZOFFSETTO:{_offset(local.utcoffset() or timedelta())}"
    yield f"TZNAME:{local.tzname()}"
    yield f"END:{kind}"


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"


def _escaped(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 bytes; those after the first begin with a space."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > _LONGEST_LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
