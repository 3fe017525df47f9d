"""What one clip has of the back for training: features of every frame as the package computes them, and true angles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.spine.back_network import ANGLES
from hiphinge.spine.contour_features import contour_features_of, features, reference_posture_of

if TYPE_CHECKING:
    from hiphinge.motion import FloatArray
    from training.learning.clips import ProcessedClip

__all__ = ["ClipData", "data_of"]

MIN_FRAMES = 3


@dataclass(frozen=True, kw_only=True)
class ClipData:
    """One clip's frames: ``inputs`` [frame, feature], ``angles_deg`` [frame, `ANGLES`]; and clothes and load."""

    name: str
    inputs: FloatArray
    angles_deg: FloatArray
    single: bool
    load: str | None
    clothes: str
    rig: str


def data_of(clip: ProcessedClip) -> ClipData | None:
    """Return a clip's training data, or None where the back is not measurable in standing or in too few frames."""
    contour = contour_features_of(clip.side, pooled=not clip.single)
    reference = reference_posture_of(contour, clip.stands)
    frames = clip.chosen(contour.known)
    if reference is None or len(frames) < MIN_FRAMES:
        return None
    angles = np.stack([np.asarray(clip.truth["truth"][name]) for name in ANGLES], axis=1)
    return ClipData(
        name=clip.truth["name"],
        inputs=features(contour, reference)[frames].astype(np.float32),
        angles_deg=angles[frames].astype(np.float32),
        single=clip.single,
        load=clip.truth["iron"],
        clothes=clip.truth["clothes"],
        rig=clip.truth["rig"],
    )
