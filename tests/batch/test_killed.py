"""A batch that is killed at any moment, and continued, has the rows of one that nobody disturbed."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.batch.reading import content

if TYPE_CHECKING:
    from tests.batch.conftest import Batch, Clip

HERE = Path(__file__).parent
PATIENCE_S = 240.0


@pytest.mark.skipif(sys.platform == "win32", reason="platform: no fork")
def test_killed_at_random_moments_and_continued(batch: "Batch", clip: "Clip", clips: Path, tmp_path: Path) -> None:
    for number in range(12):
        clip(f"{number:02d}.mp4", "slow 0.02" if number == 3 else "")
    clip("broken.mp4", "refuse")
    arguments = [clips, tmp_path / "killed", "8", "1"]
    script = [sys.executable, HERE / "killed_batch.py", *arguments]
    done = subprocess.run([str(word) for word in script], capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[1]) >= 1, "it was always too late"
    batch(out=tmp_path / "whole")
    assert content(tmp_path / "killed") == content(tmp_path / "whole")


STARTED = """
import sys
sys.path.insert(0, sys.argv[1])
from stub_measurer import StubMeasurer
from hiphinge.batch import BatchSettings, run_batch
if __name__ == "__main__":
    settings = BatchSettings(measurer=StubMeasurer(), workers=2)
    run_batch([sys.argv[2]], out=sys.argv[3], settings=settings)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="platform: looks at processes through /proc")
def test_no_worker_outlives_a_batch_that_was_killed(clip: "Clip", clips: Path, tmp_path: Path) -> None:
    clip("a.mp4", "hang")
    script = tmp_path / "started.py"
    script.write_text(STARTED)
    study = tmp_path / "study"
    process = subprocess.Popen([sys.executable, script, HERE, clips, study])
    until = time.monotonic() + PATIENCE_S
    while not (workers := children(process.pid)):
        assert time.monotonic() < until
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    while any(alive(one) for one in workers):
        assert time.monotonic() < until, "a worker is still there"
        time.sleep(0.1)


def children(pid: int) -> list[int]:
    """Return the processes that a process started by spawning."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((one / "stat").read_text().rpartition(")")[2].split()[1])
            words = (one / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if parent == pid and b"spawn_main" in words:
            found.append(int(one.name))
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_script_whose_workers_cannot_start_is_ended_with_the_reason(
    clip: "Clip", clips: Path, tmp_path: Path
) -> None:
    clip("a.mp4")
    clip("b.mp4")
    script = tmp_path / "unguarded.py"
    script.write_text(STARTED.replace('if __name__ == "__main__":', "if True:"))
    words = [str(word) for word in (sys.executable, script, HERE, clips, tmp_path / "study")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "No worker process starts here" in done.stderr
