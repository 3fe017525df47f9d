"""The executor on this machine: processes that keep their networks, each on one thread, watched and replaced."""

import contextlib
import multiprocessing
import os
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from hiphinge.batch.measuring import ClipOutcome, Limits, Measurer, measured
from hiphinge.batch.plan import Item
from hiphinge.errors import MissingComponentError
from hiphinge.jobs.isolation import CRASHED, OUT_OF_MEMORY, TOO_LONG, end_with_parent, is_crash, limit_process

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["LocalProcesses", "usual_workers"]

_MEMORY_EACH_BYTES = 3 << 29
"""What a worker takes with its networks, generously."""
_LOOK_S = 0.5
_LONGEST_START_S = 120.0
"""So long a worker may take to start before the time of its clip begins all the same."""
_MOST_FAILED_STARTS = 6
_NO_WORKER = (
    "No worker process starts here (exit code {code}). A script that runs a batch from its top level needs "
    '`if __name__ == "__main__":` before it, since worker processes import the script.'
)
_ENDED = "Its worker ended (exit code {code}) before it was finished."


def usual_workers() -> int:
    """Return how many workers this machine has room for: one for each core, as far as there is memory."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return cores
    return max(1, min(cores, memory // _MEMORY_EACH_BYTES))


@dataclass(eq=False)
class _Place:
    """One worker at a time, the clip that it is at, and whether it has ever begun with one."""

    process: Any = None
    line: Any = None
    alive: Any = None
    item: Item | None = None
    latest: float = 0.0
    begun: bool = False


@dataclass(eq=False)
class LocalProcesses:
    """So many worker processes; one that ends is replaced when the next clip comes."""

    measurer: Measurer
    limits: Limits = field(default_factory=Limits)
    workers: int = field(default_factory=usual_workers)
    _places: list[_Place] = field(default_factory=list)
    _failed_starts: int = 0

    def __post_init__(self) -> None:
        """Make the places; processes start with their first clip."""
        self._places = [_Place() for _ in range(self.workers)]

    @property
    def room(self) -> int:
        """How many places are free."""
        return sum(place.item is None for place in self._places)

    @property
    def pids(self) -> tuple[int, ...]:
        """The ids of the processes."""
        return tuple(place.process.pid for place in self._places if place.process is not None)

    def give(self, item: Item) -> None:
        """Begin with a clip in a free place."""
        place = next(place for place in self._places if place.item is None)
        if place.process is None or not place.process.is_alive():
            _end(place)
            self._start(place)
        place.item, place.latest = item, time.monotonic() + _LONGEST_START_S + self.limits.longest_s
        with contextlib.suppress(OSError):  # it has just ended: seen when it is looked at
            place.line.send(item)

    def take(self, timeout_s: float) -> Sequence[ClipOutcome]:
        """Return what has ended.

        Raises
        ------
        MissingComponentError
            If no worker process starts.
        """
        busy = [place for place in self._places if place.item is not None]
        if not busy:
            time.sleep(timeout_s)
            return ()
        ends = [one for place in busy for one in (place.line, place.process.sentinel)]
        wait(ends, timeout=min(timeout_s, _LOOK_S))
        return tuple(outcome for place in busy for outcome in self._looked_at(place))

    def close(self) -> None:
        """End the processes."""
        for place in self._places:
            _end(place)

    def _start(self, place: _Place) -> None:
        context = multiprocessing.get_context("spawn")
        theirs_alive, place.alive = context.Pipe(duplex=False)
        place.line, theirs = context.Pipe()
        arguments = (self.measurer, self.limits, theirs, theirs_alive)
        place.begun = False
        place.process = context.Process(target=_work, args=arguments, name="hiphinge-batch", daemon=True)
        place.process.start()
        theirs.close()
        theirs_alive.close()

    def _looked_at(self, place: _Place) -> Iterator[ClipOutcome]:
        outcome = self._received(place)
        if outcome is None and not place.process.is_alive():
            outcome = self._received(place) or self._outcome_of_end(place)
        if outcome is None and time.monotonic() > place.latest:
            outcome = _too_long(place, self.limits)
        if outcome is not None:
            place.item = None
            if outcome.worn:
                _end(place)
            yield outcome

    def _received(self, place: _Place) -> ClipOutcome | None:
        """Return what a worker has sent; that it begins sets the time of its clip."""
        try:
            while place.line.poll():
                sent = place.line.recv()
                if isinstance(sent, ClipOutcome):
                    return sent
                place.latest = time.monotonic() + self.limits.longest_s
                place.begun, self._failed_starts = True, 0
        except (EOFError, OSError):
            pass
        return None

    def _outcome_of_end(self, place: _Place) -> ClipOutcome:
        assert place.item is not None  # noqa: S101  # it is at a clip; this tells the type checker
        place.process.join()
        code, name = place.process.exitcode, place.item.recording.name
        self._failed_starts += not place.begun
        if self._failed_starts >= _MOST_FAILED_STARTS:
            raise MissingComponentError(_NO_WORKER.format(code=code))
        if is_crash(code):
            return ClipOutcome(clip=place.item.clip, end="failed", reason=CRASHED.format(name=name), worn=True)
        return ClipOutcome(clip=place.item.clip, end="lost", reason=_ENDED.format(code=code), worn=True)


def _too_long(place: _Place, limits: Limits) -> ClipOutcome:
    assert place.item is not None  # noqa: S101  # it is at a clip; this tells the type checker
    reason = TOO_LONG.format(name=place.item.recording.name, minutes=limits.longest_s / 60)
    return ClipOutcome(clip=place.item.clip, end="failed", reason=reason, worn=True)


def _end(place: _Place) -> None:
    if place.process is not None:
        place.process.kill()
        place.process.join()
        place.process.close()
        place.line.close()
        place.alive.close()
        place.process = place.line = place.alive = None


def _work(
    measurer: Measurer, limits: Limits, line: "Connection[ClipOutcome | None, Item]", alive: "Connection[None, None]"
) -> None:
    """Analyse what comes, until nothing comes any more or the parent process is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(alive)
    limit_process(memory_bytes=limits.memory_bytes, niceness=limits.niceness)
    if limits.temporary is not None:
        tempfile.tempdir = str(limits.temporary)
    from hiphinge.estimators.single_thread import use_one_thread  # noqa: PLC0415  # in the worker

    use_one_thread()
    with contextlib.suppress(EOFError, OSError):
        while True:
            item = line.recv()
            line.send(None)  # it begins
            outcome = measured(measurer, item, limits)
            line.send(outcome)
            if outcome.worn:
                os._exit(OUT_OF_MEMORY)
