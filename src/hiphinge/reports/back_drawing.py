"""The back on an image: its contour at this moment, and the standing contour on the same pelvis."""

import numpy as np

from hiphinge.motion import FloatArray
from hiphinge.reports.labels import Label
from hiphinge.reports.lettering import PLATE, Image, Plate
from hiphinge.reports.palette import STANDING, quantity_colour
from hiphinge.reports.poses import Pose
from hiphinge.reports.strokes import stroke, stroke_dashes

__all__ = ["BACK_QUANTITIES", "STANDING_SHAPE", "back_labels", "draw_back_lines", "has_back", "has_standing_back"]

BACK_QUANTITIES = ("lumbar_flexion_deg", "thoracic_flexion_deg")
"""Quantities that the two contours show."""
STANDING_SHAPE = "Your standing shape"
_LEVEL = {"lumbar_flexion_deg": 0.45, "thoracic_flexion_deg": 0.8}
"""Which share of the drawn contour, from the seat up, a quantity's label points to."""


def has_back(pose: Pose) -> bool:
    """Tell whether the contour of the back was detected."""
    return bool(np.isfinite(pose.back).all())


def has_standing_back(pose: Pose) -> bool:
    """Tell whether the standing contour can be laid on the pelvis."""
    return has_back(pose) and bool(np.isfinite(pose.standing_back).all())


def draw_back_lines(image: Image, pose: Pose, *, width: int) -> None:
    """Draw the back's contour and, dashed, the standing contour, in place; what was not detected is left out."""
    if not has_back(pose):
        return
    colour = quantity_colour("lumbar_flexion_deg").on_image
    stroke(image, pose.back, PLATE, width=width + 3)
    stroke(image, pose.back, colour, width=width + 1)
    if has_standing_back(pose):
        stroke_dashes(image, pose.standing_back, STANDING.on_image, width=max(2, width - 1))


def back_labels(pose: Pose, quantity_id: str, text: str, *, size_px: int) -> tuple[Label, ...]:
    """Return the labels of both contours; none where there is no contour."""
    if not has_back(pose):
        return ()
    at = pose.back[round(_LEVEL[quantity_id] * (len(pose.back) - 1))]
    colour = quantity_colour(quantity_id).on_image
    value = Label(plate=Plate(text=text, size_px=size_px, bar=colour), at=at, away=_behind(pose))
    if not has_standing_back(pose):
        return (value,)
    end, before = pose.standing_back[-1], pose.standing_back[-6]
    plate = Plate(text=STANDING_SHAPE, size_px=size_px, bar=STANDING.on_image)
    return value, Label(plate=plate, at=end, away=_unit(end - before))


def _behind(pose: Pose) -> FloatArray:
    """Return the direction ``[2]`` out of the back."""
    along = _unit(pose.back[-1] - pose.back[0])
    return np.array([along[1], -along[0]]) * pose.forward


def _unit(way: FloatArray) -> FloatArray:
    return np.asarray(way / max(float(np.hypot(*way)), 1e-9))
