"""Measurements of legs and trunk that a weight plate hides now and then: with the accuracy that is left."""

import math
from dataclasses import replace

from hiphinge.catalogue import load
from hiphinge.measures.estimates import widened, with_reference_error
from hiphinge.measures.measurement import Measured, NotMeasurable
from hiphinge.measures.series import MotionSeries
from hiphinge.motion import Interval

__all__ = ["OF_SHOULDER", "SHOULDER_HIDDEN_DEG", "as_behind_plate", "change_as_behind_plate"]

OF_SHOULDER = frozenset({"trunk_inclination_deg", "trunk_thigh_angle_deg"})
"""Angles whose value rests on where the shoulder is."""
SHOULDER_HIDDEN_DEG = 16.0
"""What is added to their error where a plate hides the shoulder, 90 % half-width: of eight rendered lifters with a bar
on the back, trunks at the bottom were 5 to 22 degrees off. Set on these people."""


_LEFT_AT_LOCKOUT = "lockout_left_deg"
"""A change from the reference posture that is judged against it, so that its error counts among repetitions, too."""


def as_behind_plate(series: MotionSeries, id_: str, measured: Measured) -> Measured:
    """Return a measurement with the intervals of a recording in which a plate hides joints; else as it is."""
    found = _as_behind_plate(series, id_, measured, from_standing=id_ == _LEFT_AT_LOCKOUT)
    if id_ == _LEFT_AT_LOCKOUT and found is not measured and not isinstance(found, NotMeasurable):
        repeatability = math.hypot(found.repeatability or 0.0, series.reference.error_deg)
        return replace(found, repeatability=repeatability)
    if not series.shoulder_hidden or id_ not in OF_SHOULDER or isinstance(found, NotMeasurable):
        return found
    return widened(found, SHOULDER_HIDDEN_DEG)


def change_as_behind_plate(series: MotionSeries, id_: str, measured: Measured) -> Measured:
    """Return a change from the reference posture with the intervals behind a plate, as `as_behind_plate` does.

    The error of a reference posture from another recording is counted as well.
    """
    return _as_behind_plate(series, id_, measured, from_standing=True)


def _as_behind_plate(series: MotionSeries, id_: str, measured: Measured, *, from_standing: bool) -> Measured:
    accuracy = load().accuracy.get(id_)
    behind = None if accuracy is None else accuracy.behind_plate
    if not series.behind_plate or behind is None or isinstance(measured, NotMeasurable):
        return measured
    half_width = behind.from_standing if from_standing else behind.absolute
    interval = Interval(low=measured.value - half_width, high=measured.value + half_width)
    found = replace(measured, interval=interval, repeatability=behind.repeatability)
    return with_reference_error(found, series) if from_standing else found
