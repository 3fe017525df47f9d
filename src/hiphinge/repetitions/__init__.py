"""Where each repetition starts, turns and ends, its phases, what is no repetition, and sets."""

from hiphinge.repetitions.correcting import BoundaryCorrection, BoundaryKind, Edge, Unfit, correct_spans
from hiphinge.repetitions.detection import (
    MIN_DEPTH_DEG,
    MIN_DEPTH_SHARE,
    STANDING_SHARE,
    STANDING_TRUNK_DEG,
    THIGH_WEIGHT,
    detect_repetitions,
    fold_deg,
)
from hiphinge.repetitions.hands_and_feet import HandsAndFeet, hands_and_feet_of
from hiphinge.repetitions.model import BOUNDARY_NOTES, Span, is_failed
from hiphinge.repetitions.sets import REST_S, REST_SHARE, group_sets
from hiphinge.repetitions.turns import TurnDetector, TurningPoint

__all__ = [
    "BOUNDARY_NOTES",
    "MIN_DEPTH_DEG",
    "MIN_DEPTH_SHARE",
    "REST_S",
    "REST_SHARE",
    "STANDING_SHARE",
    "STANDING_TRUNK_DEG",
    "THIGH_WEIGHT",
    "BoundaryCorrection",
    "BoundaryKind",
    "Edge",
    "HandsAndFeet",
    "Span",
    "TurnDetector",
    "TurningPoint",
    "Unfit",
    "correct_spans",
    "detect_repetitions",
    "fold_deg",
    "group_sets",
    "hands_and_feet_of",
    "is_failed",
]
