import queue
import threading
from collections.abc import Iterator

import pytest

from hiphinge.workflow.prefetch import read_ahead


class _StopReadingError(Exception):
    pass


def _count(n: int, seen: list[int]) -> Iterator[int]:
    for i in range(n):
        seen.append(i)
        yield i


def test_every_item_comes_once_and_in_order() -> None:
    with read_ahead(range(500), depth=3) as items:
        assert list(items) == list(range(500))


def test_it_reads_ahead_but_never_further_than_its_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    halted: queue.Queue[tuple[str, int]] = queue.Queue()

    class Announced(threading.Condition):
        def wait(self, timeout: float | None = None) -> bool:
            halted.put((threading.current_thread().name, len(seen)))
            return super().wait(timeout)

    seen: list[int] = []
    monkeypatch.setattr("hiphinge.workflow.prefetch.threading.Condition", Announced)
    with read_ahead(_count(100, seen), depth=4) as items:
        next(items)
        # One taken, four waiting, one in the reader's hand.
        while halted.get(timeout=120) != ("hiphinge-read-ahead", 6):
            pass
    assert len(seen) == 6


def test_an_error_of_the_source_comes_after_the_items_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        yield 2
        raise _StopReadingError

    got: list[int] = []
    with pytest.raises(_StopReadingError), read_ahead(broken(), depth=5) as items:
        got.extend(items)
    assert got == [1, 2]


def test_leaving_early_stops_the_thread_and_closes_the_source() -> None:
    closed = threading.Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                yield 0
        finally:
            closed.set()

    def leave_early() -> None:
        with read_ahead(endless(), depth=2) as items:
            next(items)
            raise _StopReadingError

    with pytest.raises(_StopReadingError):
        leave_early()
    assert closed.is_set()
    assert not any(thread.name == "hiphinge-read-ahead" for thread in threading.enumerate())
