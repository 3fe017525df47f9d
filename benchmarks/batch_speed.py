"""Many clips at once: against plain loops side by side, one worker against two, Ray, memory, storage, the writer."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from goals import Goal
from running import Run, clip, hiphinge

if TYPE_CHECKING:
    from hiphinge.batch import ClipOutcome, Executor, Item

__all__ = ["BatchSpeed", "batch_goals", "measured_batch", "read_batch", "save_batch"]

_ROOT = Path(__file__).resolve().parent.parent
_LOOP = Path(__file__).resolve().parent / "mediapipe_loop.py"
_SIZE = (540, 960)
_SECONDS = (8, 9, 10, 11, 12)
_SMALL = (270, 480)
_WRITTEN = 400
_WORKERS = 2
_SLACK = 1.15
"""Ray may take so many times what this machine takes without it."""
_SPEED_UP, _GROWTH = 1.7, 1.1


@dataclass(frozen=True, kw_only=True)
class BatchSpeed:
    """What was measured of batches; times in seconds for each clip, on the clock unless said otherwise.

    Attributes
    ----------
    video_s
        Length of a clip on average.
    loops_s
        Two plain MediaPipe loops side by side, each over half of the clips; None where MediaPipe is not there.
    one_s, two_s, ray_s
        `hiphinge batch` with one worker, with two, and with two on a Ray cluster of this machine.
    processor_s
        Processor time of a clip, with two workers.
    writer_s
        Processor time of the one process that writes the data set.
    stored_bytes
        Size of the data set.
    memory
        As `python -m validation.batch memory` prints it.
    """

    clips: int
    video_s: float
    loops_s: float | None
    one_s: float
    two_s: float
    ray_s: float
    processor_s: float
    writer_s: float
    stored_bytes: float
    memory: dict[str, float]


def measured_batch(sample: Path, folder: Path, *, clips: int, copies: int, mediapipe_python: Path | None) -> BatchSpeed:
    """Measure everything; takes some ten minutes for 100 clips on two cores."""
    places = _clips(sample, folder / "clips", clips)
    seconds = [_SECONDS[number % len(_SECONDS)] for number in range(clips)]
    loops_s = None if mediapipe_python is None else _loops_s(places, folder, mediapipe_python)
    one = _batch(folder, "one", "--workers", "1")
    two = _batch(folder, "two", "--workers", str(_WORKERS))
    ray = _batch(folder, "ray", "--workers", str(_WORKERS), "--ray", "local")
    stored = sum(path.stat().st_size for path in (folder / "two").rglob("*.parquet"))
    return BatchSpeed(
        clips=clips,
        video_s=sum(seconds) / clips,
        loops_s=None if loops_s is None else loops_s / clips,
        one_s=one.seconds / clips,
        two_s=two.seconds / clips,
        ray_s=ray.seconds / clips,
        processor_s=two.processor_s / clips,
        writer_s=_writer_s(places[0], folder / "written"),
        stored_bytes=stored / clips,
        memory=_memory(clip(sample, folder, seconds=2, size=_SMALL), folder / "memory", copies),
    )


def _clips(sample: Path, folder: Path, count: int) -> list[Path]:
    """Make clips of 8 to 12 seconds in turn, each of another content."""
    folder.mkdir()
    kinds = [clip(sample, folder.parent, seconds=seconds, size=_SIZE) for seconds in _SECONDS]
    places = []
    for number in range(count):
        place = folder / f"{number:04d}.mp4"
        shutil.copy(kinds[number % len(kinds)], place)
        with place.open("ab") as file:
            file.write(b"\0\0\0\x10free" + f"{number:08d}".encode())
        places.append(place)
    return places


def _batch(folder: Path, name: str, *options: str) -> Run:
    return hiphinge("batch", folder / "clips", "--out", folder / name, "--quiet", *options, cwd=folder)


def _loops_s(places: Sequence[Path], folder: Path, python: Path) -> float:
    """Return how long two loops take, each over every second clip."""
    began = time.perf_counter()
    halves = [places[half::_WORKERS] for half in range(_WORKERS)]
    loops = [
        subprocess.Popen([str(python), str(_LOOP), *map(str, half)], cwd=folder, stdout=subprocess.DEVNULL)
        for half in halves
    ]
    codes = [loop.wait() for loop in loops]
    if any(codes):
        sys.exit(f"The plain loops ended with {codes}.")
    return time.perf_counter() - began


def _writer_s(place: Path, folder: Path) -> float:
    """Return the processor time of writing the rows of one clip, over as many as make several merges."""
    from hiphinge.batch import BatchSettings, InThisProcess, NetworkMeasurer, run_batch  # noqa: PLC0415  # heavy
    from hiphinge.batch.lists import Listed  # noqa: PLC0415  # likewise
    from hiphinge.batch.plan import Parameters  # noqa: PLC0415  # likewise

    source = folder / "clips"
    source.mkdir(parents=True)
    for number in range(_WRITTEN):
        (source / f"{number:04d}.mp4").write_bytes(place.read_bytes() + f"{number}".encode())
    listed = [Listed(source=str(one), parameters=Parameters()) for one in sorted(source.iterdir())]
    once = _OfTheFirst(InThisProcess(NetworkMeasurer()))
    run_batch([], out=folder / "first", listed=listed[:1], executor=once, settings=BatchSettings())
    before = time.process_time()
    run_batch([], out=folder / "all", listed=listed, executor=once, settings=BatchSettings())
    return (time.process_time() - before) / _WRITTEN


class _OfTheFirst:
    """An executor that analyses the first clip, and gives its rows for every other one, too."""

    def __init__(self, inner: "Executor") -> None:
        self._inner, self._given, self._found = inner, list["Item"](), list["ClipOutcome"]()

    @property
    def room(self) -> int:
        """One at a time."""
        return 1 - len(self._given)

    def give(self, item: "Item") -> None:
        """Take a clip."""
        self._given.append(item)

    def take(self, timeout_s: float) -> "Sequence[ClipOutcome]":
        """Return the rows of the first clip under the name of this one."""
        if not self._found:
            self._inner.give(self._given[0])
            self._found = list(self._inner.take(timeout_s))
        given, self._given = self._given, []
        return [replace(self._found[0], clip=item.clip) for item in given]

    def close(self) -> None:
        """Nothing is left to end."""


def _memory(place: Path, folder: Path, copies: int) -> dict[str, float]:
    words = [sys.executable, "-m", "validation.batch", "memory", str(place), str(folder), "--copies", str(copies)]
    done = subprocess.run(words, cwd=_ROOT, capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        sys.exit(f"The study of memory ended with {done.returncode}: {done.stderr[-500:]}")
    return dict(json.loads(done.stdout.strip().rpartition("\n")[2]))


def save_batch(found: BatchSpeed, path: Path) -> None:
    """Keep what was measured, so that the page can be written again without measuring."""
    path.write_text(json.dumps(asdict(found), indent=1) + "\n", encoding="utf-8")


def read_batch(path: Path) -> BatchSpeed | None:
    """Return what was measured last; None where nothing was."""
    return BatchSpeed(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def batch_goals(found: BatchSpeed) -> list[Goal]:
    """Return the numbers that have a limit."""
    goals = []
    if found.loops_s is not None:
        name = f"{found.clips} clips of 8 to 12 s, 540p, times as fast as two plain loops side by side"
        goals.append(Goal(name=name, value=found.loops_s / found.two_s, limit=1.0))
    goals += [
        Goal(
            name="a batch with two workers, times as fast as with one", value=found.one_s / found.two_s, limit=_SPEED_UP
        ),
        Goal(
            name="a batch on Ray, times as long as without", value=found.ray_s / found.two_s, limit=_SLACK, at_most=True
        ),
        Goal(
            name=f"memory of a worker at the end of {found.memory['clips']:.0f} clips, times that near the beginning",
            value=found.memory["worker_late_mb"] / found.memory["worker_early_mb"],
            limit=_GROWTH,
            at_most=True,
        ),
    ]
    return goals
