"""The whole pure computation, from what was observed to what was found."""

from hiphinge.analysis.analyse import analyse
from hiphinge.analysis.result import (
    Advice,
    Analysis,
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
    "Measurement",
    "Phase",
    "Repetition",
    "Series",
    "SetOfRepetitions",
    "Standing",
    "analyse",
]
