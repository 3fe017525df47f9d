"""What one clip has of knee and shin for training: the networks' inputs, and the errors of the angles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from validation.accuracy.errors import true_angles

from hiphinge.kinematics import joint_angles
from hiphinge.kinematics.limbs import CORRECTED, limb_features

if TYPE_CHECKING:
    from hiphinge.motion import FloatArray
    from training.learning.clips import ProcessedClip

__all__ = ["ClipData", "data_of"]

MIN_FRAMES = 4
MAX_WRONG_DEG = 20.0
"""Frames further off than this show another mistake (sides swapped, plates taken for legs), not an offset."""


@dataclass(frozen=True, kw_only=True)
class ClipData:
    """One clip's frames: ``inputs`` [frame, feature], ``off_deg`` [frame, `CORRECTED`]: errors from standing."""

    name: str
    inputs: FloatArray
    off_deg: FloatArray


def data_of(clip: ProcessedClip) -> ClipData | None:
    """Return a clip's training data, or None where it is not filmed from the side or has too few measured frames."""
    inputs = limb_features(clip.side, standing=clip.stands, pooled=not clip.single)
    if inputs is None or clip.side.view.label != "side":
        return None
    angles = joint_angles(clip.side)
    true = true_angles(clip.truth)
    count = min(len(clip.side), clip.truth["frames"])
    off = np.stack([angles[name][:count] - true[name][:count] for name in CORRECTED], axis=1)
    known = np.isfinite(off).all(axis=1) & np.isfinite(inputs[:count]).all(axis=1)
    stood = known & clip.stands[:count]
    if not stood.any():
        return None
    off = off - np.median(off[stood], axis=0)
    frames = clip.chosen(np.asarray(known & (np.abs(off) < MAX_WRONG_DEG).all(axis=1)))
    if len(frames) < MIN_FRAMES:
        return None
    return ClipData(
        name=clip.truth["name"], inputs=inputs[frames].astype(np.float32), off_deg=off[frames].astype(np.float32)
    )
