"""By which address a request came in: that of this machine's own browser, or that of phones."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, cast

from starlette.types import ASGIApp, Receive, Scope, Send

from hiphinge.errors import UsageError
from hiphinge.server.addresses import checked_addresses, local_addresses
from hiphinge.server.certificates import Identity, identity
from hiphinge.server.phones import Phones
from hiphinge.server.settings import PORTS, in_address

__all__ = [
    "ENTER",
    "Entrance",
    "FromPhones",
    "PhoneAccess",
    "PhoneAddress",
    "came_by_phone",
    "may_see_people",
    "phone_access",
    "phone_address",
]

ENTER: Final = "/enter"
"""Where a phone shows its code."""
_KEY = "phones"


class Entrance(Protocol):
    """What the guard asks of an address at which the app answers."""

    @property
    def address(self) -> str:
        """Where a browser finds the app."""

    @property
    def hosts(self) -> frozenset[str]:
        """What the ``Host`` of a request may say."""

    @property
    def origins(self) -> frozenset[str]:
        """What the ``Origin`` of a request may say."""


@dataclass(frozen=True)
class PhoneAddress:
    """Where phones find the app: encrypted, at addresses of the local network.

    Raises
    ------
    UsageError
        If there is no such port.
    """

    addresses: Sequence[str]
    port: int

    def __post_init__(self) -> None:
        if self.port not in PORTS:
            message = f"A port is {PORTS.start} to {PORTS.stop - 1}, but --phone-port is {self.port}."
            raise UsageError(message)

    @property
    def all(self) -> tuple[str, ...]:
        """Every address as a browser takes it, the most usual first."""
        return tuple(f"https://{in_address(one)}:{self.port}/" for one in self.addresses)

    @property
    def address(self) -> str:
        """The most usual address."""
        return self.all[0]

    @property
    def hosts(self) -> frozenset[str]:
        """What the ``Host`` of a request may say."""
        names = {in_address(one) for one in self.addresses}
        return frozenset({f"{name}:{self.port}" for name in names} | (names if self.port == 443 else set()))  # noqa: PLR2004  # the port that browsers leave out

    @property
    def origins(self) -> frozenset[str]:
        """What the ``Origin`` of a request may say."""
        return frozenset(f"https://{host}" for host in self.hosts)

    def with_code(self, code: str) -> str:
        """Return the address that a phone reads from the screen."""
        return f"{self.address.rstrip('/')}{ENTER}?code={code}"


@dataclass(frozen=True, kw_only=True, eq=False)
class PhoneAccess:
    """The address for phones, what it shows of itself, and which phones are let in."""

    place: PhoneAddress
    identity: Identity
    phones: Phones


@dataclass(frozen=True)
class FromPhones:
    """The app as it answers at the address for phones: marks each request, and leaves the rest to the guard."""

    app: ASGIApp
    access: PhoneAccess

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        client = scope.get("client")
        if client is not None and client[0] not in self.access.place.addresses:
            self.access.phones.reached = True
        scope.setdefault("state", {})[_KEY] = self.access
        await self.app(scope, receive, send)


def phone_address(port: int, addresses: Sequence[str] = ()) -> PhoneAddress:
    """Return the address for phones, at addresses that are named, else at those of this machine that are found.

    Raises
    ------
    UsageError
        If there is no local network, or what is named is no address of one.
    """
    return PhoneAddress(checked_addresses(addresses) or local_addresses(), port)


def phone_access(folder: Path, place: PhoneAddress) -> PhoneAccess:
    """Return the access for phones, with the certificate that is kept in a folder; no phone is in yet.

    Raises
    ------
    InputFormatError, OutputError
        As `hiphinge.server.certificates.identity`.
    """
    return PhoneAccess(place=place, identity=identity(folder, place.addresses), phones=Phones())


def came_by_phone(scope: Scope) -> PhoneAccess | None:
    """Return the access for phones where a request came in by it, or None."""
    return cast("PhoneAccess | None", scope.get("state", {}).get(_KEY))


def may_see_people(scope: Scope) -> bool:
    """Tell whether a request may be answered with anything about anybody: not from a phone that is not let in."""
    return came_by_phone(scope) is None or scope["state"].get("let_in") is True
