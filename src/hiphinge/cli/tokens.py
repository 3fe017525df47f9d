"""``hiphinge token``: what programs of this machine's owner show to the app."""

from typing import Annotated

import typer

__all__ = ["register"]

_EXAMPLES = ("[bold]Examples[/]", "hiphinge token", "hiphinge token --new")
New = Annotated[bool, typer.Option("--new", help="Make another one: the one before does not count any more.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(token)


def token(*, new: New = False) -> None:
    """Print the token with which your own programs ask the app, on this machine; replace it with --new.

    Whoever has it can read and change everything that hiphinge keeps, as long as the app runs.
    """
    from hiphinge.workflow.api_token import api_token, new_token  # noqa: PLC0415  # --help does without

    typer.echo(new_token() if new else api_token())
