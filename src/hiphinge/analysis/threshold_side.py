"""On which side of a finding's line a measured value lies; whether that is a finding is the rules' business."""

from hiphinge.analysis.result import Analysis, Measurement, Repetition
from hiphinge.catalogue import Fault

__all__ = ["past_line"]

_JUDGED_FROM_STANDING = frozenset({"knee_flexion_deg"})
"""Quantities whose lines count from the person's own standing, while their measurement does not."""


def past_line(fault: Fault, repetition: Repetition, analysis: Analysis) -> bool | None:
    """Tell whether a value is past the line of a finding, by however little; None where it was not measured.

    A finding asks for more than that where its margin says so: a value past its line may be no finding.
    """
    measured = repetition.measurements.get(fault.quantity or "")
    if not isinstance(measured, Measurement):
        return None
    line = fault.threshold(analysis.exercise)
    if fault.share_of is not None:
        whole = repetition.measurements.get(fault.share_of)
        if not isinstance(whole, Measurement):
            return None
        line *= whole.value
    value = measured.value
    if fault.quantity in _JUDGED_FROM_STANDING:
        value -= analysis.standing.angles.get(fault.quantity, 0.0)
    return value > line if fault.direction == "above" else value < line
