"""The lockout: how far the back is extended beyond the reference posture, and the remaining hip and knee flexion."""

from collections.abc import Sequence

import numpy as np

from hiphinge.catalogue import load
from hiphinge.measures.estimates import SUSTAINED_S, largest_sustained, with_half_width
from hiphinge.measures.gains import CERTAIN_WIDTH_DEG, WIDENING_SHARE
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable
from hiphinge.measures.series import BACK_HOLLOW, HIP_HEIGHT, TRUNK_LENGTH, BoolArray, MotionSeries
from hiphinge.motion import FloatArray
from hiphinge.repetitions import Span
from hiphinge.signals import median_of

__all__ = ["LOCKOUT"]

EXTENSION_FROM_S, LEFT_FROM_S, TO_S = 0.2, 0.3, 1.0
"""The lockout is looked for from shortly before the end of the ascent until the next movement, no longer than this."""
SEEN_SHARE = 0.5
"""What is left of a bend is not known where legs are seen in less of the lockout than this: behind a plate, mostly."""
TALLNESS_ERROR = 0.01
"""At most so much taller than in standing were nine of ten of 80 lockouts behind plates measured, leg lengths."""
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
HOLLOW_SHARES = (0.5, 0.2)
"""Over an upright trunk, shares of what a lower back is hollowed that show as the contour's turn from the sacrum to the
upper back, and as the networks' lumbar flexion; fitted on seven lockouts of rendered people, hollowed 12 to 22
degrees."""
HOLLOW_REPEATABILITY_DEG, HOLLOW_HALF_WIDTH_DEG = 2.4, 5.0
"""Those seven were measured to within 3.4 degrees; of 285 lockouts that were not hollowed none was measured beyond 3.3
degrees, and 282 show no hollow at all."""
SETTLED_S, BEFORE_S, STANDS_WITHIN_DEG = 0.8, 0.4, 5.0
"""Who extends the back at lockout stands as usual this long after the ascent's end, and this long before the next bend;
the trunk is then within so many degrees of its lean in standing. All three are the program's own choice."""
LEANS_BACK_AS_WELL_DEG = 0.4
"""Who hollows the lower back carries the shoulders back a little, even where the trunk stays upright: by 0.5 to 3.5
degrees in 14 such lockouts of rendered people; two others did not. Clothes that moved do not: half of 480 lockouts that
were not hollowed are between -0.1 and 0.3. How a person stands next to a lockout shows what clothes do anyway."""
_LUMBAR, _LEAN = "lumbar_flexion_deg", "trunk_inclination_deg"
_FOLD, _KNEE = "trunk_thigh_angle_deg", "knee_flexion_deg"


def _extension(repetition: RepetitionInput) -> Measured:
    """Return how far the back is extended beyond the reference posture after the ascent, degrees, extension positive.

    The clearest of three: how far the trunk leans back behind the reference; how far the lower back is extended beyond
    it, where the contour shows that and the trunk leans back, too (`LEANS_BACK_ERRORS`); and how far the lower back is
    hollowed under an upright trunk, beyond the reference and beyond how the person stands next to it (`_hollow`).
    Upright, the contour shows only a share of an extension (`VISIBLE_EXTENSION_SHARE`), so that is scaled up, and so is
    its error; what sensors measure is not. Where the contour shows no extension and its error cannot account for the
    lean, the person stood otherwise in the reference, as turned to the camera, and there is no value.
    """
    series, span = repetition.series, repetition.span
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    if _is_its_own_reference(series):
        return not_measurable("lockout_is_reference")
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
    absolute, hollow = load().accuracy["lockout_extension_deg"].absolute, _hollow(repetition)
    found = (
        (leaning, of_trunk, absolute),
        (extended if agrees else None, CONTOUR_REPEATABILITY_DEG + _vague_deg(series, frames), absolute),
        (hollow, HOLLOW_REPEATABILITY_DEG, HOLLOW_HALF_WIDTH_DEG),
    )
    held = [(value[0] - error, *value, error, half_width) for value, error, half_width in found if value is not None]
    if not held:
        return not_measurable("low_confidence")
    _, value, at_s, error, half_width = max(held)
    # It is judged against the reference itself, so the error of the reference does not cancel.
    error, half_width = (float(np.hypot(one, series.reference.error_deg)) for one in (error, half_width))
    return with_half_width("lockout_extension_deg", value, half_width=half_width, repeatability=error, time_s=at_s)


