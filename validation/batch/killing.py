"""Kills `hiphinge batch`, or one of its workers, at random moments; then compares the files byte by byte."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from hiphinge.batch.data_set import DataSet

__all__ = ["KilledBatch", "content_of", "kept_in", "started", "study", "workers_of"]

_LOOK_S = 0.2
_EARLY_SHARE, _WORKER_SHARE = 1 / 3, 0.5
"""So often a command is killed before it has worked; and so often one that works loses a worker first."""
_MOST_KEPT = 2
_SAID_ELSEWHERE = {".lock", "data_set.json"}


@dataclass(frozen=True, kw_only=True)
class KilledBatch:
    """What came of it.

    Attributes
    ----------
    undisturbed_s
        How long the batch takes when nobody disturbs it.
    commands_killed, workers_killed
        How often each was killed.
    before_work
        How many commands were killed before they had kept a clip of their own: loading, merging what was there,
        starting workers, or at the first clip.
    clips_at_kills
        How many clips were there, each time that a command was killed.
    files, different
        How many files the undisturbed data set has, and how many are not the same.
    """

    undisturbed_s: float
    commands_killed: int
    workers_killed: int
    before_work: int
    clips_at_kills: tuple[int, ...]
    files: int
    different: int

    @property
    def kills(self) -> int:
        """How many there were."""
        return self.commands_killed + self.workers_killed


def study(clips: Path, folder: Path, *, kills: int, workers: int, seed: int) -> KilledBatch:
    """Analyse clips undisturbed, and once more with so many kills.

    A third of the runs is ended at any moment until its first clip would be there, and so are the others after none,
    one or two clips of their own and at any moment of the next one. Give some more clips than kills: a batch that is
    complete cannot be killed.
    """
    chance = random.Random(seed)  # noqa: S311  # moments, no secret
    folder.mkdir(parents=True)
    whole, killed = folder / "whole", folder / "killed"
    began = time.monotonic()
    process = started(clips, whole, workers)
    _until_kept(process, whole, 1)
    start_s = time.monotonic() - began
    process.wait()
    undisturbed_s = time.monotonic() - began
    clip_s = 2 * (undisturbed_s - start_s) / max(1, kept_in(whole) - 1)
    workers_killed, at_kills, before_work = 0, list[int](), 0
    while len(at_kills) + workers_killed < kills:
        before = kept_in(killed)
        process = started(clips, killed, workers)
        if chance.random() < _EARLY_SHARE:
            time.sleep(chance.uniform(0.0, start_s))
        else:
            _until_kept(process, killed, before + chance.randrange(_MOST_KEPT + 1))
            if chance.random() < _WORKER_SHARE and (alive := workers_of(process.pid)):
                os.kill(chance.choice(alive), signal.SIGKILL)
                workers_killed += 1
            time.sleep(chance.uniform(0.0, clip_s))
        if process.poll() is not None:
            break  # all is done
        process.kill()
        process.wait()
        at_kills.append(kept_in(killed))
        before_work += at_kills[-1] == before
    started(clips, killed, workers).wait()
    expected, found = content_of(whole), content_of(killed)
    return KilledBatch(
        undisturbed_s=round(undisturbed_s, 1),
        commands_killed=len(at_kills),
        workers_killed=workers_killed,
        before_work=before_work,
        clips_at_kills=tuple(at_kills),
        files=len(expected),
        different=sum(expected.get(name) != found.get(name) for name in expected.keys() | found.keys()),
    )


def _until_kept(process: "subprocess.Popen[bytes]", folder: Path, wanted: int) -> None:
    """Wait until a command is at work and so many clips are in a data set, or it has ended."""
    while process.poll() is None and not (workers_of(process.pid) and kept_in(folder) >= wanted):
        time.sleep(_LOOK_S)


def kept_in(folder: Path) -> int:
    """Return how many clips a data set has now, merged or not."""
    data_set = DataSet(folder)
    data_set.read()
    return len(data_set.clips)


def started(clips: Path, study_folder: Path, workers: int, *more: str) -> "subprocess.Popen[bytes]":
    """Start a batch as the command does."""
    words = ["batch", clips, "--out", study_folder, "--workers", workers, "--quiet", *more]
    command = [sys.executable, "-m", "hiphinge", *words]
    return subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)  # noqa: S603  # our own command


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
