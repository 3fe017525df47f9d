"""Which movement it was: hinge, squat or stoop, with the probability of each; no judging word."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from hiphinge.catalogue import load
from hiphinge.findings.model import Pattern, PatternLabel
from hiphinge.measures import HALF_WIDTH_IN_ERRORS, BackAtDeepest, chance_beyond

__all__ = ["BackAtDeepest", "PatternFeatures", "classify"]

LOGISTIC_SD = math.pi / math.sqrt(3.0)
"""Standard deviation of the logistic distribution of width 1."""


@dataclass(frozen=True, kw_only=True)
class PatternFeatures:
    """Changes from standing to the bottom; None where not measurable.

    ``trunk_deg`` and ``thigh_deg`` are turned forward and backward from vertical, ``knee_deg`` is flexion, ``hip_drop``
    is the share of leg length, ``trunk_length`` is hip to shoulder as a share of standing, ``back`` is the lower back
    at the deepest measured position (`BackAtDeepest`), ``knee_error_deg`` is the standard error of ``knee_deg``, and
    None that of a knee that is well seen from the side.
    """

    trunk_deg: float | None
    thigh_deg: float | None
    knee_deg: float | None
    hip_drop: float | None
    trunk_length: float | None
    back: BackAtDeepest | None = None
    knee_error_deg: float | None = None


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(min(x, 40.0), -40.0)))


def _value(id_: str) -> float:
    return load().thresholds[id_].value


def _beyond(id_: str, value: float, *, more: float = 0.0, error: float = 0.0) -> float:
    """Return how far a value is beyond a threshold that is raised by ``more``, in widths of the threshold.

    A value with a standard ``error`` widens the threshold by as much.
    """
    threshold = load().thresholds[id_]
    return (value - threshold.value - more) / math.hypot(threshold.width or 1.0, error / LOGISTIC_SD)


def classify(features: PatternFeatures, *, from_floor: float = 0.0) -> Pattern:
    """Return the pattern of one repetition.

    ``from_floor`` is the probability that the exercise starts with the weight on the floor, where knees bend to about
    105 degrees with low weights (Schellenberg et al. 2013, PMC3878967).

    Notes
    -----
    A hinge turns the trunk more than the thigh, a squat the thigh more than the trunk, which also holds for lifts
    from the floor with bent knees. The thresholds are the catalogue's for ``pattern``, each with its source. A stoop
    is a matter of the back, which joints do not show: nearly straight knees, and more than a share of the trunk's
    inclination from the lower back. Where the back is not measurable, straight knees with a trunk that looks short
    are called unclear, never stoop. So is whatever no pattern is probable enough for.
    """
    squat = _squat_probability(features, from_floor=from_floor)
    if squat is None:
        third = 1.0 / 3.0
        return Pattern(label="unclear", probability={"hinge": third, "squat": third, "stoop": third})
    stoop = (1.0 - squat) * _stoop_share(features)
    hinge = 1.0 - squat - stoop
    return Pattern(
        label=_label({"hinge": hinge, "squat": squat, "stoop": stoop}, back_measured=features.back is not None),
        probability={"hinge": hinge, "squat": squat, "stoop": stoop},
    )


def _label(probability: Mapping[PatternLabel, float], *, back_measured: bool) -> PatternLabel:
    """Return the pattern that is probable enough to be named; joints alone never say that it was a stoop."""
    likeliest = max(probability, key=lambda label: probability[label])
    if probability[likeliest] < _value("clear_pattern") or (likeliest == "stoop" and not back_measured):
        return "unclear"
    return likeliest


def _squat_probability(f: PatternFeatures, *, from_floor: float) -> float | None:
    """Return the probability over both ways to start, each by its own limits; None where nothing is measurable."""
    above = _squat_probability_by(f, more_turn=0.0, more_drop=0.0)
    if above is None or from_floor <= 0.0:
        return above
    floor = _squat_probability_by(f, more_turn=_value("floor_turn"), more_drop=_value("floor_drop"))
    return above if floor is None else from_floor * floor + (1.0 - from_floor) * above


def _squat_probability_by(f: PatternFeatures, *, more_turn: float, more_drop: float) -> float | None:
    signs = []
    if f.thigh_deg is not None and f.trunk_deg is not None:
        both = max(f.thigh_deg + f.trunk_deg, _value("least_turn"))
        error = 2.0 * abs(f.trunk_deg) / both**2 * (f.knee_error_deg or 0.0)
        signs.append(_beyond("squat_turn", (f.thigh_deg - f.trunk_deg) / both, more=more_turn, error=error))
    if f.hip_drop is not None:
        signs.append(_beyond("squat_drop", f.hip_drop, more=more_drop))
    return _logistic(sum(signs)) if signs else None


def _stoop_share(f: PatternFeatures) -> float:
    if f.knee_deg is not None and f.back is not None:
        return _chance_of_straight_knees(f.knee_deg, f.knee_error_deg) * _chance_of_rounding(f.back)
    if f.knee_deg is None or f.trunk_length is None:
        return 0.0
    stiff = _logistic(-_beyond("stiff_knee", f.knee_deg))
    short = _logistic(-_beyond("short_trunk", f.trunk_length))
    return _value("stoop_by_joints") * stiff * short


def _chance_of_straight_knees(knee_deg: float, error_deg: float | None) -> float:
    """Return the probability that the knees are nearly straight, by the error with which they were measured."""
    straight = load().thresholds["straight_knee"]
    half_width = HALF_WIDTH_IN_ERRORS * (error_deg or straight.width or 1.0)
    return chance_beyond(straight.value - knee_deg, half_width=half_width)


def _chance_of_rounding(back: BackAtDeepest) -> float:
    """Return the probability that the lower back contributed a stoop's share of the lean."""
    share = _value("stoop_lumbar_share")
    error = share * load().accuracy["trunk_inclination_deg"].absolute / HALF_WIDTH_IN_ERRORS
    return back.lumbar.chance_above(share * back.lean_deg, more_error_deg=error)
