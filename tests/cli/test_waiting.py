import io
import re
import threading
from collections.abc import Callable

import pytest
from rich.console import Console

from hiphinge.cli.waiting import watched
from hiphinge.workflow.progress import Progress


class Written(io.StringIO):
    """What was written, and a way to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.more = threading.Condition()

    def write(self, text: str) -> int:
        with self.more:
            self.more.notify_all()
            return super().write(text)

    def wait_for(self, pattern: str) -> None:
        with self.more:
            assert self.more.wait_for(lambda: re.search(pattern, self.getvalue()), timeout=120), self.getvalue()


def _screen(*, terminal: bool, clock: Callable[[], float] | None = None) -> tuple[Console, Written]:
    written = Written()
    return Console(file=written, force_terminal=terminal, width=100, color_system=None, get_time=clock), written


def test_somebody_who_watches_sees_stage_share_and_time_left() -> None:
    now_s = 0.0
    screen, written = _screen(terminal=True, clock=lambda: now_s)
    with watched("set.mp4", quiet=False, console=screen) as listener:
        for done in (1.0, 3.0, 5.0):
            listener(Progress(stage="poses", done=done, total=10.0))
            now_s += 0.6  # the time left is worked out anew twice a second
        written.wait_for(r"set\.mp4: finding the person .* 50% +00:0\d")
        screen.print("between")
        listener(Progress(stage="report"))
    assert "writing the report" in written.getvalue()


@pytest.mark.parametrize(("terminal", "quiet"), [(False, False), (True, True)])
def test_nothing_is_shown_where_nobody_watches(*, terminal: bool, quiet: bool) -> None:
    screen, written = _screen(terminal=terminal)
    with watched("set.mp4", quiet=quiet, console=screen) as listener:
        listener(Progress(stage="poses", done=1.0, total=10.0))
    assert written.getvalue() == ""


def test_a_name_with_brackets_is_shown_as_it_is() -> None:
    screen, written = _screen(terminal=True)
    with watched("[bold]set[/].mp4", quiet=False, console=screen) as listener:
        listener(Progress(stage="poses", done=1.0, total=10.0))
    assert "[bold]set[/].mp4" in written.getvalue()
