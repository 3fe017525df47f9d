"""What a signal to stop does: unfinished work is undone, one line says so, and the process ends with its exit code.

No exception is raised where the work can be undone as it is: one that comes up while a library is being imported, or in
a destructor, may be lost. Only the standard library is imported here, so that a command can begin with it.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

__all__ = ["Interrupted", "answer_signals", "leave", "on_interruption", "unbroken"]

_SIGNALS = {
    "SIGINT": ("SIGINT (Ctrl-C)", 130),
    "SIGTERM": ("SIGTERM", 143),
    "SIGHUP": ("SIGHUP (the terminal was closed)", 129),
    "SIGBREAK": ("SIGBREAK (Ctrl-Break)", 130),
}
"""What each is called, and its exit code. SIGHUP is only on POSIX, SIGBREAK only on Windows."""
_STANDARD_ERROR = 2


class Interrupted(BaseException):
    """Raised where open files have to be closed before they can be removed; no library takes it for its own."""


class _State:
    """What is being done, and the first signal that came."""

    unwinds = os.name == "nt"
    """Whether files can be removed only after they are closed."""

    def __init__(self) -> None:
        self.undos: dict[object, Callable[[], object]] = {}
        self.unbroken: set[object] = set()
        self.name: str | None = None
        self.raised = False
        self.ending = False

    def came(self, name: str) -> None:
        self.name = self.name or name
        if not self.unbroken:
            self.stop()

    def stop(self) -> None:
        if self.ending:
            return
        if self.unwinds and self.undos and not self.raised:
            self.raised = True
            raise Interrupted
        self.ending = True
        for undo in reversed(tuple(self.undos.values())):
            with suppress(Exception):
                undo()
        self.end()

    def end(self) -> NoReturn:
        title, code = _SIGNALS[self.name or "SIGINT"]
        line = f"Interrupted by {title}; nothing is left half-written.\n"
        with suppress(OSError):
            below_the_echo = "\n" if self.name == "SIGINT" and os.isatty(_STANDARD_ERROR) else ""
            os.write(_STANDARD_ERROR, (below_the_echo + line).encode())
        os._exit(code)


_state = _State()


def answer_signals() -> None:
    """Let every signal to stop end the process as this module says; one that is ignored stays ignored.

    Raises
    ------
    ValueError
        If this is not the main thread.
    """
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _handler(name))


def _handler(name: str) -> Callable[[int, object], None]:
    return lambda _number, _frame: _state.came(name)


@contextmanager
def on_interruption(undo: Callable[[], object]) -> Iterator[None]:
    """Undo this when a signal ends the process during the block; what began last is undone first.

    An error in ``undo`` is passed over. On other ways out of the block nothing is called.
    """
    key = object()
    _state.undos[key] = undo
    try:
        yield
    finally:
        del _state.undos[key]


@contextmanager
def unbroken() -> Iterator[None]:
    """Let a signal wait until the block has ended, for a short step that is done whole or not at all."""
    key = object()
    _state.unbroken.add(key)
    try:
        yield
    finally:
        _state.unbroken.discard(key)
        if _state.name is not None and not _state.unbroken:
            _state.stop()


def leave() -> NoReturn:
    """End the process after `Interrupted` has closed and undone everything."""
    _state.end()
