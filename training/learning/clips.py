"""A clip as the package sees it, with its truth: what every lesson begins with."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from tools.generator.studies import NAME as POSES
from tools.generator.studies import STANDING_POSES
from validation.accuracy.observing import clips_with_truth, poses_of

from hiphinge.analysis.tracks import standing_of
from hiphinge.cleaning import clean
from hiphinge.cleaning.side_view import flattened, side_of
from hiphinge.sources.formats import read_motion

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from hiphinge.motion import SideMotion

__all__ = ["Seen", "gathered"]

EVERY_S = 1 / 8
"""Neighbouring frames of a video teach the same."""
ALIKE_POWER = 0.5
"""A clip's weight grows with its frames to this power: frames of one clip are of one body."""
Lesson = TypeVar("Lesson")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One clip: its side view, the frames of standing, its truth; ``single`` poses are not of one movement."""

    side: SideMotion
    stands: NDArray[np.bool_]
    truth: dict[str, Any]
    single: bool

    def chosen(self, known: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return some of the known frames, those of a movement an eighth of a second apart."""
        step = 1 if self.single else max(round(EVERY_S * self.truth["fps"]), 1)
        count = min(len(self.side), self.truth["frames"])
        return np.flatnonzero(known[:count])[::step]


def gathered(folder: Path, lesson_of: Callable[[Seen], Lesson | None], *, jobs: int) -> list[Lesson]:
    """Return what the clips of a folder teach whose poses are kept beside them."""
    films = [film for film in clips_with_truth(folder) if poses_of(film, model="full").exists()]
    with ProcessPoolExecutor(jobs) as pool:
        found = list(pool.map(_one, films, [lesson_of] * len(films), chunksize=8))
    return [lesson for lesson in found if lesson is not None]


def _one(film: Path, lesson_of: Callable[[Seen], Lesson | None]) -> Lesson | None:
    truth = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
    motion = read_motion(poses_of(film, model="full"))
    single = truth["movement"] == POSES
    side = side_of(motion, flattened(motion)) if single else clean(motion)
    if side.view.facing != truth["facing"] or side.contour is None:
        return None
    stands = np.arange(len(side)) < STANDING_POSES if single else standing_of(side).still.frames
    return lesson_of(Seen(side=side, stands=stands, truth=truth, single=single))
