"""A recording is checked once and cannot be changed afterwards."""

from typing import Any

import numpy as np
import pytest

from hiphinge.errors import InputFormatError
from hiphinge.motion import COCO_17, CoordinateFrame, FloatArray, Motion, Origin


def motion(**changes: Any) -> Motion:
    fields: dict[str, Any] = {
        "time_s": np.array([0.0, 0.1, 0.3]),
        "positions": np.zeros((3, 17, 2)),
        "confidence": np.ones((3, 17)),
        "layout": COCO_17,
        "coordinate_frame": CoordinateFrame.IMAGE_PX,
        "origin": Origin(name="synthetic"),
    }
    return Motion(**fields | changes)


def test_it_copies_and_freezes_what_it_was_given() -> None:
    given = np.zeros((3, 17, 2))
    kept = motion(positions=given)
    given[0] = 7.0
    assert kept.positions.max() == 0.0
    with pytest.raises(ValueError, match="read-only"):
        kept.positions[0] = 1.0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("positions", np.zeros((3, 17, 3))),
        ("positions", np.zeros((2, 17, 2))),
        ("confidence", np.ones((3, 16))),
        ("world_m", np.zeros((3, 17, 2))),
    ],
)
def test_shapes_must_agree(field: str, value: FloatArray) -> None:
    with pytest.raises(InputFormatError, match=field):
        motion(**{field: value})


def test_a_laboratory_has_three_axes() -> None:
    assert len(motion(coordinate_frame=CoordinateFrame.WORLD_M, positions=np.zeros((3, 17, 3)))) == 3
    with pytest.raises(InputFormatError, match="positions should have the shape"):
        motion(coordinate_frame=CoordinateFrame.WORLD_M)


@pytest.mark.parametrize("times", [[0.0, 0.1, 0.1], [0.0, 0.2, 0.1], [0.0, 0.1, np.nan], [0.0, np.inf, 1.0]])
def test_time_increases(times: list[float]) -> None:
    with pytest.raises(InputFormatError, match="increase"):
        motion(time_s=np.array(times))


def test_nothing_is_no_recording() -> None:
    with pytest.raises(InputFormatError, match="no frames"):
        motion(time_s=np.empty(0), positions=np.empty((0, 17, 2)), confidence=np.empty((0, 17)))


def test_points_by_name() -> None:
    places = np.arange(3 * 17 * 2, dtype=float).reshape(3, 17, 2)
    kept = motion(positions=places, confidence=np.full((3, 17), 0.4))
    assert np.array_equal(kept.point("left_hip"), places[:, COCO_17.keypoints.index("left_hip")])
    assert kept.confidence_of("left_hip").tolist() == [0.4] * 3


def test_a_point_that_the_layout_lacks_is_unseen() -> None:
    kept = motion()
    assert np.isnan(kept.point("left_toe")).all()
    assert kept.point("left_toe").shape == (3, 2)
    assert kept.confidence_of("left_toe").tolist() == [0.0] * 3
