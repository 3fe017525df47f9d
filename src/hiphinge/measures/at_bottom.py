"""Angles of limbs, trunk and head at the bottom, and the hip's travel there."""

from dataclasses import replace
from functools import partial

from hiphinge.catalogue import load
from hiphinge.measures.behind_plate import change_as_behind_plate
from hiphinge.measures.estimates import (
    change,
    estimate,
    missing,
    near_bottom,
    with_reference_error,
    within_possible,
)
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable
from hiphinge.measures.oblique import change_as_seen_from
from hiphinge.measures.series import HIP_AHEAD, MotionSeries
from hiphinge.motion import Interval
from hiphinge.repetitions import Span

__all__ = ["AT_BOTTOM", "judged_from_reference"]

STRAIGHT_KNEE_DEG = 35.0
"""Nobody stands with knees bent more: what was detected there was a plate, or the start of a movement."""
_HEAD, _KNEE = "head_angle_deg", "knee_flexion_deg"
_REFERENCE_OF = {_HEAD: _HEAD, "hip_back_travel": HIP_AHEAD}
"""Quantities that are changes from the reference posture, and the reference value that each needs."""
_HIDDEN = {"shank_inclination_deg": "legs_hidden", _KNEE: "legs_hidden", _HEAD: "head_not_seen"}


def _at_bottom(repetition: RepetitionInput, *, id_: str) -> Measured:
    series, span = repetition.series, repetition.span
    value = near_bottom(series, series.of(id_), span)
    if value is not None:
        measured = estimate(id_, value, time_s=span.bottom_s)
        return with_reference_error(measured, series) if id_ == _HEAD else measured
    reference = series.reference
    if id_ in _REFERENCE_OF and not reference.stands_here and _REFERENCE_OF[id_] not in reference.values:
        return not_measurable("no_standing")
    return not_measurable(_HIDDEN.get(id_, "low_confidence"))


def judged_from_reference(series: MotionSeries, span: Span) -> dict[str, Measured]:
    """Return what rules judge as a change from the reference posture to the bottom, by quantity id.

    Knee flexion, degrees, bent positive; or why there is none.
    """
    bend = change(series, _KNEE, span)
    if series.reference.values.get(_KNEE, 0.0) > STRAIGHT_KNEE_DEG:
        return {_KNEE: not_measurable("no_standing")}
    if bend is None:
        return {_KNEE: missing(series, "legs_hidden")}
    knee = estimate(_KNEE, bend, time_s=span.bottom_s)
    half_width = load().accuracy[_KNEE].from_standing
    interval = knee.interval if half_width is None else Interval(low=bend - half_width, high=bend + half_width)
    changed = with_reference_error(replace(knee, interval=interval), series)
    possible = change_as_behind_plate(series, _KNEE, within_possible(_KNEE, changed))
    return {_KNEE: change_as_seen_from(series.yaw_deg, _KNEE, possible)}


AT_BOTTOM = tuple(
    Measure(quantity=id_, function=partial(_at_bottom, id_=id_), inputs=(id_,))
    for id_ in (
        "trunk_inclination_deg",
        "shank_inclination_deg",
        _KNEE,
        "trunk_thigh_angle_deg",
        _HEAD,
        "hip_back_travel",
    )
)
