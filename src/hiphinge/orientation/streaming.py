"""Sensors live: one sample in, the angles of the back out."""

from collections import deque
from collections.abc import Mapping, Sequence
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
        The moment that the values are of, seconds: the latest that every sensor which is not silent has reached.
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
    biases_rad_s
        What the rate of each sensor is at rest, where that is known (`resting_rate`).

    Notes
    -----
    A duplicate, or a sample older than the last one of its sensor, is left out. Samples of different sensors need not
    arrive together: angles between them are of the latest moment that all of them have reached. Of two moments, a few
    hundredths of a second apart, the back would seem to bend while the person only rises or lowers.
    """

    def __init__(
        self,
        calibration: SensorCalibration,
        *,
        rate_hz: float | Mapping[SensorPlace, float],
        biases_rad_s: Mapping[SensorPlace, FloatArray] | None = None,
    ) -> None:
        """Start before the first sample."""
        biases = biases_rad_s or {}
        self._calibration = calibration
        self._streams = {
            place: OrientationStream(
                rate_hz=rate_hz if isinstance(rate_hz, int | float) else rate_hz[place], bias_rad_s=biases.get(place)
            )
            for place in calibration.mountings
        }
        self._leans: dict[SensorPlace, deque[tuple[float, float]]] = {}
        """Times and leans of each sensor, those of the last `LIVE_S`."""
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
        leans = self._leans.setdefault(sample.place, deque())
        leans.append((sample.time_s, float(mounting.lean_deg(up_in_sensor(quaternion)))))
        while leans[0][0] < sample.time_s - LIVE_S:
            leans.popleft()
        return self._angles()

    def _angles(self) -> BackAngles:
        now_s = max(leans[-1][0] for leans in self._leans.values())
        sending = {place: leans for place, leans in self._leans.items() if now_s - leans[-1][0] <= LIVE_S}
        at_s = min(leans[-1][0] for leans in sending.values())
        heard = {place: np.asarray(_lean_at(leans, at_s)) for place, leans in sending.items()}
        plan = plan_of(tuple(sorted(heard, key=lambda place: place.order)))
        values = {id_: float(value) for id_, value in values_deg(heard, plan).items()}
        return BackAngles(
            time_s=at_s,
            values=FrozenMapping(values),
            silent=tuple(place for place in self._streams if place not in heard),
        )


def _lean_at(leans: Sequence[tuple[float, float]], at_s: float) -> float:
    """Return the lean at a moment, straight between the samples about it; the nearest one outside them."""
    later_s, later = leans[-1]
    for time_s, lean in reversed(leans):
        if time_s <= at_s:
            step_s = later_s - time_s
            return lean + (later - lean) * (at_s - time_s) / step_s if step_s > 0.0 else lean
        later_s, later = time_s, lean
    return later
