"""Prints to the terminal: results to the standard output, everything else to the standard error."""

import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from rich.console import Console

    from hiphinge.errors import HiphingeError
    from hiphinge.plugins import PluginProblem

__all__ = ["answers", "complain", "notices", "printing", "say", "say_problems", "say_table", "show_what_can_be_shown"]


def answers() -> "Console":
    """Return the console of the standard output."""
    return _console_class()(highlight=False)


def notices() -> "Console":
    """Return the console of the standard error."""
    return _console_class()(stderr=True, highlight=False)


def say(text: str) -> None:
    """Print a line of a result as it is, without colours or wrapping."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_quietly()


def say_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, whole: int = 1) -> None:
    """Print a table; where the screen is narrow, the first ``whole`` columns never break their lines."""
    from rich import box  # noqa: PLC0415  # --help does without
    from rich.table import Table  # noqa: PLC0415  # likewise
    from rich.text import Text  # noqa: PLC0415  # likewise

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for place, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=place < whole)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    answers().print(table)


def say_problems(problems: "Iterable[PluginProblem]") -> None:
    """Print the plug-ins that cannot be used, each on a line; nothing where all can."""
    for problem in problems:
        say(str(problem))


def show_what_can_be_shown() -> None:
    """Print a question mark for a character that the console or file does not have, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def complain(error: "HiphingeError", *, about: str | None = None) -> None:
    """Print an error to the standard error."""
    from rich.panel import Panel  # noqa: PLC0415  # --help does without
    from rich.text import Text  # noqa: PLC0415  # likewise

    title = Text(f"Error: {about}" if about else "Error")
    notices().print(Panel(Text(str(error)), title=title, title_align="left", border_style="red"))


@cache
def _console_class() -> type["Console"]:
    from rich.console import Console  # noqa: PLC0415  # --help does without

    class _Console(Console):
        def on_broken_pipe(self) -> None:
            _leave_quietly()

    return _Console


@contextmanager
def printing() -> Iterator[None]:
    """Say so where what is printed is sent to a disk that is full.

    Raises
    ------
    OutputError
        At once, or at the end of the block for what is still held back.
    """
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        from hiphinge.errors import OutputError  # noqa: PLC0415  # --help does without
        from hiphinge.filesystem import DISK_FULL  # noqa: PLC0415  # likewise

        if error.errno not in DISK_FULL:
            raise
        _print_nowhere()
        message = f"Not everything can be written: {error.strerror}. Make room on that disk, or write to another one."
        raise OutputError(message) from error


def _leave_quietly() -> NoReturn:
    """Exit with code 0: whoever reads the output has stopped reading."""
    _print_nowhere()
    sys.exit(0)


def _print_nowhere() -> None:
    """Redirect the output to nothing, because the interpreter flushes it once more when it ends."""
    with suppress(OSError, ValueError, AttributeError):  # closed, none at all, or no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
