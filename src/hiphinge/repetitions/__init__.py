"""Where each repetition starts, turns and ends, its phases, and the attempts that are none."""

from hiphinge.repetitions.find import find_repetitions, fold_deg, group_sets
from hiphinge.repetitions.model import Span

__all__ = ["Span", "find_repetitions", "fold_deg", "group_sets"]
