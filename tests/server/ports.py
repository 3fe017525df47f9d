"""Ports for tests that listen: where another test takes one meanwhile, another is tried."""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TypeVar

from hiphinge.errors import UsageError

Opened = TypeVar("Opened")
TRIES = 20


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def on_a_free_port(listen: Callable[[int], AbstractContextManager[Opened]]) -> Iterator[tuple[int, Opened]]:
    """Yield a port and what listens on it until the block ends."""
    with ExitStack() as opened:
        for left in reversed(range(TRIES)):
            port = free_port()
            try:
                found = opened.enter_context(listen(port))
            except UsageError:
                if not left:
                    raise
            else:
                break
        yield port, found
