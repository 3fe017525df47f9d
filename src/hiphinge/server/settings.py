"""What the web app is given: where it listens, and how much it takes."""

from dataclasses import dataclass

from hiphinge.errors import UsageError

__all__ = ["LOOPBACK", "PORTS", "Settings", "in_address"]

LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Addresses that only this machine reaches."""
PORTS = range(1, 65_536)
"""Every port that there is."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where the app listens, and what it takes.

    Attributes
    ----------
    host, port
        An address of `LOOPBACK`, and a port.
    largest_form_bytes
        The most that a form may send.
    largest_upload_bytes
        The most that one video may have.

    Raises
    ------
    UsageError
        If others could reach the address, or there is no such port.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    largest_form_bytes: int = 1 << 20
    largest_upload_bytes: int = 4 << 30

    def __post_init__(self) -> None:
        if self.host not in LOOPBACK:
            message = (
                f"The app listens on this machine alone, on one of {', '.join(LOOPBACK)}, but --host is {self.host!r}."
            )
            raise UsageError(message)
        if self.port not in PORTS:
            message = f"A port is {PORTS.start} to {PORTS.stop - 1}, but --port is {self.port}."
            raise UsageError(message)

    @property
    def address(self) -> str:
        """Where a browser finds the app."""
        return f"http://{in_address(self.host)}:{self.port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """What the ``Host`` of a request may say."""
        names = {in_address(name) for name in LOOPBACK}
        return frozenset({f"{name}:{self.port}" for name in names} | (names if self.port == 80 else set()))  # noqa: PLR2004  # the port that browsers leave out

    @property
    def origins(self) -> frozenset[str]:
        """What the ``Origin`` of a request may say."""
        return frozenset(f"http://{host}" for host in self.hosts)


def in_address(name: str) -> str:
    """Return a host as it is written in an address."""
    return f"[{name}]" if ":" in name else name
