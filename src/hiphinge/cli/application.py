"""Joins the commands, and turns an error into one message and an exit code."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated, NoReturn

import typer

from hiphinge.cli.commands import Commands
from hiphinge.cli.screen import complain, printing, show_what_can_be_shown
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
    cls=Commands,
    help="Film your hip hinge from the side. See each repetition with the frame that shows why, one cue and one drill."
    "\n\n"
    "For exercise education and movement measurement in healthy adults. Not medical advice.",
    epilog=_EPILOGUE,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:  # noqa: FBT001  # Typer calls it so
    if asked:
        from importlib.metadata import version  # noqa: PLC0415  # --help does without

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
        with printing():
            app(args=list(arguments) if arguments is not None else None)
        code = 0
    except HiphingeError as error:
        with suppress(OSError):  # the message may find no room, either
            complain(error)
        code = error.exit_code
    sys.exit(code)
