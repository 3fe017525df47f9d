"""Progress as programs read it: numbers with days, without drawings."""

from datetime import date
from math import isfinite
from typing import Annotated

from fastapi import Query

from hiphinge.documents.api import (
    ExerciseProgressView,
    FilmedSetView,
    MeasureTrendView,
    ProgressView,
    StrengthDayView,
    WeekView,
)
from hiphinge.progress import ExerciseProgress, FilmedSet, MeasureTrend, StrengthDay
from hiphinge.workflow.training_progress import PersonProgress

__all__ = ["Exercise", "progress_view"]

Exercise = Annotated[
    str | None, Query(min_length=1, max_length=200, description="Id or name of an exercise; without it, all of them.")
]


def progress_view(person: str, progress: PersonProgress) -> ProgressView:
    """Return the progress of the person of an id."""
    return ProgressView(
        person=person,
        exercises=tuple(_exercise(one) for one in progress.exercises),
        weeks=tuple(WeekView(monday=date.fromordinal(one.monday), sets=one.sets) for one in progress.weeks),
        logged_sets=progress.logged_sets,
    )


def _exercise(one: ExerciseProgress) -> ExerciseProgressView:
    return ExerciseProgressView(
        exercise=one.exercise,
        filmed=tuple(_filmed(each) for each in one.filmed),
        trends=tuple(_trend(each) for each in one.trends),
        strength=tuple(_strength(each) for each in one.strength),
    )


def _filmed(one: FilmedSet) -> FilmedSetView:
    values = {id_: value for id_, value in one.values.items() if isfinite(value)}
    day = date.fromordinal(one.day)
    return FilmedSetView(day=day, load_kg=one.load_kg, judged=one.judged, met=one.met, values=values)


def _trend(one: MeasureTrend) -> MeasureTrendView:
    change = one.trend.change
    return MeasureTrendView(
        quantity=one.quantity,
        days=tuple(date.fromordinal(int(day)) for day in one.trend.days),
        values=tuple(float(value) for value in one.trend.values),
        verdict=change.verdict,
        difference=_finite(change.difference),
        detectable=_finite(change.detectable),
    )


def _strength(one: StrengthDay) -> StrengthDayView:
    return StrengthDayView(
        day=date.fromordinal(one.day),
        load_kg=one.load_kg,
        repetitions=one.repetitions,
        rpe=one.rpe,
        estimate_kg=one.estimate.median,
        low_kg=one.estimate.low,
        high_kg=one.estimate.high,
    )


def _finite(value: float) -> float | None:
    return float(value) if isfinite(value) else None
