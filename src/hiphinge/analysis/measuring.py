"""What is measured of one repetition."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hiphinge.analysis.back import back_over_repetition, lockout_extension
from hiphinge.analysis.back_rounding import back_rounding_of
from hiphinge.analysis.balance import load_of, weight_shift
from hiphinge.analysis.lockout import lockout_left
from hiphinge.analysis.reasons import not_measurable
from hiphinge.analysis.tracks import Tracks
from hiphinge.anthropometry import segments_of
from hiphinge.catalogue import Exercise, load
from hiphinge.findings import Measurement, NotMeasurable, PatternFeatures
from hiphinge.motion import FloatArray, Interval, Person
from hiphinge.posture import balanced_hip_travel
from hiphinge.quantities import QUANTITIES
from hiphinge.repetitions import Span

__all__ = ["LiftContext", "features_of", "from_standing", "measure"]

BOTTOM_WINDOW_S = 0.1
HIDDEN_WINDOW_S = 0.3
MIN_KNEE_FOR_RATIO_DEG = 8.0
LEAVING_SHARE = 0.05
"""Hips higher than their lowest place by this share of their whole rise have left it."""
_AT_BOTTOM = (
    "trunk_inclination_deg",
    "shank_inclination_deg",
    "knee_flexion_deg",
    "trunk_thigh_angle_deg",
    "head_angle_deg",
    "hip_back_travel",
)
_OF_BACK = tuple(q.id for q in QUANTITIES.values() if q.scope == "frame" and q.needs is not None)
_ZERO_OF = {"head_angle_deg": "head_angle_deg", "hip_back_travel": "hip_ahead"}
"""What is counted from standing, and the zero that it needs."""
_HIDDEN = {"shank_inclination_deg": "legs_hidden", "knee_flexion_deg": "legs_hidden", "head_angle_deg": "head_not_seen"}

Measured = Measurement | NotMeasurable


@dataclass(frozen=True, kw_only=True)
class LiftContext:
    """What was told about the recording: exercise, person and load."""

    exercise: Exercise
    person: Person
    load_kg: float | None


def measure(
    tracks: Tracks, span: Span, context: LiftContext, *, view_reason: str | None, earlier: Sequence[Span] = ()
) -> dict[str, Measured]:
    """Return every repetition's measurement by quantity id, or why it has none.

    ``view_reason`` is the id of the reason why angles cannot be measured in this view, or None; ``earlier`` are the
    repetitions of the set before this one.
    """
    out: dict[str, Measured] = dict(_durations(span))
    geometry = _at_bottom(tracks, span) | _derived(tracks, span, context) | back_at_bottom(tracks, span)
    geometry |= back_over_repetition(tracks, span, earlier=earlier, exercise=context.exercise, person=context.person)
    geometry["lockout_extension_deg"] = lockout_extension(tracks, span)
    geometry["lockout_left_deg"] = lockout_left(tracks, span)
    carried = load_of(context.exercise, context.person, context.load_kg)
    geometry["weight_shift"] = weight_shift(tracks, span, carried)
    if view_reason is not None:
        geometry = {id_: not_measurable(view_reason) for id_ in geometry}
    out |= geometry
    return {id_: out[id_] for id_ in QUANTITIES if id_ in out}


def _estimate(id_: str, value: float, *, time_s: float | None) -> Measurement:
    accuracy = load().accuracy.get(id_)
    return Measurement(
        value=value,
        unit=QUANTITIES[id_].unit,
        interval=None if accuracy is None else _interval(id_, value, accuracy.absolute),
        repeatability=None if accuracy is None else accuracy.repeatability,
        time_s=time_s,
    )


def _interval(id_: str, value: float, half: float) -> Interval:
    least = 0.0 if QUANTITIES[id_].unit == "s" else -math.inf
    return Interval(low=max(value - half, least), high=value + half)


def _durations(span: Span) -> dict[str, Measured]:
    down = (
        not_measurable("starts_at_bottom")
        if span.starts_at == "bottom"
        else _estimate("descent_s", span.bottom_start_s - span.start_s, time_s=(span.start_s + span.bottom_start_s) / 2)
    )
    up = (
        not_measurable("ends_at_bottom")
        if span.ends_at == "bottom"
        else _estimate("ascent_s", span.end_s - span.bottom_end_s, time_s=(span.end_s + span.bottom_end_s) / 2)
    )
    still = _estimate("bottom_s", span.bottom_end_s - span.bottom_start_s, time_s=span.bottom_s)
    whole = span.starts_at == "top" and span.ends_at == "top"
    return {"descent_s": down, "bottom_s": still if whole else not_measurable("starts_at_bottom"), "ascent_s": up}


def _near(tracks: Tracks, series: FloatArray, span: Span) -> float | None:
    """Return the median about the deepest moment; where it was hidden, of what was seen nearest to it."""
    away = np.abs(tracks.side.time_s - span.bottom_s)
    seen = np.isfinite(series)
    close = seen & (away <= BOTTOM_WINDOW_S)
    if 2 * close.sum() < (away <= BOTTOM_WINDOW_S).sum():
        still = (tracks.side.time_s >= span.bottom_start_s) & (tracks.side.time_s <= span.bottom_end_s)
        close = seen & ((away <= HIDDEN_WINDOW_S) | still)
    return float(np.median(series[close])) if close.any() else None


def _at_bottom(tracks: Tracks, span: Span) -> dict[str, Measured]:
    out: dict[str, Measured] = {}
    for id_ in _AT_BOTTOM:
        value = _near(tracks, tracks.values[id_], span)
        if value is not None:
            found = _estimate(id_, value, time_s=span.bottom_s)
            out[id_] = _widened(found, tracks) if id_ == "head_angle_deg" else found
        elif id_ in _ZERO_OF and not tracks.stands and _ZERO_OF[id_] not in tracks.zero:
            out[id_] = not_measurable("no_standing")
        else:
            out[id_] = not_measurable(_HIDDEN.get(id_, "low_confidence"))
    return out


def _widened(found: Measurement, tracks: Tracks) -> Measurement:
    """Return a change from standing with the error of a zero that was taken in another recording."""
    if found.interval is None or tracks.zero_error_deg == 0:
        return found
    below, above = found.value - found.interval.low, found.interval.high - found.value
    low, high = (math.hypot(offset, tracks.zero_error_deg) for offset in (below, above))
    return replace(found, interval=Interval(low=found.value - low, high=found.value + high))


def back_at_bottom(tracks: Tracks, span: Span) -> dict[str, Measured]:
    """Return the back's angles at the deepest moment with their own intervals, or why there are none."""
    out: dict[str, Measured] = {}
    for id_ in _OF_BACK:
        value = _near(tracks, tracks.values[id_], span)
        low, high = (_near(tracks, bounds[id_], span) for bounds in (tracks.back.low, tracks.back.high))
        if value is None or low is None or high is None:
            out[id_] = not_measurable(tracks.back.reason or _why_not_told(tracks, id_, out))
            continue
        measured = _estimate(id_, value, time_s=span.bottom_s)
        out[id_] = replace(measured, interval=Interval(low=min(low, value), high=max(high, value)))
    return out


