"""A measurer that needs no network: what is written after a video's own bytes says how the analysis of it ends."""

import ctypes
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hiphinge.batch import Parameters
from hiphinge.errors import InputFormatError
from hiphinge.exports import write_pose
from hiphinge.motion import Person
from hiphinge.testing import SQUAT, Camera, Plan, record_video
from hiphinge.workflow import Result, analyze

__all__ = ["StubMeasurer"]


@cache
def _analysed() -> Result:
    with TemporaryDirectory() as folder:
        poses = Path(folder) / "pose.parquet"
        camera = Camera(size_px=(72, 128), stature_px=85.0)
        write_pose(poses, record_video(Plan(movement=SQUAT), camera=camera).motion)
        return analyze(poses, exercise="romanian_deadlift")


@dataclass(frozen=True)
class StubMeasurer:
    """Returns one analysis for every clip, with the load that is given; ``model`` is what its numbers follow from."""

    estimator: str = "stub"
    model: str | None = None

    @property
    def provenance(self) -> Mapping[str, str]:
        """What the numbers follow from."""
        return {"estimator": self.estimator, "model": self.model or "one"}

    def measure(self, recording: Path, parameters: Parameters) -> Result:
        """Do what the last bytes of the file say."""
        what, _, more = recording.read_bytes().rpartition(b"DO:")[2].decode(errors="replace").partition(" ")
        if what == "crash":
            ctypes.string_at(0)
        if what == "refuse":
            message = f"{recording} is broken."
            raise InputFormatError(message)
        if what == "wrong":
            message = "no number"
            raise ValueError(message)
        if what == "memory":
            bytearray(1 << 44)
        if what == "hang":
            time.sleep(600)
        if what == "die" or (what == "die_once" and not _was_here(Path(more))):
            os._exit(9)
        if what == "log":
            with Path(more).open("a") as file:
                file.write(f"{recording.name}\n")
        if what == "threads":
            Path(more).write_text(os.environ.get("OPENBLAS_NUM_THREADS", "any"))
        if what == "slow":
            time.sleep(float(more))
        found = _analysed()
        analysis = replace(found.analysis, load_kg=parameters.load_kg, person=Person(stature_m=parameters.stature_m))
        return replace(found, analysis=analysis)


def _was_here(mark: Path) -> bool:
    """Return whether this was asked before."""
    before = mark.exists()
    mark.touch()
    return before
