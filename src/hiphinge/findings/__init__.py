"""What the numbers mean: the pattern of a movement and the rules that judge it; no sentences for people."""

from hiphinge.findings.model import Finding, Level, NotMeasurable, Pattern, PatternLabel

__all__ = ["Finding", "Level", "NotMeasurable", "Pattern", "PatternLabel"]
