"""Sensor-to-segment calibration: quiet standing and a few bows, found in a recording or given as times."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import NotMeasurableError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import FloatArray, SensorPlace, SensorRecording
from hiphinge.orientation.fusion import LONGEST_GAP_S, orientations
from hiphinge.orientation.mounting import Mounting, bow_axis, mounting_of
from hiphinge.orientation.quaternions import up_in_sensor
from hiphinge.signals import lowpass, runs

__all__ = ["OrientedRecording", "SensorCalibration", "calibrate", "oriented"]

BoolArray = NDArray[np.bool_]

GRID_HZ: Final = 50.0
"""Rate at which standing and bows are looked for."""
STILL: Final = ((8.0, 0.8), (12.0, 0.5), (18.0, 0.3))
"""Who turns more slowly than this, degrees per second, in every sensor and for so many seconds, stands (or sits) still;
the first that is found counts."""
MOST_STANDING_S: Final = 3.0
LEAST_S: Final = 1.0
LEAST_BOW_DEG: Final = 15.0
"""A movement is a bow where the sensor that turns most leans this far out of standing."""
LEFT_DEG: Final = 6.0
"""A bow begins and ends where that sensor is within this of standing."""
MOST_BOWS: Final = 3
MOST_SPREAD_DEG: Final = 25.0
"""Bows must point the same way; skin wobble and slight twists stay well within this."""
LEAST_LINE_SHARE: Final = 0.8
SWAPPED_DEG: Final = -12.0
"""In a bow a sensor higher up leans at least as far as one below, less what a hollow back takes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class OrientedRecording:
    """A recording with the orientation of every sensor.

    ``quaternions`` and ``ups`` are ``[time, 4]`` and ``[time, 3]`` by place, on ``time_s``, the common clock.
    """

    recording: SensorRecording
    time_s: FloatArray
    quaternions: Mapping[SensorPlace, FloatArray]

    @property
    def ups(self) -> Mapping[SensorPlace, FloatArray]:
        """Which way is up in each sensor's axes ``[time, 3]``."""
        return {place: up_in_sensor(quaternion) for place, quaternion in self.quaternions.items()}

    @property
    def silent(self) -> Mapping[SensorPlace, BoolArray]:
        """When each sensor sent nothing for longer than can be bridged ``[time]``."""
        return {track.place: _in_a_gap(track.time_s, self.time_s) for track in self.recording.tracks}


@dataclass(frozen=True, kw_only=True, eq=False)
class SensorCalibration:
    """How all sensors sit on the body, and how well that is known.

    Attributes
    ----------
    mountings
        By place.
    standing_s, bows_s
        Stretches of the recording in which the person stood still, and bowed; seconds.
    """

    mountings: Mapping[SensorPlace, Mounting]
    standing_s: tuple[float, float]
    bows_s: tuple[tuple[float, float], ...]

    @property
    def spread_deg(self) -> float:
        """How far the direction of a bow differs from that of all, at most, degrees."""
        return max(mounting.spread_deg for mounting in self.mountings.values())

    @property
    def line_share(self) -> float:
        """How straight the bows were in the sensor that shows them worst: 1 is one plane, 0.5 none."""
        return min(mounting.line_share for mounting in self.mountings.values())


def oriented(recording: SensorRecording) -> OrientedRecording:
    """Return the orientation of every sensor on one clock: that of the sensor with the highest rate.

    Raises
    ------
    MissingComponentError
        If vqf is needed and not installed.
    """
    quickest = max(recording.tracks, key=lambda track: track.rate_hz)
    time_s = quickest.time_s[(quickest.time_s >= recording.start_s) & (quickest.time_s <= recording.end_s)]
    found = {track.place: _on_clock(orientations(track), track.time_s, time_s) for track in recording.tracks}
    return OrientedRecording(recording=recording, time_s=time_s, quaternions=FrozenMapping(found))


def _in_a_gap(own_s: FloatArray, time_s: FloatArray) -> BoolArray:
    """Return which times ``[time]`` lie within a gap longer than `LONGEST_GAP_S` between two samples."""
    after = np.clip(np.searchsorted(own_s, time_s), 1, len(own_s) - 1)
    gap_s = own_s[after] - own_s[after - 1]
    return np.asarray((gap_s > LONGEST_GAP_S) & (time_s > own_s[after - 1]) & (time_s < own_s[after]))


