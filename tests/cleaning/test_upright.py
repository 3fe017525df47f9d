"""Which way up a person stands is known from where the feet are, also in deep bends; and when it is not known."""

import numpy as np
import pytest

from hiphinge.cleaning import rotation_to_upright
from hiphinge.motion import BLAZEPOSE_33, COCO_17, FloatArray, KeypointLayout, Motion
from hiphinge.testing import Plan, record_video


@pytest.fixture(scope="module")
def hinges() -> Motion:
    return record_video(Plan()).motion


def turned_clockwise(positions: FloatArray, quarters: int) -> FloatArray:
    """Return positions as in frames that were turned clockwise by quarters of a turn, about the frame's corner."""
    for _ in range(quarters):
        positions = np.stack([-positions[..., 1], positions[..., 0]], axis=-1)
    return positions


@pytest.mark.parametrize("quarters", range(4))
def test_a_turned_recording_is_turned_back(hinges: Motion, quarters: int) -> None:
    turned = turned_clockwise(hinges.positions, quarters)
    back = rotation_to_upright(turned, hinges.layout)
    assert (quarters * 90 + back) % 360 == 0


def test_frames_that_do_not_agree_turn_nothing(hinges: Motion) -> None:
    half = hinges.positions.copy()
    half[::2] = turned_clockwise(hinges.positions[::2], 1)
    assert rotation_to_upright(half, hinges.layout) == 0


def test_nobody_turns_nothing(hinges: Motion) -> None:
    assert rotation_to_upright(np.full_like(hinges.positions, np.nan), hinges.layout) == 0


def test_a_layout_without_these_points_turns_nothing() -> None:
    points = [place for place, name in enumerate(COCO_17.keypoints) if "ankle" not in name]
    layout = KeypointLayout(id="legless", keypoints=tuple(COCO_17.keypoints[place] for place in points))
    assert rotation_to_upright(np.zeros((5, len(points), 2)), layout) == 0


def test_a_frame_with_one_leg_hidden_says_nothing(hinges: Motion) -> None:
    hidden = turned_clockwise(hinges.positions, 2)
    hidden[: len(hidden) // 2, BLAZEPOSE_33.keypoints.index("left_ankle")] = np.nan
    assert rotation_to_upright(hidden, hinges.layout) == 180