def _is_its_own_reference(series: MotionSeries) -> bool:
    """Tell whether the only lockout is the reference posture, too: it is then not extended, whatever it was."""
    return series.reference.kind == "lockout" and sum(map(_has_lockout, series.spans)) < 2  # noqa: PLR2004 - one alone


def _has_lockout(span: Span) -> bool:
    return span.kind == "repetition" and span.ends_at == "top"


def _hollow(repetition: RepetitionInput) -> tuple[float, float] | None:
    """Return how far the lower back is hollowed beyond standing and beyond what it is next to it, degrees, and when.

    What it is next to it: how the person stands before the bend and after the lockout (`_standing_beside`); where that
    is not seen, the set's other lockouts. Two signs have to agree, in all of these comparisons: the contour's turn from
    the sacrum to the upper back, and the networks' lumbar flexion. The value is the geometric mean of what they mean
    (`HOLLOW_SHARES`). Against other lockouts, the shoulders have to go back, too (`LEANS_BACK_AS_WELL_DEG`). None where
    the signs do not agree, there is nothing to compare with, a plate hides the shoulder and with it the upper back, or
    sensors measure the lower back.
    """
    series = repetition.series
    frames = _lockout(series, repetition.span, EXTENSION_FROM_S)
    turned = series.of(BACK_HOLLOW) - series.reference.values.get(BACK_HOLLOW, np.nan)
    backward = series.reference.values[_LEAN] - series.of(_LEAN)
    stands = _standing_beside(series, repetition.span)
    back = _beyond(repetition, backward, stands)
    shown = [_beyond(repetition, values, stands) for values in (turned, -series.of(_LUMBAR))]
    if _by_sensors(series) or series.shoulder_hidden or back is None or _vague_deg(series, frames) > 0:
        return None
    if not _measured_standing(series, turned, stands) and back[0] < LEANS_BACK_AS_WELL_DEG:
        return None
    meant = [one[0] / share for one, share in zip(shown, HOLLOW_SHARES, strict=True) if one is not None and one[0] > 0]
    if len(meant) < len(shown) or shown[0] is None:
        return None
    return min(float(np.sqrt(np.prod(meant))), MAX_HIDDEN_DEG), shown[0][1]


def _vague_deg(series: MotionSeries, frames: BoolArray) -> float:
    """Return what wide intervals add to the contour's error, degrees: arms, plates and clothes widen and move it."""
    width = (series.high_of(_LUMBAR) - series.low_of(_LUMBAR))[frames]
    width = width[np.isfinite(width)]
    return WIDENING_SHARE * max(median_of(width) - CERTAIN_WIDTH_DEG, 0.0) if len(width) else 0.0


def _beyond(repetition: RepetitionInput, values: FloatArray, stands: Sequence[BoolArray]) -> tuple[float, float] | None:
    """Return the largest value that a lockout sustains, or how far it is beyond what is next to it if less, and when.

    ``values`` ``[time]`` are changes from standing, ``stands`` what `_standing_beside` finds. None where there is
    nothing to compare with.
    """
    series, span = repetition.series, repetition.span
    here = largest_sustained(series, values, _lockout(series, span, EXTENSION_FROM_S))
    usual = _measured_standing(series, values, stands) or _of_other_lockouts(repetition, values)
    return None if here is None or not usual else (min(here[0], here[0] - max(usual)), here[1])


def _measured_standing(series: MotionSeries, values: FloatArray, stands: Sequence[BoolArray]) -> list[float]:
    """Return the median of values ``[time]`` in each time of standing in which they are measured for long enough."""
    measured = [frames & np.isfinite(values) for frames in stands]
    return [median_of(values[frames]) for frames in measured if frames.sum() * series.step_s >= SUSTAINED_S]


def _standing_beside(series: MotionSeries, span: Span) -> tuple[BoolArray, ...]:
    """Return the frames after the lockout, and those between an earlier movement and the bend, that show standing.

    Whoever holds the weight there shows what clothes, arms and weight do to the contour without an extension. Before
    the first bend they may hang otherwise. Lockouts that are the reference posture themselves are not compared so:
    nobody was seen standing.
    """
    if series.reference.kind == "lockout":
        return ()
    upright = np.abs(series.of(_LEAN) - series.reference.values[_LEAN]) <= STANDS_WITHIN_DEG
    ended_s = max((s.end_s for s in series.spans if s.end_s <= span.start_s), default=None)
    ways = [(span.end_s + SETTLED_S, series.next_start_s(span))]
    if span.starts_at == "top" and ended_s is not None:
        ways.append((max(ended_s + SETTLED_S, span.start_s - BEFORE_S), span.start_s))
    return tuple(series.between(*ends) & upright for ends in ways)


