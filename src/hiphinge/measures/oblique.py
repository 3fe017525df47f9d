"""Measurements of somebody filmed at an angle: with the accuracy of that view, or not measurable from there."""

from collections.abc import Mapping
from dataclasses import replace

from hiphinge.catalogue import load
from hiphinge.measures.measurement import Measured, Measurement, NotMeasurable, hidden_by_view
from hiphinge.motion import Interval

__all__ = ["as_seen_from", "change_as_seen_from", "judged_as_seen_from"]


def as_seen_from(yaw_deg: float | None, id_: str, measured: Measured) -> Measured:
    """Return a measurement with the intervals of its view, or that it cannot be measured from there.

    ``yaw_deg`` is None for a view from the side, from which everything stays as it is.
    """
    return _as_seen_from(yaw_deg, id_, measured, from_standing=False)


def change_as_seen_from(yaw_deg: float | None, id_: str, measured: Measured) -> Measured:
    """Return a change from the reference posture with the intervals of its view, as `as_seen_from` does."""
    return _as_seen_from(yaw_deg, id_, measured, from_standing=True)


def judged_as_seen_from(yaw_deg: float | None, measured: Mapping[str, Measured]) -> Mapping[str, Measured]:
    """Return measurements by quantity id as rules judge them: at an angle, with the whole error for a margin.

    From the side most of the error is the same in everybody's standing; turned into the side view it is not.
    """
    return measured if yaw_deg is None else {id_: _by_whole_error(one) for id_, one in measured.items()}


def _by_whole_error(measured: Measured) -> Measured:
    if not isinstance(measured, Measurement) or measured.interval is None:
        return measured
    half_width = (measured.interval.high - measured.interval.low) / 2
    return replace(measured, repeatability=max(half_width, measured.repeatability or 0.0))


def _as_seen_from(yaw_deg: float | None, id_: str, measured: Measured, *, from_standing: bool) -> Measured:
    if yaw_deg is None:
        return measured
    accuracy = load().accuracy.get(id_)
    if accuracy is None or accuracy.oblique is None:
        return hidden_by_view(yaw_deg)
    if isinstance(measured, NotMeasurable):
        return measured
    absolute, repeatability, changed = accuracy.oblique.at(yaw_deg)
    half_width = changed if from_standing else absolute
    interval = Interval(low=measured.value - half_width, high=measured.value + half_width)
    return replace(measured, interval=interval, repeatability=repeatability)
