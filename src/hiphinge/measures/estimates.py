"""Shared by the measures: values near a moment or sustained, and measurements with the catalogue's accuracy."""

import math
from dataclasses import replace

import numpy as np

from hiphinge.catalogue import load
from hiphinge.measures.about_bottom import frames_about_bottom
from hiphinge.measures.measurement import Measured, Measurement, NotMeasurable, not_measurable
from hiphinge.measures.series import BoolArray, MotionSeries
from hiphinge.motion import FloatArray, Interval
from hiphinge.quantities import QUANTITIES
from hiphinge.repetitions import Span
from hiphinge.signals import largest_lasting, median_of

__all__ = [
    "SUSTAINED_S",
    "back_not_measurable",
    "change",
    "estimate",
    "largest_sustained",
    "missing",
    "near_bottom",
    "widened",
    "widened_outward",
    "with_bounds",
    "with_half_width",
    "with_reference_error",
    "within_possible",
]

HIDDEN_WINDOW_S = 0.3
MEASURED_SHARE = 1.0 / 3.0
"""What is hidden at the bottom has to be measured in this share of the frames around it: the last frames before plates
hide a joint, and the first after them, are the worst. In 59 rendered sets, the trunk's error (root mean square) fell
from 4.4 to 3.9 degrees, and 4 of 188 bottoms are not measurable any more."""
SUSTAINED_S = 0.15
"""A value is sustained when it is held for this long."""


def estimate(id_: str, value: float, *, time_s: float | None) -> Measurement:
    """Return a value in its quantity's unit with the catalogue's accuracy; a time is never shorter than 0."""
    accuracy = load().accuracy.get(id_)
    return Measurement(
        value=value,
        unit=QUANTITIES[id_].unit,
        interval=None if accuracy is None else _interval(id_, value, accuracy.absolute),
        repeatability=None if accuracy is None else accuracy.repeatability,
        time_s=time_s,
    )


def with_half_width(id_: str, value: float, *, half_width: float, repeatability: float, time_s: float) -> Measurement:
    """Return a value in its quantity's unit, with the interval value ± ``half_width``."""
    return with_bounds(id_, value, value - half_width, value + half_width, repeatability=repeatability, time_s=time_s)


def with_bounds(
    id_: str, value: float, low: float, high: float, *, repeatability: float | None = None, time_s: float | None = None
) -> Measurement:
    """Return a value in its quantity's unit, with the interval from ``low`` to ``high``."""
    interval = Interval(low=low, high=high)
    return Measurement(
        value=value, unit=QUANTITIES[id_].unit, interval=interval, repeatability=repeatability, time_s=time_s
    )


def _interval(id_: str, value: float, half_width: float) -> Interval:
    least = 0.0 if QUANTITIES[id_].unit == "s" else -math.inf
    return Interval(low=max(value - half_width, least), high=value + half_width)


def with_reference_error(measured: Measurement, series: MotionSeries) -> Measurement:
    """Return a change from the reference posture, its interval widened by the error of one from another recording."""
    return widened(measured, series.reference.error_deg)


def widened(measured: Measurement, half_width: float) -> Measurement:
    """Return a measurement, its interval widened by another error, whose 90 % half-width is given in its unit."""
    if measured.interval is None or half_width == 0:
        return measured
    below, above = measured.value - measured.interval.low, measured.interval.high - measured.value
    low, high = (math.hypot(offset, half_width) for offset in (below, above))
    return replace(measured, interval=Interval(low=measured.value - low, high=measured.value + high))


def widened_outward(measured: Measurement, half_width: float) -> Measurement:
    """Return a measurement, its interval widened on the side away from 0 only: what is measured may be too little."""
    narrow, wide = measured.interval, widened(measured, half_width).interval
    if narrow is None or wide is None:
        return measured
    outer = replace(narrow, high=wide.high) if measured.value > 0 else replace(narrow, low=wide.low)
    return replace(measured, interval=outer)


def near_bottom(series: MotionSeries, values: FloatArray, span: Span) -> float | None:
    """Return the median ``[time]`` at the bottom; where that is hidden, of what was measured nearest to it.

    None where nothing was measured there, or only in so few frames (`MEASURED_SHARE`) that they are the edges of a time
    in which it was hidden.
    """
    bottom, measured = frames_about_bottom(series, span), np.isfinite(values)
    close = measured & bottom
    if 2 * close.sum() < bottom.sum():
        near = np.abs(series.time_s - span.bottom_s) <= HIDDEN_WINDOW_S
        around = bottom | near | series.between(span.bottom_start_s, span.bottom_end_s)
        close = measured & around
        if close.sum() < MEASURED_SHARE * around.sum():
            return None
    return median_of(values[close]) if close.any() else None


def change(series: MotionSeries, name: str, span: Span) -> float | None:
    """Return a series' change from the reference posture to the bottom, or None where either was not measured."""
    value = near_bottom(series, series.of(name), span)
    reference = series.reference.values.get(name)
    return None if value is None or reference is None else value - reference


def largest_sustained(series: MotionSeries, values: FloatArray, frames: BoolArray) -> tuple[float, float] | None:
    """Return the largest value that is held for `SUSTAINED_S` in these frames, and the middle of that time, seconds.

    None where fewer frames were measured than that takes.
    """
    return largest_lasting(values, series.time_s, frames, lasting_s=SUSTAINED_S)


def within_possible(id_: str, measured: Measured) -> Measured:
    """Return what was measured, or that a value beyond what a body can reach (catalogue, ``possible``) is none."""
    accuracy = load().accuracy.get(id_)
    if isinstance(measured, NotMeasurable) or accuracy is None or accuracy.possible is None:
        return measured
    low, high = accuracy.possible
    return measured if low <= measured.value <= high else not_measurable("not_possible")


def missing(series: MotionSeries, reason: str) -> NotMeasurable:
    """Return a reason, or that the person was not seen standing where that is what is missing."""
    return not_measurable(reason if series.reference.stands_here else "no_standing")


def back_not_measurable(series: MotionSeries) -> NotMeasurable:
    """Return why the back is not measurable: in the whole recording, or because it is hidden at that moment."""
    return not_measurable(series.back_missing or "back_hidden")
