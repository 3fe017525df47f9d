"""Whether the memory of a batch stays flat over many clips."""

import re
import statistics
import struct
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from validation.batch.killing import kept_in, started, workers_of

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence

__all__ = ["Growth", "study", "write_copies"]

_LOOK_S = 1.0
_COUNT_S = 30.0
_HEAD = "seconds,clips,command_mb,worker_mb\n"


@dataclass(frozen=True, kw_only=True)
class Growth:
    """Resident memory in MB of the command and of its largest worker, in the first, second and last fifth of the clips.

    Networks and libraries load in the first fifth, and parts of the data set are joined for the first time there.
    ``clips`` are those of the run; ``before`` were there from earlier ones.
    """

    clips: int
    before: int
    seconds: float
    command_first_mb: float
    command_early_mb: float
    command_late_mb: float
    worker_first_mb: float
    worker_early_mb: float
    worker_late_mb: float
    worker_most_mb: float

    @property
    def growth(self) -> float:
        """How many times the memory of the second fifth the last one needs: the larger of command and worker."""
        return max(self.command_late_mb / self.command_early_mb, self.worker_late_mb / self.worker_early_mb)


def write_copies(clip: Path, folder: Path, count: int) -> Path:
    """Write copies of a clip, each with another free box at its end, so that each is another content."""
    folder.mkdir(parents=True, exist_ok=True)
    content = clip.read_bytes()
    for number in range(count):
        (folder / f"{number:05d}.mp4").write_bytes(
            content + struct.pack(">I4s", 16, b"free") + f"{number:08d}".encode()
        )
    return folder


def study(clip: Path, folder: Path, *, clips: int, workers: int, longest_s: float | None = None) -> Growth:
    """Analyse so many copies of a clip while memory is watched; what an earlier run analysed is not done again.

    In place of a clip, a folder or a path with wildcards may be given: then what is there is analysed, not copies.
    After ``longest_s`` the batch is stopped, and what was seen until then is returned. ``memory.csv`` beside the data
    set has every look of this run.

    Raises
    ------
    RuntimeError
        If there was nothing to watch.
    """
    folder.mkdir(parents=True, exist_ok=True)
    given = write_copies(clip, folder / "clips", clips) if clip.is_file() else clip
    data_set = folder / "study"
    before = kept_in(data_set)
    seen, seconds = _watched(started(given, data_set, workers), folder, longest_s)
    if not seen:
        message = f"No worker was seen; {before} clips were there before."
        raise RuntimeError(message)
    done = kept_in(data_set) - before
    first, early, late = (_over(seen, before + share * done, done / 5) for share in (0.0, 0.2, 0.8))
    return Growth(
        clips=done,
        before=before,
        seconds=round(seconds, 1),
        command_first_mb=statistics.median(one.command_mb for one in first),
        command_early_mb=statistics.median(one.command_mb for one in early),
        command_late_mb=statistics.median(one.command_mb for one in late),
        worker_first_mb=statistics.median(one.worker_mb for one in first),
        worker_early_mb=statistics.median(one.worker_mb for one in early),
        worker_late_mb=statistics.median(one.worker_mb for one in late),
        worker_most_mb=max(one.worker_mb for one in seen),
    )


@dataclass(frozen=True, kw_only=True)
class _Seen:
    clips: int
    command_mb: float
    worker_mb: float


def _over(seen: "Sequence[_Seen]", begin: float, count: float) -> "Sequence[_Seen]":
    """Return the looks at which so many clips were done, or the nearest one: clips take longer on a busy machine."""
    found = [one for one in seen if begin <= one.clips <= begin + count]
    return found or [min(seen, key=lambda one: abs(one.clips - begin))]


def _watched(process: "subprocess.Popen[bytes]", folder: Path, longest_s: float | None) -> tuple[list[_Seen], float]:
    """Return memory of command and largest worker, look by look, and how long it took."""
    began, seen, counted_at, ended = time.monotonic(), list[_Seen](), -_COUNT_S, 0
    with (folder / "memory.csv").open("w", encoding="ascii", buffering=1) as file:
        file.write(_HEAD)
        while process.poll() is None:
            passed = time.monotonic() - began
            if longest_s is not None and passed > longest_s:
                process.terminate()  # not SIGINT, which is ignored below a shell in the background
                process.wait()
                break
            if passed - counted_at > _COUNT_S:
                ended, counted_at = kept_in(folder / "study"), passed
            at_work = [_resident_mb(pid) for pid in workers_of(process.pid)]
            command = _resident_mb(process.pid)
            if command and any(at_work):
                seen.append(_Seen(clips=ended, command_mb=command, worker_mb=max(at_work)))
                file.write(f"{passed:.0f},{ended},{command},{max(at_work)}\n")
            time.sleep(_LOOK_S)
    return seen, time.monotonic() - began


def _resident_mb(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    return round(int(found[1]) / 1024, 1) if found else 0.0
