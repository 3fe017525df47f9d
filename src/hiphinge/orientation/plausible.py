"""Whether acceleration and angular rate are of one sensor: units, axes, saturation, gaps and clocks."""

from itertools import pairwise, permutations, product
from typing import Final

import numpy as np

from hiphinge.motion import FloatArray, SensorRecording, SensorTrack
from hiphinge.orientation.fusion import LONGEST_GAP_S, resting_rate
from hiphinge.orientation.quaternions import product as product_of
from hiphinge.orientation.quaternions import rotated
from hiphinge.signals import lowpass, runs

__all__ = ["AxisFit", "axis_fit", "problems_of", "rate_scale"]

_CUTOFF_HZ: Final = 3.0
_LEAST_TURN_RAD_S: Final = 0.03
"""Standard deviation of how fast gravity turns in the sensor's axes, below which nothing can be said."""
_FITS: Final = 0.6
"""Correlation from which the rate explains how gravity turns."""
_EXPLAINED: Final = 0.35
"""Share of the turning of gravity that the rate explains at least; true axes have 0.7 walking and 0.9 to 1 lifting,
wrong ones are below 0 unless they name the axis of the bend rightly."""
_WELL_EXPLAINED: Final = 0.8
_CLEARLY_BETTER: Final = 0.25
_LEAST_TURN_DEG: Final = 3.0
"""Root mean square of how far gravity turns in the sensor's axes within a window; with less, it says nothing."""
_WINDOW_S: Final = 2.0
_BLOCK_S: Final = 0.5
"""Accelerations of the body nearly cancel over this time, even in a swing; how gravity turns remains."""
_CALM_M_S2: Final = 0.3
"""Windows count by how little the size of the acceleration varies in them, down to this: a turn alone changes none."""
_GRID_HZ: Final = 50.0
_G_M_S2: Final = 9.81
_FLAT_SAMPLES: Final = 3
_SATURATED_SHARE: Final = 0.0005
_GAP_STEPS: Final = 1.5
_DRIFT_S: Final = 0.03
_DRIFT_PART_S: Final = 20.0
_DRIFT_LEAST_S: Final = 60.0
_SIMILAR: Final = 0.6


class AxisFit:
    """Which share of the turning of gravity the rate explains as it is, and with axes exchanged; 1 is all of it."""

    def __init__(self, as_given: float, best: float, axes: str) -> None:
        """Keep the shares, and which axes the best exchange takes."""
        self.as_given, self.best, self.axes = as_given, best, axes

    @property
    def exchanged(self) -> bool:
        """Whether the axes of the rate are clearly other ones than those of the acceleration."""
        return self.best >= _WELL_EXPLAINED and self.best - self.as_given > _CLEARLY_BETTER

    @property
    def explains(self) -> bool:
        """Whether the rate as it is explains how gravity turns."""
        return self.as_given >= _EXPLAINED


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
    """Return how well the axes of rate and acceleration fit each other; None where too little turns to say.

    In windows of two seconds the rate, added up, turns the acceleration back to how the sensor was at first. If it is
    the right rate, the half-second means of what comes out stay the same: accelerations of the body nearly cancel in
    them. The share of their variance that is gone is what the rate explains; windows without jolts count for more.
    """
    if track.acceleration_m_s2 is None or track.angular_rate_rad_s is None:
        return None
    acceleration, rate = _windows(track.time_s, track.acceleration_m_s2, track.angular_rate_rad_s)
    turns = _variations(acceleration) >= (np.radians(_LEAST_TURN_DEG) * _G_M_S2) ** 2
    if not turns.any():
        return None
    acceleration, rate = acceleration[turns], rate[turns]
    calm = 1.0 / (_CALM_M_S2**2 + np.linalg.norm(acceleration, axis=2).var(axis=1))

    def explained(turning: FloatArray) -> float:
        left, all_of_it = _variations(_turned_back(acceleration, turning)), _variations(acceleration)
        return 1.0 - float(np.sum(calm * left) / np.sum(calm * all_of_it))

    given = explained(rate)
    best, axes = given, "as they are"
    if given >= _WELL_EXPLAINED:
        return AxisFit(given, best, axes)
    for order in permutations(range(3)):
        for signs in product((1.0, -1.0), repeat=3):
            found = explained(rate[:, :, order] * np.array(signs))
            if found > best + 1e-6:
                best = found
                axes = " ".join(
                    ("" if sign > 0 else "-") + "xyz"[axis] for axis, sign in zip(order, signs, strict=True)
                )
    return AxisFit(given, best, axes)


def _windows(time_s: FloatArray, acceleration: FloatArray, rate: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return both at `_GRID_HZ` in windows ``[window, time, 3]``, without those in which samples are missing."""
    size = round(_WINDOW_S * _GRID_HZ)
    grid = np.arange(time_s[0], time_s[-1], 1.0 / _GRID_HZ)
    count = len(grid) // size
    grid = grid[: count * size]
    rests = resting_rate(rate, float(np.median(np.diff(time_s))))
    both = [
        np.stack([np.interp(grid, time_s, column) for column in _averaged(values, time_s).T], axis=1)
        for values in (acceleration, rate - rests)
    ]
    gap_s = np.diff(time_s)[np.clip(np.searchsorted(time_s, grid) - 1, 0, len(time_s) - 2)]
    whole = (gap_s.reshape(count, size) <= LONGEST_GAP_S).all(axis=1)
    there, turning = (values.reshape(count, size, 3)[whole] for values in both)
    return np.asarray(there), np.asarray(turning)


def _averaged(values: FloatArray, time_s: FloatArray) -> FloatArray:
    """Return the mean of the samples about each that the coarser grid would leave out."""
    from scipy.ndimage import uniform_filter1d  # noqa: PLC0415 - slow to load, and only sensors need it

    many = max(1, round(1.0 / (_GRID_HZ * float(np.median(np.diff(time_s))))))
    return np.asarray(uniform_filter1d(values, many, axis=0)) if many > 1 else values


def _turned_back(acceleration: FloatArray, rate: FloatArray) -> FloatArray:
    """Return accelerations ``[window, time, 3]`` in the sensor's axes at the start of their window."""
    turned = np.empty_like(acceleration)
    now = np.tile([1.0, 0.0, 0.0, 0.0], (len(acceleration), 1))
    half = rate / (2.0 * _GRID_HZ)
    size = np.linalg.norm(half, axis=2, keepdims=True)
    steps = np.concatenate([np.cos(size), half * np.sinc(size / np.pi)], axis=2)
    for index in range(acceleration.shape[1]):
        turned[:, index] = rotated(now, acceleration[:, index])
        now = product_of(now, steps[:, index])
    return turned


def _variations(acceleration: FloatArray) -> FloatArray:
    """Return the mean square by which half-second means differ within each window ``[window]``, (m/s²)²."""
    windows, samples, _ = acceleration.shape
    size = round(_BLOCK_S * _GRID_HZ)
    blocks = acceleration.reshape(windows, samples // size, size, 3).mean(axis=2)
    away = blocks - blocks.mean(axis=1, keepdims=True)
    return np.asarray(np.mean(np.sum(away**2, axis=2), axis=1))


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
        elif fit is not None and not fit.explains:
            refused.append(
                f"At {track.place} the angular rate explains {max(fit.as_given, 0.0):.0%} of how gravity turns; "
                f"at least {_EXPLAINED:.0%} was expected: the columns are not of one sensor, or broken. "
                "Export them again."
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
