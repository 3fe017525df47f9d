"""The lockout: how far the back is extended beyond the reference posture, and the remaining hip and knee flexion."""

from dataclasses import replace

import numpy as np

from hiphinge.catalogue import load
from hiphinge.measures.estimates import estimate, largest_sustained, with_half_width, with_reference_error
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable
from hiphinge.measures.series import BoolArray, MotionSeries
from hiphinge.motion import FloatArray
from hiphinge.repetitions import Span

__all__ = ["LOCKOUT"]

EXTENSION_FROM_S, LEFT_FROM_S, TO_S = 0.2, 0.3, 1.0
"""The lockout is looked for from shortly before the end of the ascent until the next movement, no longer than this."""
VISIBLE_EXTENSION_SHARE = 0.32
"""Share of the lower back's extension beyond the reference posture that the contour shows upright: the median of 32
lockouts of rendered people, held 12 to 24 degrees beyond it."""
CONTOUR_REPEATABILITY_DEG = 1.5 / VISIBLE_EXTENSION_SHARE
"""Nine of ten of their 660 lockouts that were not extended were measured to within 1.5 degrees of standing."""
MAX_HIDDEN_DEG = 20.0
"""What the contour shows is taken for no more extension than this, unless it shows more itself: hardly anybody has more
while standing."""
LEANS_BACK_ERRORS = 2.0
"""The contour alone shows an extension where clothes moved: it counts where the trunk leans back, too, by more than
this many of the trunk's own errors. In 20 over-extended lockouts of rendered people it leaned back by 5 to 21 degrees;
a jacket or a bar in the hands moved it by up to 4.5 in lockouts that were not extended."""
_LUMBAR, _LEAN = "lumbar_flexion_deg", "trunk_inclination_deg"
_FOLD, _KNEE = "trunk_thigh_angle_deg", "knee_flexion_deg"


def _extension(repetition: RepetitionInput) -> Measured:
    """Return how far the back is extended beyond the reference posture after the ascent, degrees, extension positive.

    The clearer of two: how far the trunk leans back behind the reference, and how far the lower back is extended
    beyond it, where the contour shows that and the trunk leans back, too (`LEANS_BACK_ERRORS`). Upright, the contour
    shows only a share of an extension (`VISIBLE_EXTENSION_SHARE`), so that is scaled up, and so is its error. A lower
    back that arches under an upright trunk is missed. Where the contour shows no extension and its error cannot account
    for the lean, the person stood otherwise in the reference, as turned to the camera, and there is no value.
    """
    series, span = repetition.series, repetition.span
    if _is_its_own_reference(series):
        return not_measurable("no_standing")
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    if _LEAN not in series.reference.values:
        return not_measurable("no_standing")
    frames = _lockout(series, span, EXTENSION_FROM_S)
    backward = series.reference.values[_LEAN] - series.of(_LEAN)
    of_trunk = load().accuracy["lockout_extension_deg"].repeatability
    leaning = largest_sustained(series, backward, frames)
    extended = _contour_extension(series, frames)
    if _contradict(leaning, extended, error_deg=of_trunk):
        return not_measurable("low_confidence")
    agrees = leaning is not None and leaning[0] > LEANS_BACK_ERRORS * of_trunk
    found = ((leaning, of_trunk), (extended if agrees else None, CONTOUR_REPEATABILITY_DEG))
    held = [(value[0] - error, *value, error) for value, error in found if value is not None]
    if not held:
        return not_measurable("low_confidence")
    _, value, at_s, error = max(held)
    extension = with_reference_error(estimate("lockout_extension_deg", value, time_s=at_s), series)
    # It is judged against the reference itself, so the error of the reference does not cancel.
    return replace(extension, repeatability=float(np.hypot(error, series.reference.error_deg)))


def _is_its_own_reference(series: MotionSeries) -> bool:
    """Tell whether the only lockout is the reference posture, too: it is then not extended, whatever it was."""
    lockouts = sum(span.kind == "repetition" for span in series.spans)
    return series.reference.kind == "lockout" and lockouts < 2  # noqa: PLR2004 - one alone


def _contradict(leaning: tuple[float, float] | None, extended: tuple[float, float] | None, *, error_deg: float) -> bool:
    """Tell whether the contour shows no extension while the trunk leans back further than the errors of both explain.

    How much of an extension it shows differs from person to person, so one that it does show contradicts no lean: of 23
    lockouts of rendered people that leaned back by more than 9 degrees, it showed 13 or more where the back was
    extended, and less than 1 where it was not.
    """
    if leaning is None or extended is None or extended[0] > CONTOUR_REPEATABILITY_DEG:
        return False
    return leaning[0] > max(extended[0], 0.0) + error_deg + CONTOUR_REPEATABILITY_DEG


def _lockout(series: MotionSeries, span: Span, from_s: float) -> BoolArray:
    return series.between(span.end_s - from_s, min(series.next_start_s(span), span.end_s + TO_S))


def _contour_extension(series: MotionSeries, frames: BoolArray) -> tuple[float, float] | None:
    """Return the lower back's extension that explains what the contour shows, degrees, and when it is held."""
    found = largest_sustained(series, -series.of(_LUMBAR), frames)
    if found is None:
        return None
    shown, at_s = found
    return max(shown, min(shown / VISIBLE_EXTENSION_SHARE, MAX_HIDDEN_DEG)), at_s


def _left(repetition: RepetitionInput) -> Measured:
    """Return how far hip and knee are from the reference posture where they are straightest after the ascent, degrees.

    The larger of what is left at the hip (the trunk-thigh angle) and at the knee, at the straightest moment that is
    sustained. Where the reference is the lockouts themselves, nothing can be left.
    """
    series, span, reference = repetition.series, repetition.span, repetition.series.reference
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    if reference.kind in {"none", "lockout"}:
        return not_measurable("no_standing")
    if not {_FOLD, _KNEE} <= reference.values.keys():
        return not_measurable("legs_hidden")
    found = _straightest(series, _left_of_bend(series), _lockout(series, span, LEFT_FROM_S))
    if found is None:
        return not_measurable("legs_hidden")
    value, at_s = found
    accuracy = load().accuracy["lockout_left_deg"]
    half_width, apart = (float(np.hypot(e, reference.error_deg)) for e in (accuracy.absolute, accuracy.repeatability))
    return with_half_width("lockout_left_deg", value, half_width=half_width, repeatability=apart, time_s=at_s)


def _left_of_bend(series: MotionSeries) -> FloatArray:
    hip, knee = (series.of(id_) - series.reference.values[id_] for id_ in (_FOLD, _KNEE))
    return np.asarray(np.maximum(hip, knee))


def _straightest(series: MotionSeries, left: FloatArray, frames: BoolArray) -> tuple[float, float] | None:
    """Return the least bend that is sustained, and when; None where too few frames measured it."""
    least = largest_sustained(series, -left, frames)
    return None if least is None else (-least[0], least[1])


LOCKOUT = (
    Measure(quantity="lockout_extension_deg", function=_extension, inputs=(_LEAN, _LUMBAR)),
    Measure(quantity="lockout_left_deg", function=_left, inputs=(_FOLD, _KNEE)),
)
