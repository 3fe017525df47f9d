"""Measurements of somebody filmed at an angle: with the accuracy of that view, or not measurable from there."""

from dataclasses import replace

from hiphinge.catalogue import load
from hiphinge.measures.measurement import Measured, NotMeasurable, hidden_by_view
from hiphinge.motion import Interval

__all__ = ["as_seen_from", "change_as_seen_from"]


def as_seen_from(yaw_deg: float | None, id_: str, measured: Measured) -> Measured:
    """Return a measurement with the intervals of its view, or that it cannot be measured from there.

    ``yaw_deg`` is None for a view from the side, from which everything stays as it is.
    """
    return _as_seen_from(yaw_deg, id_, measured, from_standing=False)


def change_as_seen_from(yaw_deg: float | None, id_: str, measured: Measured) -> Measured:
    """Return a change from the reference posture with the intervals of its view, as `as_seen_from` does."""
    return _as_seen_from(yaw_deg, id_, measured, from_standing=True)


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
