"""Text on images: anti-aliased, on a dark plate, kept inside the image; what it says is decided elsewhere."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from hiphinge.reports.palette import Rgb

__all__ = [
    "INK",
    "PLATE",
    "Image",
    "Plate",
    "draw_plate",
    "draw_text",
    "plate_size",
    "shade",
    "text_width",
    "wrapped",
    "write_plate",
]

Image = NDArray[np.uint8]
"""Colours ``[row, column, red-green-blue]``."""

INK: Rgb = (255, 255, 255)
PLATE: Rgb = (17, 22, 29)
_PLATE_OPACITY = 0.78
_WHOLE = 255
"""A pixel covered wholly: with it, shares of colours fit into 16 bits."""


@dataclass(frozen=True, kw_only=True)
class Plate:
    """A line of text on a rounded plate: ``text`` and, before it in the quantity's colour, an optional bar."""

    text: str
    size_px: int
    colour: Rgb = INK
    bar: Rgb | None = None
    weight: int = 600


@cache
def _font() -> Any:
    return cv2.FontFace("sans")


def text_width(text: str, *, size_px: int, weight: int = 600) -> int:
    """Return how many pixels wide a text is."""
    x, _, width, _ = cv2.getTextSize((0, 0), text, (0, 0), _font(), size_px, weight)
    return int(x + width)


def wrapped(text: str, width_px: float, *, size_px: int, weight: int = 500) -> list[str]:
    """Return a text in lines no wider than that, as far as its words allow."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size_px=size_px, weight=weight) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def draw_text(
    image: Image, text: str, *, left: float, baseline: float, size_px: int, colour: Rgb = INK, weight: int = 600
) -> None:
    """Write text onto an image, in place."""
    cv2.putText(image, text, (round(left), round(baseline)), colour, _font(), size_px, weight)


def draw_plate(
    image: Image, plate: Plate, *, x: float, y: float, anchor: Literal["left", "centre", "right"] = "left"
) -> tuple[int, int, int, int]:
    """Write text on a plate whose middle height is ``y``, moved as far as needed to stay inside; in place.

    Returns
    -------
    Left, top, width and height of the plate.
    """
    width, height = plate_size(plate)
    left = x - {"left": 0.0, "centre": width / 2, "right": float(width)}[anchor]
    edge = max(2, plate.size_px // 4)
    left_px = round(min(max(left, edge), max(edge, image.shape[1] - width - edge)))
    top_px = round(min(max(y - height / 2, edge), max(edge, image.shape[0] - height - edge)))
    write_plate(image, plate, left=left_px, top=top_px)
    return left_px, top_px, width, height


def plate_size(plate: Plate) -> tuple[int, int]:
    """Return the width and height of a plate in pixels."""
    width = text_width(plate.text, size_px=plate.size_px, weight=plate.weight)
    return width + 2 * _pad(plate) + _bar_room(plate), round(plate.size_px * 1.7)


def _pad(plate: Plate) -> int:
    return max(3, round(plate.size_px * 0.5))


def _bar_room(plate: Plate) -> int:
    return round(plate.size_px * 0.55) if plate.bar is not None else 0


def write_plate(image: Image, plate: Plate, *, left: int, top: int) -> None:
    """Write text on a plate with its top left corner there, in place."""
    width, height = plate_size(plate)
    shade(image, left=left, top=top, width=width, height=height, radius=height // 3)
    start = left + _pad(plate)
    if plate.bar is not None:
        _draw_bar(image, plate.bar, plate.size_px, left=start, middle=top + height / 2)
    draw_text(
        image,
        plate.text,
        left=start + _bar_room(plate),
        baseline=top + height / 2 + plate.size_px * 0.36,
        size_px=plate.size_px,
        colour=plate.colour,
        weight=plate.weight,
    )


def _draw_bar(image: Image, colour: Rgb, size_px: int, *, left: float, middle: float) -> None:
    half, width = size_px * 0.42, max(2, size_px // 6)
    start, end = (round(left + width / 2), round(middle - half)), (round(left + width / 2), round(middle + half))
    cv2.line(image, start, end, colour, width, cv2.LINE_AA)


def shade(
    image: Image,
    *,
    left: int,
    top: int,
    width: int,
    height: int,
    radius: int,
    colour: Rgb = PLATE,
    opacity: float = _PLATE_OPACITY,
) -> None:
    """Darken a rounded rectangle of an image, in place."""
    bottom, right = min(image.shape[0], top + height), min(image.shape[1], left + width)
    top, left = max(0, top), max(0, left)
    if bottom <= top or right <= left:
        return
    area = image[top:bottom, left:right]
    cover = _rounded(area.shape[1], area.shape[0], radius, opacity)[..., None]
    plate = np.asarray(colour, dtype=np.uint16) * cover
    area[:] = (area * (_WHOLE - cover) + plate + _WHOLE // 2) // _WHOLE


@lru_cache(maxsize=256)
def _rounded(width: int, height: int, radius: int, opacity: float) -> NDArray[np.uint16]:
    """Return how much of each pixel a rounded rectangle covers, from 0 to `_WHOLE` times the opacity."""
    x = np.abs(np.arange(width) + 0.5 - width / 2) - (width / 2 - radius)
    y = np.abs(np.arange(height) + 0.5 - height / 2) - (height / 2 - radius)
    outside = np.hypot(np.maximum(x, 0)[None, :], np.maximum(y, 0)[:, None])
    inside = np.minimum(np.maximum(x[None, :], y[:, None]), 0)
    cover = np.clip(radius + 0.5 - outside - inside, 0.0, 1.0)
    return np.asarray(np.rint(cover * opacity * _WHOLE), dtype=np.uint16)
