"""Carries out a plan with any executor: what is lost is tried again after a rest, what ends is kept at once."""

import heapq
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from hiphinge.batch.data_set import DataSet
from hiphinge.batch.executor import Executor
from hiphinge.batch.measuring import ClipOutcome
from hiphinge.batch.plan import Item, Plan
from hiphinge.errors import MissingComponentError
from hiphinge.exports.data_set import refused_rows

__all__ = ["Account", "Retries", "SoFar", "carry_out"]

_WAIT_S = 0.5


@dataclass(frozen=True, kw_only=True)
class Retries:
    """How often a clip whose worker ended, or whose place refused, is tried, and how long it rests before.

    The first rest is ``rest_s``, each further one ``factor`` times as long.
    """

    most_attempts: int = 4
    rest_s: float = 1.0
    factor: float = 4.0


@dataclass(frozen=True, kw_only=True)
class SoFar:
    """How far a batch is; ``left_s`` is the time left, None while that cannot be said."""

    total: int
    done: int
    refused: int
    failed: int
    left_s: float | None

    @property
    def ended(self) -> int:
        """How many clips have ended."""
        return self.done + self.refused + self.failed


@dataclass(frozen=True, kw_only=True)
class Account:
    """What became of a batch.

    Attributes
    ----------
    done
        How many clips were measured now.
    refused, failed
        How often each reason was given: for clips that cannot be measured, and for those that the next batch tries
        again.
    up_to_date
        How many clips the data set had.
    copies, ignored
        How many files had the content of another one; how many other files were in the folders.
    unreadable
        What cannot be read now, though the data set has what was there.
    dropped
        How many clips' rows went, since another content is now where they were.
    seconds
        How long it took.
    """

    done: int
    refused: Counter[str]
    failed: Counter[str]
    up_to_date: int
    copies: int
    ignored: int
    unreadable: tuple[str, ...]
    dropped: int
    seconds: float


@dataclass(eq=False)
class _Carrying:
    """The state of one batch while it is carried out."""

    plan: Plan
    data_set: DataSet
    executor: Executor
    retries: Retries
    listener: Callable[[SoFar], None]
    ready: deque[Item] = field(default_factory=deque)
    resting: list[tuple[float, str, Item]] = field(default_factory=list)
    running: dict[str, Item] = field(default_factory=dict)
    attempts: Counter[str] = field(default_factory=Counter)
    done: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    began: float = field(default_factory=time.monotonic)

    def run(self) -> None:
        for item in self.plan.todo:
            if item.recording.problem is None:
                self.ready.append(item)
            else:
                end, reason = item.recording.problem
                self._end(item, ClipOutcome(clip=item.clip, end=end, reason=reason))
        self._say()
        while self.ready or self.resting or self.running:
            self._give()
            for outcome in self.executor.take(_WAIT_S):
                self._take(self.running.pop(outcome.clip), outcome)
            self._say()

    def _give(self) -> None:
        while self.resting and self.resting[0][0] <= time.monotonic():
            self.ready.append(heapq.heappop(self.resting)[2])
        while self.ready and self.executor.room > 0:
            item = self.ready.popleft()
            self.running[item.clip] = item
            self.executor.give(item)

    def _take(self, item: Item, outcome: ClipOutcome) -> None:
        if outcome.end == "stop":
            raise MissingComponentError(outcome.reason)
        self.attempts[item.clip] += 1
        attempts = self.attempts[item.clip]
        if outcome.end == "lost" and attempts < self.retries.most_attempts:
            rest_s = self.retries.rest_s * self.retries.factor ** (attempts - 1)
            heapq.heappush(self.resting, (time.monotonic() + rest_s, item.clip, item))
            return
        self._end(item, outcome)

    def _end(self, item: Item, outcome: ClipOutcome) -> None:
        state = "failed" if outcome.end == "lost" else outcome.end
        reason = (
            f"{outcome.reason} Tried {self.attempts[item.clip]} times." if outcome.end == "lost" else outcome.reason
        )
        rows = outcome.rows or refused_rows(state=state, reason=reason)
        self.data_set.keep(item, rows)
        state, why = rows.clip["state"], str(rows.clip["reason"])
        if state == "done":
            self.done += 1
        else:
            (self.refused if state == "refused" else self.failed)[why] += 1

    def _say(self) -> None:
        ended = self.done + self.refused.total() + self.failed.total()
        total, passed = len(self.plan.todo), time.monotonic() - self.began
        self.listener(
            SoFar(
                total=total,
                done=self.done,
                refused=self.refused.total(),
                failed=self.failed.total(),
                left_s=passed / ended * (total - ended) if ended else None,
            )
        )


def carry_out(
    plan: Plan,
    *,
    data_set: DataSet,
    executor: Executor,
    ignored: int = 0,
    retries: Retries | None = None,
    listener: Callable[[SoFar], None] = lambda _: None,
) -> Account:
    """Analyse what a plan has to do, and put all of it into the tables.

    Whatever ends it, what was kept stays, and the next batch goes on from there.

    Raises
    ------
    OutputError
        If the data set cannot be written, since the disk is full for instance.
    MissingComponentError
        If no clip can be analysed here: a network is missing.
    """
    carrying = _Carrying(plan, data_set, executor, retries or Retries(), listener)
    data_set.begin(plan)
    try:
        carrying.run()
    finally:
        executor.close()
    data_set.merge(dropped=plan.dropped)
    return Account(
        done=carrying.done,
        refused=carrying.refused,
        failed=carrying.failed,
        up_to_date=plan.up_to_date,
        copies=plan.copies,
        ignored=ignored,
        unreadable=tuple(str(one.problem and one.problem[1]) for one in plan.unreadable),
        dropped=len(plan.dropped),
        seconds=time.monotonic() - carrying.began,
    )
