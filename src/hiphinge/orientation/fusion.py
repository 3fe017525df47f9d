"""The orientation of one sensor, from acceleration and angular rate: a whole recording at once, or sample by sample."""

from itertools import pairwise
from typing import Any, Final

import numpy as np

from hiphinge.errors import MissingComponentError
from hiphinge.motion import FloatArray, SensorSample, SensorTrack

__all__ = ["LONGEST_GAP_S", "OrientationStream", "orientations", "resting_rate"]

LONGEST_GAP_S: Final = 0.5
"""Samples that are missing for longer start the filter anew: what turned meanwhile is not known."""
_STEP_TOLERANCE: Final = 0.02
_CLIP_RAD_S: Final = float(np.radians(1.0))
"""The filter finds a smaller bias of the rate itself; a larger one it takes for movement."""
_MOST_BIAS_RAD_S: Final = float(np.radians(12.0))
_REST_S: Final = 1.0
_REST_RAD_S: Final = float(np.radians(1.5))
"""A sensor rests where its rate varies by less, whatever the rate is."""
_PARTS: Final = 5
_STEADY_RAD_S: Final = float(np.radians(0.75))
"""Live, no fifth of a second of rest is farther from its mean: a movement that has just begun is none."""
_REST_TURNS: Final = float(np.radians(0.5))
"""Gravity turns by less in the axes of a sensor that rests for a second: who turns slowly is not at rest."""


def _library() -> Any:
    try:
        import vqf  # noqa: PLC0415  # an optional library, needed only for raw samples
    except ImportError as error:
        message = (
            "Acceleration and angular rate can be turned into orientations only with the library vqf. Install it with: "
            'pip install "hiphinge[sensors]"'
        )
        raise MissingComponentError(message) from error
    return vqf


def orientations(track: SensorTrack) -> FloatArray:
    """Return the sensor's orientation ``[time, 4]``: quaternions from the sensor to an earth whose z axis is up.

    Which way is up has no drift; the direction about it (heading) has, and begins anywhere. Quaternions that the sensor
    computed itself are returned as they are.

    Raises
    ------
    MissingComponentError
        If vqf is not installed and the track has no quaternions.

    Notes
    -----
    Laidig and Seel 2023, Information Fusion 91:187-204: the offline form of the filter without magnetometer, forward
    and backward. Departures: steps that differ are put on an even grid first, a gap longer than `LONGEST_GAP_S` starts
    the filter anew, and a bias of the rate that is larger than the filter looks for is taken from the stillest second.
    """
    if track.quaternion is not None:
        return track.quaternion
    out = np.empty((len(track), 4))
    breaks = np.flatnonzero(np.diff(track.time_s) > LONGEST_GAP_S) + 1
    edges = [0, *breaks.tolist(), len(track)]
    for start, stop in pairwise(edges):
        out[start:stop] = _of_stretch(track, start, stop)
    return out


def _of_stretch(track: SensorTrack, start: int, stop: int) -> FloatArray:
    assert track.acceleration_m_s2 is not None  # noqa: S101  # a track has raw samples where it has no quaternions
    assert track.angular_rate_rad_s is not None  # noqa: S101  # likewise
    times = track.time_s[start:stop]
    rate, acceleration = track.angular_rate_rad_s[start:stop], track.acceleration_m_s2[start:stop]
    step_s = 1.0 / track.rate_hz
    rate = rate - resting_rate(rate, step_s)
    if np.all(np.abs(np.diff(times) - step_s) <= _STEP_TOLERANCE * step_s):
        return _fused(rate, acceleration, step_s)
    even = times[0] + step_s * np.arange(round((times[-1] - times[0]) / step_s) + 1)
    fused = _fused(_on(even, times, rate), _on(even, times, acceleration), step_s)
    return np.asarray(fused[np.clip(np.round((times - times[0]) / step_s).astype(int), 0, len(even) - 1)])


