"""Where each repetition starts, turns and ends, its phases, attempts, and sets."""

from hiphinge.repetitions.detection import detect_repetitions, fold_deg, group_sets
from hiphinge.repetitions.model import Span

__all__ = ["Span", "detect_repetitions", "fold_deg", "group_sets"]
