"""A lock: one process at a time, released however a process ends, and an error that says what to do."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from hiphinge.errors import OutputError
from hiphinge.filesystem import locked

HOLDS_THE_LOCK = """
import sys
from pathlib import Path
from hiphinge.errors import OutputError
from hiphinge.filesystem import locked
def hold(**options):
    with locked(Path(sys.argv[1]), **options):
        print("held", flush=True)
        input()
try:
    hold(timeout_s=0)
except OutputError:
    print("waits", flush=True)
    hold()
"""


def test_only_one_process_at_a_time_holds_the_lock(tmp_path: Path) -> None:
    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", HOLDS_THE_LOCK, str(tmp_path)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    with start() as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(OutputError, match=r"another process has held .*\.lock for more than 0 s. Wait until"):
            locked(tmp_path, timeout_s=0).__enter__()
        with start() as waiting:
            assert waiting.stdout is not None
            assert waiting.stdout.readline() == "waits\n"
            holder.kill()
            assert waiting.stdout.readline() == "held\n", "a lock ends with its process"
            waiting.communicate("\n", timeout=120)
            assert waiting.returncode == 0


def test_a_lock_is_released_when_the_block_fails(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), locked(tmp_path):
        raise RuntimeError
    with locked(tmp_path, timeout_s=0):
        pass


def test_a_lock_that_cannot_be_opened_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / ".lock").mkdir()
    with pytest.raises(OutputError, match=r"its lock .*\.lock should be a file that you may write.*or remove it"):
        locked(tmp_path).__enter__()


def test_a_lock_without_the_right_to_write_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_lock: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    with pytest.raises(OutputError, match=r"Permission denied\. Give yourself the right to write it"):
        locked(tmp_path).__enter__()
