"""Runs a batch that is killed at random moments, again and again, and then once to its end.

``killed_batch.py CLIPS STUDY KILLS SEED``; prints how long an undisturbed batch of the same clips takes, and how many
of the killed ones were still at it.
"""

import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from stub_measurer import StubMeasurer  # type: ignore[import-not-found]  # beside this file

from hiphinge.batch import BatchSettings, InThisProcess, run_batch


def run(clips: Path, study: Path) -> None:
    measurer = StubMeasurer()
    run_batch([clips], out=study, settings=BatchSettings(measurer=measurer), executor=InThisProcess(measurer))


def started(clips: Path, study: Path) -> int:
    """Return the process of a batch that runs by itself."""
    process = os.fork()
    if process == 0:
        try:
            run(clips, study)
        finally:
            os._exit(0)
    return process


def main() -> None:
    clips, study, kills, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    chance = random.Random(seed)  # noqa: S311  # moments, no secret
    with tempfile.TemporaryDirectory() as folder:
        run(clips, Path(folder) / "first")  # so that the forked processes have everything loaded
        began = time.monotonic()
        run(clips, Path(folder) / "second")
        lasts_s = time.monotonic() - began
    cut_short = 0
    for _ in range(kills):
        process = started(clips, study)
        time.sleep(chance.uniform(0.0, lasts_s / 2))  # less is left each time
        os.kill(process, signal.SIGKILL)
        cut_short += os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL
    run(clips, study)
    sys.stdout.write(f"{lasts_s:.2f} {cut_short}\n")


if __name__ == "__main__":
    main()
