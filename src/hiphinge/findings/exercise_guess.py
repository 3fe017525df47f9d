"""Guesses the exercise where none was given."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hiphinge.catalogue import load
from hiphinge.findings.model import PatternLabel

__all__ = ["DEFAULT_EXERCISE", "RepetitionSummary", "guess_exercise"]

DEFAULT_EXERCISE = "hip_hinge"


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

    The thresholds are the catalogue's for ``exercise_guess``; naming the exercise is always better.
    """
    if not summaries:
        return DEFAULT_EXERCISE
    thresholds = load().thresholds
    down = [g.descent_s for g in summaries if g.descent_s is not None]
    up = [g.ascent_s for g in summaries if g.ascent_s is not None]
    if (
        len(down) > 1
        and len(up) > 1
        and max(float(np.median(down)), float(np.median(up))) < thresholds["swing_time"].value
    ):
        return "kettlebell_swing"
    knees = [g.knee_deg for g in summaries if g.knee_deg is not None and g.pattern == "hinge"]
    limit = thresholds["floor_knee" if summaries[0].starts_at_bottom else "floor_knee_from_lockout"].value
    return "conventional_deadlift" if knees and float(np.median(knees)) >= limit else DEFAULT_EXERCISE
