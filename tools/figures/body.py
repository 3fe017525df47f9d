"""The puppet: its parts, where each turns, what it weighs; read from the file that `cutting` wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ARM", "AXIS", "BODY_FACE", "LEG", "Body", "Part", "Point", "body"]

Point = tuple[float, float]
"""Forward (or across) and down, in thousandths of stature."""

AXIS = ("pelvis", "lumbar_a", "lumbar_b", "chest_a", "chest_b", "chest_c", "neck", "head")
LEG = ("thigh", "shank", "foot")
ARM = ("upper_arm", "forearm", "hand")
PARENT = dict(zip(AXIS[1:], AXIS[:-1], strict=True)) | {
    "thigh": "pelvis",
    "shank": "thigh",
    "foot": "shank",
    "upper_arm": "chest_c",
    "forearm": "upper_arm",
    "hand": "forearm",
}
MASS = {
    "pelvis": 0.118,
    "lumbar_b": 0.078,
    "chest_a": 0.077,
    "chest_c": 0.157,
    "head": 0.068,
    "thigh": 0.1447,
    "shank": 0.0457,
    "foot": 0.0133,
    "upper_arm": 0.0263,
    "forearm": 0.0150,
    "hand": 0.0058,
}
"""Shares of the body's mass, one side's for limbs: de Leva 1996, J Biomech 29:1223, mean of the two tables."""
CENTRE = {"thigh": 0.385, "shank": 0.437, "upper_arm": 0.576, "forearm": 0.457, "hand": 0.5}
AXIS_CENTRE = {"pelvis": (5, -30), "lumbar_b": (30, -20), "chest_a": (30, -30), "chest_c": (15, 5), "head": (10, -45)}
FOOT_CENTRE = (30.0, 25.0)
BODY_FACE = {
    "nose": (68.0, -50.0),
    "eye_inner": (55.0, -62.0),
    "eye": (52.0, -62.0),
    "eye_outer": (46.0, -62.0),
    "ear": (4.0, -48.0),
    "mouth": (58.0, -25.0),
}
"""Places of the face about the head's joint."""


@dataclass(frozen=True)
class Part:
    """One flat piece: its edge about its own joint, and that joint about the joint of the part before it."""

    name: str
    outline: tuple[Point, ...]
    at: Point
    length: float


@dataclass(frozen=True)
class Body:
    """All parts of the side view, the line of the back by part, and the marks on it."""

    parts: Mapping[str, Part]
    back: Mapping[str, tuple[Point, ...]]
    marks: Mapping[str, tuple[str, Point]]
    ankle_height: float

    def length(self, name: str) -> float:
        """How long a limb's part is, joint to joint."""
        return self.parts[name].length

    def centre(self, name: str) -> Point:
        """Where the mass of a part is, about its joint."""
        if name in CENTRE:
            return 0.0, CENTRE[name] * self.parts[name].length
        return FOOT_CENTRE if name == "foot" else AXIS_CENTRE[name]


@cache
def body() -> Body:
    """Return the puppet as it was cut."""
    side = json.loads(Path(__file__).with_name("body.json").read_text(encoding="utf-8"))["side"]
    lengths = {name: side["parts"][name].get("length", 0.0) for name in side["parts"]}
    at = {"shank": (0.0, lengths["thigh"]), "foot": (0.0, lengths["shank"])}
    at |= {"forearm": (0.0, lengths["upper_arm"]), "hand": (0.0, lengths["forearm"])}
    parts = {
        name: Part(
            name=name,
            outline=tuple((x, y) for x, y in raw["outline"]),
            at=tuple(raw.get("at", at.get(name, (0.0, 0.0)))),
            length=lengths[name],
        )
        for name, raw in side["parts"].items()
    }
    back = {name: tuple((x, y) for x, y in line) for name, line in side["back"]["lines"].items()}
    marks = {name: (mark["part"], tuple(mark["at"])) for name, mark in side["back"]["marks"].items()}
    return Body(parts=parts, back=back, marks=marks, ankle_height=side["ankle_height"])