def _on_clock(quaternion: FloatArray, own_s: FloatArray, time_s: FloatArray) -> FloatArray:
    """Return quaternions ``[time, 4]`` at other times, straight between two neighbours, of length 1."""
    if len(own_s) == len(time_s) and np.array_equal(own_s, time_s):
        return quaternion
    flips = np.where(np.sum(quaternion[1:] * quaternion[:-1], axis=1) < 0.0, -1.0, 1.0)
    steady = quaternion * np.concatenate([[1.0], np.cumprod(flips)])[:, None]
    between = np.stack([np.interp(time_s, own_s, column) for column in steady.T], axis=1)
    return np.asarray(between / np.linalg.norm(between, axis=1, keepdims=True))


def calibrate(
    moved: OrientedRecording,
    *,
    standing_s: tuple[float, float] | None = None,
    bows_s: Sequence[tuple[float, float]] | None = None,
    backward: Collection[SensorPlace] = (),
) -> SensorCalibration:
    """Return how the sensors sit on the body, from quiet standing and the first bows after it.

    Parameters
    ----------
    standing_s, bows_s
        When the person stood still, and when they bowed forward, seconds; None finds it: the first quiet time before a
        movement, and the first one to three movements after it that go the same way. A lift is a bow, too. Seated is as
        good as standing where a recording is of sitting.
    backward
        Places that lean backward in what is given as bows: the pelvis does in sitting down.

    Raises
    ------
    NotMeasurableError
        If nobody stands still or bows, bows point different ways, or the sensors seem to have been swapped.
    """
    if moved.time_s[-1] - moved.time_s[0] < LEAST_S:
        message = f"The sensors record together for less than {LEAST_S:g} s: nobody stands and bows in it."
        raise NotMeasurableError(message)
    ups = {place: _grid(up, moved.time_s) for place, up in moved.ups.items()}
    grid = _grid_s(moved.time_s)
    standing = standing_s or _first_standing(grid, ups)
    still = (grid >= standing[0]) & (grid <= standing[1])
    tilts = _tilts(ups, still)
    bows = list(bows_s) if bows_s is not None else _first_bows(grid, ups, tilts, still=still, after_s=standing[1])
    if not bows:
        message = (
            f"Nobody bows after standing still ({standing[0]:.1f} to {standing[1]:.1f} s), so that it is not known "
            "which way is forward. Stand still for three seconds, then bow slowly two or three times."
        )
        raise NotMeasurableError(message)
    mountings = {}
    for place, up in ups.items():
        quaternion = moved.quaternions[place][(moved.time_s >= standing[0]) & (moved.time_s <= standing[1])]
        inside = [up[(grid >= a) & (grid <= b)] for a, b in bows]
        mountings[place] = mounting_of(place, quaternion, standing=up[still], bows=inside, backward=place in backward)
    found = SensorCalibration(mountings=FrozenMapping(mountings), standing_s=standing, bows_s=tuple(bows))
    _check(found, ups, grid)
    return found


def _grid_s(time_s: FloatArray) -> FloatArray:
    return np.asarray(np.arange(time_s[0], time_s[-1], 1.0 / GRID_HZ))


def _grid(up: FloatArray, time_s: FloatArray) -> FloatArray:
    grid = _grid_s(time_s)
    even = np.stack([np.interp(grid, time_s, column) for column in up.T], axis=1)
    smooth = np.stack([lowpass(column, grid, cutoff_hz=4.0) for column in even.T], axis=1)
    return np.asarray(smooth / np.linalg.norm(smooth, axis=1, keepdims=True))


def _speed_deg_s(up: FloatArray) -> FloatArray:
    return np.asarray(np.degrees(np.linalg.norm(np.gradient(up, 1.0 / GRID_HZ, axis=0), axis=1)))


