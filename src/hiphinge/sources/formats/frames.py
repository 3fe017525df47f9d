"""Converts frame numbers to times and relative positions to pixels, and says what was assumed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import CoordinateFrame, FloatArray, KeypointLayout, Motion, Origin

__all__ = ["ASSUMED_FPS", "RATE_ADVICE", "Timing", "frame_motion", "seconds", "timing_of_numbers", "to_pixels"]

ASSUMED_FPS = 30.0
RATE_ADVICE = "Give the frames per second: --fps 25 on the command line, fps=25 in Python."
_SIZE_ADVICE = (
    "Give width and height of the video: --size 1080x1920 on the command line, size_px=(1080, 1920) in Python "
    "(an upright phone)."
)
_SHARES_BELOW = 4.0
_OUTSIDE = 0.3
_LEAST_VIDEO_FPS = 12.0
"""No camera films at fewer frames a second; a lower rate is that of the frames that were kept."""
_RATES_HZ = (1.5, 1000.0)
"""Frames a second that a recording of a movement can have."""
_UNITS_S = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Times of frames, and what was assumed to get them."""

    time_s: FloatArray
    fps: float
    warnings: tuple[str, ...] = ()


def timing_of_numbers(numbers: Sequence[float] | FloatArray, *, fps: float | None) -> Timing:
    """Return times of frames that are only numbered; without a rate, 30 per second is assumed, with a warning.

    Parameters
    ----------
    numbers
        Increasing frame numbers.
    fps
        Frames per second of the video that the frames are numbered in; where they are numbered in steps, a rate that
        no camera has is that of the frames themselves.

    Raises
    ------
    InputFormatError
        If so few frames a second result that they cannot be frame numbers.
    """
    stamps = np.asarray(numbers, dtype=np.float64)
    step = float(np.median(np.diff(stamps))) if len(stamps) > 1 else 1.0
    rate = ASSUMED_FPS if fps is None else fps
    per_frame = fps is not None and step > 1 and fps < _LEAST_VIDEO_FPS
    per_second = rate if per_frame else rate / max(step, 1.0)
    if not _RATES_HZ[0] <= per_second:
        message = (
            f"The frames are numbered in steps of {step:,.0f}, from {stamps[0]:,.0f} to {stamps[-1]:,.0f}: at "
            f"{rate:g} frames a second that is {per_second:.2g} of them in a second, too few to see a movement. Frame "
            f"numbers that count the frames of the video were expected. {RATE_ADVICE}"
        )
        raise InputFormatError(message)
    notes = []
    if fps is None:
        notes.append(
            f"The file does not say how many frames there are in a second; {ASSUMED_FPS:g} were assumed. If it was "
            f"another rate, all times are wrong by that ratio. {RATE_ADVICE}"
        )
    if step > 1:
        notes.append(f"The frames are numbered in steps of {step:g}; {per_second:.3g} of them are in a second.")
    time_s = stamps / (rate * step if per_frame else rate)
    return Timing(time_s=time_s, fps=per_second if step > 1 else rate, warnings=tuple(notes))


def seconds(stamps: FloatArray, *, unit: str | None = None) -> Timing:
    """Return times in seconds of increasing stamps in seconds, milli-, micro- or nanoseconds.

    Parameters
    ----------
    unit
        ``s``, ``ms``, ``us`` or ``ns``; None, or a unit with which no camera's rate results, finds it from the steps.

    Raises
    ------
    InputFormatError
        If the steps fit no unit.
    """
    step = float(np.median(np.diff(stamps))) if len(stamps) > 1 else 1.0
    scales = [scale for name, scale in _UNITS_S.items() if name == unit] + list(_UNITS_S.values())
    fitting = [scale for scale in scales if _RATES_HZ[0] * step * scale <= 1 <= _RATES_HZ[1] * step * scale]
    if not fitting:
        message = (
            f"The times grow by {step:.3g} from frame to frame. Times in seconds, milliseconds or microseconds of a "
            "recording with 2 to 1000 frames a second were expected. Write them in seconds, or leave them out. "
            f"{RATE_ADVICE}"
        )
        raise InputFormatError(message)
    return Timing(time_s=stamps * fitting[0], fps=1.0 / (step * fitting[0]))


def to_pixels(positions: FloatArray, *, size_px: tuple[int, int] | None, name: str) -> FloatArray:
    """Return positions ``[..., 2]`` in pixels, whether they came as pixels or as shares of width and height.

    Raises
    ------
    InputFormatError
        If they are shares and the size of the frame is not given: the ratio of width to height changes every
        angle, and cannot be derived from limb lengths (on rendered people the error is a tenth to a half).
    """
    finite = np.abs(positions[np.isfinite(positions)])
    if not len(finite) or np.quantile(finite, 0.99) > _SHARES_BELOW:
        _ensure_inside(positions, size_px=size_px, name=name)
        return positions
    if size_px is None:
        message = (
            f"{name} gives positions as shares of the frame, but not the frame's width and height; every angle "
            f"depends on them. {_SIZE_ADVICE}"
        )
        raise InputFormatError(message)
    return np.asarray(positions * np.array(size_px, dtype=np.float64))


def _ensure_inside(positions: FloatArray, *, size_px: tuple[int, int] | None, name: str) -> None:
    """Refuse a size that most points lie outside of."""
    known = positions[np.isfinite(positions).all(axis=-1)]
    if size_px is None or not len(known) or not ((known > size_px).any(axis=-1)).mean() > _OUTSIDE:
        return
    reach = np.quantile(known, 0.99, axis=0)
    message = (
        f"The points of {name} reach {reach[0]:.0f} x {reach[1]:.0f} pixels, but the size of the frame is said to be "
        f"{size_px[0]} x {size_px[1]}. Give the size of the video that they were found in, or none for pixels."
    )
    raise InputFormatError(message)


def frame_motion(
    layout: KeypointLayout,
    *,
    positions: FloatArray,
    confidence: FloatArray,
    timing: Timing,
    origin: Origin,
    world_m: FloatArray | None = None,
) -> Motion:
    """Return a motion in pixels; where nothing was found, confidence is 0."""
    detected = np.asarray(np.isfinite(positions).all(axis=-1))
    return Motion(
        time_s=timing.time_s,
        positions=np.where(detected[..., None], positions, np.nan),
        confidence=np.where(detected, np.clip(np.nan_to_num(confidence), 0.0, 1.0), 0.0),
        layout=layout,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=origin,
        world_m=world_m,
    )
