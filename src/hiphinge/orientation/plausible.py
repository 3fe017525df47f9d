"""Whether acceleration and angular rate are of one sensor: units, axes, saturation, gaps and clocks."""

from itertools import pairwise, permutations, product
from typing import Final

import numpy as np

from hiphinge.motion import FloatArray, SensorRecording, SensorTrack
from hiphinge.orientation.fusion import LONGEST_GAP_S
from hiphinge.signals import lowpass, runs

__all__ = ["AxisFit", "axis_fit", "problems_of", "rate_scale"]

_CUTOFF_HZ: Final = 3.0
_LEAST_TURN_RAD_S: Final = 0.03
"""Standard deviation of how fast gravity turns in the sensor's axes, below which nothing can be said."""
_LEAST_TURN_FOR_AXES_RAD_S: Final = 0.1
_FITS: Final = 0.6
"""Correlation from which the rate explains how gravity turns; true axes have 0.9 and more, wrong ones 0.3 and less."""
_FITS_NOT: Final = 0.35
_CLEARLY_BETTER: Final = 0.2
_FLAT_SAMPLES: Final = 3
_SATURATED_SHARE: Final = 0.0005
_GAP_STEPS: Final = 1.5
_DRIFT_S: Final = 0.03
_DRIFT_PART_S: Final = 20.0
_DRIFT_LEAST_S: Final = 60.0
_SIMILAR: Final = 0.6


class AxisFit:
    """How well the rate explains the turning of gravity as it is, and with axes exchanged."""

    def __init__(self, as_given: float, best: float, axes: str) -> None:
        """Keep the correlations, and which axes the best exchange takes."""
        self.as_given, self.best, self.axes = as_given, best, axes

    @property
    def exchanged(self) -> bool:
        """Whether the axes of the rate are clearly other ones than those of the acceleration."""
        return self.as_given < _FITS <= self.best and self.best - self.as_given > _CLEARLY_BETTER


def rate_scale(time_s: FloatArray, acceleration: FloatArray, rate: FloatArray) -> float | None:
    """Return by what a rate ``[time, 3]`` is to be multiplied to be in rad/s; None where too little turns to say.

    The direction of gravity in the sensor's axes turns against the sensor: its change is the cross product with the
    rate. Slow movement only: accelerations of the body are filtered out.
    """
    turning, expected = _turning(time_s, acceleration, rate)
    if turning is None or expected is None:
        return None
    size = float(np.sum(expected**2))
    correlation = _correlation(turning, expected)
    if size <= 0.0 or abs(correlation) < _FITS:
        return None
    return abs(float(np.sum(turning * expected)) / size)


def axis_fit(track: SensorTrack) -> AxisFit | None:
    """Return how well the axes of rate and acceleration fit each other; None where too little turns to say."""
    if track.acceleration_m_s2 is None or track.angular_rate_rad_s is None:
        return None
    up, rate = _up(track.acceleration_m_s2, track.time_s), _smooth(track.angular_rate_rad_s, track.time_s)
    turning = np.gradient(up, track.time_s, axis=0)
    if float(np.std(turning)) < _LEAST_TURN_FOR_AXES_RAD_S:
        return None
    given = _correlation(turning, -np.cross(rate, up))
    best, axes = given, "as they are"
    for order in permutations(range(3)):
        for signs in product((1.0, -1.0), repeat=3):
            found = _correlation(turning, -np.cross(rate[:, order] * np.array(signs), up))
            if found > best + 1e-6:
                best = found
                axes = " ".join(
                    ("" if sign > 0 else "-") + "xyz"[axis] for axis, sign in zip(order, signs, strict=True)
                )
    return AxisFit(given, best, axes)


def _turning(
    time_s: FloatArray, acceleration: FloatArray, rate: FloatArray
) -> tuple[FloatArray | None, FloatArray | None]:
    up = _up(acceleration, time_s)
    turning = np.gradient(up, time_s, axis=0)
    if float(np.std(turning)) < _LEAST_TURN_RAD_S:
        return None, None
    return turning, -np.cross(_smooth(rate, time_s), up)


def _up(acceleration: FloatArray, time_s: FloatArray) -> FloatArray:
    smooth = _smooth(acceleration, time_s)
    return np.asarray(smooth / np.maximum(np.linalg.norm(smooth, axis=1, keepdims=True), 1e-9))


def _smooth(values: FloatArray, time_s: FloatArray) -> FloatArray:
    return np.stack([lowpass(column, time_s, cutoff_hz=_CUTOFF_HZ) for column in values.T], axis=1)


