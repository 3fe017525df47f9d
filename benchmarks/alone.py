"""What hiphinge needs alone: memory for a long video, time for an analysis without pose, time to start."""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from goals import Goal
from running import clip, hiphinge

__all__ = ["analysis_share", "memory", "starting"]

_ANALYSES = 5
_STARTS = 11
_HELPS = 20
_MINUTES = 10


def memory(sample: Path, folder: Path) -> Iterator[Goal]:
    """Yield the peak memory of ten minutes of 1080p."""
    video = clip(sample, folder, seconds=60, size=(1080, 1920), times=_MINUTES)
    run = hiphinge("analyze", video, "--quiet", "--out", folder / "out", cwd=folder)
    print(f"  {_MINUTES} minutes of 1080p in {run.seconds:.0f} s, report included", flush=True)
    yield Goal(name="peak memory, 10 minutes of 1080p", value=run.peak_bytes / 1e9, limit=1.2, unit="GB", at_most=True)


def analysis_share(video: Path) -> Iterator[Goal]:
    """Yield which share of the processor time of its poses the analysis of a video takes, contour and back included."""
    from hiphinge.workflow.analyzing import analysed_motion  # noqa: PLC0415  # the start is timed elsewhere
    from hiphinge.workflow.pose_estimation import EstimatorConfig, Stretch, motion_from_video  # noqa: PLC0415  # likewise
    from hiphinge.workflow.progress import no_progress  # noqa: PLC0415  # likewise

    start = time.process_time()
    config = EstimatorConfig(threads=1)
    motion = motion_from_video(video, stretch=Stretch(), estimator_config=config, listener=no_progress)
    poses_s = time.process_time() - start
    seconds = []
    for _ in range(_ANALYSES):
        start = time.process_time()
        analysed_motion(motion, exercise=None, person=None, load_kg=None, standing=None)
        seconds.append(time.process_time() - start)
    print(f"  {len(motion) / min(seconds):.0f} frames/s analysed, {len(motion)} frames", flush=True)
    share = 100 * min(seconds) / poses_s
    yield Goal(name="analysis, of the time of its poses", value=share, limit=1.0, unit="%", at_most=True)


def starting() -> Iterator[Goal]:
    """Yield what importing adds to the bare interpreter, and how long the help takes."""
    added = _added_s("import hiphinge")
    yield Goal(name="import hiphinge adds", value=added, limit=0.05, unit="s", at_most=True)
    yield Goal(name="hiphinge --help, times the bare interpreter", value=_help_ratio(), limit=12, at_most=True)


def _help_ratio() -> float:
    """Return the processor time of the help over that of the bare interpreter: medians of alternating runs."""
    bare, shown = [], []
    for _ in range(_HELPS):
        bare.append(_processor_s("-c", "pass"))
        shown.append(_processor_s("-m", "hiphinge", "--help"))
    return statistics.median(shown) / statistics.median(bare)


def _processor_s(*arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _added_s(statement: str) -> float:
    """Return the processor time that a statement adds to the bare interpreter: medians of alternating runs."""
    bare, with_it = [], []
    for _ in range(_STARTS):
        bare.append(_processor_s("-c", "pass"))
        with_it.append(_processor_s("-c", statement))
    return statistics.median(with_it) - statistics.median(bare)