def _why_not_told(tracks: Tracks, id_: str, others: Mapping[str, Measured]) -> str:
    """Return the reason for which one quantity of the back has no value; the head's gap needs more than the back."""
    if id_ != "dowel_head_gap" or not isinstance(others.get("dowel_hollow"), Measurement):
        return "back_hidden"
    return "head_not_seen" if tracks.stands else "no_standing"


def _change(tracks: Tracks, series: Mapping[str, FloatArray], name: str, span: Span) -> float | None:
    value = _near(tracks, series[name], span)
    return None if value is None or name not in tracks.zero else value - tracks.zero[name]


def _missing(tracks: Tracks, reason: str) -> NotMeasurable:
    return not_measurable(reason if tracks.stands else "no_standing")


def _derived(tracks: Tracks, span: Span, context: LiftContext) -> dict[str, Measured]:
    leg = tracks.side.leg_length
    drop = _change(tracks, tracks.extra, "hip_height", span)
    travel = _change(tracks, tracks.extra, "hip_ahead", span)
    fold = _change(tracks, tracks.values, "trunk_thigh_angle_deg", span)
    knee = _change(tracks, tracks.values, "knee_flexion_deg", span)
    out: dict[str, Measured] = {
        "hip_drop": _missing(tracks, "low_confidence"),
        "hip_path_deg": _missing(tracks, "low_confidence"),
        "hip_knee_ratio": _missing(tracks, "legs_hidden"),
        "trunk_rise_early_deg": _early_rise(tracks, span),
        "hip_travel_expected": _expected_travel(tracks, span, context),
    }
    if drop is not None:
        out["hip_drop"] = _estimate("hip_drop", -drop / leg, time_s=span.bottom_s)
    if drop is not None and travel is not None:
        path = float(np.degrees(np.arctan2(-travel, -drop)))
        out["hip_path_deg"] = _estimate("hip_path_deg", path, time_s=span.bottom_s)
    if fold is not None and knee is not None:
        bends = knee >= MIN_KNEE_FOR_RATIO_DEG
        ratio = _estimate("hip_knee_ratio", fold / knee, time_s=span.bottom_s) if bends else None
        out["hip_knee_ratio"] = not_measurable("knee_hardly_bends") if ratio is None else ratio
    return out


