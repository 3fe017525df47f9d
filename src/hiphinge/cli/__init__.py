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

__all__ = ["app", "main"]

_SWITCH_S = 0.0005
"""How long a thread keeps the interpreter while others wait; with the usual 5 ms, networks that are done wait."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code (see `hiphinge.errors`).

    A signal to stop is answered from here on, also while the commands and their libraries are still being imported.
    """
    answer_signals()
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
