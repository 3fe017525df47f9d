"""The use cases of taking a plan along: for a calendar, a spreadsheet, other programs, a browser, paper."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.documents.plan import PlanDocument
from hiphinge.errors import UsageError
from hiphinge.exports.calendar import CalendarEvent, calendar_text
from hiphinge.exports.plan_csv import plan_csv
from hiphinge.filesystem import writing_file
from hiphinge.planning import Plan, Settings
from hiphinge.reports.plan import plan_page
from hiphinge.reports.text.plan_words import plan_text, session_text, title_of
from hiphinge.workflow.planning import write_plan

if TYPE_CHECKING:
    from hiphinge.reports.pdf import Reader

__all__ = ["FORMATS", "CalendarTime", "export_plan", "write_plan_pdf"]

FORMATS = ("ics", "csv", "json", "txt", "html", "pdf")
"""The endings of the files that a plan can be written to."""


@dataclass(frozen=True, kw_only=True)
class CalendarTime:
    """When sessions begin, for a calendar: a time of day, where, and for how long."""

    at: time | None = None
    zone: str | None = None
    minutes: int = 60


def export_plan(
    document: PlanDocument,
    path: Path,
    *,
    name: str,
    when: CalendarTime | None = None,
    now: datetime | None = None,
    plan: Plan | None = None,
    ending: str | None = None,
) -> None:
    """Write a plan in the format that the ending of the file names.

    Parameters
    ----------
    plan
        The sessions ahead, where they are known already.
    ending
        Names the format where the file's own ending does not.

    Raises
    ------
    UsageError
        If the ending names no format, or the time zone does not exist.
    OutputError
        If it cannot be written.
    """
    ending = ending or path.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        message = f"A plan can be written as {', '.join(f'.{one}' for one in FORMATS)}, but the file is {path.name!r}."
        raise UsageError(message)
    if ending == "json":
        write_plan(document, path)
        return
    plan = plan or document.plan()
    if ending == "pdf":
        write_plan_pdf(plan, path, whose=name)
    elif ending == "ics":
        _write_text(_calendar(plan, when or CalendarTime(), now or datetime.now(UTC)), path, newline="")
    elif ending == "csv":
        _write_text(plan_csv(plan), path)
    else:
        _write_text(plan_text(plan) if ending == "txt" else plan_page(plan, name=name), path)


def write_plan_pdf(plan: Plan, path: Path, *, whose: str, reader: "Reader" = "lifter", day: date | None = None) -> None:
    """Write a plan, or the session of a day of it, as a PDF file.

    Raises
    ------
    UsageError
        If the plan has no session on the day.
    MissingComponentError
        If typst is not installed.
    OutputError
        If it cannot be written.
    """
    from hiphinge.reports.pdf import cycle_sheet, pdf_of, session_sheet  # noqa: PLC0415  # not always wanted

    if day is None:
        sheet = cycle_sheet(plan, whose=whose, reader=reader)
    else:
        session = next((one for one in plan.sessions if one.day == day.toordinal()), None)
        if session is None:
            message = f"The plan has no session on {day}. Its sessions: hiphinge plan show"
            raise UsageError(message)
        sheet = session_sheet(plan, session, whose=whose, reader=reader)
    content = pdf_of(sheet)
    with writing_file(path, what="The PDF") as unfinished:
        unfinished.write_bytes(content)


def _calendar(plan: Plan, when: CalendarTime, now: datetime) -> str:
    plan_name = _name_of(plan.settings)
    events = [
        CalendarEvent(
            name=f"{plan_name}-{session.week + 1}-{session.number + 1}",
            day=date.fromordinal(session.day),
            title=f"Hinge: {title_of(session)}",
            text=session_text(session, plan.settings.unit, with_reasons=False),
        )
        for session in plan.sessions
    ]
    return calendar_text(events, written_at=now, at=when.at, zone=when.zone, minutes=when.minutes)


def _name_of(settings: Settings) -> str:
    """Return what tells a plan from others: what it was made from, which no change to it touches."""
    asked = (
        settings.start,
        settings.weekdays,
        settings.experience,
        sorted(settings.goals),
        sorted(settings.equipment),
        sorted((exercise, float(load)) for exercise, load in settings.loads.items()),
    )
    return sha256(repr(asked).encode()).hexdigest()[:16]


def _write_text(text: str, path: Path, *, newline: str = "\n") -> None:
    with writing_file(path, what="The plan") as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline=newline)
