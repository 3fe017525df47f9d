"""Whether the person is found who stands, kneels or lies, and how far the joints are from the truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hiphinge.motion import FloatArray, Motion

__all__ = ["FollowedClip", "as_filmed", "table_of_postures"]

JOINTS = ("shoulder", "hip", "knee", "ankle")
NEAR_SHARE = 0.25
"""Joints that are on average so near to the truth, in lengths of the trunk, are those of the person."""


@dataclass(frozen=True)
class FollowedClip:
    """How the person was followed through one clip.

    ``found`` is the share of its frames with a person, ``right`` with joints near the truth, ``error`` the median
    distance of the joints in lengths of the trunk, and ``exchanged`` the share of frames in which left and right are.
    """

    test: str
    found: float
    right: float
    error: float
    exchanged: float
    turned_deg: int

    @classmethod
    def of(cls, video: Path, motion: Motion) -> FollowedClip:
        """Compare the joints of a clip with its truth, whichever leg is called left."""
        truth = json.loads(video.with_suffix(".json").read_text(encoding="utf-8"))
        frames = np.round(motion.time_s * truth["fps"]).astype(int)
        within = frames < truth["frames"]
        true = {name: np.array(places)[frames[within]] for name, places in truth["joints_px"].items()}
        turned = int(motion.origin.details.get("added_rotation_deg", 0))
        size = (truth["width"], truth["height"])
        alike, other = (
            np.mean([_off(motion, within, true, joint, pairs, turned, size) for joint in JOINTS], axis=0)
            for pairs in ((("left", "l"), ("right", "r")), (("left", "r"), ("right", "l")))
        )
        trunk = float(np.median(np.linalg.norm(_middle(true, "shoulder") - _middle(true, "hip"), axis=1)))
        off = np.minimum(alike, other) / trunk
        known = np.isfinite(off)
        return cls(
            test=truth["test"],
            found=known.sum() / truth["frames"],
            right=(off < NEAR_SHARE).sum() / truth["frames"],
            error=float(np.median(off[known])) if known.any() else float("nan"),
            exchanged=float(np.mean(other[known] < alike[known])) if known.any() else float("nan"),
            turned_deg=turned,
        )


def _off(
    motion: Motion,
    within: FloatArray,
    true: dict[str, FloatArray],
    joint: str,
    pairs: tuple[tuple[str, str], ...],
    turned: int,
    size: tuple[int, int],
) -> FloatArray:
    found = [
        np.linalg.norm(
            as_filmed(motion.point(f"{side}_{joint}")[within], turned, size) - true[f"{joint}_{letter}"], axis=1
        )
        for side, letter in pairs
    ]
    return np.asarray(0.5 * (found[0] + found[1]))


def _middle(true: dict[str, FloatArray], joint: str) -> FloatArray:
    return np.asarray(0.5 * (true[f"{joint}_l"] + true[f"{joint}_r"]))


def as_filmed(points: FloatArray, turned_deg: int, size: tuple[int, int]) -> FloatArray:
    """Return places of frames that were turned clockwise in the frames as they were filmed, of that size."""
    x, y = points[..., 0], points[..., 1]
    width, height = size
    ways = {0: (x, y), 90: (y, height - x), 180: (width - x, height - y), 270: (width - y, x)}
    return np.stack(ways[turned_deg], axis=-1)


def table_of_postures(clips: Sequence[FollowedClip]) -> str:
    """Return a row for each test, as Markdown."""
    rows = [
        "| test | clips | frames with a person | joints in place | joint error | left is right | turned |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for test in sorted({clip.test for clip in clips}):
        own = [clip for clip in clips if clip.test == test]
        names = ("found", "right", "error", "exchanged")
        found, right, error, exchanged = (float(np.nanmean([getattr(clip, name) for clip in own])) for name in names)
        turned = sum(clip.turned_deg != 0 for clip in own)
        rows.append(f"| {test} | {len(own)} | {found:.0%} | {right:.0%} | {error:.3f} | {exchanged:.0%} | {turned} |")
    return "\n".join(rows) + "\n"
