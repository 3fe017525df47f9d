"""Each program here sends itself the signal, so that it comes at a known moment."""

import subprocess
import sys
from pathlib import Path

import pytest

import hiphinge

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows has no such signals")

START = """
import os, signal, sys
from pathlib import Path
from hiphinge import interruption
from hiphinge.interruption import *
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under nohup it is ignored, and stays so
answer_signals()
def interrupt(sent=signal.SIGINT):
    os.kill(os.getpid(), sent)
def write(name):
    Path(name).write_text("whole")
"""
LINE = "Interrupted by SIGINT (Ctrl-C); nothing is left half-written.\n"


def ended(program: str, folder: Path) -> tuple[int, str, list[str]]:
    """Return exit code, standard error and the files that are left."""
    done = subprocess.run(
        [sys.executable, "-c", START + program],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stderr, sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("sent", "code", "title"),
    [
        ("SIGINT", 130, "SIGINT (Ctrl-C)"),
        ("SIGTERM", 143, "SIGTERM"),
        ("SIGHUP", 129, "SIGHUP (the terminal was closed)"),
    ],
)
def test_one_line_says_by_what(tmp_path: Path, sent: str, code: int, title: str) -> None:
    line = f"Interrupted by {title}; nothing is left half-written.\n"
    assert ended(f"interrupt(signal.{sent}); write('never')", tmp_path) == (code, line, [])


LOSING = {
    "except": """
try:
    interrupt()
except BaseException:
    pass
""",
    "destructor": """
class Loud:
    def __del__(self):
        interrupt()
Loud()
""",
    "callback": """
import weakref
class Some:
    pass
some = Some()
seen = weakref.ref(some, lambda _: interrupt())
del some
""",
    "import": """
Path("lib.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGINT)")
sys.path.insert(0, ".")
sys.dont_write_bytecode = True
with on_interruption(Path("lib.py").unlink):
    try:
        import lib
    except BaseException:
        pass
""",
}


@pytest.mark.parametrize("program", LOSING.values(), ids=LOSING)
def test_a_signal_is_not_lost_where_an_exception_would_be(tmp_path: Path, program: str) -> None:
    assert ended(f"{program}\nwrite('never')", tmp_path) == (130, LINE, [])


def test_what_is_unfinished_is_undone_the_last_first(tmp_path: Path) -> None:
    program = """
write("a")
with on_interruption(lambda: Path("a").rename("b")), on_interruption(lambda: 1 / 0):
    with on_interruption(lambda: write("never")):
        pass
    with on_interruption(lambda: Path("c").rename("a")):
        write("c")
        Path("a").unlink()
        interrupt()
"""
    assert ended(program, tmp_path) == (130, LINE, ["b"])


def test_a_second_signal_does_not_stop_the_undoing(tmp_path: Path) -> None:
    program = """
write("unfinished")
def undo():
    interrupt(signal.SIGTERM)
    Path("unfinished").unlink()
with on_interruption(undo):
    interrupt()
"""
    assert ended(program, tmp_path) == (130, LINE, [])


def test_a_short_step_is_done_whole_and_then_the_process_ends(tmp_path: Path) -> None:
    program = """
with unbroken():
    with unbroken():
        interrupt()
        write("first")
    interrupt(signal.SIGTERM)
    write("second")
write("never")
"""
    assert ended(program, tmp_path) == (130, LINE, ["first", "second"])


def test_a_signal_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    program = "signal.signal(signal.SIGINT, signal.SIG_IGN)\nanswer_signals()\ninterrupt()\nwrite('done')"
    assert ended(program, tmp_path) == (0, "", ["done"])


def test_the_line_comes_also_while_the_standard_error_is_turned_away(tmp_path: Path) -> None:
    assert ended("os.dup2(os.open(os.devnull, os.O_WRONLY), 2)\ninterrupt()", tmp_path) == (130, LINE, [])


def test_without_a_standard_error_the_process_ends_all_the_same(tmp_path: Path) -> None:
    program = "interruption._state = interruption._State()\nos.close(2)\nanswer_signals()\ninterrupt()"
    assert ended(program, tmp_path) == (130, "", [])


def test_open_files_are_closed_first_where_the_system_removes_no_open_file(tmp_path: Path) -> None:
    program = """
interruption._state.unwinds = True
def remove():
    assert file.closed
    Path("unfinished").unlink()
try:
    with on_interruption(lambda: write("never")):
        try:
            with open("unfinished", "w") as file:
                interrupt()
                file.write("never")
        finally:
            remove()
except Interrupted:
    leave()
"""
    assert ended(program, tmp_path) == (130, LINE, [])


def test_a_second_signal_ends_it_where_the_first_was_lost(tmp_path: Path) -> None:
    program = """
interruption._state.unwinds = True
write("unfinished")
with on_interruption(Path("unfinished").unlink):
    try:
        interrupt()
    except BaseException:
        pass
    interrupt()
"""
    assert ended(program, tmp_path) == (130, LINE, [])


FIRST = {"__future__", "hiphinge", "hiphinge.cli", "hiphinge.interruption"}
"""What is imported before a command answers signals."""


def test_a_command_answers_signals_before_anything_else_is_imported() -> None:
    program = """
import os, sys
before = set(sys.modules)
from hiphinge.cli import main
print(*sorted(set(sys.modules) - before))
"""
    package = str(Path(hiphinge.__file__).parent.parent)
    shown = subprocess.run(
        [sys.executable, "-S", "-c", program],
        env={"PYTHONPATH": package},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert set(shown.stdout.split()) == FIRST


@pytest.mark.parametrize("entry", ["command", "main"])
@pytest.mark.parametrize(("sent", "code", "title"), [("SIGINT", 130, "SIGINT (Ctrl-C)"), ("SIGTERM", 143, "SIGTERM")])
def test_a_signal_at_the_first_other_import_is_answered(
    tmp_path: Path, sent: str, code: int, title: str, entry: str
) -> None:
    program = f"""
import os, sys
import _signal
class Interrupting:
    def find_spec(self, name, *_):
        if name not in {FIRST!r}:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), _signal.{sent})
_signal.signal(_signal.SIGINT, _signal.default_int_handler)
sys.argv = ["hiphinge", "--version"]
sys.meta_path.insert(0, Interrupting())
from hiphinge.cli import {entry}
{entry}()
"""
    package = str(Path(hiphinge.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": package},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr == f"Interrupted by {title}; nothing is left half-written.\n"
