"""What the back did over one repetition: its share of the bend, what it gained, its lockout, its own maximum."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis.flexion_gain import about_bottom, largest_gain, slope_per_repetition
from hiphinge.analysis.reasons import not_measurable
from hiphinge.analysis.tracks import Tracks
from hiphinge.catalogue import Exercise, load
from hiphinge.findings import Measurement, NotMeasurable
from hiphinge.motion import FloatArray, Interval, Person
from hiphinge.quantities import QUANTITIES
from hiphinge.repetitions import Span

__all__ = ["back_over_repetition", "lockout_extension"]

Measured = Measurement | NotMeasurable

BOTTOM_S = 0.1
LASTING_S = 0.15
LOCKOUT_FROM_S, LOCKOUT_TO_S = 0.2, 1.0
SEEN_AT_TOP = 0.27
"""Share of a lower back's extension beyond own standing that the outline shows upright: the middle one of 32 held tops
of rendered people, hollows of 12 to 24 degrees, with the networks before the present ones. With these it is 0.32 of the
same people, so what is told is too large by about a fifth."""
CONTOUR_REPEATABILITY_DEG = 1.5 / SEEN_AT_TOP
"""Nine of ten of their 660 tops that were not held back were told to within 1.5 degrees of standing."""
MOST_HIDDEN_DEG = 20.0
"""What the outline shows is taken for no more extension than this, unless it shows more itself: hardly anybody standing
has more."""
"""A lockout is looked for from shortly before the end of the way up until the next movement, no longer than this."""
LEAST_BEND_DEG = 20.0
LEAST_FRAMES = 6
SURE_WIDTH_DEG, VAGUE_SHARE = 28.0, 0.2
"""This share of what a lumbar interval is wider than the first counts as error of a difference within a recording."""
PULL_PERCENTILE, PULL_SHARE = 90.0, 0.5
"""A pull from the floor is judged by its widest intervals, and more strictly: the plates rise past the hips."""
LEAST_REPETITIONS = 3
SINGLE_OF_DIFFERENCE = np.sqrt(0.5)
_LUMBAR, _HIP, _THORACIC, _LEAN = (
    "lumbar_flexion_deg",
    "hip_flexion_deg",
    "thoracic_flexion_deg",
    "trunk_inclination_deg",
)
_PELVIS = "pelvis_tilt_deg"
_SHARE = "lumbar_share"
_THIRDS = ("lumbar_share_first_third", "lumbar_share_second_third", "lumbar_share_last_third")


def back_over_repetition(
    tracks: Tracks, span: Span, *, earlier: Sequence[Span], exercise: Exercise, person: Person
) -> dict[str, Measured]:
    """Return what needs the back's angles over the whole repetition, by quantity id, or why it cannot be told.

    ``earlier`` are the repetitions of the set before this one, in order.
    """
    return {
        **_shares(tracks, span),
        "lumbar_gain_deg": _gain(tracks, "lumbar_gain_deg", span, of=_LUMBAR, earlier=earlier),
        "thoracic_gain_deg": _gain(tracks, "thoracic_gain_deg", span, of=_THORACIC, earlier=earlier),
        "lumbar_drift_deg": _drift(tracks, [*earlier, span]),
        "neck_angle_deg": _neck(tracks, span),
        "lumbar_of_maximum": _of_maximum(tracks, span, person),
        "lean_at_lumbar_limit_deg": _lean_at_limit(tracks, span, exercise, person),
    }


def lockout_extension(tracks: Tracks, span: Span) -> Measured:
    """Return how far the back was held beyond own standing after the way up, positive when extended.

    The clearer of two: how far the trunk leans back behind own standing, and how far the lower back is extended beyond
    it, where the outline tells that. Upright, the outline shows only a share of a hollow (`SEEN_AT_TOP`), so that what
    it shows is taken for as much more, and is as much less sure.
    """
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    if _LEAN not in tracks.zero:
        return not_measurable("no_standing")
    time_s = tracks.side.time_s
    later = min((s.start_s for s in tracks.spans if s.start_s >= span.end_s), default=float(time_s[-1]))
    until_s = min(later, span.end_s + LOCKOUT_TO_S)
    frames = _between(tracks, span.end_s - LOCKOUT_FROM_S, until_s)
    lumbar = -tracks.back.values.get(_LUMBAR, np.full(len(time_s), np.nan))
    back = tracks.zero[_LEAN] - tracks.values[_LEAN]
    of_trunk = load().accuracy["lockout_extension_deg"].repeatability
    found = ((_held(tracks, back, frames), of_trunk), (_hollow(tracks, lumbar, frames), CONTOUR_REPEATABILITY_DEG))
    held = [(place[0] - unsure, *place, unsure) for place, unsure in found if place is not None]
    if not held:
        return not_measurable("low_confidence")
    _, value, at_s, unsure = max(held)
    extension = _from_zero(tracks, "lockout_extension_deg", value, time_s=at_s)
    # It is judged against the zero itself, so that what the zero may be off does not go out.
    return replace(extension, repeatability=float(np.hypot(unsure, tracks.zero_error_deg)))


def _hollow(tracks: Tracks, extension: FloatArray, frames: NDArray[np.bool_]) -> tuple[float, float] | None:
    """Return the extension that what the outline showed stands for, and when it was held."""
    found = _held(tracks, extension, frames)
    if found is None:
        return None
    seen, at_s = found
    return max(seen, min(seen / SEEN_AT_TOP, MOST_HIDDEN_DEG)), at_s


def _from_zero(tracks: Tracks, id_: str, value: float, *, time_s: float) -> Measurement:
    """Return a change from own standing: a zero that was taken in another recording makes it less sure."""
    accuracy = load().accuracy[id_]
    half = float(np.hypot(accuracy.absolute, tracks.zero_error_deg))
    return Measurement(
        value=value,
        unit=QUANTITIES[id_].unit,
        interval=Interval(low=value - half, high=value + half),
        repeatability=accuracy.repeatability,
        time_s=time_s,
    )


def _between(tracks: Tracks, start_s: float, end_s: float) -> NDArray[np.bool_]:
    return (tracks.side.time_s >= start_s) & (tracks.side.time_s <= end_s)


def _held(tracks: Tracks, series: FloatArray, frames: NDArray[np.bool_]) -> tuple[float, float] | None:
    """Return the largest value that lasted, and the middle of when it did."""
    places = np.flatnonzero(frames & np.isfinite(series))
    step_s = float(np.median(np.diff(tracks.side.time_s)))
    lasting = max(round(LASTING_S / step_s), 1)
    if len(places) < lasting:
        return None
    least = np.lib.stride_tricks.sliding_window_view(series[places], lasting).min(axis=1)
    first = int(np.argmax(least))
    return float(least[first]), float(tracks.side.time_s[places[first + lasting // 2]])


def _difference(id_: str, value: float, *, time_s: float, more_deg: float = 0.0) -> Measurement:
    """Return a difference within the recording: its interval is its repeatability."""
    half = load().accuracy[id_].repeatability + more_deg
    interval = Interval(low=value - half, high=value + half)
    return Measurement(value=value, unit=QUANTITIES[id_].unit, interval=interval, repeatability=half, time_s=time_s)


def _untold(tracks: Tracks) -> NotMeasurable:
    return not_measurable(tracks.back.reason or "back_hidden")


def _gain(tracks: Tracks, id_: str, span: Span, *, of: str, earlier: Sequence[Span]) -> Measured:
    gain = None if of not in tracks.back.values else largest_gain(tracks, of, span, earlier=earlier)
    if gain is None:
        return _untold(tracks)
    return _difference(id_, gain.value_deg, time_s=gain.time_s, more_deg=_vagueness_deg(tracks, span))


def _vagueness_deg(tracks: Tracks, span: Span) -> float:
    """Return what is added to the repeatability of a difference where the back is told vaguely.

    What makes an interval wide (a plate before the hips, loose cloth) also moves while the person does.
    """
    during = _between(tracks, span.start_s, span.end_s)
    width = (tracks.back.high[_LUMBAR] - tracks.back.low[_LUMBAR])[during]
    width = width[np.isfinite(width)]
    if not len(width):
        return 0.0
    pull = span.starts_at == "bottom"
    widest = float(np.percentile(width, PULL_PERCENTILE if pull else 50.0))
    return max(widest - SURE_WIDTH_DEG, 0.0) * (PULL_SHARE if pull else VAGUE_SHARE)


def _drift(tracks: Tracks, spans: Sequence[Span]) -> Measured:
    """Return how much lumbar flexion grew from repetition to repetition at the same lean, over the set so far."""
    if len(spans) < LEAST_REPETITIONS:
        return not_measurable("set_too_short")
    if _LUMBAR not in tracks.back.values:
        return _untold(tracks)
    bottoms = [about_bottom(tracks, _LUMBAR, span) for span in spans]
    seen = [(place, value) for place, value in enumerate(bottoms) if value is not None]
    if len(seen) < LEAST_REPETITIONS or bottoms[-1] is None:
        return _untold(tracks)
    spread = float(np.sqrt(np.var([place for place, _ in seen]) * len(seen)))
    of_difference = load().accuracy["lumbar_gain_deg"].repeatability + _vagueness_deg(tracks, spans[-1])
    half = of_difference * SINGLE_OF_DIFFERENCE / spread
    value = slope_per_repetition(seen)
    return Measurement(
        value=value,
        unit=QUANTITIES["lumbar_drift_deg"].unit,
        interval=Interval(low=value - half, high=value + half),
        repeatability=half,
        time_s=spans[-1].bottom_s,
    )


def _neck(tracks: Tracks, span: Span) -> Measured:
    """Return the head line against the back's tangent at C7/T1, as change from own standing.

    The head line is measured against the line hip to shoulder, which a back that rounds leaves behind.
    """
    needed = (_PELVIS, _LUMBAR, _THORACIC)
    if _LEAN not in tracks.zero or any(id_ not in tracks.back.values for id_ in needed):
        return _untold(tracks)
    tangent = sum((tracks.back.values[id_] for id_ in needed), np.zeros(len(tracks.side)))
    line = tracks.values["head_angle_deg"] + tracks.values[_LEAN] - tracks.zero[_LEAN]
    near = _between(tracks, span.bottom_s - BOTTOM_S, span.bottom_s + BOTTOM_S) & np.isfinite(line - tangent)
    if not near.any():
        return _untold(tracks)
    value = float(np.median((line - tangent)[near]))
    return _from_zero(tracks, "neck_angle_deg", value, time_s=span.bottom_s)


def _shares(tracks: Tracks, span: Span) -> dict[str, Measured]:
    """Return the lumbar spine's share of the bend on the way down, of all of it and of each third of it."""
    ids = (_SHARE, *_THIRDS)
    if span.starts_at == "bottom":
        return dict.fromkeys(ids, not_measurable("starts_at_bottom"))
    lumbar, bend = tracks.values[_LUMBAR], tracks.values[_LUMBAR] + tracks.values[_HIP]
    seen = np.flatnonzero(_between(tracks, span.start_s, span.bottom_s) & np.isfinite(bend))
    whole = _between(tracks, span.start_s, span.bottom_s).sum()
    if len(seen) < max(LEAST_FRAMES, whole / 2) or bend[seen[-1]] - bend[seen[0]] < LEAST_BEND_DEG:
        return dict.fromkeys(ids, _untold(tracks))
    levels = bend[seen[0]] + np.array([0.0, 1.0, 2.0, 3.0]) / 3 * (bend[seen[-1]] - bend[seen[0]])
    places = [seen[0], *(seen[np.argmax(bend[seen] >= level)] for level in levels[1:3]), seen[-1]]
    pairs = dict(zip(_THIRDS, pairwise(places), strict=True))
    pairs = {_SHARE: (places[0], places[-1])} | pairs
    return {id_: _share(tracks, id_, first, last, lumbar=lumbar, bend=bend) for id_, (first, last) in pairs.items()}


