"""Many clips at once: against plain loops side by side, one worker against two, Ray, memory, storage, the writer."""

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from goals import Goal
from running import Run, clip, hiphinge, machine

if TYPE_CHECKING:
    from hiphinge.batch import ClipOutcome, Executor, Item

__all__ = [
    "AGAINST",
    "BatchSpeed",
    "batch_goals",
    "measured_batch",
    "measured_memory",
    "memory_printed",
    "read_batch",
    "save_batch",
]

_ROOT = Path(__file__).resolve().parent.parent
_LOOP = Path(__file__).resolve().parent / "mediapipe_loop.py"
_SIZE = (540, 960)
_SECONDS = (8, 9, 10, 11, 12)
_SMALL = (270, 480)
_WRITTEN = 400
_WORKERS = 2
_LOOPS, _TWO = "loops", "two"
_SIDES = (_LOOPS, _TWO, "ray", "one")
AGAINST = (_LOOPS, "ray", "one")
_OPTIONS = {
    "one": ("--workers", "1"),
    "two": ("--workers", str(_WORKERS)),
    "ray": ("--workers", str(_WORKERS), "--ray", "local"),
}
_SLACK = 1.15
"""Ray may take so many times what this machine takes without it."""
_SPEED_UP, _GROWTH = 1.7, 1.1


@dataclass(frozen=True, kw_only=True)
class Round:
    """Sides one after the other: seconds for each clip, on the clock unless said otherwise; None for one left out.

    Attributes
    ----------
    loops_s
        Two plain MediaPipe loops side by side, each over half of the clips.
    one_s, two_s, ray_s
        `hiphinge batch` with one worker, with two, and with two on a Ray cluster of this machine.
    processor_s
        Processor time of a clip, with two workers.
    """

    loops_s: float | None
    one_s: float | None
    two_s: float | None
    ray_s: float | None
    processor_s: float | None


@dataclass(frozen=True, kw_only=True)
class BatchSpeed:
    """What was measured of batches.

    Attributes
    ----------
    measured, machine
        When and where.
    clips
        How many a batch had.
    video_s
        Length of a clip on average.
    writer_s
        Processor time of the one process that writes the data set, for each clip.
    stored_bytes
        Size of the data set, for each clip.
    memory
        As `python -m validation.batch memory` prints it; None where it was not measured.
    """

    measured: str
    machine: str
    clips: int
    video_s: float
    rounds: tuple[Round, ...]
    writer_s: float
    stored_bytes: float
    memory: dict[str, float] | None

    def median(self, name: str) -> float | None:
        """Return the median of the rounds that have it; None where none does."""
        values = [value for one in self.rounds if (value := getattr(one, name)) is not None]
        return statistics.median(values) if values else None

    def ratio(self, above: str, below: str) -> float | None:
        """Return the median of the ratios of each round: what disturbs one side disturbs the next one, too."""
        pairs = [(getattr(one, above), getattr(one, below)) for one in self.rounds]
        ratios = [a / b for a, b in pairs if a is not None and b is not None]
        return statistics.median(ratios) if ratios else None


def measured_batch(
    sample: Path,
    folder: Path,
    *,
    clips: int,
    rounds: int,
    against: Sequence[str],
    mediapipe_python: Path | None,
    earlier: BatchSpeed | None,
    anew: bool,
) -> BatchSpeed:
    """Measure some rounds more than there are; a round takes some ten minutes for 100 clips on two cores."""
    where = machine()
    places = _clips(sample, folder / "clips", clips)
    seconds = [_SECONDS[number % len(_SECONDS)] for number in range(clips)]
    kept = None if earlier is None or earlier.clips != clips or anew else earlier
    before = () if kept is None else kept.rounds
    found = [
        _round(places, folder / f"round {number}", ordered(against, number + len(before)), mediapipe_python)
        for number in range(rounds)
    ]
    stored = sum(path.stat().st_size for path in (folder / "round 0" / "two").rglob("*.parquet"))
    return BatchSpeed(
        measured=datetime.now(tz=UTC).date().isoformat(),
        machine=where,
        clips=clips,
        video_s=sum(seconds) / clips,
        rounds=(*before, *found),
        writer_s=_writer_s(places[0], folder / "written") if kept is None else kept.writer_s,
        stored_bytes=stored / clips,
        memory=None if earlier is None else earlier.memory,
    )


