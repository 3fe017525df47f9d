"""Whether a person changed, or whether what differs is noise: a measure over sessions with its own repeatability."""

from hiphinge.progress.change import Change, Verdict, compare_phases
from hiphinge.progress.cycles import Cycle, CycleComparison, MeasureChange, compare_cycles
from hiphinge.progress.noise import Noise, estimate_noise, noise_within
from hiphinge.progress.overview import (
    DoneSet,
    ExerciseProgress,
    FilmedSet,
    MeasureTrend,
    StrengthDay,
    Volume,
    Week,
    exercise_progress,
    measure_trends,
    strength_days,
    volumes,
    weeks_of,
)
from hiphinge.progress.published import PublishedNoise, published_noise
from hiphinge.progress.side_by_side import Difference, FamilyDifference, Side, by_family, differences
from hiphinge.progress.trend import Trend, trend_of

__all__ = [
    "Change",
    "Cycle",
    "CycleComparison",
    "Difference",
    "DoneSet",
    "ExerciseProgress",
    "FamilyDifference",
    "FilmedSet",
    "MeasureChange",
    "MeasureTrend",
    "Noise",
    "PublishedNoise",
    "Side",
    "StrengthDay",
    "Trend",
    "Verdict",
    "Volume",
    "Week",
    "by_family",
    "compare_cycles",
    "compare_phases",
    "differences",
    "estimate_noise",
    "exercise_progress",
    "measure_trends",
    "noise_within",
    "published_noise",
    "strength_days",
    "trend_of",
    "volumes",
    "weeks_of",
]