def _share(tracks: Tracks, id_: str, first: int, last: int, *, lumbar: FloatArray, bend: FloatArray) -> Measured:
    part = bend[last] - bend[first]
    if part <= 0:
        return _untold(tracks)
    value = float((lumbar[last] - lumbar[first]) / part)
    repeatability = float(load().accuracy[_LUMBAR].repeatability / part)
    grown = max(float(lumbar[last]), 1.0)
    of_angle = value / grown
    below = abs(of_angle) * float(lumbar[last] - tracks.back.low[_LUMBAR][last])
    above = abs(of_angle) * float(tracks.back.high[_LUMBAR][last] - lumbar[last])
    low, high = (float(np.hypot(offset, repeatability)) for offset in (below, above))
    return Measurement(
        value=value,
        unit=QUANTITIES[id_].unit,
        interval=Interval(low=value - low, high=value + high),
        repeatability=repeatability,
        time_s=float(tracks.side.time_s[last]),
    )


def _of_maximum(tracks: Tracks, span: Span, person: Person) -> Measured:
    """Return the largest lumbar flexion that lasted, in percent of the person's own maximum."""
    if person.lumbar_maximum_deg is None:
        return not_measurable("maximum_unknown")
    held = _held(tracks, tracks.values[_LUMBAR], _between(tracks, span.start_s, span.end_s))
    if held is None:
        return _untold(tracks)
    value, at_s = held
    place = int(np.argmin(np.abs(tracks.side.time_s - at_s)))
    scale = 100.0 / person.lumbar_maximum_deg
    own = person.lumbar_maximum_interval or Interval(low=person.lumbar_maximum_deg, high=person.lumbar_maximum_deg)
    below = np.hypot(
        tracks.values[_LUMBAR][place] - tracks.back.low[_LUMBAR][place],
        value * (own.high - person.lumbar_maximum_deg) / person.lumbar_maximum_deg,
    )
    above = np.hypot(
        tracks.back.high[_LUMBAR][place] - tracks.values[_LUMBAR][place],
        value * (person.lumbar_maximum_deg - own.low) / person.lumbar_maximum_deg,
    )
    return Measurement(
        value=value * scale,
        unit=QUANTITIES["lumbar_of_maximum"].unit,
        interval=Interval(low=float(value - below) * scale, high=float(value + above) * scale),
        repeatability=load().accuracy[_LUMBAR].repeatability * scale,
        time_s=at_s,
    )


