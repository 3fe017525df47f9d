"""A plan as an iCalendar file (RFC 5545): one event a session, at the same time by the clock whatever the season."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

__all__ = ["CalendarEvent", "calendar_text"]

_LONGEST_LINE = 75
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """One event: its day, a title and what it says."""

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
    that programs without a time zone database find the right moment as well.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hiphinge//plan//EN", "CALSCALE:GREGORIAN"]
    if at is not None and zone is not None and events:
        days = [event.day for event in events]
        lines += _zone(zone, min(days) - _DAY, max(days) + _DAY)
    stamp = written_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for event in events:
        lines += _event(event, stamp, at, zone, minutes)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(event: CalendarEvent, stamp: str, at: time | None, zone: str | None, minutes: int) -> Iterator[str]:
    digest = sha256(f"{event.day.isoformat()} {event.title}".encode()).hexdigest()[:16]
    yield "BEGIN:VEVENT"
    yield f"UID:{event.day:%Y%m%d}-{digest}@hiphinge"
    yield f"DTSTAMP:{stamp}"
    if at is None:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.day + _DAY:%Y%m%d}"
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
