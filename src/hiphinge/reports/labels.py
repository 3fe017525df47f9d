"""Where labels stand on an image: near what they name, apart from one another, inside it and off the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import FloatArray
from hiphinge.reports.lettering import PLATE, Image, Plate, plate_size, write_plate
from hiphinge.reports.poses import Pose
from hiphinge.reports.strokes import stroke

__all__ = ["Label", "Rectangle", "draw_labels", "person_mask", "place_labels", "share_covered"]

CELL_PX = 8
"""The person is drawn on squares of so many pixels: labels are larger."""
_TURNS = np.radians([0, 30, -30, 60, -60, 90, -90, 120, -120, 150, -150, 180])
_DISTANCES = (1.3, 2.2, 3.6, 5.5, 8.0, 11.0)
"""How far from its point a label is tried, in heights of its letters."""
_COLUMNS, _ROWS = 9, 25
_PER_COVERED = 14.0
"""A label that covers the person wholly is worth moving so many heights of its letters away."""
_LEADER = 2.6
"""From this distance on, in heights of its letters, a thin line joins a label with its point."""
_LIMB_PER_TRUNK, _TRUNK_PER_TRUNK = 0.2, 0.36
"""Widths of a limb and of the trunk, for what is covered."""
_LIMBS = (("shoulder", "elbow", "wrist"), ("hip", "knee", "ankle", "toe"), ("ear", "shoulder"))

Bools = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Rectangle:
    """A rectangle of an image in whole pixels."""

    left: int
    top: int
    width: int
    height: int

    def meets(self, other: "Rectangle") -> bool:
        """Tell whether the two share a pixel."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )

    def lies_in(self, width: int, height: int) -> bool:
        """Tell whether it is wholly inside an image."""
        return self.left >= 0 and self.top >= 0 and self.left + self.width <= width and self.top + self.height <= height


@dataclass(frozen=True, kw_only=True, eq=False)
class Label:
    """A plate that names the point ``at`` ``[2]``; it is best where ``away`` ``[2]``, of length 1, leads from there."""

    plate: Plate
    at: FloatArray
    away: FloatArray