def _lean_at_limit(tracks: Tracks, span: Span, exercise: Exercise, person: Person) -> Measured:
    """Return the trunk's lean on the way down at which lumbar flexion crosses the limit near its own maximum."""
    if person.lumbar_maximum_deg is None:
        return not_measurable("maximum_unknown")
    if span.starts_at == "bottom":
        return not_measurable("starts_at_bottom")
    limit = load().faults["near_end_range"].threshold(exercise.id) / 100.0 * person.lumbar_maximum_deg
    down = _between(tracks, span.start_s, span.bottom_end_s) & np.isfinite(tracks.values[_LUMBAR])
    if not down.any():
        return _untold(tracks)
    bounds = (tracks.back.high[_LUMBAR], tracks.values[_LUMBAR], tracks.back.low[_LUMBAR])
    earliest, crossing, latest = (_first(series > limit, down) for series in bounds)
    if crossing is None:
        return not_measurable("limit_not_reached")
    lean = tracks.values[_LEAN]
    ends = [float(lean[crossing]), float(lean[earliest if earliest is not None else crossing])]
    ends.append(float(lean[latest]) if latest is not None else float(np.nanmax(lean[down])))
    return Measurement(
        value=ends[0],
        unit=QUANTITIES["lean_at_lumbar_limit_deg"].unit,
        interval=Interval(low=min(ends), high=max(ends)),
        repeatability=load().accuracy["lean_at_lumbar_limit_deg"].repeatability,
        time_s=float(tracks.side.time_s[crossing]),
    )


def _first(beyond: NDArray[np.bool_], frames: NDArray[np.bool_]) -> int | None:
    places = np.flatnonzero(beyond & frames)
    return int(places[0]) if len(places) else None
