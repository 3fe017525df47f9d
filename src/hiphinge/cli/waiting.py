"""Shows how far an analysis is and the time left, where the standard error is a terminal."""

from contextlib import contextmanager
from typing import TYPE_CHECKING

from hiphinge.cli.screen import notices
from hiphinge.interruption import on_interruption, write_past_redirection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.progress import Progress as Bars

    from hiphinge.workflow.progress import Listener, Progress

__all__ = ["watched"]

_CURSOR_AND_EMPTY_LINE = "\x1b[?25h\r\x1b[2K"

_STAGES = {
    "networks": "downloading the pose networks",
    "poses": "finding the person",
    "analysis": "measuring",
    "frames": "getting the frames that show it",
    "report": "writing the report",
    "overlay": "drawing the video",
    "files": "writing files",
}


@contextmanager
def watched(name: str, *, quiet: bool, console: "Console | None" = None) -> "Iterator[Listener]":
    """Yield the listener for progress: a bar on the standard error, or nothing where that is no terminal."""
    screen = console or notices()
    if quiet or not screen.is_terminal:
        yield _ignored
        return
    from rich import progress as bar  # noqa: PLC0415  # --help does without

    columns = (
        bar.TextColumn("{task.description}", markup=False),
        bar.BarColumn(),
        bar.TaskProgressColumn(),
        bar.TimeRemainingColumn(compact=True),
    )
    bars = bar.Progress(*columns, console=screen, transient=True)
    with on_interruption(lambda: _clear(bars)), bars:
        task = bars.add_task(name, total=None)
        stage = ""

        def show(progress: "Progress") -> None:
            nonlocal stage
            if progress.stage != stage:
                stage = progress.stage
                bars.reset(task, total=progress.total, description=f"{name}: {_STAGES[stage]}")
            bars.update(task, completed=progress.done, total=progress.total)

        yield show


def _clear(bars: "Bars") -> None:
    """Take the bar off the screen, also while a network is being loaded, which hides what the bar itself writes."""
    try:
        bars.stop()
    finally:
        write_past_redirection(_CURSOR_AND_EMPTY_LINE)


def _ignored(_: "Progress") -> None:
    pass