def ordered(against: Sequence[str], number: int) -> Sequence[str]:
    """Return the sides in the order of a round, two workers among them: every second round the other way round."""
    return [side for side in _SIDES if side in {*against, _TWO}][:: 1 if number % 2 == 0 else -1]


def _round(places: Sequence[Path], folder: Path, sides: Sequence[str], mediapipe_python: Path | None) -> Round:
    """Run each side once."""
    folder.mkdir()
    runs = dict[str, Run]()
    loops_s = None
    for side in sides:
        if side != _LOOPS:
            runs[side] = _batch(places[0].parent, folder, side)
            print(f"  {side}: {runs[side].seconds:.1f} s, processor {runs[side].processor_s:.1f} s", flush=True)
        elif mediapipe_python is not None:
            loops_s = _loops_s(places, folder, mediapipe_python)
            print(f"  {side}: {loops_s:.1f} s", flush=True)
    count = len(places)
    return Round(
        loops_s=None if loops_s is None else loops_s / count,
        **{f"{side}_s": runs[side].seconds / count if side in runs else None for side in ("one", "two", "ray")},
        processor_s=runs["two"].processor_s / count if "two" in runs else None,
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


def _batch(clips: Path, folder: Path, side: str) -> Run:
    return hiphinge("batch", clips, "--out", folder / side, "--quiet", *_OPTIONS[side], cwd=folder)


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


def measured_memory(sample: Path, folder: Path, copies: int) -> dict[str, float]:
    """Return what `python -m validation.batch memory` finds over so many clips of 2 s."""
    place = clip(sample, folder, seconds=2, size=_SMALL)
    words = [sys.executable, "-m", "validation.batch", "memory", place, folder / "memory", "--copies", copies]
    done = subprocess.run([str(word) for word in words], cwd=_ROOT, capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        sys.exit(f"The study of memory ended with {done.returncode}: {done.stderr[-500:]}")
    return memory_printed(done.stdout)


def memory_printed(text: str) -> dict[str, float]:
    """Return what `python -m validation.batch memory` printed last."""
    return dict(json.loads(text.strip().rpartition("\n")[2]))


def save_batch(found: BatchSpeed, path: Path) -> None:
    """Keep what was measured, so that the page can be written again without measuring."""
    path.write_text(json.dumps(asdict(found), indent=1) + "\n", encoding="utf-8")


def read_batch(path: Path) -> BatchSpeed | None:
    """Return what was measured last; None where nothing was."""
    if not path.exists():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    return BatchSpeed(**kept | {"rounds": tuple(Round(**one) for one in kept["rounds"])})


def batch_goals(found: BatchSpeed) -> list[Goal]:
    """Return the numbers that have a limit."""
    goals = []
    if (against := found.ratio("loops_s", "two_s")) is not None:
        name = f"{found.clips} clips of 8 to 12 s, 540p, times as fast as two plain loops side by side"
        goals.append(Goal(name=name, value=against, limit=1.0))
    if (sped_up := found.ratio("one_s", "two_s")) is not None:
        goals.append(Goal(name="a batch with two workers, times as fast as with one", value=sped_up, limit=_SPEED_UP))
    if (slack := found.ratio("ray_s", "two_s")) is not None:
        goals.append(Goal(name="a batch on Ray, times as long as without", value=slack, limit=_SLACK, at_most=True))
    if found.memory is not None:
        name = f"memory at the end of {found.memory['clips']:.0f} clips, times that in the second fifth"
        goals.append(Goal(name=name, value=grown(found.memory), limit=_GROWTH, at_most=True))
    return goals


def grown(memory: dict[str, float]) -> float:
    """Return the growth of the worker's memory or of the command's, whichever is larger."""
    return max(memory[f"{one}_late_mb"] / memory[f"{one}_early_mb"] for one in ("worker", "command"))
