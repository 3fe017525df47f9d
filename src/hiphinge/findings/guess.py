"""Which exercise it probably was, when nobody named it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hiphinge.findings.model import PatternLabel

__all__ = ["DEFAULT_EXERCISE", "RepetitionSummary", "guess_exercise"]

DEFAULT_EXERCISE = "hip_hinge"
SWING_S = 0.78
"""A descent and an ascent that are both shorter than this are a swing, not a controlled lift: swings of 31 rendered
people took 0.57 to 0.73 seconds, other lifts 0.83 and more, but for one that dropped."""
FLOOR_KNEE_DEG, FLOOR_KNEE_FROM_TOP_DEG = 50.0, 68.0
"""Knees that bend this much while the trunk still turns more than the thigh: a weight taken from the floor."""


@dataclass(frozen=True, kw_only=True)
class RepetitionSummary:
    """What one repetition shows of the exercise; None where not measurable."""

    pattern: PatternLabel
    descent_s: float | None
    ascent_s: float | None
    knee_deg: float | None
    starts_at_bottom: bool


def guess_exercise(summaries: Sequence[RepetitionSummary]) -> str:
    """Return the catalogue's id of the likeliest exercise: a swing, a lift from the floor, or a plain hinge.

    The limits were chosen on rendered people; naming the exercise is always better.
    """
    if not summaries:
        return DEFAULT_EXERCISE
    down = [g.descent_s for g in summaries if g.descent_s is not None]
    up = [g.ascent_s for g in summaries if g.ascent_s is not None]
    if len(down) > 1 and len(up) > 1 and max(float(np.median(down)), float(np.median(up))) < SWING_S:
        return "kettlebell_swing"
    knees = [g.knee_deg for g in summaries if g.knee_deg is not None and g.pattern == "hinge"]
    limit = FLOOR_KNEE_DEG if summaries[0].starts_at_bottom else FLOOR_KNEE_FROM_TOP_DEG
    return "conventional_deadlift" if knees and float(np.median(knees)) >= limit else DEFAULT_EXERCISE
