"""Where each muscle of the catalogue is on a standing body from the side, from the front and from behind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin
from typing import TYPE_CHECKING, Literal

from tools.figures.body import AXIS, LEG, body
from tools.figures.front import PARTS
from tools.figures.poses import Arm, Pose
from tools.figures.solving import placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tools.figures.body import Point

__all__ = ["ARM_TURN_DEG", "DEEP", "HIP_UP", "LABELLED", "REGIONS", "STANDING", "Region", "View", "outline_of"]

View = Literal["side", "front", "back"]
STANDING = Pose(arm=Arm(lean=-26.0, elbow=24.0))
HIP_UP, WRIST = 532.0, 140.0

Shares = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Region:
    """A muscle's shape in one view: places as a share of the body's width there, and their height.

    From the side the share is 0 at the back and 1 at the front; from front and behind it is 0 in the middle (of a leg:
    inside) and 1 at the edge, and the shape is drawn on both sides.
    """

    view: View
    of: Literal["body", "leg", "forearm"]
    places: Shares = ()


REGIONS: dict[str, tuple[Region, ...]] = {
    "gluteus_maximus": (
        Region(
            "side", "body", ((0.03, 590), (0.25, 600), (0.42, 545), (0.40, 490), (0.24, 458), (0.03, 468), (0.0, 530))
        ),
        Region("back", "body", ((0.05, 572), (0.5, 580), (0.93, 520), (0.86, 470), (0.30, 458), (0.10, 480))),
    ),
    "gluteus_medius": (
        Region("side", "body", ((0.28, 608), (0.5, 618), (0.68, 602), (0.62, 556), (0.5, 526), (0.43, 550))),
        Region("back", "body", ((0.55, 586), (0.72, 604), (0.95, 575), (0.98, 535), (0.93, 524))),
    ),
    "hamstrings": (
        Region("side", "body", ((0.04, 455), (0.36, 472), (0.40, 390), (0.34, 300), (0.05, 290), (0.02, 370))),
        Region(
            "back",
            "leg",
            ((0.18, 450), (0.82, 450), (0.86, 380), (0.8, 300), (0.66, 280), (0.34, 280), (0.2, 300), (0.14, 380)),
        ),
    ),
    "quadriceps": (
        Region("side", "body", ((0.56, 492), (0.96, 486), (0.98, 400), (0.96, 312), (0.66, 302), (0.52, 390))),
        Region(
            "front", "leg", ((0.42, 490), (0.88, 492), (0.95, 410), (0.86, 320), (0.6, 298), (0.3, 312), (0.26, 390))
        ),
    ),
    "adductors": (
        Region("front", "leg", ((0.04, 494), (0.36, 488), (0.22, 410), (0.16, 350), (0.04, 350))),
        Region("back", "leg", ((0.02, 440), (0.14, 440), (0.1, 380), (0.08, 350), (0.02, 360))),
    ),
    "calves": (
        Region("side", "body", ((0.04, 275), (0.48, 272), (0.56, 190), (0.42, 110), (0.08, 95), (0.02, 190))),
        Region("back", "leg", ((0.2, 272), (0.8, 272), (0.92, 205), (0.7, 120), (0.5, 92), (0.3, 120), (0.08, 205))),
    ),
    "erector_spinae": (
        Region(
            "side",
            "body",
            ((0.02, 578), (0.15, 580), (0.17, 640), (0.14, 720), (0.16, 830), (0.03, 832), (0.02, 720), (0.02, 640)),
        ),
        Region("back", "body", ((0.05, 585), (0.22, 590), (0.26, 660), (0.16, 760), (0.13, 840), (0.05, 840))),
    ),
    "multifidus": (
        Region("side", "body", ((0.17, 562), (0.27, 570), (0.30, 620), (0.26, 668), (0.19, 664), (0.18, 610))),
        Region("back", "body", ((0.04, 548), (0.15, 572), (0.17, 620), (0.1, 668), (0.04, 668))),
    ),
    "rectus_abdominis": (
        Region("side", "body", ((0.84, 530), (0.97, 540), (0.98, 620), (0.98, 700), (0.86, 704), (0.84, 620))),
        Region("front", "body", ((0.03, 512), (0.16, 516), (0.34, 600), (0.36, 700), (0.03, 706))),
    ),
    "obliques": (
        Region("side", "body", ((0.42, 632), (0.66, 618), (0.81, 632), (0.82, 690), (0.6, 716), (0.42, 690))),
        Region("front", "body", ((0.4, 622), (0.94, 618), (0.95, 660), (0.92, 705), (0.42, 690))),
    ),
    "transversus_abdominis": (
        Region("side", "body", ((0.3, 588), (0.98, 584), (0.98, 614), (0.3, 618))),
        Region("front", "body", ((0.0, 584), (0.96, 588), (0.95, 618), (0.0, 614))),
    ),
    "trapezius": (
        Region(
            "side", "body", ((0.03, 735), (0.18, 770), (0.42, 820), (0.46, 846), (0.25, 858), (0.1, 880), (0.02, 820))
        ),
        Region(
            "back",
            "body",
            ((0.0, 690), (0.14, 740), (0.4, 785), (0.8, 808), (0.88, 822), (0.6, 850), (0.5, 890), (0.0, 895)),
        ),
    ),
    "latissimus_dorsi": (
        Region(
            "side", "body", ((0.18, 615), (0.36, 650), (0.46, 720), (0.62, 770), (0.5, 790), (0.24, 762), (0.18, 690))
        ),
        Region(
            "back",
            "body",
            ((0.28, 600), (0.62, 640), (0.9, 710), (0.96, 770), (0.7, 775), (0.3, 750), (0.16, 690), (0.3, 650)),
        ),
    ),
    "hip_flexors": (
        Region("side", "body", ((0.66, 600), (0.8, 598), (0.92, 530), (0.86, 500), (0.72, 520))),
        Region("front", "body", ((0.28, 600), (0.5, 600), (0.66, 545), (0.6, 505), (0.44, 508), (0.36, 550))),
    ),
    "forearms": (Region("side", "forearm"), Region("front", "forearm"), Region("back", "forearm")),
}
"""Drawn by eye from descriptions of each muscle's place; shapes, not measurements."""

