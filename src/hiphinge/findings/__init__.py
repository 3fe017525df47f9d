"""What the numbers mean: the pattern of a movement and the rules that judge it; no sentences for people."""

from hiphinge.findings.back_comparison import (
    CHANGE_FAULTS,
    BackChange,
    BackComparison,
    BackLabel,
    compare_back,
    usual_range,
)
from hiphinge.findings.exercise_guess import DEFAULT_EXERCISE, ExerciseGuess, guess_exercise
from hiphinge.findings.exercise_model import PLATE_SEEN, ExerciseSigns, PlateSeen
from hiphinge.findings.judging import clear_over_set, find, findings_of, judge
from hiphinge.findings.model import (
    Finding,
    Judgement,
    Level,
    Measurement,
    NotMeasurable,
    Outcome,
    Pattern,
    PatternLabel,
)
from hiphinge.findings.of_recording import findings_of_recording
from hiphinge.findings.pattern import BackAtDeepest, PatternFeatures, classify
from hiphinge.findings.plugin_rules import rule_packages, rule_problems, rules_in_use
from hiphinge.findings.rules import RULES, Rule, RuleInput

__all__ = [
    "CHANGE_FAULTS",
    "DEFAULT_EXERCISE",
    "PLATE_SEEN",
    "RULES",
    "BackAtDeepest",
    "BackChange",
    "BackComparison",
    "BackLabel",
    "ExerciseGuess",
    "ExerciseSigns",
    "Finding",
    "Judgement",
    "Level",
    "Measurement",
    "NotMeasurable",
    "Outcome",
    "Pattern",
    "PatternFeatures",
    "PatternLabel",
    "PlateSeen",
    "Rule",
    "RuleInput",
    "classify",
    "clear_over_set",
    "compare_back",
    "find",
    "findings_of",
    "findings_of_recording",
    "guess_exercise",
    "judge",
    "rule_packages",
    "rule_problems",
    "rules_in_use",
    "usual_range",
]
