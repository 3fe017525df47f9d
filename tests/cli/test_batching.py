"""``hiphinge batch`` says what it would do, what it did and why not, and ends with the right code."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge.filesystem import locked

if TYPE_CHECKING:
    from tests.cli.conftest import Run

STUBS = Path(__file__).resolve().parent.parent / "batch"
PATIENCE_S = 240.0
WITH_A_STUB = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import hiphinge.batch
from stub_measurer import StubMeasurer
hiphinge.batch.NetworkMeasurer = StubMeasurer
from hiphinge.cli import main
if __name__ == "__main__":
    main(sys.argv[1:])
"""


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Analyse with the stub, without processes."""
    monkeypatch.syspath_prepend(str(STUBS))
    from stub_measurer import StubMeasurer  # type: ignore[import-not-found]  # beside the tests of batch

    from hiphinge.batch import InThisProcess

    monkeypatch.setattr("hiphinge.batch.NetworkMeasurer", StubMeasurer)
    monkeypatch.setattr("hiphinge.batch.running.LocalProcesses", lambda measurer, *_: InThisProcess(measurer))


@pytest.fixture
def videos(tmp_path: Path, small_clip: bytes) -> Path:
    folder = tmp_path / "videos"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.mp4").write_bytes(small_clip + name.encode())
    (folder / "notes.txt").write_text("notes")
    return folder


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(run: "Run", videos: Path, tmp_path: Path) -> None:
    ended = run("batch", videos, "--out", "study", "--dry-run")
    assert ended.code == 0
    assert str(videos / "a.mp4") in ended.out
    assert "2 to analyse, 0 in the data set already, 1 other files ignored. Nothing was written." in ended.out
    assert not (tmp_path / "study").exists()


def test_the_account_says_what_became_of_the_clips(run: "Run", videos: Path, small_clip: bytes) -> None:
    (videos / "c.mp4").write_bytes(small_clip + b"DO:refuse")
    ended = run("batch", videos, "--out", "study", "--exercise", "rdl", "--load", "60")
    assert ended.code == 0
    assert "study: 2 done, 1 refused, 0 failed, 0 in the data set before" in ended.out
    assert f"1 times: {videos / 'c.mp4'} is broken." in ended.out
    assert "1 other files ignored." in ended.out
    again = run("batch", videos, "--out", "study", "--exercise", "rdl", "--load", "60", "--quiet")
    assert again.out.startswith("study: 0 done, 0 refused, 0 failed, 3 in the data set before")
    assert again.out.count("\n") == 1
    assert run("batch", videos, "--out", "study", "--dry-run").out.count(".mp4\n") == 3


def test_it_ends_with_1_where_a_clip_failed_and_4_where_nothing_was_measured(
    run: "Run", videos: Path, small_clip: bytes
) -> None:
    (videos / "wrong.mp4").write_bytes(small_clip + b"DO:wrong")
    (videos / "refuse.mp4").write_bytes(small_clip + b"DO:refuse")
    assert run("batch", videos / "wrong.mp4", "--out", "one").code == 1
    assert run("batch", videos / "refuse.mp4", "--out", "two").code == 4


def test_what_is_wrong_with_the_command_is_said(run: "Run", videos: Path, tmp_path: Path) -> None:
    assert run("batch", "--out", "study").code == 2
    assert run("batch", videos).code == 2
    assert run("batch", tmp_path / "nothing", "--out", "study").code == 3
    assert run("batch", videos, "--where", "person=ana", "--out", "study").code == 2
    assert run("batch", videos, "--exercise", "flying", "--out", "study").code == 2
    assert run("batch", videos, "--stature", "178000", "--out", "study").code == 2
    (tmp_path / "held").mkdir()
    with locked(tmp_path / "held"):
        ended = run("batch", videos, "--out", "held")
    assert ended.code == 6
    assert "another process" in ended.err


@pytest.mark.skipif(os.name == "nt", reason="platform: signals as on POSIX")
def test_a_folder_without_videos_is_refused_and_nothing_is_written(run: "Run", tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "notes.txt").write_text("notes")
    ended = run("batch", folder, "--out", "study")
    assert ended.code == 3
    assert "There is no video in what was given (other files: 1)." in " ".join(ended.err.replace("│", " ").split())
    assert not (tmp_path / "study").exists()


def test_an_interruption_leaves_a_data_set_that_is_continued(run: "Run", tmp_path: Path, small_clip: bytes) -> None:
    videos = tmp_path / "videos"
    videos.mkdir()
    (videos / "a.mp4").write_bytes(small_clip + b"a")
    (videos / "b.mp4").write_bytes(small_clip + b"DO:hang")
    script = tmp_path / "script.py"
    script.write_text(WITH_A_STUB)
    command = [sys.executable, script, STUBS, "batch", videos, "--out", tmp_path / "study", "--workers", "1"]
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    )
    until = time.monotonic() + PATIENCE_S
    while not list((tmp_path / "study").glob(".unmerged/*.parquet")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert "the same command goes on from there" in said
    (videos / "b.mp4").unlink()
    assert run("batch", videos, "--out", "study").out.startswith("study: 0 done, 0 refused, 0 failed, 1 in the data")


@pytest.mark.parametrize(
    ("left_s", "words"),
    [(None, "."), (42.0, "; about 42 s left."), (1800.0, "; about 30 min left."), (36_000.0, "; about 10.0 h left.")],
)
def test_how_far_it_is_is_said_with_the_time_left(
    capsys: pytest.CaptureFixture[str], left_s: float | None, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import ExitStack

    from hiphinge.batch import SoFar
    from hiphinge.cli import batching

    monkeypatch.setattr(batching, "_EVERY_S", 0.0)
    now = SoFar(total=100, done=7, refused=2, failed=1, left_s=left_s)
    with ExitStack() as stack:
        batching.Showing(stack, quiet=False).so_far(now)
        batching.Showing(stack, quiet=True).so_far(now)
    assert capsys.readouterr().err == f"10 of 100 clips: 7 done, 2 refused, 1 failed{words}\n"
