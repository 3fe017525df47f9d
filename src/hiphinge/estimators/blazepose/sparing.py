"""Frames between two that were measured: left out while the person moves evenly, and measured where they do not."""

import math
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

import numpy as np

from hiphinge.estimators.blazepose.following import Known, Step, step
from hiphinge.estimators.blazepose.looking import Looker
from hiphinge.estimators.in_parts import TimedImage
from hiphinge.motion import BLAZEPOSE_33, FloatArray

__all__ = ["followed", "is_even"]

F = TypeVar("F", bound=TimedImage)

UNEVEN = 0.0035
"""How far the trunk may be from the straight line between two measured frames, as a share of the region's size: about
7 mm. That is 13 m/s² at 15 measured frames a second; hinges and pulls stay below 10, swings and drops exceed it."""
MOVES_ON = 0.5
"""Where frames are left out, the region is moved on by this share of its latest step: with none and with all of it, the
network has to run again in more frames."""
APART_S = 0.1
"""Frames that are farther apart than this have those between them measured."""
_TRUNK = [
    BLAZEPOSE_33.keypoints.index(f"{side}_{joint}") for joint in ("shoulder", "hip") for side in ("left", "right")
]


def followed(looker: Looker, frames: Iterable[F], before: Step, *, every: int) -> Iterator[tuple[F, Step]]:
    """Follow the person through frames in order, from what is known before them; yield each with its step.

    The first, the last and every ``every``-th are measured, and those between where the person moves unevenly or has
    just done so, is lost or is searched for. Elsewhere a frame has the pose before it, marked as not measured.
    """
    earlier: Step | None = None
    even = False
    for *between, frame in _groups(frames, every):
        if not between or (before.pose.detected and not even):
            found = yield from _one_by_one(looker, (*between, frame), before)
            even = earlier is not None and is_even(earlier, before, found)
        else:
            known = _moved_on(earlier, before, frame.time_s)
            found = step(looker, frame.image_rgb, known, time_s=frame.time_s)
            even = earlier is not None and is_even(earlier, before, found)
            if found.pose.detected and found.pose.tracked and before.pose.detected:
                for one in between:
                    yield one, _between(looker, one, before, found, even=even)
                yield frame, found
            elif not (found.pose.detected or before.pose.detected):
                nobody = replace(before, pose=replace(before.pose, measured=False), look=None)
                yield from ((one, nobody) for one in between)
                yield frame, found
            else:
                found = yield from _one_by_one(looker, (*between, frame), before)
        earlier, before = before, found


def _one_by_one(looker: Looker, frames: Iterable[F], before: Step) -> Generator[tuple[F, Step], None, Step]:
    """Yield frames with their steps, all measured; return the last."""
    found = before
    for one in frames:
        found = step(looker, one.image_rgb, found.known, time_s=one.time_s)
        yield one, found
    return found


def _groups(frames: Iterable[F], every: int) -> Iterator[list[F]]:
    """Yield the first frame alone, then so many at a time; fewer at the end, each of them alone."""
    group: list[F] = []
    for number, frame in enumerate(frames):
        group.append(frame)
        if number == 0 or len(group) == every:
            yield group
            group = []
    for frame in group:
        yield [frame]


def is_even(earlier: Step, before: Step, found: Step) -> bool:
    """Return whether the trunk is near the straight line between two measured frames, seen from the one before them."""
    region = found.known.region
    if region is None or not (earlier.pose.detected and before.pose.detected):
        return False
    times = [one.known.last_s for one in (earlier, before, found)]
    first_s, second_s = np.diff(times)
    if not 0 < second_s <= APART_S or not 0 < first_s <= APART_S:
        return False
    a, b, c = (_trunk(one.pose.positions) for one in (earlier, before, found))
    off = (c - b - (b - a) * (second_s / first_s)) * (second_s / (4 * (first_s + second_s)))
    return bool(np.hypot(*off.T).max() <= UNEVEN * region.size_px)


def _moved_on(earlier: Step | None, before: Step, time_s: float) -> Known:
    """Return what is known before a frame, the person's region moved on by part of how it moved just now."""
    if earlier is None or not before.pose.tracked:
        return before.known
    here, there = earlier.known.region, before.known.region
    span_s = before.known.last_s - earlier.known.last_s
    if here is None or there is None or not 0 < span_s <= APART_S:
        return before.known
    return replace(before.known, region=here.towards(there, 1 + MOVES_ON * (time_s - before.known.last_s) / span_s))


def _trunk(positions: FloatArray) -> FloatArray:
    """Return the middle between the shoulders and that between the hips ``[2, 2]``."""
    return np.asarray(positions[_TRUNK].reshape(2, 2, 2).mean(axis=1))


def _between(looker: Looker, frame: F, before: Step, found: Step, *, even: bool) -> Step:
    """Return a frame between two in which the person was found: measured where they are expected, or left out."""
    here, there = before.known.region, found.known.region
    if here is None or there is None:
        return step(looker, frame.image_rgb, before.known, time_s=frame.time_s)
    share = (frame.time_s - before.known.last_s) / (found.known.last_s - before.known.last_s)
    known = replace(before.known, region=here.towards(there, share))
    if even:
        return Step(pose=replace(before.pose, measured=False, tracked=True, mask=None, contour=None), known=known)
    one = step(looker, frame.image_rgb, replace(known, next_look_s=math.inf), time_s=frame.time_s)
    return replace(one, known=replace(one.known, next_look_s=known.next_look_s))
