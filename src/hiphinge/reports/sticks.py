"""The virtual dowel on an image, with the contacts that it keeps and those that it has lost."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType

import numpy as np

from hiphinge.analysis import Analysis, ContactLoss
from hiphinge.motion import FloatArray
from hiphinge.reports.lettering import INK, PLATE, Image
from hiphinge.reports.palette import Rgb
from hiphinge.reports.poses import Pose
from hiphinge.reports.strokes import disc, drawable, stroke

__all__ = ["LOST", "WOOD", "draw_stick", "has_stick", "loss_words", "losses_at"]

WOOD: Rgb = (226, 190, 134)
LOST: Rgb = (255, 178, 64)
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


def losses_at(analysis: Analysis, time_s: float) -> tuple[ContactLoss, ...]:
    """Return the losses of contact that last at a moment."""
    return tuple(
        loss
        for repetition in analysis.repetitions
        for loss in repetition.contacts
        if loss.start_s <= time_s <= loss.end_s
    )


def has_stick(pose: Pose) -> bool:
    """Tell whether there is a stick to draw: there is none where the back is not measurable."""
    return drawable(pose.stick[_TAILBONE], pose.stick[_UPPER_BACK])


def loss_words(losses: tuple[ContactLoss, ...]) -> tuple[str, ...]:
    """Return what is written of the contacts that are lost, each once."""
    return tuple(dict.fromkeys(_WORDS[loss.id] for loss in _shown(losses)))


def _shown(losses: tuple[ContactLoss, ...]) -> tuple[ContactLoss, ...]:
    """Return the losses without a low back that only presses because the tailbone has left."""
    lost = {loss.contact for loss in losses}
    return tuple(loss for loss in losses if loss.id != "low_back_touches" or "tailbone" not in lost)


def draw_stick(image: Image, pose: Pose, losses: tuple[ContactLoss, ...]) -> None:
    """Draw the stick, in place: a full dot where a place touches, a ring where it has left the stick."""
    if not has_stick(pose):
        return
    tailbone, upper_back, head = pose.stick
    width = int(np.clip(round(float(np.hypot(*(upper_back - tailbone))) / 42), 2, 8))
    top = head if drawable(head) else upper_back
    beyond = (upper_back - tailbone) * _BEYOND
    ends = [tailbone - beyond, top + beyond]
    stroke(image, ends, PLATE, width=width + 2)
    stroke(image, ends, WOOD, width=width)
    _dots(image, pose, {loss.contact for loss in losses}, width)


def _contact_position(pose: Pose, contact: str) -> FloatArray:
    if contact in _CONTACT_INDEX:
        return np.asarray(pose.stick[_CONTACT_INDEX[contact]])
    tailbone, upper_back = pose.stick[_TAILBONE], pose.stick[_UPPER_BACK]
    return np.asarray(tailbone + _LOW_BACK * (upper_back - tailbone))


def _dots(image: Image, pose: Pose, lost: AbstractSet[str], width: int) -> None:
    for contact in _CONTACT_INDEX:
        place = _contact_position(pose, contact)
        if not drawable(place):
            continue
        disc(image, place, width * 1.5 + 2, PLATE)
        disc(image, place, width * 1.5 + 1, LOST if contact in lost else INK)
        if contact in lost:
            disc(image, place, width * 0.9, PLATE)
    if "low_back" in lost:
        disc(image, _contact_position(pose, "low_back"), width * 1.1, LOST)
