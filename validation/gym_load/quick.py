"""An analysis that takes a second and no network: the study is about the app, its queue and its store."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from hiphinge.exports import write_pose
from hiphinge.motion import Person
from hiphinge.testing import Camera, record_video
from hiphinge.workflow.analyzing import analyze as analyze_file
from hiphinge.workflow.progress import Progress

__all__ = ["analyse"]


def analyse(video: Path, *, person: Person, neutral: Any, progress: Any, **_: Any) -> Any:
    """Analyse a synthetic hinge in place of the one that was filmed."""
    progress(Progress(stage="poses", done=1.0, total=4.0))
    time.sleep(0.5)
    poses = video.with_name("pose.parquet")
    write_pose(poses, record_video(camera=Camera(size_px=(72, 128), stature_px=85.0)).motion)
    return replace(analyze_file(poses, person=person, neutral=neutral), video=video)
