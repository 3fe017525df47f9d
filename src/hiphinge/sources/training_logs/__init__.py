"""Exports of training apps: one table of apps, recognised by content, each read into its sets and body weights."""

from hiphinge.sources.training_logs.model import (
    DateOrder,
    ExportedSet,
    ExportedWeight,
    Hints,
    RejectedLine,
    TrainingExport,
    Unit,
    When,
)
from hiphinge.sources.training_logs.names import exercise_of, plain_name
from hiphinge.sources.training_logs.table import APPS, TrainingApp, read_training_log

__all__ = [
    "APPS",
    "DateOrder",
    "ExportedSet",
    "ExportedWeight",
    "Hints",
    "RejectedLine",
    "TrainingApp",
    "TrainingExport",
    "Unit",
    "When",
    "exercise_of",
    "plain_name",
    "read_training_log",
]
