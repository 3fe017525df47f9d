"""Two threads that each do what they are given, one after the other; or none, and everything is done at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, Protocol, TypeVar

__all__ = ["Lane", "lanes"]

P = ParamSpec("P")
T = TypeVar("T")


class Lane(Protocol):
    """Does what it is given, in that order."""

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Return what the function will return."""
        ...


class _AtOnce:
    """Does everything in the thread that asks for it."""

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        future: Future[T] = Future()
        future.set_result(function(*args, **kwargs))
        return future


@contextmanager
def lanes(threads: int) -> Iterator[tuple[Lane, Lane]]:
    """Yield two lanes; with one thread, both are the caller's. Leaving the block drops what has not begun."""
    if threads == 1:
        yield _AtOnce(), _AtOnce()
        return
    pair = [ThreadPoolExecutor(1, thread_name_prefix=f"hiphinge-lane-{number}") for number in (1, 2)]
    try:
        yield pair[0], pair[1]
    finally:
        for lane in pair:
            lane.shutdown(wait=False, cancel_futures=True)
        for lane in pair:
            lane.shutdown(wait=True)
