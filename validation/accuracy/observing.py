"""Poses of clips, kept beside them, so that a change of the analysis is measured without running the network again."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from hiphinge.exports import write_pose
from hiphinge.sources.formats import read_motion
from hiphinge.workflow.observing import Seeing, Stretch, motion_of_film
from hiphinge.workflow.progress import unheard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hiphinge.motion import Motion

__all__ = ["clips_with_truth", "observe", "poses_of"]

FOLDER = ".poses"


def clips_with_truth(folder: Path) -> list[Path]:
    """Return the films of a folder that have a truth file beside them, in order of name."""
    return sorted(film for film in folder.glob("*.mp4") if film.with_suffix(".json").exists())


def poses_of(film: Path, *, model: str) -> Path:
    """Return where the poses of a film are kept for a size of the network."""
    return film.parent / FOLDER / model / f"{film.stem}.parquet"


def observe(folder: Path, *, model: str = "full", jobs: int = 1) -> Iterator[tuple[Path, Motion]]:
    """Yield every film with its poses; what was observed before is read, not observed again."""
    films = clips_with_truth(folder)
    todo = [film for film in films if not poses_of(film, model=model).exists()]
    with ProcessPoolExecutor(jobs) as pool:
        for _ in pool.map(_keep, todo, [model] * len(todo)):
            pass
    for film in films:
        yield film, read_motion(poses_of(film, model=model))


def _keep(film: Path, model: str) -> None:
    """Write the poses of one film beside it, whole or not at all."""
    seeing = Seeing(estimator="blazepose", model=model, threads=1)
    motion = motion_of_film(film, stretch=Stretch(), seeing=seeing, listener=unheard)
    kept = poses_of(film, model=model)
    kept.parent.mkdir(parents=True, exist_ok=True)
    beside = kept.with_suffix(f".{os.getpid()}.part")
    write_pose(beside, motion)
    beside.replace(kept)
