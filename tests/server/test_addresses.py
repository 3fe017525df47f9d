"""Addresses of the local network are found without sending anything; without one, what to do is said."""

import socket
from ipaddress import ip_address
from typing import Any

import pytest

from hiphinge.errors import UsageError
from hiphinge.server import addresses
from hiphinge.server.addresses import checked_addresses, local_addresses


def named(*found: str) -> Any:
    def answer(*_: object, **__: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 0)) for one in found]

    return answer


@pytest.fixture(autouse=True)
def no_route(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "_by_route", lambda: ["192.168.1.20", "192.168.1.20"])
    monkeypatch.setattr(addresses, "_is_ours", lambda one: str(one) != "192.168.99.99")


def test_local_addresses_are_kept_and_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    found = named(
        "127.0.1.1", "8.8.8.8", "fd00::2", "10.1.2.3", "169.254.7.7", "fe80::1%eth0", "2a00::1", "192.168.99.99"
    )
    monkeypatch.setattr(socket, "getaddrinfo", found)
    assert local_addresses() == ("192.168.1.20", "10.1.2.3", "fd00::2")


def test_without_a_network_what_to_do_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "_by_route", lambda: ["93.184.216.34"])
    monkeypatch.setattr(socket, "getaddrinfo", named("127.0.1.1"))
    with pytest.raises(UsageError, match="hotspot") as said:
        local_addresses()
    assert said.value.exit_code == 2
    assert "--phone-address" in str(said.value)


def test_a_name_that_is_not_found_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    assert local_addresses() == ("192.168.1.20",)


def test_an_address_is_ours_where_this_machine_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert addresses._is_ours(ip_address("127.0.0.1"))
    assert not addresses._is_ours(ip_address("203.0.113.77"))


def test_finding_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    sent: list[str] = []
    kinds: list[object] = []

    class Watched(socket.socket):
        def __init__(self, family: int, kind: int) -> None:
            kinds.append(kind)
            super().__init__(family, kind)

        def send(self, *_: object) -> int:
            sent.append("send")
            return 0

    monkeypatch.setattr(socket, "socket", Watched)
    list(addresses._by_route())
    assert kinds
    assert set(kinds) == {socket.SOCK_DGRAM}, "connecting a datagram socket sends nothing"
    assert sent == []


def test_a_named_address_is_checked() -> None:
    assert checked_addresses(["192.168.1.20", "[fd00::2]", "192.168.1.20"]) == ("192.168.1.20", "fd00::2")
    for wrong in ("0.0.0.0", "127.0.0.1", "8.8.8.8", "::", "example.com", "", "192.168.1.20:8766"):  # noqa: S104  # refused
        with pytest.raises(UsageError, match="--phone-address"):
            checked_addresses([wrong])
