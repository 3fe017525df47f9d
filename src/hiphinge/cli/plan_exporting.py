"""``hiphinge plan export``: a plan for a calendar, a spreadsheet, other programs, paper or a browser."""

from pathlib import Path
from typing import Annotated

import typer

from hiphinge.cli.handing_out import ReaderOption, reader_given
from hiphinge.cli.kept_planning import plan_at
from hiphinge.cli.plan_words import day_given, time_given, zone_given
from hiphinge.cli.screen import say
from hiphinge.errors import UsageError

__all__ = ["register"]

_EXPORT = (
    "[bold]Examples[/]",
    "hiphinge plan export plan.json plan.html",
    "hiphinge plan export plan.json plan.ics --at 17:30 --zone Europe/Vienna",
    "hiphinge plan export plan.json plan.pdf --for coach",
    "hiphinge plan export --person ana monday.pdf --day 2027-01-04",
)


def register(group: typer.Typer) -> None:
    """Add the command to ``group``."""
    group.command("export", epilog="\n".join(_EXPORT))(export)


def export(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="[PLAN] FILE", help="The plan's file, and one ending in .ics, .csv, .json, .txt, .html or .pdf."
        ),
    ],
    *,
    person: Annotated[
        str | None,
        typer.Option("--person", metavar="NAME", help="The plan that is kept with their log."),
    ] = None,
    name: Annotated[str, typer.Option("--name", help="What the page is called.")] = "Plan of hinge sessions",
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help="When sessions begin, as in 17:30.")] = None,
    zone: Annotated[str | None, typer.Option("--zone", metavar="ZONE", help="As in Europe/Vienna; needs --at.")] = None,
    reader: ReaderOption = "lifter",
    day: Annotated[str | None, typer.Option("--day", metavar="DATE", help="In a PDF: the session of that day.")] = None,
    minutes: Annotated[int, typer.Option("--minutes", min=10, max=240, help="How long sessions last.")] = 60,
) -> None:
    """Write a plan for a calendar, a spreadsheet, other programs, paper or a browser."""
    from hiphinge.workflow.plan_export import (  # noqa: PLC0415  # --help does without
        CalendarTime,
        export_plan,
        write_plan_pdf,
    )

    *plans, to = files
    if len(plans) + (person is not None) != 1:
        message = "Name a plan and the file that it is written to: hiphinge plan export plan.json plan.ics"
        raise UsageError(message)
    if zone is not None and at is None:
        message = "--zone says where a time of day is meant: give --at as well."
        raise UsageError(message)
    when = CalendarTime(at=time_given(at), zone=zone_given(zone), minutes=minutes)
    document, plan = plan_at(plans[0] if plans else None, person)
    paper, session = reader_given(reader), None if day is None else day_given(day)
    if to.suffix.lower() == ".pdf":
        write_plan_pdf(plan, to, whose=person or "", reader=paper, day=session)
    elif session is not None or paper != "lifter":
        message = f"--day and --for are for a PDF, but the file is {to.name!r}."
        raise UsageError(message)
    else:
        export_plan(document, to, name=name, when=when, plan=plan)
    say(f"Written: {to}")
