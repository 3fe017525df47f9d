"""What the numbers mean: the pattern of a movement and the rules that judge it; no sentences for people."""

from hiphinge.findings.guess import DEFAULT_EXERCISE, RepetitionSummary, guess_exercise
from hiphinge.findings.model import Finding, Level, Measurement, NotMeasurable, Pattern, PatternLabel
from hiphinge.findings.pattern import PatternFeatures, Rounding, classify
from hiphinge.findings.plugged import RulePlugin
from hiphinge.findings.rules import RuleInput, find, rule_problems

__all__ = [
    "DEFAULT_EXERCISE",
    "Finding",
    "Level",
    "Measurement",
    "NotMeasurable",
    "Pattern",
    "PatternFeatures",
    "PatternLabel",
    "RepetitionSummary",
    "Rounding",
    "RuleInput",
    "RulePlugin",
    "classify",
    "find",
    "guess_exercise",
    "rule_problems",
]
