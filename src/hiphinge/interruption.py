"""What a signal to stop does: unfinished work is undone, one line says so, and the process ends with its exit code.

No exception is raised where the work can be undone as it is: one that comes up while a library is being imported, or in
a destructor, may be lost. Only modules that Python itself has loaded are imported here, so that a command can begin
with it and answers a signal from its first moment: `_signal` is `signal` without its enumerations.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import os

TYPE_CHECKING = False  # typing takes longer to import than all that is here
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import NoReturn

__all__ = ["Interrupted", "answer_signals", "leave", "on_interruption", "unbroken", "write_past_redirection"]

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
    """The undo steps of the work in progress, and the first signal received."""

    unwinds = os.name == "nt"
    """Whether files can be removed only after they are closed."""

    def __init__(self) -> None:
        self.undos: dict[object, Callable[[], object]] = {}
        self.unbroken: set[object] = set()
        self.name: str | None = None
        self.standard_error = _STANDARD_ERROR
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
            _attempt(undo)
        self.end()

    def keep_standard_error(self) -> None:
        self.standard_error = os.dup(_STANDARD_ERROR)

    def end(self) -> NoReturn:
        title, code = _SIGNALS[self.name or "SIGINT"]
        line = f"Interrupted by {title}; nothing is left half-written.\n"
        below_the_echo = "\n" if self.name == "SIGINT" and os.isatty(self.standard_error) else ""
        _attempt(lambda: os.write(self.standard_error, (below_the_echo + line).encode()))
        os._exit(code)


def _attempt(step: Callable[[], object]) -> None:
    """Do this; an error is passed over, since the process ends all the same."""
    try:
        step()
    except Exception:  # noqa: BLE001  # whatever it is
        return


_state = _State()


def answer_signals() -> None:
    """Let every signal to stop end the process as this module says; one that is ignored stays ignored.

    Raises
    ------
    ValueError
        If this is not the main thread.
    """
    for name in _SIGNALS:
        number = getattr(_signal, name, None)
        if number is not None and _signal.getsignal(number) != _signal.SIG_IGN:
            _signal.signal(number, _handler(name))
    # Networks are loaded with the standard error turned away; the line is not.
    _attempt(_state.keep_standard_error)


def _handler(name: str) -> Callable[[int, object], None]:
    return lambda _number, _frame: _state.came(name)


def write_past_redirection(text: str) -> None:
    """Write to the standard error as it was in the beginning, also while a library has it turned away."""
    os.write(_state.standard_error, text.encode())


class on_interruption:  # noqa: N801  # a block that is entered, as those of contextlib, which loads too much
    """Undo this when a signal ends the process during the block; what began last is undone first.

    An error in ``undo`` is passed over. On other ways out of the block nothing is called.
    """

    def __init__(self, undo: Callable[[], object]) -> None:
        self._undo = undo

    def __enter__(self) -> None:
        _state.undos[self] = self._undo

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        del _state.undos[self]


class unbroken:  # noqa: N801  # likewise
    """Let a signal wait until the block has ended, for a short step that is done whole or not at all."""

    def __enter__(self) -> None:
        _state.unbroken.add(self)

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        _state.unbroken.discard(self)
        if _state.name is not None and not _state.unbroken:
            _state.stop()


def leave() -> NoReturn:
    """End the process after `Interrupted` has closed and undone everything."""
    _state.end()
