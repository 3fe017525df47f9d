"""Whether a repetition was finished: what is left of hip and knee bend after the way up."""

import numpy as np

from hiphinge.analysis.reasons import not_measurable
from hiphinge.analysis.tracks import Tracks
from hiphinge.catalogue import load
from hiphinge.findings import Measurement, NotMeasurable
from hiphinge.motion import Interval
from hiphinge.quantities import QUANTITIES
from hiphinge.repetitions import Span

__all__ = ["lockout_left"]

FROM_S, TO_S = 0.3, 1.0
"""The top is looked for from shortly before the end of the way up until the next movement, no longer than this."""
LASTING_S = 0.15
_FOLD, _KNEE = "trunk_thigh_angle_deg", "knee_flexion_deg"


def lockout_left(tracks: Tracks, span: Span) -> Measurement | NotMeasurable:
    """Return how far hip and knee are from own standing where they are straightest after the way up, degrees.

    The larger of what is left at the hip (the trunk-thigh angle) and at the knee, at the straightest moment that
    lasted. Where only the tops of repetitions were seen, they are the standing, and nothing can be left.
    """
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    if tracks.standing.kind in {"none", "lockout"} or not {_FOLD, _KNEE} <= tracks.zero.keys():
        return not_measurable("no_standing")
    time_s = tracks.side.time_s
    later = min((s.start_s for s in tracks.spans if s.start_s >= span.end_s), default=float(time_s[-1]))
    left = np.maximum(tracks.values[_FOLD] - tracks.zero[_FOLD], tracks.values[_KNEE] - tracks.zero[_KNEE])
    top = (time_s >= span.end_s - FROM_S) & (time_s <= min(later, span.end_s + TO_S)) & np.isfinite(left)
    places = np.flatnonzero(top)
    lasting = max(round(LASTING_S / float(np.median(np.diff(time_s)))), 1)
    if len(places) < lasting:
        return not_measurable("legs_hidden")
    most = np.lib.stride_tricks.sliding_window_view(left[places], lasting).max(axis=1)
    first = int(np.argmin(most))
    return _measurement(tracks, float(most[first]), time_s=float(time_s[places[first + lasting // 2]]))


def _measurement(tracks: Tracks, value: float, *, time_s: float) -> Measurement:
    accuracy = load().accuracy["lockout_left_deg"]
    half, apart = (float(np.hypot(e, tracks.zero_error_deg)) for e in (accuracy.absolute, accuracy.repeatability))
    return Measurement(
        value=value,
        unit=QUANTITIES["lockout_left_deg"].unit,
        interval=Interval(low=value - half, high=value + half),
        repeatability=apart,
        time_s=time_s,
    )
