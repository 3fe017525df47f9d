"""Frames per second of ``hiphinge analyze`` against a plain MediaPipe loop: the same clip, one run, in turn."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from goals import Goal
from running import Run, clip, hiphinge, timed

from hiphinge.sources.video import probe

__all__ = ["against_mediapipe"]

_FAST, _PLAIN = "hiphinge --fast", "mediapipe"
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
_REAL = _Case(name="a real video", ratio=1.8, seconds=20)
_FULL_HD = (1920, 1080)


def against_mediapipe(
    sample: Path, folder: Path, *, mediapipe_python: Path, rounds: int, real: Path | None
) -> Iterator[Goal]:
    """Yield how many times faster than the loop each case is; start-up of both is included, the report is not."""
    cases = [(case, clip(sample, folder, seconds=case.seconds, size=case.size, fps=case.fps)) for case in _CASES]
    if real is not None:
        info = probe(real)
        cases.append((replace(_REAL, name=f"{_REAL.name} of {info.duration_s:.0f} s"), real))
        size = _FULL_HD if info.size_px[0] >= info.size_px[1] else _FULL_HD[::-1]
        (beside := folder / "real").mkdir()
        name = f"{_REAL.name}, played forward and backward for {_REAL.seconds} s, 1080p"
        cases.append((replace(_REAL, name=name), clip(real, beside, seconds=_REAL.seconds, size=size)))
    for case, video in cases:
        runs: dict[str, list[Run]] = {"hiphinge": [], _FAST: [], _PLAIN: []}
        for number in range(rounds):
            for who, of_them in list(runs.items())[:: 1 if number % 2 == 0 else -1]:
                of_them.append(_run(who, video, folder, mediapipe_python))
        for who, of_them in runs.items():
            _say(case, who, of_them)
        yield _goal(case.name, case, runs["hiphinge"], runs[_PLAIN])
        yield _goal(f"{case.name}, with --fast", case, runs[_FAST], runs[_PLAIN])


def _run(who: str, video: Path, folder: Path, mediapipe_python: Path) -> Run:
    if who == _PLAIN:
        return timed([mediapipe_python, _LOOP, video], cwd=folder)
    options = ["--fast"] if who == _FAST else []
    return hiphinge("analyze", video, "--no-report", "--quiet", *options, "--out", folder / "out", cwd=folder)


def _say(case: _Case, who: str, runs: list[Run]) -> None:
    seconds = ", ".join(f"{run.seconds:.2f}" for run in runs)
    processor = ", ".join(f"{run.processor_s:.2f}" for run in runs)
    peak = max(run.peak_bytes for run in runs) / 1e6
    print(f"  {case.name}: {who} {seconds} s; processor {processor} s; at most {peak:.0f} MB", flush=True)


def _goal(name: str, case: _Case, ours: list[Run], theirs: list[Run]) -> Goal:
    ratio = statistics.median(t.seconds for t in theirs) / statistics.median(o.seconds for o in ours)
    return Goal(name=f"{name}, times as fast as the plain loop", value=ratio, limit=case.ratio)
