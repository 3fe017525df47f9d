"""The whole pure computation, from what was observed to what was found."""

from hiphinge.analysis.analyse import analyse
from hiphinge.analysis.calibrating import Calibration, FullBend, calibrate, standing_reference_of
from hiphinge.analysis.carried_comparison import compare_back_loads
from hiphinge.analysis.corrections import Correction, CorrectionKind, CorrectionOutcome
from hiphinge.analysis.result import (
    WITH_THIGH,
    Advice,
    Analysis,
    ContactLoss,
    Measurement,
    Phase,
    RecordingStretch,
    Repetition,
    SensorCheck,
    Series,
    SetOfRepetitions,
    Standing,
)
from hiphinge.analysis.standing_reference import StandingReference

__all__ = [
    "WITH_THIGH",
    "Advice",
    "Analysis",
    "Calibration",
    "ContactLoss",
    "Correction",
    "CorrectionKind",
    "CorrectionOutcome",
    "FullBend",
    "Measurement",
    "Phase",
    "RecordingStretch",
    "Repetition",
    "SensorCheck",
    "Series",
    "SetOfRepetitions",
    "Standing",
    "StandingReference",
    "analyse",
    "calibrate",
    "compare_back_loads",
    "standing_reference_of",
]
