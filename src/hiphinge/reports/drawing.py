"""The figure on an image: skeleton, and the angles that are measured on it; used by evidence images and video."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from hiphinge.motion import SIDE_JOINTS, FloatArray
from hiphinge.reports.back_drawing import BACK_QUANTITIES, back_labels, draw_back_lines
from hiphinge.reports.labels import Label
from hiphinge.reports.lettering import INK, PLATE, Image, Plate
from hiphinge.reports.palette import Rgb, quantity_colour
from hiphinge.reports.poses import Pose
from hiphinge.reports.strokes import arc_points, blended, disc, drawable, sector, stroke, stroke_dashed

__all__ = ["BONES", "DRAWN_QUANTITIES", "draw_measure", "draw_skeleton"]

BONES: tuple[tuple[str, str], ...] = (
    ("ear", "shoulder"),
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("shoulder", "hip"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "heel"),
    ("heel", "toe"),
    ("ankle", "toe"),
)
"""Which joints of a side are joined by a line."""

_ARC_PER_LENGTH = 0.42
_REFERENCE_PER_LENGTH = 0.9

_MAIN_JOINTS = ("shoulder", "hip", "knee", "ankle")
_FAR_INK: Rgb = (196, 203, 212)


@dataclass(frozen=True)
class _Style:
    colour: Rgb
    width: int


def _line_width(pose: Pose) -> int:
    trunk = float(np.hypot(*(pose.joint("shoulder") - pose.joint("hip"))))
    return int(np.clip(round(trunk / 34), 2, 9)) if np.isfinite(trunk) else 2


def draw_skeleton(image: Image, pose: Pose) -> None:
    """Draw the person's lines, in place: the near side strong, the far side faint behind it."""
    width = _line_width(pose)
    for joints, opacity, colour, thick in ((pose.far, 0.45, _FAR_INK, width - 1), (pose.near, 0.55, PLATE, width + 3)):
        blended(
            image,
            joints,
            opacity,
            width=thick,
            paint=partial(_bones_in_part, joints=joints, colour=colour, width=max(1, thick)),
        )
    _bones(image, pose.near, INK, width=width)
    for name in _MAIN_JOINTS:
        place = pose.joint(name)
        if drawable(place):
            disc(image, place, width * 1.45 + 1, PLATE)
            disc(image, place, width * 1.45, INK)


def _bones_in_part(part: Image, corner: FloatArray, *, joints: FloatArray, colour: Rgb, width: int) -> None:
    _bones(part, joints - corner, colour, width=width)


def _bones(image: Image, joints: FloatArray, colour: Rgb, *, width: int) -> None:
    for start, end in BONES:
        a, b = joints[SIDE_JOINTS.index(start)], joints[SIDE_JOINTS.index(end)]
        if drawable(a, b):
            stroke(image, [a, b], colour, width=width)


def draw_measure(image: Image, pose: Pose, quantity_id: str, label: str, *, size_px: int) -> tuple[Label, ...]:
    """Draw how a quantity is measured on this pose, in place, and return its labels, which are yet to be placed.

    A quantity that has no figure (times, ratios) leaves the image as it is.
    """
    if quantity_id in BACK_QUANTITIES:
        draw_back_lines(image, pose, width=_line_width(pose))
        return back_labels(pose, quantity_id, label, size_px=size_px)
    figure = _FIGURES.get(quantity_id)
    if figure is None:
        return ()
    colour = quantity_colour(quantity_id).on_image
    place = figure(image, pose, colour)
    if place is None:
        return ()
    return (Label(plate=Plate(text=label, size_px=size_px, bar=colour), at=place.at, away=place.away),)


@dataclass(frozen=True, eq=False)
class _Place:
    """Where a label belongs: at a point, moved away from the figure along a direction of length 1."""

    at: FloatArray
    away: FloatArray


def _up(point: FloatArray, length: float) -> FloatArray:
    return np.asarray(point - np.array([0.0, length]))


def _forward(pose: Pose) -> FloatArray:
    return np.array([float(pose.forward), 0.0])


def _unit_vector(start: FloatArray, end: FloatArray) -> FloatArray:
    return np.asarray((end - start) / max(float(np.hypot(*(end - start))), 1e-9))


def _angle(image: Image, centre: FloatArray, tip: FloatArray, reference: FloatArray, *, style: _Style) -> bool:
    """Draw the angle at ``centre`` from the way to ``reference`` to the way to ``tip``; tell whether it could be."""
    if not drawable(centre, tip, reference):
        return False
    width, colour = style.width, style.colour
    length = float(np.hypot(*(tip - centre)))
    way = _unit_vector(centre, reference)
    arc = arc_points(centre, centre + way, tip, radius=_ARC_PER_LENGTH * length)
    sector(image, centre, arc, colour, width=max(2, width - 1))
    stroke_dashed(image, centre, centre + way * _REFERENCE_PER_LENGTH * length, colour, width=max(2, width - 2))
    stroke(image, [centre, tip], PLATE, width=width + 3)
    stroke(image, [centre, tip], colour, width=width + 1)
    for joint in (centre, tip):
        disc(image, joint, width * 1.7 + 1, PLATE)
        disc(image, joint, width * 1.7, colour)
    return True


