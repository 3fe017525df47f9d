"""The video of a live session: exactly the frames that belong, or none at all."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from hiphinge.sources.video import open_video
from hiphinge.workflow.live.following import HELD_FRAMES
from hiphinge.workflow.live.session_video import SessionVideo

SIZE_PX = (64, 48)
TIMES_S = tuple(12.0 + number / 30 + 0.004 * (number % 3) for number in range(20))
"""Of a camera that keeps no steady pace."""


def jpeg(brightness: int, size_px: tuple[int, int] = SIZE_PX) -> bytes:
    image = np.full((size_px[1], size_px[0], 3), brightness, np.uint8)
    return bytes(cv2.imencode(".jpg", image)[1].tobytes())


def held(times_s: tuple[float, ...] = TIMES_S, *, most_bytes: int = 1 << 20) -> SessionVideo:
    video = SessionVideo(most_bytes=most_bytes)
    for number, time_s in enumerate(times_s):
        video.take(time_s, jpeg(10 * number))
        video.hold(time_s)
    return video


def test_the_video_has_the_frames_asked_for_at_their_times(tmp_path: Path) -> None:
    video, path = held(), tmp_path / "live.mp4"
    assert video.write(path, TIMES_S[5:15])
    frames = list(open_video(path))
    assert [frame.time_s for frame in frames] == pytest.approx([one - TIMES_S[5] for one in TIMES_S[5:15]], abs=1e-4)
    assert [float(frame.image_rgb.mean()) for frame in frames] == pytest.approx(range(50, 150, 10), abs=4)
    video.close()


def test_frames_that_do_not_belong_are_not_held(tmp_path: Path) -> None:
    video = SessionVideo()
    for time_s in TIMES_S:
        video.take(time_s, jpeg(100))
    video.hold(TIMES_S[3])
    assert video.write(tmp_path / "one.mp4", TIMES_S[3:4])
    assert not video.write(tmp_path / "two.mp4", TIMES_S[3:5])
    assert not (tmp_path / "two.mp4").exists()
    video.close()


def test_only_the_newest_frames_wait(tmp_path: Path) -> None:
    video = SessionVideo()
    times_s = tuple(number / 30 for number in range(HELD_FRAMES + 5))
    for time_s in times_s:
        video.take(time_s, jpeg(100))
    for time_s in times_s:
        video.hold(time_s)
    assert not video.write(tmp_path / "live.mp4", times_s)
    assert video.write(tmp_path / "live.mp4", times_s[5:])
    video.close()


def test_beyond_the_limit_nothing_more_is_held_and_no_video_is_cut_short(tmp_path: Path) -> None:
    video = held(most_bytes=10 * len(jpeg(100)))
    assert not video.write(tmp_path / "live.mp4", TIMES_S)
    assert not (tmp_path / "live.mp4").exists()
    assert video.write(tmp_path / "live.mp4", TIMES_S[:8])
    video.close()


def test_a_camera_that_changes_its_size_gives_no_video(tmp_path: Path) -> None:
    video = held(TIMES_S[:5])
    video.take(TIMES_S[5], jpeg(100, (32, 24)))
    video.hold(TIMES_S[5])
    assert not video.write(tmp_path / "live.mp4", TIMES_S[:6])
    video.close()


def test_what_cannot_be_written_gives_no_video(tmp_path: Path) -> None:
    video = held()
    assert not video.write(tmp_path / "nowhere" / "live.mp4", TIMES_S)
    video.close()
