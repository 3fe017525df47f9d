"""Whether a movement stays as it is with the mind on something else: sets done while counting against the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Literal

from hiphinge.progress.change import LEAST_SESSIONS
from hiphinge.progress.filmed import FilmedSet
from hiphinge.progress.noise import estimate_noise
from hiphinge.progress.published import published_noise

__all__ = ["Probe", "ProbedMeasure", "probe_automaticity"]

_WINDOW_DAYS = 28
"""Sets are compared with those of so many days before the last one that was done while counting; a choice."""


@dataclass(frozen=True, kw_only=True)
class ProbedMeasure:
    """One measure with and without the second task.

    Attributes
    ----------
    counting, others
        Means over the days, in the measure's unit.
    detectable
        The smallest difference between two days that is not noise, 95 %.
    """

    quantity: str
    counting: float
    others: float
    detectable: float

    @property
    def alike(self) -> bool:
        """Whether they differ by no more than two days of the same technique do."""
        return abs(self.counting - self.others) <= self.detectable


@dataclass(frozen=True, kw_only=True)
class Probe:
    """What sets done while counting show beside the others of the same weeks.

    Attributes
    ----------
    verdict
        "alike" where every measure is within one detectable difference, "differs" where one is not; "too_few" where no
        set was filmed while counting, or fewer than three days without it.
    counting, others
        Repetitions that met their marks, and that could be judged.
    """

    verdict: Literal["alike", "differs", "too_few"]
    counting_days: int
    other_days: int
    counting: tuple[int, int]
    others: tuple[int, int]
    measures: tuple[ProbedMeasure, ...]


def probe_automaticity(filmed: Sequence[FilmedSet], quantities: Sequence[str]) -> Probe:
    """Return what sets of one exercise that were done while counting show in some measures.

    Notes
    -----
    No number of repetitions makes a movement automatic that a study would support. A second task shows more: the same
    technique within one detectable difference (MDC95 = 1.96 sqrt(2) SEM for known noise).
    """
    with_task = [one for one in filmed if one.counting]
    last = max((one.day for one in with_task), default=0)
    near = [one for one in filmed if last - _WINDOW_DAYS < one.day <= last]
    counting, others = [one for one in near if one.counting], [one for one in near if not one.counting]
    days = len({one.day for one in counting}), len({one.day for one in others})
    measures = tuple(found for id_ in quantities if (found := _measure(id_, counting, others)) is not None)
    verdict: Literal["alike", "differs", "too_few"] = "alike" if all(one.alike for one in measures) else "differs"
    if not measures or days[1] < LEAST_SESSIONS:
        verdict = "too_few"
    return Probe(
        verdict=verdict,
        counting_days=days[0],
        other_days=days[1],
        counting=_marks(counting),
        others=_marks(others),
        measures=measures,
    )


def _measure(id_: str, counting: Sequence[FilmedSet], others: Sequence[FilmedSet]) -> ProbedMeasure | None:
    published, mine, theirs = published_noise(id_), _by_day(id_, counting), _by_day(id_, others)
    if published is None or not mine or not theirs:
        return None
    noise = estimate_noise(theirs, published_sem=published.sem)
    return ProbedMeasure(quantity=id_, counting=fmean(mine), others=fmean(theirs), detectable=noise.detectable(1, 1))


def _by_day(id_: str, sets: Sequence[FilmedSet]) -> list[float]:
    days: dict[int, list[float]] = {}
    for one in sets:
        if id_ in one.values:
            days.setdefault(one.day, []).append(one.values[id_])
    return [median(days[day]) for day in sorted(days)]


def _marks(sets: Sequence[FilmedSet]) -> tuple[int, int]:
    return sum(one.met for one in sets), sum(one.judged for one in sets)
