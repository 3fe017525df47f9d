"""Flexion gain: how much more the back is flexed at the same trunk inclination, within a repetition and over a set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Literal

import numpy as np

from hiphinge.catalogue import load
from hiphinge.measures.estimates import back_not_measurable, with_half_width
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable
from hiphinge.measures.series import MotionSeries
from hiphinge.measures.set_comparison import GAIN_OF, SAME_LEAN_DEG, SetComparison, median_at_bottom
from hiphinge.motion import FloatArray
from hiphinge.repetitions import Span

__all__ = ["FLEXION_GAIN", "Gain", "GainComparison", "gains", "largest_gain", "slope_per_repetition"]

GainComparison = Literal["ascent_against_descent", "pull_against_start", "against_earlier"]
"""What is compared at the same lean of the trunk: the way up with the way down, a pull with its own start, a movement
with the earlier repetitions of its set that kept their shape."""

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
MIN_REPETITIONS = 3
SINGLE_OF_DIFFERENCE = np.sqrt(0.5)
_WIDENING_SHARE_OF: Mapping[GainComparison, float] = MappingProxyType(
    {
        "ascent_against_descent": WITHIN_WIDENING_SHARE,
        "pull_against_start": WITHIN_WIDENING_SHARE,
        "against_earlier": WIDENING_SHARE,
    }
)
_LUMBAR, _LEAN = "lumbar_flexion_deg", "trunk_inclination_deg"


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


def gains(series: MotionSeries, id_: str, comparison: SetComparison, index_in_set: int) -> tuple[Gain, ...]:
    """Return how much a part of the back gains at the same lean of the trunk, one for each comparison that is measured.

    Parameters
    ----------
    id_
        Part of the back, by quantity id (keys of `GAIN_OF`).
    index_in_set
        The movement's place in the set, from 0.
    """
    span = comparison.spans[index_in_set]
    repeatability_deg, width_deg = load().accuracy[GAIN_OF[id_]].repeatability, _uncertain_width_deg(series, span)
    earlier_deg = comparison.gain_deg[id_][index_in_set]
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


def largest_gain(series: MotionSeries, id_: str, comparison: SetComparison, index_in_set: int) -> Gain | None:
    """Return the gain that is farthest beyond its own error (`gains`), or None where none is measurable."""
    found = gains(series, id_, comparison, index_in_set)
    return max(found, key=lambda gain: gain.value_deg - gain.repeatability_deg, default=None)


def slope_per_repetition(values: Sequence[tuple[int, float]]) -> float:
    """Return the median of all slopes between two repetitions ``(index, value)``: robust to one outlier.

    Source
    ------
    The estimator of Theil 1950 (Indagationes Mathematicae 12:85).
    """
    slopes = [
        (after - before) / (later - index_in_set)
        for n, (index_in_set, before) in enumerate(values)
        for later, after in values[n + 1 :]
    ]
    return float(np.median(slopes))


@dataclass(frozen=True, kw_only=True)
class _Growth:
    """How much a value grew, degrees, and when, seconds."""

    value_deg: float
    time_s: float


def _ascent_against_descent(series: MotionSeries, id_: str, span: Span) -> _Growth | None:
    if "bottom" in (span.starts_at, span.ends_at):
        return None
    flexion, lean = series.of(id_), series.of(_LEAN)
    down, up = series.between(span.start_s, span.bottom_start_s), series.between(span.bottom_end_s, span.end_s)
    deepest = np.nanmax(np.where(down | up, lean, np.nan), initial=MIN_LEAN_DEG)
    differences, times = [], []
    for low in np.arange(MIN_LEAN_DEG, deepest, BAND_DEG):
        inside = (lean >= low) & (lean < low + BAND_DEG) & np.isfinite(flexion)
        both = bool((inside & down).any() and (inside & up).any())
        differences.append(np.median(flexion[inside & up]) - np.median(flexion[inside & down]) if both else np.nan)
        times.append(float(np.median(series.time_s[inside & up])) if both else np.nan)
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
    flexion, lean = series.of(id_), series.of(_LEAN)
    start, start_lean = median_at_bottom(series, flexion, span), median_at_bottom(series, lean, span)
    if start is None or start_lean is None:
        return None
    end_s = span.bottom_end_s + PULL_SHARE * (span.end_s - span.bottom_end_s)
    places = np.flatnonzero(series.between(span.bottom_end_s, end_s) & (lean <= start_lean + SAME_LEAN_DEG))
    count = max(round(LASTING_S / series.step_s), 2)
    return _least_of_neighbours(flexion[places] - start, series.time_s[places], count=count)


def _gain(repetition: RepetitionInput, *, part: str) -> Measured:
    series = repetition.series
    gain = largest_gain(series, part, repetition.comparison, repetition.index_in_set)
    if gain is None:
        return back_not_measurable(series)
    half_width = gain.repeatability_deg
    return with_half_width(
        GAIN_OF[part], gain.value_deg, half_width=half_width, repeatability=half_width, time_s=gain.time_s
    )


def _uncertain_width_deg(series: MotionSeries, span: Span) -> float:
    """Return how much wider than usual the back's intervals are in a movement, degrees.

    What makes an interval wide (a plate in front of the hips, loose clothes) also moves with the person.
    """
    width = (series.high_of(_LUMBAR) - series.low_of(_LUMBAR))[series.between(span.start_s, span.end_s)]
    width = width[np.isfinite(width)]
    if not len(width):
        return 0.0
    widest = float(np.percentile(width, PULL_PERCENTILE if span.starts_at == "bottom" else 50.0))
    return max(widest - CERTAIN_WIDTH_DEG, 0.0)


def _drift(repetition: RepetitionInput) -> Measured:
    """Return how much lumbar flexion grows from repetition to repetition at the same lean, over the set so far."""
    series, comparison, index_in_set = repetition.series, repetition.comparison, repetition.index_in_set
    earlier = [n for n, span in enumerate(comparison.spans[:index_in_set]) if span.kind == "repetition"]
    bottoms = [comparison.about_bottom_deg[_LUMBAR][n] for n in (*earlier, index_in_set)]
    if len(bottoms) < MIN_REPETITIONS:
        return not_measurable("set_too_short")
    known = [(n, value) for n, value in enumerate(bottoms) if value is not None]
    if len(known) < MIN_REPETITIONS or bottoms[-1] is None:
        return back_not_measurable(series)
    spread = float(np.sqrt(np.var([n for n, _ in known]) * len(known)))
    width_deg = _uncertain_width_deg(series, repetition.span)
    of_difference = load().accuracy["lumbar_gain_deg"].repeatability + WIDENING_SHARE * width_deg
    half_width = of_difference * SINGLE_OF_DIFFERENCE / spread
    slope = slope_per_repetition(known)
    return with_half_width(
        "lumbar_drift_deg", slope, half_width=half_width, repeatability=half_width, time_s=repetition.span.bottom_s
    )


FLEXION_GAIN = (
    *(
        Measure(quantity=id_, function=partial(_gain, part=part), inputs=(part, _LUMBAR, _LEAN))
        for part, id_ in GAIN_OF.items()
    ),
    Measure(quantity="lumbar_drift_deg", function=_drift, inputs=(_LUMBAR, _LEAN)),
)
