"""What hands and feet do: how high the hands are, where they hang from the shoulders, and whether somebody walks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiphinge.cleaning import bar_is_on_back, has_usual_width
from hiphinge.motion import FloatArray, FrozenArrays, SideMotion
from hiphinge.signals import resample, rolling_median, window_frames

__all__ = ["HandsAndFeet", "hands_and_feet_of"]

BoolArray = NDArray[np.bool_]

WALKING_PER_S = 0.3
"""Feet and hips that both travel faster than this, leg lengths per second, walk; easy walking is about 1."""
WALKING_WINDOW_S = 0.8
"""Speeds of walking are taken over this time: about a step."""
GLITCH_S = 0.25
"""Medians over this time remove landmarks that jump for a frame or two."""
ARM_PERCENTILE = 90.0
"""The distance from shoulder to wrist of an arm that hangs straight, as a percentile over the recording."""


@dataclass(frozen=True, kw_only=True, eq=False)
class HandsAndFeet(FrozenArrays):
    """Where hands and feet are, frame by frame; NaN where they were not detected.

    Attributes
    ----------
    time_s
        Seconds ``[time]``.
    hand_height
        Height of the wrists above the ankles ``[time]``, leg lengths.
    hand_offset
        Wrists from the shoulders ``[time, 2]``, forward and up, in lengths of the straight arm.
    walks
        Frames ``[time]`` in which feet and hips travel together.
    plate_away
        How far a weight plate is from the hands ``[time]``, leg lengths; NaN where none was followed. None where no
        plate was sought.
    plate_height
        Its height above the ankles ``[time]``, leg lengths.
    on_back
        Whether it is on a bar on the back.
    """

    time_s: FloatArray
    hand_height: FloatArray
    hand_offset: FloatArray
    walks: BoolArray
    plate_away: FloatArray | None = None
    plate_height: FloatArray | None = None
    on_back: bool = False

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for name in ("time_s", "hand_height", "hand_offset", "walks"):
            getattr(self, name).setflags(write=False)
        for plate in (self.plate_away, self.plate_height):
            if plate is not None:
                plate.setflags(write=False)

    def walks_between(self, start_s: float, end_s: float) -> float:
        """Return for how long somebody walks within a stretch of time, seconds."""
        within = (self.time_s >= start_s) & (self.time_s <= end_s)
        return float(np.sum(self.walks[within]) * np.median(np.diff(self.time_s)))


def hands_and_feet_of(side: SideMotion) -> HandsAndFeet:
    """Return what hands and feet do in a cleaned side view of two frames or more.

    Notes
    -----
    Both sides are averaged, since plates and legs hide one hand or the other for a while. Heights are above the usual
    height of the ankles, so that a step or a phone that is moved a little changes nothing.
    """
    wrist, shoulder, ankle = (_both(side, name) for name in ("wrist", "shoulder", "ankle"))
    frames = _odd(side.time_s, GLITCH_S)
    offset = rolling_median(wrist - shoulder, frames=frames)
    reach = np.linalg.norm(offset, axis=1)
    arm = float(np.percentile(reach[np.isfinite(reach)], ARM_PERCENTILE)) if np.isfinite(reach).any() else np.nan
    floor = float(np.median(ankle[np.isfinite(ankle[:, 1]), 1])) if np.isfinite(ankle[:, 1]).any() else np.nan
    plate = None if side.plate is None else np.where(has_usual_width(side.plate)[:, None], side.plate, np.nan)
    return HandsAndFeet(
        time_s=side.time_s,
        hand_height=(rolling_median(wrist[:, 1:], frames=frames)[:, 0] - floor) / side.leg_length,
        hand_offset=offset / arm,
        walks=_walking(side, ankle[:, 0]),
        plate_away=None if plate is None else np.linalg.norm(plate[:, :2] - wrist, axis=1) / side.leg_length,
        plate_height=None if plate is None else (plate[:, 1] - floor) / side.leg_length,
        on_back=bar_is_on_back(side),
    )


def _walking(side: SideMotion, feet: FloatArray) -> BoolArray:
    """Return the frames ``[time]`` in which feet and hips travel the same way, both faster than `WALKING_PER_S`."""
    speeds = [_speed(path, side.time_s) / side.leg_length for path in (feet, side.joint("hip")[:, 0])]
    with np.errstate(invalid="ignore"):
        same_way = np.sign(speeds[0]) == np.sign(speeds[1])
        return np.asarray(same_way & (np.minimum(*np.abs(speeds)) > WALKING_PER_S))


def _speed(path: FloatArray, time_s: FloatArray) -> FloatArray:
    """Return the speed ``[time]`` of a path over `WALKING_WINDOW_S`; NaN near the ends and where it is unknown."""
    smooth = rolling_median(path[:, None], frames=_odd(time_s, GLITCH_S))
    half_s = WALKING_WINDOW_S / 2
    early, late = (np.clip(time_s + step, time_s[0], time_s[-1]) for step in (-half_s, half_s))
    moved = resample(smooth, time_s, late) - resample(smooth, time_s, early)
    return np.asarray(moved[:, 0] / np.maximum(late - early, half_s))


def _both(side: SideMotion, name: str) -> FloatArray:
    """Return the middle of the two sides' joint ``[time, 2]``, or the one that was detected."""
    near, far = side.joint(name), side.joint(name, side="far")
    middle = np.where(np.isfinite(far), (near + far) / 2, near)
    return np.asarray(np.where(np.isfinite(middle), middle, far))


def _odd(time_s: FloatArray, window_s: float) -> int:
    return min(window_frames(time_s, window_s), 2 * (len(time_s) // 2) - 1)
