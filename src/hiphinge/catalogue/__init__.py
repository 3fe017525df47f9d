"""What is known, as data files: exercises, faults, cues, drills, reasons, evidence; no rules in code."""

from hiphinge.catalogue.loading import check, load, schemas
from hiphinge.catalogue.reading import Catalogue
from hiphinge.catalogue.records import (
    Accuracy,
    Band,
    ContactText,
    Drill,
    Evidence,
    Exercise,
    Fault,
    Grade,
    PatternText,
    Phrase,
    Progression,
    Reason,
)

__all__ = [
    "Accuracy",
    "Band",
    "Catalogue",
    "ContactText",
    "Drill",
    "Evidence",
    "Exercise",
    "Fault",
    "Grade",
    "PatternText",
    "Phrase",
    "Progression",
    "Reason",
    "check",
    "load",
    "schemas",
]
