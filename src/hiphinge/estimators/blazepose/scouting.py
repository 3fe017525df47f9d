"""Everybody in a recording: looked for now and then in upright parts of the frame, as beside one others are missed."""

import math
from collections.abc import Iterable
from dataclasses import replace

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
_CHEST, _THIGHS = (slice(8, 15), slice(13, 19)), (slice(17, 23), slice(13, 19))


def everybody(looker: Looker, frames: Iterable[TimedImage]) -> tuple[PersonTrack, ...]:
    """Return everybody who is found in the frames of a recording again and again."""
    due_s, size_px = -math.inf, None
    tracks = Tracks()
    for frame in frames:
        if frame.time_s < due_s:
            continue
        due_s = frame.time_s + EVERY_S
        found = _detected(looker, frame.image_rgb, size_px=size_px)
        found += _missed(looker, frame.image_rgb, tracks.expected(frame.time_s), found)
        if found:
            size_px = float(np.median([region.size_px for region in found]))
        tracks.add(frame.time_s, [Sighting(region=one, colours=_colours(frame.image_rgb, one)) for one in found])
    return tracks.kept()


def _detected(looker: Looker, image: Image, *, size_px: float | None) -> list[Region]:
    """Return the regions of those whom the detector finds, as the other network sees them."""
    height, width = image.shape[:2]
    wanted = FIRST_WIDE * height if size_px is None else max(WIDE * size_px, NARROWEST * height)
    wide = int(min(wanted, width))
    found = []
    for start in np.linspace(0, width - wide, math.ceil((width - wide) / (wide / 2)) + 1).astype(int):
        for one in looker.detected(np.ascontiguousarray(image[:, start : start + wide])):
            x_px = one.region.x_px
            if (x_px >= EDGE * wide or start == 0) and (x_px <= (1 - EDGE) * wide or start + wide == width):
                found.append(replace(one, region=replace(one.region, x_px=x_px + start)))
    kept: list[Region] = []
    for one in sorted(found, key=lambda candidate: -candidate.score):
        if _is_new(one.region, kept):
            seen = looker.region_of(image, one.region)
            if seen is not None and _is_new(seen, kept):
                kept.append(seen)
    return kept


def _missed(looker: Looker, image: Image, expected: list[Region], found: list[Region]) -> list[Region]:
    """Return the regions of those whom the detector missed, though they are where they are expected."""
    missed: list[Region] = []
    for region in expected:
        if _is_new(region, [*found, *missed]):
            seen = looker.region_of(image, region)
            if seen is not None and _is_new(seen, [*found, *missed]):
                missed.append(seen)
    return missed


def _is_new(region: Region, others: list[Region]) -> bool:
    return all(region.shift_from(other) > SAME for other in others)


def _colours(image: Image, region: Region) -> FloatArray:
    """Return the mean colours of chest and thighs ``[patch, 3]``, from 0 to 1."""
    upright = crop(image, region.to_image(_PATCH_PX), size_px=(_PATCH_PX, _PATCH_PX))
    return np.array([upright[rows, columns].mean(axis=(0, 1)) / 255 for rows, columns in (_CHEST, _THIGHS)])
