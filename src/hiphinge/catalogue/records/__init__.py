"""The shape of each item of the catalogue, checked field by field; no file is opened here."""

from hiphinge.catalogue.records.basics import Grade, Joint, Record
from hiphinge.catalogue.records.coaching import Phrase, Progression, TrainingRule
from hiphinge.catalogue.records.exercises import Axis, Band, Exercise, Expected, Muscle, Step
from hiphinge.catalogue.records.findings import (
    Accuracy,
    BackAim,
    Contact,
    ContactText,
    Fault,
    FaultDocument,
    PatternText,
    Reason,
    Threshold,
)
from hiphinge.catalogue.records.knowledge import Article, Disagreement, Evidence, Reference, Side, Statement
from hiphinge.catalogue.records.planning import Decision, Equipment, Station
from hiphinge.catalogue.records.practice import (
    Drill,
    Lesson,
    LiveDrill,
    PassMark,
    Question,
    SelfTest,
    TestBand,
    TestExplanation,
    TestProtocol,
)

__all__ = [
    "Accuracy",
    "Article",
    "Axis",
    "BackAim",
    "Band",
    "Contact",
    "ContactText",
    "Decision",
    "Disagreement",
    "Drill",
    "Equipment",
    "Evidence",
    "Exercise",
    "Expected",
    "Fault",
    "FaultDocument",
    "Grade",
    "Joint",
    "Lesson",
    "LiveDrill",
    "Muscle",
    "PassMark",
    "PatternText",
    "Phrase",
    "Progression",
    "Question",
    "Reason",
    "Record",
    "Reference",
    "SelfTest",
    "Side",
    "Statement",
    "Station",
    "Step",
    "TestBand",
    "TestExplanation",
    "TestProtocol",
    "Threshold",
    "TrainingRule",
]
