"""The live session: framing, hands, gaps, cues and counts, from frames in which an actor moves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.conftest import VIDEO_SIZE_PX, Actor

from hiphinge.analysis import Analysis
from hiphinge.analysis.streaming import RepetitionEnded, SetEnded, StandingFound
from hiphinge.coaching.live_cues import LiveCue
from hiphinge.motion import BLAZEPOSE_33, CoordinateFrame, Motion, Origin
from hiphinge.store import open_store
from hiphinge.workflow.live import (
    FollowedFrame,
    Framing,
    FramingCheck,
    LiveEvent,
    LiveFollower,
    LiveOptions,
    LiveView,
    PhaseChanged,
    RaisedHand,
    live_session,
)
from hiphinge.workflow.live.saving import file_live
from hiphinge.workflow.live.speed import FIRST, WINDOW, SpeedMeter

GREY = np.full((VIDEO_SIZE_PX[1], VIDEO_SIZE_PX[0], 3), 128, np.uint8)


def images(motion: Motion) -> Iterator[tuple[float, np.ndarray]]:
    yield from ((float(time_s), GREY) for time_s in motion.time_s)


def ran(actor: Actor, **how: Any) -> list[LiveEvent]:
    options = LiveOptions(exercise="romanian_deadlift")
    return list(live_session(images(actor.motion), estimator=actor, options=options, at_once=True, **how))


def of(events: list[LiveEvent], kind: type) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def seen(motion: Motion, *, time_s: float, **changes: Any) -> FollowedFrame:
    """Return the first frame of a motion as it is followed at some time."""
    about: dict[str, Any] = {"detected": True, "people": 1, "facing": "right", "brightness": 128.0} | changes
    return FollowedFrame(motion=replace(motion.part(slice(0, 1)), time_s=np.array([time_s])), **about)


def moved(motion: Motion, **places: tuple[float, float]) -> Motion:
    positions = np.array(motion.positions)
    for name, place in places.items():
        index = motion.layout.index(name)
        assert index is not None
        positions[:, index] = place
    return replace(motion, positions=positions)


def test_three_hinges_are_counted_as_they_happen_and_analysed_at_the_end(actor: Actor) -> None:
    events = ran(actor)
    assert [event.phase for event in of(events, PhaseChanged)] == ["countdown", "running"]
    assert len(of(events, StandingFound)) == 1
    assert [event.repetition.kind for event in of(events, RepetitionEnded)] == ["repetition"] * 3
    said = [cue.text for cue in of(events, LiveCue)]
    assert [text for text in said if text.isdecimal()] == ["1", "2", "3"]
    assert said[-1] == "Set done. 3 repetitions."
    (analysis,) = of(events, Analysis)
    assert len(analysis.counted) == 3
    assert analysis.advice is not None
    assert analysis.motion.origin.fps == pytest.approx(30, abs=0.1)
    assert events[-1] is analysis


def test_measuring_beside_gives_the_same(actor: Actor) -> None:
    in_turn, beside = ran(actor), ran(actor, beside=True)
    assert [type(one) for one in beside if not isinstance(one, PhaseChanged)] == [
        type(one) for one in in_turn if not isinstance(one, PhaseChanged)
    ]


def test_an_error_of_measuring_comes_up(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr("hiphinge.analysis.streaming.AnalysisStream.push", fail)
    with pytest.raises(ArithmeticError):
        ran(actor, beside=True)


def test_what_comes_after_a_gap_is_measured_by_itself(actor: Actor) -> None:
    motion = actor.motion
    middle = len(motion) // 2
    times = np.where(np.arange(len(motion)) < middle, motion.time_s, motion.time_s + 20)
    actor.motion = replace(motion, time_s=times)
    events = ran(actor)
    assert len(of(events, SetEnded)) == 2
    analyses = of(events, Analysis)
    assert sum(len(one.counted) for one in analyses) <= 3
    assert all(one.motion.time_s[-1] - one.motion.time_s[0] < 15 for one in analyses)
    for event in of(events, RepetitionEnded):
        assert event.repetition.end_s - event.repetition.start_s < 10


def test_frames_whose_time_does_not_come_later_are_left_out(actor: Actor) -> None:
    view = LiveView(actor, name="x")
    assert view.push(GREY, time_s=1.0) is not None
    assert view.push(GREY, time_s=1.0) is None
    assert view.push(GREY, time_s=0.5) is None
    assert view.push(GREY, time_s=1.1) is not None


def test_a_session_starts_after_its_countdown_and_ends_when_asked(actor: Actor) -> None:
    view = LiveView(actor, name="x", countdown_s=1.0)
    view.start()
    phases = {}
    for number in range(60):
        looked = view.push(GREY, time_s=number / 30)
        assert looked is not None
        phases[number] = (view.phase, looked.belongs)
    assert phases[0] == ("countdown", False)
    assert phases[29] == ("countdown", False)
    assert phases[31] == ("running", True)
    view.stop()
    assert view.push(GREY, time_s=3.0) is not None
    assert view.phase == "ended"
    assert view.push(GREY, time_s=4.0) is None


def test_somebody_who_is_gone_for_long_is_a_gap(actor: Actor) -> None:
    motion = actor.motion
    positions, confidence = np.array(motion.positions), np.array(motion.confidence)
    positions[40:160], confidence[40:160] = np.nan, 0.0
    actor.motion = replace(motion, positions=positions, confidence=confidence)
    view = LiveView(actor, name="x", countdown_s=0.0)
    view.start()
    gaps = [looked.gap for time_s in motion.time_s if (looked := view.push(GREY, time_s=float(time_s)))]
    assert [(gap.reason, round(gap.seconds)) for gap in gaps if gap is not None] == [("absent", 4)]


def test_a_good_view_is_good_after_a_second(actor: Actor) -> None:
    check, looks = FramingCheck(), []
    for row in range(90):
        found = check.push(seen(actor.motion, time_s=row / 30))
        looks += [] if found is None else [found]
    assert looks[-1] == Framing(problems=(), good=True)
    assert not looks[0].good


def test_whoever_is_found_in_the_dark_may_begin_and_nobody_may_not(actor: Actor) -> None:
    for detected in (True, False):
        check, looks = FramingCheck(), []
        for row in range(90):
            found = check.push(seen(actor.motion, time_s=row / 30, brightness=20.0, detected=detected))
            looks += [] if found is None else [found]
        assert looks[-1].problems[0] == "live_dark"
        assert looks[-1].good is detected


@pytest.mark.parametrize(
    ("changes", "places", "problem"),
    [
        ({"detected": False}, {}, "live_nobody"),
        ({"detected": False, "brightness": 9.0}, {}, "live_dark"),
        ({"people": 2}, {}, "live_several"),
        (
            {},
            {f"{side}_{part}": (30.0, 127.9) for side in ("left", "right") for part in ("heel", "toe")},
            "live_feet_cut",
        ),
        ({}, dict.fromkeys(("nose", "left_ear", "right_ear"), (30.0, 0.1)), "live_head_cut"),
    ],
)
def test_what_is_wrong_with_the_view_is_said_within_two_seconds(
    actor: Actor, changes: dict[str, Any], places: dict[str, tuple[float, float]], problem: str
) -> None:
    motion, check = moved(actor.motion, **places), FramingCheck()
    problems: list[str] = []
    for row in range(60):
        found = check.push(seen(motion, time_s=row / 30, **changes))
        problems += [] if found is None else found.problems
    assert problem in problems


def test_one_raised_hand_counts_once_and_two_do_not(actor: Actor) -> None:
    motion = actor.motion
    nose = motion.point("nose")[0]
    high, low = (float(nose[0]), float(nose[1]) - 20), (float(nose[0]), float(motion.point("left_hip")[0, 1]))
    one_up = moved(motion, left_wrist=high, left_elbow=(high[0], high[1] + 5), right_wrist=low)
    both_up = moved(one_up, right_wrist=high, right_elbow=(high[0], high[1] + 5))
    assert _times_raised(one_up) == 1
    assert _times_raised(both_up) == 0
    assert _times_raised(motion) == 0


def _times_raised(motion: Motion) -> int:
    hand, times = RaisedHand(), 0
    for row in range(60):
        if hand.push(seen(motion, time_s=row / 30)):
            hand.use()
            times += 1
    return times


class _FacingLeft(Actor):
    """Reports whoever is in the frames as they are: mirrored where the frames are mirrored."""

    def __init__(self, motion: Motion) -> None:
        super().__init__(motion)
        self.mirrored_frames = 0

    def estimate(self, image_rgb: Any, *, time_s: float) -> Any:
        pose = super().estimate(image_rgb, time_s=time_s)
        if image_rgb[0, 0, 0] == 0:  # the dark edge is on the left
            return pose
        self.mirrored_frames += 1
        return pose.mirrored(self.layout, width_px=VIDEO_SIZE_PX[0])


def test_whoever_faces_left_is_followed_in_mirrored_frames_and_given_as_filmed(actor: Actor) -> None:
    width = VIDEO_SIZE_PX[0]
    left = replace(
        actor.motion,
        positions=actor.motion.positions[:, list(actor.motion.layout.mirrored_order())] * (-1, 1) + (width, 0),
    )
    image = GREY.copy()
    image[:, 0] = 0
    facing = _FacingLeft(left)
    follower = LiveFollower(facing, name="x")
    frames = [follower.push(image, time_s=float(time_s)) for time_s in left.time_s[:60]]
    assert facing.mirrored_frames == 40
    assert frames[-1].facing == "left"
    np.testing.assert_allclose(frames[-1].points, left.positions[59], atol=1e-6)


def test_a_live_set_is_filed_as_any_other_with_when_it_was(
    actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (analysis,) = of(ran(actor, name="Live"), Analysis)
    began = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
    with open_store() as store:
        person = store.people.add("Ana", adult=True, zone="Europe/Vienna")
        filed = file_live(store, person, analysis, began_at=began)
        assert filed.new
        assert not filed.keeps_video
        assert filed.analysis.repetitions == 3
        assert filed.analysis.recorded_at is not None
        assert abs((filed.analysis.recorded_at - began).total_seconds()) < 1
        again = file_live(store, person, analysis, began_at=began)
        assert not again.new


def test_the_speed_is_measured_in_every_window() -> None:
    meter, found = SpeedMeter(), []
    for number in range(FIRST + 2 * WINDOW):
        speed = meter.add(took_ms=40.0, time_s=number / 10)
        found += [] if speed is None else [speed]
    assert [(one.frame_ms, one.fps, one.too_slow_for_back) for one in found] == [(40.0, 10.0, True)] * 2


def test_frames_wait_until_it_is_clear_which_way_somebody_faces_and_are_then_all_seen_alike(actor: Actor) -> None:
    width = VIDEO_SIZE_PX[0]
    order = list(actor.motion.layout.mirrored_order())
    left = replace(actor.motion, positions=actor.motion.positions[:, order] * (-1, 1) + (width, 0))
    image = GREY.copy()
    image[:, 0] = 0
    facing = _FacingLeft(left)
    follower, found = LiveFollower(facing, name="x"), []
    for number, time_s in enumerate(left.time_s[:30]):
        follower.push(image, time_s=float(time_s))
        frames = follower.unmeasured()
        assert bool(frames) == (number >= 19)
        found += [frame.with_plate() for frame in frames]
    assert [float(one.time_s[0]) for one in found] == [float(time_s) for time_s in left.time_s[:30]]
    assert facing.mirrored_frames == 30
    assert all(one.plate is not None for one in found)


@pytest.fixture(scope="session")
def raises_hand(root: Path) -> Motion:
    """Return what the network saw of a rendered person who raises the hand nearer to the camera, from 2.7 to 3.8 s."""
    with np.load(root / "tests" / "data" / "live" / "raised_hand.npz") as kept:
        arrays = {name: kept[name].astype(np.float64) for name in ("time_s", "positions", "confidence", "world_m")}
    origin = Origin(name="hand.mp4", format="video", size_px=(640, 480))
    return Motion(layout=BLAZEPOSE_33, coordinate_frame=CoordinateFrame.IMAGE_PX, origin=origin, **arrays)


class _InTheRightSize(Actor):
    """An actor before a camera of 640 by 480 pixels."""

    def estimate(self, image_rgb: Any, *, time_s: float) -> Any:
        assert image_rgb.shape == (480, 640, 3)
        return super().estimate(GREY, time_s=time_s)


def phases_of(motion: Motion, view: LiveView) -> list[tuple[str, float]]:
    image = np.full((480, 640, 3), 128, np.uint8)
    looked = [view.push(image, time_s=float(time_s)) for time_s in motion.time_s]
    return [(one.changed.phase, one.changed.time_s) for one in looked if one is not None and one.changed is not None]


def test_a_raised_hand_of_a_rendered_person_starts_a_session(raises_hand: Motion) -> None:
    view = LiveView(_InTheRightSize(raises_hand), name="x", countdown_s=0.5)
    (countdown, at_s), (running, starts_s) = phases_of(raises_hand, view)
    assert (countdown, running) == ("countdown", "running")
    assert at_s == pytest.approx(3.3, abs=0.15)
    assert starts_s == pytest.approx(at_s + 0.5, abs=0.05)


def test_a_hand_that_is_up_before_the_view_is_right_starts_once_it_is(raises_hand: Motion) -> None:
    up = raises_hand.part(raises_hand.time_s >= 2.7)
    view = LiveView(_InTheRightSize(up), name="x", countdown_s=0.5)
    assert [phase for phase, _ in phases_of(up, view)] == []
    arrays: dict[str, Any] = {
        name: np.repeat(getattr(up, name)[5:6], 90, axis=0) for name in ("positions", "confidence", "world_m")
    }
    still = replace(up, time_s=np.arange(90) / 30, **arrays)
    ((phase, at_s), _) = phases_of(still, LiveView(_InTheRightSize(still), name="x", countdown_s=0.5))
    assert phase == "countdown"
    assert 1.0 < at_s < 2.5