def _first_standing(grid: FloatArray, ups: Mapping[SensorPlace, FloatArray]) -> tuple[float, float]:
    speed = np.max([_speed_deg_s(up) for up in ups.values()], axis=0)
    still = [run for slow, least_s in STILL for run in runs(speed < slow) if run[1] - run[0] >= least_s * GRID_HZ]
    for start, stop in still:
        standing = (grid[max(start, stop - round(MOST_STANDING_S * GRID_HZ))], grid[stop - 1])
        tilts = _tilts(ups, (grid >= standing[0]) & (grid <= standing[1]))
        if tilts[stop:].size and tilts[stop:].max() >= LEAST_BOW_DEG:
            return float(standing[0]), float(standing[1])
    message = (
        f"Nobody stands still for {STILL[-1][1]:g} s before moving: the angles have nothing to count from. Stand "
        "still for three seconds at the start, then bow slowly two or three times."
    )
    raise NotMeasurableError(message)


def _tilts(ups: Mapping[SensorPlace, FloatArray], still: BoolArray) -> FloatArray:
    """Return how far the sensor that tilts most is from standing ``[time]``, degrees, whatever the direction."""
    found = [np.degrees(np.arccos(np.clip(up @ _upward(up[still]), -1.0, 1.0))) for up in ups.values()]
    return np.asarray(np.max(found, axis=0))


def _first_bows(
    grid: FloatArray, ups: Mapping[SensorPlace, FloatArray], tilts: FloatArray, *, still: BoolArray, after_s: float
) -> list[tuple[float, float]]:
    """Return the first one to three movements out of standing and back that go the same way as the first of them."""
    moves = [
        (start, stop)
        for start, stop in runs((tilts > LEFT_DEG) & (grid > after_s))
        if tilts[start:stop].max() >= LEAST_BOW_DEG
    ][:MOST_BOWS]
    if not moves:
        return []
    upward = {place: _upward(up[still]) for place, up in ups.items()}
    first = slice(*moves[0])
    place = max(ups, key=lambda one: float(np.linalg.norm(np.cross(ups[one][first], upward[one]), axis=1).max()))
    ways = [bow_axis(ups[place][start:stop], upward[place])[0] for start, stop in moves]
    alike = takewhile(lambda way: float(way @ ways[0]) >= np.cos(np.radians(MOST_SPREAD_DEG)), ways)
    return [(float(grid[start]), float(grid[stop - 1])) for (start, stop), _ in zip(moves, alike, strict=False)]


def _upward(ups: FloatArray) -> FloatArray:
    middle = np.median(ups, axis=0)
    return np.asarray(middle / np.linalg.norm(middle))


def _check(found: SensorCalibration, ups: Mapping[SensorPlace, FloatArray], grid: FloatArray) -> None:
    """Refuse a calibration whose bows are no straight movement, or in which the sensors contradict their places."""
    worst = min(found.mountings.values(), key=lambda mounting: mounting.line_share)
    if worst.line_share < LEAST_LINE_SHARE:
        message = (
            f"The bows should go straight forward and back, but the sensor at {worst.place} turned in other "
            f"directions, too (only {worst.line_share:.0%} of its movement is along one line). "
            "Bow slowly, without turning aside."
        )
        raise NotMeasurableError(message)
    widest = max(found.mountings.values(), key=lambda mounting: mounting.spread_deg)
    if widest.spread_deg > MOST_SPREAD_DEG:
        message = (
            f"The bows should go the same way, but at {widest.place} they differ by {widest.spread_deg:.0f} degrees. "
            "Check that the sensor does not slip, and bow straight forward."
        )
        raise NotMeasurableError(message)
    _check_places(found, ups, grid)


def _check_places(found: SensorCalibration, ups: Mapping[SensorPlace, FloatArray], grid: FloatArray) -> None:
    back = [place for place in found.mountings if place.on_back]
    bowing = np.any([(grid >= a) & (grid <= b) for a, b in found.bows_s], axis=0)
    leans = {place: found.mountings[place].lean_deg(ups[place][bowing]) for place in back}
    for upper, lower in pairwise(back):
        deepest = int(np.argmax(leans[upper] + leans[lower]))
        more = float(leans[upper][deepest] - leans[lower][deepest])
        if more < SWAPPED_DEG:
            message = (
                f"In a bow the sensor at {upper} should lean at least as far as the one at {lower} below it, but leans "
                f"{-more:.0f} degrees less. The two seem to have been swapped: name the places the other way round."
            )
            raise NotMeasurableError(message)
