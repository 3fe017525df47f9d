"""What a log shows over time: days, strength, weeks, volumes, and two cycles side by side."""

import numpy as np
import pytest

from hiphinge.errors import UsageError
from hiphinge.progress import (
    Cycle,
    DoneSet,
    FilmedSet,
    compare_cycles,
    exercise_progress,
    strength_days,
    volumes,
    weeks_of,
)

RDL, SQUAT = "romanian_deadlift", "back_squat"
MONDAY = 739_740 - (739_740 - 1) % 7


def filmed(day: int, lumbar: float, *, kg: float | None = 60.0, exercise: str = RDL) -> FilmedSet:
    return FilmedSet(day=day, exercise=exercise, values={"lumbar_flexion_deg": lumbar}, load_kg=kg, judged=8, met=6)


def done(day: int, kg: float = 60.0, reps: int = 5, rpe: float | None = 8.0, exercise: str | None = RDL) -> DoneSet:
    return DoneSet(day=day, exercise=exercise, load_kg=kg, repetitions=reps, rpe=rpe)


def test_a_day_counts_once_by_the_median_of_its_sets_and_other_exercises_do_not() -> None:
    sets = [filmed(1, 20), filmed(1, 30), filmed(1, 90), filmed(3, 25), filmed(3, 80, exercise=SQUAT)]
    progress = exercise_progress(RDL, filmed=sets, done=[])
    (trend,) = progress.trends
    assert (list(trend.trend.days), list(trend.trend.values)) == ([1, 3], [30, 25])
    assert (progress.judged, progress.met) == (32, 24)
    assert progress.strength_trend is None


def test_a_measure_whose_noise_nobody_knows_has_no_trend() -> None:
    one = FilmedSet(day=1, exercise=RDL, values={"hip_knee_ratio": 2.0})
    assert exercise_progress(RDL, filmed=[one], done=[]).trends == ()


def test_the_best_set_of_a_day_is_the_one_that_shows_the_most_strength() -> None:
    days = strength_days([done(1, 60, 5), done(1, 50, 12, 6), done(1, 62.5, 5), done(4, 80, 1, 10), done(5, 0)])
    assert [(day.day, day.load_kg) for day in days] == [(1, 62.5), (4, 80)]
    assert days[0].estimate.low < days[0].estimate.median < days[0].estimate.high


def test_stronger_is_a_change_and_the_same_is_not() -> None:
    rising = exercise_progress(RDL, filmed=[], done=[done(day, 60 + 2 * day) for day in range(1, 13)])
    same = exercise_progress(RDL, filmed=[], done=[done(day, 60 + day % 2) for day in range(1, 13)])
    assert rising.strength_trend is not None
    assert same.strength_trend is not None
    assert (rising.strength_trend.change.verdict, same.strength_trend.change.verdict) == ("changed", "noise")


def test_weeks_begin_on_monday_and_one_without_a_set_is_there() -> None:
    sets = [done(MONDAY), done(MONDAY + 6, exercise=SQUAT), done(MONDAY + 14, exercise=None)]
    first, empty, last = weeks_of(sets)
    assert (first.monday, empty.sets, last.monday) == (MONDAY, 0, MONDAY + 14)
    assert (first.counts.patterns["hinge"], first.counts.patterns["squat"]) == (1, 1)
    assert last.counts.patterns["other"] == 1
    assert first.counts.muscles["adductors"] >= 0.5


def test_volumes_stand_beside_one_another() -> None:
    sets = [done(100, 50, 10), done(94, 50, 10), done(93, 100, 1), done(72, 10, 1)]
    week, month = volumes(sets, today=100)
    assert (week.days, week.sets, week.sets_before, week.lifted_kg, week.lifted_before_kg) == (7, 2, 1, 1000, 100)
    assert (month.days, month.sets, month.sets_before) == (28, 3, 1)


def test_cycles_are_compared_at_the_load_that_both_hold() -> None:
    rng = np.random.default_rng(7)
    before = [filmed(day, 25 + rng.normal(0, 1), kg=kg) for day, kg in zip(range(1, 9), [60, 70] * 4, strict=True)]
    after = [filmed(day, 15 + rng.normal(0, 1), kg=kg) for day, kg in zip(range(31, 39), [70, 80] * 4, strict=True)]
    found = compare_cycles(
        RDL,
        (Cycle(first=30, last=60), Cycle(first=1, last=29)),
        filmed=[*before, *after],
        done=[done(1, 60), done(31, 90)],
    )
    assert (found.cycles[0].first, found.load_kg, found.within) == (1, 70, 0.025)
    (lumbar,) = found.technique
    assert (lumbar.change.verdict, lumbar.change.sessions) == ("changed", (4, 4))
    assert [day.load_kg for day in found.best if day is not None] == [60, 90]


def test_where_too_few_days_share_a_load_near_ones_count_and_far_ones_never() -> None:
    before = [filmed(day, 20, kg=60) for day in (1, 2, 3)]
    near = compare_cycles(
        RDL,
        (Cycle(first=1, last=9), Cycle(first=10, last=19)),
        filmed=[*before, *(filmed(day, 20, kg=62.5) for day in (11, 12, 13))],
        done=[],
    )
    assert (near.load_kg, near.within) == (62.5, 0.05)
    far = compare_cycles(
        RDL, (Cycle(first=1, last=9), Cycle(first=10, last=19)), filmed=[*before, filmed(11, 20, kg=100)], done=[]
    )
    assert (far.load_kg, far.technique) == (None, ())


def test_cycles_that_overlap_or_end_before_they_start_are_refused() -> None:
    with pytest.raises(UsageError, match="no day in common"):
        compare_cycles(RDL, (Cycle(first=1, last=9), Cycle(first=9, last=12)), filmed=[], done=[])
    with pytest.raises(UsageError, match="end after it starts"):
        Cycle(first=2, last=1)
