"""Asks before something is erased that cannot be brought back."""

import sys

import typer

from hiphinge.cli.screen import say
from hiphinge.errors import UsageError

__all__ = ["confirmed"]


def confirmed(question: str, *, yes: bool) -> None:
    """Go on where the answer is yes, or was given as ``--yes``; else end the command, and say that nothing changed.

    Raises
    ------
    UsageError
        If there is no terminal to ask at.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        message = f"{question} Without a terminal to ask at, add --yes."
        raise UsageError(message)
    if not typer.confirm(question, default=False):
        say("Nothing was changed.")
        raise typer.Exit
