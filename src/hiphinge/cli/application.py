"""Joins the commands, and turns an error into one message and an exit code."""

import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, NoReturn

import typer

from hiphinge.cli import (
    analyzing,
    calibrating,
    comparing,
    data_keeping,
    demonstrating,
    fixing,
    handing_out,
    lessons,
    listing,
    live_coaching,
    log_keeping,
    marking,
    modelling,
    people,
    planning,
    preparing,
    progressing,
    serving,
    validating,
    watching,
)
from hiphinge.cli.screen import complain, show_what_can_be_shown
from hiphinge.errors import HiphingeError

__all__ = ["app", "run"]

_EPILOGUE = """\
[bold]Examples[/]
hiphinge demo
hiphinge analyze set.mp4
hiphinge analyze set.mp4 --exercise romanian_deadlift --load 60 --out results
hiphinge lesson 1
hiphinge explain back_gives

[bold]Exit codes[/]
0 done
1 an error in hiphinge itself
2 the command was wrong
3 the input cannot be used
4 the input was read, but nothing in it can be measured
5 something has to be installed first
6 the result cannot be written
130 you interrupted it (143: SIGTERM did); no file is left half-written"""

app = typer.Typer(
    name="hiphinge",
    help="Film your hip hinge from the side. See each repetition with the frame that shows why, one cue and one drill."
    "\n\n"
    "For exercise education and movement measurement in healthy adults. Not medical advice.",
    epilog=_EPILOGUE,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
analyzing.register(app)
calibrating.register(app)
demonstrating.register(app)
lessons.register(app)
preparing.register(app)
log_keeping.register(app)
people.register(app)
data_keeping.register(app)
marking.register(app)
planning.register(app)
progressing.register(app)
comparing.register(app)
fixing.register(app)
handing_out.register(app)
watching.register(app)
live_coaching.register(app)
serving.register(app)
validating.register(app)
modelling.register(app)
listing.register(app)


def _print_version(asked: bool) -> None:  # noqa: FBT001  # Typer calls it so
    if asked:
        typer.echo(f"hiphinge {version('hiphinge')}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    pass


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code (see `hiphinge.errors`)."""
    show_what_can_be_shown()
    try:
        app(args=list(arguments) if arguments is not None else None)
        code = 0
    except HiphingeError as error:
        complain(error)
        code = error.exit_code
    sys.exit(code)
