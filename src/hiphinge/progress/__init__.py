"""Whether a person changed, or whether what differs is noise: a measure over sessions with its own repeatability."""

from hiphinge.progress.automaticity import Probe, ProbedMeasure, probe_automaticity
from hiphinge.progress.back_dose import BackDose, DoseSum, back_dose
from hiphinge.progress.change import Change, Verdict, compare_phases
from hiphinge.progress.comfort import LEAST_WEEKS, ComfortTrend, comfort_trend
from hiphinge.progress.cycles import Cycle, CycleComparison, MeasureChange, compare_cycles
from hiphinge.progress.filmed import FilmedSet
from hiphinge.progress.noise import Noise, estimate_noise, noise_within
from hiphinge.progress.overview import (
    DoneSet,
    ExerciseProgress,
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
from hiphinge.progress.side_by_side import (
    Difference,
    FamilyDifference,
    Side,
    against_demonstration,
    by_family,
    differences,
)
from hiphinge.progress.trend import Trend, trend_of
from hiphinge.progress.velocity import LoadSpeed, VelocityProfile, velocity_profile

__all__ = [
    "LEAST_WEEKS",
    "BackDose",
    "Change",
    "ComfortTrend",
    "Cycle",
    "CycleComparison",
    "Difference",
    "DoneSet",
    "DoseSum",
    "ExerciseProgress",
    "FamilyDifference",
    "FilmedSet",
    "LoadSpeed",
    "MeasureChange",
    "MeasureTrend",
    "Noise",
    "Probe",
    "ProbedMeasure",
    "PublishedNoise",
    "Side",
    "StrengthDay",
    "Trend",
    "VelocityProfile",
    "Verdict",
    "Volume",
    "Week",
    "against_demonstration",
    "back_dose",
    "by_family",
    "comfort_trend",
    "compare_cycles",
    "compare_phases",
    "differences",
    "estimate_noise",
    "exercise_progress",
    "measure_trends",
    "noise_within",
    "probe_automaticity",
    "published_noise",
    "strength_days",
    "trend_of",
    "velocity_profile",
    "volumes",
    "weeks_of",
]
