"""What is computed once is computed by one thread, while the others wait for it."""

import threading
from concurrent.futures import ThreadPoolExecutor

from hiphinge.lazy import once


def test_many_threads_compute_a_value_once() -> None:
    begun, computed = threading.Barrier(8), []

    @once
    def value() -> int:
        """Say what it is."""
        computed.append(threading.get_ident())
        threading.Event().wait(0.05)
        return len(computed)

    def ask(_: int) -> int:
        begun.wait()
        return value()

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(8))) == [1] * 8
    assert len(computed) == 1
    assert value.__doc__ == "Say what it is."


def test_what_fails_is_computed_again() -> None:
    attempts = []

    @once
    def value() -> str:
        attempts.append(1)
        return {2: "found"}[len(attempts)]

    for wanted in ("failed", "found"):
        try:
            assert value() == wanted
        except KeyError:
            assert wanted == "failed"
