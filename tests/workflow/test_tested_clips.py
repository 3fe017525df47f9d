"""Self-tests in the queue: said what they are, measured once, filed with their person, and read again by sitting."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from hiphinge.assessments import SelfTestResult, SelfTestValue
from hiphinge.assessments.self_tests.all_fours import bird_dog_points
from hiphinge.documents.training_log import SelfTestRecord
from hiphinge.errors import InputFormatError, InputMissingError, UnknownIdError, UsageError
from hiphinge.measures import Measurement
from hiphinge.motion import BodySide, Motion
from hiphinge.store import AskedTest, Clip, Store, open_store
from hiphinge.store.columns import new_id
from hiphinge.testing import LimbKey, Limbs, record_limbs
from hiphinge.workflow import self_tests, tested_clips
from hiphinge.workflow.assigning import assign_clip
from hiphinge.workflow.clip_work import ClipLimits, work_on
from hiphinge.workflow.sittings import history_of, last_values, sitting_of, sittings_of
from hiphinge.workflow.tested_clips import asked_test, check_sitting

FLAT = Limbs(trunk=-90.0, left_thigh=90.0, right_thigh=90.0, left_shank=90.0, right_shank=90.0, feet=0.0, hip_up=0.06)
SITTING = "0123456789abcdef" * 2


def raised(up: float) -> Motion:
    leg = Limbs(**{**vars(FLAT), "right_thigh": 90.0 - up, "right_shank": 92.0 - up})
    keys = [LimbKey(time_s=at, limbs=limbs) for at, limbs in ((0.0, FLAT), (1.0, FLAT), (2.0, leg), (4.0, leg))]
    return record_limbs(keys, frame_rate_hz=20.0)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_store() as found:
        found.people.add("Ana", adult=True)
        found.people.add("Bo", adult=True)
        yield found


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for number in range(5):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((32, 32, 3), number * 20, np.uint8))))
        container.mux(stream.encode())
    return path


def given(store: Store, video: Path, asked: AskedTest) -> str:
    """Give in a video whose content is new."""
    content = video.read_bytes() + new_id().encode()
    path = video.with_name("given.mp4")
    path.write_bytes(content)
    person = store.people.named("Ana")
    return store.clips.add(path, name="leg.mp4", person=person, id_=None, asked=asked)


def measured(store: Store, monkeypatch: pytest.MonkeyPatch, motion: Motion) -> Clip:
    """Let a worker measure the next clip, in which the pose step finds a motion."""
    monkeypatch.setattr(self_tests, "motion_from_recording", lambda *_, **__: motion)
    claimed = store.clips.claim("worker", lost_after=timedelta(seconds=9))
    assert claimed is not None

    def lift(*_: object, **__: object) -> Any:
        raise AssertionError

    work_on(store, claimed, analyse=lift, limits=ClipLimits(), threads=1, listener=lambda _: None)
    store.clips.end(claimed, "done")
    return store.clips.clip(claimed.id)


def test_what_a_video_shows_is_checked_at_the_door() -> None:
    asked = asked_test("Straight leg raise", sitting=SITTING, side="left")
    assert asked == AskedTest(test="straight_leg_raise", sitting=SITTING, side="left")
    assert asked_test("bird_dog_test", sitting=SITTING, hurt="yes").hurt is True
    assert asked_test("bird_dog_test", sitting=SITTING, side="", hurt="").hurt is None
    with pytest.raises(UnknownIdError):
        asked_test("handstand", sitting=SITTING)
    for name, more in (
        ("full_bend", {}),
        ("toe_touch", {"side": "left"}),
        ("straight_leg_raise", {"side": "upper"}),
        ("straight_leg_raise", {"hurt": "no"}),
        ("bird_dog_test", {"hurt": "maybe"}),
    ):
        with pytest.raises(UsageError):
            asked_test(name, sitting=SITTING, **more)
    with pytest.raises(UsageError, match="32 hexadecimal"):
        asked_test("toe_touch", sitting="mine")


def test_both_sides_are_measured_once_and_joined(store: Store, video: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = store.people.named("Ana")
    for side, up in (("left", 52.0), ("right", 75.0)):
        given(store, video, asked_test("straight_leg_raise", sitting=SITTING, side=side))
        clip = measured(store, monkeypatch, raised(up))
        assert clip.analysis is None
        assert clip.test_result is not None
    person, sitting = sitting_of(store, SITTING, store.people.all())
    (result,) = sitting.results
    assert (person.name, result.recording) == ("Ana", "leg.mp4")
    raises = [one.measured for one in result.measured if one.quantity == "leg_raise_deg"]
    assert [one.value for one in raises if isinstance(one, Measurement)] == pytest.approx([52, 75], abs=2.0)
    assert len(sitting.clips_of("straight_leg_raise")) == 2
    kept = store.days.tests(ana)
    assert [(one.side, one.sitting) for one in kept] == [("left", SITTING), ("right", SITTING)]
    assert {one.tested_at for one in kept} == {one.added_at for one in sitting.clips}, "when it was given in"
    (brief,) = sittings_of(store, ana, store.clips.all())
    assert (brief.id, brief.tests, brief.waiting) == (SITTING, ("Straight leg raise",), 0)
    assert [one.value.side for one in history_of(store, ana, "straight_leg_raise")] == ["right", "left"]
    assert [one.value.side for one in last_values(store, ana)["straight_leg_raise"]] == ["left", "right"]


def test_a_later_sitting_is_compared_with_the_one_before(
    store: Store, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = "f" * 32
    for sitting, up in ((SITTING, 40.0), (later, 70.0)):
        given(store, video, asked_test("straight_leg_raise", sitting=sitting, side="right"))
        measured(store, monkeypatch, raised(up))
    _, second = sitting_of(store, later, store.people.all())
    (_, before) = second.earlier["straight_leg_raise", "leg_raise_deg", "right"]
    assert isinstance(before.measured, Measurement)
    assert before.measured.value == pytest.approx(40.0, abs=2.0)
    assert sitting_of(store, SITTING, store.people.all())[1].earlier == {}


def test_why_nothing_was_measured_is_kept_with_the_clip(
    store: Store, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(store, video, asked_test("straight_leg_raise", sitting=SITTING, side="right"))
    measured(store, monkeypatch, raised(2.0))
    _, sitting = sitting_of(store, SITTING, store.people.all())
    (result,) = sitting.results
    assert result.measured == ()
    assert result.reasons[0].do
    assert store.days.tests(store.people.named("Ana")) == ()


def test_values_outlive_their_videos(store: Store, video: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = given(store, video, asked_test("straight_leg_raise", sitting=SITTING, side="right"))
    measured(store, monkeypatch, raised(60.0))
    store.clips.discard(clip)
    _, sitting = sitting_of(store, SITTING, store.people.all())
    value = sitting.results[0].value("leg_raise_deg", "right")
    assert isinstance(value, Measurement)
    assert value.interval is not None
    assert sitting.clips == ()


def test_undo_takes_back_what_was_typed_in_not_what_a_worker_measured_since(
    store: Store, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = store.people.named("Ana")
    typed = SelfTestRecord(
        id=new_id(), person=ana.id, test="toe_touch", tested_at=datetime(2026, 5, 4, tzinfo=UTC), value=2, unit="yes"
    )
    store.days.add_test(typed)
    clip = given(store, video, asked_test("straight_leg_raise", sitting=SITTING, side="right"))
    measured(store, monkeypatch, raised(60.0))
    assert store.log.undo(ana) == (typed,)
    store.clips.discard(clip)
    assert store.log.undo(ana) == ()
    (kept,) = store.days.tests(ana)
    assert kept.sitting == SITTING


def test_one_result_is_removed_with_its_video(store: Store, video: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = store.people.named("Ana")
    for side, up in (("left", 52.0), ("right", 75.0)):
        given(store, video, asked_test("straight_leg_raise", sitting=SITTING, side=side))
        measured(store, monkeypatch, raised(up))
    waits = given(store, video, asked_test("straight_leg_raise", sitting=SITTING, side="left"))
    elsewhere = "e" * 32
    assert store.clips.remove_test(ana, SITTING, "straight_leg_raise", side="left") == 2
    _, sitting = sitting_of(store, SITTING, [ana])
    assert [one.side for one in sitting.results[0].measured] == ["right"]
    assert [one.id for one in sitting.waiting] == [waits]
    assert [one.side for one in store.days.tests(ana)] == ["right"]
    eve = store.people.add("Eve", adult=True, zone="UTC")
    for wrong in (
        (ana, SITTING, "toe_touch"),
        (ana, elsewhere, "straight_leg_raise"),
        (eve, SITTING, "straight_leg_raise"),
    ):
        with pytest.raises(InputMissingError, match="no such result"):
            store.clips.remove_test(*wrong)
    assert store.clips.remove_test(ana, SITTING, "straight_leg_raise") == 2
    assert store.days.tests(ana) == ()
    store.clips.discard(waits)
    with pytest.raises(InputMissingError):
        sitting_of(store, SITTING, [ana])
    assert dict(store.files.written()) == {}


def test_a_value_whose_video_is_gone_stands_beside_the_other_side(
    store: Store, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = ""
    for side, up in (("left", 52.0), ("right", 75.0)):
        clip = given(store, video, asked_test("straight_leg_raise", sitting=SITTING, side=side))
        measured(store, monkeypatch, raised(up))
    (whole,) = sitting_of(store, SITTING, store.people.all())[1].results
    store.clips.discard(clip)
    (left,) = sitting_of(store, SITTING, store.people.all())[1].results

    def numbers(result: SelfTestResult) -> dict[tuple[str, str | None], float]:
        values = ((one.quantity, one.side, one.measured) for one in result.measured)
        return {(of, side): one.value for of, side, one in values if isinstance(one, Measurement)}

    assert ("leg_raise_deg", "right") in numbers(whole)
    assert numbers(left) == numbers(whole)
    assert left.differences == whole.differences
    assert left.recording == "leg.mp4"


def test_pain_on_one_side_counts_after_its_video_is_gone(
    store: Store, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sides: dict[BodySide, bool] = {"left": True, "right": False}
    clips = []
    for side, hurt in sides.items():
        hold = SelfTestValue(quantity="hold_s", side=side, measured=Measurement(value=8.0, unit="s"))
        points = SelfTestValue(quantity="bird_dog_points", measured=bird_dog_points([hold], hurt=hurt))
        result = SelfTestResult(test="bird_dog_test", recording="", values=(points, hold), hurt=hurt)
        monkeypatch.setattr(tested_clips, "self_test", lambda *_, found=result, **__: found)
        clips.append(given(store, video, asked_test("bird_dog_test", sitting=SITTING, hurt="yes" if hurt else "no")))
        measured(store, monkeypatch, raised(0.0))
    store.clips.discard(clips[0])
    (left,) = sitting_of(store, SITTING, store.people.all())[1].results
    found = left.value("bird_dog_points")
    assert isinstance(found, Measurement)
    assert found.value == 0.0


def test_a_worker_that_was_killed_after_keeping_keeps_nothing_twice(
    store: Store, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = given(store, video, asked_test("straight_leg_raise", sitting=SITTING, side="right"))
    measured(store, monkeypatch, raised(60.0))
    claimed = store.clips.clip(clip)
    assert claimed.state == "done"
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE clips SET state = 'queued'")
    measured(store, monkeypatch, raised(20.0))
    (kept,) = store.days.tests(store.people.named("Ana"))
    assert kept.value == pytest.approx(60.0, abs=2.0)


def test_a_sitting_is_one_persons(store: Store, video: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asked_test("straight_leg_raise", sitting=SITTING, side="right")
    clip = given(store, video, asked)
    check_sitting(store, store.people.named("Ana"), asked)
    with pytest.raises(UsageError, match="not theirs"):
        check_sitting(store, store.people.named("Bo"), asked)
    with pytest.raises(UsageError, match="whoever did it"):
        check_sitting(store, None, asked)
    with pytest.raises(UsageError, match="shows a self-test"):
        assign_clip(store, store.clips.clip(clip), store.people.named("Bo"))
    with pytest.raises(InputMissingError):
        sitting_of(store, SITTING, [store.people.named("Bo")])
    measured(store, monkeypatch, raised(50.0))
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE clips SET test_result = '{}'")
    with pytest.raises(InputFormatError, match="Measure it again"):
        sitting_of(store, SITTING, store.people.all())
