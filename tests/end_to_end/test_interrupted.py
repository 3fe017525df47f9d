"""A run that is stopped by a signal, at moments that can be seen from outside."""

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hiphinge.workflow.sample import sample_clip

pytestmark = [
    pytest.mark.network,
    pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows has no such signals"),
]

PATIENCE_S = 300.0
LINES = {
    signal.SIGINT: "Interrupted by SIGINT (Ctrl-C); nothing is left half-written.",
    signal.SIGTERM: "Interrupted by SIGTERM; nothing is left half-written.",
}
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
MODULE = ("-m", "hiphinge")
SCRIPT = ("-c", "import sys; from hiphinge.cli import main; sys.argv[0] = 'hiphinge'; sys.exit(main())")
"""What installers write into the script `hiphinge`."""
UNFINISHED = ".hiphinge-unfinished-*"


@pytest.fixture(scope="module")
def clip() -> Iterator[Path]:
    with sample_clip() as path:
        yield path


@contextmanager
def started(*arguments: str | Path, folder: Path, stderr: int) -> Iterator["subprocess.Popen[str]"]:
    # Whoever runs the tests in the background may have the interrupt ignored, and a child would inherit that.
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        running = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            cwd=folder,
            env=os.environ | {"TERM": "xterm", "COLUMNS": "120"},
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, usual)
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def interrupted_at_import(entry: tuple[str, str], sent: signal.Signals, after: str, clip: Path, folder: Path) -> None:
    """Send the signal as soon as one more module has been imported after that one, and look at what is left.

    It is none that may be imported while a network is loaded: what is said meanwhile is caught.
    """
    command = ("-X", "importtime", *entry, "analyze", clip, "--overlay")
    with started(*command, folder=folder, stderr=subprocess.PIPE) as running:
        assert running.stderr is not None
        assert any(re.search(rf"\s{re.escape(after)}$", line) for line in running.stderr), f"{after} is not imported"
        running.stderr.readline()
        running.send_signal(sent)
        _, rest = running.communicate(timeout=PATIENCE_S)
    assert [line for line in rest.splitlines() if not line.startswith("import time:")] == [LINES[sent]]
    assert running.returncode == CODES[sent]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("sent", CODES)
@pytest.mark.parametrize("entry", [MODULE, SCRIPT], ids=["module", "script"])
def test_a_signal_at_the_start_is_answered(
    clip: Path, tmp_path: Path, entry: tuple[str, str], sent: signal.Signals
) -> None:
    interrupted_at_import(entry, sent, "hiphinge.cli", clip, tmp_path)


@pytest.mark.parametrize(
    ("sent", "library"),
    [
        (signal.SIGINT, "typer"),
        (signal.SIGTERM, "numpy.version"),
        (signal.SIGINT, "numpy.exceptions"),
        (signal.SIGINT, "av.logging"),
        (signal.SIGTERM, "pydantic_core"),
        (signal.SIGINT, "ai_edge_litert"),
        (signal.SIGINT, "jinja2"),
    ],
)
def test_a_signal_while_a_library_is_imported_is_answered(
    clip: Path, tmp_path: Path, sent: signal.Signals, library: str
) -> None:
    interrupted_at_import(MODULE, sent, library, clip, tmp_path)


class Screen:
    """A terminal that a run writes its progress to."""

    def __init__(self, own_end: int) -> None:
        self.own_end = own_end
        self.text = ""

    def wait_for(self, shown: str) -> None:
        while shown not in self.text:
            assert self.more(), f"{shown!r} is not shown: {self.text}"

    def more(self) -> bool:
        """Read what is new, and return whether anything will still come."""
        ready, _, _ = select.select([self.own_end], [], [], PATIENCE_S)
        assert ready, f"nothing more is shown: {self.text}"
        try:
            new = os.read(self.own_end, 1 << 16)
        except OSError:  # Linux says so when the other end is closed.
            return False
        self.text += new.decode(errors="replace")
        return bool(new)


@pytest.mark.parametrize("sent", CODES)
@pytest.mark.parametrize(("shown", "staged"), [("finding the person", 0), ("drawing the video", 1)])
def test_an_interrupted_run_leaves_nothing_but_one_line(
    clip: Path, tmp_path: Path, sent: signal.Signals, shown: str, staged: int
) -> None:
    own_end, other_end = os.openpty()
    command = (*MODULE, "analyze", clip, "--overlay", "--no-report", "--out", "out", "--end", "5.4")
    with started(*command, folder=tmp_path, stderr=other_end) as running:
        os.close(other_end)
        screen = Screen(own_end)
        screen.wait_for(shown)
        assert len(list(tmp_path.glob(f"out/{UNFINISHED}"))) == staged
        running.send_signal(sent)
        while screen.more():
            pass
        assert running.wait(timeout=PATIENCE_S) == CODES[sent]
    os.close(own_end)
    assert screen.text.endswith((f"\n{LINES[sent]}\r\n", f"\x1b[2K{LINES[sent]}\r\n"))
    assert screen.text.count("Interrupted") == 1
    assert "Traceback" not in screen.text
    assert screen.text.rindex("\x1b[?25h") > screen.text.rindex("\x1b[?25l"), "the cursor is shown again"
    assert list(tmp_path.iterdir()) == []
