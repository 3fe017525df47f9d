"""What a live session asks of the networks: another one beside, and to follow somebody on in mirrored frames."""

import numpy as np
import pytest

from hiphinge.estimators import LooksBack, PoseFrame
from hiphinge.estimators.blazepose import BlazePose
from hiphinge.motion import BLAZEPOSE_33

pytestmark = pytest.mark.network

FPS = 30 / 4
STATURE_PX = 265


@pytest.fixture(scope="module")
def tracker() -> BlazePose:
    return BlazePose()


def followed(tracker: BlazePose, images: list[np.ndarray]) -> list[PoseFrame]:
    tracker.reset()
    return [tracker.estimate(image, time_s=i / FPS) for i, image in enumerate(images)]


def test_who_turns_out_to_face_the_other_way_is_followed_on_in_mirrored_frames(
    tracker: BlazePose, images: list[np.ndarray]
) -> None:
    usual = followed(tracker, images[:4])[-1]
    followed(tracker, images[:3])
    width_px = images[0].shape[1]
    tracker.turn(width_px=width_px)
    mirrored = tracker.estimate(np.ascontiguousarray(images[3][:, ::-1]), time_s=3 / FPS)
    as_filmed = mirrored.mirrored(BLAZEPOSE_33, width_px=width_px)
    assert mirrored.tracked
    assert np.linalg.norm(as_filmed.positions - usual.positions, axis=1).mean() < 0.02 * STATURE_PX


def test_one_beside_knows_nobody_and_sees_the_same(tracker: BlazePose, images: list[np.ndarray]) -> None:
    assert isinstance(tracker, LooksBack)
    first, *_ = followed(tracker, images[:2])
    beside = tracker.beside()
    np.testing.assert_array_equal(beside.estimate(images[0], time_s=0.0).positions, first.positions)
    assert tracker.estimate(images[2], time_s=2 / FPS).tracked
