"""``hiphinge watch`` takes each video once, by its content, whenever it is started and however it ended before."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge.filesystem import locked
from hiphinge.store import FiledAnalysis, open_store

if TYPE_CHECKING:
    from tests.cli.conftest import Run
    from tests.conftest import Actor

PATIENCE_S = 240.0
TAKES_SLOWLY = """
import sys, time
import numpy as np
from hiphinge.testing import Camera, record_video
from hiphinge.workflow.pose_estimation import EstimatorConfig
from tests.conftest import VIDEO_SIZE_PX, Actor
EstimatorConfig.begin = lambda *_: Actor(record_video(camera=Camera(size_px=VIDEO_SIZE_PX, stature_px=85.0)).motion)
from hiphinge.cli import main
main(sys.argv[1:])
"""


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_store() as store:
        store.people.add("Ana", adult=True)


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    folder = tmp_path / "phone"
    folder.mkdir()
    return folder


def filed() -> tuple[FiledAnalysis, ...]:
    with open_store() as store:
        return store.recordings.all(store.people.named("Ana"))


def test_what_arrives_is_analysed_and_filed_once(run: "Run", actor: "Actor", phone: Path) -> None:
    actor.write_video(phone / "monday.mp4")
    first = run("watch", phone, "--once", "--every", "0.1", "--exercise", "rdl")
    assert first.code == 0
    assert " once." in first.out
    assert "\nmonday.mp4: " in first.out
    assert "Filed in the log of Ana" in first.out
    assert (phone / "monday.hiphinge" / "report.html").is_file()
    actor.write_video(phone / "copy of monday.mp4")
    again = run("watch", phone, "--once", "--every", "0.1", "--exercise", "rdl")
    assert "monday.mp4: already filed." in again.out
    assert "copy of monday.mp4: already filed." in again.out
    assert len(filed()) == 1


def test_other_content_of_the_same_name_replaces_no_results(run: "Run", actor: "Actor", phone: Path) -> None:
    actor.write_video(phone / "set.mp4")
    run("watch", phone, "--once", "--every", "0.1", "--quiet")
    actor.write_video(phone / "set.mp4", frames=len(actor.motion) - 1)
    run("watch", phone, "--once", "--every", "0.1", "--quiet")
    assert {path.name for path in phone.glob("*.hiphinge")} == {"set.hiphinge", "set-2.hiphinge"}
    assert len(filed()) == 2


def test_a_broken_video_is_said_and_does_not_stop_the_others(run: "Run", actor: "Actor", phone: Path) -> None:
    (phone / "a.mp4").write_bytes(b"not a video at all")
    (phone / ".b.mp4").write_bytes(b"an unfinished copy")
    actor.write_video(phone / "c.mp4")
    ended = run("watch", phone, "--once", "--every", "0.1")
    assert "a.mp4" in ended.err
    assert [one.name for one in filed()] == ["c.mp4"]


def test_one_watch_at_a_time_and_only_of_a_folder(run: "Run", phone: Path, tmp_path: Path) -> None:
    with locked(phone):
        assert run("watch", phone, "--once").code == 6
    assert run("watch", tmp_path / "nothing", "--once").code == 3


@pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows has no SIGKILL")
@pytest.mark.parametrize("after_s", [0.5, 3.0, 4.0, 5.0])
def test_killed_at_any_moment_nothing_is_there_twice_or_half(
    run: "Run", actor: "Actor", phone: Path, root: Path, after_s: float
) -> None:
    actor.write_video(phone / "set.mp4")
    command = (sys.executable, "-c", TAKES_SLOWLY, "watch", str(phone), "--every", "0.1", "--no-open")
    with subprocess.Popen(
        command, cwd=root, env=os.environ | {"PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)])}
    ) as running:
        time.sleep(after_s)
        running.send_signal(signal.SIGKILL)
    run("watch", phone, "--once", "--every", "0.1", "--quiet")
    (one,) = filed()
    assert one.repetitions == 3
    left = {path.name for path in (phone / "set.hiphinge").iterdir()}
    assert left == {"analysis.json", "repetitions.csv", "series.parquet", "pose.parquet", "report.html"}


@pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows has no such signals")
def test_ctrl_c_stops_it_with_a_line(phone: Path, root: Path) -> None:
    command = (sys.executable, "-c", TAKES_SLOWLY, "watch", str(phone), "--every", "0.1", "--no-open")
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        running = subprocess.Popen(
            command,
            cwd=root,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, usual)
    assert running.stdout is not None
    assert "Stop with Ctrl-C" in running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 130
    assert "Interrupted by SIGINT" in said
