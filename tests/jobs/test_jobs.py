"""Clips end once each, whatever becomes of a worker, and one bad clip keeps no other waiting."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hiphinge.documents import analysis_from_json
from hiphinge.errors import InputFormatError, InputMissingError, UnknownIdError
from hiphinge.jobs import Jobs, JobSettings, label_of
from hiphinge.motion import Person
from hiphinge.store import Store
from hiphinge.workflow.filing import file_result
from hiphinge.workflow.people import settle_videos
from hiphinge.workflow.progress import no_progress

Given = Callable[[str], Path]


def test_only_videos_of_known_people_and_exercises_are_accepted(jobs: Jobs, given: Given, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("<html>")
    with pytest.raises(InputFormatError, match=r"x\.mp4 is no video"):
        jobs.submit(tmp_path / "a.mp4", name="../../x.mp4")
    with pytest.raises(InputMissingError, match="Nobody called"):
        jobs.submit(given("ok"), name="x", person="Zoe")
    with pytest.raises(UnknownIdError):
        jobs.submit(given("ok"), name="x", exercise="curling")
    assert jobs.clips() == ()


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b.mov", "b.mov"),
        ("a\x00\n\u202eb", "ab"),
        ("/", "video"),
        ("", "video"),
    ],
)
def test_a_name_is_a_label_never_a_path(name: str, label: str) -> None:
    assert label_of(name) == label


def test_bad_clips_fail_with_a_reason_and_keep_no_other_waiting(
    jobs: Jobs, given: Given, ended: Callable[..., None]
) -> None:
    bad = {what: jobs.submit(given(what), name=f"{what}.mp4") for what in ("crash", "fail", "memory")}
    hangs = jobs.submit(given("hang"), name="hang.mp4")
    anna = jobs.store.people.add("Anna", adult=True)
    good = [jobs.submit(given(f"ok {n}"), name=f"good {n}", person="Anna") for n in range(2)]
    jobs.start_workers(2)
    until = time.monotonic() + 90
    while jobs.clips("queued") or len(jobs.clips("running")) > 1:
        assert time.monotonic() < until
        time.sleep(0.1)
    jobs.cancel(hangs)
    ended()
    reasons = {what: jobs.clip(id_).reason for what, id_ in bad.items()}
    assert reasons["fail"] == "fail.mp4 is broken."
    assert "crash.mp4 makes the program that reads videos crash" in (reasons["crash"] or "")
    assert "memory.mp4 needs more memory" in (reasons["memory"] or "")
    assert [jobs.clip(id_).state for id_ in good] == ["done", "done"]
    assert len(jobs.store.recordings.all(anna)) == 2
    assert all(jobs.file(id_) is not None for id_ in bad.values()), "a clip that failed keeps its video"
    assert jobs.frame_times(good[0]) == pytest.approx((0.0, 0.1, 0.2, 0.3, 0.4))
    assert jobs.clip(hangs).state == "cancelled"


def test_a_clip_is_measured_with_what_is_kept_of_its_person(
    jobs: Jobs, given: Given, ended: Callable[..., None]
) -> None:
    jobs.store.people.add("Anna", adult=True)
    jobs.store.documents.write("Anna", "profile", b"stature_m = 1.9\n")
    whose = [jobs.submit(given(f"ok {person}"), name="a.mp4", person=person) for person in ("Anna", None)]
    jobs.start_workers(1)
    ended()
    statures = [
        analysis_from_json(jobs.store.recordings.document(jobs.clip(id_).analysis or ""), name="a").person.stature_m
        for id_ in whose
    ]
    assert statures == [1.9, None]


def test_a_video_filed_by_the_command_is_made_playable_and_not_measured_again(
    jobs: Jobs, given: Given, ended: Callable[..., None]
) -> None:
    from fake_analysis import analyse  # type: ignore[import-not-found]  # beside this file

    anna = jobs.store.people.add("Anna", adult=True)
    jobs.store.people.agree(anna, "keep_videos")
    result = analyse(given("ok"), person=Person(), neutral=None, progress=no_progress)
    filed = file_result(jobs.store, anna, result)
    recording = jobs.store.corrections.recording(filed.analysis.id).recording
    assert [one.state for one in jobs.clips()] == ["queued"]
    assert jobs.store.clips.is_being_prepared(recording)
    assert recording not in jobs.store.estimates.unread(anna.id), "its answer was read in the terminal"
    file_result(jobs.store, anna, result)
    jobs.start_workers(1)
    ended()
    (clip,) = jobs.clips()
    assert (clip.state, clip.analysis, clip.reason) == ("done", filed.analysis.id, None)
    assert jobs.frame_times(clip.id) == pytest.approx((0.0, 0.1, 0.2, 0.3, 0.4))
    assert [one.id for one in jobs.store.recordings.all(anna)] == [filed.analysis.id]
    assert not jobs.store.clips.is_being_prepared(recording)
    assert jobs.store.clips.add_unprepared() == 0


def test_a_video_that_waits_to_be_made_playable_is_erased_with_the_consent(jobs: Jobs, given: Given) -> None:
    from fake_analysis import analyse

    anna = jobs.store.people.add("Anna", adult=True)
    settle_videos(jobs.store, anna, keep=True)
    filed = file_result(jobs.store, anna, analyse(given("ok"), person=Person(), neutral=None, progress=no_progress))
    assert jobs.store.corrections.recording(filed.analysis.id).video is not None
    settle_videos(jobs.store, anna, keep=False)
    assert jobs.store.corrections.recording(filed.analysis.id).video is None
    assert jobs.clips() == ()


def test_what_takes_too_long_is_ended(
    stores: Callable[[], Store], settings: JobSettings, given: Given, jobs: Jobs, ended: Callable[..., None]
) -> None:
    from fake_analysis import analyse

    short = Jobs(stores, replace(settings, longest_work=timedelta(seconds=1)), analyse=analyse)
    id_ = short.submit(given("hang"), name="hang.mp4")
    short.start_workers(1)
    try:
        ended()
        assert "hang.mp4 took longer than" in (jobs.clip(id_).reason or "")
    finally:
        short.close()


def test_twenty_clips_and_killed_workers_give_one_analysis_each(
    jobs: Jobs, given: Given, ended: Callable[..., None]
) -> None:
    ids = [jobs.submit(given(f"slow {n}"), name=f"clip {n}") for n in range(20)]
    jobs.start_workers(2)
    moments = random.Random(16)  # noqa: S311  # moments, no secret
    for _ in range(3):
        time.sleep(moments.uniform(2.0, 4.0))
        for pid in jobs.worker_pids[:1]:
            os.kill(pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    ended()
    assert Counter(jobs.clip(id_).state for id_ in ids) == {"done": 20}
    analyses = Counter(one.name for one in jobs.store.recordings.all(None))
    assert analyses == {f"clip {n}": 1 for n in range(20)}


def test_a_stop_lets_what_was_at_work_wait_and_leaves_no_copy_of_it(
    jobs: Jobs, given: Given, ended: Callable[..., None], settings: JobSettings
) -> None:
    id_ = jobs.submit(given("hang"), name="a")
    other = jobs.submit(given("ok"), name="b")
    jobs.start_workers(1)
    until = time.monotonic() + 60
    while jobs.clip(id_).state != "running" or not list(settings.folder.rglob("clip.mp4")):
        assert time.monotonic() < until
        time.sleep(0.05)
    jobs.stop()
    assert not list(settings.folder.rglob("clip.mp4"))
    assert jobs.clip(id_).state == "queued"
    jobs.cancel(id_)
    jobs.start_workers(1)
    ended()
    assert jobs.clip(other).state == "done"


APP = """
import sys, time
from datetime import timedelta
from functools import partial
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from fake_analysis import analyse
from hiphinge.jobs import Jobs, JobSettings
from hiphinge.store import open_store, sqlite_url

