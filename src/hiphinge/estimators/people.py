"""What an estimator may also do: find everybody in a recording, and follow the one who is wanted."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from hiphinge.estimators.region import Region

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiphinge.estimators.in_parts import TimedImage

__all__ = ["PersonTrack", "SeesPeople"]

_TURN_WEIGHT, _DOWN_WEIGHT = 1.0, 3.0
"""What a turn of the body by a radian counts, and hips that go down by the size of the region."""
_OUTER = (4, 96)
"""Between these percentiles somebody moves; what is beyond may be a wrong detection."""
_TRAVEL_FREE = 0.35
"""Who travels sideways by more than this share of their region's size walks: it counts less."""


@dataclass(frozen=True, kw_only=True)
class PersonTrack:
    """Where one person is, at the times at which they were found.

    ``time_s`` grows; ``regions`` has the region at each of these times.
    """

    time_s: tuple[float, ...]
    regions: tuple[Region, ...]

    def at(self, time_s: float) -> Region:
        """Return where they are at a time: between two finds in proportion; before and after all, where they were."""
        place = int(np.searchsorted(self.time_s, time_s))
        if place == 0:
            return self.regions[0]
        if place == len(self.time_s):
            return self.regions[-1]
        before, after = self.time_s[place - 1 : place + 1]
        return self.regions[place - 1].towards(self.regions[place], (time_s - before) / (after - before))

    def sees(self, time_s: float, *, within_s: float) -> bool:
        """Return whether they were found about a time."""
        return bool(np.min(np.abs(np.array(self.time_s) - time_s)) <= within_s)

    def mirrored(self, width_px: int) -> "PersonTrack":
        """Return the same person in frames that are mirrored, ``width_px`` wide."""
        return PersonTrack(time_s=self.time_s, regions=tuple(one.mirrored(width_px) for one in self.regions))

    @cached_property
    def size_px(self) -> float:
        """The usual size of the region."""
        return float(np.median([region.size_px for region in self.regions]))

    @cached_property
    def movement(self) -> float:
        """How much of a lift it is: the turn of the body, radians, and hips that go down; less for who walks."""
        turned = np.unwrap([region.rotation_rad for region in self.regions])
        low, high = np.percentile(turned, _OUTER)
        down = self._range([region.y_px for region in self.regions])
        walked = max(self._range([region.x_px for region in self.regions]) - _TRAVEL_FREE, 0.0)
        return float((_TURN_WEIGHT * (high - low) + _DOWN_WEIGHT * down) / (1.0 + 4.0 * walked))

    def _range(self, values_px: list[float]) -> float:
        low, high = np.percentile(values_px, _OUTER)
        return float(high - low) / self.size_px


@runtime_checkable
class SeesPeople(Protocol):
    """What an estimator may also have: it looks for others than the person who is followed."""

    @property
    def people(self) -> int:
        """How many people are in the frame at once, since the last reset."""
        ...

    @property
    def unsure(self) -> bool:
        """Whether others were seen, or the person may have been mistaken for somebody else, since the last reset."""
        ...

    def everybody(self, frames: "Iterable[TimedImage]") -> tuple[PersonTrack, ...]:
        """Return everybody in the frames of a recording."""
        ...

    def follow(self, track: PersonTrack) -> None:
        """Follow that person, and nobody else, in the frames that come; the next reset forgets it."""
        ...
