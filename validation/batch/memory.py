"""Whether the memory of a batch stays flat over many clips."""

import re
import statistics
import struct
import time
from dataclasses import dataclass
from pathlib import Path

from validation.batch.killing import started, workers_of

__all__ = ["Growth", "study", "write_copies"]

_LOOK_S = 1.0


@dataclass(frozen=True, kw_only=True)
class Growth:
    """Resident memory in MB of the command and of its largest worker, in the second and in the last fifth of the batch.

    The first fifth is left out: networks and libraries load there.
    """

    clips: int
    seconds: float
    command_early_mb: float
    command_late_mb: float
    worker_early_mb: float
    worker_late_mb: float
    worker_most_mb: float


def write_copies(clip: Path, folder: Path, count: int) -> Path:
    """Write copies of a clip, each with another free box at its end, so that each is another content."""
    folder.mkdir(parents=True)
    content = clip.read_bytes()
    for number in range(count):
        (folder / f"{number:05d}.mp4").write_bytes(
            content + struct.pack(">I4s", 16, b"free") + f"{number:08d}".encode()
        )
    return folder


def study(clip: Path, folder: Path, *, clips: int, workers: int) -> Growth:
    """Analyse so many copies of a clip while memory is watched."""
    write_copies(clip, folder / "clips", clips)
    began, seen = time.monotonic(), list[tuple[float, float]]()
    process = started(folder / "clips", folder / "study", workers)
    while process.poll() is None:
        at_work = [_resident_mb(pid) for pid in workers_of(process.pid)]
        if at_work:
            seen.append((_resident_mb(process.pid), max(at_work)))
        time.sleep(_LOOK_S)
    fifth = max(1, len(seen) // 5)
    early, late = seen[fifth : 2 * fifth] or seen, seen[-fifth:]
    return Growth(
        clips=clips,
        seconds=round(time.monotonic() - began, 1),
        command_early_mb=statistics.median(one[0] for one in early),
        command_late_mb=statistics.median(one[0] for one in late),
        worker_early_mb=statistics.median(one[1] for one in early),
        worker_late_mb=statistics.median(one[1] for one in late),
        worker_most_mb=max(one[1] for one in seen),
    )


def _resident_mb(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    return round(int(found[1]) / 1024, 1) if found else 0.0
