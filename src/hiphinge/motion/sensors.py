"""What motion sensors on the body recorded: samples by place on the body, frozen and checked."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputFormatError, UnknownIdError
from hiphinge.motion.origin import FloatArray, FrozenArrays, Origin, frozen

__all__ = ["SensorPlace", "SensorRecording", "SensorSample", "SensorTrack"]

_LEAST_SAMPLES: Final = 2
_UNIT_TOLERANCE: Final = 0.1
"""A quaternion may be this far from unit length: files round it. It is brought to unit length."""


class SensorPlace(StrEnum):
    """Where on the body a sensor is worn; those on the back by the vertebra under it, from the top down."""

    HEAD = "head"
    C7 = "C7"
    T1 = "T1"
    T4 = "T4"
    T8 = "T8"
    T10 = "T10"
    T12 = "T12"
    L1 = "L1"
    L3 = "L3"
    L4 = "L4"
    L5 = "L5"
    S2 = "S2"
    PELVIS = "pelvis"
    THIGH = "thigh"
    SHANK = "shank"

    @classmethod
    def named(cls, name: str) -> "SensorPlace":
        """Return a place by its name in any case, or by another common name of it.

        Raises
        ------
        UnknownIdError
            If no place is called so.
        """
        plain = "".join(character for character in name.casefold() if character.isalnum())
        for place in cls:
            if place.value.casefold() == plain:
                return place
        if plain in _OTHER_NAMES:
            return _OTHER_NAMES[plain]
        raise UnknownIdError.of(name, kind="place on the body", known=[place.value for place in cls])

    @property
    def order(self) -> int:
        """Place in the order from the head down."""
        return list(SensorPlace).index(self)

    @property
    def on_back(self) -> bool:
        """Whether it is on the spine or the pelvis."""
        return SensorPlace.C7.order <= self.order <= SensorPlace.PELVIS.order


_OTHER_NAMES: Final = {
    "sternum": SensorPlace.T8,
    "chest": SensorPlace.T8,
    "upperback": SensorPlace.T8,
    "upperspine": SensorPlace.T1,
    "lowerspine": SensorPlace.L1,
    "thorax": SensorPlace.T8,
    "trunk": SensorPlace.T8,
    "lowerback": SensorPlace.L1,
    "lumbar": SensorPlace.L5,
    "hip": SensorPlace.PELVIS,
    "hips": SensorPlace.PELVIS,
    "sacrum": SensorPlace.S2,
    "s1": SensorPlace.S2,
    "upperleg": SensorPlace.THIGH,
    "femur": SensorPlace.THIGH,
    "lowerleg": SensorPlace.SHANK,
    "tibia": SensorPlace.SHANK,
    "shin": SensorPlace.SHANK,
}


@dataclass(frozen=True, kw_only=True)
class SensorSample:
    """One sample of one sensor, in the sensor's own axes.

    Attributes
    ----------
    time_s
        Seconds on the sensor's clock.
    acceleration_m_s2
        Specific force x, y, z: at rest 9.81 upward.
    angular_rate_rad_s
        x, y, z, right-handed.
    quaternion
        w, x, y, z from the sensor to an earth whose z axis is up, where the sensor computes one itself; it then counts
        in place of the other two, and is brought to length 1.
    """

    place: SensorPlace
    time_s: float
    acceleration_m_s2: tuple[float, float, float] | None = None
    angular_rate_rad_s: tuple[float, float, float] | None = None
    quaternion: tuple[float, float, float, float] | None = None

    def __post_init__(self) -> None:
        """Check that it holds an orientation, or what one comes from."""
        raw = self.acceleration_m_s2 is not None and self.angular_rate_rad_s is not None
        given = (*(self.acceleration_m_s2 or ()), *(self.angular_rate_rad_s or ()), *(self.quaternion or ()))
        if not (raw or self.quaternion is not None) or not np.all(np.isfinite((self.time_s, *given))):
            message = (
                f"A sample at {self.place} should hold acceleration and angular rate, or a quaternion, all finite "
                f"numbers, but holds {given or 'nothing'} at {self.time_s} s."
            )
            raise InputFormatError(message)
        if self.quaternion is not None:
            (unit,) = _unit(np.array([self.quaternion]), self.place)
            object.__setattr__(self, "quaternion", tuple(float(v) for v in unit))


@dataclass(frozen=True, kw_only=True, eq=False)
class SensorTrack(FrozenArrays):
    """What one sensor recorded, in its own axes.

    Attributes
    ----------
    time_s
        Seconds ``[time]``, increasing, on the clock of the whole recording; the steps may differ.
    acceleration_m_s2
        Specific force ``[time, 3]``: at rest 9.81 upward; None where only quaternions were written.
    angular_rate_rad_s
        ``[time, 3]``, right-handed; None where only quaternions were written.
    magnetic_field
        ``[time, 3]`` in any unit, or None. Kept, but not used: near steel it misleads.
    quaternion
        ``[time, 4]`` w, x, y, z from the sensor to an earth whose z axis is up, or None.

    Raises
    ------
    InputFormatError
        If shapes disagree, times do not increase, a number is not finite, or neither acceleration with angular rate nor
        quaternions are there.
    """

    place: SensorPlace
    time_s: FloatArray
    acceleration_m_s2: FloatArray | None = None
    angular_rate_rad_s: FloatArray | None = None
    magnetic_field: FloatArray | None = None
    quaternion: FloatArray | None = None

    def __post_init__(self) -> None:
        """Freeze the arrays and check them."""
        object.__setattr__(self, "time_s", frozen(self.time_s))
        for name, width in _WIDTHS.items():
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, frozen(value))
                self._check(name, (len(self.time_s), width))
        self._check_times()
        if not self.raw and self.quaternion is None:
            message = f"The sensor at {self.place} should have acceleration and angular rate, or quaternions."
            raise InputFormatError(message)
        if self.quaternion is not None:
            object.__setattr__(self, "quaternion", frozen(_unit(self.quaternion, self.place)))

    def _check(self, name: str, shape: tuple[int, int]) -> None:
        values: FloatArray = getattr(self, name)
        if values.shape != shape:
            message = f"{name} of {self.place} should have the shape {shape}, but has {values.shape}."
            raise InputFormatError(message)
        if not np.all(np.isfinite(values)):
            message = f"{name} of {self.place} holds something that is no number. Leave such samples out."
            raise InputFormatError(message)

    def _check_times(self) -> None:
        if len(self.time_s) < _LEAST_SAMPLES:
            message = f"The sensor at {self.place} has {len(self.time_s)} samples. Record at least one repetition."
            raise InputFormatError(message)
        if not np.all(np.isfinite(self.time_s)) or np.any(np.diff(self.time_s) <= 0):
            message = f"The times of the sensor at {self.place} should increase from sample to sample, but do not."
            raise InputFormatError(message)

    def __len__(self) -> int:
        """Return the number of samples."""
        return len(self.time_s)

    @property
    def raw(self) -> bool:
        """Whether acceleration and angular rate are there."""
        return self.acceleration_m_s2 is not None and self.angular_rate_rad_s is not None

    @property
    def rate_hz(self) -> float:
        """Samples a second, by the median step."""
        return float(1.0 / np.median(np.diff(self.time_s)))

    def part(self, samples: NDArray[np.bool_] | slice) -> "SensorTrack":
        """Return some of the samples, in their order; at least two."""
        chosen = {name: value[samples] for name in _WIDTHS if (value := getattr(self, name)) is not None}
        return replace(self, time_s=self.time_s[samples], **chosen)

    def sample(self, index: int) -> SensorSample:
        """Return one sample."""
        rows = {
            name: tuple(float(v) for v in value[index])
            for name in ("acceleration_m_s2", "angular_rate_rad_s", "quaternion")
            if (value := getattr(self, name)) is not None
        }
        return SensorSample(place=self.place, time_s=float(self.time_s[index]), **rows)  # type: ignore[arg-type]  # rows of 3 and 4


_WIDTHS: Final = {"acceleration_m_s2": 3, "angular_rate_rad_s": 3, "magnetic_field": 3, "quaternion": 4}


def _unit(quaternion: FloatArray, place: SensorPlace) -> FloatArray:
    length = np.linalg.norm(quaternion, axis=1)
    if np.any(np.abs(length - 1.0) > _UNIT_TOLERANCE):
        message = (
            f"The quaternions of the sensor at {place} should have length 1, but have {length.min():.2f} to "
            f"{length.max():.2f}. Check which columns they are."
        )
        raise InputFormatError(message)
    return np.asarray(quaternion / length[:, None])


@dataclass(frozen=True, kw_only=True, eq=False)
class SensorRecording:
    """What one or several sensors on one person recorded, on one clock.

    Attributes
    ----------
    tracks
        One for each sensor, from the head down; no two at one place.
    origin
        Where it came from; everything that was assumed or found in reading is in ``origin.warnings``.

    Raises
    ------
    InputFormatError
        If there is no sensor, two are at one place, or they have no time in common.
    """

    tracks: tuple[SensorTrack, ...]
    origin: Origin = field(default_factory=lambda: Origin(name="sensors"))

    def __post_init__(self) -> None:
        """Order the tracks and check them."""
        ordered = tuple(sorted(self.tracks, key=lambda track: track.place.order))
        object.__setattr__(self, "tracks", ordered)
        places = [track.place for track in ordered]
        if not places or len(set(places)) < len(places):
            message = (
                f"A recording should have one sensor at each place, but {self.origin.name} has "
                f"{', '.join(places) or 'none'}. Say where each sensor was worn."
            )
            raise InputFormatError(message)
        if self.start_s >= self.end_s:
            message = f"The sensors of {self.origin.name} have no time in common. Record them together."
            raise InputFormatError(message)

    @property
    def places(self) -> tuple[SensorPlace, ...]:
        """Where the sensors are, from the head down."""
        return tuple(track.place for track in self.tracks)

    @property
    def start_s(self) -> float:
        """When all sensors have begun, seconds."""
        return max(float(track.time_s[0]) for track in self.tracks)

    @property
    def end_s(self) -> float:
        """When the first sensor ends, seconds."""
        return min(float(track.time_s[-1]) for track in self.tracks)

    def track(self, place: SensorPlace) -> SensorTrack | None:
        """Return what the sensor at a place recorded, or None."""
        return next((track for track in self.tracks if track.place is place), None)

    def between(self, start_s: float, end_s: float) -> "SensorRecording":
        """Return what was recorded from one moment to another, both included, seconds."""
        kept = [track.part((track.time_s >= start_s) & (track.time_s <= end_s)) for track in self.tracks]
        return replace(self, tracks=tuple(kept))

    def with_warnings(self, warnings: Iterable[str]) -> "SensorRecording":
        """Return the same recording with more to say about it."""
        return replace(self, origin=replace(self.origin, warnings=(*self.origin.warnings, *warnings)))
