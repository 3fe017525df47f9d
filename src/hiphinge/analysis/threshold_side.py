"""On which side of a fault's threshold a measured value is; whether that is a finding is for the rules to say."""

from hiphinge.analysis.result import Analysis, Measurement, Repetition
from hiphinge.catalogue import Fault

__all__ = ["past_line"]

_JUDGED_FROM_STANDING = frozenset({"knee_flexion_deg"})
"""Quantities whose thresholds count from the reference posture, while their measurement does not."""


def past_line(fault: Fault, repetition: Repetition, analysis: Analysis) -> bool | None:
    """Return whether a value is past the threshold of a fault, by however little; None where it is not measurable.

    A finding needs more than that where the fault's margin says so.
    """
    measured = repetition.measurements.get(fault.quantity or "")
    if not isinstance(measured, Measurement):
        return None
    threshold = fault.threshold(analysis.exercise)
    if fault.share_of is not None:
        whole = repetition.measurements.get(fault.share_of)
        if not isinstance(whole, Measurement):
            return None
        threshold *= whole.value
    value = measured.value
    if fault.quantity in _JUDGED_FROM_STANDING:
        value -= analysis.standing.angles.get(fault.quantity, 0.0)
    return value > threshold if fault.direction == "above" else value < threshold