def person_mask(pose: Pose, *, width: int, height: int) -> Bools:
    """Return which squares of `CELL_PX` pixels ``[row, column]`` the person and the contours drawn cover."""
    mask = np.zeros((-(-height // CELL_PX), -(-width // CELL_PX)), np.uint8)
    hip, shoulder = pose.joint("hip") / CELL_PX, pose.joint("shoulder") / CELL_PX
    trunk = float(np.hypot(*(shoulder - hip)))
    if not np.isfinite(trunk):
        return mask.astype(bool)
    _cover(mask, [hip, shoulder], _TRUNK_PER_TRUNK * trunk)
    for limb in _LIMBS:
        _cover(mask, [pose.joint(name) / CELL_PX for name in limb], _LIMB_PER_TRUNK * trunk)
    back = pose.back[np.isfinite(pose.back).all(axis=1)] / CELL_PX
    if len(back):
        cv2.fillPoly(mask, [np.rint([*back, shoulder, hip]).astype(np.int32)], 1)
    standing = pose.standing_back[np.isfinite(pose.standing_back).all(axis=1)] / CELL_PX
    if len(standing):
        cv2.polylines(mask, [np.rint(standing).astype(np.int32)], False, 1, 4)  # noqa: FBT003 - closed or not
    if np.isfinite(pose.head_centre).all():
        x, y = np.rint(pose.head_centre / CELL_PX).astype(int)
        cv2.circle(mask, (int(x), int(y)), round(pose.head_radius / CELL_PX), 1, -1)
    return mask.astype(bool)


def _cover(mask: NDArray[np.uint8], points: Sequence[FloatArray], width: float) -> None:
    for start, end in pairwise(points):
        if np.isfinite(start).all() and np.isfinite(end).all():
            a, b = ((round(float(p[0])), round(float(p[1]))) for p in (start, end))
            cv2.line(mask, a, b, 1, max(1, round(width)))


def share_covered(mask: NDArray[np.generic], boxes: FloatArray) -> FloatArray:
    """Return which share of boxes ``[box, (left, top, width, height)]`` in pixels a mask ``[row, column]`` covers."""
    total = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1))
    total[1:, 1:] = np.cumsum(np.cumsum(np.asarray(mask, dtype=np.float64), axis=0), axis=1)
    left, top = (np.clip(boxes[:, i] // CELL_PX, 0, mask.shape[1 - i] - 1).astype(int) for i in range(2))
    right, bottom = (
        np.clip(-(-(boxes[:, i] + boxes[:, i + 2]) // CELL_PX), first + 1, mask.shape[1 - i]).astype(int)
        for i, first in ((0, left), (1, top))
    )
    covered = total[bottom, right] - total[top, right] - total[bottom, left] + total[top, left]
    return np.asarray(covered / ((right - left) * (bottom - top)))


def place_labels(
    labels: Sequence[Label], *, width: int, height: int, person: Bools | None = None
) -> tuple[Rectangle | None, ...]:
    """Return where each label stands, the first ones best; None where none of its places is free.

    No two of them share a pixel, and none leaves the image.
    """
    placed: list[Rectangle | None] = []
    for label in labels:
        boxes = _candidates(label, width, height)
        taken = [box for box in placed if box is not None]
        free = boxes[_is_free(boxes, taken, margin=label.plate.size_px // 5)]
        if len(free) == 0:
            placed.append(None)
            continue
        cost = _distance(free, label) / label.plate.size_px
        if person is not None:
            cost = cost + _PER_COVERED * share_covered(person, free)
        left, top, wide, high = (int(v) for v in free[int(np.argmin(cost))])
        placed.append(Rectangle(left=left, top=top, width=wide, height=high))
    return tuple(placed)


def _candidates(label: Label, width: int, height: int) -> FloatArray:
    """Return boxes ``[box, 4]`` around the label's point and all over the image, all inside it."""
    wide, high = plate_size(label.plate)
    edge = max(2, label.plate.size_px // 4)
    if wide + 2 * edge > width or high + 2 * edge > height:
        return np.empty((0, 4))
    x, y = label.away
    ways = np.stack([x * np.cos(_TURNS) - y * np.sin(_TURNS), x * np.sin(_TURNS) + y * np.cos(_TURNS)], axis=1)
    gaps = np.array(_DISTANCES) * label.plate.size_px
    # The nearest point of the box, not its middle, is that far away.
    reach = gaps[:, None, None] + np.abs(ways[:, :1]) * wide / 2 + np.abs(ways[:, 1:]) * high / 2
    near = (label.at + ways * reach).reshape(-1, 2) - np.array([wide / 2, high / 2])
    columns = np.linspace(edge, width - edge - wide, _COLUMNS)
    rows = np.linspace(edge, height - edge - high, _ROWS)
    everywhere = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    limit = np.array([width - edge - wide, height - edge - high])
    corners = np.rint(np.clip(np.concatenate([near, everywhere]), edge, limit))
    return np.concatenate([corners, np.broadcast_to([wide, high], corners.shape)], axis=1)


def _is_free(boxes: FloatArray, taken: Sequence[Rectangle], *, margin: int) -> Bools:
    free = np.ones(len(boxes), dtype=bool)
    for box in taken:
        apart = (
            (boxes[:, 0] >= box.left + box.width + margin)
            | (boxes[:, 0] + boxes[:, 2] + margin <= box.left)
            | (boxes[:, 1] >= box.top + box.height + margin)
            | (boxes[:, 1] + boxes[:, 3] + margin <= box.top)
        )
        free &= apart
    return free


def _distance(boxes: FloatArray, label: Label) -> FloatArray:
    """Return how far each box is from where the label is best, pixels."""
    wide, high = plate_size(label.plate)
    reach = _DISTANCES[0] * label.plate.size_px + abs(label.away[0]) * wide / 2 + abs(label.away[1]) * high / 2
    best = label.at + label.away * reach
    return np.asarray(np.hypot(*(boxes[:, :2] + boxes[:, 2:] / 2 - best).T))


def draw_labels(image: Image, labels: Sequence[Label], *, pose: Pose) -> None:
    """Write labels onto an image of a person, in place; one that finds no free place is left out."""
    known = [label for label in labels if np.isfinite(label.at).all() and np.isfinite(label.away).all()]
    height, width = image.shape[:2]
    places = place_labels(known, width=width, height=height, person=person_mask(pose, width=width, height=height))
    for label, box in zip(known, places, strict=True):
        if box is not None:
            _draw_leader(image, label, box)
    for label, box in zip(known, places, strict=True):
        if box is not None:
            write_plate(image, label.plate, left=box.left, top=box.top)


def _draw_leader(image: Image, label: Label, box: Rectangle) -> None:
    corner = np.array([box.left, box.top], dtype=np.float64)
    nearest = np.clip(label.at, corner, corner + np.array([box.width, box.height]))
    if float(np.hypot(*(nearest - label.at))) > _LEADER * label.plate.size_px:
        stroke(image, [label.at, nearest], PLATE, width=4)
        stroke(image, [label.at, nearest], label.plate.bar or label.plate.colour, width=2)
