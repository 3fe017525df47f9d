"""A person seen from the front or from behind, after cleaning: left is +x, up is +y, both sides alike."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from hiphinge.motion.origin import FloatArray, FrozenArrays, frozen
from hiphinge.motion.side import SIDE_JOINTS, View

__all__ = ["BODY_SIDES", "BodySide", "FrontMotion"]

BodySide = Literal["left", "right"]
BODY_SIDES: tuple[BodySide, BodySide] = ("left", "right")
"""The person's own sides, in the order of `FrontMotion` arrays."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FrontMotion(FrozenArrays):
    """The cleaned view from the front or from behind.

    Attributes
    ----------
    time_s
        Seconds ``[time]``, increasing, on the source's clock.
    image
        ``[time, joint, (left, right), 2]`` with joints as in `SIDE_JOINTS`, in pixels: x to the person's left, y up;
        NaN in gaps that were too long to close.
    body_m
        ``[time, joint, (left, right), 3]``: the estimator's own body in metres, x to the person's left, y up, z ahead
        of the person, from the middle of the hips.
    """

    time_s: FloatArray
    image: FloatArray
    body_m: FloatArray
    view: View

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for name in ("time_s", "image", "body_m"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self.time_s)

    def joint(self, name: str) -> FloatArray:
        """Return both sides of a joint in the image ``[time, (left, right), 2]``."""
        return np.asarray(self.image[:, SIDE_JOINTS.index(name)])

    def middle(self, name: str) -> FloatArray:
        """Return the middle of both sides of a joint in the image ``[time, 2]``."""
        return np.asarray(self.joint(name).mean(axis=1))

    def line(self, name: str) -> FloatArray:
        """Return the way from a joint's right side to its left one in the image ``[time, 2]``."""
        both = self.joint(name)
        return np.asarray(both[:, 0] - both[:, 1])

    def in_body(self, name: str) -> FloatArray:
        """Return both sides of a joint of the body in metres ``[time, (left, right), 3]``."""
        return np.asarray(self.body_m[:, SIDE_JOINTS.index(name)])
