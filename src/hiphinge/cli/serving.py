"""``hiphinge serve`` and ``hiphinge app``: the pages in the browser of this machine, and on phones in its network."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli.screen import answers, say
from hiphinge.errors import MissingComponentError, UsageError

if TYPE_CHECKING:
    from hiphinge.server.entrances import PhoneAccess

__all__ = ["register", "serve_page"]

_PORT, _PHONE_PORT = 8765, 8766
_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge serve",
    "hiphinge serve --port 8800",
    "hiphinge serve --phone",
    "hiphinge serve --phone --phone-address 192.168.1.20",
)
Port = Annotated[int, typer.Option("--port", metavar="N", help="Port on this machine.")]
Host = Annotated[
    str,
    typer.Option("--host", metavar="ADDRESS", help="127.0.0.1, ::1 or localhost: others cannot reach the app."),
]
ForPhones = Annotated[
    bool,
    typer.Option(
        "--phone", help="Open a second, encrypted address for phones in the local network, and show its code."
    ),
]
PhonePort = Annotated[int, typer.Option("--phone-port", metavar="N", help="Port of the phones' address.")]
PhoneAddresses = Annotated[
    list[str] | None,
    typer.Option(
        "--phone-address",
        metavar="ADDRESS",
        help="This machine's address in the local network; may be repeated. If not given, those that are found.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(serve)
    app.command("app", epilog="[bold]Examples[/]\nhiphinge app\nhiphinge app --phone")(open_app)


def serve(
    *,
    port: Port = _PORT,
    host: Host = "127.0.0.1",
    phone: ForPhones = False,
    phone_port: PhonePort = _PHONE_PORT,
    phone_address: PhoneAddresses = None,
) -> None:
    """Serve the app to the browser of this machine, until Ctrl-C; nothing is sent to anybody else.

    With --phone, phones in the same network are let in, too, each with a code that counts once.
    """
    phones = _wanted(phone, phone_port, phone_address)
    _serve(port, host, phones, lambda address: say(f"hiphinge is at {address} Stop it with Ctrl-C."))


def open_app(
    *,
    port: Port = _PORT,
    host: Host = "127.0.0.1",
    phone: ForPhones = False,
    phone_port: PhonePort = _PHONE_PORT,
    phone_address: PhoneAddresses = None,
) -> None:
    """Serve the app and open it in the browser: drop a video, read the answer, keep the thread.

    With --phone, phones in the same network are let in, too, and the browser shows the code.
    """
    phones = _wanted(phone, phone_port, phone_address)
    _serve(port, host, phones, lambda address: _open(f"{address}phone" if phone else address))


def serve_page(path: str) -> None:
    """Serve the app as ``hiphinge app`` does, and open one of its pages, below the app's address."""
    _serve(_PORT, "127.0.0.1", None, lambda address: _open(f"{address}{path}"))


def _wanted(phone: bool, port: int, addresses: Sequence[str] | None) -> tuple[int, Sequence[str]] | None:  # noqa: FBT001  # an option
    """Return port and addresses for phones, or None where no phone is wanted.

    Raises
    ------
    UsageError
        If something is said of an address for phones that is not wanted.
    """
    if not phone and (addresses or port != _PHONE_PORT):
        message = "--phone-port and --phone-address are for the phones' address, which --phone opens. Add --phone."
        raise UsageError(message)
    return (port, addresses or ()) if phone else None


def _open(address: str) -> None:
    import webbrowser  # noqa: PLC0415  # --help does without

    if webbrowser.open(address):
        say(f"hiphinge is open in your browser, at {address} Stop it with Ctrl-C.")
    else:
        say(f"No browser could be opened. Open {address} yourself. Stop it with Ctrl-C.")


def _check_packages() -> None:
    try:
        import cryptography  # noqa: F401, PLC0415  # --help does without
        import fastapi  # noqa: F401, PLC0415  # likewise
        import python_multipart  # noqa: F401, PLC0415  # likewise
        import segno  # noqa: F401, PLC0415  # likewise
        import uvicorn  # noqa: F401, PLC0415  # likewise
        import websockets  # noqa: F401, PLC0415  # likewise
    except ImportError as error:
        message = f"The app needs the package {error.name}. Install it: pip install 'hiphinge[app]'"
        raise MissingComponentError(message) from error


def _serve(port: int, host: str, phones: tuple[int, Sequence[str]] | None, begun: Callable[[str], None]) -> None:
    _check_packages()
    from hiphinge.filesystem import data_folder  # noqa: PLC0415  # --help does without
    from hiphinge.jobs import Jobs, JobSettings  # noqa: PLC0415  # likewise
    from hiphinge.server import Settings, api_router, create_app, live_router, uploads_router  # noqa: PLC0415  # likewise
    from hiphinge.server.entrances import phone_access, phone_address  # noqa: PLC0415  # likewise
    from hiphinge.server.serving import listening, listening_for_phones  # noqa: PLC0415  # likewise
    from hiphinge.server.serving import serve as run  # noqa: PLC0415  # likewise
    from hiphinge.workflow.api_token import kept_token  # noqa: PLC0415  # likewise
    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # likewise

    settings = Settings(host=host, port=port)
    with ExitStack() as opened:
        place = opened.enter_context(listening(settings))
        address = None if phones is None else phone_address(*phones)
        more = [] if address is None else opened.enter_context(listening_for_phones(address))
        access = None if address is None else phone_access(data_folder() / "phone", address)
        store = opened.enter_context(user_store())
        jobs = Jobs(user_store, JobSettings(folder=data_folder() / "work"))
        opened.callback(jobs.close)
        jobs.start_workers()
        routers = (uploads_router(jobs, settings), live_router(user_store), api_router(jobs, settings))
        app = create_app(settings, store=store, clips=jobs, routers=routers, phone=access, api_token=kept_token)
        run(app, place, phone=access, phone_places=more, begun=lambda: _say_begun(settings.address, access, begun))
    say("Stopped.")


def _say_begun(address: str, access: "PhoneAccess | None", begun: Callable[[str], None]) -> None:
    if access is not None:
        _show_code(access, f"{address}phone")
    begun(address)


def _show_code(access: "PhoneAccess", page: str) -> None:
    """Print the code for a phone: drawn where this is a terminal that has its letters, and in words everywhere."""
    from hiphinge.server.qr import for_a_terminal  # noqa: PLC0415  # --help does without

    code = access.phones.new_code()
    drawn = for_a_terminal(access.place.with_code(code.text), colours=answers().color_system is not None)
    if _is_shown_whole(drawn):
        say(drawn)
    say(f"On the phone, read this code, or open {access.place.address} and type {code.words}")
    say("The code counts once, for ten minutes. The browser warns once. Compare the certificate (SHA-256):")
    say(access.identity.fingerprint)
    port = access.place.port
    say(f"The phone does not reach it? Both have to be in the same Wi-Fi, and the firewall open for port {port}.")
    say(f"New codes, the phones that are in, and more help: {page}")


def _is_shown_whole(drawn: str) -> bool:
    """Tell whether there is a terminal that is wide enough and has the letters."""
    screen = answers()
    if not screen.is_terminal:
        return False
    try:
        drawn.encode(screen.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    from rich.text import Text  # noqa: PLC0415  # --help does without

    return screen.width >= Text.from_ansi(drawn.partition("\n")[0]).cell_len
