"""Everybody in a recording: looked for now and then in upright parts of the frame, as beside one others are missed."""

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from queue import SimpleQueue
from typing import TypeVar

import numpy as np

from hiphinge.estimators.blazepose.looking import Looker
from hiphinge.estimators.in_parts import TimedImage
from hiphinge.estimators.people import PersonTrack
from hiphinge.estimators.pose import Image
from hiphinge.estimators.region import Region, crop
from hiphinge.estimators.tracks import Sighting, Tracks
from hiphinge.motion import FloatArray

__all__ = ["EVERY_S", "everybody"]

EVERY_S = 0.2
"""How often everybody is looked for, seconds."""
WIDE, FIRST_WIDE, NARROWEST = 0.85, 0.6, 0.3
"""The width of a part: in sizes of the usual region; before one is known, and at least, in heights of the frame."""
EDGE = 0.12
"""Whose hips are this near to an edge inside the frame, share of a part's width, is better seen in the part beside."""
SAME = 0.2
"""Two finds this near to one another, in sizes of the region, are of one person."""
_PATCH_PX = 32
A = TypeVar("A")
B = TypeVar("B")
_CHEST, _THIGHS = (slice(8, 15), slice(13, 19)), (slice(17, 23), slice(13, 19))


def everybody(lookers: Sequence[Callable[[], Looker]], frames: Iterable[TimedImage]) -> tuple[PersonTrack, ...]:
    """Return everybody who is found in the frames of a recording again and again.

    Each looker has a thread of its own; what is found is the same for any number of them.
    """
    due_s, size_px = -math.inf, None
    tracks = Tracks()
    with _at_once(lookers) as looking:
        for frame in frames:
            if frame.time_s < due_s:
                continue
            due_s = frame.time_s + EVERY_S
            found = _detected(looking, frame.image_rgb, size_px=size_px)
            found += _seen(looking, frame.image_rgb, tracks.expected(frame.time_s), beside=found)
            if found:
                size_px = float(np.median([region.size_px for region in found]))
            tracks.add(frame.time_s, [Sighting(region=one, colours=_colours(frame.image_rgb, one)) for one in found])
    return tracks.kept()


class _AtOnce:
    """Does several things in order with as many networks as there are, each in a thread of its own."""

    def __init__(self, lookers: Sequence[Looker], threads: ThreadPoolExecutor) -> None:
        self.count = len(lookers)
        self._threads = threads
        self._free: SimpleQueue[Looker] = SimpleQueue()
        for looker in lookers:
            self._free.put(looker)

    def each(self, look: Callable[[Looker, A], B], things: Iterable[A]) -> list[B]:
        """Return what a look at each thing finds, in order."""

        def with_a_looker(thing: A) -> B:
            looker = self._free.get()
            try:
                return look(looker, thing)
            finally:
                self._free.put(looker)

        return list(self._threads.map(with_a_looker, things))


@contextmanager
def _at_once(lookers: Sequence[Callable[[], Looker]]) -> Iterator[_AtOnce]:
    with ThreadPoolExecutor(len(lookers), thread_name_prefix="hiphinge-everybody") as threads:
        yield _AtOnce([looker() for looker in lookers], threads)


def _detected(looking: _AtOnce, image: Image, *, size_px: float | None) -> list[Region]:
    """Return the regions of those whom the detector finds, as the other network sees them."""
    height, width = image.shape[:2]
    wanted = FIRST_WIDE * height if size_px is None else max(WIDE * size_px, NARROWEST * height)
    wide = int(min(wanted, width))
    starts = np.linspace(0, width - wide, math.ceil((width - wide) / (wide / 2)) + 1).astype(int)
    in_parts = looking.each(
        lambda looker, start: looker.detected(np.ascontiguousarray(image[:, start : start + wide])), starts
    )
    found = []
    for start, ones in zip(starts, in_parts, strict=True):
        for one in ones:
            x_px = one.region.x_px
            if (x_px >= EDGE * wide or start == 0) and (x_px <= (1 - EDGE) * wide or start + wide == width):
                found.append(replace(one, region=replace(one.region, x_px=x_px + start)))
    ordered = sorted(found, key=lambda candidate: -candidate.score)
    return _seen(looking, image, [one.region for one in ordered])


def _seen(looking: _AtOnce, image: Image, regions: Iterable[Region], *, beside: Sequence[Region] = ()) -> list[Region]:
    """Return the regions of those who are seen where they may be, each person once, the first of them first.

    As many as there are networks are looked at together: whoever turns out to be one who comes before is left out.
    """
    seen: list[Region] = []
    remaining = deque(regions)
    while remaining:
        some: list[Region] = []
        while remaining and len(some) < looking.count:
            region = remaining.popleft()
            if _is_new(region, [*beside, *seen]):
                some.append(region)
        found = looking.each(lambda looker, region: looker.region_of(image, region), some)
        for region, person in zip(some, found, strict=True):
            known = [*beside, *seen]
            if person is not None and _is_new(region, known) and _is_new(person, known):
                seen.append(person)
    return seen


def _is_new(region: Region, others: list[Region]) -> bool:
    return all(region.shift_from(other) > SAME for other in others)


def _colours(image: Image, region: Region) -> FloatArray:
    """Return the mean colours of chest and thighs ``[patch, 3]``, from 0 to 1."""
    upright = crop(image, region.to_image(_PATCH_PX), size_px=(_PATCH_PX, _PATCH_PX))
    return np.array([upright[rows, columns].mean(axis=(0, 1)) / 255 for rows, columns in (_CHEST, _THIGHS)])
