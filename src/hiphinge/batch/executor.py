"""What carries out the plan: clips go in, outcomes come out; how and where is the executor's own matter."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hiphinge.batch.measuring import ClipOutcome, Limits, Measurer, measured
from hiphinge.batch.plan import Item

__all__ = ["Executor", "InThisProcess"]


class Executor(Protocol):
    """Analyses clips; each one that is given comes back once, also where its worker ended."""

    @property
    def room(self) -> int:
        """How many more clips may be given now."""
        ...

    def give(self, item: Item) -> None:
        """Begin with a clip."""
        ...

    def take(self, timeout_s: float) -> Sequence[ClipOutcome]:
        """Return what has ended, or nothing after that time.

        Raises
        ------
        HiphingeError
            If there is nothing any more that could analyse a clip.
        """
        ...

    def close(self) -> None:
        """End everything, finished or not."""
        ...


@dataclass(eq=False)
class InThisProcess:
    """Analyses one clip after the other in this process: no limit, and a crash ends all of it.

    For a notebook or another place where no process can be started.
    """

    measurer: Measurer
    limits: Limits = field(default_factory=Limits)
    _given: deque[Item] = field(default_factory=deque)

    @property
    def room(self) -> int:
        """One at a time."""
        return 1 - len(self._given)

    def give(self, item: Item) -> None:
        """Take a clip for the next `take`."""
        self._given.append(item)

    def take(self, timeout_s: float) -> Sequence[ClipOutcome]:
        """Analyse what was given."""
        del timeout_s
        found = [measured(self.measurer, item, self.limits) for item in self._given]
        self._given.clear()
        return found

    def close(self) -> None:
        """Forget what was given."""
        self._given.clear()
