"""How much rounder the back gets at the same lean: on the way up, and from repetition to repetition of a set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis.tracks import Tracks
from hiphinge.catalogue import load
from hiphinge.motion import FloatArray
from hiphinge.repetitions import Span

__all__ = ["Gain", "about_bottom", "largest_gain", "slope_per_repetition"]

SAME_LEAN_DEG = 3.0
"""Leans that differ by no more than this are the same."""
ABOUT_SAME_LEAN_DEG = 15.0
"""Bottoms whose leans differ by no more than this are compared as they are, less what more lean usually brings."""
USUAL_SHARE: Mapping[str, float] = MappingProxyType({"lumbar_flexion_deg": 0.35, "thoracic_flexion_deg": 0.1})
"""Degrees of flexion that a degree more of lean usually brings. Lumbar: deadlifters with 33 degrees at the start of the
pull (Bengtsson et al. 2022, doi:10.26603/001c.37859) and their trunk near horizontal; thoracic: 0.09 in the
middle one of 47 rendered people."""
WIDER_LEAN_DEG = 10.0
"""As far as that it is looked for where nothing was seen at the lean itself."""
LEAST_FRAMES = 3
BAND_DEG = 5.0
BANDS = 3
"""A way up is rounder than the way down when it is so over this many bands of lean side by side."""
LEAST_LEAN_DEG = 15.0
BOTTOM_S = 0.1
PULL_SHARE = 2.0 / 3.0
"""The pull is the first part of the way up; what comes after is the lockout's."""
LASTING_S = 0.25

_GAIN_OF = {"lumbar_flexion_deg": "lumbar_gain_deg", "thoracic_flexion_deg": "thoracic_gain_deg"}


@dataclass(frozen=True, kw_only=True, eq=False)
class _Cache:
    """What was told of one recording: about leans, and which repetitions of a set held."""

    abouts: dict[tuple[str, Span, float], float | None] = field(default_factory=dict)
    leans: dict[Span, float | None] = field(default_factory=dict)
    held: dict[tuple[str, tuple[Span, ...]], tuple[Span, ...]] = field(default_factory=dict)


_TOLD: "WeakKeyDictionary[Tracks, _Cache]" = WeakKeyDictionary()
"""Kept as long as the recording itself: every repetition is compared with all before it, and a set of swings has
hundreds."""


@dataclass(frozen=True, kw_only=True)
class Gain:
    """How many degrees rounder the back was at the same lean, and when."""

    value_deg: float
    time_s: float


def largest_gain(tracks: Tracks, id_: str, span: Span, *, earlier: Sequence[Span]) -> Gain | None:
    """Return the largest of what a part of the back gained at the same lean of the trunk, or None where untold.

    Compared are the way up with the way down, the pull with its start, and this repetition with the earlier ones of
    its set that had not given themselves. All are differences within one recording: what clothes and camera do to
    the angle takes no part in them.

    Parameters
    ----------
    id_
        Part of the back, by quantity id.
    earlier
        Repetitions of the set before this one, in order.
    """
    found = [_against(tracks, id_, span, _held(tracks, id_, earlier)), _up_against_down(tracks, id_, span)]
    found.append(_within_pull(tracks, id_, span))
    return max((gain for gain in found if gain is not None), key=lambda gain: gain.value_deg, default=None)


def about_bottom(tracks: Tracks, id_: str, span: Span) -> float | None:
    """Return a part of the back about the bottom, less what the trunk's lean there usually brings, degrees."""
    lean_deg = _lean_at_bottom(tracks, span)
    return None if lean_deg is None else _about(tracks, id_, span, lean_deg=lean_deg)


def slope_per_repetition(values: Sequence[tuple[int, float]]) -> float:
    """Return the median of all slopes between two repetitions (place, value): one odd repetition does not turn it.

    Notes
    -----
    The estimator of Theil 1950 (Indagationes Mathematicae 12:85).
    """
    slopes = [
        (after - before) / (later - place)
        for n, (place, before) in enumerate(values)
        for later, after in values[n + 1 :]
    ]
    return float(np.median(slopes))


def _at_bottom(tracks: Tracks, series: FloatArray, span: Span) -> float | None:
    close = (np.abs(tracks.side.time_s - span.bottom_s) <= BOTTOM_S) & np.isfinite(series)
    return float(np.median(series[close])) if close.sum() >= LEAST_FRAMES - 1 else None


def _lean_at_bottom(tracks: Tracks, span: Span) -> float | None:
    leans = _TOLD.setdefault(tracks, _Cache()).leans
    if span not in leans:
        leans[span] = _at_bottom(tracks, tracks.values["trunk_inclination_deg"], span)
    return leans[span]


