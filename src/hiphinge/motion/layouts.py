"""Keypoint layouts: which points a network or file gives, under the names that all packages use."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import UnknownIdError

__all__ = [
    "BLAZEPOSE_33",
    "COCO_17",
    "HALPE_26",
    "LAYOUTS",
    "MARKERS_31",
    "OPENPOSE_25",
    "SENSORS_ONLY",
    "KeypointLayout",
    "layout_named",
]


@dataclass(frozen=True)
class KeypointLayout:
    """An ordered set of keypoint names.

    Names are ``left_hip``, ``right_toe`` (the big toe's tip), ``nose`` and the like;
    ``mid_hip`` and ``neck`` appear only where a layout has them as points of their own.
    """

    id: str
    keypoints: tuple[str, ...]

    @cached_property
    def _index(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.keypoints)}

    def __len__(self) -> int:
        """Return the number of keypoints."""
        return len(self.keypoints)

    def index(self, name: str) -> int | None:
        """Return the index of a keypoint, or None where the layout lacks it."""
        return self._index.get(name)

    def mirrored_order(self) -> NDArray[np.intp]:
        """Return the order ``[keypoint]`` that exchanges left and right."""
        swap = {"left": "right", "right": "left"}
        other = [
            f"{swap[side]}_{rest}" if side in swap else name
            for name in self.keypoints
            for side, _, rest in [name.partition("_")]
        ]
        return np.array([self._index[name] for name in other], dtype=np.intp)


def _pairs(*names: str) -> tuple[str, ...]:
    return tuple(f"{side}_{name}" for name in names for side in ("left", "right"))


BLAZEPOSE_33 = KeypointLayout(
    "blazepose_33",
    (
        "nose",
        "left_eye_inner",
        "left_eye",
        "left_eye_outer",
        "right_eye_inner",
        "right_eye",
        "right_eye_outer",
        "left_ear",
        "right_ear",
        "left_mouth",
        "right_mouth",
        *_pairs("shoulder", "elbow", "wrist", "pinky", "index", "thumb", "hip", "knee", "ankle", "heel", "toe"),
    ),
)

COCO_17 = KeypointLayout(
    "coco_17",
    ("nose", *_pairs("eye", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")),
)

HALPE_26 = KeypointLayout(
    "halpe_26",
    (*COCO_17.keypoints, "head_top", "neck", "mid_hip", *_pairs("toe", "small_toe", "heel")),
)

OPENPOSE_25 = KeypointLayout(
    "openpose_25",
    (
        "nose",
        "neck",
        "right_shoulder",
        "right_elbow",
        "right_wrist",
        "left_shoulder",
        "left_elbow",
        "left_wrist",
        "mid_hip",
        "right_hip",
        "right_knee",
        "right_ankle",
        "left_hip",
        "left_knee",
        "left_ankle",
        "right_eye",
        "left_eye",
        "right_ear",
        "left_ear",
        "left_toe",
        "left_small_toe",
        "left_heel",
        "right_toe",
        "right_small_toe",
        "right_heel",
    ),
)

MARKERS_31 = KeypointLayout(
    "markers_31",
    (
        "nose",
        "head_top",
        "neck",
        "c7",
        "t10",
        "clavicle",
        "sternum",
        "sacrum",
        "mid_hip",
        *_pairs("ear", "shoulder", "elbow", "wrist", "asis", "psis", "hip", "knee", "ankle", "heel", "toe"),
    ),
)
"""What motion capture gives: joint centres, and the markers on trunk and pelvis that the back is read from."""

SENSORS_ONLY = KeypointLayout("sensors_only", ())
"""Nothing was seen: sensors on the body recorded the movement."""

LAYOUTS = {layout.id: layout for layout in (BLAZEPOSE_33, COCO_17, HALPE_26, MARKERS_31, OPENPOSE_25)}


def layout_named(name: str) -> KeypointLayout:
    """Return the layout of that id.

    Raises
    ------
    UnknownIdError
        If no layout has the id.
    """
    try:
        return LAYOUTS[name]
    except KeyError:
        raise UnknownIdError.of(name, kind="keypoint layout", known=LAYOUTS) from None
