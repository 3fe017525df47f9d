"""What one clip teaches about knee and shin: what the package is told, and how far its angles are off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from validation.accuracy.errors import true_angles

from hiphinge.kinematics import joint_angles
from hiphinge.kinematics.limbs import CORRECTED, limb_features

if TYPE_CHECKING:
    from hiphinge.motion import FloatArray
    from training.learning.clips import Seen

__all__ = ["Lesson", "lesson_of"]

LEAST_FRAMES = 4
MOST_WRONG_DEG = 20.0
"""Frames further off than this show another mistake (sides swapped, plates taken for legs), not an offset."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One clip's frames: ``told`` [frame, number], ``off_deg`` [frame, `CORRECTED`] as change from own standing."""

    name: str
    told: FloatArray
    off_deg: FloatArray


def lesson_of(seen: Seen) -> Lesson | None:
    """Return what a clip teaches, or None where it is not seen from the side or hardly seen at all."""
    told = limb_features(seen.side, standing=seen.stands, pooled=not seen.single)
    if told is None or seen.side.view.label != "side":
        return None
    angles = joint_angles(seen.side)
    true = true_angles(seen.truth)
    count = min(len(seen.side), seen.truth["frames"])
    off = np.stack([angles[name][:count] - true[name][:count] for name in CORRECTED], axis=1)
    known = np.isfinite(off).all(axis=1) & np.isfinite(told[:count]).all(axis=1)
    stood = known & seen.stands[:count]
    if not stood.any():
        return None
    off = off - np.median(off[stood], axis=0)
    frames = seen.chosen(np.asarray(known & (np.abs(off) < MOST_WRONG_DEG).all(axis=1)))
    if len(frames) < LEAST_FRAMES:
        return None
    return Lesson(name=seen.truth["name"], told=told[frames].astype(np.float32), off_deg=off[frames].astype(np.float32))
