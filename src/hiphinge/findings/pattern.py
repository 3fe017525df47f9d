"""Which movement it was: hinge, squat or stoop, with the probability of each; no judging word."""

import math
from dataclasses import dataclass

from hiphinge.findings.model import Pattern, PatternLabel
from hiphinge.measures import Rounding

__all__ = ["PatternFeatures", "Rounding", "classify"]

SQUAT_TURN, SQUAT_TURN_WIDTH = 0.12, 0.03
"""A squat turns the thigh farther than the trunk: by more than this share of both; then the width of the line."""
SQUAT_DROP, SQUAT_DROP_WIDTH = 0.42, 0.10
"""A squat lowers the hips by about this share of leg length or more."""
FLOOR_TURN, FLOOR_DROP = 0.1, 0.08
"""A lift that is known to start at the floor begins with lower hips: both lines lie farther off by this much."""
MIN_TURN_DEG = 10.0
STIFF_KNEE_DEG, STIFF_KNEE_WIDTH_DEG = 12.0, 3.0
SHORT_TRUNK, SHORT_TRUNK_WIDTH = 0.735, 0.012
"""From hip to shoulder a trunk looks shorter when it rounds: below this share of standing it may be the back."""
STOOP_SHARE = 0.6
"""Most that joints alone can say for a stoop: a rounded back under straight knees may still hinge at the hips."""
CLEAR_SQUAT, CLEAR_HINGE = 0.55, 0.6
CLEAR_WITH_BACK = 0.5
"""With the back measured, the likelier of hinge and stoop is taken; the report says so where it was close."""
STRAIGHT_KNEE_DEG, STRAIGHT_KNEE_WIDTH_DEG = 15.0, 1.5
"""With the back measured, knees that bend less than this from standing are nearly straight; the width of the line."""
STOOP_LUMBAR_SHARE = 0.4
"""In a stoop the lower back bends by this share of the trunk's lean or more."""
STOOP_ROUNDING_DEG = 57.0
"""In a stoop lower and upper back round by this much together. Among 1095 repetitions of rendered people with the
back measured, 65 are stoops by these lines: 56 of 112 that were drawn as stoops, and 9 others, of which 5 were truly
bent by more than 45 percent of the lean over nearly straight knees."""
LEAST_ERROR_DEG = 2.0


@dataclass(frozen=True, kw_only=True)
class PatternFeatures:
    """Changes from standing to the bottom; None where not measurable.

    ``trunk_deg`` and ``thigh_deg`` are turned forward and backward from vertical, ``knee_deg`` is flexion,
    ``hip_drop`` is the share of leg length, ``trunk_length`` is hip to shoulder as a share of standing, ``rounding`` is
    what the back did.
    """

    trunk_deg: float | None
    thigh_deg: float | None
    knee_deg: float | None
    hip_drop: float | None
    trunk_length: float | None
    rounding: Rounding | None = None


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(min(x, 40.0), -40.0)))


def classify(features: PatternFeatures, *, from_floor: bool = False) -> Pattern:
    """Return the pattern of one repetition.

    ``from_floor``: the exercise was given and starts with the weight on the floor, where knees bend to about 105
    degrees with low weights (Schellenberg et al. 2013, PMC3878967).

    Notes
    -----
    A hinge turns the trunk more than the thigh, a squat the thigh more than the trunk, which also holds for lifts
    from the floor with bent knees. No validated line between them was found in the literature; this one was chosen
    on rendered people. A stoop is a matter of the back, which joints do not show: where the back is not measurable,
    straight knees with a trunk that looks short are called unclear, never stoop.
    """
    squat = _squat_probability(features, from_floor=from_floor)
    if squat is None:
        third = 1.0 / 3.0
        return Pattern(label="unclear", probability={"hinge": third, "squat": third, "stoop": third})
    stoop = (1.0 - squat) * _stoop_share(features)
    hinge = 1.0 - squat - stoop
    return Pattern(
        label=_label(hinge=hinge, squat=squat, back_measured=features.rounding is not None),
        probability={"hinge": hinge, "squat": squat, "stoop": stoop},
    )


def _label(*, hinge: float, squat: float, back_measured: bool) -> PatternLabel:
    if squat >= CLEAR_SQUAT:
        return "squat"
    if hinge >= (CLEAR_WITH_BACK if back_measured else CLEAR_HINGE):
        return "hinge"
    return "stoop" if back_measured and 1.0 - hinge - squat >= CLEAR_WITH_BACK else "unclear"


def _squat_probability(f: PatternFeatures, *, from_floor: bool) -> float | None:
    more_turn, more_drop = (FLOOR_TURN, FLOOR_DROP) if from_floor else (0.0, 0.0)
    signs = []
    if f.thigh_deg is not None and f.trunk_deg is not None:
        both = max(f.thigh_deg + f.trunk_deg, MIN_TURN_DEG)
        signs.append(((f.thigh_deg - f.trunk_deg) / both - SQUAT_TURN - more_turn) / SQUAT_TURN_WIDTH)
    if f.hip_drop is not None:
        signs.append((f.hip_drop - SQUAT_DROP - more_drop) / SQUAT_DROP_WIDTH)
    return _logistic(sum(signs)) if signs else None


def _stoop_share(f: PatternFeatures) -> float:
    if f.knee_deg is not None and f.rounding is not None:
        straight = _logistic((STRAIGHT_KNEE_DEG - f.knee_deg) / STRAIGHT_KNEE_WIDTH_DEG)
        return straight * _chance_of_rounding(f.rounding)
    if f.knee_deg is None or f.trunk_length is None:
        return 0.0
    stiff = _logistic((STIFF_KNEE_DEG - f.knee_deg) / STIFF_KNEE_WIDTH_DEG)
    short = _logistic((SHORT_TRUNK - f.trunk_length) / SHORT_TRUNK_WIDTH)
    return STOOP_SHARE * stiff * short


def _chance_of_rounding(rounding: Rounding) -> float:
    """Return how likely the back supplied a stoop's share of the bend."""
    if rounding.lumbar_share < STOOP_LUMBAR_SHARE:
        return 0.0
    beyond = (rounding.deg - STOOP_ROUNDING_DEG) / max(rounding.error_deg, LEAST_ERROR_DEG)
    return 0.5 * (1.0 + math.erf(beyond / math.sqrt(2.0)))
