"""The command line: parses what is typed, calls workflow, prints the result; no logic, and nothing heavy is loaded."""

from __future__ import annotations

import os
import sys

from hiphinge.interruption import Interrupted, answer_signals, leave

TYPE_CHECKING = False  # typing takes longer to import than all that is here, and signals are answered first
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from hiphinge.cli.application import app

__all__ = ["app", "command", "main"]

_SWITCH_S = 0.0005
"""How long a thread keeps the interpreter while others wait; with the usual 5 ms, networks that are done wait."""


def command() -> NoReturn:
    """Run the command line as a process of its own, which ends as soon as everything is written.

    Taking networks and hundreds of modules apart in memory that is given back anyway would take a fifth of a second.
    """
    answer_signals()
    import atexit  # noqa: PLC0415  # signals are answered before anything is imported

    codes: list[int] = []
    atexit.register(lambda: _end_now(codes))  # what is registered first is called last
    try:
        _run()
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            codes.append(ended.code or 0)
        raise


def _end_now(codes: Sequence[int]) -> None:
    """End the process with the exit code that is known; else, or where nobody reads the output, Python does it."""
    if not codes:
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (OSError, ValueError, AttributeError):  # closed, or none at all
        return
    os._exit(codes[0])


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code (see `hiphinge.errors`).

    A signal to stop is answered from here on, also while the commands and their libraries are still being imported.
    """
    answer_signals()
    _run(arguments)


def _run(arguments: Sequence[str] | None = None) -> NoReturn:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # else its threads wait busily for products of small matrices
    sys.setswitchinterval(_SWITCH_S)
    try:
        from hiphinge.cli.application import run  # noqa: PLC0415  # takes a while: signals are answered first

        run(arguments)
    except Interrupted:
        leave()


def __getattr__(name: str) -> object:
    if name == "app":
        from hiphinge.cli import application  # noqa: PLC0415  # as above

        return application.app
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
