"""Live sensors: every message that samples come in, and a real port and stream on this machine."""

import asyncio
import json
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

import pytest

from hiphinge.errors import InputFormatError, InputMissingError, UsageError
from hiphinge.motion import SensorPlace, SensorSample
from hiphinge.sources.live_sensors import Arrival, LiveSensors, open_sensors, samples_of
from hiphinge.sources.live_sensors.lsl import LslSensors
from hiphinge.sources.live_sensors.udp import UdpSensors
from hiphinge.sources.live_sensors.wit_ble import NOTIFIES, WitFrames, WitSensors

RAW = {"place": "L5", "time_s": 1.5, "acceleration_m_s2": [0, 9.81, 1], "angular_rate_rad_s": [0.1, 0, -0.1]}
SAMPLE = SensorSample(
    place=SensorPlace.L5, time_s=1.5, acceleration_m_s2=(0.0, 9.81, 1.0), angular_rate_rad_s=(0.1, 0.0, -0.1)
)


def osc(address: str, kinds: str, *values: float) -> bytes:
    padded = [text.encode() + b"\0" * (4 - len(text) % 4) for text in (address, f",{kinds}")]
    return b"".join(padded) + struct.pack(">" + kinds.replace("h", "q"), *values)


def read_until(source: LiveSensors, count: int, send: Callable[[], object] = lambda: None) -> list[Arrival]:
    found: list[Arrival] = []
    until = time.monotonic() + 20.0
    while len(found) < count and time.monotonic() < until:
        send()
        found += source.read(0.05)
    return found


def test_json_and_osc_say_the_same() -> None:
    assert samples_of(json.dumps(RAW).encode()) == (SAMPLE,)
    assert len(samples_of(json.dumps([RAW, RAW]).encode())) == 2
    message = osc("/hiphinge/L5", "ddddddd", 1.5, 0.0, 9.81, 1.0, 0.1, 0.0, -0.1)
    assert samples_of(message) == (SAMPLE,)
    bundle = b"#bundle\0" + b"\0" * 8 + 2 * (len(message).to_bytes(4, "big") + message)
    assert samples_of(bundle) == (SAMPLE, SAMPLE)
    (turned,) = samples_of(osc("/pelvis", "dffff", 2.0, 1.0, 0.0, 0.0, 0.0))
    assert (turned.place, turned.quaternion) == (SensorPlace.PELVIS, (1.0, 0.0, 0.0, 0.0))


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"hello",
        b"{",
        b"[" * 3000,
        b'{"place": "L5"}',
        b'{"place": "L5", "time_s": 1}',
        b'{"place": "L5", "time_s": "x", "quaternion": [1, 0, 0, 0]}',
        b'{"place": "L5", "time_s": 1, "quaternion": [1, 0, 0]}',
        b'{"place": "L5", "time_s": NaN, "quaternion": [1, 0, 0, 0]}',
        b'{"place": "L5", "time_s": ' + b"9" * 400 + b', "quaternion": [1, 0, 0, 0]}',
        b'{"place": "L5", "time_s": 1, "quaternion": [0, 0, 0, 0]}',
        b'{"place": "L5", "time_s": 1, "quaternion": [2, 0, 0, 0]}',
        b'{"place": "elbow", "time_s": 1, "quaternion": [1, 0, 0, 0]}',
        json.dumps([RAW] * 1001).encode(),
        b"/hiphinge/L5",
        osc("/hiphinge/L5", "fff", 1.0, 2.0, 3.0),
        osc("/hiphinge/L5", "fffff", 1.0, 2.0, 3.0, 4.0, 5.0)[:-2],
        b"/hiphinge/L5\0\0\0\0,s\0\0text",
        b"#bundle\0" + b"\0" * 8 + b"\0\0\xff\xff",
        (b"#bundle\0" + b"\0" * 8 + b"\0\0\0\x10") * 8,
    ],
)
def test_messages_that_hold_no_samples_are_refused(message: bytes) -> None:
    with pytest.raises(InputFormatError):
        samples_of(message)


