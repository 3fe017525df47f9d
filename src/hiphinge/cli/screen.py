"""What stands on the screen: answers on the standard output, everything else on the standard error."""

import io
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from rich.console import Console

    from hiphinge.errors import HiphingeError
    from hiphinge.plugins import PluginProblem

__all__ = ["answers", "complain", "notices", "say", "say_problems", "say_table", "show_what_can_be_shown"]


def answers() -> "Console":
    """Return the console of the standard output."""
    return _console_class()(highlight=False)


def notices() -> "Console":
    """Return the console of the standard error."""
    return _console_class()(stderr=True, highlight=False)


def say(text: str) -> None:
    """Print a line of an answer as it is, without colours or wrapping."""
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
    """Let a sign that a console or file does not have become a question mark, instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def complain(error: "HiphingeError", *, about: str | None = None) -> None:
    """Say on the standard error what went wrong."""
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


def _leave_quietly() -> NoReturn:
    """End well: the reader of the output has seen enough.

    The output is pointed at nothing, because the interpreter flushes it once more when it ends.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)
