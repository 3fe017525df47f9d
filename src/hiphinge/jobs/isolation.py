"""What keeps one clip from harming the others: limits on a worker process, its end, and the words for how it ended."""

import contextlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = [
    "CRASHED",
    "OUT_OF_MEMORY",
    "TOO_LARGE",
    "TOO_LONG",
    "TOO_OFTEN",
    "UNKNOWN",
    "end_with_parent",
    "is_crash",
    "limit_process",
]

OUT_OF_MEMORY = 71
"""Exit code of a worker that ends so that another one begins with empty memory."""
TOO_LARGE = "{name} needs more memory than one analysis may take ({gb:.1f} GB). Export it smaller, and try again."
UNKNOWN = "{name} could not be analysed: {kind} inside hiphinge. Please report it, with the video if you can."
CRASHED = "{name} makes the program that reads videos crash, so it is broken in a way that cannot be repaired here."
TOO_LONG = "{name} took longer than {minutes:.0f} minutes, so it was ended. Cut it to the set, and try again."
TOO_OFTEN = "The analysis of {name} ended {attempts} times before it was finished. Try again when the machine is free."
_CRASHES = frozenset(
    -number
    for name in ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE", "SIGSYS", "SIGTRAP")
    if (number := getattr(signal, name, None)) is not None
)
_LARGEST_EXIT_CODE = 255


def is_crash(exit_code: int) -> bool:
    """Return whether a process ended because its own code crashed, which another try would only repeat."""
    return exit_code in _CRASHES or exit_code > _LARGEST_EXIT_CODE


def end_with_parent(parent: "Connection[None, None]") -> None:
    """End this process as soon as the other end of a connection is closed, as it is when its process ends."""
    threading.Thread(target=_wait_for_end, args=(parent,), name="hiphinge-parent", daemon=True).start()


def _wait_for_end(parent: "Connection[None, None]") -> None:
    with contextlib.suppress(EOFError, OSError):
        parent.recv()
    os._exit(0)


def limit_process(*, memory_bytes: int | None, niceness: int) -> None:
    """Work behind everything else, and with no more memory than that, where the system knows such limits."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not on Windows

    with contextlib.suppress(OSError):
        os.nice(niceness)
    if memory_bytes is not None:
        kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (memory_bytes, memory_bytes))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
