"""Calendars: readable by another library's reader, folded and escaped, and at the same time by the clock all year."""

import io
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical  # type: ignore[import-untyped]
from icalendar import Calendar

from hiphinge.exports.calendar import CalendarEvent, calendar_text

NOW = datetime(2027, 1, 1, tzinfo=UTC)


def events(*days: date) -> list[CalendarEvent]:
    text = "Main: 3 x 5\nTrunk: 2 x 40 s é" * 4
    return [CalendarEvent(name=f"1-{n}", day=day, title="Hinge; hard, day", text=text) for n, day in enumerate(days)]


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("Europe/Vienna", (date(2027, 3, 26), date(2027, 3, 29))),
        ("Europe/Vienna", (date(2027, 10, 29), date(2027, 11, 1))),
        ("America/New_York", (date(2027, 3, 12), date(2027, 3, 15))),
        ("Australia/Lord_Howe", (date(2027, 4, 2), date(2027, 4, 5))),
        ("Asia/Kolkata", (date(2027, 3, 26), date(2027, 3, 29))),
    ],
)
def test_the_time_by_the_clock_stays_over_a_change_of_the_offset(zone: str, days: tuple[date, date]) -> None:
    text = calendar_text(events(*days), written_at=NOW, at=time(17, 30), zone=zone)
    lines = unfolded(text)
    assert [line for line in lines if line.startswith("DTSTART;TZID")] == [
        f"DTSTART;TZID={zone}:{day:%Y%m%d}T173000" for day in days
    ]
    theirs = tzical(io.StringIO(text.replace("\r\n", "\n"))).get(zone)
    for day in days:
        local = datetime.combine(day, time(17, 30))
        assert local.replace(tzinfo=theirs).utcoffset() == local.replace(tzinfo=ZoneInfo(zone)).utcoffset()


def test_lines_are_short_and_characters_escaped() -> None:
    text = calendar_text(events(date(2027, 1, 4)), written_at=NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    lines = unfolded(text)
    assert "SUMMARY:Hinge\\; hard\\, day" in lines
    assert any(line.startswith("DESCRIPTION:Main: 3 x 5\\nTrunk") for line in lines)


def test_events_of_a_day_without_a_time() -> None:
    lines = unfolded(calendar_text(events(date(2027, 1, 31)), written_at=NOW))
    assert "DTSTART;VALUE=DATE:20270131" in lines
    assert "DTEND;VALUE=DATE:20270201" in lines
    assert "TRANSP:TRANSPARENT" in lines
    assert not [line for line in lines if "TZID" in line]


def test_an_event_that_is_written_again_changes_the_one_that_is_there() -> None:
    (before, after) = (date(2027, 1, 4), date(2027, 1, 5))
    old, new = (
        one_event(calendar_text(events(day), written_at=NOW + timedelta(seconds=n)))
        for n, day in enumerate((before, after))
    )
    assert (old["UID"], new["UID"]) == ("1-0@hiphinge", "1-0@hiphinge")
    assert (old["DTSTART"].dt, new["DTSTART"].dt) == (before, after)
    assert new["SEQUENCE"] > old["SEQUENCE"] > 0
    assert new["DTSTAMP"].dt > old["DTSTAMP"].dt
    assert new["LAST-MODIFIED"].dt == new["DTSTAMP"].dt


def one_event(text: str) -> Any:
    [event] = Calendar.from_ical(text).events
    return event


def test_parts_of_a_calendar_are_closed() -> None:
    lines = unfolded(calendar_text(events(date(2027, 3, 28)), written_at=NOW, at=time(9), zone="Europe/Vienna"))
    begun = sorted(x[6:] for x in lines if x.startswith("BEGIN:"))
    assert begun == sorted(x[4:] for x in lines if x.startswith("END:"))
    assert lines.count("END:VTIMEZONE") == 1