def _early_rise(tracks: Tracks, span: Span) -> Measured:
    """Return how much the trunk's lean grew in the first third of the way up, against its start.

    Hips that rise under a falling chest leave the fold as it is, so the way up is taken to start with the hips.
    """
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    time_s, trunk = tracks.side.time_s, tracks.values["trunk_inclination_deg"]
    start_s = _hips_leave_s(tracks, span)
    third = start_s + (span.end_s - start_s) / 3
    early = (time_s >= start_s) & (time_s <= third) & np.isfinite(trunk)
    if early.sum() < 2:  # noqa: PLR2004 - a growth needs two frames
        return not_measurable("frame_rate_low")
    places = np.flatnonzero(early)
    top = places[int(np.argmax(trunk[places]))]
    return _estimate("trunk_rise_early_deg", float(trunk[top] - trunk[places[0]]), time_s=float(time_s[top]))


def _hips_leave_s(tracks: Tracks, span: Span) -> float:
    """Return when the hips leave their lowest place for good, at the latest when the fold begins to open."""
    time_s, height = tracks.side.time_s, tracks.extra["hip_height"]
    seen = np.isfinite(height)
    rising = seen & (time_s >= span.bottom_start_s) & (time_s <= span.end_s)
    resting = seen & (time_s >= span.bottom_start_s) & (time_s <= span.bottom_end_s)
    if not resting.any():
        return span.bottom_end_s
    lowest, highest = float(height[resting].min()), float(height[rising].max())
    low = resting & (height <= lowest + LEAVING_SHARE * (highest - lowest))
    return float(time_s[low][-1])


def _expected_travel(tracks: Tracks, span: Span, context: LiftContext) -> Measured:
    trunk = _change(tracks, tracks.values, "trunk_inclination_deg", span)
    knee = _change(tracks, tracks.values, "knee_flexion_deg", span)
    if trunk is None or knee is None:
        return _missing(tracks, "legs_hidden")
    load_on_back = 0.0
    if context.exercise.load_place == "back":
        if context.load_kg is None:
            return not_measurable("load_unknown")
        if context.person.mass_kg is None:
            return not_measurable("mass_unknown")
        load_on_back = context.load_kg / context.person.mass_kg
    segments = segments_of(context.person.coefficients)
    value = balanced_hip_travel(trunk, max(knee, 0.0), segments=segments, load_on_back=load_on_back)
    return _estimate("hip_travel_expected", float(value), time_s=span.bottom_s)


def from_standing(tracks: Tracks, span: Span) -> dict[str, Measured]:
    """Return what is judged as change from standing to the bottom, by quantity id."""
    change = _change(tracks, tracks.values, "knee_flexion_deg", span)
    if change is None:
        return {"knee_flexion_deg": _missing(tracks, "legs_hidden")}
    knee = _estimate("knee_flexion_deg", change, time_s=span.bottom_s)
    half = load().accuracy["knee_flexion_deg"].from_standing
    interval = knee.interval if half is None else Interval(low=change - half, high=change + half)
    return {"knee_flexion_deg": _widened(replace(knee, interval=interval), tracks)}


def features_of(tracks: Tracks, span: Span) -> PatternFeatures:
    """Return what the pattern is told by: changes from standing, or from upright where no standing was seen."""

    def change(series: Mapping[str, FloatArray], name: str) -> float | None:
        value = _near(tracks, series[name], span)
        return None if value is None else value - tracks.zero.get(name, 0.0)

    knee, shank = change(tracks.values, "knee_flexion_deg"), change(tracks.values, "shank_inclination_deg")
    drop = _change(tracks, tracks.extra, "hip_height", span)
    length = _near(tracks, tracks.extra["trunk_length"], span)
    usual = tracks.zero.get("trunk_length")
    return PatternFeatures(
        trunk_deg=change(tracks.values, "trunk_inclination_deg"),
        thigh_deg=None if knee is None or shank is None else knee - shank,
        knee_deg=knee,
        hip_drop=None if drop is None else -drop / tracks.side.leg_length,
        trunk_length=None if length is None or usual is None else length / usual,
        rounding=back_rounding_of(tracks, span),
    )
