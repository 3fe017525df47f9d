"""Measurements of somebody filmed at an angle or from the front: with that view's accuracy, or not measurable."""

import math
from dataclasses import replace

from hiphinge.catalogue import load
from hiphinge.measures.measurement import Measured, NotMeasurable, hidden_by_view
from hiphinge.motion import Interval

__all__ = ["as_seen_from", "as_seen_in_front", "change_as_seen_from"]


def as_seen_from(yaw_deg: float | None, id_: str, measured: Measured) -> Measured:
    """Return a measurement with the intervals of its view, or that it cannot be measured from there.

    ``yaw_deg`` is None for a view from the side, from which everything stays as it is.
    """
    return _as_seen_from(yaw_deg, id_, measured, from_standing=False)


def change_as_seen_from(yaw_deg: float | None, id_: str, measured: Measured) -> Measured:
    """Return a change from the reference posture with the intervals of its view, as `as_seen_from` does."""
    return _as_seen_from(yaw_deg, id_, measured, from_standing=True)


def as_seen_in_front(id_: str, measured: Measured) -> Measured:
    """Return a measurement of somebody filmed from the front or from behind, with the interval of that view."""
    accuracy = load().accuracy.get(id_)
    front = None if accuracy is None else accuracy.front
    if front is None or isinstance(measured, NotMeasurable):
        return measured
    least = 0.0 if measured.unit == "s" else -math.inf
    low, high = measured.value - front.absolute, measured.value + front.absolute
    return replace(measured, interval=Interval(low=max(low, least), high=high), repeatability=front.repeatability)


def _as_seen_from(yaw_deg: float | None, id_: str, measured: Measured, *, from_standing: bool) -> Measured:
    if yaw_deg is None:
        return measured
    accuracy = load().accuracy.get(id_)
    half_widths = None if accuracy is None else accuracy.seen_from(yaw_deg)
    if half_widths is None:
        return hidden_by_view(yaw_deg)
    if isinstance(measured, NotMeasurable):
        return measured
    absolute, repeatability, changed = half_widths
    half_width = changed if from_standing else absolute
    interval = Interval(low=measured.value - half_width, high=measured.value + half_width)
    return replace(measured, interval=interval, repeatability=repeatability)
