"""The figure of the hinge lab as paths of a drawing, in centimetres: right is forward, down is positive."""

import math
from dataclasses import dataclass

from hiphinge.lab import Answer, Figure, Point, standing_figure

__all__ = ["LabDrawing", "drawing_box", "lab_drawing"]

_HALF_WIDTH_CM, _BELOW_CM, _ABOVE_CM = 84, 8, 6
_PLATE_CM, _SMALL_CM = 22.5, 7.0
_BIG_LOAD_KG = 60.0
_CURVE = 0.38
"""Where the curve of the back is steered from, share of its length at either end."""


@dataclass(frozen=True, kw_only=True)
class LabDrawing:
    """One figure. Paths are of limbs, from the back to the front; points are pairs in centimetres.

    ``lever`` runs from L5/S1 to above or below the load, and to it; it is empty without a load.
    """

    legs: str
    trunk: str
    neck: str
    arms: str
    foot: str
    standing: str
    standing_head: tuple[float, float]
    travel: str
    lever: str
    plumb: str
    head: tuple[float, float]
    head_radius: float
    lumbar: tuple[float, float]
    centre: tuple[float, float]
    load: tuple[float, float] | None
    load_radius: float


def drawing_box(*answers: Answer) -> str:
    """Return the view box that fits the tallest of some bodies, so that they are all in one scale."""
    tallest = max(one.setting.stature for one in answers)
    height = tallest + _ABOVE_CM + _BELOW_CM
    return f"{-_HALF_WIDTH_CM} {-tallest - _ABOVE_CM:g} {2 * _HALF_WIDTH_CM} {height:g}"


def lab_drawing(found: Answer) -> LabDrawing:
    """Return the drawing of a setting, with a faint line of the same body as it stands."""
    figure, standing = found.figure, standing_figure(found.setting)
    joints, stature = figure.joints, found.setting.stature
    lumbar, load = joints["lumbar"], figure.load
    loaded = found.setting.loaded
    return LabDrawing(
        legs=_legs(figure),
        trunk=_back(figure),
        neck=_line(joints["shoulder"], joints["head"]),
        arms=_line(joints["shoulder"], joints["elbow"], joints["hand"]),
        foot=_line(joints["heel"], joints["toe"], joints["ankle"], joints["heel"]),
        standing=f"{_legs(standing)} {_back(standing)}",
        standing_head=_at(standing.joints["head"]),
        travel=_line((standing.joints["hip"][0], joints["hip"][1]), joints["hip"]),
        lever=_line(lumbar, (load[0], lumbar[1]), load) if loaded else "",
        plumb=_line(figure.centre, (figure.centre[0], 0.0)),
        head=_at(joints["head"]),
        head_radius=round(0.062 * stature, 1),
        lumbar=_at(lumbar),
        centre=_at(figure.centre),
        load=_at(load) if loaded else None,
        load_radius=round(_SMALL_CM + (_PLATE_CM - _SMALL_CM) * min(1.0, found.setting.load / _BIG_LOAD_KG), 1),
    )


def _at(point: Point) -> tuple[float, float]:
    return round(100 * point[0], 1), round(-100 * point[1], 1)


def _line(*points: Point) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in map(_at, points))


def _legs(figure: Figure) -> str:
    return _line(*(figure.joints[name] for name in ("ankle", "knee", "hip")))


def _back(figure: Figure) -> str:
    """Return the trunk as a curve from the hip along the pelvis, and to the shoulder along the upper back."""
    hip, shoulder = figure.joints["hip"], figure.joints["shoulder"]
    length = _CURVE * math.hypot(shoulder[0] - hip[0], shoulder[1] - hip[1])
    pelvis, upper = math.radians(figure.pelvis_deg), math.radians(figure.upper_back_deg)
    steered = (
        (hip[0] + length * math.sin(pelvis), hip[1] + length * math.cos(pelvis)),
        (shoulder[0] - length * math.sin(upper), shoulder[1] - length * math.cos(upper)),
        shoulder,
    )
    (x, y), rest = _at(hip), " ".join(f"{a:g} {b:g}" for a, b in map(_at, steered))
    return f"M{x:g} {y:g}C{rest}"
