"""What one clip teaches about the back: features of every frame as the package sees them, and the true angles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.spine.back_network import ANGLES
from hiphinge.spine.contour_features import contour_features_of, features, reference_posture_of

if TYPE_CHECKING:
    from hiphinge.motion import FloatArray
    from training.learning.clips import Seen

__all__ = ["Lesson", "lesson_of"]

LEAST_FRAMES = 3


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One clip's frames: ``told`` [frame, feature], ``angles_deg`` [frame, `ANGLES`]; and who was seen how."""

    name: str
    told: FloatArray
    angles_deg: FloatArray
    single: bool
    iron: str | None
    clothes: str
    rig: str


def lesson_of(seen: Seen) -> Lesson | None:
    """Return what a clip teaches, or None where the back is not seen in standing or hardly at all."""
    shape = contour_features_of(seen.side, pooled=not seen.single)
    own = reference_posture_of(shape, seen.stands)
    frames = seen.chosen(shape.known)
    if own is None or len(frames) < LEAST_FRAMES:
        return None
    angles = np.stack([np.asarray(seen.truth["truth"][name]) for name in ANGLES], axis=1)
    return Lesson(
        name=seen.truth["name"],
        told=features(shape, own)[frames].astype(np.float32),
        angles_deg=angles[frames].astype(np.float32),
        single=seen.single,
        iron=seen.truth["iron"],
        clothes=seen.truth["clothes"],
        rig=seen.truth["rig"],
    )
