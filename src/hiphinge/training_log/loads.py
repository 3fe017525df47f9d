"""Loads in kilograms and pounds side by side."""

from typing import Final, Literal

__all__ = ["POUND_KG", "in_kg_and_lb", "load_words"]

POUND_KG: Final = 0.45359237
"""Kilograms in a pound, by definition (International yard and pound agreement, 1959)."""


def in_kg_and_lb(value: float, unit: Literal["kg", "lb"]) -> tuple[str, str]:
    """Return a load in kg and in lb: as it was written in its own unit, to a tenth in the other."""
    if unit == "kg":
        return f"{value:g}", f"{value / POUND_KG:.1f}"
    return f"{value * POUND_KG:.1f}", f"{value:g}"


def load_words(value: float, unit: Literal["kg", "lb"]) -> str:
    """Return a load as it was written, with the other unit in brackets."""
    kg, lb = in_kg_and_lb(value, unit)
    return f"{kg} kg ({lb} lb)" if unit == "kg" else f"{lb} lb ({kg} kg)"
