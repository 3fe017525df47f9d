"""Frames per second of ``hiphinge analyze`` against a plain MediaPipe loop: the same clip, one run, in turn."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from goals import Goal
from running import Run, clip, hiphinge, timed

__all__ = ["against_mediapipe"]

_LOOP = Path(__file__).resolve().parent / "mediapipe_loop.py"


@dataclass(frozen=True, kw_only=True)
class _Case:
    name: str
    seconds: int
    size: tuple[int, int]
    ratio: float


_CASES = (
    _Case(name="60 s, 1080p", seconds=60, size=(1080, 1920), ratio=1.4),
    _Case(name="10 s, 540p", seconds=10, size=(540, 960), ratio=1.1),
)


def against_mediapipe(sample: Path, folder: Path, *, mediapipe_python: Path, rounds: int) -> Iterator[Goal]:
    """Yield the ratio of frame rates for each case; start-up of both is included, the report is not."""
    for case in _CASES:
        video = clip(sample, folder, seconds=case.seconds, size=case.size)
        ours: list[Run] = []
        theirs: list[Run] = []
        for number in range(rounds):
            pair = [("hiphinge", ours), ("mediapipe", theirs)]
            for who, runs in pair if number % 2 == 0 else reversed(pair):
                runs.append(_run(who, video, folder, mediapipe_python))
        yield _goal(case, ours, theirs)


def _run(who: str, video: Path, folder: Path, mediapipe_python: Path) -> Run:
    if who == "mediapipe":
        return timed([mediapipe_python, _LOOP, video], cwd=folder)
    return hiphinge("analyze", video, "--no-report", "--quiet", "--out", folder / "out", cwd=folder)


def _goal(case: _Case, ours: list[Run], theirs: list[Run]) -> Goal:
    frames = case.seconds * 30
    for name, runs in (("hiphinge", ours), ("mediapipe", theirs)):
        rates = ", ".join(f"{frames / run.seconds:.1f}" for run in runs)
        peak = max(run.peak_bytes for run in runs) / 1e6
        print(f"  {case.name}: {name} {rates} frames/s, at most {peak:.0f} MB", flush=True)
    ratio = statistics.median(t.seconds for t in theirs) / statistics.median(o.seconds for o in ours)
    return Goal(name=f"{case.name}, times as fast as MediaPipe", value=ratio, limit=case.ratio)