def _correlation(first: FloatArray, second: FloatArray) -> float:
    size = float(np.sqrt(np.sum(first**2) * np.sum(second**2)))
    return float(np.sum(first * second)) / size if size > 0.0 else 0.0


def problems_of(recording: SensorRecording) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is wrong with a recording: what makes it useless, and what is only to be said."""
    refused: list[str] = []
    said: list[str] = []
    for track in recording.tracks:
        fit = axis_fit(track)
        if fit is not None and fit.exchanged:
            refused.append(
                f"At {track.place} the axes of the angular rate are not those of the acceleration: x y z of the rate "
                f"should be {fit.axes}. Correct the columns."
            )
        elif fit is not None and fit.as_given < _FITS_NOT:
            refused.append(
                f"At {track.place} the angular rate does not explain how gravity turns (correlation "
                f"{fit.as_given:.2f}; at least {_FITS_NOT:g} was expected): the "
                "columns are not of one sensor, or broken."
            )
        said += [*_gaps(track), *_saturation(track)]
    said += _drifts(recording)
    return tuple(refused), tuple(said)


def _gaps(track: SensorTrack) -> list[str]:
    steps = np.diff(track.time_s) * track.rate_hz
    missing = int(np.sum(np.round(steps[steps > _GAP_STEPS]) - 1))
    if not missing:
        return []
    longest = float(np.max(np.diff(track.time_s)))
    text = (
        f"At {track.place} {missing} of {len(track) + missing} samples are missing; the longest gap is {longest:.2f} s"
    )
    return [f"{text}, and what turned meanwhile is not known." if longest > LONGEST_GAP_S else f"{text}."]


def _saturation(track: SensorTrack) -> list[str]:
    found = []
    for name, values in (("acceleration", track.acceleration_m_s2), ("angular rate", track.angular_rate_rad_s)):
        if values is None:
            continue
        flat = 0
        for column in np.abs(values).T:
            top = column >= float(column.max()) * (1.0 - 1e-4)
            flat += sum(stop - start for start, stop in runs(top) if stop - start >= _FLAT_SAMPLES)
        if flat > max(_FLAT_SAMPLES, _SATURATED_SHARE * len(track)):
            found.append(
                f"At {track.place} the {name} stays at its largest value for {flat} samples: the sensor's range was "
                "too small, and angles there are too small. Set a larger range."
            )
    return found


def _drifts(recording: SensorRecording) -> list[str]:
    """Return of which sensors the clocks run apart: their movement is shifted at the end against the beginning."""
    if recording.end_s - recording.start_s < _DRIFT_LEAST_S:
        return []
    found = []
    for first, second in pairwise(recording.tracks):
        early = _shift_s(first, second, recording.start_s, recording.start_s + _DRIFT_PART_S)
        late = _shift_s(first, second, recording.end_s - _DRIFT_PART_S, recording.end_s)
        if early is not None and late is not None and abs(late - early) >= _DRIFT_S:
            found.append(
                f"The clocks of {first.place} and {second.place} run apart by {1000 * (late - early):.0f} ms over the "
                "recording. Record shorter, or let the program of the sensors keep them in step."
            )
    return found


def _shift_s(first: SensorTrack, second: SensorTrack, start_s: float, end_s: float) -> float | None:
    """Return by how much the movement at the second sensor is later, seconds; None where the two are not alike."""
    if first.angular_rate_rad_s is None or second.angular_rate_rad_s is None:
        return None
    step_s = 0.005
    grid = np.arange(start_s, end_s, step_s)
    speeds = [np.interp(grid, t.time_s, np.linalg.norm(r, axis=1)) for t, r in _rates(first, second)]
    a, b = (lowpass(speed, grid, cutoff_hz=4.0) for speed in speeds)
    a, b = a - a.mean(), b - b.mean()
    most = round(1.0 / step_s)
    scores = [
        _correlation(a[max(0, -lag) : len(a) - max(0, lag)], b[max(0, lag) : len(b) - max(0, -lag)])
        for lag in range(-most, most + 1)
    ]
    best = int(np.argmax(scores))
    return (best - most) * step_s if scores[best] >= _SIMILAR else None


def _rates(*tracks: SensorTrack) -> list[tuple[SensorTrack, FloatArray]]:
    return [(track, track.angular_rate_rad_s) for track in tracks if track.angular_rate_rad_s is not None]
