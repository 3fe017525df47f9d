"""The whole pure computation, from what was observed to what was found."""

from hiphinge.analysis.analyse import analyse
from hiphinge.analysis.calibrating import Calibration, FullBend, calibrate, own_standing
from hiphinge.analysis.lines import past_line
from hiphinge.analysis.own_standing import OwnStanding
from hiphinge.analysis.result import (
    Advice,
    Analysis,
    ContactLoss,
    Measurement,
    Phase,
    Repetition,
    Series,
    SetOfRepetitions,
    Standing,
)

__all__ = [
    "Advice",
    "Analysis",
    "Calibration",
    "ContactLoss",
    "FullBend",
    "Measurement",
    "OwnStanding",
    "Phase",
    "Repetition",
    "Series",
    "SetOfRepetitions",
    "Standing",
    "analyse",
    "calibrate",
    "own_standing",
    "past_line",
]
