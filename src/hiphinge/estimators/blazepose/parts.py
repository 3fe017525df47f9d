"""A recording in parts: how long they are, how each is followed by itself, and how they are joined.

A part begins with the last frames of the part before: the person is searched for there, so that the part's own frames
begin with somebody who is followed. Where both parts know the person in nearly the same place after them, they are
joined as they are. Elsewhere, the first frames of the part are looked at again from what the part before knew, until
both agree.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from hiphinge.estimators.blazepose.crowd import LOOK_S
from hiphinge.estimators.blazepose.detection import distance
from hiphinge.estimators.blazepose.following import NOBODY, Known, Step, step
from hiphinge.estimators.blazepose.looking import Looker
from hiphinge.estimators.blazepose.sparing import followed
from hiphinge.estimators.in_parts import TimedImage
from hiphinge.estimators.people import PersonTrack
from hiphinge.estimators.region import Region

__all__ = ["WARM_UP", "Lengths", "Part", "Steps", "joined", "lengths_of", "tracked"]

WARM_UP = 2
"""Frames of the part before with which a part begins."""
LONGEST, SHORTEST = 80, 30
"""Frames in a part: searching costs a short one more, and a long one lets threads wait at the end of the recording."""
EVENLY, FIRST = 4, 1 / 3
"""The first part is so short that the next thread need not wait long until it has been read; together with the last one
it makes a whole one, and there are a multiple of so many, so that two or four threads end at about the same time."""

TOGETHER, TURNED_RAD = 0.1, 0.2
"""Two parts are joined where they know the person no farther apart than this (`distance`), nor more turned: the network
places the joints in a region, and hardly more exactly in one that fits better. Both are the program's own choice."""

F = TypeVar("F", bound=TimedImage)

Steps = Iterator[tuple[F | None, Step]]
"""What is found in a part: first, without a frame, what is known before its own frames; then each frame."""


@dataclass(frozen=True, kw_only=True)
class Lengths:
    """How many frames the first part has, and each of the others but for the last one."""

    first: int
    others: int

    def begins(self, number: int) -> bool:
        """Return whether a part begins with the frame of that number, counted from 0."""
        return number == 0 or (number >= self.first and (number - self.first) % self.others == 0)


def lengths_of(count: int | None) -> Lengths:
    """Return how long the parts are of a recording of so many frames."""
    if count and count < EVENLY * SHORTEST:
        length = math.ceil(count / max(count // SHORTEST, 1))
        return Lengths(first=length, others=length)
    length = math.ceil(count / (EVENLY * math.ceil(count / LONGEST / EVENLY))) if count else LONGEST
    return Lengths(first=math.ceil(FIRST * length), others=length)


@dataclass(frozen=True, kw_only=True, eq=False)
class Part(Generic[F]):
    """One part.

    Attributes
    ----------
    warm_up
        The last frames of the part before; none in the first part.
    frames
        Its own frames, in order.
    begins_s
        The time of the recording's first frame.
    wanted
        Returns where the person to follow was at the beginning of the recording; it may wait for that.
    track
        Where the person to follow is all the time, where that is known.
    every
        Every so many of its frames are measured at least (`hiphinge.estimators.blazepose.sparing`).
    """

    warm_up: Sequence[F]
    frames: Iterable[F]
    begins_s: float
    wanted: Callable[[], Region | None]
    track: PersonTrack | None = None
    every: int = 1


def tracked(looker: Looker, part: Part[F]) -> Steps[F]:
    """Follow the person through a part."""
    found = _started(looker, part)
    yield None, found
    yield from followed(looker, part.frames, found, every=part.every)


def _started(looker: Looker, part: Part[F]) -> Step:
    if not part.warm_up:
        return Step(pose=NOBODY, known=Known(wanted=part.wanted(), track=part.track))
    looks = math.floor((part.warm_up[-1].time_s - part.begins_s) / LOOK_S) + 1
    known = Known(wanted=part.wanted(), track=part.track, next_look_s=part.begins_s + looks * LOOK_S)
    found = Step(pose=NOBODY, known=known)
    for frame in part.warm_up:
        found = step(looker, frame.image_rgb, found.known, time_s=frame.time_s, silhouette=False)
    return found


def joined(parts: Iterable[Steps[F]], looker: Callable[[], Looker]) -> Iterator[tuple[F, Step]]:
    """Yield the frames of all parts with their steps, some found again with ``looker`` where parts do not agree."""
    known: Known | None = None
    for steps in parts:
        agreed, own = known is None, Known()
        for frame, found in steps:
            one = found
            if frame is not None:
                if known is not None and not agreed:
                    agreed = _agree(known, own, time_s=frame.time_s)
                    one = found if agreed else step(looker(), frame.image_rgb, known, time_s=frame.time_s)
                yield frame, one
                known = one.known
            own = found.known


def _agree(before: Known, own: Known, *, time_s: float) -> bool:
    """Return whether two ways to a frame know the same of the person before the next one, at that time."""
    if before.region is None or own.region is None:
        return before.region is own.region and before.remembered(time_s) is own.remembered(time_s)
    turn = math.remainder(own.region.rotation_rad - before.region.rotation_rad, math.tau)
    return distance(own.region, before.region) <= TOGETHER and abs(turn) <= TURNED_RAD
