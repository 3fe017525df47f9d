"""Starts the app on an address of this machine, and stops it cleanly."""

import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from hiphinge.errors import UsageError
from hiphinge.server.settings import Settings

__all__ = ["listening", "serve"]

_STOPPING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_PATIENCE_S = 3
"""How long answers that are being sent may take when the app is stopped."""


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """Yield a socket that listens where the settings say.

    Raises
    ------
    UsageError
        If another program listens there, or the port may not be used.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((settings.host, settings.port))
            found.listen()
        except OSError as error:
            raise UsageError(_reason(error, settings)) from error
        yield found


def _reason(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} is in use, perhaps by hiphinge itself: try {settings.address} in the browser, or "
            f"take another port: --port {settings.port + 1 if settings.port < 65_535 else 8765}"  # noqa: PLR2004  # the last
        )
    return f"Port {settings.port} cannot be used: {error.strerror}. Take another one, such as --port 8765"


class _Server(uvicorn.Server):
    """Stops when it is asked to, and leaves signals alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Change nothing: `serve` answers them."""
        yield


def serve(app: FastAPI, place: socket.socket, *, begun: Callable[[], None] = lambda: None) -> None:
    """Answer requests until a signal to stop comes; unfinished answers get a few seconds.

    Parameters
    ----------
    begun
        Called from another thread when the app answers.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_PATIENCE_S,
    )
    server = _Server(config)

    def stop(*_: object) -> None:
        server.force_exit = server.should_exit
        server.should_exit = True

    for number in (getattr(signal, name) for name in _STOPPING if hasattr(signal, name)):
        signal.signal(number, stop)
    threading.Thread(target=begun, daemon=True).start()
    server.run(sockets=[place])
