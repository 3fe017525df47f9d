"""What the killed processes run: a store, a queue, and an analysis of a second or so that needs no network."""

import time
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from hiphinge.exports import write_pose
from hiphinge.jobs import Jobs, JobSettings
from hiphinge.store import open_store, sqlite_url
from hiphinge.testing import record_video
from hiphinge.workflow.analyzing import analyze

__all__ = ["app", "queue"]

_WORK_S = 1.0


def analyse(video: Path, *, exercise: str | None, threads: int, progress: Any) -> Any:  # noqa: ARG001  # called as `analyze`
    """Analyse a synthetic hinge in the place of what the video shows."""
    poses = video.with_name("pose.parquet")
    write_pose(poses, record_video().motion)
    time.sleep(_WORK_S)
    return replace(analyze(poses), video=video)


def queue(folder: Path) -> Jobs:
    """Return the queue of a folder."""
    settings = JobSettings(
        folder=folder / "work", least_free_bytes=0, lost_after=timedelta(seconds=5), beat_s=0.5, idle_s=0.1
    )
    stores = partial(open_store, sqlite_url(folder / "log.sqlite"), files=str(folder / "files"))
    return Jobs(stores, settings, analyse=analyse)


def app(folder: Path, clip: Path, first: int) -> None:
    """Start two workers, then accept clips and say so, one after the other, until somebody ends the process."""
    print("begins", flush=True)  # noqa: T201  # read by the study
    jobs = queue(folder)
    jobs.start_workers(2)
    for number in range(first, first + 2):
        path = folder / f"given-{number}"
        path.write_bytes(clip.read_bytes() + str(number).encode())
        jobs.submit(path, name=f"clip {number}")
        print(f"accepted {number}", flush=True)  # noqa: T201  # read by the study
        path.unlink()
    while True:
        print("workers", *jobs.worker_pids, flush=True)  # noqa: T201  # likewise
        time.sleep(0.2)