def _of_other_lockouts(repetition: RepetitionInput, values: FloatArray) -> list[float]:
    """Return the median of what the set's other lockouts sustain, or nothing where none was measured."""
    series, spans = repetition.series, repetition.comparison.spans
    others = (
        largest_sustained(series, values, _lockout(series, span, EXTENSION_FROM_S))
        for span in spans
        if _has_lockout(span) and span != repetition.span
    )
    measured = [other[0] for other in others if other is not None]
    return [median_of(np.array(measured))] if measured else []


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


def _by_sensors(series: MotionSeries) -> bool:
    """Tell whether sensors measure the lower back, and not the contour."""
    return series.source == "sensors" or _LUMBAR in series.by_sensors


def _contour_extension(series: MotionSeries, frames: BoolArray) -> tuple[float, float] | None:
    """Return the lower back's extension that explains what the contour shows, degrees, and when it is held.

    Sensors show all of it.
    """
    found = largest_sustained(series, -series.of(_LUMBAR), frames)
    if found is None:
        return None
    shown, at_s = found
    if _by_sensors(series):
        return shown, at_s
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
        return not_measurable("no_standing" if reference.kind == "none" else "lockout_is_reference")
    if not {_FOLD, _KNEE} <= reference.values.keys():
        return not_measurable("legs_hidden")
    left = _left_of_bend(series)
    found = _straightest(series, left, _lockout(series, span, LEFT_FROM_S))
    if found is None or not _is_seen(left, _lockout(series, span, 0.0)):
        return not_measurable("legs_hidden")
    value, at_s = found
    if series.behind_plate:
        value = min(value, _most_bend(series, _lockout(series, span, LEFT_FROM_S)))
    accuracy = load().accuracy["lockout_left_deg"]
    half_width, apart = (float(np.hypot(e, reference.error_deg)) for e in (accuracy.absolute, accuracy.repeatability))
    return with_half_width("lockout_left_deg", value, half_width=half_width, repeatability=apart, time_s=at_s)


def _most_bend(series: MotionSeries, frames: BoolArray) -> float:
    """Return the most that hips or knees can be bent by how tall the person stands there, degrees; 180 if unknown.

    Legs that bend lower the shoulder: least where shin and thigh, which are of one length, lean to both sides alike.
    """
    values, reference = series.values, series.reference.values
    if not {HIP_HEIGHT, TRUNK_LENGTH} <= values.keys() & reference.keys():
        return 180.0
    up = series.of(HIP_HEIGHT) + series.of(TRUNK_LENGTH) * np.cos(np.radians(series.of(_LEAN)))
    standing = reference[HIP_HEIGHT] + reference[TRUNK_LENGTH] * np.cos(np.radians(reference.get(_LEAN, np.nan)))
    tallest = largest_sustained(series, (up - standing) / series.leg_length, frames)
    if tallest is None:
        return 180.0
    lower = np.clip(TALLNESS_ERROR - tallest[0], 0.0, 1.0)
    return float(2.0 * np.degrees(np.arccos(1.0 - lower)))


def _left_of_bend(series: MotionSeries) -> FloatArray:
    hip, knee = (series.of(id_) - series.reference.values[id_] for id_ in (_FOLD, _KNEE))
    return np.asarray(np.maximum(hip, knee))


def _is_seen(values: FloatArray, frames: BoolArray) -> bool:
    """Tell whether at least half of the frames show the values: a lockout is not judged by how it was reached."""
    return not frames.any() or bool(np.isfinite(values[frames]).mean() >= SEEN_SHARE)


def _straightest(series: MotionSeries, left: FloatArray, frames: BoolArray) -> tuple[float, float] | None:
    """Return the least bend that is sustained, and when; None where too few frames measured it."""
    least = largest_sustained(series, -left, frames)
    return None if least is None else (-least[0], least[1])


LOCKOUT = (
    Measure(quantity="lockout_extension_deg", function=_extension, inputs=(_LEAN, _LUMBAR, BACK_HOLLOW)),
    Measure(quantity="lockout_left_deg", function=_left, inputs=(_FOLD, _KNEE)),
)
