"""What a page shows is kept when a clip ends, taken as it was, and not when something changed or is not its own."""

import pickle
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge import analyze
from hiphinge.store import Clip, Store, open_store, sqlite_url
from hiphinge.workflow import kept_shown
from hiphinge.workflow.assigning import assign_clip
from hiphinge.workflow.clip_work import ClipLimits, work_on
from hiphinge.workflow.correcting import as_correction, correct, corrected_analysis
from hiphinge.workflow.kept_shown import shown_as_kept
from hiphinge.workflow.progress import no_progress
from hiphinge.workflow.showing import show_analysis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Actor


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Iterator[Store]":
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_store(sqlite_url(tmp_path / "log.sqlite"), files=str(tmp_path / "files")) as opened:
        yield opened


@pytest.fixture
def clip(store: Store, actor: "Actor", tmp_path: Path) -> Clip:
    video = actor.write_video(tmp_path / "set.mp4")
    id_ = store.clips.add(video, name="set.mp4", exercise="romanian_deadlift", id_=None)
    claimed = store.clips.claim("w", lost_after=timedelta(minutes=1))
    assert claimed is not None
    work_on(store, claimed, analyse=analyze, limits=ClipLimits(), threads=1, listener=no_progress)
    store.clips.end(claimed, "done")
    return store.clips.clip(id_)


def test_it_is_what_would_be_computed_until_something_changes(
    store: Store, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_, video = clip.analysis or "", clip.video or ""
    computed, kept = show_analysis(store, id_), shown_as_kept(store, id_)
    assert kept is not None
    assert kept.report == computed.report
    assert (kept.recording, kept.result.video) == (computed.recording, store.files.local_path(video))
    assert kept.result.to_json() == computed.result.to_json()
    with monkeypatch.context() as other:
        other.setattr(kept_shown, "_program", lambda: 0)
        assert shown_as_kept(store, id_) is None
    correct(store, id_, as_correction(corrected_analysis(store, id_).document, "delete", repetition=1))
    assert shown_as_kept(store, id_) is None
    assert store.files.shown(video) is not None
    assign_clip(store, store.clips.clip(clip.id), store.people.add("Ana", adult=True))
    assert store.files.shown(video) is None
    kept_shown.keep_shown(store, id_)
    assert shown_as_kept(store, id_) is not None
    assert store.files.written().keys() == store.recordings.named_files()
    store.recordings.remove_videos(store.people.named("Ana"), older_than=timedelta(0))
    assert (store.files.shown(video), shown_as_kept(store, id_)) == (None, None)


class Called:
    """Something that would be called by a reader that calls whatever it is given."""

    def __reduce__(self) -> tuple[object, ...]:
        return (print, ("called",))


@pytest.mark.parametrize("content", [b"none of ours", zlib.compress(b"neither"), zlib.compress(pickle.dumps(Called()))])
def test_what_is_not_its_own_is_not_read(
    store: Store, clip: Clip, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    store.files.put_shown(clip.video or "", content)
    assert shown_as_kept(store, clip.analysis or "") is None
    assert capsys.readouterr().out == ""


def test_one_of_another_analysis_is_not_shown(store: Store, clip: Clip) -> None:
    shown = show_analysis(store, clip.analysis or "")
    other = (("another",), replace(shown, result=replace(shown.result, video=None)))
    store.files.put_shown(clip.video or "", zlib.compress(pickle.dumps(other)))
    assert shown_as_kept(store, clip.analysis or "") is None
