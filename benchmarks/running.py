"""Runs a command and measures how long it took and how much memory it needed at most.

A process counts the memory of the one that started it as its own peak, so this one has to stay small: clips are made
in a process of their own.
"""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Run", "clip", "hiphinge", "machine", "timed"]

_CLIPS = Path(__file__).resolve().parent / "clips.py"

_BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024
"""The unit of memory in getrusage, bytes."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of a command, start-up included."""

    seconds: float
    processor_s: float
    peak_bytes: int


def timed(command: Sequence[str | Path], *, cwd: Path) -> Run:
    """Run a command to its end; what it prints is kept for when it fails."""
    with (cwd / "output.txt").open("w+b") as output:
        start = time.perf_counter()
        process = subprocess.Popen([str(word) for word in command], cwd=cwd, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{output.read().decode()}")
    processor_s = usage.ru_utime + usage.ru_stime
    return Run(seconds=seconds, processor_s=processor_s, peak_bytes=usage.ru_maxrss * _BYTES_PER_UNIT)


def hiphinge(*arguments: str | Path, cwd: Path) -> Run:
    """Run the command of the Python that runs this, whole and in a process of its own."""
    return timed([sys.executable, "-m", "hiphinge", *arguments], cwd=cwd)


def clip(sample: Path, folder: Path, *, seconds: int, size: tuple[int, int], times: int = 1, fps: int = 30) -> Path:
    """Make a clip of the sample in a process of its own and return where it is."""
    target = folder / f"{seconds * times}s_{size[1]}_{fps}.mp4"
    timed([sys.executable, _CLIPS, sample, target, *map(str, (seconds, *size, times, fps))], cwd=folder)
    return target


def machine() -> str:
    """Return what this machine is, and how much else it does."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    cores = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()}"
    return f"{cores}, with a load of {load} at the start"
