"""Who else is in the video: people found now and then anywhere in the frame, and how much each of them bends."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from hiphinge.estimators.blazepose.detection import SAME_PERSON, distance
from hiphinge.estimators.region import Region

__all__ = ["LOOK_AGAIN_S", "LOOK_S", "Crowd", "Look", "people_of"]

LOOK_S, LOOK_AGAIN_S = 2.0, 1.0
"""How often the whole frame is searched, seconds, with one person in view and with several."""
CONFIRMED_SHARE = 0.2
"""As many people count as are found in this share of the searches; a poster or a shadow is found once."""
LIFTS, STILL = 0.6, 0.2
"""Who lifts moves by more than the first, who looks on by less than the second: see `_Somebody.movement`."""
SHIFT_WEIGHT = 3.0
SAME_PLACE = 0.4
"""Hips this near to where somebody's were, in sizes of the region, are the same person's; a bend changes the size."""
_MIN_LOOKS = 3


@dataclass(kw_only=True)
class _Somebody:
    """The regions in which one person was found."""

    regions: list[Region] = field(default_factory=list)

    @property
    def movement(self) -> float:
        """How far the axis of the body turns, radians, and its hips move, in thirds of the region's size."""
        first = self.regions[0]
        turns = [math.remainder(region.rotation_rad - first.rotation_rad, math.tau) for region in self.regions]
        shift = max(region.shift_from(first) for region in self.regions)
        return max(turns) - min(turns) + SHIFT_WEIGHT * shift


@dataclass(frozen=True, kw_only=True)
class Look:
    """A search for others: where the person is who is followed, and everybody who was found beside them."""

    followed: Region
    found: Sequence[Region]

    @property
    def others(self) -> list[Region]:
        """Where others are; the person who is followed may be found again."""
        return [region for region in self.found if distance(region, self.followed) > SAME_PERSON / 2]

    @property
    def count(self) -> int:
        """How many people are in the frame."""
        return 1 + len(self.others)


def people_of(counts: Sequence[int]) -> int:
    """Return how many people are in a video, from how many were found in each search."""
    ordered = sorted(counts, reverse=True)
    return ordered[int(CONFIRMED_SHARE * len(ordered))] if ordered else 0


class Crowd:
    """Everybody who was found in the searches of one recording."""

    def __init__(self) -> None:
        """Nobody was found yet."""
        self._counts: list[int] = []
        self._followed = _Somebody()
        self._others: list[_Somebody] = []

    def add(self, look: Look) -> None:
        """Add one search."""
        self._counts.append(look.count)
        self._followed.regions.append(look.followed)
        for region in look.others:
            near = [one for one in self._others if region.shift_from(one.regions[-1]) <= SAME_PLACE]
            if not near:
                self._others.append(_Somebody(regions=[region]))
            else:
                min(near, key=lambda one: region.shift_from(one.regions[-1])).regions.append(region)

    @property
    def count(self) -> int:
        """How many people are in the video."""
        return people_of(self._counts)

    @property
    def bends_instead(self) -> Region | None:
        """Where somebody else was found first who bends, while the person who is followed stands still; or None."""
        if len(self._followed.regions) < _MIN_LOOKS or self._followed.movement >= STILL:
            return None
        bending = [one for one in self._others if len(one.regions) >= _MIN_LOOKS and one.movement >= LIFTS]
        return max(bending, key=lambda one: one.movement).regions[0] if bending else None
