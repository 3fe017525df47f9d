"""Samples in UDP messages, as a phone's app or a small program sends them."""

import contextlib
import socket
import time
from types import TracebackType
from typing import Final, Self

from hiphinge.errors import InputFormatError, UsageError
from hiphinge.sources.live_sensors.datagrams import samples_of
from hiphinge.sources.live_sensors.source import Arrival

__all__ = ["UdpSensors"]

_LARGEST: Final = 65_535
_AT_ONCE: Final = 512
"""So many messages are read in one go at most: a flood does not keep the session from ending."""


class UdpSensors:
    """Listens at a port for JSON or OSC messages.

    Raises
    ------
    UsageError
        If nothing can listen there.
    """

    def __init__(self, port: int, *, host: str = "127.0.0.1") -> None:
        """Listen from now on."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._socket.bind((host, port))
        except OSError as error:
            self._socket.close()
            other = "host" if isinstance(error, socket.gaierror) else "port"
            message = f"Nothing can listen at port {port} of {host}: {error.strerror}. Give another {other}."
            raise UsageError(message) from error
        self.port = int(self._socket.getsockname()[1])
        self.name = f"UDP messages at port {self.port} of {host}"
        self.refused, self.first_problem = 0, ""

    def read(self, timeout_s: float) -> tuple[Arrival, ...]:
        """Return what has arrived; see `LiveSensors.read`."""
        found: list[Arrival] = []
        self._socket.settimeout(timeout_s)
        with contextlib.suppress(TimeoutError, BlockingIOError):
            for _ in range(_AT_ONCE):
                message = self._socket.recv(_LARGEST)
                arrived_s = time.monotonic()
                self._socket.settimeout(0.0)
                found += self._of(message, arrived_s)
        return tuple(found)

    def _of(self, message: bytes, arrived_s: float) -> list[Arrival]:
        try:
            return [Arrival(sample=sample, arrived_s=arrived_s) for sample in samples_of(message)]
        except InputFormatError as error:
            self.refused += 1
            self.first_problem = self.first_problem or str(error)
            return []

    def __enter__(self) -> Self:
        """Return the open source."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        self._socket.close()
