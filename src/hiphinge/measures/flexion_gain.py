"""Flexion gain and drift as quantities: how much rounder the back got in a movement, and over the set so far."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from hiphinge.catalogue import load
from hiphinge.measures.estimates import back_not_measurable, with_half_width
from hiphinge.measures.gains import GAIN_OF, LEAN, LUMBAR, WIDENING_SHARE, largest_gain, uncertain_width_deg
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable

__all__ = ["FLEXION_GAIN", "slope_per_repetition"]

MIN_REPETITIONS = 3
SINGLE_OF_DIFFERENCE = np.sqrt(0.5)


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


def _gain(repetition: RepetitionInput, *, part: str) -> Measured:
    gain = largest_gain(repetition.comparison.gains[part][repetition.index_in_set])
    if gain is None:
        return back_not_measurable(repetition.series)
    half_width = gain.repeatability_deg
    return with_half_width(
        GAIN_OF[part], gain.value_deg, half_width=half_width, repeatability=half_width, time_s=gain.time_s
    )


def _drift(repetition: RepetitionInput) -> Measured:
    """Return how much lumbar flexion grows from repetition to repetition at the same lean, over the set so far."""
    series, comparison, index_in_set = repetition.series, repetition.comparison, repetition.index_in_set
    earlier = [n for n, span in enumerate(comparison.spans[:index_in_set]) if span.kind == "repetition"]
    bottoms = [comparison.about_bottom_deg[LUMBAR][n] for n in (*earlier, index_in_set)]
    if len(bottoms) < MIN_REPETITIONS:
        return not_measurable("set_too_short")
    known = [(n, value) for n, value in enumerate(bottoms) if value is not None]
    if len(known) < MIN_REPETITIONS or bottoms[-1] is None:
        return back_not_measurable(series)
    spread = float(np.sqrt(np.var([n for n, _ in known]) * len(known)))
    width_deg = uncertain_width_deg(series, repetition.span)
    of_difference = load().accuracy["lumbar_gain_deg"].repeatability + WIDENING_SHARE * width_deg
    half_width = of_difference * SINGLE_OF_DIFFERENCE / spread
    slope = slope_per_repetition(known)
    return with_half_width(
        "lumbar_drift_deg", slope, half_width=half_width, repeatability=half_width, time_s=repetition.span.bottom_s
    )


FLEXION_GAIN = (
    *(
        Measure(quantity=id_, function=partial(_gain, part=part), inputs=(part, LUMBAR, LEAN))
        for part, id_ in GAIN_OF.items()
    ),
    Measure(quantity="lumbar_drift_deg", function=_drift, inputs=(LUMBAR, LEAN)),
)
