"""What one clip teaches about the back: features of every frame as the package sees them, and the true angles."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.analysis.tracks import standing_of
from hiphinge.cleaning import clean
from hiphinge.cleaning.side_view import flattened, side_of
from hiphinge.sources.formats import read_motion
from hiphinge.spine.model import ANGLES
from hiphinge.spine.shape import features, own_shape, shape_of
from validation.accuracy.observing import clips_with_truth, poses_of
from validation.generator.studies import NAME as POSES
from validation.generator.studies import STANDING_POSES

if TYPE_CHECKING:
    from pathlib import Path

    from hiphinge.motion import FloatArray

__all__ = ["Lesson", "gather"]

LEAST_FRAMES = 3
EVERY_S = 1 / 8
"""Neighbouring frames of a film teach the same."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One clip's frames: ``told`` [frame, feature], ``angles_deg`` [frame, `ANGLES`]; and who was seen how."""

    name: str
    told: FloatArray
    angles_deg: FloatArray
    iron: str | None
    clothes: str
    rig: str


def gather(folder: Path, *, jobs: int) -> list[Lesson]:
    """Return what the clips of a folder teach whose poses are kept beside them."""
    films = [film for film in clips_with_truth(folder) if poses_of(film, model="full").exists()]
    with ProcessPoolExecutor(jobs) as pool:
        found = list(pool.map(_lesson, films, chunksize=8))
    return [lesson for lesson in found if lesson is not None]


def _lesson(film: Path) -> Lesson | None:
    truth = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
    motion = read_motion(poses_of(film, model="full"))
    single = truth["movement"] == POSES
    side = side_of(motion, flattened(motion)) if single else clean(motion)
    if side.view.facing != truth["facing"] or side.outline is None:
        return None
    stands = np.arange(len(side)) < STANDING_POSES if single else standing_of(side).still.frames
    shape = shape_of(side, pooled=not single)
    own = own_shape(shape, stands)
    if own is None:
        return None
    count = min(len(side), truth["frames"])
    step = 1 if single else max(round(EVERY_S * truth["fps"]), 1)
    frames = np.flatnonzero(shape.known[:count])[::step]
    if len(frames) < LEAST_FRAMES:
        return None
    angles = np.stack([np.asarray(truth["truth"][name]) for name in ANGLES], axis=1)
    return Lesson(
        name=truth["name"],
        told=features(shape, own)[frames].astype(np.float32),
        angles_deg=angles[frames].astype(np.float32),
        iron=truth["iron"],
        clothes=truth["clothes"],
        rig=truth["rig"],
    )
