"""What every live source gives: samples with when they arrived."""

import queue
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from hiphinge.motion import SensorSample

__all__ = ["Arrival", "LiveSensors", "waiting_in"]


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A sample, and when it arrived on this machine's clock, seconds (`time.monotonic`).

    ``same_clock`` where its own time already is on this machine's clock.
    """

    sample: SensorSample
    arrived_s: float
    same_clock: bool = False


def waiting_in(arrived: queue.Queue[Arrival] | queue.SimpleQueue[Arrival], timeout_s: float) -> tuple[Arrival, ...]:
    """Return what waits in a queue, after waiting for at most so many seconds for the first of it; often nothing."""
    found: list[Arrival] = []
    try:
        found.append(arrived.get(timeout=timeout_s))
        while True:
            found.append(arrived.get_nowait())
    except queue.Empty:
        return tuple(found)


class LiveSensors(Protocol):
    """An open source of samples; closed by leaving it.

    Attributes
    ----------
    name
        Where it listens, as a person would say it.
    refused
        How many messages could not be read, and what was wrong with the first.
    """

    name: str
    refused: int
    first_problem: str

    def read(self, timeout_s: float) -> tuple[Arrival, ...]:
        """Return what has arrived, after waiting for at most so many seconds for the first of it; often nothing."""
        ...

    def __enter__(self) -> Self:
        """Return the open source."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        ...
