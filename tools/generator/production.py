"""Many clips: in parallel, each alone in its process, those that exist left alone."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from tools.generator.clips import Wishes

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
CLIPS_PER_PROCESS = 25


@dataclass(frozen=True)
class Order:
    """A folder to fill: how many clips, from which seed, and what every clip must be."""

    folder: Path
    clips: int
    seed: int
    jobs: int
    wishes: Wishes


def produce(order: Order, report: Callable[[str, int], None]) -> None:
    """Make what is missing; ``report`` is called with each clip's name and how many are done.

    A clip depends on the seed and its number only, so that neither the number of processes nor an
    interruption changes any of them.
    """
    order.folder.mkdir(parents=True, exist_ok=True)
    numbers = range(order.clips)
    if order.jobs == 1:
        names: Iterable[str] = (_make(order, number) for number in numbers)
        for done, name in enumerate(names, start=1):
            report(name, done)
        return
    for variable in THREAD_VARIABLES:
        os.environ[variable] = "1"
    done = 0
    for some in batched(numbers, CLIPS_PER_PROCESS * order.jobs):
        with ProcessPoolExecutor(order.jobs, mp_context=get_context("spawn")) as pool:
            waiting = [pool.submit(_make, order, number) for number in some]
            for future in as_completed(waiting):
                done += 1
                report(future.result(), done)


def batched(numbers: range, size: int) -> Iterator[range]:
    """Parts of a range; each gets new processes, since windows leave memory behind.

    (A pool that renews its own processes may wait for ever: python/cpython issue 115634.)
    """
    return (numbers[first : first + size] for first in range(0, len(numbers), size))


def _make(order: Order, number: int) -> str:
    from tools.generator.clips import make_clip  # noqa: PLC0415 threads are set before anything heavy loads

    return make_clip(order.folder, seed=order.seed, number=number, wishes=order.wishes)
