"""A video played as a camera: its own speed, the newest frame, an end; and frames that are none."""

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from hiphinge.errors import InputMissingError
from hiphinge.sources.video.camera import image_of_jpeg, open_camera

if TYPE_CHECKING:
    from tests.conftest import Actor


def test_a_video_is_played_at_its_own_speed(actor: "Actor", tmp_path: Path) -> None:
    path, began = actor.write_video(tmp_path / "set.mp4", frames=30), time.monotonic()
    with open_camera(str(path)) as images:
        times = [time_s for time_s, _ in images]
    assert time.monotonic() - began >= 29 / 30
    assert times == sorted(set(times))
    assert times[-1] == pytest.approx(29 / 30)


def test_frames_that_nobody_waited_for_are_replaced(actor: "Actor", tmp_path: Path) -> None:
    path = actor.write_video(tmp_path / "set.mp4", frames=20)
    with open_camera(str(path)) as images:
        next(images)
        time.sleep(1.5)
        rest = list(images)
    assert [round(time_s * 30) for time_s, _ in rest] == [19]


def test_it_ends_when_asked(actor: "Actor", tmp_path: Path) -> None:
    path, ending = actor.write_video(tmp_path / "set.mp4", frames=300), threading.Event()
    with open_camera(str(path), ending=ending) as images:
        next(images)
        ending.set()
        assert len(list(images)) < 299


def test_no_camera_of_that_name() -> None:
    with pytest.raises(InputMissingError, match="There is no camera"), open_camera("/dev/video987") as images:
        next(images)


def test_a_jpeg_is_rgb_and_anything_else_is_none() -> None:
    image = np.zeros((48, 64, 3), np.uint8)
    image[..., 0] = 255
    jpeg = cv2.imencode(".jpg", image[..., ::-1])[1].tobytes()
    found = image_of_jpeg(jpeg)
    assert found is not None
    assert found[24, 32, 0] > 240
    assert found[24, 32, 2] < 15
    assert image_of_jpeg(b"no image") is None
    assert image_of_jpeg(b"") is None
    wide = cv2.imencode(".jpg", np.zeros((8, 5000), np.uint8))[1].tobytes()
    assert image_of_jpeg(wide) is None
