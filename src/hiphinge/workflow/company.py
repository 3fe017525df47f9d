"""Who is in a video besides the person who is measured: who lifts, who was asked for, what others hide of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.errors import UsageError
from hiphinge.estimators import PersonTrack, PoseFrame, lifter_of
from hiphinge.motion import FloatArray, KeypointLayout

if TYPE_CHECKING:
    from hiphinge.estimators.region import Region

__all__ = ["Company", "company_of"]

NEAR, WALKS, WITHIN_S = 0.45, 0.12, 0.4
"""Somebody passes the person who is this near to them, and walks this far in that time to both sides; in sizes of the
region."""
FEET_ELSEWHERE, HIPS_ELSEWHERE = 0.06, 0.1
"""While somebody passes, feet this far from where the lifter stands are theirs, and so are hips this far from the
track; sizes of the region."""
AS_FOLLOWED = 0.15
"""Hips this near to a track are that person's, in sizes of the region."""
UNSEEN_S = 2.5
"""Who was found before and after, at most so long apart, is in between, hidden or behind the one who is followed."""
MOSTLY = 0.75
"""Who was found in so many of the frames is not sought again: in the others the network may see nobody at all."""
STOOD_S = 2.0
BOX_SHARES = (0.4, 0.8)
"""Width and height of a box about somebody, in sizes of their region."""
_ANKLES, _HIPS = ("left_ankle", "right_ankle"), ("left_hip", "right_hip")


@dataclass(frozen=True, kw_only=True)
class Company:
    """Everybody in a video, from left to right where they are first seen, and who is followed.

    Attributes
    ----------
    tracks
        Where each person is, in pixels of the frames as they are looked at, not mirrored.
    followed
        Place in ``tracks`` of the person who is followed.
    asked_for
        Whether that was asked for; otherwise it is the one who lifts.
    lifts
        Whether anybody lifts.
    """

    tracks: tuple[PersonTrack, ...]
    followed: int
    asked_for: bool
    lifts: bool

    @property
    def track(self) -> PersonTrack:
        """Where the person is who is followed."""
        return self.tracks[self.followed]

    def in_words(self) -> tuple[str, ...]:
        """Return a sentence on who is followed, where there are several people."""
        if len(self.tracks) == 1:
            return ()
        from hiphinge.catalogue import load  # noqa: PLC0415  # slow to load: done while the video is read

        said = load().phrases[
            "people_asked_for" if self.asked_for else f"people_{'lifter' if self.lifts else 'largest'}"
        ]
        numbers = [number for number in range(1, len(self.tracks) + 1) if number != self.followed + 1]
        other = " or ".join(f"--follow {number}" for number in numbers)
        return (said.say(count=str(len(self.tracks)), mine=str(self.followed + 1), other=other),)

    def shown(self, scale: tuple[float, float]) -> dict[str, object]:
        """Return everybody's boxes (left, top, width, height; None where not seen) at the moment that shows the most.

        In pixels of the original; ``scale`` is how many of them a pixel of the frames has across and down.
        """
        times = sorted({time for track in self.tracks for time in track.time_s})
        seen = {time: [track.sees(time, within_s=WITHIN_S) for track in self.tracks] for time in times}
        moment = max(times, key=lambda time: (sum(seen[time]), -time))
        boxes = [
            _box_px(track.at(moment), scale) if there else None
            for track, there in zip(self.tracks, seen[moment], strict=True)
        ]
        return {"time_s": round(moment, 3), "followed": self.followed + 1, "boxes_px": boxes}

    def agrees(self, time_s: Sequence[float], poses: Sequence[PoseFrame], layout: KeypointLayout) -> bool:
        """Return whether whoever was found in the frames is the person who is to be followed, and mostly found."""
        hips = _middles(poses, layout, _HIPS)
        off = np.array([_shift(hip, self.track.at(time)) for time, hip in zip(time_s, hips, strict=True)])
        found = np.isfinite(off)
        return bool(found.mean() >= MOSTLY and (off[found] <= AS_FOLLOWED).all())

    def hidden(self, time_s: Sequence[float], poses: Sequence[PoseFrame], layout: KeypointLayout) -> list[int]:
        """Return the numbers of the frames in which somebody who passes was measured in place of the person."""
        times, ankles, hips = np.array(time_s), _middles(poses, layout, _ANKLES), _middles(poses, layout, _HIPS)
        passing = np.array([self._passed(time) for time in time_s])
        wrong = []
        for number in np.flatnonzero(passing):
            alone = ~passing & (np.abs(times - times[number]) <= STOOD_S) & ~np.isnan(ankles).any(axis=1)
            if not alone.any() or np.isnan(ankles[number]).any():
                continue
            moved_px = float(np.hypot(*(ankles[number] - np.median(ankles[alone], axis=0))))
            off = _shift(hips[number], self.track.at(times[number]))
            if moved_px > FEET_ELSEWHERE * self.track.size_px or off > HIPS_ELSEWHERE:
                wrong.append(int(number))
        return wrong

    def _passed(self, time_s: float) -> bool:
        mine = self.track.at(time_s)
        others = [other for other in self.tracks if other is not self.track and _is_there(other, time_s)]
        return any(other.at(time_s).shift_from(mine) < NEAR and _walks(other, time_s) for other in others)


