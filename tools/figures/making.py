"""Short ways to write a figure: the usual phases of a lift, and postures whose hands come down to a height."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.figures.poses import Figure, Phase
from tools.figures.solving import placed

if TYPE_CHECKING:
    from tools.figures.body import Point
    from tools.figures.poses import Pose

__all__ = ["catalogued", "down_and_up", "figure", "knees_to", "up_and_down"]

DATA = Path(__file__).parents[2] / "src/hiphinge/catalogue/data"


def catalogued(kind: str, name: str) -> dict[str, Any]:
    """Return what the catalogue says of an item, as its file has it."""
    return tomllib.loads((DATA / kind / f"{name}.toml").read_text(encoding="utf-8"))


def figure(kind: str, name: str, phases: tuple[Phase, ...], key_phase: int, **more: Any) -> Figure:
    """Return a figure with the title and the sentence that the catalogue has for it."""
    item = catalogued(kind, name)
    desc = item.get("what") or item.get("purpose") or item["name"]
    return Figure(kind=kind, id=name, title=item["name"], desc=desc, phases=phases, key_phase=key_phase, **more)


def down_and_up(
    top: Pose,
    bottom: Pose,
    *,
    labels: tuple[str, str, str, str] = ("stand", "hips back", "pause", "hips forward"),
    seconds: tuple[float, float, float, float] = (0.9, 1.9, 0.6, 1.4),
) -> tuple[Phase, ...]:
    """Stand, go down, stay, come up."""
    ends = (top, bottom, bottom, top)
    return tuple(Phase(label=name, seconds=s, pose=p) for name, s, p in zip(labels, seconds, ends, strict=True))


def up_and_down(
    floor: Pose,
    top: Pose,
    *,
    labels: tuple[str, str, str, str] = ("firm up", "push the floor", "stand tall", "hips back"),
    seconds: tuple[float, float, float, float] = (1.0, 1.6, 1.1, 1.7),
) -> tuple[Phase, ...]:
    """Begin at the floor, come up, stand, put it down."""
    return down_and_up(floor, top, labels=labels, seconds=seconds)


def knees_to(pose: Pose, height: float, *, most: float = 130.0, load_hands: float = 0.0) -> Pose:
    """Return the posture with the knees bent so far that the near hand comes down to a height."""
    low, high = 0.0, most
    for _ in range(30):
        middle = 0.5 * (low + high)
        tried = replace(pose, leg=replace(pose.leg, knee=middle))
        if _hand(tried, load_hands)[1] > height:
            low = middle
        else:
            high = middle
    return replace(pose, leg=replace(pose.leg, knee=round(0.5 * (low + high), 2)))


def _hand(pose: Pose, load_hands: float) -> Point:
    return placed(pose, "foot", load_hands=load_hands).named("hand")