def _held(tracks: Tracks, id_: str, earlier: Sequence[Span]) -> tuple[Span, ...]:
    """Return the repetitions whose back had not yet given against those before them."""
    told = _TOLD.setdefault(tracks, _Cache()).held
    spans = tuple(earlier)
    known = len(spans) - 1 if (id_, spans[:-1]) in told else 0
    held = told[id_, spans[:known]] if known > 0 else ()
    limit = load().accuracy[_GAIN_OF[id_]].repeatability
    for span in spans[max(known, 0) :]:
        gain = _against(tracks, id_, span, held)
        if gain is None or gain.value_deg <= limit:
            held = (*held, span)
    told[id_, spans] = held
    return held


def _against(tracks: Tracks, id_: str, span: Span, others: Sequence[Span]) -> Gain | None:
    gains = [gain for gain in (_more_than(tracks, id_, span, other) for other in others) if gain is not None]
    return Gain(value_deg=float(np.median(gains)), time_s=span.bottom_s) if gains else None


def _more_than(tracks: Tracks, id_: str, span: Span, other: Span) -> float | None:
    """Return how much rounder the back was than in another repetition, at its bottom, or at the lean of both."""
    here, there = (_lean_at_bottom(tracks, place) for place in (span, other))
    if here is None or there is None:
        return None
    common = None if abs(here - there) <= ABOUT_SAME_LEAN_DEG else min(here, there)
    now, before = (
        _about(tracks, id_, place, lean_deg=own if common is None else common)
        for place, own in ((span, here), (other, there))
    )
    return None if now is None or before is None else now - before


def _about(tracks: Tracks, id_: str, span: Span, *, lean_deg: float) -> float | None:
    """Return the median about a lean of the trunk, less what that lean usually brings."""
    abouts = _TOLD.setdefault(tracks, _Cache()).abouts
    key = (id_, span, lean_deg)
    if key not in abouts:
        beyond = tracks.values[id_] - USUAL_SHARE[id_] * tracks.values["trunk_inclination_deg"]
        abouts[key] = _seen_about(tracks, beyond, span, lean_deg=lean_deg)
    return abouts[key]


def _seen_about(tracks: Tracks, beyond: FloatArray, span: Span, *, lean_deg: float) -> float | None:
    lean = tracks.values["trunk_inclination_deg"]
    seen = np.isfinite(beyond) & _between(tracks, span.start_s, span.end_s)
    for width in (SAME_LEAN_DEG, WIDER_LEAN_DEG):
        frames = seen & (np.abs(lean - lean_deg) <= width)
        if frames.sum() >= LEAST_FRAMES:
            return float(np.median(beyond[frames]))
    return None


def _between(tracks: Tracks, start_s: float, end_s: float) -> NDArray[np.bool_]:
    return (tracks.side.time_s >= start_s) & (tracks.side.time_s <= end_s)


def _up_against_down(tracks: Tracks, id_: str, span: Span) -> Gain | None:
    if "bottom" in (span.starts_at, span.ends_at):
        return None
    series, lean = tracks.values[id_], tracks.values["trunk_inclination_deg"]
    down, up = _between(tracks, span.start_s, span.bottom_start_s), _between(tracks, span.bottom_end_s, span.end_s)
    deepest = np.nanmax(np.where(down | up, lean, np.nan), initial=LEAST_LEAN_DEG)
    edges = np.arange(LEAST_LEAN_DEG, deepest, BAND_DEG)
    differences, times = [], []
    for low in edges:
        inside = (lean >= low) & (lean < low + BAND_DEG) & np.isfinite(series)
        seen = bool((inside & down).any() and (inside & up).any())
        differences.append(np.median(series[inside & up]) - np.median(series[inside & down]) if seen else np.nan)
        times.append(float(np.median(tracks.side.time_s[inside & up])) if seen else np.nan)
    return _least_side_by_side(np.array(differences), np.array(times), places=BANDS)


def _least_side_by_side(values: FloatArray, time_s: FloatArray, *, places: int) -> Gain | None:
    """Return the largest value that is reached in so many places side by side."""
    if len(values) < places:
        return None
    least = np.lib.stride_tricks.sliding_window_view(values, places).min(axis=1)
    if not np.isfinite(least).any():
        return None
    first = int(np.nanargmax(least))
    return Gain(value_deg=float(least[first]), time_s=float(time_s[first + places // 2]))


def _within_pull(tracks: Tracks, id_: str, span: Span) -> Gain | None:
    """Return how much rounder the back got in the pull while the trunk leaned no more than at its start."""
    if span.starts_at != "bottom" or span.ends_at == "bottom":
        return None
    series, lean = tracks.values[id_], tracks.values["trunk_inclination_deg"]
    start, start_lean = _at_bottom(tracks, series, span), _at_bottom(tracks, lean, span)
    if start is None or start_lean is None:
        return None
    end_s = span.bottom_end_s + PULL_SHARE * (span.end_s - span.bottom_end_s)
    places = np.flatnonzero(_between(tracks, span.bottom_end_s, end_s) & (lean <= start_lean + SAME_LEAN_DEG))
    step_s = float(np.median(np.diff(tracks.side.time_s)))
    return _least_side_by_side(
        series[places] - start, tracks.side.time_s[places], places=max(round(LASTING_S / step_s), 2)
    )
