"""What the numbers mean: the pattern of a movement and the rules that judge it; no sentences for people."""

from hiphinge.findings.guess import DEFAULT_EXERCISE, Glimpse, guess_exercise
from hiphinge.findings.model import Finding, Level, Measurement, NotMeasurable, Pattern, PatternLabel
from hiphinge.findings.pattern import PatternFeatures, Rounding, classify
from hiphinge.findings.rules import Evidence, find

__all__ = [
    "DEFAULT_EXERCISE",
    "Evidence",
    "Finding",
    "Glimpse",
    "Level",
    "Measurement",
    "NotMeasurable",
    "Pattern",
    "PatternFeatures",
    "PatternLabel",
    "Rounding",
    "classify",
    "find",
    "guess_exercise",
]
