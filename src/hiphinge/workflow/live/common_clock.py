"""One clock for several sensors that send: when each sample was taken, by when it arrived."""

from typing import Final

import numpy as np

from hiphinge.motion import SensorPlace
from hiphinge.sources.live_sensors import Arrival

__all__ = ["CommonClock"]

_BEHIND_S: Final = 1.0
_STAYS_LATE_S: Final = 2.0


class CommonClock:
    """Brings the clocks of several sensors onto that of this machine, by when their samples arrive.

    A sample cannot arrive before it was taken, so the shortest way so far is the best estimate of the offset; it is let
    grow slowly, so that a clock that runs slow is followed. A clock that jumps back begins anew, and so does one that
    stood still: its samples are late, and stay so. Samples that only waited for a busy machine or network come late
    together, and are not.
    """

    DRIFT: Final = 2e-4

    def __init__(self) -> None:
        self._offsets: dict[SensorPlace, tuple[float, float]] = {}
        self._own_s: dict[SensorPlace, float] = {}
        self._late: dict[SensorPlace, tuple[float, float]] = {}
        """Since when samples of a sensor are late, and by how much more than it was at least, seconds."""

    def at(self, arrival: Arrival) -> float | None:
        """Return when a sample was taken on this machine's clock, seconds; None where it came twice or too late."""
        sample = arrival.sample
        own_s, self._own_s[sample.place] = self._own_s.get(sample.place, -np.inf), sample.time_s
        if own_s - _BEHIND_S < sample.time_s <= own_s:
            self._own_s[sample.place] = own_s
            return None
        if arrival.same_clock:
            return sample.time_s
        if sample.time_s <= own_s:
            self._offsets.pop(sample.place, None)
            self._late.pop(sample.place, None)
        offset_s = self._offset_s(sample.place, arrival.arrived_s - sample.time_s, arrival.arrived_s)
        self._offsets[sample.place] = (offset_s, arrival.arrived_s)
        return sample.time_s + offset_s

    def _offset_s(self, place: SensorPlace, offset_s: float, now_s: float) -> float:
        known = self._offsets.get(place)
        if known is None:
            return offset_s
        grown = known[0] + self.DRIFT * max(now_s - known[1], 0.0)
        if offset_s - grown <= _BEHIND_S:
            self._late.pop(place, None)
            return min(offset_s, grown)
        since_s, least = self._late.get(place, (now_s, offset_s))
        self._late[place] = (since_s, min(least, offset_s))
        if now_s - since_s < _STAYS_LATE_S:
            return grown
        del self._late[place]
        return min(least, offset_s)
