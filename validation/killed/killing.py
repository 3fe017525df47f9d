"""Thirty kills of the app or a worker, each at a random moment; then clips and analyses are counted."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import av
import numpy as np

from validation.killed.quick import queue

__all__ = ["study"]

_KILLS = 30
_LONGEST_S = 12.0
_PATIENCE_S = 600.0
_AFTER_WORKER_S = 3.0
_START = "from validation.killed.quick import app; from pathlib import Path; app(Path({folder!r}), Path({clip!r}), {n})"


def study(folder: Path) -> None:
    """Kill, finish, count, and print what was found."""
    folder.mkdir(parents=True, exist_ok=True)
    clip = _clip(folder / "clip.mp4")
    moments, accepted, what = random.Random(16), set[str](), Counter[str]()  # noqa: S311  # moments, no secret
    for kill in range(_KILLS):
        said, was_worker = _killed_once(folder, clip, kill, moments.uniform(0.0, _LONGEST_S))
        what["worker" if was_worker else "app"] += 1
        accepted |= {f"clip {line.split()[1]}" for line in said if line.startswith("accepted")}
    _report(folder, accepted, what)


def _killed_once(folder: Path, clip: Path, kill: int, moment_s: float) -> tuple[list[str], bool]:
    """Start the app, and kill it, or every other time one of its workers first, so long after it begins."""
    code, output = _START.format(folder=str(folder), clip=str(clip), n=kill * 10), folder / "output.txt"
    with output.open("w") as writing, subprocess.Popen([sys.executable, "-c", code], stdout=writing) as process:  # noqa: S603  # ours
        while not output.read_text():
            time.sleep(0.05)
        time.sleep(moment_s)
        pids = [line.split()[1:] for line in output.read_text().splitlines() if line.startswith("workers ")]
        worker = int(pids[-1][0]) if kill % 2 and pids and pids[-1] else None
        if worker is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
            time.sleep(_AFTER_WORKER_S)
        process.kill()
    return output.read_text().splitlines(), worker is not None


def _report(folder: Path, accepted: set[str], what: Counter[str]) -> None:
    jobs = queue(folder)
    jobs.start_workers(2)
    began = time.monotonic()
    while jobs.clips("queued", "running") and time.monotonic() - began < _PATIENCE_S:
        time.sleep(0.5)
    states = Counter(clip.state for clip in jobs.clips())
    analyses = Counter(one.name for one in jobs.store.recordings.all(None))
    lost = {name for name in accepted if analyses[name] == 0}
    print(f"killed: {dict(what)}; accepted and said so: {len(accepted)}; clips: {dict(states)}")  # noqa: T201  # the result
    print(f"without an analysis: {len(lost)}; with more than one: {sum(n > 1 for n in analyses.values())}")  # noqa: T201  # likewise
    jobs.close()


def _clip(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for number in range(5):
            grey = np.full((32, 32, 3), number * 20, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode())
    return path
