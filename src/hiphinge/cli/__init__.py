"""The command line: what is typed goes in, a paragraph and an exit code come out; no logic, nothing heavy to load."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from hiphinge.interruption import Interrupted, answer_signals, leave

if TYPE_CHECKING:
    from hiphinge.cli.application import app

__all__ = ["app", "main"]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code (see `hiphinge.errors`).

    A signal to stop is answered from here on, also while the commands and their libraries are still being imported.
    """
    answer_signals()
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
