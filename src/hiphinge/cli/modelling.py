"""``hiphinge models``: lists and fetches the files of the pose networks."""

from pathlib import Path
from typing import Annotated

import typer

from hiphinge.cli.screen import say, say_problems, say_table
from hiphinge.cli.waiting import watched

__all__ = ["register"]

_models = typer.Typer(
    help="List and download the files of the pose networks. `analyze` downloads what it needs by itself, once.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(_models, name="models")


@_models.command("list", epilog="[bold]Example[/]\nhiphinge models list")
def list_() -> None:
    """List the networks, their licence, and where each one is."""
    from hiphinge.estimators import estimator_problems  # noqa: PLC0415  # --help does without
    from hiphinge.estimators.models import list_models  # noqa: PLC0415  # likewise

    rows = [
        (
            state.network.id,
            f"{state.network.size_bytes / 1e6:.1f} MB",
            state.network.title,
            state.network.licence,
            "not here" if state.path is None else str(state.path),
        )
        for state in list_models()
    ]
    say_table(("id", "size", "what it is", "licence", "where"), rows, whole=2)
    say_problems(estimator_problems())


@_models.command(
    epilog="[bold]Examples[/]\nhiphinge models install\nhiphinge models install blazepose-heavy --to folder"
)
def install(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID...", help="Which; those of the default estimator if not given.", show_default=False),
    ] = None,
    *,
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Put them here, to copy them to a machine without internet.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Download the files of networks; those that are already here are left alone."""
    from hiphinge.estimators import models  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.progress import Progress  # noqa: PLC0415  # likewise

    wanted = tuple(ids) if ids else models.DEFAULT_NETWORKS
    with watched("models", quiet=quiet) as listener:
        paths = models.install(
            wanted, folder=to, progress=lambda _, done: listener(Progress(stage="networks", done=done or 0, total=1))
        )
    if not quiet:
        for path in paths:
            say(str(path))


@_models.command(epilog="[bold]Examples[/]\nhiphinge models path\nhiphinge models path blazepose-full")
def path(
    id_: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="A network; without it, the folder with all of them.", show_default=False),
    ] = None,
) -> None:
    """Print where a network's file is, or the folder for all of them."""
    from hiphinge.errors import ModelMissingError  # noqa: PLC0415  # --help does without
    from hiphinge.estimators.models import cache_folder, list_models, network  # noqa: PLC0415  # likewise

    if id_ is None:
        say(str(cache_folder()))
        return
    wanted = network(id_)
    found = next(state.path for state in list_models() if state.network.id == wanted.id)
    if found is None:
        message = (
            f"{wanted.id} should be in {cache_folder()}, but is not here yet. Run: hiphinge models install {wanted.id}"
        )
        raise ModelMissingError(message)
    say(str(found))
