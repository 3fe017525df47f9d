"""How fast hiphinge is on this machine: ``run.py [PART ...]``; ends with 1 when a goal is missed.

Parts: ``start``, ``stages``, ``analysis``, ``speed`` (against MediaPipe, which needs an environment of its own),
``memory``, ``batch`` (many clips; each run adds rounds to ``--batch-results``, from which the page has them),
``batch-memory`` (over a thousand clips; kept there, too). ``--page FILE`` also writes what was measured as a page of
the documentation; after nothing but batches, only what it says of them.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from against_mediapipe import against_mediapipe
from alone import analysis_share, memory, starting
from batch_speed import AGAINST, batch_goals, measured_batch, measured_memory, memory_printed, read_batch, save_batch
from goals import Goal
from running import clip, machine
from speed_page import page, with_batch
from stages import Stage, stages

from hiphinge.workflow.sample import sample_clip

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("start", "stages", "analysis", "speed", "memory", "batch", "batch-memory")
_OF_BATCHES = {"batch", "batch-memory"}
_SIZES = ((1080, 1920), (540, 960))
MEDIAPIPE_PYTHONS = (ROOT / ".venv-agreement/bin/python", ROOT / ".venv-agreement/Scripts/python.exe")


def main() -> int:
    """Measure what was asked for, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)}; all if not given")
    parser.add_argument("--rounds", type=int, default=3, help="how often each side of a comparison runs")
    parser.add_argument("--mediapipe-python", type=Path, help="a Python that has mediapipe==0.10.21")
    parser.add_argument(
        "--clip", type=Path, help="a real video, timed against MediaPipe, as it is and for 20 s, and for the analysis"
    )
    parser.add_argument("--clips", type=int, default=100, help="how many clips of 8 to 12 s a batch has")
    parser.add_argument(
        "--against",
        action="append",
        choices=AGAINST,
        help="what a round of batches runs beside two workers; all if not given",
    )
    parser.add_argument("--batch-copies", type=int, default=1000, help="over how many clips memory is watched")
    parser.add_argument("--batch-memory", type=Path, help="what `python -m validation.batch memory` printed")
    parser.add_argument("--anew", action="store_true", help="forget the rounds of batches that are kept")
    parser.add_argument("--batch-results", type=Path, default=ROOT / "benchmarks/batch.json", help="what was measured")
    parser.add_argument("--page", type=Path, help="write what was measured to this page")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each run compiles every module anew, as no user's does
    where = machine()
    print(where, flush=True)
    goals: list[Goal] = []
    costs: list[Stage] = []
    for one in _measured(tuple(asked.parts) or PARTS, asked):
        print(one, flush=True)
        if isinstance(one, Goal):
            goals.append(one)
        else:
            costs.append(one)
    if asked.page is not None:
        batch = read_batch(asked.batch_results)
        if batch is not None and asked.page.exists() and set(asked.parts) and set(asked.parts) <= _OF_BATCHES:
            text = with_batch(asked.page.read_text(encoding="utf-8"), batch)
        else:
            text = page(goals, costs, where=where, batch=batch)
        asked.page.write_text(text, encoding="utf-8")
    return 1 if any(not goal.met for goal in goals) else 0


def _measured(parts: tuple[str, ...], asked: argparse.Namespace) -> Iterator[Goal | Stage]:
    real = None if asked.clip is None else asked.clip.resolve()
    with tempfile.TemporaryDirectory() as name, sample_clip() as sample:
        folder = Path(name)
        if "start" in parts:
            yield from starting()
        if "stages" in parts:
            for size in _SIZES:
                yield from stages(clip(sample, folder, seconds=3, size=size))
        if "analysis" in parts:
            yield from analysis_share(real or sample)
        if "speed" in parts:
            python = _mediapipe_python(asked.mediapipe_python)
            yield from against_mediapipe(sample, folder, mediapipe_python=python, rounds=asked.rounds, real=real)
        if "memory" in parts:
            yield from memory(sample, folder)
        if "batch" in parts or "batch-memory" in parts:
            yield from _batch(sample, folder, asked, parts)


def _batch(sample: Path, folder: Path, asked: argparse.Namespace, parts: tuple[str, ...]) -> Iterator[Goal]:
    found = read_batch(asked.batch_results)
    if "batch" in parts:
        pythons = [asked.mediapipe_python] if asked.mediapipe_python else MEDIAPIPE_PYTHONS
        found = measured_batch(
            sample,
            folder,
            clips=asked.clips,
            rounds=asked.rounds,
            against=asked.against or AGAINST,
            mediapipe_python=next((one.absolute() for one in pythons if one.exists()), None),
            earlier=found,
            anew=asked.anew,
        )
    if found is None:
        sys.exit("Memory is kept beside the speed of batches: measure the part `batch` first.")
    if "batch-memory" in parts:
        printed = asked.batch_memory
        memory = (
            measured_memory(sample, folder, asked.batch_copies)
            if printed is None
            else memory_printed(printed.read_text(encoding="utf-8"))
        )
        found = replace(found, memory=memory)
    print(f"  {found}", flush=True)
    save_batch(found, asked.batch_results)
    yield from batch_goals(found)


def _mediapipe_python(given: Path | None) -> Path:
    for python in [given] if given else MEDIAPIPE_PYTHONS:
        if python.exists():
            return python.absolute()
    sys.exit("The comparison needs a Python with mediapipe==0.10.21: run `make agreement`, or give --mediapipe-python.")


if __name__ == "__main__":
    sys.exit(main())
