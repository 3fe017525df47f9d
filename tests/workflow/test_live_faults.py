"""What goes wrong before a camera: it stops, its clock jumps, it is slow, somebody leaves and another comes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from tests.conftest import VIDEO_SIZE_PX, Actor

from hiphinge.analysis import Analysis
from hiphinge.analysis.streaming import RepetitionEnded
from hiphinge.motion import Motion
from hiphinge.testing import Camera, Plan, SyntheticRecording, record_video
from hiphinge.workflow.live import Gap, LiveEvent, LiveOptions, live_session
from hiphinge.workflow.live.clock import FrameClock
from hiphinge.workflow.live.messages import gap_words
from hiphinge.workflow.live.speed import FIRST, WINDOW, Speed, SpeedMeter

GREY = np.full((VIDEO_SIZE_PX[1], VIDEO_SIZE_PX[0], 3), 128, np.uint8)


def filmed(
    *, fps: float = 30.0, stature_px: float = 85.0, foot_px: tuple[float, float] | None = None
) -> SyntheticRecording:
    camera = Camera(size_px=VIDEO_SIZE_PX, stature_px=stature_px, frame_rate_hz=fps, foot_px=foot_px)
    return record_video(Plan(), camera=camera)


def joined(*motions: Motion) -> Motion:
    """Return motions one after the other, each at its own times."""
    names = ("time_s", "positions", "confidence", "world_m")
    parts: dict[str, Any] = {name: np.concatenate([getattr(one, name) for one in motions]) for name in names}
    return replace(motions[0], **parts)


def later(motion: Motion, seconds: float) -> Motion:
    return replace(motion, time_s=motion.time_s + seconds)


def unseen(motion: Motion, start_s: float, end_s: float) -> Motion:
    away = (motion.time_s >= start_s) & (motion.time_s < end_s)
    positions, confidence = np.array(motion.positions), np.array(motion.confidence)
    positions[away], confidence[away] = np.nan, 0.0
    return replace(motion, positions=positions, confidence=confidence)


def ran(motion: Motion) -> list[LiveEvent]:
    images = ((float(time_s), GREY) for time_s in motion.time_s)
    options = LiveOptions(exercise="romanian_deadlift")
    return list(live_session(images, estimator=Actor(motion), options=options, at_once=True))


def of(events: Sequence[LiveEvent], kind: type) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def counted_s(events: Sequence[LiveEvent]) -> list[float]:
    """Return the bottoms of what counts in the end, seconds."""
    return [one.bottom_s for each in of(events, Analysis) for one in each.counted]


def clocked(*frames: tuple[float, float]) -> Iterator[float | None]:
    clock = FrameClock()
    yield from (clock.push(taken_s, arrived_s=arrived_s) for taken_s, arrived_s in frames)


def test_a_clock_that_goes_on_is_left_alone() -> None:
    assert list(clocked((5.0, 100.0), (5.03, 100.05), (5.07, 100.07))) == [5.0, 5.03, 5.07]


@pytest.mark.parametrize("jump_s", [-3600.0, -2.0, 2.0, 3600.0])
def test_a_clock_that_jumps_costs_no_time(jump_s: float) -> None:
    times = list(clocked((5.0, 100.0), (5.03, 100.03), (5.06 + jump_s, 100.06), (5.09 + jump_s, 100.09)))
    assert times == pytest.approx([5.0, 5.03, 5.06, 5.09])


def test_frames_that_were_held_up_keep_their_times() -> None:
    times = list(clocked((5.0, 100.0), (5.03, 110.0), (15.0, 110.01), (15.03, 110.04)))
    assert times == [5.0, 5.03, 15.0, 15.03]


def test_frames_that_come_faster_than_they_were_taken_keep_their_times() -> None:
    frames = [(number / 30, 100 + number / 300) for number in range(300)]
    assert list(clocked(*frames)) == [taken_s for taken_s, _ in frames]


def test_a_frame_from_before_the_last_one_belongs_nowhere() -> None:
    assert list(clocked((5.0, 100.0), (4.7, 100.02), (5.0, 100.03), (5.03, 100.04))) == [5.0, None, None, 5.03]


@pytest.mark.parametrize("cut_share", [0.15, 0.35, 0.5, 0.65, 0.85])
@pytest.mark.parametrize("missing_s", [1.5, 10.0])
def test_a_camera_that_stops_gives_a_gap_and_no_false_repetition(cut_share: float, missing_s: float) -> None:
    recording = filmed()
    motion = recording.motion
    cut_s = float(motion.time_s[0] + cut_share * (motion.time_s[-1] - motion.time_s[0]))
    removed_s, waited_s = 1.5, missing_s - 1.5
    after = later(motion.part(motion.time_s >= cut_s + removed_s), waited_s)
    events = ran(joined(motion.part(motion.time_s < cut_s), after))
    (gap,) = of(events, Gap)
    assert (gap.reason, gap.seconds) == ("stopped", pytest.approx(missing_s, abs=0.1))
    assert f"came for {round(missing_s)} seconds." in gap_words(gap)
    bottoms_s = [at_s - waited_s * (at_s > cut_s) for at_s in counted_s(events)]
    _only_true(bottoms_s, recording, hidden_s=(cut_s, cut_s + removed_s))


def _only_true(bottoms_s: Sequence[float], recording: SyntheticRecording, *, hidden_s: tuple[float, float]) -> None:
    """Check that what counts was lifted, each once, and that what was seen whole counts."""
    for bottom_s in bottoms_s:
        assert any(one.bottom_start_s - 0.3 <= bottom_s <= one.bottom_end_s + 0.3 for one in recording.repetitions)
    assert all(b - a > 1.0 for a, b in pairwise(sorted(bottoms_s)))
    whole = [one for one in recording.repetitions if one.end_s < hidden_s[0] - 0.3 or one.start_s > hidden_s[1] + 0.8]
    for one in whole:
        assert any(one.start_s < bottom_s < one.end_s for bottom_s in bottoms_s)


@pytest.mark.parametrize("fps", [5.0, 60.0])
def test_slow_and_fast_cameras_count_the_same(fps: float) -> None:
    events = ran(filmed(fps=fps).motion)
    assert len(counted_s(events)) == 3
    assert not of(events, Gap)
    assert [one.repetition.kind for one in of(events, RepetitionEnded)] == ["repetition"] * 3


def test_somebody_else_who_comes_after_two_seconds_is_noticed_and_measured_anew() -> None:
    first, second = filmed(), filmed(stature_px=65.0)
    lasts_s = float(first.motion.time_s[-1])
    away = unseen(later(second.motion, lasts_s + 0.1), 0.0, lasts_s + 2.0)
    events = ran(joined(first.motion, away))
    (gap,) = of(events, Gap)
    assert gap.reason == "another"
    assert gap_words(gap).startswith("Somebody else may be in view.")
    assert len(counted_s(events)) in (5, 6)
    assert len(of(events, Analysis)) == 2


def test_whoever_is_followed_instead_all_at_once_is_noticed() -> None:
    first, second = filmed(foot_px=(20.0, 118.0)), filmed(foot_px=(60.0, 118.0))
    events = ran(joined(first.motion, later(second.motion, float(first.motion.time_s[-1]) + 1 / 30)))
    assert [gap.reason for gap in of(events, Gap)] == ["another"]
    assert len(counted_s(events)) == 6


def test_the_same_person_out_of_view_for_two_seconds_is_the_same() -> None:
    recording = filmed()
    start_s = recording.repetitions[0].end_s + 0.2
    events = ran(unseen(recording.motion, start_s, start_s + 0.6))
    assert not of(events, Gap)


@pytest.mark.parametrize(
    ("frame_ms", "fps", "slow", "smaller"),
    [(30.0, 30.0, None, False), (70.0, 13.0, None, True), (110.0, 8.0, "computer", True), (30.0, 5.0, "frames", False)],
)
def test_what_is_too_slow_is_said(frame_ms: float, fps: float, slow: str | None, smaller: bool) -> None:  # noqa: FBT001  # a case
    speed = Speed(frame_ms=frame_ms, fps=fps)
    assert (speed.slow, speed.wants_smaller_network) == (slow, smaller)


def test_the_speed_of_a_slow_camera_is_measured_as_that_of_its_frames() -> None:
    meter = SpeedMeter()
    found = [meter.add(took_ms=30.0, time_s=number / 5) for number in range(FIRST + WINDOW)]
    assert found[-1] is not None
    assert found[-1].slow == "frames"
