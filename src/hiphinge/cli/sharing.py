"""``hiphinge gym`` and ``hiphinge worker``: the app for the people of a gym, and more machines that analyse."""

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli.screen import say
from hiphinge.errors import InputMissingError, MissingComponentError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.server.shared import SharedPlace
    from hiphinge.store import Store

__all__ = ["register"]

_HOST, _PORT = "127.0.0.1", 8765
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge gym https://192.168.1.20:8443",
    "hiphinge gym https://gym.example.org --behind-proxy",
    "hiphinge gym https://gym.example.org --certificate /etc/hiphinge/gym.pem",
)
Url = Annotated[str, typer.Argument(metavar="URL", help="The address that people open, encrypted.")]
BehindProxy = Annotated[
    bool,
    typer.Option(
        "--behind-proxy",
        help="A program of yours has the certificate and hands requests on: listen for it alone, at --host and --port.",
    ),
]
Certificate = Annotated[
    Path | None,
    typer.Option(
        "--certificate",
        metavar="FILE",
        help="Private key and certificates, PEM. If not given, hiphinge makes its own for an address of numbers.",
        show_default=False,
    ),
]
Host = Annotated[
    str | None,
    typer.Option(
        "--host",
        metavar="ADDRESS",
        help=f"Where the proxy hands on to, with --behind-proxy. If not given, {_HOST}.",
        show_default=False,
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port",
        metavar="N",
        min=1,
        max=65_535,
        help=f"Its port, with --behind-proxy. If not given, {_PORT}.",
        show_default=False,
    ),
]
Count = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=0,
        help="Worker processes on this machine; 0 where others run `hiphinge worker`. If not given, one for two cores.",
        show_default=False,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--count",
        metavar="N",
        min=1,
        help="Worker processes. If not given, one for two cores.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(gym)
    app.command(epilog="[bold]Examples[/]\nhiphinge worker\nhiphinge worker --count 4")(worker)


def gym(
    url: Url,
    *,
    behind_proxy: BehindProxy = False,
    certificate: Certificate = None,
    host: Host = None,
    port: Port = None,
    workers: Count = None,
) -> None:
    """Serve the app to the people of a gym or practice, each with an account; stop it with Ctrl-C.

    The first time, a link is shown that makes the first admin; admins and coaches let others in.
    """
    _check_packages()
    from hiphinge.filesystem import data_folder  # noqa: PLC0415  # --help does without
    from hiphinge.jobs import Jobs, JobSettings  # noqa: PLC0415  # likewise
    from hiphinge.server import Settings, api_router, create_app, live_router, uploads_router  # noqa: PLC0415  # likewise
    from hiphinge.server.serving import listening_at, serve_shared  # noqa: PLC0415  # likewise
    from hiphinge.server.shared import Shared, SharedPlace  # noqa: PLC0415  # likewise
    from hiphinge.workflow.library import put_together  # noqa: PLC0415  # likewise
    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # likewise

    place = SharedPlace(url, behind_proxy=behind_proxy)
    settings, shared = Settings(), Shared(place=place)
    where, file = _where(place, certificate, host, port)
    with listening_at(where) as places, user_store() as store:
        jobs = Jobs(user_store, JobSettings(folder=data_folder() / "work"))
        try:
            if workers != 0:
                jobs.start_workers(workers)
            routers = (uploads_router(jobs, settings), live_router(user_store), api_router(jobs, settings))
            app = create_app(settings, store=store, clips=jobs, routers=routers, shared=shared)
            put_together()
            if not store.accounts.all():
                _show_first_link(store, place)
            serve_shared(app, places, certificate=file, begun=lambda: say(f"hiphinge is at {place.address}"))
        finally:
            jobs.close()
    say("Stopped.")


def worker(*, count: Workers = None) -> None:
    """Analyse what waits in the store that the settings name, beside other machines, until Ctrl-C.

    HIPHINGE_DATABASE and HIPHINGE_FILES name the same PostgreSQL database and store of files on every machine.
    """
    from hiphinge.filesystem import data_folder, database_address  # noqa: PLC0415  # --help does without
    from hiphinge.jobs import Jobs, JobSettings  # noqa: PLC0415  # likewise
    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # likewise

    jobs = Jobs(user_store, JobSettings(folder=data_folder() / "work"))
    over = threading.Event()
    for number in (getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)):
        signal.signal(number, lambda *_: over.set())
    try:
        jobs.start_workers(count)
        say(f"Analysing what waits in {jobs.store.database.place if database_address() else 'the local store'}.")
        while not over.wait(1.0):
            continue
    finally:
        jobs.close()
    say("Stopped.")


def _where(
    place: "SharedPlace", certificate: Path | None, host: str | None, port: int | None
) -> "tuple[Sequence[tuple[str, int]], Path | None]":
    """Return where to listen, and the file of the private key with its certificates; None behind a proxy.

    Raises
    ------
    UsageError
        If options do not fit each other, or hiphinge cannot make a certificate for a name.
    InputMissingError
        If there is no such file.
    """
    if place.behind_proxy:
        if certificate is not None:
            message = "--certificate is for hiphinge itself; with --behind-proxy the proxy has it. Leave one out."
            raise UsageError(message)
        return [(host or _HOST, port or _PORT)], None
    if host is not None or port is not None:
        message = (
            "--host and --port are where a proxy hands on to: add --behind-proxy. Without one, hiphinge listens where "
            f"people open it, at {place.address}"
        )
        raise UsageError(message)
    if certificate is not None and not certificate.is_file():
        message = f"The certificate {certificate} does not exist."
        raise InputMissingError(message)
    if place.has_name and certificate is None:
        message = (
            f"For the name {place.name}, give --certificate FILE, or let a proxy of yours have the certificate and add "
            "--behind-proxy. For an address of numbers, such as https://192.168.1.20:8443, hiphinge makes its own."
        )
        raise UsageError(message)
    from hiphinge.filesystem import data_folder  # noqa: PLC0415  # --help does without
    from hiphinge.server.addresses import checked_addresses, local_addresses  # noqa: PLC0415  # likewise
    from hiphinge.server.certificates import identity  # noqa: PLC0415  # likewise

    addresses = local_addresses() if place.has_name else checked_addresses([place.name], said="The address")
    file = certificate or identity(data_folder() / "gym", addresses).file
    return [(one, place.port) for one in addresses], file


def _show_first_link(store: "Store", place: "SharedPlace") -> None:
    """Print the link that makes the first admin; it counts once, and for a week."""
    from hiphinge.store import Role  # noqa: PLC0415  # --help does without

    say("Nobody has an account yet. This link makes the first admin. It counts once, for seven days:")
    say(f"{place.address}invitation/{store.invitations.add(role=Role.ADMIN, note='the first admin')}")


def _check_packages() -> None:
    try:
        import argon2  # noqa: F401, PLC0415  # --help does without
        import cryptography  # noqa: F401, PLC0415  # likewise
        import fastapi  # noqa: F401, PLC0415  # likewise
        import python_multipart  # noqa: F401, PLC0415  # likewise
        import uvicorn  # noqa: F401, PLC0415  # likewise
        import webauthn  # noqa: F401, PLC0415  # likewise
        import websockets  # noqa: F401, PLC0415  # likewise
    except ImportError as error:
        message = f"Shared mode needs the package {error.name}. Install it: pip install 'hiphinge[app,shared]'"
        raise MissingComponentError(message) from error
