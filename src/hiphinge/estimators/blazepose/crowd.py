"""Who else is in the video: people found now and then anywhere in the frame beside the one who is followed."""

from collections.abc import Sequence
from dataclasses import dataclass

from hiphinge.estimators.blazepose.detection import SAME_PERSON, distance
from hiphinge.estimators.region import Region

__all__ = ["LOOK_AGAIN_S", "LOOK_S", "Crowd", "Look", "people_of"]

LOOK_S, LOOK_AGAIN_S = 2.0, 0.5
"""How often the whole frame is searched, seconds, with one person in view and with several."""
SURELY = 2
"""Others are there who are found in so many searches; a plate may look like a person once."""
CONFIRMED_SHARE = 0.2
"""As many people count as are found in this share of the searches; a poster or a shadow is found once."""
WALKED = 0.35
"""Who was searched for again and has moved sideways by this share of the region's size may be somebody else."""


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
    """What was seen in one recording of others than the person who is followed."""

    def __init__(self) -> None:
        """Nobody was found yet."""
        self._counts: list[int] = []
        self._first: Region | None = None
        self._walked = False
        self._searched_again = False

    def add(self, look: Look) -> None:
        """Add one search for others."""
        self._counts.append(look.count)

    def add_followed(self, region: Region, *, tracked: bool) -> None:
        """Add where the person is who is followed, in each frame; not ``tracked`` after a search for them."""
        if self._first is None:
            self._first = region
            return
        self._searched_again |= not tracked
        self._walked |= abs(region.x_px - self._first.x_px) > WALKED * self._first.size_px

    @property
    def count(self) -> int:
        """How many people are in the video."""
        return people_of(self._counts)

    @property
    def unsure(self) -> bool:
        """Whether others were seen, or the person who is followed may have become somebody else."""
        return sum(count > 1 for count in self._counts) >= SURELY or (self._walked and self._searched_again)
