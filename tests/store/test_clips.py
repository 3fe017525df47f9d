"""Clips: accepted for good, one worker each, one analysis each, nobody's until somebody says whose."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from hiphinge.errors import InputMissingError
from hiphinge.store import AskedTest, Claimed, ClaimLostError, NewAnalysis, Store, packed_times
from hiphinge.store.revisions import upgrade_to
from hiphinge.store.store import NEWEST
from hiphinge.store.tables import clips, recordings
from hiphinge.workflow.data_keeping import erase_person, remove_old_videos

LONG = timedelta(hours=1)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "given.mp4"
    path.write_bytes(b"not looked at here" * 100)
    return path


def claimed(store: Store, worker: str = "w1", *, lost_after: timedelta = LONG) -> Claimed:
    found = store.clips.claim(worker, lost_after=lost_after)
    assert found is not None
    return found


def file(store: Store, claim: Claimed, document: bytes = b"{}") -> str:
    new = NewAnalysis(
        sha256=claim.sha256,
        name=claim.name,
        hiphinge_version="0.1",
        schema="hiphinge.analysis/3",
        exercise="romanian_deadlift",
        repetitions=5,
        document=document,
        recorded_at=datetime(2026, 5, 4, tzinfo=UTC),
    )
    named = lambda connection, id_: store.clips.name_analysis(connection, claim, id_)  # noqa: E731
    return store.recordings.file(claim.person, new, with_it=named).id


def test_a_clip_waits_is_worked_on_and_is_done(store: Store, video: Path) -> None:
    id_ = store.clips.add(video, name="RDL", id_=None)
    waits = store.clips.clip(id_)
    assert (waits.state, waits.position, waits.person, waits.name, waits.analysis) == ("queued", 0, None, "RDL", None)
    assert store.files.is_whole(waits.video or "")
    claim = claimed(store)
    assert (claim.id, claim.attempts, claim.person) == (id_, 1, None)
    store.clips.beat(claim, stage="poses", fraction=0.25)
    works = store.clips.clip(id_)
    assert (works.state, works.stage, works.fraction, works.position) == ("running", "poses", 0.25, None)
    assert store.clips.claim("w2", lost_after=LONG) is None, "one worker has it"
    analysis = file(store, claim)
    store.clips.end(claim, "done")
    done = store.clips.clip(id_)
    assert (done.state, done.analysis, done.stage) == ("done", analysis, None)
    assert [one.id for one in store.recordings.all(None)] == [analysis]


def test_the_same_id_is_accepted_once(store: Store, video: Path) -> None:
    for _ in range(3):
        assert store.clips.add(video, name="a", id_="f" * 32) == "f" * 32
    assert len(store.clips.all()) == 1


def test_a_worker_that_lost_its_clip_files_nothing(store: Store, video: Path) -> None:
    store.clips.add(video, name="a", id_=None)
    slow = claimed(store, "slow")
    quick = claimed(store, "quick", lost_after=timedelta(seconds=-1))
    assert (quick.id, quick.attempts) == (slow.id, 2)
    with pytest.raises(ClaimLostError):
        store.clips.beat(slow, stage=None, fraction=None)
    with pytest.raises(ClaimLostError):
        file(store, slow)
    assert store.recordings.all(None) == ()
    file(store, quick)
    assert len(store.recordings.all(None)) == 1


def test_those_tried_least_come_first(store: Store, video: Path) -> None:
    ids = [store.clips.add(video, name=f"{number}", id_=None) for number in range(3)]
    assert [store.clips.clip(id_).position for id_ in ids] == [0, 1, 2]
    claimed(store, "dies")
    store.clips.take_from("dies")
    assert [store.clips.clip(id_).position for id_ in ids] == [2, 0, 1]
    assert [claimed(store).id for _ in ids] == [*ids[1:], ids[0]]


def test_cancelled_failed_and_tried_again(store: Store, video: Path) -> None:
    id_ = store.clips.add(video, name="a", id_=None)
    claim = claimed(store)
    assert store.clips.cancel(id_).state == "cancelled"
    with pytest.raises(ClaimLostError):
        store.clips.beat(claim, stage=None, fraction=None)
    assert store.clips.retry(id_).state == "queued"
    again = claimed(store)
    store.clips.end(again, "failed", reason="Nobody is in it.")
    failed = store.clips.clip(id_)
    assert (failed.state, failed.reason, failed.video is not None) == ("failed", "Nobody is in it.", True)
    assert store.clips.cancel(id_).state == "failed", "what has ended is not cancelled"
    assert store.clips.retry(id_).reason is None


def test_changes_count_on_and_say_what_is_gone(reopen: Callable[[], Store], store: Store, video: Path) -> None:
    one, other = (store.clips.add(video, name=name, id_=None) for name in "ab")
    first = store.clips.changes(0)
    assert {clip.id for clip in first.clips} == {one, other}
    assert store.clips.changes(first.counter).clips == ()
    with reopen() as elsewhere:
        elsewhere.clips.cancel(one)
        elsewhere.clips.discard(other)
    second = store.clips.changes(first.counter)
    assert second.counter > first.counter
    assert ([clip.id for clip in second.clips], second.gone) == ([one], (other,))


def test_what_is_discarded_leaves_nothing(store: Store, video: Path) -> None:
    id_ = store.clips.add(video, name="Quetzal", id_=None)
    claim = claimed(store)
    file(store, claim)
    store.clips.keep_frames(claim, times=packed_times([0.0, 0.1]), proxy=video)
    store.clips.end(claim, "done")
    assert store.recordings.frame_times(claim.recording) == (0.0, 0.1)
    store.clips.discard(id_)
    assert (store.clips.all(), store.recordings.all(None), dict(store.files.written())) == ((), (), {})
    with pytest.raises(InputMissingError, match="no clip"):
        store.clips.clip(id_)
    store.clips.clear(older_than=timedelta(seconds=-1))
    with store.database.reading() as connection:
        assert connection.execute(select(clips.c.id)).all() == []


def test_a_failed_self_test_is_removed_without_the_lift_in_the_same_video(store: Store, video: Path) -> None:
    ana = store.people.add("Ana", adult=True)
    lift = store.clips.add(video, name="a", person=ana, id_=None)
    analysis = file(store, claim := claimed(store))
    store.clips.end(claim, "done")
    asked = AskedTest(test="toe_touch", sitting="5" * 32)
    failed = store.clips.add(video, name="a", person=ana, id_=None, asked=asked)
    store.clips.end(claimed(store), "failed", reason="Nobody is in it.")
    with store.database.writing() as connection:
        connection.execute(clips.delete().where(clips.c.id == lift))
    store.clips.discard(failed)
    assert [one.id for one in store.recordings.all(ana)] == [analysis]
    assert store.recordings.video_of(ana, claim.sha256) is not None
    store.recordings.remove(ana, analysis)
    store.clips.discard(store.clips.add(video, name="a", person=ana, id_=None, asked=asked))
    assert dict(store.files.written()) == {}


def test_a_video_that_was_given_in_before_is_the_same_only_as_the_same(store: Store, video: Path) -> None:
    ana = store.people.add("Ana", adult=True)

    def given(asked: AskedTest | None) -> str:
        return store.clips.add(video, name="a", person=ana, id_=None, once=True, asked=asked)

    left = AskedTest(test="straight_leg_raise", side="left", sitting="5" * 32)
    shows = (
        None,
        left,
        replace(left, side="right"),
        replace(left, side=None),
        replace(left, test="toe_touch"),
        replace(left, sitting="6" * 32),
    )
    first = [given(one) for one in shows]
    assert len(set(first)) == len(shows)
    assert [given(one) for one in shows] == first


def test_a_clip_is_given_to_a_person_and_taken_back(store: Store, video: Path) -> None:
    anna, bo = (store.people.add(name, adult=True, zone="Europe/Vienna") for name in ("Anna", "Bo"))
    id_ = store.clips.add(video, name="a", id_=None)
    analysis = file(store, claim := claimed(store))
    store.clips.end(claim, "done")
    store.recordings.assign(claim.recording, anna)
    assert ([one.id for one in store.recordings.all(anna)], store.clips.clip(id_).person) == ([analysis], "Anna")
    store.recordings.assign(claim.recording, bo)
    assert (store.recordings.all(anna), len(store.recordings.all(bo))) == ((), 1)
    store.recordings.assign(claim.recording, None)
    assert store.clips.clip(id_).person is None
    assert store.upkeep.check(settled=timedelta(0)).sound


def test_the_same_video_of_a_person_is_one_recording(store: Store, video: Path) -> None:
    anna = store.people.add("Anna", adult=True)
    hers = store.clips.add(video, name="a", person=anna, id_=None)
    file(store, first := claimed(store))
    store.clips.end(first, "done")
    nobodys = store.clips.add(video, name="b", id_=None)
    file(store, second := claimed(store), b'{"again": 1}')
    store.clips.end(second, "done")
    assert first.recording != second.recording
    assert store.recordings.assign(second.recording, anna) == first.recording
    assert len(store.recordings.all(anna)) == 2
    assert store.clips.clip(nobodys).recording == store.clips.clip(hers).recording
    assert store.files.has(first.sha256)


def test_erasing_a_person_leaves_what_is_nobodys(store: Store, video: Path) -> None:
    anna = store.people.add("Anna", adult=True)
    hers = store.clips.add(video, name="a", person=anna, id_=None)
    nobodys = store.clips.add(video, name="b", id_=None)
    erase_person(store, "Anna")
    assert store.files.has(store.clips.clip(nobodys).sha256), "the same content, named by the other recording"
    with pytest.raises(InputMissingError):
        store.clips.clip(hers)


def test_old_videos_of_nobody_go_too_but_none_that_waits(store: Store, video: Path, tmp_path: Path) -> None:
    (tmp_path / "other.mp4").write_bytes(b"other")
    waits = store.clips.add(video, name="a", id_=None)
    ended = store.clips.add(tmp_path / "other.mp4", name="b", id_=None)
    store.clips.cancel(ended)
    with store.database.writing() as connection:
        connection.execute(recordings.update().values(filed_at=datetime.now(UTC) - timedelta(days=31)))
    assert remove_old_videos(store, days=30) == 1
    assert (store.clips.clip(waits).video is not None, store.clips.clip(ended).video) == (True, None)


def test_the_step_to_clips_keeps_analyses_and_the_step_back_drops_what_is_nobodys(store: Store, video: Path) -> None:
    anna = store.people.add("Anna", adult=True)
    upgrade_to(store.database, "0002")
    ids = {"p": anna.id, "r": "1" * 32, "a": "2" * 32}
    with store.database.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO recordings (id, person, sha256, name, filed_at) "
                "VALUES (:r, :p, 'x', 'x', '2026-01-01 00:00')"
            ),
            ids,
        )
        connection.execute(
            text(
                'INSERT INTO analyses (id, person, recording, analysed_at, hiphinge_version, "schema", exercise, '
                "repetitions) VALUES (:a, :p, :r, '2026-01-01 00:00', '0', 's', 'e', 1)"
            ),
            ids,
        )
    upgrade_to(store.database, NEWEST)
    assert [one.id for one in store.recordings.all(anna)] == ["2" * 32]
    store.clips.add(video, name="a", id_=None)
    file(store, claimed(store))
    upgrade_to(store.database, "0002")
    with store.database.reading() as connection:
        assert connection.execute(text("SELECT id FROM analyses")).scalars().all() == ["2" * 32]
        assert connection.execute(text("SELECT id FROM recordings")).scalars().all() == ["1" * 32]
    upgrade_to(store.database, NEWEST)
    assert store.upkeep.check().faults == ()
