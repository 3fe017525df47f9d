"""The addresses of this machine in its local network, found without sending anything."""

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from hiphinge.errors import UsageError

__all__ = ["LOCAL_NETWORKS", "checked_addresses", "local_addresses"]

Address = IPv4Address | IPv6Address

LOCAL_NETWORKS = tuple(
    ip_network(one)
    for one in (
        "192.168.0.0/16",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "100.64.0.0/10",
        "192.0.2.0/24",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "fc00::/7",
    )
)
"""Networks that no address of the internet is in: private ones (RFC 1918, 6598, 4193), and those of
examples (RFC 5737).
"""
_NO_NETWORK = (
    "--phone needs a local network that the phone is in, too, but no address of one was found on this computer. Join "
    "the Wi-Fi that the phone is in, or turn on the phone's hotspot and join that. If this computer is in a network, "
    "name its address there: --phone-address 192.168.1.20"
)
_FAR = ("192.168.255.254", "10.255.255.254", "172.31.255.254", "100.127.255.254", "203.0.113.254", "fdff:ffff::1")
"""Addresses that nothing is sent to: the system says from which of its own it would send."""


def local_addresses() -> tuple[str, ...]:
    """Return the addresses by which others in the local network reach this machine, IPv4 first.

    Loopback and public addresses are left out.

    Raises
    ------
    UsageError
        If there is none.
    """
    found = [*_by_route(), *_by_name()]
    kept = dict.fromkeys(one for one in map(ip_address, found) if _is_local(one) and _is_ours(one))
    if not kept:
        raise UsageError(_NO_NETWORK)
    return tuple(str(one) for one in sorted(kept, key=lambda one: one.version))


def checked_addresses(given: Iterable[str], *, said: str = "--phone-address") -> tuple[str, ...]:
    """Return addresses that the user names, written as browsers write them.

    Parameters
    ----------
    said
        What the user calls the address.

    Raises
    ------
    UsageError
        If one is no address, or is not one of a local network.
    """
    kept = []
    for text in given:
        try:
            address = ip_address(text.strip("[]"))
        except ValueError as error:
            message = f"{said} is this computer's address, such as 192.168.1.20, but is {text[:60]!r}."
            raise UsageError(message) from error
        if not _is_local(address):
            message = (
                f"{said} {address} is in no private network such as 192.168.0.0/16, 10.0.0.0/8 or fc00::/7, and "
                "hiphinge opens an address with a certificate of its own in no other."
            )
            raise UsageError(message)
        kept.append(str(address))
    return tuple(dict.fromkeys(kept))


def _by_route() -> Iterable[str]:
    """Yield the addresses from which the system would send; connecting a datagram socket sends nothing."""
    for target in _FAR:
        family = socket.AF_INET6 if ":" in target else socket.AF_INET
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as asked:
                asked.connect((target, 9))
                yield asked.getsockname()[0]
        except OSError:
            continue


def _by_name() -> Iterable[str]:
    """Yield the addresses that this machine has by its own name."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)
    except OSError:
        return
    for _, _, _, _, (host, *_) in found:
        yield str(host).partition("%")[0]


def _is_ours(address: Address) -> bool:
    """Tell whether this machine has an address now: a list of names may hold an old one."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6  # noqa: PLR2004  # of IP
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as tried:
            tried.bind((str(address), 0))
    except OSError:
        return False
    return True


def _is_local(address: Address) -> bool:
    return any(address in network for network in LOCAL_NETWORKS)
