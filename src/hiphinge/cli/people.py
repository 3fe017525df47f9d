"""``hiphinge people``: who trains here, what is saved about whom, and what they agreed to."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from hiphinge.cli.amounts import counted
from hiphinge.cli.asking import confirmed
from hiphinge.cli.screen import say, say_table
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.workflow.people import VideoConsent

__all__ = ["register"]

_people = typer.Typer(
    help="List the people on this machine and what is saved about each; add one.",
    epilog="[bold]Examples[/]\nhiphinge people\nhiphinge people add Anna --adult --unit lb\n"
    "hiphinge people consent Anna --videos\n"
    "hiphinge data export Anna\nhiphinge data erase Anna",
    invoke_without_command=True,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Up to 40 letters, digits, spaces or hyphens.")]
Adult = Annotated[bool, typer.Option("--adult", help="Say that they are 18 or older.")]
Unit = Annotated[str, typer.Option("--unit", metavar="kg|lb", help="What a load without a unit is in.")]
Zone = Annotated[
    str | None,
    typer.Option("--zone", metavar="ZONE", help="Their time zone, as in Europe/Vienna; else the system's."),
]
NewUnit = Annotated[str | None, typer.Option("--unit", metavar="kg|lb", help="What a load without a unit is in.")]
Videos = Annotated[
    bool | None,
    typer.Option("--videos/--no-videos", help="Agree that videos are kept, or take it back.", show_default=False),
]
Yes = Annotated[bool, typer.Option("--yes", help="Erase the kept videos without asking.")]
NewZone = Annotated[str | None, typer.Option("--zone", metavar="ZONE", help="Their time zone, as in Europe/Vienna.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.add_typer(_people, name="people")


@_people.callback()
def _list(context: typer.Context) -> None:
    if context.invoked_subcommand is not None:
        return
    from hiphinge.workflow.people import everybody  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import place_of_store  # noqa: PLC0415  # likewise

    rows = [
        (one.name, str(one.sets) if one.trains else "", ", ".join(file.file_name for file in one.files))
        for one in everybody()
    ]
    if rows:
        say_table(("person", "sets logged", "saved files"), rows)
    else:
        say("Nothing is saved about anybody. Add yourself: hiphinge people add NAME --adult")
    say(f"All of it is in {place_of_store()}.")


@_people.command(epilog="[bold]Examples[/]\nhiphinge people add Anna --adult\nhiphinge people add Bo --adult --unit lb")
def add(name: Name, *, adult: Adult = False, unit: Unit = "kg", zone: Zone = None) -> None:
    """Add a person to the training log. Adults only: 18 or older."""
    from hiphinge.workflow.people import add_person  # noqa: PLC0415  # --help does without

    person = add_person(name, adult=adult, unit=_unit(unit), zone=zone)
    say(f"Added {person.name}: loads without a unit are {person.unit}, times are {person.zone} time.")
    say("Log a set: hiphinge log rdl 3x8 60kg rpe 7")


@_people.command(epilog="[bold]Example[/]\nhiphinge people change Anna --unit lb --zone America/Chicago")
def change(name: Name, *, unit: NewUnit = None, zone: NewZone = None) -> None:
    """Change a person's unit or time zone; what is logged stays as it is."""
    from hiphinge.workflow.people import change_person  # noqa: PLC0415  # --help does without

    if unit is None and zone is None:
        message = "Say what to change: --unit, --zone, or both."
        raise UsageError(message)
    person = change_person(name, unit=None if unit is None else _unit(unit), zone=zone)
    say(f"{person.name}: loads without a unit are {person.unit}, times are {person.zone} time.")


@_people.command(
    epilog="[bold]Examples[/]\nhiphinge people consent Anna\nhiphinge people consent Anna --videos\n"
    "hiphinge people consent Anna --no-videos"
)
def consent(name: Name, *, videos: Videos = None, yes: Yes = False) -> None:
    """Show or change whether a person's videos are kept. Taking it back erases those that are."""
    from hiphinge.workflow.people import (  # noqa: PLC0415  # --help does without
        keep_videos,
        stop_keeping_videos,
        video_consent,
    )

    found = video_consent(name)
    if videos:
        found = keep_videos(name)
    elif videos is False:
        erased = found.videos
        if erased:
            what = f"the {_amount(found)} of {found.person.name} that {'is' if erased == 1 else 'are'} kept"
            confirmed(f"Take the consent back, and erase {what}? Poses and results stay.", yes=yes)
        found = stop_keeping_videos(name)
        if erased:
            say(f"Erased: {counted(erased, 'video')}. Poses and results stay.")
    for line in _consent_lines(found):
        say(line)


def _consent_lines(found: "VideoConsent") -> "Iterator[str]":
    name = found.person.name
    if not found.given:
        yield f"{name} has not agreed that videos are kept: only poses and results are."
        yield f'To agree: hiphinge people consent "{name}" --videos'
        return
    for one in found.given:
        back = "" if one.withdrawn_at is None else f", and took it back on {_when(one.withdrawn_at, found.person)}"
        yield f"{name} agreed on {_when(one.given_at, found.person)} that videos are kept{back}."
    if found.holds:
        yield f"From now on `analyze --person` and `watch` keep the video. Kept now: {_amount(found)}."
        yield "To erase old ones: hiphinge data keep --videos 30d"
    else:
        yield f"No video is kept from now on. Kept now: {_amount(found)}."


def _amount(found: "VideoConsent") -> str:
    size = f" ({found.size / 1e6:.1f} MB)" if found.videos else ""
    return f"{counted(found.videos, 'video')}{size}"


def _when(moment: "datetime", person: "PersonRecord") -> str:
    from zoneinfo import ZoneInfo  # noqa: PLC0415  # --help does without

    return f"{moment.astimezone(ZoneInfo(person.zone)):%Y-%m-%d %H:%M}"


def _unit(text: str) -> Literal["kg", "lb"]:
    match text.strip().lower():
        case "kg" | "kgs":
            return "kg"
        case "lb" | "lbs":
            return "lb"
    message = f"A unit is kg or lb, but not {text!r}."
    raise UsageError(message)
