"""Which way up: every display matrix, from the numbers and through a real file."""

import struct
from typing import Any

import numpy as np
import pytest

from hiphinge.errors import UsageError
from hiphinge.sources.video import frame_at, open_video, probe
from hiphinge.sources.video.turning import UPRIGHT, turn_of_matrix

ONE, W = 1 << 16, 1 << 30

# a, b, c, d of the matrix; where red, green, blue, white then stand; rotation and mirroring.
CASES = {
    "upright": ((1, 0, 0, 1), ("red", "green", "blue", "white"), 0, False),
    "quarter clockwise": ((0, 1, -1, 0), ("blue", "red", "white", "green"), 90, False),
    "half": ((-1, 0, 0, -1), ("white", "blue", "green", "red"), 180, False),
    "quarter back": ((0, -1, 1, 0), ("green", "white", "red", "blue"), 270, False),
    "mirrored": ((-1, 0, 0, 1), ("green", "red", "white", "blue"), 0, True),
    "upside down": ((1, 0, 0, -1), ("blue", "white", "red", "green"), 180, True),
    "transposed": ((0, 1, 1, 0), ("red", "blue", "green", "white"), 270, True),
    "transposed and turned": ((0, -1, -1, 0), ("white", "green", "blue", "red"), 90, True),
}


def matrix(a: int, b: int, c: int, d: int, *, order: str) -> bytes:
    return struct.pack(f"{order}9i", a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, 0, 0, W)


@pytest.mark.parametrize("case", CASES)
def test_a_point_goes_where_the_matrix_says(case: str) -> None:
    (a, b, c, d), *_ = CASES[case]
    turn = turn_of_matrix(matrix(a, b, c, d, order="="))
    height, width = 3, 5
    rows, columns = np.mgrid[:height, :width]
    shown_x, shown_y = a * columns + c * rows, b * columns + d * rows
    expected = np.full(turn.size((width, height))[::-1], -1)
    expected[shown_y - shown_y.min(), shown_x - shown_x.min()] = rows * width + columns
    np.testing.assert_array_equal(turn.apply(rows * width + columns), expected)


@pytest.mark.parametrize("case", CASES)
def test_a_video_is_shown_upright(videos: Any, case: str) -> None:
    (a, b, c, d), expected, rotation_deg, mirrored = CASES[case]
    path = videos.make("phone.mp4")
    videos.patched(path, b"tkhd", offset=44, new=matrix(a, b, c, d, order=">"))
    info = probe(path)
    assert (info.rotation_deg, info.mirrored) == (rotation_deg, mirrored)
    first = next(iter(open_video(path)))
    assert videos.corners(first.image_rgb) == expected
    assert first.image_rgb.shape[:2] == info.size_px[::-1]
    assert videos.corners(frame_at(path, [0.3])[0].image_rgb) == expected


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("rotation_deg", [0, 90, 180, 270])
def test_a_further_turn_comes_after_the_container_s(case: str, rotation_deg: int) -> None:
    (a, b, c, d), *_ = CASES[case]
    turn = turn_of_matrix(matrix(a, b, c, d, order="="))
    plane = np.arange(15).reshape(3, 5)
    expected = np.rot90(turn.apply(plane), -rotation_deg // 90)
    np.testing.assert_array_equal(turn.then(rotation_deg).apply(plane), expected)
    assert turn.then(rotation_deg).mirrored == turn.mirrored


@pytest.mark.parametrize(("rotation_deg", "case"), [(90, "quarter clockwise"), (180, "half"), (270, "quarter back")])
def test_a_video_can_be_turned_further(videos: Any, rotation_deg: int, case: str) -> None:
    _, expected, _, _ = CASES[case]
    path = videos.make("phone.mp4")
    reader = open_video(path, rotation_deg=rotation_deg)
    first = next(iter(reader)).image_rgb
    assert videos.corners(first) == expected
    assert first.shape[:2] == reader.info.size_px[::-1]
    assert videos.corners(frame_at(path, [0.3], rotation_deg=rotation_deg)[0].image_rgb) == expected
    details = reader.origin().details
    assert (details["rotation_deg"], details["added_rotation_deg"]) == (rotation_deg, rotation_deg)


def test_only_quarter_turns_are_possible(videos: Any) -> None:
    with pytest.raises(UsageError, match="45 was given"):
        open_video(videos.make(), rotation_deg=45)


def test_a_portrait_video_is_scaled_as_it_is_seen(videos: Any) -> None:
    path = videos.make("phone.mp4")
    videos.patched(path, b"tkhd", offset=44, new=matrix(0, 1, -1, 0, order=">"))
    reader = open_video(path, max_side_px=48)
    assert reader.info.size_px == (64, 96)
    assert reader.size_px == (32, 48)
    assert next(iter(reader)).image_rgb.shape == (48, 32, 3)
    np.testing.assert_allclose(reader.in_original_px(np.array([16.0, 12.0])), [32.0, 24.0])


@pytest.mark.parametrize("broken", [None, b"", b"12345678"])
def test_without_a_matrix_a_frame_is_upright(broken: bytes | None) -> None:
    assert turn_of_matrix(broken) == UPRIGHT
