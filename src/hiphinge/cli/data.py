"""``hiphinge data``: what is kept, as a whole."""

import typer

from hiphinge.cli import importing

__all__ = ["register"]

_EPILOGUE = """\
[bold]Examples[/]
hiphinge data import strong.csv --person ana --preview
hiphinge data names --person ana"""


def register(app: typer.Typer) -> None:
    """Add the group of commands to ``app``."""
    group = typer.Typer(help="Take training from other apps into your log.", epilog=_EPILOGUE, no_args_is_help=True)
    importing.register(group)
    app.add_typer(group, name="data")
