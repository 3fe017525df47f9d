"""The features by which a repetition's movement pattern is classified."""

from hiphinge.analysis.tracks import half_width_of
from hiphinge.findings import PatternFeatures
from hiphinge.measures import (
    HALF_WIDTH_IN_ERRORS,
    HIP_HEIGHT,
    TRUNK_LENGTH,
    Measurement,
    MotionSeries,
    back_at_deepest,
    change,
    judged_from_reference,
    near_bottom,
)
from hiphinge.repetitions import Span

__all__ = ["features_of"]

_KNEE = "knee_flexion_deg"


def features_of(series: MotionSeries, span: Span) -> PatternFeatures:
    """Return changes from the reference posture, or from upright where the person was not seen standing."""
    knee, shank = _turn(series, _KNEE, span), _turn(series, "shank_inclination_deg", span)
    rise = change(series, HIP_HEIGHT, span)
    length = near_bottom(series, series.of(TRUNK_LENGTH), span)
    usual = series.reference.values.get(TRUNK_LENGTH)
    return PatternFeatures(
        trunk_deg=_turn(series, "trunk_inclination_deg", span),
        thigh_deg=None if knee is None or shank is None else knee - shank,
        knee_deg=knee,
        hip_drop=None if rise is None else -rise / series.leg_length,
        trunk_length=None if length is None or usual is None else length / usual,
        back=back_at_deepest(series, span),
        knee_error_deg=_knee_error_deg(series, span),
    )


def _knee_error_deg(series: MotionSeries, span: Span) -> float | None:
    """Return the standard error of the knee's change from standing, by its 90 % interval; None where it has none.

    Where that change cannot be trusted, because the legs were not seen to stand, it is the error of the angle itself.
    """
    knee = judged_from_reference(series, span)[_KNEE]
    if isinstance(knee, Measurement) and knee.interval is not None:
        return knee.interval.width / (2 * HALF_WIDTH_IN_ERRORS)
    half_width = half_width_of(series, _KNEE)
    return None if half_width is None else half_width / HALF_WIDTH_IN_ERRORS


def _turn(series: MotionSeries, id_: str, span: Span) -> float | None:
    value = near_bottom(series, series.of(id_), span)
    return None if value is None else value - series.reference.values.get(id_, 0.0)
