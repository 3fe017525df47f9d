"""Thirty kills of the app or a worker, each at a random moment; then clips and analyses are counted."""

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
_START = "from validation.killed.quick import app; from pathlib import Path; app(Path({folder!r}), Path({clip!r}), {n})"


def study(folder: Path) -> None:
    """Kill, finish, count, and print what was found."""
    folder.mkdir(parents=True, exist_ok=True)
    clip = _clip(folder / "clip.mp4")
    moments, accepted, what = random.Random(16), set[str](), Counter[str]()  # noqa: S311  # moments, no secret
    for kill in range(_KILLS):
        code = _START.format(folder=str(folder), clip=str(clip), n=kill * 10)
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # ours
            time.sleep(moments.uniform(0.0, _LONGEST_S))
            workers = _workers(process) if kill % 2 else ()
            if workers:
                os.kill(workers[0], signal.SIGKILL)
                time.sleep(2.0)
            what["worker" if workers else "app"] += 1
            process.kill()
            said = (process.stdout.read() if process.stdout else "").splitlines()
        accepted |= {f"clip {line.split()[1]}" for line in said if line.startswith("accepted")}
    _report(folder, accepted, what)


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


def _workers(process: "subprocess.Popen[str]") -> tuple[int, ...]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    pids = [int(pid) for pid in children.read_text().split()] if children.exists() else []
    return tuple(pid for pid in pids if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text())


def _clip(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for number in range(5):
            grey = np.full((32, 32, 3), number * 20, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode())
    return path
