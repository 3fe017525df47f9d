"""Sensors live: one sample in, the angles of the back out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from hiphinge.errors import UsageError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import FloatArray, SensorPlace, SensorSample
from hiphinge.orientation.angles import plan_of, values_deg
from hiphinge.orientation.calibration import SensorCalibration
from hiphinge.orientation.fusion import OrientationStream
from hiphinge.orientation.quaternions import up_in_sensor

__all__ = ["LIVE_S", "BackAngleStream", "BackAngles"]

LIVE_S: Final = 0.25
"""A sensor whose last sample is older than this, against the newest of any sensor, is silent."""


@dataclass(frozen=True, kw_only=True)
class BackAngles:
    """What is known after a sample.

    Attributes
    ----------
    time_s
        Time of the newest sample, seconds.
    values
        Degrees from standing by quantity id, as in `hiphinge.quantities`; without those whose sensors are silent.
    silent
        Places of calibrated sensors that have sent nothing for `LIVE_S`, or nothing yet.
    """

    time_s: float
    values: Mapping[str, float]
    silent: tuple[SensorPlace, ...]


class BackAngleStream:
    """Angles of the back from samples of several sensors, in the order in which they arrive.

    Parameters
    ----------
    calibration
        How the sensors sit on the body (`calibrate`, from what was recorded while standing and bowing).
    rate_hz
        Samples a second of each sensor, or of all.

    Notes
    -----
    A duplicate, or a sample older than the last one of its sensor, is left out. Samples of different sensors need not
    arrive together: each angle is of the newest orientation of each sensor.
    """

    def __init__(self, calibration: SensorCalibration, *, rate_hz: float | Mapping[SensorPlace, float]) -> None:
        """Start before the first sample."""
        self._calibration = calibration
        self._streams = {
            place: OrientationStream(rate_hz=rate_hz if isinstance(rate_hz, int | float) else rate_hz[place])
            for place in calibration.mountings
        }
        self._leans: dict[SensorPlace, float] = {}
        self._at_s: dict[SensorPlace, float] = {}
        self.left_out = 0
        """How many samples came twice or too late."""

    def add(self, sample: SensorSample) -> BackAngles | None:
        """Return the angles after a sample; None for one that came twice or too late.

        Raises
        ------
        UsageError
            If no sensor was calibrated at its place.
        """
        stream = self._streams.get(sample.place)
        if stream is None:
            message = (
                f"A sample came from {sample.place}, but the sensors were calibrated at "
                f"{', '.join(self._streams)}. Calibrate again with all of them."
            )
            raise UsageError(message)
        quaternion = stream.add(sample)
        if quaternion is None:
            self.left_out += 1
            return None
        mounting = self._calibration.mountings[sample.place]
        self._leans[sample.place] = float(mounting.lean_deg(up_in_sensor(quaternion)))
        self._at_s[sample.place] = sample.time_s
        return self._angles()

    def _angles(self) -> BackAngles:
        now_s = max(self._at_s.values())
        heard: dict[SensorPlace, FloatArray] = {
            place: np.asarray(self._leans[place]) for place, at_s in self._at_s.items() if now_s - at_s <= LIVE_S
        }
        plan = plan_of(tuple(sorted(heard, key=lambda place: place.order)))
        values = {id_: float(value) for id_, value in values_deg(heard, plan).items()}
        return BackAngles(
            time_s=now_s,
            values=FrozenMapping(values),
            silent=tuple(place for place in self._streams if place not in heard),
        )
