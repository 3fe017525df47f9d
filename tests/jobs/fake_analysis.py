"""An analysis that needs no network: what is written after the video's own bytes says how it ends."""

import ctypes
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from hiphinge.errors import InputFormatError
from hiphinge.motion import Person
from hiphinge.testing import Camera, record_video
from hiphinge.workflow.analyzing import analyze as analyze_file
from hiphinge.workflow.progress import Progress

__all__ = ["analyse", "count_of"]


def analyse(video: Path, *, person: Person, neutral: Any, progress: Any, **_: Any) -> Any:
    """Do what the last bytes of the file say, then analyse a synthetic hinge."""
    what = video.read_bytes().rpartition(b"DO:")[2].decode(errors="replace")
    progress(Progress(stage="poses", done=1.0, total=4.0))
    if what.startswith("crash"):
        ctypes.string_at(0)
    if what.startswith("fail"):
        message = f"{video} is broken."
        raise InputFormatError(message)
    if what.startswith("memory"):
        bytearray(1 << 40)
    if what.startswith("hang"):
        time.sleep(3600)
    if what.startswith("die"):
        os._exit(9)
    time.sleep(0.3 if what.startswith("slow") else 0.0)
    from hiphinge.exports import write_pose

    poses = video.with_name("pose.parquet")
    write_pose(poses, record_video(camera=Camera(size_px=(72, 128), stature_px=85.0)).motion)
    return replace(analyze_file(poses, person=person, neutral=neutral), video=video)


def count_of(name: str) -> int:
    """Return the number at the end of a name."""
    return int(name.rpartition(" ")[2])
