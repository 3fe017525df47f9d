import io
import re
import time

import pytest
from rich.console import Console

from hiphinge.cli.waiting import watched
from hiphinge.workflow.progress import Progress


def _screen(*, terminal: bool) -> tuple[Console, io.StringIO]:
    written = io.StringIO()
    return Console(file=written, force_terminal=terminal, width=100, color_system=None), written


def test_somebody_who_watches_sees_stage_share_and_time_left() -> None:
    screen, written = _screen(terminal=True)
    with watched("set.mp4", quiet=False, console=screen) as listener:
        for done in (1.0, 3.0, 5.0):
            listener(Progress(stage="poses", done=done, total=10.0))
            time.sleep(0.6)  # a bar is drawn anew twice a second
        screen.print("between")
        listener(Progress(stage="report"))
    shown = written.getvalue()
    assert "set.mp4: finding the person" in shown
    assert re.search(r"50% +00:0\d", shown), shown
    assert "writing the report" in shown


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
