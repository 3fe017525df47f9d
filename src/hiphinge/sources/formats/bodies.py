"""Which body a list of keypoints describes: by the names that a file gives, else by how many points there are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import COCO_17, HALPE_26, OPENPOSE_25, FloatArray, KeypointLayout

__all__ = ["COCO_BODIES", "OPENPOSE_BODIES", "Bodies", "body_of_names", "person_values"]

_WITH_CONFIDENCE = 3


@dataclass(frozen=True)
class Bodies:
    """The bodies that a format knows: for each number of points a layout, and the names of its first points."""

    known: dict[int, tuple[KeypointLayout, tuple[str, ...]]]
    what: str

    def arranged(self, values: FloatArray) -> FloatArray:
        """Return one person ``[keypoint, 3]`` in the order of the layout; NaN and confidence 0 where nothing was found.

        Raises
        ------
        InputFormatError
            If there is no body of that many points.
        """
        layout, names = self._of(len(values))
        body = np.zeros((len(layout), 3))
        for name, value in zip(names, values, strict=False):
            place = layout.index(name)
            if place is not None:
                body[place] = value
        body[(body[:, :2] == 0).all(axis=1) | (body[:, 2] <= 0) | ~np.isfinite(body).all(axis=1)] = (np.nan, np.nan, 0)
        return body

    def layout_of(self, size: int) -> KeypointLayout:
        """Return the layout of arranged people, which have that many points."""
        return next(layout for layout, _ in self.known.values() if len(layout) == size)

    def _of(self, count: int) -> tuple[KeypointLayout, tuple[str, ...]]:
        try:
            return self.known[count]
        except KeyError:
            message = f"{self.what} was expected, but a person has {count} points. Write one of those bodies."
            raise InputFormatError(message) from None


def _sided(*names: str, sides: tuple[str, str] = ("left", "right")) -> tuple[str, ...]:
    return tuple(f"{side}_{name}" for side in sides for name in names)


_FEET_OF_WHOLE_BODY = _sided("toe", "small_toe", "heel")
_WITH_FEET = (HALPE_26, (*COCO_17.keypoints, *_FEET_OF_WHOLE_BODY))
_HALPE = (HALPE_26, HALPE_26.keypoints)
_COCO_18 = (
    "nose",
    "neck",
    *_sided("shoulder", "elbow", "wrist", sides=("right", "left")),
    *_sided("hip", "knee", "ankle", sides=("right", "left")),
    "right_eye",
    "left_eye",
    "right_ear",
    "left_ear",
)

COCO_BODIES = Bodies(
    {17: (COCO_17, COCO_17.keypoints), 23: _WITH_FEET, 26: _HALPE, 133: _WITH_FEET, 136: _HALPE},
    what="A body of 17 points (COCO), 26 or 136 (Halpe), or 23 or 133 (COCO-WholeBody)",
)
"""Bodies in the order of COCO and its relatives; of hands and face nothing is read."""

OPENPOSE_BODIES = Bodies(
    {**COCO_BODIES.known, 18: (OPENPOSE_25, _COCO_18), 25: (OPENPOSE_25, OPENPOSE_25.keypoints)},
    what="A body of 25 points (BODY_25), 18 (OpenPose's COCO), 17 (COCO), 26 (Halpe) or 133 (COCO-WholeBody)",
)
"""Bodies in files with OpenPose's keys, which RTMLib and Pose2Sim write too."""

_OF_A_SIDE = {"big_toe": "toe", "bigtoe": "toe", "foot_index": "toe", "smalltoe": "small_toe"}
_OF_THE_MIDDLE = {"head": "head_top", "hip": "mid_hip", "pelvis": "mid_hip", "midhip": "mid_hip"}
_NEEDED = ("shoulder", "hip", "knee", "ankle")


def body_of_names(names: Sequence[str]) -> Bodies | None:
    """Return the body of a file that names its points, or None where a side's shoulder, hip, knee or ankle is missing.

    Names are those of COCO in any case and with any separator: ``left_hip``, ``Left Hip``, ``left-hip``, ``L_hip``.
    """
    ours = tuple(_our_name(name) for name in names)
    if not any(all(f"{side}_{joint}" in ours for joint in _NEEDED) for side in ("left", "right")):
        return None
    layout = COCO_17 if set(ours) <= set(COCO_17.keypoints) else HALPE_26
    return Bodies({len(ours): (layout, ours)}, what=f"A body of {len(ours)} points, as the file names them,")


def _our_name(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()).strip("_")
    side, _, rest = plain.partition("_")
    side = {"l": "left", "r": "right"}.get(side, side)
    if side in {"left", "right"} and rest:
        return f"{side}_{_OF_A_SIDE.get(rest, rest)}"
    return _OF_THE_MIDDLE.get(plain, plain)


def person_values(person: dict[str, Any]) -> FloatArray | None:
    """Return one person's points ``[point, (x, y, confidence)]`` as the file has them, or None where there are none.

    They come as one list (x, y, confidence, x, ...), as pairs or triples, or as lists of x, of y and of visibility;
    scores may be a list of their own.

    Raises
    ------
    InputFormatError
        If the points are in three dimensions.
    """
    points = person.get("keypoints")
    if not points:
        return None
    if isinstance(points, dict):
        columns = [
            points["x"],
            points["y"],
            points.get("visible") or points.get("confidence") or [1.0] * len(points["x"]),
        ]
        return np.array(columns, dtype=np.float64).T
    values = np.array(points, dtype=np.float64)
    scores = person.get("keypoint_scores")
    if values.ndim == 1:
        values = values.reshape(-1, _WITH_CONFIDENCE if len(values) % _WITH_CONFIDENCE == 0 else 2)
    elif scores is not None and values.shape[1] == _WITH_CONFIDENCE:
        message = "Points in a frame (x, y) were expected, but they are in three dimensions. Write the 2-D predictions."
        raise InputFormatError(message)
    if values.shape[1] == _WITH_CONFIDENCE:
        return values
    sureness = np.ones(len(values)) if scores is None else np.array(scores, dtype=np.float64).ravel()
    return np.column_stack([values, sureness])
