"""Keypoint layouts share one vocabulary."""

import numpy as np
import pytest

from hiphinge.errors import UnknownIdError
from hiphinge.motion import BLAZEPOSE_33, LAYOUTS, SIDE_JOINTS, KeypointLayout, layout_named

EVERY = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.id)


@pytest.mark.parametrize(
    ("id_", "count"), [("blazepose_33", 33), ("coco_17", 17), ("halpe_26", 26), ("openpose_25", 25)]
)
def test_names_say_how_many(id_: str, count: int) -> None:
    assert len(layout_named(id_)) == count


@EVERY
def test_no_name_comes_twice(layout: KeypointLayout) -> None:
    assert len(set(layout.keypoints)) == len(layout.keypoints)


@EVERY
def test_every_left_has_its_right(layout: KeypointLayout) -> None:
    sides = {side: {n[len(side) :] for n in layout.keypoints if n.startswith(side)} for side in ("left_", "right_")}
    assert sides["left_"] == sides["right_"]


@EVERY
def test_mirroring_twice_changes_nothing(layout: KeypointLayout) -> None:
    order = layout.mirrored_order()
    assert np.array_equal(order[order], np.arange(len(layout)))


@EVERY
def test_mirroring_exchanges_left_and_right(layout: KeypointLayout) -> None:
    swapped = [layout.keypoints[i] for i in layout.mirrored_order()]
    assert swapped[layout.keypoints.index("left_knee")] == "right_knee"
    assert swapped[layout.keypoints.index("nose")] == "nose"


def test_the_default_network_gives_every_joint_that_is_measured() -> None:
    assert {f"{side}_{joint}" for side in ("left", "right") for joint in SIDE_JOINTS} <= set(BLAZEPOSE_33.keypoints)


def test_a_layout_nobody_knows_lists_those_that_are() -> None:
    with pytest.raises(UnknownIdError, match="coco_17"):
        layout_named("stick_3")
