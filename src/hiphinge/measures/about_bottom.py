"""The frames in which somebody is as deep as at the deepest moment: what is measured there is taken over them all."""

import numpy as np

from hiphinge.measures.series import BoolArray, MotionSeries
from hiphinge.motion import FloatArray
from hiphinge.repetitions import Span
from hiphinge.signals import median_of

__all__ = ["ABOUT_S", "AS_DEEP_DEG", "FOLD", "frames_about_bottom"]

ABOUT_S = 0.1
"""Frames so near to the deepest moment belong to the bottom, however fast somebody turns round."""
AS_DEEP_DEG = 2.0
"""In frames whose fold is less than the one at the deepest moment by no more than this, somebody is as deep.

In 59 rendered sets, seen twice (as a recording, and as the frames of a live session), lower backs then differed by 1.1
degrees in place of 1.4 (root mean square). Lower back and knee stayed as near to the truth as they were on average, the
trunk within 0.02 degrees, and in 22 sets of others within 0.11."""
FOLD = "trunk_thigh_angle_deg"


def frames_about_bottom(series: MotionSeries, span: Span) -> BoolArray:
    """Return the frames ``[time]`` about the deepest moment, and all next to them in which somebody is as deep.

    Somebody who pauses is deepest now in one frame and now in another: the whole pause says more than any of them.
    Frames without a fold do not end the pause, and are no part of it either; where there is no fold about the deepest
    moment, as by sensors and from the front, only the frames about it are returned.
    """
    about = np.abs(series.time_s - span.bottom_s) <= ABOUT_S
    fold = series.of(FOLD)
    known = np.isfinite(fold)
    if not (about & known).any():
        return about
    as_deep = fold >= median_of(fold[about & known]) - AS_DEEP_DEG
    inside = series.between(span.start_s, span.end_s)
    pause = _stretch_about(inside & (as_deep | ~known), _nearest(series.time_s, span.bottom_s))
    return about | (pause & as_deep)


def _nearest(time_s: FloatArray, at_s: float) -> int:
    return int(np.argmin(np.abs(time_s - at_s)))


def _stretch_about(frames: BoolArray, place: int) -> BoolArray:
    """Return the frames that hang together with the one at a place."""
    before, after = np.flatnonzero(~frames[:place]), np.flatnonzero(~frames[place + 1 :])
    first = before[-1] + 1 if len(before) else 0
    last = place + 1 + after[0] if len(after) else len(frames)
    stretch = np.zeros(len(frames), dtype=bool)
    stretch[first:last] = True
    return stretch
