"""Clips by what may make them harder: clothes, view, size of the picture, exercise, iron, rig."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from validation.accuracy.errors import ClipErrors

__all__ = ["BY", "grouped", "without_iron"]

YAW_DEG = (5, 10, 15)
SHORT_SIDE_PX = (480, 720)
IRON = {
    None: "no iron",
    "bar": "bar with plates in the hands",
    "back": "bar on the back",
    "bell": "bell",
    "dowel": "dowel along the back",
}


def _bands(edges: Sequence[int], unit: str) -> tuple[str, ...]:
    low, *between, high = edges
    first = f"below {low}{unit}"
    return (first, *(f"{a} to {b}{unit}" for a, b in pairwise((low, *between, high))), f"{high}{unit} and more")


def _band(value: float, edges: Sequence[int], unit: str) -> str:
    return _bands(edges, unit)[bisect_right(edges, value)]


BY: dict[str, Callable[[ClipErrors], str]] = {
    "iron": lambda c: IRON[c.truth["iron"]],
    "exercise": lambda c: str(c.truth["movement"]).replace("_", " "),
    "clothes": lambda c: str(c.truth["clothes"]).replace("_", " "),
    "yaw of the camera": lambda c: _band(abs(c.truth["camera"]["yaw"]), YAW_DEG, "°"),
    "shorter side of the picture": lambda c: _band(min(c.truth["width"], c.truth["height"]), SHORT_SIDE_PX, " px"),
    "rig and skinning": lambda c: f"{c.truth['rig']}, {c.truth.get('skinning', 'linear').replace('_', ' ')}",
}
"""What the groups go by, and the group of a clip."""
_IN_ORDER = {name: place for place, name in enumerate((*_bands(YAW_DEG, "°"), *_bands(SHORT_SIDE_PX, " px")))}


def without_iron(clips: Iterable[ClipErrors]) -> list[ClipErrors]:
    """Return the clips with nothing in the hands or on the back."""
    return [clip for clip in clips if clip.truth["iron"] is None]


def grouped(clips: Iterable[ClipErrors], group_of: Callable[[ClipErrors], str]) -> dict[str, list[ClipErrors]]:
    """Return the clips by group: bands in their order, else the largest group first."""
    groups: dict[str, list[ClipErrors]] = {}
    for clip in clips:
        groups.setdefault(group_of(clip), []).append(clip)
    return dict(sorted(groups.items(), key=lambda item: (_IN_ORDER.get(item[0], -len(item[1])), item[0])))
