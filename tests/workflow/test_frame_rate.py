"""As many frames are measured as the movement needs."""

from pathlib import Path

import av
import numpy as np
import pytest

from hiphinge.errors import UsageError
from hiphinge.motion import BLAZEPOSE_33, FloatArray
from hiphinge.sources.video import open_video
from hiphinge.workflow.frame_rate import FAST_FPS, SLOW_FPS, every_nth, is_fast, looked_at
from hiphinge.workflow.pose_estimation import EstimatorConfig, Stretch, motion_from_video
from hiphinge.workflow.progress import no_progress

VIDEO = Path(__file__).parents[1] / "data/rendered/hinge_side.mp4"


@pytest.mark.parametrize(
    ("camera_fps", "slow", "fast"),
    [(24, 1, 1), (29.97, 1, 1), (50, 1, 1), (59.94, 2, 1), (60, 2, 1), (119.88, 4, 2), (240, 8, 4)],
)
def test_every_nth_frame_gives_the_wanted_rate(camera_fps: float, slow: int, fast: int) -> None:
    assert (every_nth(camera_fps, SLOW_FPS), every_nth(camera_fps, FAST_FPS)) == (slow, fast)


@pytest.mark.parametrize(
    ("fps", "nth"), [(15, 1), (20, 1), (23.976, 2), (24, 2), (25, 2), (29.97, 2), (30, 2), (50, 2), (60, 2)]
)
def test_at_least_twelve_frames_a_second_are_looked_at(fps: float, nth: int) -> None:
    assert looked_at(fps) == nth


def _leaning(deg_s: float, *, seconds: float = 1.0, fps: float = 30.0) -> tuple[list[float], list[FloatArray]]:
    time_s = np.arange(0.0, seconds, 1 / fps)
    frames = []
    for angle in np.radians(deg_s * time_s):
        frame = np.zeros((len(BLAZEPOSE_33), 2))
        for side in ("left", "right"):
            frame[BLAZEPOSE_33.index(f"{side}_shoulder")] = (100 * np.sin(angle), -100 * np.cos(angle))
        frames.append(frame)
    return list(time_s), frames


@pytest.mark.parametrize(("deg_s", "fast"), [(0.0, False), (100.0, False), (220.0, True), (-220.0, True)])
def test_a_trunk_that_turns_fast_is_fast(deg_s: float, *, fast: bool) -> None:
    assert is_fast(*_leaning(deg_s), BLAZEPOSE_33) is fast


def test_noise_is_not_fast_nor_is_a_moment() -> None:
    time_s, frames = _leaning(0.0)
    noisy = [frame + np.random.default_rng(number).normal(0, 3, frame.shape) for number, frame in enumerate(frames)]
    assert not is_fast(time_s, noisy, BLAZEPOSE_33)
    assert not is_fast(time_s[:3], frames[:3], BLAZEPOSE_33)


def _at_60(path: Path, frames: list[np.ndarray]) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=60)
        stream.height, stream.width, stream.pix_fmt = *frames[0].shape[:2], "bgr0"
        for image in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="rgb24")))
        container.mux(stream.encode())
    return path


@pytest.mark.network
def test_of_60_frames_a_second_every_other_is_measured_unless_all_are_asked_for(tmp_path: Path) -> None:
    slow = [frame.image_rgb for frame in open_video(VIDEO, end_s=0.4) for _ in range(2)]
    video = _at_60(tmp_path / "60.mkv", slow)
    some, whole, spared = (
        motion_from_video(video, stretch=Stretch(), estimator_config=config, listener=no_progress)
        for config in (EstimatorConfig(), EstimatorConfig(every_frame=True), EstimatorConfig(fast=True))
    )
    assert (some.origin.details["every_nth_frame"], whole.origin.details["every_nth_frame"]) == (2, 1)
    assert (len(some), len(whole)) == (len(slow) // 2, len(slow))
    assert np.array_equal(some.time_s, whole.time_s[::2])
    assert whole.origin.details["share_measured"] == 1
    assert some.origin.details["share_measured"] == 1
    assert 0.5 < spared.origin.details["share_measured"] < 0.9
    assert np.isfinite(spared.positions).all()
    off_px = np.linalg.norm(spared.positions - whole.positions[::2], axis=-1)
    assert np.median(off_px) < 1.5


def test_every_frame_and_a_fast_pass_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="Leave out one of the two"):
        EstimatorConfig(fast=True, every_frame=True)


@pytest.mark.network
def test_a_fast_movement_is_measured_at_the_higher_rate(tmp_path: Path) -> None:
    images = [frame.image_rgb for frame in open_video(VIDEO, end_s=4.0)]
    video = _at_60(tmp_path / "fast.mkv", images[::2])  # four times as fast as it was
    motion = motion_from_video(video, stretch=Stretch(), estimator_config=EstimatorConfig(), listener=no_progress)
    assert motion.origin.details["every_nth_frame"] == 1
