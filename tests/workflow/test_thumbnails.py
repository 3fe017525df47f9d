"""A list's small image: the person without a face, kept beside the video and gone with it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from hiphinge import analyze
from hiphinge.reports.poses import pose_track
from hiphinge.reports.thumbnail import thumbnail, thumbnail_time
from hiphinge.store import FileStore, Store, open_store
from hiphinge.workflow.thumbnails import keep_thumbnail

if TYPE_CHECKING:
    from tests.conftest import Actor


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_store() as opened:
        yield opened


def read(content: bytes | None) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    assert content is not None
    return np.asarray(cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR), dtype=np.uint8)


def test_it_shows_the_person_and_no_face(
    actor: "Actor", tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    analysis = analyze(video, exercise="romanian_deadlift").analysis
    key, _ = store.files.put(video)
    keep_thumbnail(store, key, video, analysis=analysis)
    shown = read(store.files.thumbnail(key))
    assert shown.shape[0] == 176
    assert len(store.files.thumbnail(key) or b"") < 12_000
    track, moment = pose_track(analysis), thumbnail_time(analysis)
    assert track is not None
    assert moment is not None
    width, height = (4 * int(one) for one in track.size or ())
    pose, (y, x) = track.at(moment).moved(left=0.0, top=0.0, scale=4.0), np.mgrid[:height, :width]
    inside = np.hypot(x - pose.head_centre[0], y - pose.head_centre[1]) < pose.head_radius * 0.8
    cells = np.random.default_rng(0).choice([0, 255], size=(height, width))[y // 5, x // 5]
    image = np.repeat(np.where(inside, cells, 128)[..., None], 3, axis=-1).astype(np.uint8)
    blurred = read(thumbnail(image, analysis, time_s=moment)).astype(float)
    monkeypatch.setattr("hiphinge.reports.thumbnail.blur_face", lambda *_: None)
    as_it_is = read(thumbnail(image, analysis, time_s=moment)).astype(float)
    assert (blurred - 128).std() < 0.6 * (as_it_is - 128).std()


def test_where_nobody_was_found_the_frame_is_too_coarse_for_a_face(
    actor: "Actor", tmp_path: Path, store: Store
) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    key, _ = store.files.put(video)
    keep_thumbnail(store, key, video)
    sharp = read(store.files.thumbnail(key)).astype(np.float32)
    few = cv2.resize(sharp, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    back = cv2.resize(few, (sharp.shape[1], sharp.shape[0]), interpolation=cv2.INTER_CUBIC)
    assert np.abs(sharp - back).mean() < 3.0, "nothing finer than some pixels is in it"


def test_it_goes_when_its_video_goes_and_is_no_useless_file_before(tmp_path: Path, store: Store) -> None:
    video = tmp_path / "a.mp4"
    video.write_bytes(b"a")
    id_ = store.clips.add(video, name="a", id_=None)
    key = store.clips.clip(id_).video or ""
    store.files.put_thumbnail(key, b"small")
    assert store.upkeep.check(settled=timedelta(0)).removed == 0
    assert store.files.thumbnail(key) == b"small"
    store.clips.discard(id_)
    assert store.files.thumbnail(key) is None
    assert list((tmp_path / "data").rglob("*.webp")) == []
    store.files.put_thumbnail(key, b"late")
    assert not store.files.has_thumbnail(key), "the file is gone already"


def test_one_that_was_left_alone_is_cleared_away(tmp_path: Path, store: Store) -> None:
    files = FileStore(store.files.address)
    video = tmp_path / "a.mp4"
    video.write_bytes(b"b")
    key, _ = files.put(video)
    files.put_thumbnail(key, b"small")
    (Path(files.address) / key[:2] / key).unlink()
    assert store.upkeep.check(settled=timedelta(0)).removed == 1
    assert files.thumbnail(key) is None
