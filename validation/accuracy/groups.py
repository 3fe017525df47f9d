"""Clips by what may make them harder: clothes, view, size of the frame, exercise, load, rig."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from validation.accuracy.errors import ClipErrors

__all__ = ["BY", "BY_BODY", "grouped", "grouped_of", "without_bar", "without_load", "worn"]

YAW_DEG = (5, 10, 15)
SHORT_SIDE_PX = (480, 720)
KG_PER_M2 = (20, 25, 30)
STATURE_CM = (160, 170, 180)
FITTED = ("skin", "fitted", "stringer")
"""Clothes that show the contour of the back."""
LOADS = {
    None: "no load",
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
    "load": lambda c: LOADS[c.truth["iron"]],
    "exercise": lambda c: str(c.truth["movement"]).replace("_", " "),
    "clothes": lambda c: str(c.truth["clothes"]).replace("_", " "),
    "camera yaw": lambda c: _band(abs(c.truth["camera"]["yaw"]), YAW_DEG, "°"),
    "shorter side of the frame": lambda c: _band(min(c.truth["width"], c.truth["height"]), SHORT_SIDE_PX, " px"),
    "rig and skinning": lambda c: f"{c.truth['rig']}, {c.truth.get('skinning', 'linear').replace('_', ' ')}",
}
"""How clips are grouped, and the group of a clip."""
BY_BODY: dict[str, Callable[[ClipErrors], str]] = {
    "body mass index": lambda c: _band(c.truth["mass_kg"] / c.truth["stature_m"] ** 2, KG_PER_M2, " kg/m²"),
    "stature": lambda c: _band(100 * c.truth["stature_m"], STATURE_CM, " cm"),
}
"""The same by body."""
_WORN = {
    None: ("fitted clothes, no bar", "loose clothes, no bar"),
    "bar": ("bar and plates in the hands",) * 2,
    "back": ("bar on the back",) * 2,
    "dowel": ("dowel along the back",) * 2,
}
_EDGES = {"°": YAW_DEG, " px": SHORT_SIDE_PX, " kg/m²": KG_PER_M2, " cm": STATURE_CM}
_ORDERED = (*_WORN[None], *(f for first in ("bar", "back", "dowel") for f in _WORN[first][:1]))
_IN_ORDER = {
    name: place
    for place, name in enumerate((*_ORDERED, *(band for unit, edges in _EDGES.items() for band in _bands(edges, unit))))
}
_Any = TypeVar("_Any")


def worn(clip: ClipErrors) -> str:
    """Return what hides the back: clothes, or a load other than a kettlebell, which hangs in front of the legs."""
    load = None if clip.truth["iron"] == "bell" else clip.truth["iron"]
    return _WORN[load][clip.truth["clothes"] not in FITTED]


def without_bar(clip: ClipErrors) -> bool:
    """Return whether nothing but clothes may hide the back."""
    return clip.truth["iron"] in (None, "bell")


def without_load(clips: Iterable[ClipErrors]) -> list[ClipErrors]:
    """Return the clips with nothing in the hands or on the back."""
    return [clip for clip in clips if clip.truth["iron"] is None]


def grouped(clips: Iterable[ClipErrors], group_of: Callable[[ClipErrors], str]) -> dict[str, list[ClipErrors]]:
    """Return the clips by group: bands in their order, else the largest group first."""
    return grouped_of(clips, group_of)


def grouped_of(clips: Iterable[_Any], group_of: Callable[[_Any], str]) -> dict[str, list[_Any]]:
    """Return anything that belongs to clips by group, in the same order."""
    groups: dict[str, list[_Any]] = {}
    for clip in clips:
        groups.setdefault(group_of(clip), []).append(clip)
    return dict(sorted(groups.items(), key=lambda item: (_IN_ORDER.get(item[0], -len(item[1])), item[0])))
