"""``hiphinge people``: who trains here, and what is saved about whom."""

from typing import Annotated, Literal

import typer

from hiphinge.cli.screen import say, say_table
from hiphinge.errors import UsageError

__all__ = ["register"]

_people = typer.Typer(
    help="List the people on this machine and what is saved about each; add one.",
    epilog="[bold]Examples[/]\nhiphinge people\nhiphinge people add Anna --adult --unit lb\n"
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


def _unit(text: str) -> Literal["kg", "lb"]:
    match text.strip().lower():
        case "kg" | "kgs":
            return "kg"
        case "lb" | "lbs":
            return "lb"
    message = f"A unit is kg or lb, but not {text!r}."
    raise UsageError(message)
