"""Where each repetition starts, turns and ends, its phases, what is no repetition, and sets."""

from hiphinge.repetitions.correcting import BoundaryCorrection, BoundaryKind, Edge, Unfit, correct_spans
from hiphinge.repetitions.detection import detect_repetitions, fold_deg
from hiphinge.repetitions.hands_and_feet import HandsAndFeet, hands_and_feet_of
from hiphinge.repetitions.model import BOUNDARY_NOTES, Span, is_failed
from hiphinge.repetitions.sets import group_sets

__all__ = [
    "BOUNDARY_NOTES",
    "BoundaryCorrection",
    "BoundaryKind",
    "Edge",
    "HandsAndFeet",
    "Span",
    "Unfit",
    "correct_spans",
    "detect_repetitions",
    "fold_deg",
    "group_sets",
    "hands_and_feet_of",
    "is_failed",
]
