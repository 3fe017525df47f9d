"""Samples from Lab Streaming Layer: every stream whose channels are those of motion sensors."""

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from hiphinge.errors import InputMissingError, MissingComponentError
from hiphinge.motion import FloatArray, SensorPlace, SensorSample
from hiphinge.sources.formats.sensors.columns import Column, columns_of, place_in
from hiphinge.sources.formats.sensors.units import ACCELERATION_TO_SI, RATE_TO_SI
from hiphinge.sources.live_sensors.source import Arrival

__all__ = ["LslSensors"]

_SEARCH_S: Final = 4.0
_MORE_S: Final = 1.0
_KEPT_S: Final = 10
_MOST_SAMPLES: Final = 256
_STEP_S: Final = 0.002
_QUIET: Final = "[log]\nlevel = -2\n"
"""The library prints errors only, and reads no configuration from elsewhere."""
_TO_SI: Final = {
    "acceleration": ACCELERATION_TO_SI | {"": 1.0},
    "angular_rate": RATE_TO_SI | {"": 1.0},
    "quaternion": {"": 1.0},
}
_WIDTHS: Final = {"acceleration": 3, "angular_rate": 3, "quaternion": 4}


@dataclass(frozen=True, kw_only=True)
class _Channels:
    """Which channels of a stream are one sensor's, by kind, in order of their axes, with the factor to SI units."""

    place: SensorPlace
    of: dict[str, tuple[tuple[int, ...], float]]

    def sample(self, values: FloatArray, time_s: float) -> SensorSample:
        rows: dict[str, Any] = {}
        for kind, name in (("acceleration", "acceleration_m_s2"), ("angular_rate", "angular_rate_rad_s")):
            if kind in self.of:
                places, factor = self.of[kind]
                rows[name] = tuple(float(values[place]) * factor for place in places)
        if "quaternion" in self.of:
            rows["quaternion"] = tuple(float(values[place]) for place in self.of["quaternion"][0])
        return SensorSample(place=self.place, time_s=time_s, **rows)


class LslSensors:
    """Opens every stream of a name, or all with channels of motion sensors.

    A channel's label says what it is, as a column's title does (``T8 acc x``, unit ``m/s2``); where it names no place,
    the stream's name does. Times are on this machine's clock by LSL's own correction.

    Raises
    ------
    MissingComponentError
        If pylsl is not installed.
    InputMissingError
        If no such stream is there.
    """

    def __init__(self, name: str = "") -> None:
        """Look for streams for a few seconds."""
        self._lsl = _library()
        self.refused, self.first_problem = 0, ""
        found = self._named(name) if name else self._lsl.resolve_streams(_SEARCH_S)
        self._inlets: list[tuple[Any, tuple[_Channels, ...]]] = []
        for info in found:
            with contextlib.suppress(RuntimeError):  # announced, but it does not answer
                self._open(info)
        if not self._inlets:
            message = (
                f"No stream of motion sensors {f'called {name} ' if name else ''}was found by Lab Streaming Layer. Its "
                "channels should be labelled, such as T8_acc_x or L5_gyr_z. Start the stream, then this command."
            )
            raise InputMissingError(message)
        places = [one.place for _, channels in self._inlets for one in channels]
        self.name = f"Lab Streaming Layer ({', '.join(places)})"
        self._to_monotonic_s = time.monotonic() - self._lsl.local_clock()

    def _named(self, name: str) -> list[Any]:
        """Return the streams of a name: there may be one for each sensor, and the search ends with the first."""
        if not self._lsl.resolve_byprop("name", name, 1, _SEARCH_S):
            return []
        return [info for info in self._lsl.resolve_streams(_MORE_S) if info.name() == name]

    def _open(self, info: Any) -> None:
        inlet = self._lsl.StreamInlet(info, max_buflen=_KEPT_S, recover=True)
        channels = _channels_of(inlet.info(_SEARCH_S), name=info.name())
        if channels:
            inlet.open_stream(_SEARCH_S)
            self._inlets.append((inlet, channels))

    def read(self, timeout_s: float) -> tuple[Arrival, ...]:
        """Return what has arrived; see `LiveSensors.read`."""
        until_s = time.monotonic() + timeout_s
        while True:
            found = [arrival for inlet, channels in self._inlets for arrival in self._of(inlet, channels)]
            if found or time.monotonic() >= until_s:
                return tuple(found)
            time.sleep(_STEP_S)

    def _of(self, inlet: Any, channels: Sequence[_Channels]) -> list[Arrival]:
        rows, stamps = inlet.pull_chunk(timeout=0.0, max_samples=_MOST_SAMPLES)
        if not stamps:
            return []
        arrived_s, correction_s = time.monotonic(), inlet.time_correction() + self._to_monotonic_s
        return [
            Arrival(sample=one.sample(np.asarray(row), stamp + correction_s), arrived_s=arrived_s, same_clock=True)
            for row, stamp in zip(rows, stamps, strict=True)
            if np.isfinite(row).all()
            for one in channels
        ]

    def __enter__(self) -> Self:
        """Return the open source."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the streams."""
        for inlet, _ in self._inlets:
            inlet.close_stream()


def _channels_of(info: Any, *, name: str) -> tuple[_Channels, ...]:
    """Return the sensors of a stream by its description; empty where it is no stream of motion sensors."""
    titles = []
    channel = info.desc().child("channels").child("channel")
    while not channel.empty():
        unit = channel.child_value("unit")
        titles.append(f"{channel.child_value('label')} ({unit})" if unit else channel.child_value("label"))
        channel = channel.next_sibling("channel")
    owners: dict[SensorPlace, list[Column]] = {}
    for column in columns_of(titles):
        place = place_in(column.owner) or place_in(name)
        if place is not None and column.kind in _WIDTHS and column.unit in _TO_SI[column.kind]:
            owners.setdefault(place, []).append(column)
    found = (_sensor(place, columns) for place, columns in owners.items())
    return tuple(one for one in found if one is not None)


def _sensor(place: SensorPlace, columns: Sequence[Column]) -> _Channels | None:
    of: dict[str, tuple[tuple[int, ...], float]] = {}
    for kind, width in _WIDTHS.items():
        axes = sorted((column.axis, column.index, column.unit) for column in columns if column.kind == kind)
        if [axis for axis, _, _ in axes] == list(range(width)):
            of[kind] = (tuple(index for _, index, _ in axes), _TO_SI[kind][axes[0][2]])
    if "quaternion" in of or {"acceleration", "angular_rate"} <= of.keys():
        return _Channels(place=place, of=of)
    return None


def _library() -> Any:
    try:
        import pylsl  # noqa: PLC0415  # an extra, loaded where a stream is listened to
    except (ImportError, RuntimeError) as error:
        message = (
            f"Lab Streaming Layer needs pylsl, which does not load here ({error}). Install it: "
            'pip install "hiphinge[sensors]".'
        )
        raise MissingComponentError(message) from error
    pylsl.set_config_content(_QUIET)
    return pylsl
