"""``hiphinge data``: what is kept, as a whole."""

import typer

from hiphinge.cli import importing

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the group of commands to ``app``."""
    group = typer.Typer(help="Take training from other apps into your log.", no_args_is_help=True)
    importing.register(group)
    app.add_typer(group, name="data")
