"""The back frame after frame against the back of the whole recording."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from hiphinge.analysis import standing_reference_of
from hiphinge.analysis.streaming import LAG_S, WINDOW_S, BackNow, BackStream
from hiphinge.analysis.tracks import movement_events_of
from hiphinge.cleaning import clean
from hiphinge.motion import Motion
from hiphinge.spine import estimate_back

LUMBAR = "lumbar_flexion_deg"


def cut(motion: Motion, frames: slice) -> Motion:
    """Return some frames of a motion."""
    return replace(
        motion,
        time_s=motion.time_s[frames],
        positions=motion.positions[frames],
        confidence=motion.confidence[frames],
        world_m=None if motion.world_m is None else motion.world_m[frames],
        contour=None if motion.contour is None else motion.contour[frames],
    )


@pytest.fixture(scope="module")
def bend(rendered: Motion) -> Motion:
    """Return the first of the two bends."""
    return cut(rendered, slice(0, int(np.searchsorted(rendered.time_s, 4.2))))


@pytest.fixture(scope="module")
def stood(rendered: Motion) -> Motion:
    frames = np.flatnonzero(movement_events_of(clean(rendered)).still.frames)
    first = slice(int(frames[0]), int(frames[np.flatnonzero(np.diff(np.append(frames, 10**9)) > 1)[0]]) + 1)
    return cut(rendered, first)


@dataclass(frozen=True)
class Streamed:
    """What the stream answered to each frame, and how many frames it kept."""

    answers: list[BackNow | None]
    kept: list[int]


@pytest.fixture(scope="module")
def streamed(rendered: Motion, bend: Motion, stood: Motion) -> Streamed:
    stream = BackStream(stood, reference=standing_reference_of(rendered))
    ran = Streamed(answers=[], kept=[])
    for k in range(len(bend)):
        ran.answers.append(stream.push(cut(bend, slice(k, k + 1))))
        ran.kept.append(len(stream._frames))
    return ran


def test_stream_and_recording_agree(rendered: Motion, streamed: Streamed) -> None:
    own = standing_reference_of(rendered)
    shown = [one for one in streamed.answers if one is not None]
    side = clean(rendered)
    whole = estimate_back(
        side, standing=np.zeros(len(side), dtype=bool), reference_kind=own.kind, reference=own.posture
    )
    at = np.array([one.time_s for one in shown])
    for name in (LUMBAR, "pelvis_tilt_deg"):
        values = np.array([one.values[name] for one in shown])
        assert np.ptp(values[np.isfinite(values)]) > 20.0, "there is no bend in it"
        gap = values - np.interp(at, side.time_s, whole.values[name])
        assert np.isfinite(gap).mean() > 0.7
        assert np.nanmedian(np.abs(gap)) < 1.0
        assert np.nanpercentile(np.abs(gap), 90) < 3.0


def test_the_answer_comes_the_stated_time_later(bend: Motion, streamed: Streamed) -> None:
    step_s = float(np.median(np.diff(bend.time_s)))
    answered = [(now_s, one) for now_s, one in zip(bend.time_s, streamed.answers, strict=True) if one is not None]
    assert len(answered) > 0.8 * len(bend)
    for now_s, shown in answered:
        assert now_s - shown.time_s == pytest.approx(LAG_S, abs=step_s)


def test_no_more_than_the_window_is_kept(bend: Motion, streamed: Streamed) -> None:
    assert max(streamed.kept) <= WINDOW_S / np.median(np.diff(bend.time_s)) + 2


def test_frames_come_one_by_one_and_in_order(rendered: Motion, stood: Motion) -> None:
    stream = BackStream(stood, reference=standing_reference_of(rendered))
    stream.push(cut(rendered, slice(5, 6)))
    with pytest.raises(ValueError, match="one frame at a time"):
        stream.push(cut(rendered, slice(5, 6)))
    with pytest.raises(ValueError, match="one frame at a time"):
        stream.push(cut(rendered, slice(6, 8)))
