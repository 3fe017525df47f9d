"""Gains of the back: how much more it is flexed at the same lean of the trunk, within a movement and over a set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from hiphinge.catalogue import load
from hiphinge.measures.about_bottom import frames_about_bottom
from hiphinge.measures.series import MotionSeries
from hiphinge.motion import FloatArray
from hiphinge.repetitions import Span
from hiphinge.signals import median_of, percentile_of

__all__ = [
    "CERTAIN_WIDTH_DEG",
    "GAIN_OF",
    "LEAN",
    "LUMBAR",
    "MIN_FRAMES",
    "SAME_LEAN_DEG",
    "WIDENING_SHARE",
    "Gain",
    "GainComparison",
    "gains",
    "largest_gain",
    "median_at_bottom",
    "uncertain_width_deg",
]

LUMBAR, LEAN = "lumbar_flexion_deg", "trunk_inclination_deg"
GAIN_OF: Mapping[str, str] = MappingProxyType(
    {"lumbar_flexion_deg": "lumbar_gain_deg", "thoracic_flexion_deg": "thoracic_gain_deg"}
)
"""The parts of the back that are compared, and the quantity that says how much each gains."""
GainComparison = Literal["ascent_against_descent", "pull_against_start", "against_earlier"]
"""What is compared at the same lean of the trunk: the way up with the way down, a pull with its own start, a movement
with the earlier repetitions of its set that kept their shape."""

SAME_LEAN_DEG = 3.0
"""Leans that differ by no more than this are the same."""
MIN_FRAMES = 3
BAND_DEG = 5.0
BANDS = 3
"""An ascent is rounder than the descent when it is so over this many neighbouring bands of lean."""
MIN_LEAN_DEG = 15.0
PULL_SHARE = 2.0 / 3.0
"""The pull is the first part of the ascent; what comes after belongs to the lockout."""
LASTING_S = 0.25
CERTAIN_WIDTH_DEG, WIDENING_SHARE = 28.0, 0.2
"""The part of a lumbar interval's width beyond the first, degrees, times the second, is added to a difference's
error."""
WITHIN_WIDENING_SHARE = 1.0
"""Within a repetition, all of that width counts: plates pass the hips on the way. In real lifters whose backs look the
same, way up and way down then differ by 10 to 20 degrees, and repetitions at their bottoms by about 1."""
PULL_PERCENTILE = 90.0
"""A pull from the floor counts by its widest intervals, any other movement by its usual ones."""
_WIDENING_SHARE_OF: Mapping[GainComparison, float] = MappingProxyType(
    {
        "ascent_against_descent": WITHIN_WIDENING_SHARE,
        "pull_against_start": WITHIN_WIDENING_SHARE,
        "against_earlier": WIDENING_SHARE,
    }
)


@dataclass(frozen=True, kw_only=True)
class Gain:
    """How much more a part of the back is flexed at the same lean of the trunk.

    Attributes
    ----------
    between
        What was compared.
    value_deg
        Flexion more than in what it is compared with, degrees.
    repeatability_deg
        90 % half-width of its error, degrees.
    time_s
        The moment that shows it, seconds of the recording.
    """

    between: GainComparison
    value_deg: float
    repeatability_deg: float
    time_s: float


def gains(series: MotionSeries, id_: str, span: Span, *, earlier_deg: float | None) -> tuple[Gain, ...]:
    """Return how much a part of the back gains at the same lean of the trunk, one for each comparison that is measured.

    Parameters
    ----------
    id_
        Part of the back, by quantity id (keys of `GAIN_OF`).
    span
        The movement.
    earlier_deg
        How much rounder it is than the earlier repetitions of its set that kept their shape, degrees; None where that
        is not measurable.
    """
    repeatability_deg, width_deg = load().accuracy[GAIN_OF[id_]].repeatability, uncertain_width_deg(series, span)
    found: dict[GainComparison, _Growth | None] = {
        "ascent_against_descent": _ascent_against_descent(series, id_, span),
        "pull_against_start": _within_pull(series, id_, span),
        "against_earlier": None if earlier_deg is None else _Growth(value_deg=earlier_deg, time_s=span.bottom_s),
    }
    return tuple(
        Gain(
            between=between,
            value_deg=growth.value_deg,
            repeatability_deg=repeatability_deg + width_deg * _WIDENING_SHARE_OF[between],
            time_s=growth.time_s,
        )
        for between, growth in found.items()
        if growth is not None
    )


def largest_gain(found: Sequence[Gain]) -> Gain | None:
    """Return the gain that is farthest beyond its own error, or None where none is measurable."""
    return max(found, key=lambda gain: gain.value_deg - gain.repeatability_deg, default=None)


def median_at_bottom(series: MotionSeries, values: FloatArray, span: Span) -> float | None:
    """Return the median of a series ``[time]`` at the bottom, or None where too few frames measured it."""
    close = frames_about_bottom(series, span) & np.isfinite(values)
    return median_of(values[close]) if close.sum() >= MIN_FRAMES - 1 else None


def uncertain_width_deg(series: MotionSeries, span: Span) -> float:
    """Return how much wider than usual the back's intervals are in a movement, degrees.

    What makes an interval wide (a plate in front of the hips, loose clothes) also moves with the person.
    """
    width = (series.high_of(LUMBAR) - series.low_of(LUMBAR))[series.between(span.start_s, span.end_s)]
    width = width[np.isfinite(width)]
    if not len(width):
        return 0.0
    widest = percentile_of(width, PULL_PERCENTILE if span.starts_at == "bottom" else 50.0)
    return max(widest - CERTAIN_WIDTH_DEG, 0.0)


@dataclass(frozen=True, kw_only=True)
class _Growth:
    """How much a value grew, degrees, and when, seconds."""

    value_deg: float
    time_s: float


def _ascent_against_descent(series: MotionSeries, id_: str, span: Span) -> _Growth | None:
    if "bottom" in (span.starts_at, span.ends_at):
        return None
    down, up = (
        np.flatnonzero(series.between(*ends))
        for ends in ((span.start_s, span.bottom_start_s), (span.bottom_end_s, span.end_s))
    )
    flexion, lean = series.of(id_), series.of(LEAN)
    deepest = np.nanmax(np.concatenate([lean[down], lean[up]]), initial=MIN_LEAN_DEG)
    down, up = (frames[np.isfinite(flexion[frames])] for frames in (down, up))
    differences, times = [], []
    for low in np.arange(MIN_LEAN_DEG, deepest, BAND_DEG):
        there, here = (frames[(lean[frames] >= low) & (lean[frames] < low + BAND_DEG)] for frames in (down, up))
        both = len(there) > 0 and len(here) > 0
        differences.append(median_of(flexion[here]) - median_of(flexion[there]) if both else np.nan)
        times.append(median_of(series.time_s[here]) if both else np.nan)
    return _least_of_neighbours(np.array(differences), np.array(times), count=BANDS)


def _least_of_neighbours(values: FloatArray, time_s: FloatArray, *, count: int) -> _Growth | None:
    """Return the largest value that so many neighbours reach."""
    if len(values) < count:
        return None
    least = np.lib.stride_tricks.sliding_window_view(values, count).min(axis=1)
    if not np.isfinite(least).any():
        return None
    first = int(np.nanargmax(least))
    return _Growth(value_deg=float(least[first]), time_s=float(time_s[first + count // 2]))


def _within_pull(series: MotionSeries, id_: str, span: Span) -> _Growth | None:
    """Return the flexion gain in the pull, over the frames in which the trunk leans no more than at its start."""
    if span.starts_at != "bottom" or span.ends_at == "bottom":
        return None
    flexion, lean = series.of(id_), series.of(LEAN)
    start, start_lean = median_at_bottom(series, flexion, span), median_at_bottom(series, lean, span)
    if start is None or start_lean is None:
        return None
    end_s = span.bottom_end_s + PULL_SHARE * (span.end_s - span.bottom_end_s)
    places = np.flatnonzero(series.between(span.bottom_end_s, end_s) & (lean <= start_lean + SAME_LEAN_DEG))
    count = max(round(LASTING_S / series.step_s), 2)
    return _least_of_neighbours(flexion[places] - start, series.time_s[places], count=count)