if __name__ == "__main__":
    home = Path(sys.argv[1])
    settings = JobSettings(folder=home / "work", lost_after=timedelta(seconds=3), beat_s=0.3, idle_s=0.1)
    stores = partial(open_store, sqlite_url(home / "log.sqlite"), files=str(home / "files"))
    jobs = Jobs(stores, settings, analyse=analyse)
    jobs.start_workers(1)
    while True:
        print(*jobs.worker_pids, flush=True)
        time.sleep(0.2)
"""


def test_an_app_that_is_killed_takes_its_workers_along_and_its_clips_are_done_by_the_next(
    jobs: Jobs, given: Given, ended: Callable[..., None], tmp_path: Path
) -> None:
    ids = [jobs.submit(given(f"slow {n}"), name=f"clip {n}") for n in range(6)]
    script = tmp_path / "app.py"
    script.write_text(APP)
    command = [sys.executable, str(script), str(tmp_path / "data"), str(Path(__file__).parent)]
    for _ in range(2):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as app:
            until, before = time.monotonic() + 90, sum(clip.attempts for clip in jobs.clips())
            while sum(clip.attempts for clip in jobs.clips()) == before:
                assert time.monotonic() < until
                time.sleep(0.02)
            app.kill()
            assert app.stdout is not None
            pids = {int(pid) for line in app.stdout.read().splitlines() for pid in line.split()}
        assert pids
        until = time.monotonic() + 30
        while any(Path(f"/proc/{pid}").exists() for pid in pids):
            assert time.monotonic() < until, "a worker outlived its app"
            time.sleep(0.1)
    jobs.start_workers(1)
    ended()
    assert Counter(jobs.clip(id_).state for id_ in ids) == {"done": 6}
    assert Counter(one.name for one in jobs.store.recordings.all(None)) == {f"clip {n}": 1 for n in range(6)}


def test_a_clip_that_failed_is_tried_again_as_another_exercise(jobs: Jobs, given: Given) -> None:
    id_ = jobs.submit(given("fail"), name="a.mp4")
    claimed = jobs.store.clips.claim("w", lost_after=jobs.settings.lost_after)
    assert claimed is not None
    jobs.store.clips.end(claimed, "failed", reason="It is broken.")
    with pytest.raises(UnknownIdError):
        jobs.retry(id_, exercise="handstand")
    assert jobs.clip(id_).state == "failed"
    assert (jobs.retry(id_, exercise="rdl").exercise, jobs.clip(id_).state) == ("romanian_deadlift", "queued")
    jobs.cancel(id_)
    assert jobs.retry(id_).exercise == "romanian_deadlift"
    jobs.cancel(id_)
    assert jobs.retry(id_, exercise=None).exercise is None
