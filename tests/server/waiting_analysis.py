"""An analysis that needs no network, and that a test holds up to see what is shown meanwhile."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from hiphinge.exports import write_pose
from hiphinge.testing import Camera, record_video
from hiphinge.workflow.analyzing import analyze as analyze_file
from hiphinge.workflow.progress import Progress

__all__ = ["analyse"]

PATIENCE_S = 120.0


def analyse(video: Path, *, go_on: Path, progress: Any, **_: Any) -> Any:
    """Say that a quarter is done, wait for a file, then analyse a synthetic hinge."""
    progress(Progress(stage="poses", done=1.0, total=4.0))
    until = time.monotonic() + PATIENCE_S
    while not go_on.exists() and time.monotonic() < until:
        time.sleep(0.05)
    poses = video.with_name("pose.parquet")
    write_pose(poses, record_video(camera=Camera(size_px=(72, 128), stature_px=85.0)).motion)
    return replace(analyze_file(poses), video=video)
