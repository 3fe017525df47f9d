"""From what a person writes (``udp:5005``, ``lsl``, ``ble:T8=…``) to an open source."""

from collections.abc import Callable
from typing import Final

from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.motion import SensorPlace
from hiphinge.sources.live_sensors.lsl import LslSensors
from hiphinge.sources.live_sensors.source import LiveSensors
from hiphinge.sources.live_sensors.udp import UdpSensors
from hiphinge.sources.live_sensors.wit_ble import WitSensors

__all__ = ["SCHEMES", "open_sensors"]

_LARGEST_PORT: Final = 65_535


def open_sensors(address: str) -> LiveSensors:
    """Return the open source of an address.

    ``udp:PORT`` or ``udp:HOST:PORT`` listens for JSON and OSC messages, ``lsl`` or ``lsl:NAME`` for streams of Lab
    Streaming Layer, ``ble:PLACE=ADDRESS,…`` connects to Bluetooth sensors.

    Raises
    ------
    UsageError
        If the address is none of these, or nothing can listen there.
    MissingComponentError
        If a library is not installed.
    InputMissingError
        If no stream or sensor is there.
    """
    scheme, _, rest = address.partition(":")
    if scheme not in SCHEMES:
        message = f"The sensors should be given as {', '.join(_SHOWN)}, but are given as {address!r}."
        raise UsageError(message)
    return SCHEMES[scheme](rest)


def _udp(rest: str) -> LiveSensors:
    host, _, port = rest.rpartition(":")
    if not port.isdecimal() or not 0 <= int(port) <= _LARGEST_PORT:
        message = f"A port is a number up to {_LARGEST_PORT}, such as udp:5005, but is {port!r}."
        raise UsageError(message)
    return UdpSensors(int(port), host=host or "127.0.0.1")


def _lsl(rest: str) -> LiveSensors:
    return LslSensors(rest)


def _ble(rest: str) -> LiveSensors:
    addresses = {}
    for part in rest.split(","):
        place, found, address = part.partition("=")
        if not found or not address:
            message = (
                f"A Bluetooth sensor is given as PLACE=ADDRESS, such as ble:T8=D4:22:CD:00:11:22, but is {part!r}."
            )
            raise UsageError(message)
        try:
            addresses[SensorPlace.named(place)] = address
        except UnknownIdError as error:
            raise UsageError(str(error)) from error
    return WitSensors(addresses)


SCHEMES: Final[dict[str, Callable[[str], LiveSensors]]] = {"udp": _udp, "lsl": _lsl, "ble": _ble}
"""By the first word of an address."""
_SHOWN: Final = ("udp:PORT", "lsl", "lsl:NAME", "ble:PLACE=ADDRESS,…")
