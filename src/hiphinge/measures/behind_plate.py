"""Measurements of legs and trunk that a weight plate hides now and then: with the accuracy that is left."""

from dataclasses import replace

from hiphinge.catalogue import load
from hiphinge.measures.measurement import Measured, NotMeasurable
from hiphinge.measures.series import MotionSeries
from hiphinge.motion import Interval

__all__ = ["as_behind_plate", "change_as_behind_plate"]


def as_behind_plate(series: MotionSeries, id_: str, measured: Measured) -> Measured:
    """Return a measurement with the intervals of a recording in which a plate hides joints; else as it is."""
    return _as_behind_plate(series, id_, measured, from_standing=False)


def change_as_behind_plate(series: MotionSeries, id_: str, measured: Measured) -> Measured:
    """Return a change from the reference posture with the intervals behind a plate, as `as_behind_plate` does."""
    return _as_behind_plate(series, id_, measured, from_standing=True)


def _as_behind_plate(series: MotionSeries, id_: str, measured: Measured, *, from_standing: bool) -> Measured:
    accuracy = load().accuracy.get(id_)
    behind = None if accuracy is None else accuracy.behind_plate
    if not series.behind_plate or behind is None or isinstance(measured, NotMeasurable):
        return measured
    half_width = behind.from_standing if from_standing else behind.absolute
    interval = Interval(low=measured.value - half_width, high=measured.value + half_width)
    return replace(measured, interval=interval, repeatability=behind.repeatability)
