"""What is known of the person after a frame, and where they are expected in the frames that follow."""

from dataclasses import dataclass, replace

from hiphinge.estimators.blazepose.detection import distance
from hiphinge.estimators.blazepose.landmarks import Body
from hiphinge.estimators.blazepose.looking import JUMP, Expected
from hiphinge.estimators.region import Region

__all__ = ["Known"]

REMEMBERED_S = 1.0
"""How long after losing the person the same one is preferred, seconds."""
MOVED_ON = 0.5
"""The share of the person's latest step by which a region is moved on: with a whole step it follows its own noise, with
none it lags behind a swing. On hinges, swings and squats, fewest regions had to be corrected with this one."""
_NEVER_S = float("-inf")


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of the person after a frame.

    Attributes
    ----------
    time_s, region
        The frame's time, and where the person was found in it; None where they were not.
    before_s, before
        The same of the frame before, where the person was followed from there.
    last_s, last
        The same of the latest frame in which they were found.
    wanted
        Where the person to follow is, before they are found for the first time.
    crowded
        Whether several people are in the video.
    """

    time_s: float = _NEVER_S
    region: Region | None = None
    before_s: float = _NEVER_S
    before: Region | None = None
    last_s: float = _NEVER_S
    last: Region | None = None
    wanted: Region | None = None
    crowded: bool = False

    def then(self, body: Body | None, *, tracked: bool, time_s: float) -> "Known":
        """Return what is known after the next frame; after a search, nothing is known of the person's latest step."""
        if body is None:
            return replace(self, time_s=time_s, region=None, before_s=self.time_s, before=self.region)
        region = body.next_region
        return Known(
            time_s=time_s,
            region=region,
            before_s=self.time_s,
            before=self.region if tracked else None,
            last_s=time_s,
            last=region,
            crowded=self.crowded,
        )

    def expected(self, time_s: float, *, moved_on: bool) -> Expected:
        """Return where the person is expected in the next frame: where they were, or moved on by `MOVED_ON`."""
        expected = self._near(self.region, time_s)
        if not moved_on or self.region is None or self.before is None:
            return expected
        steps = (time_s - self.time_s) / (self.time_s - self.before_s)
        return replace(expected, region=self.before.towards(self.region, 1 + MOVED_ON * min(steps, 1.0)))

    def expected_before(self, after: "Known", time_s: float) -> Expected:
        """Return where the person is expected in a frame between this one and the next that is known, too."""
        mine, next_ = self.region, after.region
        if mine is None or next_ is None or distance(next_, mine) > JUMP:
            return self._near(mine or next_, time_s)
        return self._near(mine.towards(next_, (time_s - self.time_s) / (after.time_s - self.time_s)), time_s)

    def _near(self, region: Region | None, time_s: float) -> Expected:
        lately = 0 <= time_s - self.last_s <= REMEMBERED_S
        return Expected(
            region=region,
            was=region,
            wanted=self.wanted,
            remembered=self.last if lately else None,
            crowded=self.crowded,
        )
