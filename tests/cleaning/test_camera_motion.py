"""A camera that shifts and turns is found by the background, and one that stands still is not taken for one."""

import numpy as np
import pytest
from numpy.typing import NDArray

from hiphinge.cleaning import CameraMotion, camera_motion
from hiphinge.workflow.camera_words import camera_words

ROWS, ASPECT = 48, 0.75


def room(shift: float, turn_deg: float, *, lit: float = 1.0, contrast: float = 60.0) -> NDArray[np.uint8]:
    """Return a frame of a wall with a pattern, shifted by a share of its height and turned about its middle."""
    down, across = np.meshgrid(*((np.arange(ROWS) + 0.5) / ROWS - 0.5,) * 2, indexing="ij")
    turn, across = np.radians(turn_deg), across * ASPECT - shift
    x, y = across * np.cos(turn) + down * np.sin(turn), down * np.cos(turn) - across * np.sin(turn)
    wall = np.sin(9 * x + 2) * np.cos(7 * y) + 0.5 * np.sin(15 * y + 4 * x)
    return np.asarray(np.clip(lit * (110 + contrast * wall), 0, 255), dtype=np.uint8)


def with_somebody(frames: list[NDArray[np.uint8]]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return the frames with a body that moves up and down before the wall, and where it is."""
    images, boxes = np.stack(frames), np.empty((len(frames), 4))
    for number, image in enumerate(images):
        top = 10 + 8 * (number % 4)
        image[top:44, 18:30] = 240
        boxes[number] = 18 / ROWS, top / ROWS, 30 / ROWS, 44 / ROWS
    return images, boxes


def test_a_still_camera_stays_still_whoever_moves_before_it_and_however_the_light_changes() -> None:
    found = camera_motion(*with_somebody([room(0.0, 0.0, lit=1.0 - 0.02 * n) for n in range(12)]), aspect=ASPECT)
    assert found is not None
    assert found.shift_share < 0.005
    assert found.turn_deg < 0.3
    assert camera_words(found) == ()


@pytest.mark.parametrize(("shift", "turn"), [(0.04, 0.0), (0.0, 3.0), (0.12, -2.0)])
def test_how_far_it_moved_is_found(shift: float, turn: float) -> None:
    ways = np.linspace(0.0, 1.0, 60)
    found = camera_motion(*with_somebody([room(shift * way, turn * way) for way in ways]), aspect=ASPECT)
    assert found is not None
    assert found.shift_share == pytest.approx(0.95 * shift, abs=0.012)
    assert found.turn_deg == pytest.approx(0.95 * abs(turn), abs=0.35)
    (said,) = camera_words(found)
    assert "The camera moved while you filmed" in said


def test_nothing_is_said_where_the_background_does_not_show_it() -> None:
    plain = with_somebody([room(0.0, 0.0, contrast=0.0) for _ in range(5)])
    assert camera_motion(*plain, aspect=ASPECT) is None
    images, _ = with_somebody([room(0.0, 0.0) for _ in range(5)])
    whole = np.tile([0.0, 0.0, 1.0, 1.0], (5, 1))
    assert camera_motion(images, whole, aspect=ASPECT) is None
    assert camera_motion(images[:1], whole[:1], aspect=ASPECT) is None


def test_another_scene_is_no_moved_camera() -> None:
    tiles = np.random.default_rng(5).integers(0, 255, (12, 12), dtype=np.uint8)
    other = [np.kron(tiles, np.ones((4, 4), np.uint8)) for _ in range(4)]
    assert camera_motion(*with_somebody([room(0.0, 0.0)] * 4 + other), aspect=ASPECT) is None


def test_what_it_says_is_how_far() -> None:
    (said,) = camera_words(CameraMotion(shift_share=0.046, turn_deg=2.13))
    assert "5 % of the frame's height" in said
    assert "turns by 2.1°" in said
