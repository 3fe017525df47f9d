"""What a person's log shows over time: trends of technique, strength, weeks, and repetitions without faults."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from hiphinge.catalogue import load
from hiphinge.progress.automaticity import Probe, probe_automaticity
from hiphinge.progress.filmed import FilmedSet
from hiphinge.progress.published import PublishedNoise, published_noise
from hiphinge.progress.trend import Trend, trend_of
from hiphinge.progress.velocity import VelocityProfile, velocity_profile
from hiphinge.signals import ERRORS_IN_95
from hiphinge.training_log import SetCount, StrengthEstimate, WeekCounts, count_week, estimate_strength

__all__ = [
    "DoneSet",
    "ExerciseProgress",
    "FilmedSet",
    "MeasureTrend",
    "StrengthDay",
    "Volume",
    "Week",
    "exercise_progress",
    "measure_trends",
    "strength_days",
    "volumes",
    "weeks_of",
]

_DAYS_OF_A_WEEK = 7
PROBED = ("lumbar_flexion_deg", "trunk_inclination_deg", "knee_flexion_deg")
"""What is compared between sets done while counting and the others: the back, the lean and the knees."""
_LEAST_STRENGTH_NOISE = 0.01
"""Of the estimate: no formula is better known than that; a choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DoneSet:
    """A work set that was logged, filmed or not; ``exercise`` is None where the catalogue does not know it."""

    day: int
    exercise: str | None
    load_kg: float | None = None
    repetitions: int | None = None
    rpe: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class MeasureTrend:
    """A measure over the days on which it was filmed, one value for each, and the noise that it was compared with."""

    quantity: str
    trend: Trend
    published: PublishedNoise


@dataclass(frozen=True, kw_only=True)
class StrengthDay:
    """The best set of a day: the one with the highest estimate, in kilograms."""

    day: int
    load_kg: float
    repetitions: int
    rpe: float | None
    estimate: StrengthEstimate


@dataclass(frozen=True, kw_only=True)
class Week:
    """The work sets of a week; ``monday`` is the ordinal of its first day."""

    monday: int
    sets: int
    counts: WeekCounts


@dataclass(frozen=True, kw_only=True)
class Volume:
    """What was done in the last days and in as many before: numbers beside one another, no ratio."""

    days: int
    sets: int
    sets_before: int
    lifted_kg: float
    lifted_before_kg: float


@dataclass(frozen=True, kw_only=True, eq=False)
class ExerciseProgress:
    """One exercise over time; ``strength_trend`` is None where no set gives an estimate."""

    exercise: str
    filmed: tuple[FilmedSet, ...]
    trends: tuple[MeasureTrend, ...]
    strength: tuple[StrengthDay, ...]
    strength_trend: Trend | None
    velocity: VelocityProfile
    probe: Probe

    @property
    def judged(self) -> int:
        """Repetitions that could be judged."""
        return sum(one.judged for one in self.filmed)

    @property
    def met(self) -> int:
        """Repetitions without a fault, of those that could be judged."""
        return sum(one.met for one in self.filmed)


def exercise_progress(exercise: str, *, filmed: Iterable[FilmedSet], done: Iterable[DoneSet]) -> ExerciseProgress:
    """Return the progress in one exercise, from its filmed and its logged sets in any order."""
    mine = tuple(sorted((one for one in filmed if one.exercise == exercise), key=lambda one: one.day))
    strength = strength_days([one for one in done if one.exercise == exercise])
    return ExerciseProgress(
        exercise=exercise,
        filmed=mine,
        trends=measure_trends(mine),
        strength=strength,
        strength_trend=_strength_trend(strength),
        velocity=velocity_profile(mine),
        probe=probe_automaticity(mine, PROBED),
    )


def measure_trends(filmed: Sequence[FilmedSet]) -> tuple[MeasureTrend, ...]:
    """Return the trend of every measure whose noise is known, one value for each day: the median of its sets."""
    noise = {id_: published_noise(id_) for id_ in dict.fromkeys(id_ for one in filmed for id_ in one.values)}
    found = []
    for id_, published in noise.items():
        if published is None:
            continue
        days: dict[int, list[float]] = {}
        for one in filmed:
            if id_ in one.values:
                days.setdefault(one.day, []).append(one.values[id_])
        when = sorted(days)
        values = [days[day][0] if len(days[day]) == 1 else median(days[day]) for day in when]
        trend = trend_of(when, values, published_sem=published.sem)
        found.append(MeasureTrend(quantity=id_, trend=trend, published=published))
    return tuple(found)


def strength_days(done: Iterable[DoneSet]) -> tuple[StrengthDay, ...]:
    """Return the best set of each day that gives an estimate of the most for one repetition, in order of time."""
    best: dict[int, StrengthDay] = {}
    for one in done:
        if one.load_kg is None or one.repetitions is None:
            continue
        estimate = estimate_strength(one.load_kg, one.repetitions, rpe=one.rpe)
        present = best.get(one.day)
        if estimate is None or (present is not None and present.estimate.median >= estimate.median):
            continue
        best[one.day] = StrengthDay(
            day=one.day, load_kg=one.load_kg, repetitions=one.repetitions, rpe=one.rpe, estimate=estimate
        )
    return tuple(best[day] for day in sorted(best))


def _strength_trend(days: Sequence[StrengthDay]) -> Trend | None:
    """Return the trend of the estimate's median; its noise is at first what the formulas differ by."""
    if not days:
        return None
    ranges = [(one.estimate.high - one.estimate.low) / 2 / ERRORS_IN_95 for one in days]
    least = _LEAST_STRENGTH_NOISE * median(one.estimate.median for one in days)
    medians = [one.estimate.median for one in days]
    return trend_of([one.day for one in days], medians, published_sem=max(median(ranges), least))


def weeks_of(done: Iterable[DoneSet]) -> tuple[Week, ...]:
    """Return the work sets of every week from the first to the last one, weeks without a set too."""
    by_week: dict[int, list[DoneSet]] = {}
    for one in done:
        by_week.setdefault(one.day - (one.day - 1) % _DAYS_OF_A_WEEK, []).append(one)
    if not by_week:
        return ()
    mondays = range(min(by_week), max(by_week) + 1, _DAYS_OF_A_WEEK)
    return tuple(_week(monday, by_week.get(monday, [])) for monday in mondays)


def _week(monday: int, sets: Sequence[DoneSet]) -> Week:
    counts: dict[str | None, int] = {}
    for one in sets:
        counts[one.exercise] = counts.get(one.exercise, 0) + 1
    counted = count_week(SetCount(exercise=exercise, sets=count) for exercise, count in counts.items())
    return Week(monday=monday, sets=len(sets), counts=counted)


def volumes(done: Sequence[DoneSet], *, today: int) -> tuple[Volume, ...]:
    """Return what was done in the last 7 and 28 days (catalogue, ``volume_not_ratio``) and in as many before."""
    values = load().training_rules["volume_not_ratio"].values
    return tuple(_volume(done, today, int(values[name])) for name in ("recent_days", "longer_days"))


def _volume(done: Sequence[DoneSet], today: int, days: int) -> Volume:
    now = [one for one in done if today - days < one.day <= today]
    before = [one for one in done if today - 2 * days < one.day <= today - days]
    return Volume(
        days=days,
        sets=len(now),
        sets_before=len(before),
        lifted_kg=sum((one.load_kg or 0.0) * (one.repetitions or 0) for one in now),
        lifted_before_kg=sum((one.load_kg or 0.0) * (one.repetitions or 0) for one in before),
    )