def _is_there(track: PersonTrack, time_s: float) -> bool:
    place = int(np.searchsorted(track.time_s, time_s))
    between = 0 < place < len(track.time_s) and track.time_s[place] - track.time_s[place - 1] <= UNSEEN_S
    return between or track.sees(time_s, within_s=WITHIN_S)


def _walks(track: PersonTrack, time_s: float) -> bool:
    before, after = track.at(time_s - WITHIN_S), track.at(time_s + WITHIN_S)
    return abs(after.x_px - before.x_px) > WALKS * track.size_px


def _box_px(region: "Region", scale: tuple[float, float]) -> list[float]:
    """Return a box about somebody: the region is a square about the hips, wider than most people are."""
    wide, tall = BOX_SHARES[0] * region.size_px, BOX_SHARES[1] * region.size_px
    box = (region.x_px - wide / 2, region.y_px - tall / 2, wide, tall)
    return [round(value * scale[place % 2], 1) for place, value in enumerate(box)]


def _middles(poses: Sequence[PoseFrame], layout: KeypointLayout, names: tuple[str, str]) -> FloatArray:
    """Return the middle ``[frame, 2]`` between two keypoints."""
    places = [place for place in map(layout.index, names) if place is not None]
    return np.array([pose.positions[places].mean(axis=0) for pose in poses])


def _shift(point: FloatArray, region: "Region") -> float:
    return float(np.hypot(point[0] - region.x_px, point[1] - region.y_px)) / region.size_px


def company_of(tracks: Sequence[PersonTrack], *, follow: int | None) -> Company | None:
    """Return everybody, and who of them is to be followed; None where nobody is found.

    Parameters
    ----------
    follow
        The number of the person to follow, from 1; None for the one who lifts.

    Raises
    ------
    UsageError
        If there is nobody of that number.
    """
    ordered = tuple(sorted(tracks, key=lambda track: track.regions[0].x_px))
    if follow is not None and not 1 <= follow <= len(ordered):
        known = {0: "nobody is", 1: "one person is"}.get(len(ordered), f"{len(ordered)} people are")
        message = f"There is no person number {follow} to follow: {known} found in the video. They count from the left."
        raise UsageError(message)
    if not ordered:
        return None
    lifter = lifter_of(ordered)
    largest = max(range(len(ordered)), key=lambda place: ordered[place].size_px * len(ordered[place].time_s))
    chosen = largest if lifter is None else lifter
    return Company(
        tracks=ordered,
        followed=chosen if follow is None else follow - 1,
        asked_for=follow is not None,
        lifts=lifter is not None,
    )
