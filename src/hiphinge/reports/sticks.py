"""The virtual dowel on an image, with the contacts that it keeps and those that it has lost."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from hiphinge.analysis import Analysis, ContactLoss
from hiphinge.motion import FloatArray
from hiphinge.reports.lettering import INK, PLATE, Image, Plate, draw_plate
from hiphinge.reports.palette import Rgb
from hiphinge.reports.poses import Pose
from hiphinge.reports.strokes import disc, drawable, stroke

__all__ = ["STICK_QUANTITIES", "draw_stick", "losses_at"]

STICK_QUANTITIES = frozenset({"lumbar_flexion_deg", "thoracic_flexion_deg", "thoracolumbar_flexion_deg"})
"""Quantities that a stick along the back helps to see."""

_WOOD: Rgb = (226, 190, 134)
_LOST: Rgb = (255, 178, 64)
_BEYOND = 0.14
"""The stick goes on beyond both ends by this share of the way from tailbone to upper back."""
_LOW_BACK = 0.38
"""Where the low back is on that way."""
_TAILBONE, _UPPER_BACK, _HEAD = range(3)
_CONTACT_INDEX = MappingProxyType({"tailbone": _TAILBONE, "upper_back": _UPPER_BACK, "head": _HEAD})
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "head_leaves": "Head off the stick",
        "head_pushes": "Upper back off the stick",
        "low_back_touches": "Low back out",
        "low_back_hollows": "Hollow deeper",
        "tailbone_leaves": "Tailbone off the stick",
    }
)
_OF_HEAD = ("head_leaves", "head_pushes")


def losses_at(analysis: Analysis, time_s: float) -> tuple[ContactLoss, ...]:
    """Return the losses of contact that last at a moment."""
    return tuple(
        loss
        for repetition in analysis.repetitions
        for loss in repetition.contacts
        if loss.start_s <= time_s <= loss.end_s
    )


def draw_stick(image: Image, pose: Pose, losses: tuple[ContactLoss, ...], *, size_px: int) -> None:
    """Draw the stick, in place: a full dot where a place touches, a ring with words where it has left the stick.

    Nothing is drawn where the back is not measurable.
    """
    tailbone, upper_back, head = pose.stick
    if not drawable(tailbone, upper_back):
        return
    width = int(np.clip(round(float(np.hypot(*(upper_back - tailbone))) / 42), 2, 8))
    top = head if drawable(head) else upper_back
    beyond = (upper_back - tailbone) * _BEYOND
    ends = [tailbone - beyond, top + beyond]
    stroke(image, ends, PLATE, width=width + 2)
    stroke(image, ends, _WOOD, width=width)
    lost: set[str] = {loss.contact for loss in losses}
    _dots(image, pose, lost, width)
    shown = [loss for loss in losses if loss.id != "low_back_touches" or "tailbone" not in lost]
    for loss in shown:
        _draw_words(image, pose, loss, size_px=size_px)


def _contact_position(pose: Pose, contact: str) -> FloatArray:
    if contact in _CONTACT_INDEX:
        return np.asarray(pose.stick[_CONTACT_INDEX[contact]])
    tailbone, upper_back = pose.stick[_TAILBONE], pose.stick[_UPPER_BACK]
    return np.asarray(tailbone + _LOW_BACK * (upper_back - tailbone))


def _dots(image: Image, pose: Pose, lost: set[str], width: int) -> None:
    for contact in _CONTACT_INDEX:
        place = _contact_position(pose, contact)
        if not drawable(place):
            continue
        disc(image, place, width * 1.5 + 2, PLATE)
        disc(image, place, width * 1.5 + 1, _LOST if contact in lost else INK)
        if contact in lost:
            disc(image, place, width * 0.9, PLATE)
    if "low_back" in lost:
        disc(image, _contact_position(pose, "low_back"), width * 1.1, _LOST)


def _draw_words(image: Image, pose: Pose, loss: ContactLoss, *, size_px: int) -> None:
    """Write what was lost: what the head does above it, in front of the stick; the rest behind the back."""
    of_head = loss.id in _OF_HEAD
    place = _contact_position(pose, "head" if of_head else loss.contact)
    if not drawable(place):
        return
    way = pose.forward if of_head else -pose.forward
    plate = Plate(text=_WORDS[loss.id], size_px=size_px, bar=_LOST)
    y = float(place[1]) - (size_px if of_head else 0)
    draw_plate(image, plate, x=float(place[0]) + way * size_px * 1.2, y=y, anchor="left" if way > 0 else "right")