DEEP = ("multifidus", "transversus_abdominis", "hip_flexors")
"""Muscles that lie under others: their edge is broken."""
LABELLED: dict[str, tuple[View, int]] = {
    "gluteus_maximus": ("back", 0),
    "gluteus_medius": ("side", 0),
    "hamstrings": ("back", 0),
    "quadriceps": ("front", 0),
    "calves": ("back", 0),
    "latissimus_dorsi": ("back", 0),
    "rectus_abdominis": ("front", 1),
    "obliques": ("front", 0),
    "transversus_abdominis": ("side", 0),
    "hip_flexors": ("front", 1),
    "adductors": ("front", 1),
    "forearms": ("front", 0),
    "trapezius": ("back", 0),
    "erector_spinae": ("back", 1),
    "multifidus": ("back", 0),
}
"""In which view a muscle's number is written, and on which of its shapes."""

ARM_TURN_DEG = -9.0


def outline_of(region: Region) -> tuple[tuple[Point, ...], ...]:
    """Return a region's shapes as places forward (or across) and up, one or both sides."""
    if region.of == "forearm":
        return _forearms(region.view)
    if region.view == "side":
        return (
            tuple((back + share * (front - back), up) for share, up in region.places for back, front in (_side(up),)),
        )
    inner_outer = _leg if region.of == "leg" else _half
    one = tuple((a + share * (b - a), up) for share, up in region.places for a, b in (inner_outer(up),))
    return one, tuple((-x, up) for x, up in one)


@cache
def _side(up: float) -> tuple[float, float]:
    """Where the body from the side begins and ends at a height, arms left out."""
    pose = placed(STANDING, "foot")
    shapes = [[pose.point(part, at) for at in body().parts[part].outline] for part in (*AXIS[:-1], *LEG[:2])]
    return _span(shapes, up)


@cache
def _half(up: float) -> tuple[float, float]:
    parts = [[(x, HIP_UP - y) for x, y in PARTS["pelvis"].outline]]
    for name in ("chest", "neck"):
        dx, dy = PARTS[name].at
        parts.append([(x + dx, HIP_UP - y - dy) for x, y in PARTS[name].outline])
    parts.append(_thigh())
    return 0.0, _span(parts, up)[1]


@cache
def _leg(up: float) -> tuple[float, float]:
    dx, dy = PARTS["thigh"].at
    knee = dy + PARTS["thigh"].length
    shank = [(x + dx, HIP_UP - y - knee) for x, y in PARTS["shank"].outline]
    return _span([_thigh(), shank], up)


def _thigh() -> list[Point]:
    dx, dy = PARTS["thigh"].at
    return [(x + dx, HIP_UP - y - dy) for x, y in PARTS["thigh"].outline]


def _span(shapes: Iterable[Sequence[Point]], up: float) -> tuple[float, float]:
    """Return the least and the greatest place at which edges cross a height."""
    found = []
    for shape in shapes:
        for (x, y), (u, v) in zip(shape, (*shape[1:], shape[0]), strict=True):
            if min(y, v) <= up < max(y, v):
                found.append(x + (up - y) / (v - y) * (u - x))
    return min(found), max(found)


def _forearms(view: View) -> tuple[tuple[Point, ...], ...]:
    if view == "side":
        pose = placed(STANDING, "foot")
        return (tuple(pose.point("forearm", (0.9 * x, y)) for x, y in body().parts["forearm"].outline if y < WRIST),)
    one = tuple(arm_point(0.9 * x, PARTS["upper_arm"].length + y) for x, y in PARTS["forearm"].outline if y < WRIST)
    return one, tuple((-x, up) for x, up in one)


def arm_point(x: float, y: float) -> Point:
    """Return a place of the hanging arm seen from the front, given from the shoulder, across and down."""
    (cx, cy), (dx, dy), turn = PARTS["chest"].at, PARTS["upper_arm"].at, radians(ARM_TURN_DEG)
    return cx + dx + x * cos(turn) - y * sin(turn), HIP_UP - cy - dy - x * sin(turn) - y * cos(turn)
