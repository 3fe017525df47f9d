"""From people found now and then to one track for each of them, and which of them lifts.

Who is found again soon where they would be continues a piece of a track. A piece ends where somebody is hidden, and all
pieces are then put together at once, by where somebody would be and by the colours of a whole piece: so two people who
cross do not change places.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from hiphinge.estimators.people import PersonTrack
from hiphinge.estimators.region import Region
from hiphinge.motion import FloatArray

__all__ = ["Sighting", "Tracks", "lifter_of"]

LOST_S, LOOKED_FOR_S = 0.45, 2.5
"""A piece of a track ends after so long without a find; somebody is looked for where they were for longer."""
GATE = 0.3
"""How far somebody may be from where they would be after a moment, in sizes of the region."""
SAME_SIZE, OTHER_COLOURS = 0.55, 0.6
"""From this change of the size's logarithm, or this difference of colours, it is somebody else."""
SIZE_WEIGHT, COLOURS_WEIGHT = 0.5, 0.8
NOBODY = 0.85
"""What it costs to find somebody nowhere, or to find somebody new."""
MOVES_S, STAYS_S = 2.5, 8.0
"""How long somebody may be hidden who goes on as they moved, and who stays where they were."""
MOVES_GATE, STAYS_GATE = 0.5, 0.5
EITHER = 0.3
"""Whose cost for the one who was found is no more than this above another's, and who was found nowhere else, may be the
one who was found: two people who cross."""
LATEST_S = 1.0
"""The velocity is that of so long before the end of a piece."""
FEWEST_FINDS, FEWEST_OF_PIECE = 4, 2
UPSIDE_DOWN_RAD = 2.5
LIFTS = 0.3
"""Who lifts moves by more than this (`PersonTrack.movement`)."""
MOSTLY, SMALL = 0.6, 0.55
"""Who is found so often, share of the most finds, is there most of the time; who is so much smaller is far away."""
SELDOM = 0.35
"""Who is found in less than this share of the most finds is no lifter where another one lifts: legs and plates look
like people for a while."""
ALIKE, ENOUGH = 0.5, 1.2
"""Who moves by this share of the most, or of enough, may be the one who lifts: a mirror image moves as much."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sighting:
    """Somebody found in a frame: where, and the colours ``[patch, 3]`` of parts of the body, from 0 to 1."""

    region: Region
    colours: FloatArray


@dataclass(kw_only=True, eq=False)
class _Piece:
    """Somebody who was found time after time."""

    times_s: list[float] = field(default_factory=list)
    finds: list[Sighting] = field(default_factory=list)
    has_ended: bool = False

    def add(self, sighting: Sighting, time_s: float) -> None:
        self.times_s.append(time_s)
        self.finds.append(sighting)

    @property
    def last(self) -> Region:
        return self.finds[-1].region

    @property
    def track(self) -> PersonTrack:
        return PersonTrack(time_s=tuple(self.times_s), regions=tuple(find.region for find in self.finds))

    def joined(self, other: "_Piece") -> "_Piece":
        """Return both as one, in order of time."""
        both = zip(self.times_s + other.times_s, self.finds + other.finds, strict=True)
        times_s, finds = zip(*sorted(both, key=lambda pair: pair[0]), strict=True)
        return _Piece(times_s=list(times_s), finds=list(finds))

    @property
    def colours(self) -> FloatArray:
        return np.asarray(np.median([find.colours for find in self.finds], axis=0))

    def ahead(self, time_s: float) -> Region:
        """Return where the person is if they go on as they moved lately."""
        place = next(k for k, at in enumerate(self.times_s) if at >= self.times_s[-1] - LATEST_S)
        since_s = self.times_s[-1] - self.times_s[place]
        if since_s <= 0:
            return self.last
        former, share = self.finds[place].region, (time_s - self.times_s[-1]) / since_s
        return replace(
            self.last,
            x_px=self.last.x_px + share * (self.last.x_px - former.x_px),
            y_px=self.last.y_px + share * (self.last.y_px - former.y_px),
        )

    def cost(self, sighting: Sighting, time_s: float) -> float:
        """Return how unlike this person a moment later somebody is; `NOBODY` where it is somebody else."""
        shift = min(sighting.region.shift_from(self.ahead(time_s)), sighting.region.shift_from(self.last))
        return _cost(shift, self.last, sighting.region, self.colours, sighting.colours) if shift <= GATE else NOBODY

    def cost_of_next(self, other: "_Piece") -> float:
        """Return how unlike this person another piece of a track is, which begins later; `NOBODY` where it does not."""
        gap_s = other.times_s[0] - self.times_s[-1]
        if not 0 < gap_s <= STAYS_S:
            return NOBODY
        first = other.finds[0].region
        shifts = [shift for shift in [first.shift_from(self.last)] if shift <= STAYS_GATE]
        if gap_s <= MOVES_S:
            shifts += [shift for shift in [first.shift_from(self.ahead(other.times_s[0]))] if shift <= MOVES_GATE]
        if not shifts:
            return NOBODY
        return _cost(min(shifts), self.last, first, self.colours, other.colours)


def _cost(shift: float, last: Region, region: Region, before: FloatArray, now: FloatArray) -> float:
    size = abs(math.log(region.size_px / last.size_px))
    colours = float(np.abs(before - now).sum(axis=-1).mean())
    if size > SAME_SIZE or colours > OTHER_COLOURS:
        return NOBODY
    return min(shift + SIZE_WEIGHT * size + COLOURS_WEIGHT * colours, NOBODY)


def _pairs(costs: list[list[float]]) -> list[tuple[int, int]]:
    """Return rows and columns that belong together, cheapest in all."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  # needed only where there are several people

    if not costs or not costs[0]:
        return []
    pairs = zip(*linear_sum_assignment(np.array(costs)), strict=True)
    return [(int(row), int(column)) for row, column in pairs if costs[row][column] < NOBODY]


