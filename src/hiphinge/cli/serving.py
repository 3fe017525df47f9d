"""``hiphinge serve`` and ``hiphinge app``: the pages in the browser of this machine."""

from collections.abc import Callable
from typing import Annotated

import typer

from hiphinge.cli.screen import say
from hiphinge.errors import MissingComponentError

__all__ = ["register"]

_PORT = 8765
Port = Annotated[int, typer.Option("--port", metavar="N", help="Port on this machine.")]
Host = Annotated[
    str,
    typer.Option("--host", metavar="ADDRESS", help="127.0.0.1, ::1 or localhost: others cannot reach the app."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command(epilog="[bold]Examples[/]\nhiphinge serve\nhiphinge serve --port 8800")(serve)
    app.command("app", epilog="[bold]Example[/]\nhiphinge app")(open_app)


def serve(*, port: Port = _PORT, host: Host = "127.0.0.1") -> None:
    """Serve the app to the browser of this machine, until Ctrl-C; nothing is sent anywhere."""
    _serve(port, host, lambda address: say(f"hiphinge is at {address} Stop it with Ctrl-C."))


def open_app(*, port: Port = _PORT, host: Host = "127.0.0.1") -> None:
    """Serve the app and open it in the browser: drop a video, read the answer, keep the thread."""
    _serve(port, host, _open)


def _open(address: str) -> None:
    import webbrowser  # noqa: PLC0415  # --help does without

    if webbrowser.open(address):
        say(f"hiphinge is open in your browser, at {address} Stop it with Ctrl-C.")
    else:
        say(f"No browser could be opened. Open {address} yourself. Stop it with Ctrl-C.")


def _serve(port: int, host: str, begun: Callable[[str], None]) -> None:
    try:
        import fastapi  # noqa: F401, PLC0415  # --help does without
        import multipart  # noqa: F401, PLC0415  # likewise
        import uvicorn  # noqa: F401, PLC0415  # likewise
        import websockets  # noqa: F401, PLC0415  # likewise
    except ImportError as error:
        message = f"The app needs the package {error.name}. Install it: pip install 'hiphinge[app]'"
        raise MissingComponentError(message) from error
    from hiphinge.filesystem import data_folder  # noqa: PLC0415  # likewise
    from hiphinge.jobs import Jobs, JobSettings  # noqa: PLC0415  # likewise
    from hiphinge.server import Settings, create_app, live_router, uploads_router  # noqa: PLC0415  # likewise
    from hiphinge.server.serving import listening  # noqa: PLC0415  # likewise
    from hiphinge.server.serving import serve as run  # noqa: PLC0415  # likewise
    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # likewise

    settings = Settings(host=host, port=port)
    with listening(settings) as place, user_store() as store:
        jobs = Jobs(user_store, JobSettings(folder=data_folder() / "work"))
        try:
            jobs.start_workers()
            app = create_app(
                settings, store=store, clips=jobs, routers=(uploads_router(jobs, settings), live_router(user_store))
            )
            run(app, place, begun=lambda: begun(settings.address))
        finally:
            jobs.close()
    say("Stopped.")
