"""A clip as the package processes it, with its ground truth: the start of all training data."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from tools.generator.studies import NAME as POSES
from tools.generator.studies import STANDING_POSES
from validation.accuracy.observing import clips_with_truth, poses_of

from hiphinge.analysis.tracks import movement_events_of
from hiphinge.cleaning import clean
from hiphinge.cleaning.side_view import project_to_side_view, side_motion_of
from hiphinge.sources.formats import read_motion

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from hiphinge.motion import SideMotion

__all__ = ["ProcessedClip", "gathered"]

EVERY_S = 1 / 8
"""Neighbouring frames of a video are too alike to train on all of them."""
ALIKE_POWER = 0.5
"""A clip's weight grows with its frames to this power: frames of one clip are of one body."""
Data = TypeVar("Data")


@dataclass(frozen=True, kw_only=True)
class ProcessedClip:
    """One clip: its side view, the frames of standing, its ground truth; ``single`` poses are not of one movement."""

    side: SideMotion
    stands: NDArray[np.bool_]
    truth: dict[str, Any]
    single: bool

    def chosen(self, known: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return some of the known frames, those of a movement an eighth of a second apart."""
        step = 1 if self.single else max(round(EVERY_S * self.truth["fps"]), 1)
        count = min(len(self.side), self.truth["frames"])
        return np.flatnonzero(known[:count])[::step]


def gathered(folder: Path, data_of: Callable[[ProcessedClip], Data | None], *, jobs: int) -> list[Data]:
    """Return the training data of the clips of a folder that have their poses beside them."""
    videos = [video for video in clips_with_truth(folder) if poses_of(video, model="full").exists()]
    with ProcessPoolExecutor(jobs) as pool:
        found = list(pool.map(_one, videos, [data_of] * len(videos), chunksize=8))
    return [clip for clip in found if clip is not None]


def _one(video: Path, data_of: Callable[[ProcessedClip], Data | None]) -> Data | None:
    truth = json.loads(video.with_suffix(".json").read_text(encoding="utf-8"))
    motion = read_motion(poses_of(video, model="full"))
    single = truth["movement"] == POSES
    side = side_motion_of(motion, project_to_side_view(motion)) if single else clean(motion)
    if side.view.facing != truth["facing"] or side.contour is None:
        return None
    stands = np.arange(len(side)) < STANDING_POSES if single else movement_events_of(side).still.frames
    return data_of(ProcessedClip(side=side, stands=stands, truth=truth, single=single))
