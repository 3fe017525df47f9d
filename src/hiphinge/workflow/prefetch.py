"""Reads ahead in another thread, by a bounded number of items of any kind."""

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

__all__ = ["read_ahead"]

T = TypeVar("T")


@contextmanager
def read_ahead(items: Iterable[T], *, depth: int) -> Iterator[Iterator[T]]:
    """Yield an iterator over ``items`` that stays up to ``depth`` ahead; the order is kept.

    What iterating raises is raised here, after the items that came before it. Leaving the block stops the thread
    and waits for it, so that nothing reads on after an interruption.
    """
    reader = _Reader(items, depth)
    reader.start()
    try:
        yield reader.taken()
    finally:
        reader.stop()


class _Reader(Generic[T]):
    def __init__(self, items: Iterable[T], depth: int) -> None:
        self._items = items
        self._depth = depth
        self._waiting: deque[T] = deque()
        self._changed = threading.Condition()
        self._ended = False
        self._stopped = False
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._read, name="hiphinge-read-ahead", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        self._thread.join()

    def taken(self) -> Iterator[T]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._ended)
                if not self._waiting:
                    break
                item = self._waiting.popleft()
                self._changed.notify_all()
            yield item
        if self._failure is not None:
            raise self._failure

    def _read(self) -> None:
        iterator = iter(self._items)
        try:
            for item in iterator:
                if not self._accepted(item):
                    break
        except BaseException as error:  # noqa: BLE001  # whatever it is, it is raised in the thread that takes the items
            self._failure = error
        finally:
            if close := getattr(iterator, "close", None):
                close()
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def _accepted(self, item: T) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: len(self._waiting) < self._depth or self._stopped)
            if self._stopped:
                return False
            self._waiting.append(item)
            self._changed.notify_all()
            return True
