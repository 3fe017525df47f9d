"""``hiphinge people consent``: a video is kept only while its person agrees, and old ones are erased."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge.store import open_store
from hiphinge.store.tables import recordings

if TYPE_CHECKING:
    from tests.cli.conftest import Run
    from tests.conftest import Actor


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run: "Run") -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    run("people", "add", "Ana", "--adult", "--zone", "UTC")


@pytest.fixture
def video(actor: "Actor", tmp_path: Path) -> Path:
    path = tmp_path / "set.mp4"
    actor.write_video(path)
    return path


def kept_videos() -> int:
    with open_store() as store:
        return store.recordings.videos_of(store.people.named("Ana"))[0]


def kept_files() -> int:
    with open_store() as store:
        return len(store.files.written())


def flat(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


def analyse(run: "Run", video: Path, exercise: str = "rdl") -> str:
    return str(run("analyze", video, "--person", "ana", "--exercise", exercise, "--no-report", "--out", "results").out)


def test_nobody_agreed_before_they_said_so(run: "Run") -> None:
    assert "Ana has not agreed that videos are kept" in run("people", "consent", "ana").out
    assert run("people", "consent", "nobody").code == 3


def test_a_video_is_kept_while_its_person_agrees(run: "Run", video: Path) -> None:
    assert "without the video" in analyse(run, video)
    assert kept_videos() == 0
    now = datetime.now(UTC)
    agreed = run("people", "consent", "Ana", "--videos").out
    assert f"Ana agreed on {now:%Y-%m-%d}" in agreed
    assert "Kept now: 0 videos." in agreed
    assert run("people", "consent", "Ana", "--videos").out.count("Ana agreed on") == 1
    assert "with the video" in analyse(run, video)
    assert kept_videos() == 1, "also of a recording that was filed before they agreed"
    assert "with the video" in analyse(run, video, "good_morning")
    assert (kept_videos(), kept_files()) == (1, 2)
    assert "Kept now: 1 video (" in run("people", "consent", "Ana").out


def test_old_videos_are_erased_and_their_poses_and_results_stay(run: "Run", video: Path) -> None:
    run("people", "consent", "Ana", "--videos")
    analyse(run, video)
    assert "Erased 0 videos" in run("data", "keep", "--videos", "30d").out
    with open_store() as store, store.database.writing() as connection:
        connection.execute(recordings.update().values(filed_at=datetime.now(UTC) - timedelta(days=31)))
    assert "Erased 1 video filed more than 30 days ago" in run("data", "keep", "--videos", "30d").out
    with open_store() as store:
        ana = store.people.named("Ana")
        (one,) = store.recordings.all(ana)
        assert store.recordings.document(one.id)
        poses = store.recordings.poses_of(ana, one.sha256)
        assert poses is not None
        assert set(store.files.written()) == {poses}
    assert "Everything is whole." in run("data", "check").out


def test_taking_it_back_erases_kept_videos_after_asking(
    run: "Run", video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("people", "consent", "Ana", "--videos")
    analyse(run, video)
    asked = run("people", "consent", "Ana", "--no-videos")
    assert asked.code == 2
    assert "add --yes" in flat(asked.err)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    assert "Nothing was changed." in run("people", "consent", "Ana", "--no-videos").out
    assert kept_videos() == 1
    back = run("people", "consent", "Ana", "--no-videos", "--yes").out
    assert "Erased: 1 video." in back
    assert "and took it back on" in back
    assert (kept_videos(), kept_files()) == (0, 1)
    assert "without the video" in analyse(run, video, "good_morning")
    assert kept_videos() == 0


def test_a_check_says_whose_file_is_missing_or_changed(run: "Run", video: Path) -> None:
    run("people", "consent", "Ana", "--videos")
    analyse(run, video)
    with open_store() as store:
        ana = store.people.named("Ana")
        (one,) = store.recordings.all(ana)
        poses = store.recordings.poses_of(ana, one.sha256)
        assert poses is not None
        files = Path(store.files.address)
    (files / one.sha256[:2] / one.sha256).unlink()
    (files / poses[:2] / poses).write_bytes(b"something else")
    found = run("data", "check")
    assert found.code == 3
    assert f"A file is missing: the video of set.mp4 in the log of Ana ({one.sha256[:12]}…)." in found.out
    assert "A file is not what was kept: the poses of set.mp4 in the log of Ana" in found.out
    assert "Files of recordings: 2 (0.0 MB)" in found.out
