"""A lift in daily life out of an analysis: where the hands are as it begins, and how far they move."""

from statistics import median
from typing import TYPE_CHECKING

from hiphinge.errors import NotMeasurableError
from hiphinge.posture import HandPlaces, hand_places

if TYPE_CHECKING:
    from hiphinge.analysis import Analysis

__all__ = ["hands_in_lifts"]


def hands_in_lifts(analysis: "Analysis") -> tuple[HandPlaces, int]:
    """Return where the hands are in the lifts of an analysis, the median, and of how many.

    A lift begins at the bottom of a repetition and ends with it.

    Raises
    ------
    NotMeasurableError
        If the stature is not known, nothing was measured, or the hands were not detected.
    """
    stature_m, side = analysis.person.stature_m, analysis.side
    if stature_m is None:
        message = (
            "Without your height there are no centimetres. Analyse the video again with --stature, or give --h, --v "
            "and --d."
        )
        raise NotMeasurableError(message)
    lifts_s = [(one.bottom_s, one.end_s) for one in analysis.counted]
    found = () if side is None else hand_places(side, lifts_s, stature_m=stature_m)
    if not found:
        message = "No lift with both ends and the hands in view was found. Give --h, --v and --d yourself."
        raise NotMeasurableError(message)
    middle = HandPlaces(
        horizontal_m=median(one.horizontal_m for one in found),
        vertical_m=median(one.vertical_m for one in found),
        rise_m=median(one.rise_m for one in found),
    )
    return middle, len(found)