def _beyond_reference(centre: FloatArray, tip: FloatArray, reference: FloatArray) -> _Place:
    way = _unit_vector(centre, reference)
    return _Place(centre + way * _REFERENCE_PER_LENGTH * float(np.hypot(*(tip - centre))), way)


def _in_front(pose: Pose, *points: FloatArray) -> _Place:
    """Return a place for a label in front of everything at the height of the first point."""
    front = max(float(p[0]) * pose.forward for p in points) * pose.forward
    return _Place(np.array([front, float(points[0][1])]), _forward(pose))


def _trunk(image: Image, pose: Pose, colour: Rgb) -> _Place | None:
    hip, shoulder = pose.joint("hip"), pose.joint("shoulder")
    style = _Style(colour, _line_width(pose))
    drawn = _angle(image, hip, shoulder, _up(hip, 1.0), style=style)
    return _beyond_reference(hip, shoulder, _up(hip, 1.0)) if drawn else None


def _shank(image: Image, pose: Pose, colour: Rgb) -> _Place | None:
    ankle, knee = pose.joint("ankle"), pose.joint("knee")
    drawn = _angle(image, ankle, knee, _up(ankle, 1.0), style=_Style(colour, _line_width(pose)))
    return _in_front(pose, (ankle + knee) / 2, ankle, knee) if drawn else None


def _knee(image: Image, pose: Pose, colour: Rgb) -> _Place | None:
    hip, knee, ankle = pose.joint("hip"), pose.joint("knee"), pose.joint("ankle")
    drawn = _angle(image, knee, ankle, 2 * knee - hip, style=_Style(colour, _line_width(pose)))
    extension = knee + _unit_vector(hip, knee) * _REFERENCE_PER_LENGTH * float(np.hypot(*(ankle - knee)))
    return _in_front(pose, knee, extension) if drawn else None


def _trunk_thigh(image: Image, pose: Pose, colour: Rgb) -> _Place | None:
    hip, shoulder, reference = pose.joint("hip"), pose.joint("shoulder"), 2 * pose.joint("hip") - pose.joint("knee")
    drawn = _angle(image, hip, shoulder, reference, style=_Style(colour, _line_width(pose)))
    return _beyond_reference(hip, shoulder, reference) if drawn else None


def _head(image: Image, pose: Pose, colour: Rgb) -> _Place | None:
    shoulder, ear = pose.joint("shoulder"), pose.joint("ear")
    reference = 2 * shoulder - pose.joint("hip")
    drawn = _angle(image, shoulder, ear, reference, style=_Style(colour, max(2, _line_width(pose) - 1)))
    return _Place(ear, _unit_vector(shoulder, reference)) if drawn else None


def _hip_travel(image: Image, pose: Pose, colour: Rgb) -> _Place | None:
    hip = pose.joint("hip")
    was = np.array([pose.hip_in_standing[0], hip[1]])
    knee = pose.joint("knee")
    if not drawable(hip, was, knee):
        return None
    width = _line_width(pose)
    reach = 0.55 * float(np.hypot(*(knee - hip)))
    stroke_dashed(image, _up(was, reach), _up(was, -reach), colour, width=max(2, width - 2))
    stroke(image, [was, hip], PLATE, width=width + 3)
    stroke(image, [was, hip], colour, width=width + 1)
    _arrow_head(image, tip=hip, tail=was, colour=colour, width=width + 1)
    return _Place(_up(was, reach), np.array([0.0, -1.0]))


def _arrow_head(image: Image, *, tip: FloatArray, tail: FloatArray, colour: Rgb, width: int) -> None:
    way = tip - tail
    length = float(np.hypot(*way))
    size = min(4.0 * width, 0.8 * length)
    if size <= 1:
        return
    way = way / length
    side = np.array([-way[1], way[0]])
    for sign in (-1, 1):
        stroke(image, [tip, tip - way * size + sign * side * size * 0.6], colour, width=width)


_FIGURES: Mapping[str, Callable[[Image, Pose, Rgb], _Place | None]] = MappingProxyType(
    {
        "trunk_inclination_deg": _trunk,
        "shank_inclination_deg": _shank,
        "knee_flexion_deg": _knee,
        "trunk_thigh_angle_deg": _trunk_thigh,
        "head_angle_deg": _head,
        "hip_back_travel": _hip_travel,
    }
)

DRAWN_QUANTITIES = frozenset({*_FIGURES, *BACK_QUANTITIES})
"""Quantities that can be drawn on an image."""
