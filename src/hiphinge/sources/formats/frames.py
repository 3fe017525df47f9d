"""Converts frame numbers to times and relative positions to pixels, and says what was assumed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import CoordinateFrame, FloatArray, KeypointLayout, Motion, Origin

__all__ = ["ASSUMED_FPS", "Timing", "frame_motion", "seconds", "timing_of_numbers", "to_pixels"]

ASSUMED_FPS = 30.0
_SHARES_BELOW = 4.0
_MAX_MS_STEP = 5_000.0
_MIN_MS_STEP = 2.0
_MAX_S_STEP = 2.0


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Times of frames, and what was assumed to get them."""

    time_s: FloatArray
    fps: float
    warnings: tuple[str, ...] = ()


def timing_of_numbers(numbers: Sequence[float] | FloatArray, *, fps: float | None) -> Timing:
    """Return times of frames that are only numbered; without a rate, 30 per second is assumed, with a warning."""
    rate = fps if fps is not None else ASSUMED_FPS
    warning = f"The file does not say how many frames there are in a second; {ASSUMED_FPS:g} were assumed."
    time_s = np.asarray(numbers, dtype=np.float64) / rate
    return Timing(time_s=time_s, fps=rate, warnings=() if fps is not None else (warning,))


def seconds(stamps: FloatArray) -> Timing:
    """Return times in seconds of stamps in seconds, milliseconds or microseconds, distinguished by their steps.

    Raises
    ------
    InputFormatError
        If the stamps do not increase, or their step fits no unit.
    """
    step = float(np.median(np.diff(stamps))) if len(stamps) > 1 else 1.0
    if not step > 0:
        message = "The times should increase from frame to frame, but do not."
        raise InputFormatError(message)
    unit_s = 1.0 if step < _MAX_S_STEP else 1e-3 if _MIN_MS_STEP <= step < _MAX_MS_STEP else 1e-6
    return Timing(time_s=stamps * unit_s, fps=1.0 / (step * unit_s))


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
        return positions
    if size_px is None:
        message = (
            f"{name} gives positions as shares of the frame, but not the frame's width and height; every angle "
            "depends on them. Give the size of the video: size_px=(1080, 1920) for an upright phone."
        )
        raise InputFormatError(message)
    return np.asarray(positions * np.array(size_px, dtype=np.float64))


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
