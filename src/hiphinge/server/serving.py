"""Starts the app on an address of this machine, and on another one for phones if asked to, and stops it cleanly."""

import asyncio
import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from hiphinge.errors import UsageError
from hiphinge.server.entrances import FromPhones, PhoneAccess, PhoneAddress
from hiphinge.server.settings import Settings

__all__ = ["answering", "listening", "listening_at", "listening_for_phones", "serve", "serve_shared", "servers_of"]

_STOPPING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_PATIENCE_S = 3
"""How long answers that are being sent may take when the app is stopped."""
_MOST_CONNECTIONS = 200
"""Connections at once at the phones' address."""
_MOST_OF_A_GYM = 1_000


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """Yield a socket that listens where the settings say.

    Raises
    ------
    UsageError
        If another program listens there, or the port may not be used.
    """
    with _listening(settings.host, settings.port, option="--port", address=settings.address) as found:
        yield found


@contextmanager
def listening_for_phones(place: PhoneAddress) -> Iterator[list[socket.socket]]:
    """Yield a socket for each address, and none that listens in other networks of this machine.

    Raises
    ------
    UsageError
        As `listening`, or if an address is not one of this machine.
    """
    with ExitStack() as opened:
        yield [
            opened.enter_context(_listening(host, place.port, option="--phone-port", address=address))
            for host, address in zip(place.addresses, place.all, strict=True)
        ]


@contextmanager
def listening_at(where: Sequence[tuple[str, int]]) -> Iterator[list[socket.socket]]:
    """Yield a socket for each host and port.

    Raises
    ------
    UsageError
        As `listening`.
    """
    with ExitStack() as opened:
        yield [
            opened.enter_context(_listening(host, port, option="--port", address=f"{host}:{port}"))
            for host, port in where
        ]


@contextmanager
def _listening(host: str, port: int, *, option: str, address: str) -> Iterator[socket.socket]:
    """Yield a socket that says that it is TCP: only then does asyncio send each answer at once, not 40 ms later."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, port))
            found.listen()
        except OSError as error:
            raise UsageError(_reason(error, host, port, option=option, address=address)) from error
        yield found


def _reason(error: OSError, host: str, port: int, *, option: str, address: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use, perhaps by hiphinge itself: try {address} in the browser, or "
            f"take another port: {option} {port + 1 if port < 65_535 else 8765}"  # noqa: PLR2004  # the last
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this computer now. Its network settings show those that it has."
    return f"Port {port} cannot be used: {error.strerror}. Take another one, such as {option} 8765"


class _Server(uvicorn.Server):
    """Stops when it is asked to, and leaves signals alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Change nothing: `serve` answers them."""
        yield


def servers_of(
    app: FastAPI, place: socket.socket, phone: PhoneAccess | None = None, phone_places: Sequence[socket.socket] = ()
) -> list[tuple[uvicorn.Server, list[socket.socket]]]:
    """Return a server with its sockets for this machine's browser, and another one for phones: one app answers both."""
    found: list[tuple[uvicorn.Server, list[socket.socket]]] = [(_server(app), [place])]
    if phone is not None:
        server = _server(
            FromPhones(app, phone),
            lifespan="off",
            ssl_certfile=phone.identity.file,
            limit_concurrency=_MOST_CONNECTIONS,
        )
        found.append((server, [*phone_places]))
    return found


def _server(app: ASGIApp, **more: Any) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_PATIENCE_S,
        **more,
    )
    return _Server(config)


async def answering(servers: Sequence[tuple[uvicorn.Server, list[socket.socket]]]) -> None:
    """Answer requests until the servers are to stop; where one of them ends, the others end, too."""

    async def one(server: uvicorn.Server, places: list[socket.socket]) -> None:
        try:
            await server.serve(sockets=places)
        finally:
            for other, _ in servers:
                other.should_exit = True

    await asyncio.gather(*(one(server, places) for server, places in servers))


def serve(
    app: FastAPI,
    place: socket.socket,
    *,
    phone: PhoneAccess | None = None,
    phone_places: Sequence[socket.socket] = (),
    begun: Callable[[], None] = lambda: None,
) -> None:
    """Answer requests until a signal to stop comes; unfinished answers get a few seconds.

    Parameters
    ----------
    phone, phone_places
        The second address, and what listens there.
    begun
        Called from another thread when the app answers.
    """
    _answer_until_stopped(servers_of(app, place, phone, phone_places), begun)


def serve_shared(
    app: FastAPI, places: Sequence[socket.socket], *, certificate: Path | None, begun: Callable[[], None]
) -> None:
    """Answer the people of a gym until a signal to stop comes: encrypted, or for a proxy that is.

    Parameters
    ----------
    certificate
        Private key and certificates, PEM; None where a proxy has them.
    """
    secure = {} if certificate is None else {"ssl_certfile": certificate}
    server = _server(app, limit_concurrency=_MOST_OF_A_GYM, **secure)
    _answer_until_stopped([(server, [*places])], begun)


def _answer_until_stopped(
    servers: Sequence[tuple[uvicorn.Server, list[socket.socket]]], begun: Callable[[], None]
) -> None:
    def stop(*_: object) -> None:
        for server, _places in servers:
            server.force_exit = server.should_exit
            server.should_exit = True

    for number in (getattr(signal, name) for name in _STOPPING if hasattr(signal, name)):
        signal.signal(number, stop)
    threading.Thread(target=begun, daemon=True).start()
    asyncio.run(answering(servers))
