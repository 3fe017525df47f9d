"""A motion written as columns and read again is the same motion."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hiphinge.errors import InputFormatError, UnknownIdError
from hiphinge.motion import COCO_17, CoordinateFrame, FloatArray, Motion, Origin
from hiphinge.motion.columns import motion_from_columns, pose_columns, pose_document

FRAMES = 4
ORIGIN = Origin(
    name="set.mp4", sha256="ab", format="video", duration_s=0.4, fps=10.0, size_px=(72, 128), warnings=("dark",)
)


def motion(axes: int = 2, **changes: Any) -> Motion:
    random = np.random.default_rng(5)
    positions = random.normal(size=(FRAMES, 17, axes))
    positions[1, 3] = np.nan
    fields: dict[str, Any] = {
        "time_s": np.array([0.0, 0.1, 0.2, 0.4]),
        "positions": positions,
        "confidence": random.uniform(size=(FRAMES, 17)),
        "layout": COCO_17,
        "coordinate_frame": CoordinateFrame.IMAGE_PX if axes == 2 else CoordinateFrame.WORLD_M,
        "origin": ORIGIN,
    }
    return Motion(**fields | changes)


def with_everything() -> Motion:
    random = np.random.default_rng(6)
    contour = random.normal(size=(FRAMES, 61, 2))
    return motion(world_m=random.normal(size=(FRAMES, 17, 3)), contour=contour, plate=random.normal(size=(FRAMES, 5)))


def written(kept: Motion) -> tuple[dict[str, FloatArray], dict[str, Any]]:
    return pose_columns(kept), json.loads(json.dumps(pose_document(kept)))


@pytest.mark.parametrize(
    "kept", [motion(), with_everything(), motion(axes=3)], ids=["image", "with everything", "laboratory"]
)
def test_what_is_written_comes_back(kept: Motion) -> None:
    back = motion_from_columns(*written(kept))
    assert (back.layout, back.coordinate_frame, back.origin) == (kept.layout, kept.coordinate_frame, kept.origin)
    for name in ("time_s", "positions", "confidence", "world_m", "contour", "plate"):
        before, after = getattr(kept, name), getattr(back, name)
        assert (before is None) == (after is None)
        if before is not None:
            np.testing.assert_array_equal(after, before)


def test_columns_are_named_by_keypoint_and_axis() -> None:
    kept = with_everything()
    columns = pose_columns(kept)
    knee = COCO_17.keypoints.index("left_knee")
    np.testing.assert_array_equal(columns["left_knee_y"], kept.positions[:, knee, 1])
    assert "left_knee_z" not in columns
    assert kept.world_m is not None
    np.testing.assert_array_equal(columns["left_knee_world_z"], kept.world_m[:, knee, 2])
    np.testing.assert_array_equal(columns["left_knee_confidence"], kept.confidence[:, knee])
    np.testing.assert_allclose(columns["score"], kept.confidence.mean(axis=1))
    assert columns["outline"].shape == (FRAMES, 122)
    assert "left_knee_z" in pose_columns(motion(axes=3))


@pytest.mark.parametrize(("axes", "unit"), [(2, "px"), (3, "m")])
def test_the_document_says_the_unit_of_positions(axes: int, unit: str) -> None:
    assert pose_document(motion(axes=axes))["units"] == {"time": "s", "position": unit, "world": "m"}


def test_an_origin_without_size_and_with_more_than_is_known_is_read() -> None:
    kept = motion(origin=replace(ORIGIN, size_px=None, warnings=()))
    columns, document = written(kept)
    document["origin"] = {"later": 1, **{k: v for k, v in document["origin"].items() if k != "warnings"}}
    assert motion_from_columns(columns, document).origin == kept.origin


@pytest.mark.parametrize("lacking", ["time_s", "nose_x", "nose_y", "right_ankle_confidence"])
def test_a_column_that_is_missing_is_named(lacking: str) -> None:
    columns, document = written(motion())
    del columns[lacking]
    with pytest.raises(InputFormatError, match=f"lacks the column '{lacking}'"):
        motion_from_columns(columns, document)


@pytest.mark.parametrize("outline", [np.zeros(FRAMES), np.zeros((FRAMES, 7))], ids=["flat", "odd"])
def test_an_outline_without_pairs_is_refused(outline: FloatArray) -> None:
    columns, document = written(motion())
    with pytest.raises(InputFormatError, match="lists of pairs of edges"):
        motion_from_columns({**columns, "outline": outline}, document)


@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        ({"schema": "hiphinge.pose/9"}, InputFormatError, "hiphinge.pose/1 was expected, but .*'hiphinge.pose/9'"),
        ({"schema": None}, InputFormatError, "its schema is None"),
        ({"layout": "no_such"}, UnknownIdError, "no_such"),
    ],
)
def test_another_document_is_refused(changes: Mapping[str, Any], error: type[Exception], says: str) -> None:
    columns, document = written(motion())
    with pytest.raises(error, match=says):
        motion_from_columns(columns, {**document, **changes})
