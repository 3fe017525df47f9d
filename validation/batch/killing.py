"""Kills `hiphinge batch`, or one of its workers, at random moments; then compares the files byte by byte."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["KilledBatch", "content_of", "started", "study", "workers_of"]

_LOOK_S = 0.05
_WORKER_SHARE = 0.5
"""So often a worker is killed before the command is."""
_SAID_ELSEWHERE = {".lock", "data_set.json"}


@dataclass(frozen=True, kw_only=True)
class KilledBatch:
    """What came of it: kills of the command and of workers, and how many files differ from an undisturbed batch's."""

    undisturbed_s: float
    commands_killed: int
    workers_killed: int
    files: int
    different: int


def study(clips: Path, folder: Path, *, kills: int, workers: int, seed: int) -> KilledBatch:
    """Analyse clips undisturbed, and once more with so many kills.

    Each run lasts a random time from its first worker on, so that the clips are worked through in some thirty runs.
    """
    chance = random.Random(seed)  # noqa: S311  # moments, no secret
    folder.mkdir(parents=True)
    whole, killed = folder / "whole", folder / "killed"
    began = time.monotonic()
    started(clips, whole, workers).wait()
    undisturbed_s = time.monotonic() - began
    slice_s = 1.5 * undisturbed_s / kills
    count = {"command": 0, "worker": 0}
    while sum(count.values()) < kills:
        process = started(clips, killed, workers)
        at_work = _workers_at_work(process)
        time.sleep(chance.uniform(0.0, slice_s))
        if at_work and chance.random() < _WORKER_SHARE and (alive := workers_of(process.pid)):
            os.kill(chance.choice(alive), signal.SIGKILL)
            count["worker"] += 1
            time.sleep(chance.uniform(0.0, slice_s))
        if process.poll() is None:
            process.kill()
            count["command"] += 1
        elif not at_work:
            break  # all is done
        process.wait()
    started(clips, killed, workers).wait()
    expected, found = content_of(whole), content_of(killed)
    names = expected.keys() | found.keys()
    return KilledBatch(
        undisturbed_s=round(undisturbed_s, 1),
        commands_killed=count["command"],
        workers_killed=count["worker"],
        files=len(expected),
        different=sum(expected.get(name) != found.get(name) for name in names),
    )


def started(clips: Path, study_folder: Path, workers: int, *more: str) -> "subprocess.Popen[bytes]":
    """Start a batch as the command does."""
    words = ["batch", clips, "--out", study_folder, "--workers", workers, "--quiet", *more]
    command = [sys.executable, "-m", "hiphinge", *words]
    return subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)  # noqa: S603  # our own command


def _workers_at_work(process: "subprocess.Popen[bytes]") -> bool:
    """Wait until a command has workers, and return whether it ever does."""
    while process.poll() is None:
        if workers_of(process.pid):
            return True
        time.sleep(_LOOK_S)
    return False


def workers_of(pid: int) -> list[int]:
    """Return the worker processes of a command."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((one / "stat").read_text().rpartition(")")[2].split()[1])
            is_worker = b"spawn_main" in (one / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if parent == pid and is_worker:
            found.append(int(one.name))
    return sorted(found)


def content_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a data set, but for those that say when and by whom."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in _SAID_ELSEWHERE)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