def _as_likely(costs: list[list[float]], row: int, hidden: Sequence[int], column: int) -> list[int]:
    """Return the rows of those who were found nowhere and may as well be the one who was found."""
    return [other for other in hidden if costs[other][column] < min(costs[row][column] + EITHER, NOBODY)]


class Tracks:
    """Everybody who is found, time after time."""

    def __init__(self) -> None:
        """Nobody was found yet."""
        self._pieces: list[_Piece] = []

    def _latest(self, time_s: float, *, within_s: float) -> list[_Piece]:
        return [one for one in self._pieces if time_s - one.times_s[-1] <= within_s]

    def expected(self, time_s: float) -> list[Region]:
        """Return where those may be who were found not long before a time."""
        moving = [one.ahead(time_s) for one in self._latest(time_s, within_s=LOST_S)]
        return moving + [one.last for one in self._latest(time_s, within_s=LOOKED_FOR_S)]

    def add(self, time_s: float, sightings: Sequence[Sighting]) -> None:
        """Add who is found at a time: each continues a piece of a track, or begins one.

        Who may be either of two begins one, too, and both pieces end: the colours of whole pieces tell more than
        those of a moment.
        """
        upright = [one for one in sightings if abs(one.region.rotation_rad) < UPSIDE_DOWN_RAD]
        recent = [one for one in self._latest(time_s, within_s=LOST_S) if not one.has_ended]
        costs = [[one.cost(each, time_s) for each in upright] for one in recent]
        taken = {column: row for row, column in _pairs(costs)}
        hidden = [row for row in range(len(recent)) if row not in taken.values()]
        for column, sighting in enumerate(upright):
            row = taken.get(column)
            either = [] if row is None else _as_likely(costs, row, hidden, column)
            if row is None or either:
                self._pieces.append(one := _Piece())
                for ended in either if row is None else (row, *either):
                    recent[ended].has_ended = True
            else:
                one = recent[row]
            one.add(sighting, time_s)

    def kept(self) -> tuple[PersonTrack, ...]:
        """Return the people who were found again and again, in order of their first finds."""
        pieces = [one for one in self._pieces if len(one.finds) >= FEWEST_OF_PIECE]
        after = dict(_pairs([[one.cost_of_next(other) for other in pieces] for one in pieces]))
        begun = [number for number in range(len(pieces)) if number not in after.values()]
        people = []
        for number in begun:
            whole, following = _Piece(), number
            while True:
                whole.times_s += pieces[following].times_s
                whole.finds += pieces[following].finds
                if following not in after:
                    break
                following = after[following]
            people.append(whole)
        return tuple(one.track for one in _without_doubles([one for one in people if len(one.finds) >= FEWEST_FINDS]))


def _without_doubles(people: Sequence[_Piece]) -> list[_Piece]:
    """Return everybody once, of whom some are found now as the one, now as the other, in one place.

    So is a lifter before whom a plate comes and is gone: it changes their colours, which are therefore not asked.
    """
    kept: list[_Piece] = []
    for one in people:
        same = next((other for other in kept if _is_same(one, other)), None)
        if same is None:
            kept.append(one)
        else:
            kept[kept.index(same)] = same.joined(one)
    return kept


def _is_same(one: _Piece, other: _Piece) -> bool:
    apart = one.times_s[0] > other.times_s[-1] or other.times_s[0] > one.times_s[-1]
    if apart or set(one.times_s) & set(other.times_s):
        return False
    shifts = [find.region.shift_from(other.track.at(time)) for time, find in zip(one.times_s, one.finds, strict=True)]
    return float(np.median(shifts)) <= GATE


def lifter_of(tracks: Sequence[PersonTrack]) -> int | None:
    """Return the place of the one who lifts: of those who move most, the largest; None where nobody lifts.

    Who is much smaller than somebody who is there most of the time is in the background, and who is there for a short
    while only walks by, unless nobody else lifts. Either may be nobody at all: the network sees people in plates and
    posts, too.
    """
    longest = max((len(track.time_s) for track in tracks), default=0)
    largest_px = max((track.size_px for track in tracks if len(track.time_s) >= MOSTLY * longest), default=0.0)
    near = {place: track.movement for place, track in enumerate(tracks) if track.size_px >= SMALL * largest_px}
    often = {place: moved for place, moved in near.items() if len(tracks[place].time_s) >= SELDOM * longest}
    for some in (often, near):
        most = max(some.values(), default=0.0)
        if most >= LIFTS:
            lifting = [place for place, moved in some.items() if moved >= max(LIFTS, ALIKE * min(most, ENOUGH))]
            return max(lifting, key=lambda place: tracks[place].size_px)
    return None