def test_a_port_gives_what_was_sent_to_it_and_counts_what_cannot_be_read() -> None:
    with open_sensors("udp:0") as source, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        assert isinstance(source, UdpSensors)
        sender.connect(("127.0.0.1", source.port))
        for message in (b"nonsense", json.dumps(RAW).encode(), b"more"):
            sender.send(message)
        assert [arrival.sample for arrival in read_until(source, 1)] == [SAMPLE]
        read_until(source, 1, lambda: sender.send(json.dumps(RAW).encode()))
        assert source.refused == 2
        assert "begins with b'nonsense'" in source.first_problem
        with pytest.raises(UsageError, match="Give another port"):
            open_sensors(f"udp:{source.port}")


@pytest.mark.parametrize("address", ["", "tcp:1", "udp:", "udp:70000", "ble:T8", "ble:elbow=AA", "udp:x:y"])
def test_addresses_that_cannot_be_are_refused(address: str) -> None:
    with pytest.raises(UsageError):
        open_sensors(address)


def test_a_stream_of_lab_streaming_layer_is_found_by_its_channels() -> None:
    pylsl = pytest.importorskip("pylsl")
    info = pylsl.StreamInfo("hiphinge-test", "IMU", 6, 100, "float32", "hiphinge-test")
    channels = info.desc().append_child("channels")
    for label, unit in [*((f"L5_acc_{axis}", "g") for axis in "xyz"), *((f"L5_gyr_{axis}", "deg/s") for axis in "xyz")]:
        channel = channels.append_child("channel")
        channel.append_child_value("label", label)
        channel.append_child_value("unit", unit)
    outlet = pylsl.StreamOutlet(info)
    with LslSensors("hiphinge-test") as source:
        found = read_until(source, 3, lambda: outlet.push_sample([0.0, 1.0, 0.0, 0.0, 90.0, 0.0]))
        now_s = time.monotonic()
    sample = found[-1].sample
    assert sample.place is SensorPlace.L5
    assert sample.acceleration_m_s2 == pytest.approx((0.0, 9.80665, 0.0), abs=1e-4)
    assert sample.angular_rate_rad_s == pytest.approx((0.0, 1.5708, 0.0), abs=1e-3)
    assert sample.time_s == pytest.approx(now_s, abs=5.0)


def frame(*numbers: int) -> bytes:
    return b"\x55\x61" + struct.pack("<9h", *numbers, 0, 0, 0)


def test_frames_of_a_bluetooth_sensor_are_taken_apart_whatever_pieces_they_come_in() -> None:
    one = frame(0, 2048, -2048, 16384, 0, -16384)
    assert len(one) == 20
    frames = WitFrames(SensorPlace.S2)
    stream = b"\x00\x55" + one + b"\x55\x51garbage" + one
    found = [sample for byte in stream for sample in frames.take(bytes([byte]), time_s=4.0)]
    assert len(found) == 2
    assert found[0] == found[1]
    assert found[0].acceleration_m_s2 == pytest.approx((0.0, 9.80665, -9.80665))
    assert found[0].angular_rate_rad_s == pytest.approx((17.4533, 0.0, -17.4533), abs=1e-3)
    assert frames.passed_over == 11
    both = frames.take(one + one, time_s=4.02)
    assert [sample.time_s for sample in both] == pytest.approx([4.01, 4.02])


class Peripheral:
    """A sensor without a radio: it sends frames as soon as somebody listens."""

    left = 0

    def __init__(self, address: str) -> None:
        self.address = address

    async def connect(self) -> None:
        if self.address == "away":
            message = "not found"
            raise OSError(message)

    async def start_notify(self, characteristic: str, taker: Callable[[Any, bytearray], None]) -> None:
        assert characteristic == NOTIFIES
        asyncio.get_running_loop().call_soon(taker, None, bytearray(frame(0, 2048, 0, 0, 0, 0)))

    async def disconnect(self) -> None:
        Peripheral.left += 1


def test_bluetooth_sensors_are_listened_to_and_left() -> None:
    Peripheral.left = 0
    with WitSensors({SensorPlace.T12: "a", SensorPlace.S2: "b"}, client=Peripheral) as source:
        places = {arrival.sample.place for arrival in read_until(source, 2)}
    assert places == {SensorPlace.T12, SensorPlace.S2}
    assert Peripheral.left == 2
    with pytest.raises(InputMissingError, match="could not be reached by Bluetooth: not found"):
        WitSensors({SensorPlace.T12: "away"}, client=Peripheral)
