"""A recording streamed in a loop for as long as wanted: the cost of a frame beside one inference, and memory."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from hiphinge.analysis.streaming import AnalysisStream, RepetitionEnded
from hiphinge.estimators.blazepose.landmarks import SIDE_PX
from hiphinge.estimators.litert import Network
from hiphinge.estimators.models import model_path
from hiphinge.motion import Motion

__all__ = ["Part", "endurance", "inference_s", "looped"]

PART_S = 300.0


@dataclass(frozen=True)
class Part:
    """Five minutes of a stream: processor time per frame, the largest, memory in MiB, movements, one inference."""

    until_s: float
    mean_s: float
    largest_s: float
    memory_mib: float
    movements: int
    inference_s: float


def inference_s(*, runs: int = 30) -> float:
    """Return the median processor time of one inference of the full landmark network, whole, with one thread."""
    shapes = {"input": (1, SIDE_PX, SIDE_PX, 3), "mask": (1, SIDE_PX, SIDE_PX, 1)}
    network = Network(model_path("blazepose-full"), threads=1, shapes=shapes)
    image = np.random.default_rng(0).random((1, SIDE_PX, SIDE_PX, 3), dtype=np.float32)
    costs = []
    for _ in range(runs):
        before = process_time()
        network.run(image)
        costs.append(process_time() - before)
    return float(np.median(costs))


def endurance(motion: Motion, *, minutes: float, pause_s: float = 0.0) -> Iterator[Part]:
    """Stream a recording again and again, and yield what each five minutes cost.

    After each turn, the person stays as in the last frame for ``pause_s``, so that a set ends where they stand.
    """
    stream, costs, repetitions, until_s = AnalysisStream(), list[float](), 0, PART_S
    for frame in _looped(motion, minutes=minutes, pause_s=pause_s):
        before = process_time()
        events = stream.push(frame)
        costs.append(process_time() - before)
        repetitions += sum(isinstance(event, RepetitionEnded) for event in events)
        if frame.time_s[0] >= until_s:
            yield Part(until_s, float(np.mean(costs)), max(costs), _memory_mib(), repetitions, inference_s())
            costs, repetitions, until_s = [], 0, until_s + PART_S


def _looped(motion: Motion, *, minutes: float, pause_s: float) -> Iterator[Motion]:
    step_s = 1 / 30
    length_s = float(motion.time_s[-1] - motion.time_s[0]) + step_s + pause_s
    for turn in range(int(minutes * 60 / length_s) + 1):
        moved = replace(motion, time_s=motion.time_s + turn * length_s - float(motion.time_s[0]))
        for k in range(len(moved)):
            yield moved.part(slice(k, k + 1))
        last = moved.part(slice(len(moved) - 1, None))
        for k in range(round(pause_s / step_s)):
            yield replace(last, time_s=last.time_s + (k + 1) * step_s)


def looped(motion: Motion, *, times: int) -> Motion:
    """Return a recording repeated so many times, as one."""
    length_s = float(motion.time_s[-1] - motion.time_s[0]) + 1 / 30
    arrays = ("positions", "confidence", "world_m", "contour", "plate")
    repeated: dict[str, Any] = {
        name: np.concatenate([v] * times) for name in arrays if (v := getattr(motion, name)) is not None
    }
    return replace(motion, time_s=np.concatenate([motion.time_s + k * length_s for k in range(times)]), **repeated)


def _memory_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20