def resting_rate(rate: FloatArray, step_s: float) -> FloatArray:
    """Return the rate ``[3]`` of a sensor at rest, rad/s: its bias where that is too large for the filter, else zeros.

    It is the mean over the stillest second; where nothing rests, or that would be a real turn, there is none.
    """
    samples = max(round(_REST_S / step_s), 2)
    windows = len(rate) // samples
    none = np.zeros(3)
    if windows < 2:  # noqa: PLR2004  # one second says nothing
        return none
    parts = rate[: windows * samples].reshape(windows, samples, 3)
    slow = parts.reshape(windows, 2, -1, 3).mean(axis=2) if samples % 2 == 0 else parts
    spread = np.linalg.norm(slow.std(axis=1), axis=1)
    stillest = int(np.argmin(spread))
    bias = parts[stillest].mean(axis=0)
    size = float(np.linalg.norm(bias))
    rests = float(spread[stillest]) <= _REST_RAD_S and _CLIP_RAD_S < size <= _MOST_BIAS_RAD_S
    return np.asarray(bias) if rests else none


def _fused(rate: FloatArray, acceleration: FloatArray, step_s: float) -> FloatArray:
    found = _library().offlineVQF(np.ascontiguousarray(rate), np.ascontiguousarray(acceleration), None, step_s)
    return np.asarray(found["quat6D"], dtype=np.float64)


def _on(even: FloatArray, times: FloatArray, values: FloatArray) -> FloatArray:
    return np.stack([np.interp(even, times, column) for column in values.T], axis=1)


class OrientationStream:
    """The orientation of one sensor, sample by sample: the same filter without a look ahead.

    Parameters
    ----------
    rate_hz
        Samples a second that the sensor sends. A sample that comes late is bridged with the last one; after
        `LONGEST_GAP_S` without any the filter starts anew.
    bias_rad_s
        What the rate is at rest ``[3]``, where that is known and larger than the filter finds by itself
        (`resting_rate`).

    Raises
    ------
    MissingComponentError
        If a sample without a quaternion comes and vqf is not installed.

    Notes
    -----
    The filter finds a bias of the rate up to 1 degree a second by itself; a larger one it takes for a turn. Such a one
    is taken from each second in which the sensor rests: its rate hardly varies, and gravity does not turn in its axes.
    """

    def __init__(self, *, rate_hz: float, bias_rad_s: FloatArray | None = None) -> None:
        """Start without an orientation."""
        self.rate_hz = rate_hz
        self.bias_rad_s = np.zeros(3) if bias_rad_s is None else np.array(bias_rad_s, dtype=np.float64)
        self._second: list[SensorSample] = []
        self._filter: Any = None
        self._last: SensorSample | None = None

    def add(self, sample: SensorSample) -> FloatArray | None:
        """Return the orientation ``[4]`` after a sample; None for one that is not newer than the last."""
        last, step_s = self._last, 1.0 / self.rate_hz
        if last is not None and sample.time_s <= last.time_s:
            return None
        self._last = sample
        if sample.quaternion is not None:
            return np.array(sample.quaternion)
        if self._filter is None or last is None or sample.time_s - last.time_s > LONGEST_GAP_S:
            self._filter = _library().VQF(step_s)
        elif last.quaternion is None:
            for _ in range(round((sample.time_s - last.time_s) / step_s) - 1):
                self._update(last)
        self._update(sample)
        return np.asarray(self._filter.getQuat6D(), dtype=np.float64)

    def _update(self, sample: SensorSample) -> None:
        self._second.append(sample)
        if len(self._second) >= max(round(_REST_S * self.rate_hz), 2):
            self._look_at_rest()
        self._filter.update(np.array(sample.angular_rate_rad_s) - self.bias_rad_s, np.array(sample.acceleration_m_s2))

    def _look_at_rest(self) -> None:
        """Take the bias from the last second, where the sensor rested in it and the filter would not find it."""
        rates = np.array([one.angular_rate_rad_s for one in self._second])
        ups = np.array([one.acceleration_m_s2 for one in self._second])
        self._second.clear()
        parts = np.array([part.mean(axis=0) for part in np.array_split(rates, _PARTS) if len(part)])
        first, last = (part.mean(axis=0) for part in np.array_split(ups, 2))
        sizes = float(np.linalg.norm(first)) * float(np.linalg.norm(last))
        turned = float(np.linalg.norm(np.cross(first, last))) / max(sizes, 1e-9)
        mean = rates.mean(axis=0)
        rests = np.linalg.norm(parts - mean, axis=1).max() <= _STEADY_RAD_S and turned <= _REST_TURNS
        if rests and np.linalg.norm(mean) <= _MOST_BIAS_RAD_S and np.linalg.norm(mean - self.bias_rad_s) > _CLIP_RAD_S:
            self.bias_rad_s = mean
