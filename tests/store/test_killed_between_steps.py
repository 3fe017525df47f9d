"""Killed at every step of taking a video in, from its first result to the last word: whole and once after the next."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.workflow.filmed_at import stamped

from hiphinge.store import Store
from hiphinge.workflow.log_keeping import log_sets

if TYPE_CHECKING:
    from tests.conftest import Actor

FILMED = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)
MOST_STEPS = 80
RESULTS = {"analysis.json", "repetitions.csv", "series.parquet", "pose.parquet"}

TAKES = """
import os, signal, sys
from pathlib import Path
import numpy as np
from hiphinge.testing import Camera, record_video
from hiphinge.workflow.pose_estimation import EstimatorConfig
from tests.conftest import VIDEO_SIZE_PX, Actor
EstimatorConfig.begin = lambda *_: Actor(record_video(camera=Camera(size_px=VIDEO_SIZE_PX, stature_px=85.0)).motion)
from hiphinge.store import files, open_store, recordings
from hiphinge.store.database import Database
from hiphinge.workflow import analyze, delivery, filing, result
from hiphinge.workflow.watching import take
import hiphinge.workflow.watching as watching

url, kept, video, out, command, last = sys.argv[1:]
measured = analyze(video, exercise="romanian_deadlift")
saved = type(measured).save
type(measured).save = lambda self, folder, **_: saved(self, folder, report=False)
steps = 0

def step():
    global steps
    steps += 1
    if steps == number:
        os.kill(os.getpid(), signal.SIGKILL)

def around(owner, name):
    inner = getattr(owner, name)
    def stepping(*given, **named):
        step()
        done = inner(*given, **named)
        step()
        return done
    setattr(owner, name, stepping)

around(type(measured), "save")
around(delivery, "move_into_place")
around(files.FileStore, "put")
around(files.FileStore, "_settle")
around(files.FileStore, "remove_written")
for name in ("recording_of", "_insert_analysis", "show_sets"):
    around(recordings, name)
inner = Database.writing
from contextlib import contextmanager
@contextmanager
def writing(self):
    step()
    with inner(self) as connection:
        yield connection
        step()
    step()
Database.writing = writing

def taken(store, person, folder):
    if command == "watch":
        take(Path(video), store=store, person=person, out=folder, analyse=lambda _: measured)
    else:
        measured.save(folder / "set.hiphinge")
        filing.file_result(store, person, measured)

for number in range(1, int(last) + 1):
    child = os.fork()
    if child == 0:
        with open_store(url, files=kept) as store:
            taken(store, store.people.named(f"p{number}"), Path(out) / f"p{number}")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(number, "killed" if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status), flush=True)
    if not os.WIFSIGNALED(status):
        break
number = 0
with open_store(url, files=kept) as store:
    for person in store.people.all():
        folder = Path(out) / person.name
        if folder.is_dir():
            taken(store, person, folder)
"""


def logged(store: Store) -> None:
    for number in range(1, MOST_STEPS + 1):
        person = store.people.add(f"p{number}", adult=True)
        store.people.agree(person, "keep_videos")
        log_sets(store, person, "rdl 1x3 60kg", at=f"{FILMED + timedelta(minutes=2):%Y-%m-%d %H:%M}")


@pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows has no SIGKILL")
@pytest.mark.parametrize("command", ["watch", "analyze"])
def test_killed_at_any_step_it_is_whole_and_once_after_the_next(
    store: Store, url: str, tmp_path: Path, actor: "Actor", root: Path, reopen: Callable[[], Store], command: str
) -> None:
    logged(store)
    store.close()
    video = stamped(actor.write_video(tmp_path / "plain.mp4"), tmp_path / "set.mp4", FILMED)
    out = tmp_path / "out"
    for number in range(1, MOST_STEPS + 1):
        (out / f"p{number}").mkdir(parents=True)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)])}
    call = (sys.executable, "-c", TAKES, url, store.files.address, str(video), str(out), command, str(MOST_STEPS))
    done = subprocess.run(call, env=environment, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *killed, last = [line.split()[1] for line in done.stdout.splitlines() if line[:1].isdigit()]
    assert len(killed) > 20, "it was killed at every step"
    assert set(killed) == {"killed"}
    assert last == "0", "and once not at all"
    with reopen() as again:
        for number in range(1, len(killed) + 2):
            person = again.people.named(f"p{number}")
            (one,) = again.recordings.all(person)
            (set_,) = again.log.sets(person)
            assert (set_.analysis, set_.analysis_set) == (one.id, 1), "filed and joined, or neither"
            assert again.recordings.video_of(person, one.sha256) == one.sha256
            names = {path.name for path in (out / f"p{number}" / "set.hiphinge").iterdir()}
            # `analyze` holds no lock on its folder, so it leaves what another process may be writing there just now.
            left = {name for name in names if name.startswith(".hiphinge-unfinished-") and command == "analyze"}
            assert names - left == RESULTS
        assert again.upkeep.check(settled=timedelta(0)).sound
        assert set(again.files.written()) == again.recordings.named_files(), "no stray file is left"
