"""One colour for each quantity, the same in images, video and charts, told apart by eyes of every kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["COLOURS", "STANDING", "QuantityColour", "Rgb", "quantity_colour"]

Rgb = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class QuantityColour:
    """A hue after Okabe and Ito (2008): as it is on photographs, and darker for lines on white paper."""

    on_image: Rgb
    on_paper: str
    on_dark: str


_NEUTRAL = QuantityColour(on_image=(255, 255, 255), on_paper="#40474f", on_dark="#d5dbe1")

COLOURS: Mapping[str, QuantityColour] = MappingProxyType(
    {
        "trunk_inclination_deg": QuantityColour(on_image=(255, 178, 64), on_paper="#a85f00", on_dark="#f2a93b"),
        "hip_flexion_deg": QuantityColour(on_image=(176, 164, 255), on_paper="#5a49b0", on_dark="#ab9ff7"),
        "lumbar_flexion_deg": QuantityColour(on_image=(255, 130, 92), on_paper="#b8400a", on_dark="#f58a5c"),
        "knee_flexion_deg": QuantityColour(on_image=(110, 198, 255), on_paper="#0067a8", on_dark="#67bdf2"),
        "shank_inclination_deg": QuantityColour(on_image=(72, 214, 166), on_paper="#007a55", on_dark="#3fcf9f"),
        "hip_back_travel": QuantityColour(on_image=(240, 150, 200), on_paper="#a23a77", on_dark="#e18fbd"),
        "thoracic_flexion_deg": QuantityColour(on_image=(255, 130, 92), on_paper="#b8400a", on_dark="#f58a5c"),
        "head_angle_deg": QuantityColour(on_image=(245, 232, 110), on_paper="#7d6f00", on_dark="#e5d95a"),
    }
)


STANDING = QuantityColour(on_image=(110, 198, 255), on_paper="#0067a8", on_dark="#67bdf2")
"""The standing contour beside the back's at a moment, which has the colour of the lower back; it is dashed as well."""


def quantity_colour(id_: str) -> QuantityColour:
    """Return the colour of a quantity; grey for one that is never drawn."""
    return COLOURS.get(id_, _NEUTRAL)
