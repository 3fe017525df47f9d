"""Two training cycles compared: the best day of each, and technique at a load that both hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from hiphinge.errors import UsageError
from hiphinge.progress.change import LEAST_SESSIONS, Change, compare_phases
from hiphinge.progress.noise import Noise, noise_within
from hiphinge.progress.overview import DoneSet, FilmedSet, StrengthDay, strength_days
from hiphinge.progress.published import PublishedNoise, published_noise

__all__ = ["Cycle", "CycleComparison", "MeasureChange", "compare_cycles"]

_SAME_LOAD = (0.025, 0.05, 0.1)
"""Loads that differ by no more than this share are the same: the next one where fewer days than needed share one; a
choice."""


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """A stretch of training by the ordinals of its first and last day, both in it.

    Raises
    ------
    UsageError
        If it ends before it starts.
    """

    first: int
    last: int

    def __post_init__(self) -> None:
        """Check the order."""
        if self.first > self.last:
            message = "A cycle should end after it starts. Write: --cycle 2026-01-05..2026-02-15"
            raise UsageError(message)

    def holds(self, day: int) -> bool:
        """Tell whether a day is in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, kw_only=True)
class MeasureChange:
    """What became of one measure from the first cycle to the second, with the noise within the cycles."""

    quantity: str
    change: Change
    noise: Noise
    published: PublishedNoise


@dataclass(frozen=True, kw_only=True, eq=False)
class CycleComparison:
    """Two cycles side by side.

    Attributes
    ----------
    best
        The best day of either; None where no set gives an estimate of strength.
    load_kg, within
        The load at which technique is compared, and by what share of it loads may differ; None where no two filmed
        sets, one of each cycle, are so near to each other.
    technique
        At that load, one value for each day.
    judged, met
        Repetitions of either that could be judged, and those without a fault.
    """

    cycles: tuple[Cycle, Cycle]
    best: tuple[StrengthDay | None, StrengthDay | None]
    load_kg: float | None
    within: float
    technique: tuple[MeasureChange, ...]
    judged: tuple[int, int]
    met: tuple[int, int]
    strength: tuple[tuple[StrengthDay, ...], tuple[StrengthDay, ...]]


def compare_cycles(
    exercise: str, cycles: tuple[Cycle, Cycle], *, filmed: Sequence[FilmedSet], done: Sequence[DoneSet]
) -> CycleComparison:
    """Return two cycles of one exercise side by side.

    Raises
    ------
    UsageError
        If the cycles share a day.
    """
    first, second = sorted(cycles, key=lambda cycle: cycle.first)
    if first.last >= second.first:
        message = "Two cycles should have no day in common. Write: --cycle START..END --cycle START..END"
        raise UsageError(message)
    mine = [one for one in filmed if one.exercise == exercise]
    before, after = ([one for one in mine if cycle.holds(one.day)] for cycle in (first, second))
    strength = tuple(
        strength_days([one for one in done if one.exercise == exercise and cycle.holds(one.day)])
        for cycle in (first, second)
    )
    load_kg, within = _common_load(before, after)
    best = tuple(max(days, key=lambda one: one.estimate.median, default=None) for days in strength)
    return CycleComparison(
        cycles=(first, second),
        best=(best[0], best[1]),
        load_kg=load_kg,
        within=within,
        technique=() if load_kg is None else _technique(_at(before, load_kg, within), _at(after, load_kg, within)),
        judged=(sum(one.judged for one in before), sum(one.judged for one in after)),
        met=(sum(one.met for one in before), sum(one.met for one in after)),
        strength=(strength[0], strength[1]),
    )


def _at(filmed: Sequence[FilmedSet], load_kg: float, within: float) -> list[FilmedSet]:
    return [one for one in filmed if one.load_kg is not None and abs(one.load_kg - load_kg) <= within * load_kg]


def _common_load(before: Sequence[FilmedSet], after: Sequence[FilmedSet]) -> tuple[float | None, float]:
    """Return the load that both hold on the most days, the heaviest of several, and how far loads may be from it."""
    loads = {one.load_kg for one in (*before, *after) if one.load_kg is not None}
    found: tuple[float | None, float] = None, _SAME_LOAD[-1]
    most = 0
    for within in _SAME_LOAD:
        for load_kg in sorted(loads, reverse=True):
            days = min(len({one.day for one in _at(filmed, load_kg, within)}) for filmed in (before, after))
            if days > most:
                found, most = (load_kg, within), days
        if most >= LEAST_SESSIONS:
            break
    return found


def _technique(before: Sequence[FilmedSet], after: Sequence[FilmedSet]) -> tuple[MeasureChange, ...]:
    ids = dict.fromkeys(id_ for one in before for id_ in one.values)
    found = []
    for id_ in ids:
        published = published_noise(id_)
        first, second = _by_day(before, id_), _by_day(after, id_)
        if published is None or not second:
            continue
        noise = noise_within((first, second), published_sem=published.sem)
        change = compare_phases(first, second, noise=noise)
        found.append(MeasureChange(quantity=id_, change=change, noise=noise, published=published))
    return tuple(found)


def _by_day(filmed: Sequence[FilmedSet], quantity: str) -> list[float]:
    days: dict[int, list[float]] = {}
    for one in filmed:
        if quantity in one.values:
            days.setdefault(one.day, []).append(one.values[quantity])
    return [median(days[day]) for day in sorted(days)]
