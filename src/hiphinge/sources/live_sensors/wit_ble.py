"""Bluetooth sensors that send WitMotion's frames (WT901BLE and its relatives), by the maker's published protocol.

A frame has 20 bytes: 0x55, 0x61, then nine little-endian 16-bit numbers: acceleration x, y, z in 16 g of 32768, angular
rate in 2000 degrees a second, and angles, which are not used. No radio was tried: the frames are tested byte for byte.
"""

import asyncio
import queue
import struct
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from hiphinge.errors import InputMissingError, MissingComponentError
from hiphinge.motion import SensorPlace, SensorSample
from hiphinge.sources.formats.sensors.units import GRAVITY_M_S2
from hiphinge.sources.live_sensors.source import Arrival, waiting_in

__all__ = ["NOTIFIES", "WitFrames", "WitSensors"]

NOTIFIES: Final = "0000ffe4-0000-1000-8000-00805f9a34fb"
"""The characteristic whose notifications hold the frames."""
_HEAD: Final = b"\x55\x61"
_LENGTH: Final = 20
_G: Final = 16.0 * GRAVITY_M_S2 / 32768.0
_RAD_S: Final = float(np.radians(2000.0)) / 32768.0
_CONNECT_S: Final = 20.0
_LONGEST_STEP_S: Final = 0.1


class WitFrames:
    """Takes the bytes of one sensor apart, whatever pieces they come in; what is no frame is passed over."""

    def __init__(self, place: SensorPlace) -> None:
        self._place, self._kept, self._last_s = place, b"", float("-inf")
        self.passed_over = 0
        """How many bytes belonged to no frame."""

    def take(self, data: bytes, *, time_s: float) -> list[SensorSample]:
        """Return the samples whose last byte arrived at ``time_s``, spread over the time since the last ones."""
        self._kept += data
        found = []
        while len(self._kept) >= _LENGTH:
            if not self._kept.startswith(_HEAD):
                following = self._kept.find(_HEAD, 1)
                skipped = len(self._kept) - 1 if following < 0 else following
                self.passed_over += skipped
                self._kept = self._kept[skipped:]
                continue
            numbers = struct.unpack("<6h", self._kept[2:14])
            self._kept = self._kept[_LENGTH:]
            found.append(
                SensorSample(
                    place=self._place,
                    time_s=time_s,
                    acceleration_m_s2=(numbers[0] * _G, numbers[1] * _G, numbers[2] * _G),
                    angular_rate_rad_s=(numbers[3] * _RAD_S, numbers[4] * _RAD_S, numbers[5] * _RAD_S),
                )
            )
        return self._spread(found, time_s)

    def _spread(self, found: list[SensorSample], time_s: float) -> list[SensorSample]:
        if not found:
            return []
        since_s = max(self._last_s, time_s - _LONGEST_STEP_S * len(found))
        self._last_s = time_s
        step_s = (time_s - since_s) / len(found)
        return [replace(one, time_s=time_s - step_s * (len(found) - 1 - k)) for k, one in enumerate(found)]


class WitSensors:
    """Connects to sensors by their Bluetooth addresses, each worn at a place; listens in a thread of its own.

    ``client`` makes a connection (`bleak.BleakClient`); tests give one that no radio is behind.

    Raises
    ------
    MissingComponentError
        If bleak is not installed.
    InputMissingError
        If one of them cannot be reached.
    """

    def __init__(self, addresses: Mapping[SensorPlace, str], *, client: Any = None) -> None:
        """Connect to all of them."""
        self._client = client or _library().BleakClient
        self._addresses = dict(addresses)
        self._arrived: queue.SimpleQueue[Arrival] = queue.SimpleQueue()
        self._connected, self._failed = threading.Event(), ""
        self._loop, self._ending = asyncio.new_event_loop(), asyncio.Event()
        self.name = f"Bluetooth ({', '.join(self._addresses)})"
        self.refused, self.first_problem = 0, ""
        self._thread = threading.Thread(target=self._run, name="bluetooth sensors", daemon=True)
        self._thread.start()
        self._connected.wait(_CONNECT_S * (1 + len(self._addresses)))
        if self._failed or not self._connected.is_set():
            self.__exit__(None, None, None)
            message = (
                f"The sensor could not be reached by Bluetooth: {self._failed or 'it did not answer'}. Switch it on, "
                "hold it near, and see that no other program is connected to it."
            )
            raise InputMissingError(message)

    def read(self, timeout_s: float) -> tuple[Arrival, ...]:
        """Return what has arrived; see `LiveSensors.read`."""
        return waiting_in(self._arrived, timeout_s)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._listen())
        except Exception as error:  # noqa: BLE001  # the Bluetooth stacks of three systems raise what they like
            self._failed = str(error) or type(error).__name__
        finally:
            self._loop.close()
            self._connected.set()

    async def _listen(self) -> None:
        clients = []
        try:
            for place, address in self._addresses.items():
                client = self._client(address)
                await client.connect()
                clients.append(client)
                await client.start_notify(NOTIFIES, self._taker(WitFrames(place)))
            self._connected.set()
            await self._ending.wait()
        finally:
            for client in clients:
                await client.disconnect()

    def _taker(self, frames: WitFrames) -> Any:
        def take(_: object, data: bytearray) -> None:
            now_s = time.monotonic()
            for sample in frames.take(bytes(data), time_s=now_s):
                self._arrived.put(Arrival(sample=sample, arrived_s=now_s, same_clock=True))

        return take

    def __enter__(self) -> Self:
        """Return the open source."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Disconnect."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join(_CONNECT_S)


def _library() -> Any:
    try:
        import bleak  # noqa: PLC0415  # an extra, loaded where a sensor is connected to
    except ImportError as error:
        message = 'Bluetooth needs bleak, which is not installed. Install it: pip install "hiphinge[sensors]".'
        raise MissingComponentError(message) from error
    return bleak
