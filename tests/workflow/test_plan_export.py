"""A plan in a calendar: opened by a calendar library, at the same hour all year, changed and not doubled."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from tests.planning.by_hand import START, did
from tests.planning.six_plans import SIX

from hiphinge.documents.plan import DoneDocument, EditDocument, PlanDocument, plan_document
from hiphinge.planning import Settings
from hiphinge.workflow.plan_export import CalendarTime, export_plan

NOW = datetime(2027, 1, 1, tzinfo=UTC)
AT = time(17, 30)
YEAR = Settings(start=START, weekdays=(0, 2, 4), weeks=52)


def events_of(document: PlanDocument, path: Path, *, when: CalendarTime | None = None, now: datetime = NOW) -> Any:
    export_plan(document, path, name="Plan", when=when, now=now)
    return Calendar.from_ical(path.read_bytes())


@pytest.mark.parametrize("name", SIX)
def test_every_plan_opens(name: str, tmp_path: Path) -> None:
    document = plan_document(SIX[name])
    calendar = events_of(document, tmp_path / "plan.ics", when=CalendarTime(at=AT, zone="Europe/Vienna"))
    assert [one["DTSTART"].dt.date().toordinal() for one in calendar.events] == [
        session.day for session in document.plan().sessions
    ]
    assert all(one.errors == [] for one in calendar.walk())
    assert len({one["UID"] for one in calendar.events}) == len(calendar.events)
    assert all("Warm-up" in one["DESCRIPTION"] for one in calendar.events)


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Vienna",
        "America/New_York",
        "Australia/Sydney",
        "America/Santiago",
        "Africa/Casablanca",
        "Australia/Lord_Howe",
    ],
)
def test_sessions_keep_their_hour_over_both_changes_of_the_clock(zone: str, tmp_path: Path) -> None:
    when = CalendarTime(at=AT, zone=zone, minutes=45)
    calendar = events_of(plan_document(YEAR), tmp_path / "plan.ics", when=when)
    [theirs] = [one.to_tz() for one in calendar.timezones]
    offsets = set()
    for one in calendar.events:
        begins = one["DTSTART"].dt
        assert (begins.time(), one["DTSTART"].params["TZID"]) == (AT, zone)
        local = datetime.combine(begins.date(), AT)
        offset = local.replace(tzinfo=ZoneInfo(zone)).utcoffset()
        assert local.replace(tzinfo=theirs).utcoffset() == offset
        assert one.end - one.start == timedelta(minutes=45)
        offsets.add(offset)
    assert len(offsets) == 2


def test_without_a_zone_sessions_are_at_that_hour_wherever_the_lifter_is(tmp_path: Path) -> None:
    calendar = events_of(plan_document(YEAR), tmp_path / "plan.ics", when=CalendarTime(at=AT))
    assert calendar.timezones == []
    assert {(one["DTSTART"].dt.time(), one["DTSTART"].dt.tzinfo) for one in calendar.events} == {(AT, None)}


def test_what_is_exported_again_after_changes_has_the_same_names(tmp_path: Path) -> None:
    settings = Settings(
        start=START, weekdays=(0, 2, 4), weeks=2, equipment=frozenset({"barbell"}), loads={"romanian_deadlift": 60}
    )
    first = plan_document(settings)
    monday, wednesday = date.fromordinal(START), date.fromordinal(START + 2)
    moved = EditDocument(kind="move", day=wednesday, to_day=wednesday + timedelta(days=1))
    without = EditDocument(kind="leave_out", exercise="bird_dog")
    done = DoneDocument.of(did(0, "hip_hinge", load=None))
    later = plan_document(settings, edits=(moved, without), done=(done,), today=monday + timedelta(days=1))
    old = events_of(first, tmp_path / "old.ics")
    new = events_of(PlanDocument.model_validate_json(later.model_dump_json()), tmp_path / "new.ics")
    names = [one["UID"] for one in old.events]
    assert [one["UID"] for one in new.events] == names[1:]
    assert new.events[0]["DTSTART"].dt == wednesday + timedelta(days=1)


def test_two_plans_have_other_names(tmp_path: Path) -> None:
    one, other = (
        {event["UID"] for event in events_of(plan_document(SIX[name]), tmp_path / "plan.ics").events}
        for name in ("beginner_at_home", "dumbbells_only")
    )
    assert not one & other
