"""Poses and silhouettes of clips, kept beside them, so that a change is measured without running the network again.

``python -m validation.accuracy.observing FOLDER ... --jobs 2``
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from hiphinge.estimators.blazepose import BlazePose
from hiphinge.estimators.in_parts import TimedImage
from hiphinge.exports import write_pose
from hiphinge.sources.formats import read_motion
from hiphinge.workflow.pose_estimation import EstimatorConfig, Stretch, motion_from_video
from hiphinge.workflow.progress import no_progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hiphinge.estimators import Estimator, PoseFrame
    from hiphinge.motion import Motion
    from hiphinge.workflow.progress import Listener

__all__ = ["clips_with_truth", "kept_motions", "masks_of", "observe", "poses_of"]

F = TypeVar("F", bound=TimedImage)

FOLDER = ".poses"
STEPS = 255
"""Probabilities of silhouettes are kept as bytes."""


def clips_with_truth(folder: Path) -> list[Path]:
    """Return the videos of a folder that have a truth file beside them, in order of name."""
    return sorted(video for video in folder.glob("*.mp4") if video.with_suffix(".json").exists())


def poses_of(video: Path, *, model: str) -> Path:
    """Return where the poses of a video are kept for a size of the network."""
    return video.parent / FOLDER / model / f"{video.stem}.parquet"


def kept_motions(folders: Iterable[Path], *, model: str = "full") -> Iterator[tuple[Path, Motion]]:
    """Yield the clips of folders that have truth and kept poses, with what these poses say."""
    for folder in folders:
        for video in clips_with_truth(folder):
            poses = poses_of(video, model=model)
            if poses.exists():
                yield video, read_motion(poses)


def masks_of(video: Path, *, model: str) -> Path:
    """Return where the silhouettes are kept: ``mask`` [time, row, column] of 255, ``to_image`` [time, 2, 3]."""
    return poses_of(video, model=model).with_suffix(".npz")


def observe(folder: Path, *, model: str = "full", jobs: int = 1) -> Iterator[tuple[Path, Motion]]:
    """Yield every video with its poses; existing poses are read, not estimated again."""
    videos = clips_with_truth(folder)
    todo = [video for video in videos if not poses_of(video, model=model).exists()]
    with ProcessPoolExecutor(jobs) as pool:
        for _ in pool.map(_keep, todo, [model] * len(todo)):
            pass
    for video in videos:
        yield video, read_motion(poses_of(video, model=model))


@dataclass(frozen=True, kw_only=True)
class _Keeping(EstimatorConfig):
    """Estimates as the package does, and keeps every silhouette."""

    masks: list[np.ndarray]
    to_image: list[np.ndarray]

    def begin(self, listener: Listener) -> Estimator:
        del listener
        estimator_config = self

        class Remembering(BlazePose):
            def reset(self) -> None:
                super().reset()
                estimator_config.forget()

            def estimates(
                self, frames: Iterable[F], *, count: int | None = None, every: int = 1
            ) -> Iterator[tuple[F, PoseFrame]]:
                del every  # of every frame there is a silhouette
                for frame, pose in super().estimates(frames, count=count):
                    estimator_config.remember(pose)
                    yield frame, pose

        model = None if self.model is None else str(self.model)
        return Remembering(model=model, threads=self.threads or 1, masks=True, whole_masks=True)

    def forget(self) -> None:
        self.masks.clear()
        self.to_image.clear()

    def remember(self, frame: PoseFrame) -> None:
        if frame.mask is None:
            self.masks.append(np.zeros((256, 256), np.uint8))
            self.to_image.append(np.full((2, 3), np.nan))
            return
        self.masks.append(np.round(frame.mask.probability * STEPS).astype(np.uint8))
        self.to_image.append(np.asarray(frame.mask.to_image))


def _keep(video: Path, model: str) -> None:
    """Write silhouettes and then poses of one video beside it, each whole or not at all."""
    estimator_config = _Keeping(estimator="blazepose", model=model, threads=1, masks=[], to_image=[])
    motion = motion_from_video(video, stretch=Stretch(), estimator_config=estimator_config, listener=no_progress)
    kept = poses_of(video, model=model)
    kept.parent.mkdir(parents=True, exist_ok=True)
    beside = kept.with_suffix(f".{os.getpid()}.part")
    with beside.open("wb") as file:
        np.savez_compressed(file, mask=np.stack(estimator_config.masks), to_image=np.stack(estimator_config.to_image))
    beside.replace(masks_of(video, model=model))
    write_pose(beside, motion)
    beside.replace(kept)


def main(arguments: Sequence[str] | None = None) -> None:
    """Estimate the poses of the clips of folders that have none yet."""
    parser = argparse.ArgumentParser(prog="python -m validation.accuracy.observing", description=main.__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--model", default="full", help="size of the network")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    asked = parser.parse_args(arguments)
    for folder in asked.folders:
        count = sum(1 for _ in observe(folder, model=asked.model, jobs=asked.jobs))
        print(f"{folder}: {count} clips", flush=True)


if __name__ == "__main__":
    main()
