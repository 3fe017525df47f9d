"""A stream of frames: what it says and when, what it keeps, and what it refuses."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.analysis.streaming import (
    AnalysisStream,
    BackBeyondBand,
    BackNow,
    BottomReached,
    RepetitionBegan,
    RepetitionEnded,
    RepetitionRevised,
    SetEnded,
    StandingFound,
    StreamEvent,
    stream,
)
from hiphinge.analysis.streaming.back_watch import LEANS, BackWatch, curve_of
from hiphinge.analysis.streaming.kept_frames import KeptFrames
from hiphinge.analysis.streaming.movements import Known
from hiphinge.analysis.tracks import measure_frames
from hiphinge.assessments import measure_self_test
from hiphinge.cleaning import clean
from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.findings import BackChange
from hiphinge.measures import Measurement, MotionSeries, Reference
from hiphinge.motion import Interval, Motion, SideMotion, lean_deg
from hiphinge.repetitions import Span
from hiphinge.spine import contour_features_of, estimate_back, reference_posture_of

Event = TypeVar("Event", bound=StreamEvent)
LUMBAR, LEAN = "lumbar_flexion_deg", "trunk_inclination_deg"


def frames_of(motion: Motion) -> Iterator[Motion]:
    for k in range(len(motion)):
        yield motion.part(slice(k, k + 1))


def standing_on(motion: Motion, seconds: float) -> Motion:
    """Return the motion with the last frame held for some time: somebody who stays as they are."""
    count = int(seconds * 30)
    later_s = motion.time_s[-1] + np.arange(1, count + 1) / 30
    held = {name: getattr(motion, name) for name in ("positions", "confidence", "world_m", "contour")}
    rows: dict[str, Any] = {
        n: np.concatenate([v, np.repeat(v[-1:], count, axis=0)]) for n, v in held.items() if v is not None
    }
    return replace(motion, time_s=np.concatenate([motion.time_s, later_s]), **rows)


@dataclass(frozen=True)
class Ran:
    """What a stream gave, and the back at each frame."""

    running: AnalysisStream
    events: list[StreamEvent]
    backs: dict[int, BackNow]

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]


def run(motion: Motion) -> Ran:
    ran = Ran(running=AnalysisStream(exercise="romanian_deadlift"), events=[], backs={})
    for frame in frames_of(motion):
        ran.events.extend(ran.running.push(frame))
        if ran.running.back is not None:
            ran.backs[ran.running.back.frame] = ran.running.back
    return ran


@pytest.fixture(scope="module")
def ran(rendered: Motion) -> Ran:
    return run(standing_on(rendered, 9.0))


def test_events_come_in_the_order_of_a_set(ran: Ran) -> None:
    kinds = [type(event) for event in ran.events if not isinstance(event, BackBeyondBand)]
    while kinds[-2] is RepetitionRevised:  # by what was seen of the standing after it
        del kinds[-2]
    each = [RepetitionBegan, BottomReached, RepetitionEnded]
    assert kinds == [StandingFound, *each, *each, SetEnded]
    assert [event.index for event in ran.of(BottomReached)] == [1, 2]
    assert ran.of(SetEnded)[0].set.repetitions == (1, 2)


def test_lags_are_as_stated(ran: Ran) -> None:
    assert all(0.0 <= event.lag_s <= 1.0 for event in ran.of(RepetitionBegan))
    assert all(0.0 <= event.lag_s <= 1.5 for event in ran.of(BottomReached))
    assert all(0.2 <= event.lag_s <= 0.7 for event in ran.of(RepetitionEnded))
    assert 7.0 <= ran.of(SetEnded)[0].lag_s <= 11.0


def test_the_scored_dowel_counts_what_the_stream_says(rendered: Motion, ran: Ran) -> None:
    live = [event.repetition for event in ran.of(RepetitionEnded)]
    scored = measure_self_test("dowel_test", rendered)
    kept = scored.value("dowel_kept")
    assert isinstance(kept, Measurement)
    assert kept.value == sum(not repetition.contacts for repetition in live)


def test_the_back_while_moving_is_that_of_the_recording(rendered: Motion, ran: Ran) -> None:
    series = measure_frames(clean(rendered)).series
    within = {frame: back for frame, back in ran.backs.items() if frame < len(rendered)}
    gaps = np.array([back.values[LUMBAR] - series.of(LUMBAR)[frame] for frame, back in within.items()])
    seen = [back.values[LUMBAR] for back in within.values()]
    assert np.nanmax(seen) - np.nanmin(seen) > 10.0, "there is no bend in it"
    assert np.isfinite(gaps).sum() > 20
    assert np.nanmedian(np.abs(gaps)) < 1.5
    assert np.nanpercentile(np.abs(gaps), 90) < 4.0


def test_the_bar_is_followed_as_in_the_recording(rendered: Motion) -> None:
    shins = np.linalg.norm(rendered.point("right_knee") - rendered.point("right_ankle"), axis=1)
    across = np.full(len(rendered), float(np.median(shins)) * 1.1)
    shoulders = (rendered.point("left_shoulder") + rendered.point("right_shoulder")) / 2
    hands = shoulders + np.array([0.0, 1.4 * across[0]])
    held = replace(rendered, plate=np.column_stack([hands, across, across, np.ones(len(rendered))]))
    *_, given, _last = stream(frames_of(held), exercise="romanian_deadlift")
    assert isinstance(given, SetEnded)
    whole = analyse(held, exercise="romanian_deadlift")
    mine, other = ([r.measurements["bar_mean_velocity"] for r in some.repetitions] for some in (given, whole))
    assert isinstance(mine[0], Measurement) or isinstance(mine[1], Measurement)
    assert mine == other


def test_the_generator_ends_with_the_analysis_of_the_recording(rendered: Motion) -> None:
    *events, last = stream(frames_of(rendered), exercise="romanian_deadlift")
    whole = analyse(rendered, exercise="romanian_deadlift")
    assert isinstance(events[-1], SetEnded)
    assert isinstance(last, Analysis)
    assert [(r.bottom_s, r.pattern.label) for r in last.repetitions] == [
        (r.bottom_s, r.pattern.label) for r in whole.repetitions
    ]
    assert last.series is not None
    assert whole.series is not None
    np.testing.assert_array_equal(last.series.values[LUMBAR], whole.series.values[LUMBAR])


def test_only_the_last_seconds_are_kept(rendered: Motion) -> None:
    kept, whole = KeptFrames(keep_s=1.0), standing_on(rendered, 20.0)
    for frame in frames_of(whole):
        kept.push(frame)
    assert kept.count == len(whole)
    assert kept.time_s[-1] - kept.time_s[0] >= 1.0
    assert len(kept.time_s) < 400 < len(whole)
    np.testing.assert_array_equal(kept.motion(kept.count - 5).positions, whole.positions[-5:])
    assert kept.frame_at(float(whole.time_s[-3])) == len(whole) - 3


def test_frames_come_one_by_one_in_order_and_alike(rendered: Motion) -> None:
    running = AnalysisStream()
    running.push(rendered.part(slice(5, 6)))
    with pytest.raises(UsageError, match="one frame at a time"):
        running.push(rendered.part(slice(5, 6)))
    with pytest.raises(UsageError, match="one frame at a time"):
        running.push(rendered.part(slice(6, 8)))
    with pytest.raises(UsageError, match="the contour or none"):
        running.push(replace(rendered.part(slice(6, 7)), contour=None))


def test_bad_beginnings_are_refused() -> None:
    with pytest.raises(UnknownIdError):
        AnalysisStream(exercise="no_such_lift")
    with pytest.raises(UsageError, match="No frame has come yet"):
        AnalysisStream().analysis()
    assert AnalysisStream().finish() == ()


def test_nobody_in_the_frames_says_nothing(rendered: Motion) -> None:
    empty = replace(
        rendered, positions=np.full_like(rendered.positions, np.nan), confidence=np.zeros_like(rendered.confidence)
    )
    *events, last = stream(frames_of(empty))
    assert events == []
    assert isinstance(last, Analysis)
    assert last.repetitions == ()
    assert last.not_measurable[0].id == "person_not_seen"


def bend(flexion_deg: float) -> MotionSeries:
    """Return a bend to 60 degrees of lean and back, in which the lower back flexes by so much at the bottom."""
    time_s = np.arange(0.0, 4.0, 1 / 30)
    share = np.sin(np.pi * time_s / 4.0)
    return MotionSeries(
        source="video",
        time_s=time_s,
        values={LEAN: 60.0 * share, LUMBAR: flexion_deg * share},
        spans=(),
        reference=Reference(),
    )


SPAN = Span(
    start_s=0.0, bottom_start_s=2.0, bottom_s=2.0, bottom_end_s=2.0, end_s=4.0, depth_deg=60.0, kind="repetition"
)


def now_at(frame: int, lean_deg: float, lumbar_deg: float) -> BackNow:
    values, low, high = ({LUMBAR: lumbar_deg + off} for off in (0.0, -10.0, 10.0))
    return BackNow(time_s=frame / 30, frame=frame, lean_deg=lean_deg, values=values, low=low, high=high)


def test_a_curve_is_the_flexion_at_each_lean() -> None:
    curve = curve_of(bend(20.0), SPAN)
    assert curve[np.flatnonzero(LEANS == 45.0)[0]] == pytest.approx(15.0, abs=0.5)
    assert np.isnan(curve[np.flatnonzero(LEANS == 90.0)[0]])


@pytest.mark.parametrize(("earlier", "most_deg"), [(1, 7.5), (2, 6.96), (8, 6.5)])
def test_the_more_repetitions_the_less_it_takes(earlier: int, most_deg: float) -> None:
    for more_deg, expected in ((most_deg - 0.3, 0), (most_deg + 0.3, 1)):
        watch = BackWatch()
        watch.begin({float(number): curve_of(bend(20.0), SPAN) for number in range(earlier)})
        found = []
        for frame in range(9):
            found += watch._compared(now_at(frame, 45.0, 15.0 + more_deg), frame / 30, "romanian_deadlift", 2)
        assert len(found) == expected


def test_nothing_is_compared_with_a_repetition_in_which_the_back_was_rounder(ran: Ran) -> None:
    repetition = ran.of(RepetitionEnded)[0].repetition
    assert repetition.back is not None
    interval = Interval(low=2.0, high=10.0)
    likely = BackChange(part=LUMBAR, between="against_earlier", deg=6.0, interval=interval, is_clear=False, time_s=3.0)
    known, clear = (
        Known(span=SPAN, repetition=replace(repetition, back=replace(repetition.back, changes=(change,))))
        for change in (likely, replace(likely, is_clear=True))
    )
    running = AnalysisStream()
    assert running._kept_its_shape(known)
    assert not running._kept_its_shape(clear)
    running._rounder_s = [SPAN.bottom_s]
    assert not running._kept_its_shape(known)


def test_what_is_far_apart_is_not_averaged() -> None:
    watch = BackWatch()
    watch.begin({1.0: curve_of(bend(20.0), SPAN)})
    found = []
    for frame in (0, 1, 20, 21):  # hidden in between
        found += watch._compared(now_at(frame, 45.0, 40.0), frame / 30, "romanian_deadlift", 2)
    assert found == []


def test_nothing_is_compared_where_no_repetition_was_as_deep() -> None:
    curve = curve_of(bend(20.0), SPAN)
    assert np.isfinite(curve[LEANS == 59.0]).all()
    assert np.isnan(curve[LEANS >= 60.0]).all()


@pytest.mark.parametrize(("more_deg", "expected"), [(5.0, 0), (7.3, 0), (7.7, 1), (15.0, 1)])
def test_the_back_is_beyond_its_own_band_as_in_the_fault(more_deg: float, expected: int) -> None:
    watch = BackWatch()
    watch.begin({1.0: curve_of(bend(20.0), SPAN)})
    found = []
    for frame in range(20):
        found += watch._compared(now_at(frame, 45.0, 15.0 + more_deg), frame / 30 + 0.1, "romanian_deadlift", 2)
    assert len(found) == expected, "once in a movement, beyond threshold 3, error 4 and 0.5 more"
    for event in found:
        assert event.band == "own"
        assert event.probability >= 0.95
        assert event.frame == 2, "it lasts for a while first"
        assert event.limit_deg == pytest.approx(22.5, abs=0.3)


def test_unsteady_standing_is_zero_all_the_same(rendered: Motion) -> None:
    side = clean(rendered.part(slice(0, 12)))
    assert side.contour is not None
    away = np.random.default_rng(4).normal(0.0, 6.0, (len(side), 1, 1, 2))
    unsteady = replace(side, contour=side.contour + away)
    watch = BackWatch()
    watch.stand(unsteady, kind="quiet")
    alone = estimate_back(
        unsteady,
        standing=np.zeros(len(side), dtype=bool),
        reference_kind="quiet",
        reference=watch._posture,
        same_recording=True,
    ).values[LUMBAR]
    assert abs(np.nanmedian(alone)) > 0.1, "the case shows nothing"
    assert abs(np.nanmedian(alone) - watch._off[LUMBAR]) < 0.02


def test_whoever_stood_elsewhere_is_measured_from_there(rendered: Motion) -> None:
    side = clean(rendered.part(slice(0, 12)))
    posture = reference_posture_of(contour_features_of(side), np.ones(len(side), dtype=bool))
    watch = BackWatch()
    watch.stand(side, kind="quiet", reference=posture)
    assert watch._off == {}


def test_a_glitch_is_not_beyond_the_band() -> None:
    watch = BackWatch()
    watch.begin({1.0: curve_of(bend(20.0), SPAN)})
    more = [20.0 if frame % 4 == 0 else 0.0 for frame in range(20)]
    found = [
        event
        for frame, deg in enumerate(more)
        for event in watch._compared(now_at(frame, 45.0, 15.0 + deg), frame / 30, "romanian_deadlift", 2)
    ]
    assert found == []


def test_the_back_is_beyond_what_trained_lifters_show() -> None:
    watch = BackWatch()
    watch.begin({})
    found = []
    for frame in range(20):
        found += watch._compared(now_at(frame, 60.0, 60.0), frame / 30 + 0.1, "hip_hinge", 1)
    assert [event.band for event in found] == ["usual"]
    assert found[0].limit_deg == pytest.approx(56.0)
    assert found[0].probability > 0.9


def test_knees_that_are_lost_behind_a_plate_are_in_a_stream_as_in_a_recording(
    rendered: Motion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_lost_knees(motion: Motion, **options: Any) -> SideMotion:
        side = clean(motion, **options)
        with np.errstate(invalid="ignore"):
            return replace(side, knee_lost=lean_deg(side.joint("shoulder") - side.joint("hip")) > 40.0)

    for module in ("analyse", "streaming.window"):
        monkeypatch.setattr(sys.modules[f"hiphinge.analysis.{module}"], "clean", with_lost_knees)
    whole = analyse(rendered, exercise="romanian_deadlift")
    live = run(standing_on(rendered, 9.0)).of(RepetitionEnded)
    assert [one.bottom_s for one in whole.counted] == pytest.approx([e.repetition.bottom_s for e in live], abs=0.1)
    for one in (*whole.counted, *(event.repetition for event in live)):
        assert not isinstance(one.measurements["knee_flexion_deg"], Measurement)
        assert isinstance(one.measurements["trunk_inclination_deg"], Measurement)
