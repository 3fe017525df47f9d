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
    ratio: float
    seconds: int = 10
    size: tuple[int, int] = (540, 960)
    fps: int = 30


_CASES = (
    _Case(name="20 s, 1080p", ratio=1.8, seconds=20, size=(1080, 1920)),
    _Case(name="10 s, 540p", ratio=1.5),
    _Case(name="10 s, 540p, 60 frames/s", ratio=2.0, fps=60),
)
_REAL = _Case(name="a real video", ratio=1.8)


def against_mediapipe(
    sample: Path, folder: Path, *, mediapipe_python: Path, rounds: int, real: Path | None
) -> Iterator[Goal]:
    """Yield how many times faster than the loop each case is; start-up of both is included, the report is not."""
    cases = [(case, clip(sample, folder, seconds=case.seconds, size=case.size, fps=case.fps)) for case in _CASES]
    if real is not None:
        cases.append((_REAL, real))
    for case, video in cases:
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
    for name, runs in (("hiphinge", ours), ("mediapipe", theirs)):
        seconds = ", ".join(f"{run.seconds:.2f}" for run in runs)
        processor = ", ".join(f"{run.processor_s:.2f}" for run in runs)
        peak = max(run.peak_bytes for run in runs) / 1e6
        print(f"  {case.name}: {name} {seconds} s; processor {processor} s; at most {peak:.0f} MB", flush=True)
    ratio = statistics.median(t.seconds for t in theirs) / statistics.median(o.seconds for o in ours)
    return Goal(name=f"{case.name}, times as fast as the plain loop", value=ratio, limit=case.ratio)
