"""What is written on and under frames: short names, numbers with what they are worth, and what is not drawn and why."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.findings import NotMeasurable
from hiphinge.motion import Interval
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.back_drawing import BACK_QUANTITIES, has_back, has_standing_back
from hiphinge.reports.poses import Pose
from hiphinge.reports.text.numbers import spoken, spoken_range
from hiphinge.reports.text.of_back import is_rough

__all__ = ["SHORT_TITLES", "back_note", "label_at", "number_at", "says_nothing"]

SHORT_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "trunk_inclination_deg": "Trunk",
        "hip_flexion_deg": "Hips",
        "lumbar_flexion_deg": "Lower back",
        "thoracic_flexion_deg": "Upper back",
        "knee_flexion_deg": "Knee",
        "shank_inclination_deg": "Shin",
        "trunk_thigh_angle_deg": "Trunk to thigh",
        "head_angle_deg": "Head",
        "hip_back_travel": "Hip back",
    }
)
"""Names short enough to stand on an image."""

_PERCENT = 100.0
_SAME_FRAME_S = 0.02
_NOT_DETECTED = "The contour of your back was not detected in this frame, so it is not drawn."
_NO_STANDING = (
    "The contour of your back was not seen clearly while you stood, so only the contour in this frame is drawn."
)
_UNCLEAR = "How far your lower back bends in this frame is too uncertain to tell it from standing."
_NOT_MEASURED = "Your back is not measured in this frame, so your standing shape is not laid over it."


def says_nothing(value_range: Interval | None) -> bool:
    """Tell whether an interval in degrees or percent is wide and on both sides of zero: no value is then written."""
    return value_range is not None and value_range.low <= 0.0 <= value_range.high and is_rough(value_range)


def number_at(analysis: Analysis, quantity_id: str, index: int, *, still: bool = False) -> str | None:
    """Return a quantity's value at a frame in words, the back's with its interval.

    On a ``still`` at the bottom of a repetition it is the number that the report gives of the bottom. None where
    there is no value, where the report gives none of the bottom, or the interval says nothing.
    """
    value, between = _value_at(analysis, quantity_id, index)
    at_bottom = _at_bottom(analysis, quantity_id, index) if still and value is not None else None
    if isinstance(at_bottom, Measurement):
        value, between = at_bottom.value, at_bottom.interval
    elif at_bottom is not None:
        return None
    unit = QUANTITIES[quantity_id].unit
    factor = 1.0 if unit == "deg" else _PERCENT
    if value is None or says_nothing(_scaled(between, factor)):
        return None
    number = spoken(value, unit).removesuffix(" of leg length")
    if quantity_id not in BACK_QUANTITIES or between is None:
        return number
    return f"{number} ({spoken_range(between.low, between.high, unit)})"


def _scaled(between: Interval | None, factor: float) -> Interval | None:
    return None if between is None else Interval(low=between.low * factor, high=between.high * factor)


def _value_at(analysis: Analysis, quantity_id: str, index: int) -> tuple[float | None, Interval | None]:
    series = analysis.series
    if series is None or quantity_id not in series.values:
        return None, None
    value = float(series.values[quantity_id][index])
    if not np.isfinite(value):
        return None, None
    bounds = (series.low.get(quantity_id), series.high.get(quantity_id))
    low, high = (np.nan if bound is None else float(bound[index]) for bound in bounds)
    known = np.isfinite(low) and np.isfinite(high)
    return value, Interval(low=low, high=high) if known else None


def _at_bottom(analysis: Analysis, quantity_id: str, index: int) -> Measurement | NotMeasurable | None:
    """Return what is measured of the repetition whose bottom the frame shows, or why nothing is."""
    if analysis.series is None:
        return None
    time_s = float(analysis.series.time_s[index])
    for repetition in analysis.repetitions:
        measured = repetition.measurements.get(quantity_id)
        if abs(repetition.bottom_s - time_s) <= _SAME_FRAME_S and measured is not None:
            return measured
    return None


def label_at(analysis: Analysis, quantity_id: str, index: int, *, still: bool = False) -> str | None:
    """Return what is written beside a quantity on a frame: name and value, or for the back why there is none."""
    title, number = SHORT_TITLES.get(quantity_id, quantity_id), number_at(analysis, quantity_id, index, still=still)
    if number is not None:
        return f"{title} {number}"
    if quantity_id not in BACK_QUANTITIES:
        return None
    value, _ = _value_at(analysis, quantity_id, index)
    return f"{title}: not measured" if value is None else f"{title}: unclear"


def back_note(analysis: Analysis, pose: Pose, time_s: float) -> str:
    """Say which contour of the back is not drawn on a frame, or which number not written, and why; empty for none."""
    reason = next((_reason(r) for r in analysis.repetitions if r.start_s <= time_s <= r.end_s), "")
    if not has_back(pose):
        return f"{_NOT_DETECTED} {reason}".rstrip()
    series = analysis.series
    index = 0 if series is None else int(np.argmin(np.abs(series.time_s - time_s)))
    value, between = _value_at(analysis, BACK_QUANTITIES[0], index)
    if not has_standing_back(pose):
        return _NO_STANDING if value is not None else f"{_NOT_MEASURED} {reason}".rstrip()
    return _UNCLEAR if value is not None and says_nothing(between) else ""


def _reason(repetition: Repetition) -> str:
    lumbar = repetition.measurements.get("lumbar_flexion_deg")
    return lumbar.reason if isinstance(lumbar, NotMeasurable) else ""
